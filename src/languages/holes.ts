import type { Source } from '../files/source.js'
import type { Hole, Layer, Literal, TextSite, Use } from '../sites.js'
import { type Decoded, hole, literal, mentionsBrand, textSite } from './site.js'

/** The part of decoded text in `[start, end)`, with its map. */
export function cutDecoded(decoded: Decoded, start: number, end: number): Decoded {
  return { text: decoded.text.slice(start, end), map: Array.prototype.slice.call(decoded.map, start, end) }
}

/** A value as it stands in `source.text[start, end)`, decoded when it holds escapes. */
export interface Written {
  start: number
  end: number
  decoded?: Decoded | undefined
  layers?: readonly Layer[]
}

/** The text of a value, escapes decoded. */
export function textOf(source: Source, { start, end, decoded }: Written): string {
  return decoded?.text ?? source.text.slice(start, end)
}

/** UTF-16 index in the source of the character at `index` of the value's text. */
export function indexIn(written: Written, index: number): number {
  const { start, end, decoded } = written
  if (!decoded) return Math.min(end, start + index)
  return index >= decoded.text.length ? end : (decoded.map[index] as number)
}

/** The literal for `[from, to)` of a value's text. */
export function pieceOf(source: Source, written: Written, from: number, to: number): Literal {
  const decoded = written.decoded && cutDecoded(written.decoded, from, to)
  return literal(source, indexIn(written, from), indexIn(written, to), decoded, written.layers)
}

/**
 * Cuts `[from, to)` of a value's text at everything that `pattern` (global) matches: literals and holes in turn. A hole's
 * name is its first matched group. Empty literals are left out; a value without holes is one literal.
 */
export function partsOf(
  source: Source,
  written: Written,
  pattern: RegExp | undefined,
  from = 0,
  to = textOf(source, written).length,
): (Literal | Hole)[] {
  if (!pattern) return [pieceOf(source, written, from, to)]
  const text = textOf(source, written).slice(from, to)
  const parts: (Literal | Hole)[] = []
  let last = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > last) parts.push(pieceOf(source, written, from + last, from + match.index))
    last = match.index + match[0].length
    const name = match
      .slice(1)
      .find((group) => group !== undefined)
      ?.trim()
    parts.push(
      hole(source, indexIn(written, from + match.index), indexIn(written, from + last), name || undefined),
    )
  }
  if (last < text.length || parts.length === 0) parts.push(pieceOf(source, written, from + last, to))
  return parts
}

/** Sites of what is written inside holes: the default of `${HOST:-acme.example.com}`, else a piece of code. */
export function holeSites(
  source: Source,
  parts: readonly (Literal | Hole)[],
  uses: readonly Use[],
  owner: readonly string[] = [],
): TextSite[] {
  return parts.flatMap((part) => {
    if (part.kind === 'literal') return []
    const start = source.indexAt(part.span.start)
    const end = source.indexAt(part.span.end)
    const text = source.text.slice(start, end)
    if (!mentionsBrand(text)) return []
    // `${NAME:-…}` of shells and containers, `${name:…}` of Spring.
    const fallback = /^\$\{(\w+):?[-=?]|^\$\{([\w.-]+):/.exec(text)
    if (!fallback) {
      return [
        textSite(source, [literal(source, start, end, undefined, [])], {
          uses: [{ is: 'unknown', note: 'code' }],
          owner,
          lexical: true,
        }),
      ]
    }
    const value = literal(source, start + fallback[0].length, end - 1, undefined, [])
    return [
      textSite(source, [value], {
        uses: [{ is: 'default', of: fallback[1] ?? (fallback[2] as string) }, ...uses],
        owner,
      }),
    ]
  })
}
