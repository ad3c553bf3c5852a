import { BUCKETS, TABLES } from './find.js'

/** How far the bytes that are compared reach. */
const LENGTH = 4

/** English letters and the signs of code, frequent ones first: the rarest of a needle tell the most. */
const FREQUENT = ' etaoinsrhldcumfpgwyb_."\'/-:vkxjqz'

/** How little a letter is to be expected. */
export const rarity = (letter: string): number => FREQUENT.indexOf(letter) + 1 || 36

/** The rarest four bytes in a row of a needle; of a shorter one, all. */
export function fingerprintOf(needle: string): string {
  let best = needle.slice(0, LENGTH)
  for (let at = 1; at + LENGTH <= needle.length; at++) {
    const text = needle.slice(at, at + LENGTH)
    if (weight(text) > weight(best)) best = text
  }
  return best
}

const weight = (text: string): number => [...text].reduce((sum, letter) => sum + rarity(letter), 0)

/**
 * The tables that `find.wat` reads: for each of four bytes in a row and for either half of it, in which buckets it may stand.
 * A text of less than four leaves the rest open.
 * Needles that begin alike share a bucket, so that what a bucket lets through is little more than what they are.
 */
export function tablesOf(fingerprints: readonly string[]): Uint8Array {
  const tables = new Uint8Array(TABLES)
  const texts = [...new Set(fingerprints)].sort()
  texts.forEach((text, i) => {
    const bucket = Math.floor((i * BUCKETS) / texts.length)
    const [group, bit] = [bucket >> 3, 1 << (bucket & 7)]
    for (let place = 0; place < LENGTH; place++) {
      const [low, high] = [0, 16].map((half) => group * 128 + place * 32 + half) as [number, number]
      const code = place < text.length ? text.charCodeAt(place) | 0x20 : undefined
      for (let half = 0; half < 16; half++) {
        if (code === undefined || (code & 15) === half)
          tables[low + half] = (tables[low + half] as number) | bit
        if (code === undefined || code >> 4 === half)
          tables[high + half] = (tables[high + half] as number) | bit
      }
    }
  })
  return tables
}

/** How many bytes `find.wat` looks at in one step. */
const BLOCK = 16
const CASE = 0x20202020

/**
 * Whether one of the 16 bytes from a place on really begins a fingerprint, as far as a hash of it can tell: the
 * tables of `find.wat` mix the bytes of all needles of a bucket. Never says no where there is one.
 */
export function fingerprintFilter(
  fingerprints: readonly string[],
  memory: { readonly buffer: ArrayBuffer },
): (at: number) => boolean {
  const [long, short] = [new Uint8Array(1 << 16), new Uint8Array(1 << 16)]
  const isTiny = fingerprints.some((text) => text.length < LENGTH - 1)
  for (const text of fingerprints) {
    const value = [...text].reduce((sum, letter, i) => sum | (letter.charCodeAt(0) << (8 * i)), CASE)
    if (text.length === LENGTH) long[hash(value)] = 1
    else short[hash(value & 0xffffff)] = 1
  }
  let bytes = new Uint8Array(memory.buffer)
  return (at) => {
    if (isTiny) return true
    if (bytes.buffer !== memory.buffer) bytes = new Uint8Array(memory.buffer)
    let value = 0
    for (let i = 0; i < BLOCK + LENGTH - 1; i++) {
      value = (value >>> 8) | ((bytes[at + i] as number) << 24)
      if (i < LENGTH - 1) continue
      const cased = value | CASE
      if (long[hash(cased)] === 1 || short[hash(cased & 0xffffff)] === 1) return true
    }
    return false
  }
}

const hash = (value: number): number => Math.imul(value, 0x9e3779b1) >>> 16
