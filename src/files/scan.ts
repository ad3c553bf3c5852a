import type { RunError } from '../findings/finding.js'
import { hasTextName, type ScanOnlyReason, type SkipReason } from './classify.js'
import { generatedSign } from './generated.js'
import { createHolder, type Held, heldContents } from './held.js'
import type { ListedFile } from './list.js'
import { createSearcher } from './needles.js'
import { type ReadFailure, readInto } from './read.js'

/** A file in which a needle was found. */
export interface Hit {
  path: string
  bytes: Buffer
  /** Its matches are kept for this reason; absent for files that are examined as code. */
  keep?: ScanOnlyReason
  /** Examined, never written. */
  readOnly?: boolean
}

export interface Scanned {
  /** In the order of the listing. */
  hits: Hit[]
  skipped: Partial<Record<SkipReason, number>>
  errors: RunError[]
  /** Files of git's index that are not on the disk: they are no part of the project any more. */
  deleted: Set<string>
  /** Files read. */
  read: number
  /** Bytes of a file that was read, if they are still at hand: hits, and code within the limits of `held.ts`. */
  contentOf(path: string): Buffer | undefined
}

/** What reading a part of the listing gave, by position in the list of paths. Plain data: it crosses threads. */
export interface Reading {
  found: { index: number; bytes: Uint8Array }[]
  skipped: { index: number; reason: 'symlink' | 'binary' }[]
  errors: ({ index: number } & ReadFailure)[]
  read: number
  /** Absent where the contents are in memory anyway. */
  held?: Held
}

/**
 * Returns a function that reads the files `[from, to)` of `paths`, each once, and keeps the content of those that
 * hold a needle. A file that cannot be read becomes an error and stops nothing.
 */
export function createRangeReader(paths: readonly string[], needles: readonly string[]) {
  const { held, hold } = createHolder(paths.length)
  const reading: Reading = { found: [], skipped: [], errors: [], read: 0, held }
  const searcher = createSearcher(needles)
  const readRange = (from: number, to: number): void => {
    for (let index = from; index < Math.min(to, paths.length); index++) {
      const path = paths[index] as string
      const length = readInto(searcher, path, hasTextName(path))
      if (length === 'symlink' || length === 'binary') reading.skipped.push({ index, reason: length })
      else if (typeof length === 'object') reading.errors.push({ index, ...length })
      else {
        reading.read++
        if (searcher.holdsNeedle(length))
          reading.found.push({ index, bytes: Uint8Array.prototype.slice.call(searcher.buffer, 0, length) })
        else hold(index, path, searcher.buffer, length)
      }
    }
  }
  return { reading, readRange }
}

/** Files of a listing that are read. */
export function readable(files: readonly ListedFile[]): Exclude<ListedFile, { class: 'skipped' }>[] {
  return files.filter((file) => file.class !== 'skipped')
}

/**
 * Joins the parts of a scan.
 * @param files the listing; positions in `readings` count its readable files only
 */
export function joinReadings(files: readonly ListedFile[], readings: readonly Reading[]): Scanned {
  const result: Scanned = {
    hits: [],
    skipped: {},
    errors: [],
    deleted: new Set(),
    read: 0,
    contentOf(path) {
      contents ??= new Map([
        ...heldContents(readings, (index) => (candidates[index] as ListedFile).path),
        ...result.hits.map((hit) => [hit.path, hit.bytes] as const),
      ])
      return contents.get(path)
    },
  }
  let contents: Map<string, Buffer> | undefined
  for (const file of files) if (file.class === 'skipped') count(result.skipped, file.reason)
  const candidates = readable(files)
  const inOrder = <T extends { index: number }>(pick: (reading: Reading) => readonly T[]) =>
    readings
      .flatMap(pick)
      .sort((a, b) => a.index - b.index)
      .map((item) => ({ ...item, file: candidates[item.index] as ListedFile }))
  for (const { file, bytes } of inOrder((reading) => reading.found)) result.hits.push(hitOf(file, bytes))
  for (const { reason } of inOrder((reading) => reading.skipped)) count(result.skipped, reason)
  for (const { file, code, message } of inOrder((reading) => reading.errors)) {
    const { path } = file
    if (code !== 'gone') result.errors.push({ path, code, message })
    else if (path.includes('\ufffd')) result.errors.push({ path, code: 'unreadable', message: BAD_NAME })
    else if (file.tracked) result.deleted.add(path)
    else result.errors.push({ path, code: 'unreadable', message })
  }
  result.read = readings.reduce((sum, reading) => sum + reading.read, 0)
  return result
}

/** U+FFFD stands in the path for what is no UTF-8: such a path leads nowhere. */
const BAD_NAME = 'its name is not valid UTF-8'

function hitOf(file: ListedFile, array: Uint8Array): Hit {
  const bytes = Buffer.from(array.buffer, array.byteOffset, array.byteLength)
  return { path: file.path, bytes, ...treatment(file, bytes) }
}

/** Joins scans of different files. */
export function mergeScans(a: Scanned, b: Scanned): Scanned {
  const skipped = { ...a.skipped }
  for (const [reason, number] of Object.entries(b.skipped) as [SkipReason, number][])
    skipped[reason] = (skipped[reason] ?? 0) + number
  return {
    hits: [...a.hits, ...b.hits].sort((x, y) => (x.path < y.path ? -1 : 1)),
    skipped,
    errors: [...a.errors, ...b.errors],
    deleted: new Set([...a.deleted, ...b.deleted]),
    read: a.read + b.read,
    contentOf: (path) => a.contentOf(path) ?? b.contentOf(path),
  }
}

/** How the matches of a file are treated, now that its content is known. */
export function treatment(
  file: Pick<ListedFile, 'path' | 'class' | 'named'> & { reason?: string },
  bytes: Buffer,
): Pick<Hit, 'keep' | 'readOnly'> {
  if (file.class === 'scan-only') return { keep: file.reason as ScanOnlyReason }
  if (file.class === 'read-only') return { readOnly: true }
  if (!generatedSign(file.path, bytes.toString('latin1'))) return {}
  return file.named ? { readOnly: true } : { keep: 'generated' }
}

function count(counts: Partial<Record<SkipReason, number>>, reason: SkipReason): void {
  counts[reason] = (counts[reason] ?? 0) + 1
}
