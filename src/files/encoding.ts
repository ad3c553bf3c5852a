import { isUtf8 } from 'node:buffer'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251' | 'windows-1252'

/**
 * Encoding by byte order mark, by UTF-8 validity, by the empty halves of UTF-16, else by the look of the high
 * bytes. UTF-8 with a few damaged bytes among many good characters is still UTF-8.
 * @returns `bom`: bytes of the byte order mark, 0 when there is none
 */
export function detectEncoding(bytes: Buffer): { encoding: Encoding; bom: number } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', bom: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', bom: 2 }
  const form = utf16Form(bytes)
  if (form) return { encoding: form, bom: 0 }
  if (isUtf8(bytes) || isMostlyUtf8(bytes)) {
    return { encoding: 'utf-8', bom: bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0 }
  }
  return { encoding: looksCyrillic(bytes) ? 'windows-1251' : 'windows-1252', bom: 0 }
}

const UTF16_SAMPLE = 4096

/** UTF-16 by its look: a byte order mark, or NUL bytes in one half of most pairs and none in the other. */
export function utf16Form(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const length = Math.min(bytes.length, UTF16_SAMPLE) & ~1
  if (length < 8 || bytes.length % 2 !== 0 || bytes.indexOf(0) < 0) return undefined
  let even = 0
  let odd = 0
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even++
    if (bytes[i + 1] === 0) odd++
  }
  if (even === 0 && odd * 4 > length) return 'utf-16le'
  return odd === 0 && even * 4 > length ? 'utf-16be' : undefined
}

/** Whether good characters of two and more bytes outnumber the bytes that are no UTF-8 by far. */
function isMostlyUtf8(bytes: Buffer): boolean {
  let good = 0
  let bad = 0
  for (let i = 0; i < bytes.length; ) {
    const width = sequenceWidth(bytes, i)
    if (width === 0) bad++
    else if (width > 1) good++
    i += width || 1
  }
  return good > bad * 4
}

/** Bytes of the well-formed UTF-8 character at `at`, 0 when there is none (Unicode, table 3-7). */
function sequenceWidth(bytes: Buffer, at: number): 0 | 1 | 2 | 3 | 4 {
  const lead = bytes[at] as number
  if (lead < 0x80) return 1
  if (lead < 0xc2 || lead > 0xf4) return 0
  const width = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  for (let i = 1; i < width; i++) {
    const byte = bytes[at + i] ?? 0
    if (byte < (i === 1 ? low : 0x80) || byte > (i === 1 ? high : 0xbf)) return 0
  }
  return width
}

/** windows-1251 text has letters in 0xC0-0xFF next to each other; western text has single accented letters. */
function looksCyrillic(bytes: Buffer): boolean {
  let pairs = 0
  let singles = 0
  for (let i = 0; i < bytes.length; i++) {
    if ((bytes[i] as number) < 0xc0) continue
    if ((bytes[i + 1] ?? 0) >= 0xc0 || (bytes[i - 1] ?? 0) >= 0xc0) pairs++
    else singles++
  }
  return pairs >= singles
}

export interface Decoded {
  text: string
  /** Indices of `text` at which U+FFFD stands for one byte that is no UTF-8. */
  damaged: ReadonlySet<number>
}

const NONE: ReadonlySet<number> = new Set()

/** Decodes bytes without their byte order mark. Every byte that the encoding cannot read becomes one U+FFFD. */
export function decode(bytes: Buffer, encoding: Encoding): Decoded {
  if (encoding === 'utf-8') {
    return isUtf8(bytes) ? { text: bytes.toString('utf8'), damaged: NONE } : decodeDamaged(bytes)
  }
  if (encoding === 'utf-16le') return { text: bytes.toString('utf16le'), damaged: NONE }
  if (encoding === 'utf-16be') {
    const even = Buffer.from(bytes.subarray(0, bytes.length & ~1))
    return { text: even.swap16().toString('utf16le'), damaged: NONE }
  }
  return { text: new TextDecoder(encoding).decode(bytes), damaged: NONE }
}

function decodeDamaged(bytes: Buffer): Decoded {
  const damaged = new Set<number>()
  let text = ''
  let from = 0
  for (let i = 0; i < bytes.length; ) {
    const width = sequenceWidth(bytes, i)
    if (width === 0) {
      text += bytes.toString('utf8', from, i)
      damaged.add(text.length)
      text += '\ufffd'
      from = i + 1
    }
    i += width || 1
  }
  return { text: text + bytes.toString('utf8', from), damaged }
}

/** Encodes text; `undefined` when the encoding cannot hold it, so that nothing is ever replaced silently. */
export function encode(text: string, encoding: Encoding): Buffer | undefined {
  if (encoding === 'utf-8') {
    return text.isWellFormed() && !text.includes('\ufffd') ? Buffer.from(text, 'utf8') : undefined
  }
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le')
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16()
  const table = singleByteTable(encoding)
  const out = Buffer.alloc(text.length)
  for (let i = 0; i < text.length; i++) {
    const byte = table.get(text.charCodeAt(i))
    if (byte === undefined) return undefined
    out[i] = byte
  }
  return out
}

const tables = new Map<Encoding, Map<number, number>>()

function singleByteTable(encoding: Encoding): Map<number, number> {
  let table = tables.get(encoding)
  if (!table) {
    const all = new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, i) => i))
    table = new Map(Array.from({ length: 256 }, (_, i) => [all.charCodeAt(i), i]))
    tables.set(encoding, table)
  }
  return table
}
