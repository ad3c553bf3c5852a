import type { Span } from '../../sites.js'
import type { ColumnSite, ForeignKey, TableKey, TableSite } from '../../storage.js'

/** A table while its declaration is read. */
export interface Draft {
  columns: ColumnSite[]
  keys: TableKey[]
  references: ForeignKey[]
  drops: NonNullable<TableSite['drops']>[number][]
}

export const emptyDraft = (): Draft => ({ columns: [], keys: [], references: [], drops: [] })

/** The parts of a draft as a table has them. */
export function partsOf({ columns, keys, references, drops }: Draft) {
  return { columns, keys, references, ...(drops.length > 0 && { drops }) }
}

/** A column with what its declaration says of keys. */
export interface ColumnFacts {
  column: ColumnSite
  primary?: Span | undefined
  unique?: Span | undefined
  index?: Span | undefined
  reference?: ForeignKey | undefined
}

/** Puts columns in: those that are marked as primary are one key. */
export function addColumns(to: Draft, all: readonly ColumnFacts[]): Draft {
  const primary = all.filter((each) => each.primary)
  const [first] = primary
  to.columns.push(...all.map(({ column }) => column))
  if (first?.primary)
    to.keys.push({ kind: 'primary', columns: primary.map(({ column }) => column.name), span: first.primary })
  for (const { column, unique, index, reference } of all) {
    const key = unique ?? index
    if (key) to.keys.push({ kind: unique ? 'unique' : 'index', columns: [column.name], span: key })
    if (reference) to.references.push(reference)
  }
  return to
}

/** The table that a draft has become. */
export function finished(
  of: Draft,
  about: Omit<TableSite, 'columns' | 'keys' | 'references' | 'drops'>,
): TableSite {
  return { ...about, ...partsOf(of) }
}
