import { flattenUses } from '../../../languages/flatten.js'
import type { FoundOccurrence } from '../../../roles/occurrences.js'

/** What a person must know of a `*` that no library expands; `''` for every other text. */
export function deadWildcard({ site, literal }: FoundOccurrence): string {
  // npm's `cors` takes a string for exactly that origin.
  const isCors = flattenUses(site.uses).some(
    (use) => use.is === 'argument' && /(^|\.)(cors|enableCors)$/.test(use.callee),
  )
  const isWildcard = isCors && /\*/.test(literal.text) && !literal.layers.includes('regex')
  return isWildcard
    ? '`cors` compares strings as they are and never expands `*`: this entry matches nothing, use a pattern'
    : ''
}
