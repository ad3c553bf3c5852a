import type { Point } from '../findings/finding.js'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251' | 'windows-1252'

/** One file's bytes and their decoded text, with the mapping between the two. Immutable. */
export interface Source {
  /** Report path: POSIX, relative to the working folder. */
  readonly path: string
  readonly bytes: Buffer
  readonly encoding: Encoding
  /** Bytes of the byte order mark, 0 when there is none. */
  readonly bom: number
  /** Decoded text without the byte order mark. */
  readonly text: string
  /** Byte offset in the file of the UTF-16 unit at `index` of `text`. `text.length` gives the file's end. */
  byteAt(index: number): number
  /** UTF-16 index in `text` of the character that the byte at `offset` belongs to. */
  indexAt(offset: number): number
  /** Line, column and offset of a byte offset. Line ends are LF, CRLF and a lone CR. */
  point(offset: number): Point
  /** Text of a line (1-based), without its line end. */
  line(line: number): string
  readonly lineCount: number
  /** Bytes of `text` in the file's encoding; `undefined` when the encoding cannot hold it. */
  encode(text: string): Buffer | undefined
}

/**
 * Decodes a file. UTF-8 and UTF-16 (by byte order mark) are decoded as such; bytes that are not valid UTF-8
 * are read as a single-byte encoding in which every byte is one character, so that any file survives unchanged.
 */
export function createSource(path: string, bytes: Buffer): Source {
  const { encoding, bom } = detectEncoding(bytes)
  const text = decode(bytes.subarray(bom), encoding)
  const map = offsetMap(text, encoding, bytes.length - bom)
  let starts: number[] | undefined
  const lines = () => (starts ??= lineStarts(text))
  return {
    path,
    bytes,
    encoding,
    bom,
    text,
    byteAt: (index) => bom + map.toByte(index),
    indexAt: (offset) => map.toIndex(Math.max(0, offset - bom)),
    point(offset) {
      const index = map.toIndex(Math.max(0, offset - bom))
      const line = lineAt(lines(), index)
      return { line: line + 1, column: index - (lines()[line] ?? 0) + 1, offset }
    },
    line(line) {
      const start = lines()[line - 1]
      if (start === undefined) return ''
      return text.slice(start, lines()[line] ?? text.length).replace(/[\r\n]+$/, '')
    },
    get lineCount() {
      return lines().length
    },
    encode: (value) => encode(value, encoding),
  }
}

/** Encoding by byte order mark, by UTF-8 validity, else by the look of the high bytes. */
export function detectEncoding(bytes: Buffer): { encoding: Encoding; bom: number } {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf && isUtf8(bytes)) {
    return { encoding: 'utf-8', bom: 3 }
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe && bytes.length % 2 === 0)
    return { encoding: 'utf-16le', bom: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff && bytes.length % 2 === 0)
    return { encoding: 'utf-16be', bom: 2 }
  if (isUtf8(bytes)) return { encoding: 'utf-8', bom: 0 }
  return { encoding: looksCyrillic(bytes) ? 'windows-1251' : 'windows-1252', bom: 0 }
}

const STRICT = new TextDecoder('utf-8', { fatal: true })

function isUtf8(bytes: Buffer): boolean {
  try {
    STRICT.decode(bytes)
    return true
  } catch {
    return false
  }
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

function decode(bytes: Buffer, encoding: Encoding): string {
  if (encoding === 'utf-8') return bytes.toString('utf8')
  if (encoding === 'utf-16le') return bytes.toString('utf16le')
  if (encoding === 'utf-16be') return Buffer.from(bytes).swap16().toString('utf16le')
  return new TextDecoder(encoding).decode(bytes)
}

function encode(text: string, encoding: Encoding): Buffer | undefined {
  if (encoding === 'utf-8') return text.isWellFormed() ? Buffer.from(text, 'utf8') : undefined
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

interface OffsetMap {
  toByte(index: number): number
  toIndex(byte: number): number
}

/** UTF-16 index <-> byte. Identity for ASCII and single-byte text, doubling for UTF-16, checkpoints for UTF-8. */
function offsetMap(text: string, encoding: Encoding, byteLength: number): OffsetMap {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    return { toByte: (i) => i * 2, toIndex: (b) => b >> 1 }
  }
  if (encoding !== 'utf-8' || byteLength === text.length) return { toByte: (i) => i, toIndex: (b) => b }
  const STEP = 1024
  const marks: number[] = [0]
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    bytes += utf8Width(text, i)
    if ((i + 1) % STEP === 0) marks.push(bytes)
  }
  return {
    toByte(index) {
      const mark = Math.min(Math.floor(index / STEP), marks.length - 1)
      let byte = marks[mark] as number
      for (let i = mark * STEP; i < index && i < text.length; i++) byte += utf8Width(text, i)
      return byte
    },
    toIndex(target) {
      let low = 0
      let high = marks.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if ((marks[middle] as number) <= target) low = middle
        else high = middle - 1
      }
      let byte = marks[low] as number
      let index = low * STEP
      while (index < text.length) {
        const width = utf8Width(text, index)
        if (byte + width > target) break
        byte += width
        index++
      }
      return index
    },
  }
}

/** Bytes that one UTF-16 unit adds in UTF-8: a surrogate pair counts 4 on its first half and 0 on its second. */
function utf8Width(text: string, index: number): number {
  const code = text.charCodeAt(index)
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  if (code >= 0xd800 && code < 0xdc00) return 4
  if (code >= 0xdc00 && code < 0xe000) return 0
  return 3
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1)
  }
  return starts
}

function lineAt(starts: number[], index: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] as number) <= index) low = middle
    else high = middle - 1
  }
  return low
}
