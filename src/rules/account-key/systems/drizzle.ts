import { folderOf } from '../../../migrations/files.js'
import { addsPlatform, markerOf, newUnique, type SqlPlan } from '../../../migrations/plan.js'
import { nameOfKey, sqlSteps } from '../../../migrations/sql.js'
import type { SqlDialect } from '../../../storage.js'
import { sqlPlanOf } from '../plan.js'
import type { Fixed, Place } from './system.js'

const DIALECTS: readonly (readonly [RegExp, SqlDialect])[] = [
  [/['"]drizzle-orm\/pg-core['"]/, 'postgresql'],
  [/['"]drizzle-orm\/mysql-core['"]/, 'mysql'],
  [/['"]drizzle-orm\/sqlite-core['"]/, 'sqlite'],
]

/** The folder in which drizzle-kit keeps a history, with the pictures of the schema that go with it. */
export function drizzleFolder(files: readonly string[], folder?: string): string | undefined {
  const end = 'meta/_journal.json'
  const found = files.filter((path) => path === end || path.endsWith(`/${end}`))
  const folders = found.map((path) => path.slice(0, -end.length))
  return folder === undefined
    ? folders.length === 1
      ? folders[0]
      : undefined
    : folders.find((each) => each === folder)
}

/**
 * Tables of Drizzle are left to a person, with the steps: drizzle-kit writes a picture of the whole schema beside each
 * migration, and finds its next one by it. A picture that says something else is worse than none.
 */
export function drizzleFix(place: Place): Fixed {
  const { table, source, files } = place
  const dialects = DIALECTS.filter(([pattern]) => pattern.test(source.text))
  const dialect = dialects.length === 1 ? dialects[0]?.[1] : undefined
  const folder = drizzleFolder(files)
  if (folder === undefined) return { reason: 'the project keeps no history of drizzle-kit, or more than one' }
  if (dialect === undefined) return { reason: 'the dialect of the database does not show' }
  if (dialect === 'sqlite')
    return {
      reason: 'SQLite makes the table anew, and drizzle-kit has to write how, with its picture of the schema',
    }
  const planned = sqlPlanOf({ ...place, table: { ...table, dialect } })
  if ('reason' in planned) return planned
  const plan = asDrizzle(planned.plan, place)
  const [child] = plan.children
  if (child) return { reason: `\`${child.table}\` points to this key, and has to change in the same step` }
  return {
    reason: `drizzle-kit alone writes the picture of the schema that goes with a migration (\`${folder}meta\`)`,
    steps: stepsOf(plan, place),
  }
}

/** Whether a file of SQL belongs to a history of drizzle-kit, which runs nothing that its journal does not name. */
export function isOfDrizzle(path: string, files: readonly string[]): boolean {
  return drizzleFolder(files, folderOf(path)) !== undefined
}

/** Keys under the names that Drizzle gives them, and an id of a type that its schema can say. */
function asDrizzle(plan: SqlPlan, { source, problems }: Place): SqlPlan {
  const words = (columns: readonly string[], kind: string) => {
    const key = problems.find(
      (each) => each.key.kind === kind && each.key.columns.join() === columns.join(),
    )?.key
    return key ? source.text.slice(source.indexAt(key.span.start), source.indexAt(key.span.end)) : ''
  }
  const { primary, table } = plan
  const isApart = primary !== undefined && /^primaryKey\(\s*[^\s)]/.test(words(primary.columns, 'primary'))
  return {
    ...plan,
    idType: plan.dialect === 'mysql' ? 'INT NOT NULL AUTO_INCREMENT' : 'SERIAL NOT NULL',
    ...(primary && {
      primary: { name: isApart ? `${table}_${primary.columns.join('_')}_pk` : `${table}_pkey`, ...primary },
    }),
    uniques: plan.uniques.map((each) => ({
      name: `${table}_${each.columns.join('_')}_unique`,
      ...each,
      ...(/^uniqueIndex\b/.test(words(each.columns, 'unique')) && { isIndex: true }),
    })),
  }
}

/** What a person does, in order: a text that stands behind the reason. */
function stepsOf(plan: SqlPlan, { table, problems }: Place): string {
  const property = (column: string) => table.columns.find(({ name }) => name === column)?.property ?? column
  const unique = newUnique(plan)
  const adds = [
    ...(plan.primary
      ? [
          plan.dialect === 'mysql'
            ? `${plan.id}: int('${plan.id}').autoincrement().primaryKey()`
            : `${plan.id}: serial('${plan.id}').primaryKey()`,
        ]
      : []),
    ...(addsPlatform(plan)
      ? [`${plan.platform}: varchar('${plan.platform}', { length: 16 }).notNull().default('kommo')`]
      : []),
    ...(unique
      ? [
          `unique('${nameOfKey(plan, unique, 'key')}').on(${unique.map((each) => `t.${property(each)}`).join(', ')})`,
        ]
      : []),
    ...plan.indexed.map((each) => `index('${nameOfKey(plan, [each], 'idx')}').on(t.${property(each)})`),
  ]
  const gone = [...new Set(problems.flatMap(({ key }) => key.columns.map(property)))]
  const stays = plan.primary
    ? ` (${plan.primary.columns.map((each) => `\`${property(each)}\``).join(' and ')} with \`.notNull()\`)`
    : ''
  const name = `${plan.table.toLowerCase().replace(/[^a-z\d]+/g, '_')}_own_key`
  const sql = sqlSteps(plan).up.map((each) => `${each.replace(/\s*\n\s*/g, ' ')};`)
  return [
    `By hand: give the schema ${adds.map((each) => `\`${each}\``).join(', ')}, and take the keys off ${gone.map((each) => `\`${each}\``).join(' and ')}${stays}.`,
    `Run \`drizzle-kit generate --name ${name}\`, which writes the picture too.`,
    `Put this in the place of the SQL that it wrote, since that knows nothing of the rows; \`--> statement-breakpoint\` stands in a line of its own between statements, and by \`-- ${markerOf(plan)}\` in the first line a later audit knows it: ${sql.join(' ')}`,
    'Try it on a copy of your data first.',
  ].join(' ')
}
