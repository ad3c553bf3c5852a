import type { Source } from '../../files/source.js'
import type { GlobalRef } from '../../sites.js'
import { spanOf } from '../site.js'
import { lexiconOf } from '../text/lexicon.js'
import { maskTokens, tokensOf } from '../text/tokens.js'

const MENTION =
  /(?<![\w$.#])(?:(window|self|globalThis|top|parent)\s*\??\.\s*)?AMOCRM(?![\w$])((?:\s*\??\.\s*[A-Za-z_$][\w$]*)*)\s*([(:]|=(?![=>]))?/g

/**
 * Mentions of the constant in script that does not parse: names outside strings and comments, each with `doubt` as the
 * reason why nothing proves their meaning. `name:` is a key and no mention.
 */
export function lexicalGlobals(source: Source, start: number, end: number, doubt: string): GlobalRef[] {
  const lexicon = lexiconOf('javascript')
  if (!lexicon) return []
  const masked = maskTokens(source.text, tokensOf(source.text, lexicon, start, end), start, end)
  return [...masked.matchAll(MENTION)].flatMap((match) => {
    const [whole, object, path, next] = match
    const members = path?.match(/[A-Za-z_$][\w$]*/g) ?? []
    if (next === ':' && members.length === 0 && !object) return []
    const at = start + match.index + whole.indexOf('AMOCRM')
    const access = members.length > 0 ? 'read' : next === '=' ? 'write' : next === '(' ? 'call' : 'read'
    return [
      {
        name: 'AMOCRM',
        access,
        via: object ? 'member' : 'bare',
        span: spanOf(source, at, at + 'AMOCRM'.length),
        members,
        ...(object && { object }),
        shorthand: false,
        bound: () => 'no',
        place: { doubt },
      } satisfies GlobalRef,
    ]
  })
}
