import type { Use } from '../sites.js'

let last: { uses: readonly Use[]; flat: readonly Use[] } = { uses: [], flat: [] }

/**
 * Uses with those of containers (entries, keys, lists) laid beside them, outer before inner. Many questions about one
 * site follow each other, so the last answer is kept: the list must be complete.
 */
export function flattenUses(uses: readonly Use[]): readonly Use[] {
  if (last.uses !== uses) last = { uses, flat: flattened(uses) }
  return last.flat
}

function flattened(uses: readonly Use[]): readonly Use[] {
  if (!uses.some(inner)) return uses
  return uses.flatMap((use) => [use, ...flattened(inner(use) ?? [])])
}

function inner(use: Use): readonly Use[] | undefined {
  if (use.is === 'entry' || use.is === 'key') return use.of
  return use.is === 'element' ? use.of.uses : undefined
}
