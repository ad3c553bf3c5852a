import type { Use } from '../sites.js'

/** Uses with those of containers (entries, keys, lists) laid beside them, outer before inner. */
export function flattenUses(uses: readonly Use[]): Use[] {
  return uses.flatMap((use) => {
    if (use.is === 'entry' || use.is === 'key') return [use, ...flattenUses(use.of)]
    if (use.is === 'element') return [use, ...flattenUses(use.of.uses)]
    return [use]
  })
}
