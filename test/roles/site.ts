import { createSource } from '../../src/files/source.js'
import { hole, literal, textSite } from '../../src/languages/site.js'
import { type FoundOccurrence, findOccurrences } from '../../src/roles/occurrences.js'
import type { Layer, TextSite, Use } from '../../src/sites.js'

/** A site of one decoded text; `~` stands for a part that is not written here. */
export function siteOf(text: string, uses: readonly Use[] = [], layer: Layer = 'string'): TextSite {
  const source = createSource('input.js', Buffer.from(text))
  const parts = [...text.matchAll(/~|[^~]+/g)].map((match) => {
    const [start, end] = [match.index, match.index + match[0].length]
    return match[0] === '~' ? hole(source, start, end) : literal(source, start, end, undefined, [layer])
  })
  return textSite(source, parts, { uses })
}

/** The only occurrence in a text. */
export function occurrenceOf(
  text: string,
  uses: readonly Use[] = [],
  layer: Layer = 'string',
): FoundOccurrence {
  const found = findOccurrences(siteOf(text, uses, layer))
  if (found.length !== 1) throw new Error(`${found.length} hosts in ${text}`)
  return found[0] as FoundOccurrence
}
