import { addsPlatform, type KeyPlan, newUnique } from '../../../migrations/plan.js'
import { literalIn, type ScriptStyle, styleOf } from '../../../migrations/script-style.js'
import { nameOfKey } from '../../../migrations/sql.js'
import type { ColumnSite } from '../../../storage.js'
import type { Change } from '../sql-edit.js'
import { appended, prepended, type Span, withoutComments, withoutEntry } from './script-edit.js'
import { classChanges } from './sequelize-class.js'
import { typeChanges } from './sequelize-types.js'
import type { Place } from './system.js'

/** What an edit of a model is told by. */
export interface Model {
  readonly whole: string
  /** The same with comments as spaces. */
  readonly text: string
  readonly place: Place
  readonly plan: KeyPlan
  readonly style: ScriptStyle
  readonly columns: Span
  readonly options?: Span
  readonly indexes?: Span
  /** It is a class with marks. */
  readonly isClass: boolean
  /** How its types are called: `DataTypes`, `Sequelize`. */
  readonly types: string
}

type Changed = { list: Change[] } | { reason: string }

/** Words of a model that a change of its keys cannot see through. */
const SPECIAL =
  /\b(?:schema|searchPath|primaryKey(?:Attribute)?s?\s*:\s*(?!true\b)|noPrimaryKey)\b\s*:?|\battributes\s*:\s*\[/

/** Changes of the file that holds a model, in UTF-16 offsets. */
export function changesOfModel(whole: string, place: Place, plan: KeyPlan): Changed {
  const { table, source } = place
  const { written } = table
  const at = (span: { start: number; end: number }): Span => ({
    start: source.indexAt(span.start),
    end: source.indexAt(span.end),
  })
  if (!written || written.isOpen) return { reason: 'parts of it stand somewhere else' }
  const text = withoutComments(whole)
  const declared = at(table.whole)
  const columns = at(written.columns)
  const options = written.options && at(written.options)
  const isWithin = [columns, ...(options ? [options] : [])].every(
    ({ start, end }) => start >= declared.start && end <= declared.end,
  )
  const isClass = /\bclass\s+\w+[^{}]*\{$/.test(text.slice(0, columns.start + 1))
  if (!isWithin && !isClass) return { reason: 'parts of it stand somewhere else' }
  const special = SPECIAL.exec(text.slice(declared.start, declared.end))
  if (special)
    return { reason: `it says \`${special[0].replace(/\s*:.*$/, '')}\`, which a migration could lose` }
  const types = typesIn(table.columns) ?? (isClass ? 'DataType' : undefined)
  if (types === undefined) return { reason: 'the types of its columns are written in a way of their own' }
  const model: Model = {
    whole,
    text,
    place,
    plan,
    style: styleOf(whole),
    columns,
    isClass,
    types,
    ...(options && { options }),
    ...(written.indexes && { indexes: at(written.indexes) }),
  }
  const keys = isClass ? classChanges(model) : keyChanges(model)
  const indexed = keys && indexChanges(model)
  if (!indexed) return { reason: 'its keys are written in a way of their own' }
  const members = typeChanges(model)
  if ('reason' in members) return members
  return { list: [...(isClass ? [] : newColumns(model)), ...keys, ...indexed, ...members.list] }
}

/** What stands in front of the types: `DataTypes` of `DataTypes.STRING(64)`. */
function typesIn(columns: readonly ColumnSite[]): string | undefined {
  const found = columns.flatMap(({ type }) => /^((?:[\w$]+\.)+)[A-Z]+\b/.exec(type ?? '')?.[1] ?? [])
  return found[0]?.slice(0, -1)
}

function newColumns({ whole, plan, style, columns, types }: Model): Change[] {
  const lit = (value: string) => literalIn(style, value)
  const entries = [
    ...(plan.primary
      ? [`${plan.id}: { type: ${types}.INTEGER, autoIncrement: true, primaryKey: true }`]
      : []),
    ...(addsPlatform(plan)
      ? [`${plan.platform}: { type: ${types}.STRING(16), allowNull: false, defaultValue: ${lit('kommo')} }`]
      : []),
  ]
  return entries.length === 0 ? [] : [prepended(whole, columns, entries, style.indent)]
}

/** Takes the words away that make keys. A primary key holds no nulls, and its column goes on so. */
function keyChanges({ whole, text, place, columns }: Model): Change[] | undefined {
  const { source, table, problems } = place
  const changes: Change[] = []
  for (const { key } of problems) {
    if (isIndex(key.span, place)) continue
    for (const name of key.columns) {
      const column = table.columns.find((each) => each.name === name)
      if (!column) return undefined
      const [start, end] = [source.indexAt(column.whole.start), source.indexAt(column.whole.end)]
      if (start < columns.start || end > columns.end) return undefined
      const words = text.slice(start, end)
      const mark =
        key.kind === 'primary'
          ? /\bprimaryKey\s*:\s*true\b/g
          : /\bunique\s*:\s*(?:true\b|(['"`])[^'"`]*\1|\{[^{}]*\})/g
      const found = [...words.matchAll(mark)]
      const [{ 0: entry, index } = { 0: '', index: -1 }] = found
      if (found.length !== 1 || (key.kind === 'unique' && key.columns.length > 1)) return undefined
      const from = start + index
      const nulls = /\ballowNull\s*:\s*(\w+)/.exec(words)?.[1]
      if (key.kind === 'primary') {
        if (nulls !== undefined && nulls !== 'false') return undefined
        if (nulls === undefined) {
          changes.push({ start: from, end: from + entry.length, text: 'allowNull: false' })
          continue
        }
      }
      const change = withoutEntry(whole, from, from + entry.length)
      if (!change || text.slice(change.start, change.end).includes('{') !== entry.includes('{'))
        return undefined
      changes.push(change)
    }
  }
  return isApart(changes) ? changes : undefined
}

/** Whether no two changes meet. */
function isApart(changes: readonly Change[]): boolean {
  const sorted = [...changes].sort((a, b) => a.start - b.start)
  return sorted.every((each, i) => i === 0 || (sorted[i - 1] as Change).end <= each.start)
}

/** Whether a key stands in the list of indexes. */
function isIndex(span: { start: number; end: number }, { table }: Place): boolean {
  const list = table.written?.indexes
  return list !== undefined && list.start <= span.start && span.end <= list.end
}

/** The list of indexes as it is to be: those that were keys go, and new ones come in. */
function indexChanges({
  whole,
  text,
  place,
  plan,
  style,
  columns,
  options,
  indexes,
  isClass,
}: Model): Change[] | undefined {
  const { source, problems, table } = place
  const items = indexItems(plan, style)
  const gone = problems
    .filter(({ key }) => isIndex(key.span, place))
    .map(({ key }): Span => ({ start: source.indexAt(key.span.start), end: source.indexAt(key.span.end) }))
    .sort((a, b) => a.start - b.start)
  const [first, ...rest] = gone
  if (first) {
    const gap = /(?:\r\n|\n|\r)[ \t]*$/.exec(text.slice(0, first.start))?.[0] ?? ' '
    const others = rest.map((each) => withoutEntry(whole, each.start, each.end))
    if (items.length === 0 || others.some((each) => each === undefined)) return undefined
    const all = [{ ...first, text: items.join(`,${gap}`) }, ...(others as Change[])]
    return isApart(all) ? all : undefined
  }
  if (items.length === 0) return []
  if (indexes) return [appended(text, indexes, items, style.indent)]
  const list = (indent: string, line: string) =>
    `[${line}${items.map((each) => `${indent}${style.indent}${each},${line}`).join('')}${indent}]`
  const line = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  if (options) {
    const isEmpty = /^\{\s*\}$/.test(text.slice(options.start, options.end))
    const indent = indentIn(text, options, style.indent)
    if (isEmpty) return [{ ...options, text: `{ indexes: ${list(indentAt(text, options.start), line)} }` }]
    return [appended(text, options, [`indexes: ${list(indent, line)}`], style.indent)]
  }
  if (isClass) return markedIndexes(text, place, list)
  // `define('name', { … })` takes its options behind the columns.
  const isLast = /^\s*,?\s*\)/.exec(text.slice(columns.end))
  if (!isLast || table.whole === undefined) return undefined
  const indent = indentAt(text, columns.start)
  return [
    {
      start: columns.end,
      end: columns.end,
      text: `, {${line}${indent}${style.indent}indexes: ${list(indent + style.indent, line)},${line}${indent}}`,
    },
  ]
}

/** `@Table` of a class that says nothing so far. */
function markedIndexes(
  text: string,
  { source, table }: Place,
  list: (indent: string, line: string) => string,
): Change[] | undefined {
  const start = source.indexAt(table.whole.start)
  const head = text.slice(0, source.indexAt(table.span.start))
  const mark = [...head.matchAll(/@Table\b(\s*\(\s*\))?(?!\s*\()/g)].at(-1)
  if (!mark || /[;}]/.test(head.slice(mark.index))) return undefined
  const at = mark.index + '@Table'.length
  const line = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const end = mark.index + mark[0].length
  return end > source.indexAt(table.span.start) && end > start
    ? undefined
    : [{ start: at, end, text: `({ indexes: ${list(indentAt(text, at), line)} })` }]
}

/** Indent of the line in which a place stands. */
function indentAt(text: string, at: number): string {
  return /(?:^|[\r\n])([ \t]*)[^\r\n]*$/.exec(text.slice(0, at + 1))?.[1] ?? ''
}

/** Indent of the entries of a table. */
function indentIn(text: string, { start, end }: Span, indent: string): string {
  const inside = text.slice(start + 1, end - 1)
  if (!/[\r\n]/.test(inside)) return indentAt(text, start)
  return /(?:\r\n|\n|\r)([ \t]*)\S/.exec(inside)?.[1] ?? indentAt(text, start) + indent
}

function indexItems(plan: KeyPlan, style: ScriptStyle): string[] {
  const lit = (value: string) => literalIn(style, value)
  const unique = newUnique(plan)
  const item = (columns: readonly string[], end: 'key' | 'idx') =>
    `{ ${end === 'key' ? 'unique: true, ' : ''}fields: [${columns.map(lit).join(', ')}], name: ${lit(nameOfKey(plan, columns, end))} }`
  return [...(unique ? [item(unique, 'key')] : []), ...plan.indexed.map((each) => item([each], 'idx'))]
}
