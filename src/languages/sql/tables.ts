import type { Span } from '../../sites.js'
import type { ColumnSite, ForeignKey, SqlDialect, TableKey, TableSite } from '../../storage.js'
import { Cursor, columnsOf, listed, type Named, named } from './cursor.js'
import type { SqlToken } from './tokens.js'

/** How places of a text become bytes, and what the text is. */
export interface SqlContext {
  readonly text: string
  readonly part: 'schema' | 'migration'
  readonly dialect?: SqlDialect
  span(at: { start: number; end: number }): Span
}

interface Builder {
  columns: ColumnSite[]
  keys: TableKey[]
  references: ForeignKey[]
  drops: { kind: 'column' | 'primary' | 'unique'; names: string[] }[]
}

/** The table that a statement creates or changes; `undefined` for every other statement. */
export function tableOf(context: SqlContext, statement: readonly SqlToken[]): TableSite | undefined {
  const cursor = new Cursor(statement)
  if (cursor.take('CREATE')) return created(context, cursor)
  if (cursor.take('ALTER', 'TABLE')) return altered(context, cursor)
  return undefined
}

function created(context: SqlContext, cursor: Cursor): TableSite | undefined {
  cursor.take('OR', 'REPLACE')
  while (['TEMP', 'TEMPORARY', 'GLOBAL', 'LOCAL', 'UNLOGGED'].some((word) => cursor.take(word)));
  if (cursor.take('TABLE')) {
    cursor.take('IF', 'NOT', 'EXISTS')
    const name = nameOf(context, cursor)
    const defs = name && cursor.group()
    if (!name || !defs) return undefined
    const builder = newBuilder()
    for (const part of listed(defs)) definition(context, builder, part)
    return site(context, cursor, name, 'create', builder)
  }
  const isUnique = cursor.take('UNIQUE')
  cursor.take('CLUSTERED')
  cursor.take('NONCLUSTERED')
  if (!cursor.take('INDEX')) return undefined
  cursor.take('CONCURRENTLY')
  cursor.take('IF', 'NOT', 'EXISTS')
  const index = cursor.isWord('ON') ? undefined : nameOf(context, cursor)
  if (!cursor.take('ON')) return undefined
  cursor.take('ONLY')
  const name = nameOf(context, cursor)
  if (!name) return undefined
  if (cursor.take('USING')) cursor.name()
  const from = cursor.peek()
  const columns = cursor.group()
  if (!columns || !from) return undefined
  const builder = newBuilder()
  const end = cursor.tokens[cursor.at - 1]?.end ?? from.end
  if (cursor.isWord('USING') && cursor.isWord('BTREE', 1)) cursor.at += 2
  builder.keys.push({
    kind: isUnique ? 'unique' : 'index',
    columns: withCase(context, columns),
    span: context.span(inside(columns) ?? { start: from.start, end }),
    isIndex: true,
    ...(index && { name: index.name }),
    ...((!isPlainList(columns) || !cursor.done) && { special: true }),
  })
  return site(context, cursor, name, 'alter', builder)
}

function altered(context: SqlContext, cursor: Cursor): TableSite | undefined {
  cursor.take('IF', 'EXISTS')
  cursor.take('ONLY')
  const name = nameOf(context, cursor)
  if (!name) return undefined
  if (cursor.take('WITH', 'CHECK') || cursor.take('WITH', 'NOCHECK')) cursor.at += 0
  const builder = newBuilder()
  for (const action of listed(cursor.tokens.slice(cursor.at))) change(context, builder, action)
  cursor.at = cursor.tokens.length
  return site(context, cursor, name, 'alter', builder)
}

function change(context: SqlContext, builder: Builder, tokens: readonly SqlToken[]): void {
  const cursor = new Cursor(tokens)
  if (cursor.take('ADD')) {
    const isColumn = cursor.take('COLUMN')
    cursor.take('IF', 'NOT', 'EXISTS')
    const group = cursor.isSign('(') && isColumn ? cursor.group() : undefined
    if (group) for (const part of listed(group)) definition(context, builder, part)
    else definition(context, builder, cursor.tokens.slice(cursor.at))
    return
  }
  if (cursor.take('MODIFY') || cursor.take('CHANGE')) {
    const isChange = tokens[0]?.text === 'CHANGE'
    cursor.take('COLUMN')
    if (isChange) cursor.name()
    definition(context, builder, cursor.tokens.slice(cursor.at))
    return
  }
  if (!cursor.take('DROP')) return
  if (cursor.take('PRIMARY', 'KEY')) {
    builder.drops.push({ kind: 'primary', names: [] })
    return
  }
  const isKey = cursor.take('CONSTRAINT') || cursor.take('INDEX') || cursor.take('KEY')
  if (!isKey) cursor.take('COLUMN')
  cursor.take('IF', 'EXISTS')
  const name = nameOf(context, cursor)
  if (!name) return
  if (!isKey) builder.drops.push({ kind: 'column', names: [name.name] })
  else if (/_pkey$|^pk_|_pk$/i.test(name.name)) builder.drops.push({ kind: 'primary', names: [name.name] })
  else builder.drops.push({ kind: 'unique', names: [name.name] })
}

/** One entry of the brackets of CREATE TABLE, or what stands behind ADD. */
function definition(context: SqlContext, builder: Builder, tokens: readonly SqlToken[]): void {
  const cursor = new Cursor(tokens)
  const constraint = cursor.take('CONSTRAINT') ? nameOf(context, cursor) : undefined
  if (tableKey(context, builder, cursor, constraint)) return
  if (
    constraint ||
    cursor.isWord('CHECK') ||
    cursor.isWord('EXCLUDE') ||
    cursor.isWord('LIKE') ||
    cursor.isWord('PERIOD')
  )
    return
  const name = nameOf(context, cursor)
  if (name) column(context, builder, cursor, name)
}

/** `PRIMARY KEY (…)`, `UNIQUE [KEY n] (…)`, `FOREIGN KEY (…) REFERENCES …`. */
function tableKey(
  context: SqlContext,
  builder: Builder,
  cursor: Cursor,
  constraint: Named | undefined,
): boolean {
  const start = cursor.at
  const kind = cursor.take('PRIMARY', 'KEY')
    ? 'primary'
    : cursor.take('UNIQUE')
      ? 'unique'
      : cursor.take('FOREIGN', 'KEY')
        ? 'foreign'
        : undefined
  const isPlain =
    kind === undefined &&
    (cursor.isWord('KEY') || cursor.isWord('INDEX') || cursor.isWord('FULLTEXT') || cursor.isWord('SPATIAL'))
  // A column may be called `key` or `index`: then a type follows, and no bracket with a name in it.
  if (isPlain) return plainKey(context, builder, cursor)
  if (!kind) return false
  let name = constraint
  let special = false
  while (!cursor.done && !cursor.isSign('(')) {
    if (
      cursor.isWord('NULLS') ||
      cursor.isWord('USING') ||
      cursor.isWord('BTREE') ||
      cursor.isWord('CLUSTERED') ||
      cursor.isWord('NONCLUSTERED') ||
      cursor.isWord('KEY') ||
      cursor.isWord('INDEX') ||
      cursor.isWord('NOT') ||
      cursor.isWord('DISTINCT')
    ) {
      special ||= cursor.isWord('DISTINCT') || cursor.isWord('NONCLUSTERED')
      cursor.at++
    } else {
      const given = nameOf(context, cursor)
      if (!given) break
      name ??= given
    }
  }
  const group = cursor.group()
  if (!group) {
    cursor.at = start
    return false
  }
  const columns = withCase(context, group)
  const at = inside(group)
  const span = context.span(
    at ?? { start: cursor.tokens[start]?.start ?? 0, end: cursor.tokens[cursor.at - 1]?.end ?? 0 },
  )
  const words = { ...context.span(rangeOf(cursor.tokens, 0, cursor.tokens.length)), inline: false }
  if (cursor.isWord('USING') && cursor.isWord('BTREE', 1)) cursor.at += 2
  special ||= kind !== 'foreign' && (!isPlainList(group) || !cursor.done)
  if (kind !== 'foreign')
    builder.keys.push({
      kind,
      columns,
      span,
      words,
      ...(name && { name: name.name }),
      ...(special && { special }),
    })
  else if (cursor.take('REFERENCES'))
    reference(context, builder, cursor, { columns, span, name, from: 0, inline: false })
  return true
}

/** `KEY n (…)`, `INDEX (…)` of MySQL; `false` where the word is the name of a column. */
function plainKey(context: SqlContext, builder: Builder, cursor: Cursor): boolean {
  if (!cursor.isSign('(', 1) && !cursor.isSign('(', 2) && !cursor.isWord('KEY', 1)) return false
  const isOrdinary = cursor.isWord('KEY') || cursor.isWord('INDEX')
  if (!isOrdinary) return true
  cursor.at++
  const name = cursor.isSign('(') ? undefined : nameOf(context, cursor)
  const group = cursor.group()
  const at = group && inside(group)
  if (!group || !at) return true
  builder.keys.push({
    kind: 'index',
    columns: withCase(context, group),
    span: context.span(at),
    isIndex: true,
    ...(name && { name: name.name }),
    ...(!isPlainList(group) && { special: true }),
  })
  return true
}

/** Whether a list holds columns alone: no length, no expression, no order. */
function isPlainList(tokens: readonly SqlToken[]): boolean {
  return listed(tokens).every(
    (part) =>
      (part.length === 1 || (part.length === 2 && part[1]?.text === 'ASC')) &&
      (part[0]?.kind === 'word' || part[0]?.kind === 'name'),
  )
}

/** Words behind a key or a reference that belong to it and change what it does. */
const MORE = [
  ['ON', 'CONFLICT'],
  ['NOT', 'DEFERRABLE'],
  ['DEFERRABLE'],
  ['INITIALLY'],
  ['USING', 'INDEX'],
  ['WITH'],
  ['ASC'],
  ['DESC'],
  ['NULLS'],
  ['NONCLUSTERED'],
  ['CLUSTERED'],
  ['MATCH'],
  ['NOT', 'VALID'],
  ['NOT', 'ENFORCED'],
]

function saysMore(cursor: Cursor): boolean {
  return MORE.some((words) => words.every((word, i) => cursor.isWord(word, i)))
}

function column(context: SqlContext, builder: Builder, cursor: Cursor, name: Named): void {
  const from = cursor.at
  const type = typeOf(context, cursor)
  const written = () => ({ start: name.start, end: cursor.tokens.at(-1)?.end ?? name.end })
  let nullable = true
  let generated = /^(?:BIG|SMALL)?SERIAL\d?$/i.test(type)
  const nameSpan = context.span(name)
  let constraint: Named | undefined
  let since = from
  for (cursor.at = from; !cursor.done; ) {
    const start = cursor.at
    if (cursor.take('CONSTRAINT')) {
      constraint = nameOf(context, cursor)
      since = start
      continue
    }
    // `KEY` alone is MySQL's for the primary key, behind the other words of a column.
    const kind =
      cursor.take('PRIMARY', 'KEY') || (start > from && cursor.take('KEY'))
        ? 'primary'
        : cursor.take('UNIQUE')
          ? 'unique'
          : undefined
    if (kind) {
      if (kind === 'primary') nullable = false
      else cursor.take('KEY')
      const first = constraint ? since : start
      const words = { ...context.span(rangeOf(cursor.tokens, first, cursor.at)), inline: true }
      builder.keys.push({
        kind,
        columns: [name.name],
        span: nameSpan,
        words,
        ...(constraint && { name: constraint.name }),
        ...(saysMore(cursor) && { special: true }),
      })
      constraint = undefined
    } else if (cursor.take('NOT', 'NULL')) nullable = false
    else if (['AUTO_INCREMENT', 'AUTOINCREMENT', 'IDENTITY', 'GENERATED'].some((word) => cursor.take(word)))
      generated = true
    else if (cursor.take('DEFAULT')) {
      const token = cursor.peek()
      if (
        token?.kind === 'word' &&
        /^(?:GEN_RANDOM_UUID|UUID_GENERATE_\w+|UUID|NEWID|NEXTVAL|NEWSEQUENTIALID)$/.test(token.text)
      )
        generated = true
      cursor.at++
    } else if (cursor.take('REFERENCES'))
      reference(context, builder, cursor, {
        columns: [name.name],
        span: nameSpan,
        name: constraint,
        from: constraint ? since : start,
        inline: true,
      })
    else if (cursor.isSign('(')) cursor.group()
    else cursor.at++
  }
  builder.columns.push({
    name: name.name,
    span: nameSpan,
    whole: context.span(written()),
    ...(type && { type }),
    nullable,
    ...(generated && { generated }),
  })
}

function rangeOf(tokens: readonly SqlToken[], from: number, to: number): { start: number; end: number } {
  return { start: tokens[from]?.start ?? 0, end: tokens[to - 1]?.end ?? 0 }
}

/** What a column says between its name and its first constraint. */
function typeOf(context: SqlContext, cursor: Cursor): string {
  const from = cursor.peek()
  if (from?.kind !== 'word' && from?.kind !== 'name') return ''
  let end = from.end
  cursor.at++
  for (;;) {
    const token = cursor.peek()
    if (token?.kind === 'sign' && token.text === '(') {
      cursor.group()
      end = cursor.tokens[cursor.at - 1]?.end ?? end
    } else if (
      token?.kind === 'word' &&
      /^(?:UNSIGNED|VARYING|PRECISION|WITH|WITHOUT|TIME|ZONE|ZEROFILL)$/.test(token.text)
    ) {
      end = token.end
      cursor.at++
    } else return context.text.slice(from.start, end)
  }
}

function reference(
  context: SqlContext,
  builder: Builder,
  cursor: Cursor,
  {
    columns,
    span,
    name,
    from,
    inline,
  }: { columns: string[]; span: Span; name: Named | undefined; from: number; inline: boolean },
): void {
  const table = nameOf(context, cursor)
  if (!table) return
  const group = cursor.group()
  const rule = (on: string): string | undefined => {
    if (!cursor.take('ON', on)) return undefined
    const words = [cursor.peek()?.text ?? '']
    cursor.at++
    if (words[0] === 'SET' || words[0] === 'NO') {
      words.push(cursor.peek()?.text ?? '')
      cursor.at++
    }
    return words.join(' ')
  }
  let [onDelete, onUpdate] = [rule('DELETE'), rule('UPDATE')]
  onDelete ??= rule('DELETE')
  onUpdate ??= rule('UPDATE')
  const special = inline ? saysMore(cursor) : !cursor.done
  builder.references.push({
    columns,
    table: table.name,
    targets: group ? withCase(context, group) : [],
    span,
    words: {
      ...context.span(rangeOf(cursor.tokens, from, inline ? cursor.at : cursor.tokens.length)),
      inline,
    },
    ...(name && { name: name.name }),
    ...(onDelete && { onDelete }),
    ...(onUpdate && { onUpdate }),
    ...(special && { special }),
  })
}

/** Names keep the case in which they are written; PostgreSQL stores those that nobody quotes in lower case. */
function nameOf(context: SqlContext, cursor: Cursor): Named | undefined {
  const found = cursor.name()
  return found && { ...found, name: stored(context, found) }
}

function stored({ text, dialect }: SqlContext, { start, end }: Named): string {
  const written = text.slice(start, end)
  return dialect === 'postgresql' && text[start - 1] !== '"' ? written.toLowerCase() : written
}

function withCase(context: SqlContext, tokens: readonly SqlToken[]): string[] {
  const places = tokens.filter(({ kind }) => kind === 'word' || kind === 'name').map((token) => named(token))
  return columnsOf(tokens).map((name) => {
    const place = places.find((each) => each.name === name)
    return place ? stored(context, place) : name
  })
}

function inside(tokens: readonly SqlToken[]): { start: number; end: number } | undefined {
  const [first, last] = [tokens[0], tokens.at(-1)]
  return first && last && { start: first.start, end: last.end }
}

function newBuilder(): Builder {
  return { columns: [], keys: [], references: [], drops: [] }
}

function site(
  context: SqlContext,
  cursor: Cursor,
  name: Named,
  kind: TableSite['change'],
  builder: Builder,
): TableSite {
  const { columns, keys, references, drops } = builder
  const whole = { start: cursor.tokens[0]?.start ?? name.start, end: cursor.tokens.at(-1)?.end ?? name.end }
  return {
    system: 'sql',
    part: context.part,
    change: kind,
    name: name.name,
    span: context.span(name),
    whole: context.span(whole),
    columns,
    keys,
    references,
    ...(context.dialect && { dialect: context.dialect }),
    ...(drops.length > 0 && { drops }),
  }
}
