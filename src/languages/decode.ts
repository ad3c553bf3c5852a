import type { Decoded } from './site.js'

/** Collects decoded text and where each of its characters is written. */
export interface Decoder {
  /** Takes the character at `index` as it stands. */
  keep(index: number): void
  /** Adds `text`, written as an escape that starts at `index`. */
  put(text: string, index: number): void
  done(): Decoded
}

export function decoder(source: string): Decoder {
  let text = ''
  const map: number[] = []
  return {
    keep(index) {
      text += source[index]
      map.push(index)
    },
    put(value, index) {
      text += value
      for (let i = 0; i < value.length; i++) map.push(index)
    },
    done: () => ({ text, map }),
  }
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
 * quotes, `/` and `\` (PHP, Python). `undefined` when there is nothing to decode.
 */
export function decodeBackslashes(
  source: string,
  start: number,
  end: number,
  keepUnknown = false,
): Decoded | undefined {
  const first = source.indexOf('\\', start)
  if (first < 0 || first >= end) return undefined
  const out = decoder(source)
  for (let at = start; at < end; ) {
    if (source[at] !== '\\' || at + 1 >= end) {
      out.keep(at++)
      continue
    }
    const { text, width, known } = backslashEscape(source, at, end)
    if (keepUnknown && !known) out.keep(at++)
    else {
      out.put(text, at)
      at += width
    }
  }
  return out.done()
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
  return { text: SIMPLE[next] ?? next, width: 2, known: next in SIMPLE || /["'`/\\$\r\n]/.test(next) }
}

/** Decodes a doubled delimiter (`''` in SQL). `undefined` when there is none. */
export function decodeDoubled(
  source: string,
  start: number,
  end: number,
  quote: string,
): Decoded | undefined {
  const first = source.indexOf(quote + quote, start)
  if (first < 0 || first >= end) return undefined
  const out = decoder(source)
  for (let at = start; at < end; ) {
    if (at + 1 < end && source.startsWith(quote + quote, at)) {
      out.put(quote, at)
      at += 2 * quote.length
    } else out.keep(at++)
  }
  return out.done()
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
  const first = source.indexOf('&', start)
  if (first < 0 || first >= end) return undefined
  const out = decoder(source)
  for (let at = start; at < end; ) {
    const entity = source[at] === '&' ? entityAt(source.slice(at, Math.min(end, at + 12))) : undefined
    if (entity) {
      out.put(entity.text, at)
      at += entity.width
    } else out.keep(at++)
  }
  return out.done()
}

function entityAt(text: string): { text: string; width: number } | undefined {
  const match = /^&(?:#x([0-9a-f]{1,6});?|#([0-9]{1,7});?|([A-Za-z]+);)/i.exec(text)
  if (!match) return undefined
  const code = match[1] ? Number.parseInt(match[1], 16) : match[2] ? Number(match[2]) : -1
  if (code > 0x10ffff) return undefined
  const value = code >= 0 ? String.fromCodePoint(code) : ENTITIES[match[3] as string]
  return value === undefined ? undefined : { text: value, width: match[0].length }
}

/** Applies a second decoding step to already decoded text: the maps are chained. */
export function decodeAgain(
  first: Decoded,
  step: (source: string, start: number, end: number) => Decoded | undefined,
): Decoded {
  const second = step(first.text, 0, first.text.length)
  if (!second) return first
  return { text: second.text, map: Array.from(second.map, (index) => first.map[index] as number) }
}
