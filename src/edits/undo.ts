import { lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { posix } from 'node:path'
import { KnownError } from '../errors.js'
import { unwritableReason } from '../files/writable.js'
import {
  absolutePath,
  bytesBefore,
  type Change,
  endAs,
  type FileRecord,
  hashOf,
  type Journal,
  nameTemporary,
  readJournal,
  type Transaction,
} from './journal.js'
import { isLocked, withLock } from './lock.js'
import { replaceFile } from './replace.js'
import { writeBundles } from './write.js'

export interface Undone {
  /** When the write that was taken back began, ISO. */
  at: string
  /** Absolute paths that are as they were before it, sorted. */
  restored: string[]
  /** Absolute paths of an interrupted write that somebody else changed meanwhile; they were left alone. */
  foreign: string[]
}

export interface Recovered {
  what: Transaction['what']
  at: string
  /** `completed`: all files had been written. `rolled-back`: every file is as it was before. */
  state: 'completed' | 'rolled-back'
  /** Absolute paths that were put back. */
  restored: string[]
  /** Absolute paths that somebody else changed meanwhile; they were left alone. */
  foreign: string[]
}

/** Writes that a killed process left unfinished. Reads only, for commands that must not write. */
export function interrupted(journal: Journal): Transaction[] {
  const open = readJournal(journal).filter(({ state }) => state === 'open')
  return open.length > 0 && !isLocked(journal) ? open : []
}

/** Ends interrupted writes, the last one first: by the hashes, each is completed or taken back. */
export async function recover(journal: Journal): Promise<Recovered[]> {
  if (interrupted(journal).length === 0) return []
  return withLock(journal, () => recoverLocked(journal))
}

/** `recover` for a caller that holds the lock. */
export async function recoverLocked(journal: Journal): Promise<Recovered[]> {
  const recovered: Recovered[] = []
  for (const transaction of readJournal(journal).reverse()) {
    if (transaction.state === 'open') recovered.push(await end(journal, transaction))
  }
  return recovered
}

async function end(journal: Journal, transaction: Transaction): Promise<Recovered> {
  const { what, at, files } = transaction
  removeTemporary(journal, transaction)
  const states = files.map((file) => ({ file, is: stateOf(journal, file) }))
  if (states.every(({ is }) => is === 'after')) {
    endAs(journal, transaction.id, 'commit')
    return { what, at, state: 'completed', restored: [], foreign: [] }
  }
  const restored: string[] = []
  for (const { file, is } of states) {
    if (is !== 'after') continue
    const change = backwards(journal, transaction, file)
    try {
      const reason = unwritableReason(change.path, [journal.base])
      if (reason) throw new Error(reason)
      await replaceFile(change, (path) => nameTemporary(journal, transaction.id, path))
    } catch (error) {
      throw new KnownError('write-failed', `${file.path} ${(error as Error).message}`)
    }
    restored.push(change.path)
  }
  endAs(journal, transaction.id, 'rollback')
  const foreign = states
    .filter(({ is }) => is === 'foreign')
    .map(({ file }) => absolutePath(journal, file.path))
  return { what, at, state: 'rolled-back', restored, foreign }
}

/**
 * A temporary file is the tool's own when the journal names it and its name is that of a recorded file, or when it
 * has such a name, is still empty, and came after the transaction began: killed before it could be named.
 */
function removeTemporary(journal: Journal, { at, files, temporary }: Transaction): void {
  const own = new Set(files.map(({ path }) => path))
  const isOwnName = (path: string) => /\.\d+$/.test(path) && own.has(path.replace(/\.\d+$/, ''))
  for (const path of temporary) {
    if (isOwnName(path)) rmSync(absolutePath(journal, path), { force: true })
  }
  for (const folder of new Set([...own].map((path) => posix.dirname(path)))) {
    for (const name of namesIn(absolutePath(journal, folder))) {
      const path = posix.join(folder, name)
      if (isOwnName(path) && isEmptySince(absolutePath(journal, path), Date.parse(at))) {
        rmSync(absolutePath(journal, path), { force: true })
      }
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function isEmptySince(path: string, time: number): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  return stat?.isFile() === true && stat.size === 0 && stat.mtimeMs >= time - 1000
}

/** What stands on the disk, by hash; `before` where both are the same. */
function stateOf(journal: Journal, file: FileRecord): 'before' | 'after' | 'foreign' {
  const current = currentBytes(absolutePath(journal, file.path))
  if (current === 'foreign') return 'foreign'
  const hash = current ? hashOf(current) : null
  if (hash === (file.before?.hash ?? null)) return 'before'
  return hash === file.after ? 'after' : 'foreign'
}

function currentBytes(path: string): Buffer | undefined | 'foreign' {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (!stat) return undefined
  return stat.isFile() ? readFileSync(path) : 'foreign'
}

/** The change that takes a file from what a transaction made of it to what it was. */
function backwards(journal: Journal, transaction: Transaction, file: FileRecord): Change {
  const path = absolutePath(journal, file.path)
  const before = currentBytes(path)
  if (before === 'foreign') throw new KnownError('undo-conflict', file.path)
  return { path, before, after: bytesBefore(journal, transaction, file), mode: file.mode }
}

/**
 * Takes the last write back that has not been taken back yet: bytes and modes are restored, files that it created
 * are deleted. All its files or none: throws `undo-conflict` with the names of the files that changed since,
 * `nothing-to-undo` when there is no write left, `journal-not-read` when the journal is unreadable or damaged, `write-failed`
 * when a file cannot be written.
 * A write that was killed half way is taken back first, and that is all.
 */
export async function undo(journal: Journal): Promise<Undone> {
  if (readJournal(journal).length === 0) throw new KnownError('nothing-to-undo')
  return withLock(journal, async () => {
    const recovered = await recoverLocked(journal)
    const half = recovered.find(({ what, state }) => what === 'fix' && state === 'rolled-back')
    if (half) return { at: half.at, restored: half.restored.sort(), foreign: half.foreign }
    const last = lastWrite(readJournal(journal))
    if (!last) throw new KnownError('nothing-to-undo')
    return { at: last.at, restored: await takeBack(journal, last), foreign: [] }
  })
}

/** The last write that stands: neither rolled back nor undone. */
function lastWrite(transactions: readonly Transaction[]): Transaction | undefined {
  return standing(transactions).at(-1)
}

function standing(transactions: readonly Transaction[]): Transaction[] {
  const committed = transactions.filter(({ state }) => state === 'committed')
  const undone = new Set(committed.filter(({ what }) => what === 'undo').map(({ of }) => of))
  return committed.filter(({ what, id }) => what === 'fix' && !undone.has(id))
}

async function takeBack(journal: Journal, transaction: Transaction): Promise<string[]> {
  const states = transaction.files.map((file) => ({ file, is: stateOf(journal, file) }))
  const foreign = states.filter(({ is }) => is === 'foreign').map(({ file }) => file.path)
  if (foreign.length > 0) throw new KnownError('undo-conflict', foreign.sort().join(', '))
  const changes = states
    .map(({ file }) => backwards(journal, transaction, file))
    .filter(({ before, after }) => before !== undefined || after !== undefined)
  const { refused } = await writeBundles(journal, [changes], {
    what: 'undo',
    of: transaction.id,
    roots: [journal.base],
  })
  if (refused.length > 0) {
    throw new KnownError('write-failed', refused.map(({ path, reason }) => `${path} ${reason}`).join(', '))
  }
  return changes.map(({ path }) => path).sort()
}

/** Whether the bytes of a file are what the tool itself last wrote there and has not taken back. */
export function isOwnWrite(
  transactions: readonly Transaction[],
  journal: Journal,
  path: string,
  bytes: Buffer,
): boolean {
  const writes = standing(transactions).flatMap(({ files }) => files)
  const last = writes.findLast((file) => absolutePath(journal, file.path) === path)
  return last !== undefined && last.after === hashOf(bytes)
}
