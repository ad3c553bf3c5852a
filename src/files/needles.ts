import { type Find, instantiateFind, TABLES, type Wasm } from './find.js'
import { fingerprintFilter, fingerprintOf, rarity, tablesOf } from './fingerprints.js'

/** A buffer to read files into, and the search in it. */
export interface Searcher {
  /** Changes when it grows. */
  readonly buffer: Buffer
  /** Makes the buffer larger; what stands in it stays. */
  grow(): void
  /** Whether the first `length` bytes of the buffer hold a needle, in any case of letters. */
  holdsNeedle(length: number): boolean
}

/**
 * Every match that a report accounts for holds these letters, whichever rules run.
 * Searching for a needle that contains another one would find nothing more.
 */
const ALWAYS = 'amocrm'

/** The needles that decide: lower case, sorted, without those that contain another. */
export function minimalNeedles(needles: Iterable<string>): string[] {
  const all = [...new Set([ALWAYS, ...[...needles].map((needle) => needle.toLowerCase())])]
  return all
    .filter((needle) => !all.some((other) => other !== needle && other !== '' && needle.includes(other)))
    .filter((needle) => needle !== '')
    .sort()
}

/** Matches any of the needles, in any case of letters. */
export function needlePattern(needles: readonly string[]): RegExp {
  const sources = needles.map((needle) => needle.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
  return new RegExp(sources.join('|'), 'i')
}

/**
 * Builds a search for ASCII needles. Bytes are taken as latin1, so it holds for every encoding that has ASCII in
 * it; a file that begins with NUL bytes in it is searched without them, which finds what UTF-16 holds.
 */
export function createSearcher(needles: readonly string[], wasm: Wasm | null = instantiateFind()): Searcher {
  const pattern = needlePattern(needles)
  const memory = wasm ? memoryBuffer(wasm.memory, needles) : plainBuffer()
  const isMany = needles.length > FEW
  // Of many needles, every other block looks as if one began there.
  const mayStart = wasm && isMany ? fingerprintFilter(needles.map(fingerprintOf), wasm.memory) : () => true
  const candidates = wasm ? (isMany ? byTables(needles, wasm) : byProbes(needles, wasm.find)) : []
  const before = longest(needles)
  const behind = BLOCK + longest(needles)
  const isConfirmed = (from: number, to: number) => pattern.test(memory.buffer.toString('latin1', from, to))
  const hasNul = (end: number) =>
    wasm ? wasm.nul(TABLES, TABLES + end) === 1 : memory.buffer.subarray(0, end).includes(0)
  return {
    get buffer() {
      return memory.buffer
    },
    grow: memory.grow,
    holdsNeedle(length) {
      if (hasNul(Math.min(length, UTF16_HEAD)))
        return pattern.test(memory.buffer.toString('latin1', 0, length).replaceAll('\0', ''))
      if (!wasm) return isConfirmed(0, length)
      const end = TABLES + length
      for (const next of candidates) {
        for (let at = next(TABLES, end); at >= 0; at = next(at + BLOCK, end)) {
          if (!mayStart(at)) continue
          const place = at - TABLES
          if (isConfirmed(Math.max(0, place - before), Math.min(place + behind, length))) return true
        }
      }
      return false
    },
  }
}

/** UTF-16 shows its NUL bytes (spaces, line ends) well within this. */
const UTF16_HEAD = 4096

/** Bytes whose look decides at once. */
const BLOCK = 16

/** Up to here a look for each needle is faster than one for all of them. */
const FEW = 8

/** Where the next 16 bytes begin, from `at` on, in which a needle may stand; -1 when there are none before `end`. */
type Candidates = (at: number, end: number) => number

/** A look for each needle, at its four rarest bytes. */
function byProbes(needles: readonly string[], find: Find): Candidates[] {
  return needles.map((needle) => {
    const rarest = [...needle]
      .map((_, index) => index)
      .sort((a, b) => rarity(needle[b] as string) - rarity(needle[a] as string))
    const [p0, p1 = p0, p2 = p0, p3 = p0] = rarest as [number, ...number[]]
    const byte = (index: number) => needle.charCodeAt(index) | 0x20
    const [b0, b1, b2, b3] = [byte(p0), byte(p1), byte(p2), byte(p3)]
    return (at, end) => find(at, end, p0, b0, p1, b1, p2, b2, p3, b3)
  })
}

/** One look for all needles. */
function byTables(needles: readonly string[], { memory, findAny }: Wasm): Candidates[] {
  Buffer.from(memory.buffer).set(tablesOf(needles.map(fingerprintOf)))
  return [findAny]
}

function longest(needles: readonly string[]): number {
  return Math.max(...needles.map((needle) => needle.length))
}

interface Growing {
  readonly buffer: Buffer
  grow(): void
}

const PAGE = 65_536

function memoryBuffer(memory: Wasm['memory'], needles: readonly string[]): Growing {
  // A step at the very end of a file looks beyond it, and must stay inside the memory.
  const margin = 3 * BLOCK + longest(needles)
  const view = () => Buffer.from(memory.buffer, TABLES, memory.buffer.byteLength - TABLES - margin)
  let buffer = view()
  return {
    get buffer() {
      return buffer
    },
    grow() {
      memory.grow((memory.buffer.byteLength * 3) / PAGE)
      buffer = view()
    },
  }
}

function plainBuffer(): Growing {
  let buffer = Buffer.allocUnsafeSlow(32 * PAGE)
  return {
    get buffer() {
      return buffer
    },
    grow() {
      const larger = Buffer.allocUnsafeSlow(buffer.length * 4)
      buffer.copy(larger)
      buffer = larger
    },
  }
}
