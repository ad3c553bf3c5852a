import type { Encoding } from './encoding.js'

/** UTF-16 index of the decoded text <-> byte of the file without its byte order mark. Both clamp to the file. */
export interface OffsetMap {
  toByte(index: number): number
  /** The index of the character that the byte belongs to. */
  toIndex(byte: number): number
}

/**
 * Builds the map: the identity for ASCII and single-byte text, doubling for UTF-16, counting from checkpoints for
 * UTF-8 (made at the first question, so that files nobody asks about cost nothing).
 * @param damaged indices at which one character stands for one byte that is no UTF-8
 */
export function offsetMap(
  text: string,
  encoding: Encoding,
  byteLength: number,
  damaged: ReadonlySet<number>,
): OffsetMap {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    // An odd last byte belongs to no character.
    return {
      toByte: (index) => (index >= text.length ? byteLength : Math.max(0, index) * 2),
      toIndex: (byte) => clamp(byte >> 1, text.length),
    }
  }
  if (encoding !== 'utf-8' || (byteLength === text.length && damaged.size === 0)) {
    return { toByte: (index) => clamp(index, byteLength), toIndex: (byte) => clamp(byte, text.length) }
  }
  return utf8Map(text, damaged)
}

const STEP = 256

function utf8Map(text: string, damaged: ReadonlySet<number>): OffsetMap {
  const width = (index: number) => (damaged.has(index) ? 1 : utf8Width(text.charCodeAt(index)))
  let marks: Float64Array | undefined
  const checkpoints = () => (marks ??= measure(text, damaged))
  return {
    toByte(index) {
      const end = clamp(index, text.length)
      const mark = Math.floor(end / STEP)
      let byte = checkpoints()[mark] as number
      for (let i = mark * STEP; i < end; i++) byte += width(i)
      return byte
    },
    toIndex(target) {
      const mark = lastAtMost(checkpoints(), target)
      let byte = checkpoints()[mark] as number
      let index = mark * STEP
      while (index < text.length) {
        const next = byte + width(index)
        if (next > target) break
        byte = next
        index++
      }
      return index
    },
  }
}

/** Byte offset of every `STEP`th index. */
function measure(text: string, damaged: ReadonlySet<number>): Float64Array {
  const marks = new Float64Array(Math.floor(text.length / STEP) + 1)
  const hasDamage = damaged.size > 0
  let byte = 0
  for (let i = 0; i < text.length; i++) {
    if (i % STEP === 0) marks[i / STEP] = byte
    byte += hasDamage && damaged.has(i) ? 1 : utf8Width(text.charCodeAt(i))
  }
  if (text.length % STEP === 0) marks[text.length / STEP] = byte
  return marks
}

/** Bytes that one UTF-16 unit adds in UTF-8: a surrogate pair counts 4 on its first half and 0 on its second. */
function utf8Width(code: number): number {
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  if (code >= 0xd800 && code < 0xdc00) return 4
  if (code >= 0xdc00 && code < 0xe000) return 0
  return 3
}

/** Position of the last value that is not above `target`, 0 when all are. */
export function lastAtMost(values: ArrayLike<number>, target: number): number {
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((values[middle] as number) <= target) low = middle
    else high = middle - 1
  }
  return low
}

function clamp(value: number, max: number): number {
  return Math.max(0, Math.min(value, max))
}
