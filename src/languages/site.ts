import type { Source } from '../files/source.js'
import type { Anchor, Hole, Layer, Literal, Span, TextSite, Use } from '../sites.js'

/** Decoded text with, for each of its UTF-16 units, the UTF-16 index in `source.text` where it is written. */
export interface Decoded {
  text: string
  map: ArrayLike<number>
}

/** Span in bytes of the UTF-16 range `[start, end)` of `source.text`. */
export function spanOf(source: Source, start: number, end: number): Span {
  return { file: source.path, start: source.byteAt(start), end: source.byteAt(end) }
}

/**
 * A literal whose content (delimiters excluded) is the UTF-16 range `[start, end)` of `source.text`. Without
 * `decoded` the text is what stands there; with it `at` follows its map.
 */
export function literal(
  source: Source,
  start: number,
  end: number,
  decoded?: Decoded,
  layers: readonly Layer[] = ['string'],
): Literal {
  const span = spanOf(source, start, end)
  const text = decoded ? decoded.text : source.text.slice(start, end)
  const indexOf = (index: number): number => (decoded ? (decoded.map[index] ?? end) : start + index)
  return {
    kind: 'literal',
    span,
    text,
    layers,
    at: (index) => (index >= text.length ? span.end : source.byteAt(indexOf(Math.max(0, index)))),
  }
}

/** A part whose text is not written here, at the UTF-16 range `[start, end)` of `source.text`. */
export function hole(source: Source, start: number, end: number, name?: string, value?: Literal): Hole {
  return {
    kind: 'hole',
    span: spanOf(source, start, end),
    ...(name !== undefined && { name }),
    ...(value !== undefined && { value }),
  }
}

export interface SiteFacts {
  uses: readonly Use[]
  owner?: readonly string[]
  /** Quote character(s) of the literal as written. */
  quote?: string
  /** UTF-16 range of the whole expression; default: the parts with their quotes. */
  expression?: readonly [number, number]
  /** UTF-16 range of the whole statement; default: the lines that the expression stands on. */
  statement?: readonly [number, number]
  closed?: boolean
  lexical?: boolean
}

/** A site of the given parts (at least one, in source order). Its anchor is worked out when it is asked for. */
export function textSite(source: Source, parts: readonly (Literal | Hole)[], facts: SiteFacts): TextSite {
  let anchor: Anchor | undefined
  return {
    parts,
    uses: facts.uses,
    owner: facts.owner ?? [],
    closed: facts.closed ?? true,
    ...(facts.lexical && { lexical: true }),
    get anchor() {
      anchor ??= anchorOf(source, parts, facts)
      return anchor
    },
  }
}

function anchorOf(source: Source, parts: readonly (Literal | Hole)[], facts: SiteFacts): Anchor {
  const quote = facts.quote ?? ''
  const first = parts[0]?.span.start ?? source.bom
  const last = parts.at(-1)?.span.end ?? first
  const expression: Span = facts.expression
    ? spanOf(source, ...facts.expression)
    : {
        file: source.path,
        start: Math.max(source.bom, first - widthOf(source, quote)),
        end: Math.min(source.bytes.length, last + widthOf(source, quote)),
      }
  const statement = facts.statement ? spanOf(source, ...facts.statement) : linesOf(source, expression)
  return { statement, expression, indent: indentAt(source, statement.start), quote }
}

function widthOf(source: Source, text: string): number {
  return source.encode(text)?.length ?? 0
}

/** The whole lines that a span stands on, without leading white space and without the last line's end. */
export function linesOf(source: Source, span: Span): Span {
  const from = source.indexAt(span.start) - (source.point(span.start).column - 1)
  const end = source.point(span.end)
  const to = source.indexAt(span.end) - (end.column - 1) + source.line(end.line).length
  let start = from
  while (start < to && isBlank(source.text.charCodeAt(start))) start++
  return spanOf(source, start, to)
}

/** White space between the start of the line and the byte at `offset`; `''` when other text stands there. */
export function indentAt(source: Source, offset: number): string {
  const index = source.indexAt(offset)
  const before = source.text.slice(index - (source.point(offset).column - 1), index)
  return before.match(/^[ \t]*/)?.[0] ?? ''
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9
}

/** Order of sites in their file. */
export function byPlace(a: TextSite, b: TextSite): number {
  return (a.parts[0]?.span.start ?? 0) - (b.parts[0]?.span.start ?? 0)
}

const BRAND = /amo|kommo/i

/** Whether text can hold a name of either brand at all: the cheap test before a site is built. */
export function mentionsBrand(text: string): boolean {
  return BRAND.test(text)
}
