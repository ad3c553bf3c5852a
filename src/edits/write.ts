import { lstatSync } from 'node:fs'
import { dirname } from 'node:path'
import { KnownError } from '../errors.js'
import { createWriteCheck } from '../files/writable.js'
import {
  beginTransaction,
  type Change,
  type Journal,
  type Recorder,
  syncFolder,
  type Transaction,
} from './journal.js'
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
  for (const bundle of ready) {
    const refused = await writeBundle(bundle, recorder)
    if (refused) {
      result.refused.push(refused)
      left.push(...bundle.map(({ path }) => path))
    } else result.written.push(...bundle.map(({ path }) => path))
  }
  for (const folder of new Set(result.written.map((path) => dirname(path)))) syncFolder(folder)
  if (result.written.length === 0) {
    recorder.rollback()
    return result
  }
  recorder.commit(left)
  result.id = recorder.id
  return result
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
