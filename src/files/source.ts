import type { Point } from '../findings/finding.js'
import { decode, detectEncoding, type Encoding, encode } from './encoding.js'
import { lastAtMost, offsetMap } from './offsets.js'

export { detectEncoding, type Encoding } from './encoding.js'

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
 * Decodes a file. UTF-8 and UTF-16 are decoded as such, a damaged byte of UTF-8 as one U+FFFD; bytes that are no
 * UTF-8 at all are read as a single-byte encoding in which every byte is one character. Text is only looked at:
 * edits are spans of the original bytes, so that any file survives unchanged around them.
 */
export function createSource(path: string, bytes: Buffer): Source {
  const { encoding, bom } = detectEncoding(bytes)
  const { text, damaged } = decode(bytes.subarray(bom), encoding)
  const map = offsetMap(text, encoding, bytes.length - bom, damaged)
  let starts: number[] | undefined
  const lines = () => (starts ??= lineStarts(text))
  return {
    path,
    bytes,
    encoding,
    bom,
    text,
    byteAt: (index) => bom + map.toByte(index),
    indexAt: (offset) => map.toIndex(offset - bom),
    point(offset) {
      const index = map.toIndex(offset - bom)
      const line = lastAtMost(lines(), index)
      return { line: line + 1, column: index - (lines()[line] ?? 0) + 1, offset }
    },
    line(line) {
      const start = lines()[line - 1]
      if (start === undefined) return ''
      return text.slice(start, lineEnd(text, start, lines()[line] ?? text.length))
    },
    get lineCount() {
      return lines().length
    },
    encode: (value) => encode(value, encoding),
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === LF || (code === CR && text.charCodeAt(i + 1) !== LF)) starts.push(i + 1)
  }
  return starts
}

const LF = 10
const CR = 13

/** Where the content of the line that starts at `start` and whose next one starts at `next` ends. */
function lineEnd(text: string, start: number, next: number): number {
  let end = next
  if (end > start && text.charCodeAt(end - 1) === LF) end--
  if (end > start && text.charCodeAt(end - 1) === CR) end--
  return end
}
