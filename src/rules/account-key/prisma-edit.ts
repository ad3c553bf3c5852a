import type { Source } from '../../files/source.js'
import { addsPlatform, newUnique, type SqlPlan } from '../../migrations/plan.js'
import type { TableSite } from '../../storage.js'
import type { Change } from './sql-edit.js'

/** The plan as Prisma names and types what it makes itself. */
export function asPrisma(plan: SqlPlan): SqlPlan {
  const { table, dialect, uniques } = plan
  return {
    ...plan,
    idType: dialect === 'mysql' ? 'BIGINT NOT NULL AUTO_INCREMENT' : 'BIGSERIAL NOT NULL',
    // Unique keys of Prisma are indexes.
    uniques: uniques.map(({ columns, name }) => ({
      columns,
      name: name ?? `${table}_${columns.join('_')}_key`,
      isIndex: true,
    })),
  }
}

/** What changes in a model so that it declares the table as the plan wants it; `undefined` where it is written in another way. */
export function changesOfModel(source: Source, table: TableSite, plan: SqlPlan): Change[] | undefined {
  const at = (byte: number) => source.indexAt(byte)
  const { text } = source
  const first = table.columns[0]
  if (!first) return undefined
  const start = lineStart(text, at(first.whole.start))
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '  '
  const line = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const property = (column: string) => {
    const site = table.columns.find(({ name }) => name === column)
    return site?.property ?? site?.name ?? column
  }
  const changes: Change[] = []
  const added: string[] = []
  const native = plan.dialect === 'sqlserver' ? '' : ' @db.VarChar(16)'
  if (plan.primary) added.push(`${plan.id} BigInt @id @default(autoincrement())`)
  if (addsPlatform(plan)) added.push(`${plan.platform} String @default("kommo")${native}`)
  if (added.length > 0)
    changes.push({ start, end: start, text: added.map((each) => `${indent}${each}${line}`).join('') })
  const going = table.keys.filter(({ kind, columns }) =>
    kind === 'primary'
      ? plan.primary !== undefined
      : kind === 'unique' && plan.uniques.some((key) => key.columns.join() === columns.join()),
  )
  for (const key of going) {
    const column =
      key.columns.length === 1 ? table.columns.find(({ name }) => name === key.columns[0]) : undefined
    // A key of several fields is an entry of its own.
    if (!column || key.span.start !== column.span.start) return undefined
    const [from, to] = [at(column.span.end), at(column.whole.end)]
    const mark = (
      key.kind === 'primary' ? /[ \t]*@id\b(?:\([^)]*\))?/ : /[ \t]*@unique\b(?:\([^)]*\))?/
    ).exec(text.slice(from, to))
    if (!mark) return undefined
    changes.push({ start: from + mark.index, end: from + mark.index + mark[0].length, text: '' })
  }
  const end = at(table.whole.end) - 1
  if (text[end] !== '}') return undefined
  const unique = newUnique(plan)
  const entries = [
    ...(unique ? [`@@unique([${unique.map(property).join(', ')}])`] : []),
    ...plan.indexed.map((column) => `@@index([${property(column)}])`),
  ]
  if (entries.length > 0)
    changes.push({ start: end, end, text: `${entries.map((each) => `${indent}${each}${line}`).join('')}` })
  return changes
}

function lineStart(text: string, at: number): number {
  return Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1
}
