import type { Source } from '../files/source.js'
import type { Edit } from '../findings/finding.js'

/** Why an edit cannot be made. */
export type RefusalCode = 'range' | 'split' | 'stale' | 'overlap' | 'encoding'

export interface Refusal {
  code: RefusalCode
  edit: Edit
  /** A clause: `two edits overlap`. */
  message: string
}

/** An edit with the bytes that go in. */
interface Piece {
  edit: Edit
  start: number
  end: number
  bytes: Buffer
}

export type Spliced = Splice | { ok: false; refusals: Refusal[] }

export interface Splice {
  ok: true
  bytes: Buffer
  /**
   * New byte offset of the byte at an old offset. An offset inside replaced bytes lands inside their
   * replacement; text inserted at an offset goes in front of it.
   */
  map(offset: number): number
  /** Ranges of the new bytes that edits wrote, with their edit, sorted. */
  written: readonly { start: number; end: number; edit: Edit }[]
}

/**
 * Puts edits into a file: only the bytes of the edits change. Identical edits count once. Refused as a whole,
 * with every reason, when an edit lies outside the file or in its byte order mark, cuts a character or a CRLF
 * in two, does not find its `expect`, overlaps another one, or holds text that the encoding of the file cannot.
 * A line end inside an inserted text becomes the one that the file uses at that place.
 */
export function splice(source: Source, edits: readonly Edit[]): Spliced {
  const { pieces, refusals } = examine(source, edits)
  return refusals.length > 0 ? { ok: false, refusals } : join(source, pieces)
}

/** Every reason why `splice` would refuse these edits; empty when it would not. */
export function refusalsOf(source: Source, edits: readonly Edit[]): Refusal[] {
  return examine(source, edits).refusals
}

function examine(source: Source, edits: readonly Edit[]): { pieces: Piece[]; refusals: Refusal[] } {
  const refusals: Refusal[] = []
  const pieces: Piece[] = []
  for (const edit of unique(edits)) {
    const piece = pieceOf(source, edit)
    if ('code' in piece) refusals.push(piece)
    else pieces.push(piece)
  }
  for (let i = 1; i < pieces.length; i++) {
    const [before, after] = [pieces[i - 1] as Piece, pieces[i] as Piece]
    if (overlaps(before, after)) refusals.push(refuse('overlap', after.edit, 'two edits overlap'))
  }
  return { pieces, refusals }
}

/** Whether two edits of one file cannot both be made. Identical edits can: they count once. */
export function isConflict(a: Edit, b: Edit): boolean {
  return !isSame(a, b) && overlaps(a, b)
}

/** Order of edits in a file: an insertion in front of a replacement that starts at the same byte. */
export function byStart(a: { start: number; end: number }, b: { start: number; end: number }): number {
  return a.start - b.start || a.end - b.end
}

function overlaps(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return (a.start === b.start && a.end === b.end) || (a.start < b.end && b.start < a.end)
}

function isSame(a: Edit, b: Edit): boolean {
  return a.start === b.start && a.end === b.end && a.text === b.text && a.expect === b.expect
}

/** Sorted, without repetitions. */
function unique(edits: readonly Edit[]): Edit[] {
  const sorted = [...edits].sort(
    (a, b) => byStart(a, b) || compare(a.text, b.text) || compare(a.expect, b.expect),
  )
  return sorted.filter((edit, i) => i === 0 || !isSame(edit, sorted[i - 1] as Edit))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function refuse(code: RefusalCode, edit: Edit, message: string): Refusal {
  return { code, edit, message }
}

function pieceOf(source: Source, edit: Edit): Piece | Refusal {
  const { start, end } = edit
  if (!Number.isInteger(start) || !Number.isInteger(end) || start > end || end > source.bytes.length) {
    return refuse('range', edit, 'an edit lies outside the file')
  }
  if (start < source.bom) return refuse('range', edit, 'an edit touches the byte order mark')
  if (isInside(source, start) || isInside(source, end)) {
    return refuse('split', edit, 'an edit cuts a character or a line end in two')
  }
  const expected = source.encode(edit.expect)
  if (!expected?.equals(source.bytes.subarray(start, end))) {
    return refuse('stale', edit, 'the file does not hold the text that the edit expects')
  }
  const bytes = source.encode(withOwnLineEnds(source, start, edit.text))
  if (!bytes) return refuse('encoding', edit, `${source.encoding} cannot hold the new text`)
  return { edit, start, end, bytes }
}

/** Whether a byte offset lies inside a character, or between the two characters of a CRLF. */
function isInside(source: Source, offset: number): boolean {
  const index = source.indexAt(offset)
  if (source.byteAt(index) !== offset) return true
  const before = source.text.charCodeAt(index - 1)
  const after = source.text.charCodeAt(index)
  if (before === 13 && after === 10) return true
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000
}

/** `text` with the line ends that the file uses where the edit is made. */
function withOwnLineEnds(source: Source, offset: number, text: string): string {
  if (!/[\r\n]/.test(text)) return text
  return text.replace(/\r\n?|\n/g, lineEndAt(source.text, source.indexAt(offset)))
}

/** The line end after `index`, else the last one in front of it, else LF. */
function lineEndAt(text: string, index: number): string {
  const next = /\r\n|\r|\n/g
  next.lastIndex = index
  const after = next.exec(text)
  if (after) return after[0]
  const last = Math.max(text.lastIndexOf('\n', index - 1), text.lastIndexOf('\r', index - 1))
  if (index === 0 || last < 0) return '\n'
  if (text[last] === '\r') return '\r'
  return text[last - 1] === '\r' ? '\r\n' : '\n'
}

function join(source: Source, pieces: readonly Piece[]): Splice {
  const chunks: Buffer[] = []
  const written: { start: number; end: number; edit: Edit }[] = []
  let from = 0
  let length = 0
  const push = (chunk: Buffer) => {
    chunks.push(chunk)
    length += chunk.length
  }
  for (const piece of pieces) {
    push(source.bytes.subarray(from, piece.start))
    const start = length
    push(piece.bytes)
    written.push({ start, end: length, edit: piece.edit })
    from = piece.end
  }
  push(source.bytes.subarray(from))
  return { ok: true, bytes: Buffer.concat(chunks), written, map: offsetMap(pieces) }
}

/** Maps old offsets to new ones by binary search over the pieces. */
function offsetMap(pieces: readonly Piece[]): (offset: number) => number {
  const shifts: number[] = [0]
  for (const piece of pieces) {
    shifts.push((shifts.at(-1) as number) + piece.bytes.length - (piece.end - piece.start))
  }
  return (offset) => {
    let low = 0
    let high = pieces.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((pieces[middle] as Piece).end <= offset) low = middle + 1
      else high = middle
    }
    const shift = shifts[low] as number
    const piece = pieces[low]
    if (!piece || offset < piece.start) return offset + shift
    return piece.start + shift + Math.min(offset - piece.start, piece.bytes.length)
  }
}
