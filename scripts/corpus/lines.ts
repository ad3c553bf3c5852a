import { createHash } from 'node:crypto'

/** A half-open range of bytes. */
export interface Range {
  start: number
  end: number
}

/** The names that labels count; what `amocrm.ru` and `amoCRM` in prose are is left to the accounting. */
const NAMES = /[aA][mM][oO][cC][rR][mM](?:\\*\.|%2[eE])[cC][oO][mM]|\bAMOCRM\b/g
const LETTERS = /amocrm/gi

/** Byte ranges of a file's lines without their line ends (LF, CRLF, lone CR). */
export function lineRanges(bytes: Buffer): Range[] {
  const ranges: Range[] = []
  let start = 0
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== 10 && bytes[i] !== 13) continue
    ranges.push({ start, end: i })
    if (bytes[i] === 13 && bytes[i + 1] === 10) i++
    start = i + 1
  }
  ranges.push({ start, end: bytes.length })
  return ranges
}

/** Hash of a line as labels store it. */
export function lineHash(bytes: Buffer, line: Range): string {
  const text = bytes.toString('latin1', line.start, line.end).replace(/^[ \t\v\f]+|[ \t\v\f]+$/g, '')
  return createHash('sha256').update(Buffer.from(text, 'latin1')).digest('hex').slice(0, 16)
}

/** Mentions on a line as byte ranges of the file. */
export function mentions(bytes: Buffer, line: Range, of: 'names' | 'letters' = 'names'): Range[] {
  const text = bytes.toString('latin1', line.start, line.end)
  return [...text.matchAll(of === 'names' ? NAMES : LETTERS)].map((match) => ({
    start: line.start + match.index,
    end: line.start + match.index + match[0].length,
  }))
}

export function overlaps(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end
}
