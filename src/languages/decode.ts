import type { Decoded } from './site.js'

/** Collects decoded text and where each of its characters is written. */
interface Decoder {
  /** Takes the characters of `[from, to)` as they stand. */
  keep(from: number, to: number): void
  /** Adds `text`, written as an escape that starts at `index`. */
  put(text: string, index: number): void
  done(): Decoded
}

/** @param room the most characters that decoding can give */
function decoder(source: string, room: number): Decoder {
  const pieces: string[] = []
  const map = new Int32Array(room)
  let length = 0
  return {
    keep(from, to) {
      if (from >= to) return
      pieces.push(source.slice(from, to))
      for (let i = from; i < to; i++) map[length++] = i
    },
    put(value, index) {
      pieces.push(value)
      for (let i = 0; i < value.length; i++) map[length++] = index
    },
    done: () => ({ text: pieces.join(''), map: map.subarray(0, length) }),
  }
}

/**
 * Decodes what `mark` starts in `source[start, end)`: `escapeAt` says what is written at a mark and how wide it is, or
 * `undefined` when the mark stands for itself. `undefined` when no mark occurs.
 */
function decodeMarks(
  source: string,
  start: number,
  end: number,
  mark: string,
  escapeAt: (at: number) => { text: string; width: number } | undefined,
): Decoded | undefined {
  let at = source.indexOf(mark, start)
  if (at < 0 || at >= end) return undefined
  const out = decoder(source, end - start)
  let from = start
  while (at >= 0 && at < end) {
    const found = escapeAt(at)
    if (found) {
      out.keep(from, at)
      out.put(found.text, at)
      from = at + found.width
    }
    at = source.indexOf(mark, found ? from : at + 1)
  }
  out.keep(from, end)
  return out.done()
}

const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
}

/**
 * Decodes the backslash escapes of `source[start, end)`: `\n`, `\/`, `\x2e`, `\u002e`, `\u{2e}`. An escape of an
 * ordinary character is that character (JSON, JavaScript); with `keepUnknown` it stays as written except before
 * quotes, `/` and `\` (Python), or except before the characters that are given. `undefined` when there is nothing to decode.
 * @param skipsIndent a backslash at the end of a line takes the white space in front of the next one, too (Rust)
 */
export function decodeBackslashes(
  source: string,
  start: number,
  end: number,
  keepUnknown: boolean | string = false,
  skipsIndent = false,
): Decoded | undefined {
  return decodeMarks(source, start, end, '\\', (at) => {
    if (at + 1 >= end) return undefined
    if (skipsIndent && /[\r\n]/.test(source[at + 1] as string))
      return { text: '', width: 1 + (/^\s+/.exec(source.slice(at + 1, end))?.[0].length ?? 0) }
    if (typeof keepUnknown === 'string' && !keepUnknown.includes(source[at + 1] as string)) {
      return { text: '\\', width: 1 }
    }
    const written = backslashEscape(source, at, end)
    return keepUnknown && !written.known ? undefined : written
  })
}

function backslashEscape(
  source: string,
  at: number,
  end: number,
): { text: string; width: number; known: boolean } {
  const next = source[at + 1] as string
  const rest = source.slice(at + 2, Math.min(end, at + 12))
  const hex =
    next === 'x'
      ? /^([0-9a-f]{2})/i.exec(rest)
      : next === 'u'
        ? (/^\{([0-9a-f]{1,6})\}/i.exec(rest) ?? /^([0-9a-f]{4})/i.exec(rest))
        : null
  const code = hex ? Number.parseInt(hex[1] as string, 16) : -1
  if (hex && code <= 0x10ffff) {
    const text = next === 'u' && code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code)
    return { text, width: 2 + hex[0].length, known: true }
  }
  // A backslash at the end of a line joins it with the next.
  if (next === '\n' || next === '\r')
    return { text: '', width: rest[0] === '\n' && next === '\r' ? 3 : 2, known: false }
  return { text: SIMPLE[next] ?? next, width: 2, known: next in SIMPLE || /["'`/\\$]/.test(next) }
}

/** Decodes a doubled delimiter (`''` in SQL). `undefined` when there is none. */
export function decodeDoubled(
  source: string,
  start: number,
  end: number,
  quote: string,
): Decoded | undefined {
  return decodeMarks(source, start, end, quote + quote, (at) =>
    at + 2 * quote.length <= end ? { text: quote, width: 2 * quote.length } : undefined,
  )
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  period: '.',
  colon: ':',
  sol: '/',
  num: '#',
  equals: '=',
  quest: '?',
  commat: '@',
  lowbar: '_',
  hyphen: '-',
  Tab: '\t',
  NewLine: '\n',
}

/** Decodes `&#46;`, `&#x2e;` and the named entities that can stand in a URL. `undefined` when there are none. */
export function decodeEntities(source: string, start: number, end: number): Decoded | undefined {
  return decodeMarks(source, start, end, '&', (at) => entityAt(source.slice(at, Math.min(end, at + 12))))
}

function entityAt(text: string): { text: string; width: number } | undefined {
  const match = /^&(?:#x([0-9a-f]{1,6});?|#([0-9]{1,7});?|([A-Za-z]+);)/i.exec(text)
  if (!match) return undefined
  const code = match[1] ? Number.parseInt(match[1], 16) : match[2] ? Number(match[2]) : -1
  if (code > 0x10ffff) return undefined
  const value = code >= 0 ? String.fromCodePoint(code) : ENTITIES[match[3] as string]
  return value === undefined ? undefined : { text: value, width: match[0].length }
}
