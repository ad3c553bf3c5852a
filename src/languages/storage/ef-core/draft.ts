import type { ColumnSite, ForeignKey, TableKey, TableSite } from '../../../storage.js'
import type { Range } from '../../grammar/nodes.js'
import type { StorageContext } from '../context.js'

/** A key with properties of the class instead of columns. */
export type PropertyKey = Omit<TableKey, 'columns'> & { properties: readonly string[] }
export type PropertyReference = Omit<ForeignKey, 'columns'> & { properties: readonly string[] }

/** What attributes and fluent calls of one file say about one class, put together. */
export interface Draft {
  model: string
  name?: string
  change: 'create' | 'alter'
  at: Range
  whole: Range
  columns: Map<string, ColumnSite>
  keys: PropertyKey[]
  references: PropertyReference[]
}

export function newDraft(model: string, change: Draft['change'], at: Range, whole: Range): Draft {
  return { model, change, at, whole, columns: new Map(), keys: [], references: [] }
}

/** The table of a draft, its properties as columns. */
export function tableOf(draft: Draft, context: StorageContext): TableSite {
  const columnOf = (property: string) => draft.columns.get(property)?.name ?? property
  return {
    system: 'ef-core',
    part: 'model',
    change: draft.change,
    name: draft.name ?? draft.model,
    model: draft.model,
    span: context.span(draft.at),
    whole: context.span(draft.whole),
    columns: [...draft.columns.values()],
    keys: draft.keys.map(({ properties, ...key }) => ({ ...key, columns: properties.map(columnOf) })),
    references: draft.references.map(({ properties, ...reference }) => ({
      ...reference,
      columns: properties.map(columnOf),
    })),
  }
}
