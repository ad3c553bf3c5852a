import type { ColumnSite, ForeignKey, KeyUse, TableKey, TableSite } from '../../../src/storage.js'
import { read } from '../read.js'

/** What a file says about storage, a line a table and a line a use. */
export async function facts(path: string, text: string): Promise<string[]> {
  const { storage, source, syntax } = await read(path, text)
  if (syntax === 'broken') return ['broken']
  const slice = (span: { start: number; end: number }) =>
    source.text.slice(source.indexAt(span.start), source.indexAt(span.end))
  return [
    ...(storage?.tables ?? []).map((table) => tableLine(table, slice)),
    ...(storage?.uses ?? []).map((use) => useLine(use, slice)),
  ]
}

type Slice = (span: { start: number; end: number }) => string

/** `gorm model create accounts = Account (id!: int; base_domain < Domain) primary(id @ "primaryKey")`. */
function tableLine(table: TableSite, slice: Slice): string {
  const { system, part, change, name, model, columns, keys, references, drops = [] } = table
  const parts = [
    `${system} ${part} ${change} ${name}${model ? ` = ${model}` : ''} (${columns.map((column) => columnWords(column, slice)).join('; ')})`,
    ...keys.map((key) => keyWords(key, slice)),
    ...references.map(referenceWords),
    ...drops.map(({ kind, names }) => `drop ${kind}(${names.join(', ')})`),
  ]
  return parts.join(' ')
}

function columnWords({ name, property, span, type, generated, nullable }: ColumnSite, slice: Slice): string {
  const written = slice(span)
  const from = property ?? name
  return [
    name,
    generated ? '!' : '',
    nullable ? '?' : '',
    type ? `: ${type}` : '',
    property && property !== name ? ` < ${property}` : '',
    written === from || written === name ? '' : ` @ ${written}`,
  ].join('')
}

const keyWords = ({ kind, columns, span, name }: TableKey, slice: Slice): string =>
  `${kind}${name ? ` ${name}` : ''}(${columns.join(', ')} @ ${slice(span)})`

const referenceWords = ({ columns, table, targets, onDelete }: ForeignKey): string =>
  `foreign(${columns.join(', ')} -> ${table}${targets.length > 0 ? `.${targets.join(', ')}` : ''}${onDelete ? ` ${onDelete}` : ''})`

/** `lookup Account db.Where.First subdomain=sub @ subdomain`. */
function useLine({ kind, store, call, fields, text, span }: KeyUse, slice: Slice): string {
  const asked = fields.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`)).join(', ')
  return `${kind} ${store} ${call} ${asked}${text === undefined ? '' : ` "${text}"`} @ ${slice(span)}`
}
