import { lstatSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { KnownError } from '../errors.js'
import { createWriteCheck } from '../files/writable.js'
import { beginTransaction, type Change, type Journal, type Recorder, type Transaction } from './journal.js'
import { replaceFile } from './replace.js'

export interface Refused {
  /** Absolute. */
  path: string
  /** Follows the path: `is read-only`. */
  reason: string
}

export interface Written {
  /** The transaction of the journal; `undefined` when nothing was written. */
  id: string | undefined
  /** Absolute paths. */
  written: string[]
  /** Files that could not be written. The other files of their bundle are as they were. */
  refused: Refused[]
}

export interface WriteOptions {
  what: Transaction['what']
  /** The transaction that an `undo` takes back. */
  of?: string
  /** Given paths, absolute: nothing outside them is written. */
  roots?: readonly string[]
}

/** Permission bits of a file; those of a new file when it is not there. */
export function modeOf(path: string): number {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  return stat ? stat.mode & 0o7777 : 0o644
}

/**
 * Writes bundles of files, each bundle as a whole or not at all, as one transaction of the journal. A bundle with
 * a file that cannot be written is put back, and the others are written. The caller holds the journal's lock.
 * Throws `write-failed` when a bundle could neither be written nor put back; the transaction then stays open,
 * and `recover` ends it.
 */
export async function writeBundles(
  journal: Journal,
  bundles: readonly (readonly Change[])[],
  options: WriteOptions,
): Promise<Written> {
  const result: Written = { id: undefined, written: [], refused: [] }
  const ready: (readonly Change[])[] = []
  const whyLocked = createWriteCheck(options.roots)
  for (const bundle of bundles) {
    const refused = bundle.flatMap(({ path }) => {
      const reason = whyLocked(path)
      return reason === undefined ? [] : [{ path, reason }]
    })
    if (refused.length > 0) result.refused.push(...refused)
    else if (bundle.length > 0) ready.push(bundle)
  }
  if (ready.length === 0) return result
  const recorder = beginTransaction(journal, options.what, ready.flat(), options.of)
  const left: string[] = []
  const outcomes = await inLanes(ready, (bundle) => writeBundle(bundle, recorder))
  for (const [index, bundle] of ready.entries()) {
    const refused = outcomes[index]
    if (refused) {
      result.refused.push(refused)
      left.push(...bundle.map(({ path }) => path))
    } else result.written.push(...bundle.map(({ path }) => path))
  }
  await inLanes([...new Set(result.written.map((path) => dirname(path)))], syncFolder)
  if (result.written.length === 0) {
    recorder.rollback()
    return result
  }
  recorder.commit(left)
  result.id = recorder.id
  return result
}

/** Most of a write is waiting until the disk has it: as many at once as Node has threads for, and some in the queue. */
const LANES = 8

/**
 * Does the work for every item, several at a time; results are in the order of the items. After one that throws no
 * other is begun, and those under way end before this rejects.
 */
async function inLanes<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const failures: unknown[] = []
  let next = 0
  const lane = async () => {
    while (next < items.length && failures.length === 0) {
      const index = next++
      try {
        results[index] = await work(items[index] as T)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(LANES, items.length) }, lane))
  if (failures.length > 0) throw failures[0]
  return results
}

/** Makes new names in a folder last; Windows cannot and need not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } catch {
    // Some file systems cannot sync a folder: the names are then as safe as they can be.
  } finally {
    await handle.close()
  }
}

async function writeBundle(bundle: readonly Change[], recorder: Recorder): Promise<Refused | undefined> {
  const done: Change[] = []
  for (const change of bundle) {
    try {
      await replaceFile(change, recorder.temporary)
      done.push(change)
    } catch (error) {
      await putBack(done, recorder)
      return { path: change.path, reason: (error as Error).message }
    }
  }
  return undefined
}

async function putBack(done: readonly Change[], recorder: Recorder): Promise<void> {
  const stuck: string[] = []
  for (const { path, before, after, mode } of [...done].reverse()) {
    try {
      await replaceFile({ path, before: after, after: before, mode }, recorder.temporary)
    } catch (error) {
      stuck.push(`${path} ${(error as Error).message}`)
    }
  }
  if (stuck.length === 0) return
  throw new KnownError(
    'write-failed',
    stuck.join(', '),
    'Run kommo-migrate undo once the files can be written.',
  )
}
