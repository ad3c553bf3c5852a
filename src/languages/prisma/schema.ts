import type { Span } from '../../sites.js'
import type { ColumnSite, ForeignKey, SqlDialect, StorageFacts, TableKey, TableSite } from '../../storage.js'

type At = { start: number; end: number }

const PROVIDERS: Record<string, SqlDialect> = {
  postgresql: 'postgresql',
  postgres: 'postgresql',
  cockroachdb: 'postgresql',
  mysql: 'mysql',
  sqlite: 'sqlite',
  sqlserver: 'sqlserver',
}

/** Models of a Prisma schema. `span` gives the bytes of a range of the text (UTF-16 units). */
export function prismaFacts(text: string, span: (at: At) => Span): StorageFacts {
  const clean = withoutComments(text)
  const provider = /\bdatasource\b[^}]*?\bprovider\s*=\s*"(\w+)"/.exec(text)?.[1]
  const dialect = provider === undefined ? undefined : PROVIDERS[provider]
  const heads = [...clean.matchAll(/^[ \t]*model[ \t]+(\w+)[ \t]*\{/gm)]
  const models = heads.map((match, i) => {
    const open = match.index + match[0].length
    // A model that is not closed ends where the next one begins.
    const limit = heads[i + 1]?.index ?? clean.length
    const close = clean.slice(open, limit).indexOf('\n}')
    return {
      name: match[1] as string,
      start: match.index + match[0].indexOf('model'),
      open,
      end: close < 0 ? limit : open + close + 2,
    }
  })
  const names = new Set(models.map(({ name }) => name))
  const tables = models.map((model) => tableOf(text, clean, model, names, dialect, span))
  return { tables, uses: [] }
}

interface Model {
  name: string
  start: number
  open: number
  end: number
}

interface Line {
  text: string
  at: number
}

function tableOf(
  text: string,
  clean: string,
  model: Model,
  models: ReadonlySet<string>,
  dialect: SqlDialect | undefined,
  span: (at: At) => Span,
): TableSite {
  const columns: ColumnSite[] = []
  const keys: TableKey[] = []
  const references: ForeignKey[] = []
  let mapped: string | undefined
  const columnName = new Map<string, string>()
  const lines = linesOf(clean, model.open, model.end)
  const fields = lines.flatMap(fieldOf)
  for (const { name, attributes } of fields)
    columnName.set(name, /@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(attributes)?.[1] ?? name)
  const stored = (list: string) =>
    list.split(',').flatMap((each) => {
      const name = /^\s*(\w+)/.exec(each)?.[1]
      return name === undefined ? [] : [columnName.get(name) ?? name]
    })
  for (const { name, type, attributes, at, end } of fields) {
    const nameSpan = span({ start: at, end: at + name.length })
    if (models.has(type.replace(/[?[\]]/g, ''))) {
      const relation = /@relation\(([\s\S]*)\)/.exec(attributes)?.[1] ?? ''
      const own = /fields:\s*\[([^\]]*)\]/.exec(relation)?.[1]
      if (own === undefined) continue
      const onDelete = /onDelete:\s*(\w+)/.exec(relation)?.[1]
      const onUpdate = /onUpdate:\s*(\w+)/.exec(relation)?.[1]
      references.push({
        columns: stored(own),
        table: type.replace(/[?[\]]/g, ''),
        targets: (/references:\s*\[([^\]]*)\]/.exec(relation)?.[1] ?? '')
          .split(',')
          .map((each) => each.trim()),
        span: nameSpan,
        ...(onDelete && { onDelete }),
        ...(onUpdate && { onUpdate }),
      })
      continue
    }
    const column = columnName.get(name) as string
    columns.push({
      name: column,
      ...(column !== name && { property: name }),
      span: nameSpan,
      whole: span({ start: at, end }),
      type,
      nullable: type.endsWith('?'),
      ...(/@default\(\s*(?:autoincrement|uuid|cuid|nanoid|ulid|dbgenerated|auto)\b/.test(attributes) && {
        generated: true,
      }),
    })
    const kind = /@id\b/.test(attributes) ? 'primary' : /@unique\b/.test(attributes) ? 'unique' : undefined
    if (kind) keys.push({ kind, columns: [column], span: nameSpan })
  }
  for (const { text: line, at } of lines) {
    const block =
      /^@@(id|unique|map)\(\s*(?:fields:\s*)?(?:\[((?:[^\][]|\[[^\]]*\])*)\]|(?:name:\s*)?"([^"]+)")/.exec(
        line,
      )
    if (block?.[1] === 'map') mapped = block[3]
    else if (block?.[2] !== undefined) {
      const name = /map:\s*"([^"]+)"/.exec(line)?.[1]
      const start = at + line.indexOf(block[2])
      keys.push({
        kind: block[1] === 'id' ? 'primary' : 'unique',
        columns: stored(block[2]),
        span: span({ start, end: start + block[2].length }),
        ...(name && { name }),
      })
    }
  }
  const named = text.indexOf(model.name, model.start + 'model'.length)
  return {
    system: 'prisma',
    part: 'model',
    change: 'create',
    name: mapped ?? model.name,
    model: model.name,
    span: span({ start: named, end: named + model.name.length }),
    whole: span({ start: model.start, end: model.end }),
    columns,
    keys,
    references,
    ...(dialect && { dialect }),
  }
}

function linesOf(clean: string, from: number, to: number): Line[] {
  return [...clean.slice(from, to).matchAll(/^[ \t]*(\S[^\n]*?)[ \t\r]*$/gm)].map((match) => ({
    text: match[1] as string,
    at: from + match.index + match[0].indexOf(match[1] as string),
  }))
}

function fieldOf({
  text,
  at,
}: Line): { name: string; type: string; attributes: string; at: number; end: number }[] {
  const match = /^(\w+)[ \t]+(\w+(?:\("[^"]*"\))?(?:\[\])?\??)([^\n]*)$/.exec(text)
  if (!match) return []
  const [whole, name = '', type = '', attributes = ''] = match
  return [{ name, type, attributes, at, end: at + whole.length }]
}

/** Comments as white space, so that places stay. */
function withoutComments(text: string): string {
  return text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"/g, (match) =>
    match.startsWith('"') ? match : match.replace(/[^\n]/g, ' '),
  )
}
