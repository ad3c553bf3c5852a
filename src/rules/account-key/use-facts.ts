import type { Span } from '../../sites.js'
import type { KeyUse, StorageSystem } from '../../storage.js'

/** What other files need to know of a use. Plain data. */
export interface UseFact {
  path: string
  kind: KeyUse['kind']
  system?: StorageSystem
  store: string
  call: string
  fields: readonly string[]
  /** See `KeyUse.text`. */
  text?: string
  span: Span
}

export function factsOfUses(path: string, uses: readonly KeyUse[]): UseFact[] {
  return uses.map(({ kind, system, store, call, fields, span, text }) => ({
    path,
    kind,
    store,
    call,
    fields: fields.map(({ name }) => name),
    span,
    ...(system && { system }),
    ...(text !== undefined && { text }),
  }))
}
