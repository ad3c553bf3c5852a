import type { Source } from '../files/source.js'
import type { GlobalRef, TextSite } from '../sites.js'
import { literal, textSite } from './site.js'

const MENTION = /amocrm(?:\\*\.|%2e)(?:com|ru)|\bAMOCRM\b/gi
const WORD = /[\w.%:/@*\\-]/

/**
 * Sites for mentions of the old names that no other site and no global covers: names of elements, halves of tags,
 * whatever a tolerant reader dropped. Nothing is known of them but the word they stand in.
 */
export function leftoverSites(
  source: Source,
  texts: readonly TextSite[],
  globals: readonly GlobalRef[],
): TextSite[] {
  const spans = [...texts.flatMap((site) => site.parts), ...globals]
    .filter((part) => !('kind' in part) || part.kind === 'literal')
    .map((part) => part.span)
    .sort((a, b) => a.start - b.start)
  let next = 0
  let reached = 0
  const sites: TextSite[] = []
  for (const match of source.text.matchAll(MENTION)) {
    const end = source.byteAt(match.index + match[0].length)
    const start = source.byteAt(match.index)
    while (next < spans.length && (spans[next]?.start ?? 0) <= start) {
      reached = Math.max(reached, spans[next]?.end ?? 0)
      next++
    }
    // What begins inside the mention: literals that a hole or a quote splits.
    let at = Math.max(start, reached)
    for (let i = next; i < spans.length && (spans[i]?.start ?? 0) < end; i++) {
      if ((spans[i]?.start ?? 0) <= at) at = Math.max(at, spans[i]?.end ?? 0)
    }
    if (at < end) sites.push(wordSite(source, match.index, match.index + match[0].length))
  }
  return sites
}

function wordSite(source: Source, start: number, end: number): TextSite {
  let from = start
  let to = end
  while (from > 0 && start - from < 300 && WORD.test(source.text[from - 1] as string)) from--
  while (to < source.text.length && to - end < 300 && WORD.test(source.text[to] as string)) to++
  const part = literal(source, from, to, undefined, [])
  return textSite(source, [part], {
    uses: [{ is: 'unknown', note: 'outside strings and comments' }],
    lexical: true,
  })
}
