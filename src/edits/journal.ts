import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { KnownError } from '../errors.js'
import { repositoryOf } from './repository.js'

/**
 * The tool's own record of what it wrote. `journal.jsonl` only grows, a line a step; the bytes that a write
 * replaces lie beside it, in one `<id>.pack` a write. The folder is the user's alone (0700, files 0600).
 */
export interface Journal {
  /** Absolute folder of the journal; may not exist yet. */
  folder: string
  /** Absolute folder that recorded paths are relative to. */
  base: string
}

export interface FileRecord {
  /** POSIX, relative to the base. */
  path: string
  /** Where the bytes from before lie in the pack; `null` for a file that the write creates. */
  before: { hash: string; at: number; size: number } | null
  /** Hash of the bytes after; `null` for a file that the write deletes. */
  after: string | null
  /** Permission bits before. */
  mode: number
}

export interface Transaction {
  id: string
  /** ISO time of the beginning. */
  at: string
  what: 'fix' | 'undo'
  /** The transaction that an `undo` takes back. */
  of?: string
  files: FileRecord[]
  /** `open`: it has neither ended nor been rolled back; its process is at work, or was killed. */
  state: 'open' | 'committed' | 'rolled-back'
  /** Temporary files that it made, relative to the base. */
  temporary: string[]
}

/** A file that is to be written: `undefined` bytes stand for a file that is not there. */
export interface Change {
  /** Absolute. */
  path: string
  before: Buffer | undefined
  after: Buffer | undefined
  /** Permission bits of the file before; on `undo`, the bits to restore. */
  mode: number
}

interface BeginLine extends Omit<Transaction, 'state' | 'temporary'> {
  step: 'begin'
  version: 1
}
type Line =
  | BeginLine
  | { step: 'temporary'; id: string; path: string }
  | { step: 'commit'; id: string; without?: string[] }
  | { step: 'rollback'; id: string }

/** The journal for work in `folder`: under its repository's git folder, else in the user's state folder. */
export function journalOf(folder: string): Journal {
  const repository = repositoryOf(folder)
  if (repository) return { folder: join(repository.gitFolder, 'kommo-migrate'), base: repository.top }
  const base = resolve(folder)
  return { folder: join(stateFolder(), hashOf(Buffer.from(realpathSync.native(base))).slice(0, 32)), base }
}

/** Where the system keeps a program's own state for this user. */
function stateFolder(): string {
  const { env, platform } = process
  const own = 'kommo-migrate'
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), own)
  if (env.XDG_STATE_HOME) return join(env.XDG_STATE_HOME, own)
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', own)
  return join(homedir(), '.local', 'state', own)
}

export function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Absolute path of a recorded one. */
export function absolutePath(journal: Journal, path: string): string {
  return resolve(journal.base, ...path.split('/'))
}

function recordedPath(journal: Journal, path: string): string {
  return relative(journal.base, path).split(sep).join('/')
}

/** Every transaction, oldest first. Lines that a killed process left torn are passed over. */
export function readJournal(journal: Journal): Transaction[] {
  const transactions = new Map<string, Transaction>()
  for (const text of readLines(journal)) {
    const line = parseLine(journal, text)
    if (!line) continue
    if (line.step === 'begin') {
      const { step: _, version: __, ...begin } = line
      transactions.set(line.id, { ...begin, state: 'open', temporary: [] })
      continue
    }
    const transaction = transactions.get(line.id)
    if (!transaction) continue
    if (line.step === 'temporary') transaction.temporary.push(line.path)
    if (line.step === 'rollback') transaction.state = 'rolled-back'
    if (line.step === 'commit') {
      transaction.state = 'committed'
      const without = new Set(line.without)
      transaction.files = transaction.files.filter(({ path }) => !without.has(path))
    }
  }
  return [...transactions.values()]
}

function readLines(journal: Journal): string[] {
  try {
    return readFileSync(join(journal.folder, 'journal.jsonl'), 'utf8').split('\n')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
    throw new KnownError('journal-not-read', `${journal.folder}: ${(error as Error).message}`)
  }
}

function parseLine(journal: Journal, text: string): Line | undefined {
  try {
    const line = JSON.parse(text) as Partial<Line> | null
    if (typeof line?.id !== 'string' || !/^[\w-]+$/.test(line.id)) return undefined
    const paths =
      line.step === 'begin'
        ? line.files?.map(({ path }) => path)
        : line.step === 'temporary'
          ? [line.path]
          : []
    return paths?.every((path) => isInside(journal, path)) ? (line as Line) : undefined
  } catch {
    return undefined
  }
}

/** Whether a recorded path stays below the base: a journal that came with a copied folder leads nowhere else. */
function isInside(journal: Journal, path: string | undefined): boolean {
  if (!path) return false
  const rest = relative(journal.base, absolutePath(journal, path))
  return rest !== '' && rest !== '..' && !rest.startsWith(`..${sep}`) && !isAbsolute(rest)
}

/** Steps of one transaction that is being written. */
export interface Recorder {
  id: string
  /** Names a temporary file before it gets any bytes. */
  temporary(path: string): void
  /** Ends it; `without` are the absolute paths that were left as they are. */
  commit(without: readonly string[]): void
  /** Ends it as if it had never been: every file is as it was before. */
  rollback(): void
}

/**
 * Records what is about to be written, with the bytes it replaces, and makes sure that the disk has it: only after
 * this may a file change. Throws `journal-not-written` when it cannot be.
 */
export function beginTransaction(
  journal: Journal,
  what: Transaction['what'],
  changes: readonly Change[],
  of?: string,
): Recorder {
  const id = `${new Date().toISOString().replace(/\D/g, '')}-${randomBytes(4).toString('hex')}`
  try {
    mkdirSync(journal.folder, { recursive: true, mode: 0o700 })
    const files = writePack(journal, id, changes)
    const begin: BeginLine = { step: 'begin', version: 1, id, at: new Date().toISOString(), what, files }
    append(journal, of === undefined ? begin : { ...begin, of }, true)
    syncFolder(journal.folder)
  } catch (error) {
    throw new KnownError('journal-not-written', `${journal.folder}: ${(error as Error).message}`)
  }
  return {
    id,
    temporary: (path) => nameTemporary(journal, id, path),
    commit: (without) => {
      const left = without.map((path) => recordedPath(journal, path))
      append(journal, left.length > 0 ? { step: 'commit', id, without: left } : { step: 'commit', id }, true)
    },
    rollback: () => endAs(journal, id, 'rollback'),
  }
}

/** Names a temporary file of a transaction, also of one that another process left open. */
export function nameTemporary(journal: Journal, id: string, path: string): void {
  append(journal, { step: 'temporary', id, path: recordedPath(journal, path) }, false)
}

/** Ends a transaction that another process left open. */
export function endAs(journal: Journal, id: string, step: 'commit' | 'rollback'): void {
  append(journal, { step, id }, true)
}

function writePack(journal: Journal, id: string, changes: readonly Change[]): FileRecord[] {
  const fd = openSync(join(journal.folder, `${id}.pack`), 'wx', 0o600)
  try {
    let at = 0
    const files = changes.map(({ path, before, after, mode }) => {
      const blob = before && { hash: hashOf(before), at, size: before.length }
      if (before) writeFileSync(fd, before)
      at += before?.length ?? 0
      return {
        path: recordedPath(journal, path),
        before: blob ?? null,
        after: after ? hashOf(after) : null,
        mode,
      }
    })
    fsyncSync(fd)
    return files
  } finally {
    closeSync(fd)
  }
}

/** The bytes that a file had before a transaction. Throws `journal-not-read` when the journal was damaged. */
export function bytesBefore(journal: Journal, { id }: Transaction, file: FileRecord): Buffer | undefined {
  if (!file.before) return undefined
  const pack = join(journal.folder, `${id}.pack`)
  const bytes = Buffer.alloc(file.before.size)
  try {
    const fd = openSync(pack, 'r')
    try {
      let read = 0
      while (read < bytes.length) {
        const count = readSync(fd, bytes, read, bytes.length - read, file.before.at + read)
        if (count === 0) break
        read += count
      }
    } finally {
      closeSync(fd)
    }
  } catch (error) {
    throw new KnownError('journal-not-read', `${file.path}: ${(error as Error).message}`)
  }
  if (hashOf(bytes) !== file.before.hash)
    throw new KnownError('journal-not-read', `${file.path}: ${pack} is damaged`)
  return bytes
}

/** Appends one line; behind a torn line it begins a new one. */
function append(journal: Journal, line: Line, sync: boolean): void {
  const fd = openSync(join(journal.folder, 'journal.jsonl'), 'a+', 0o600)
  try {
    const { size } = fstatSync(fd)
    const last = Buffer.alloc(1)
    const isTorn = size > 0 && readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== 10
    writeFileSync(fd, `${isTorn ? '\n' : ''}${JSON.stringify(line)}\n`)
    if (sync) fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Makes new names in a folder last; Windows cannot and need not. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } catch {
    // Some file systems cannot sync a folder: the names are then as safe as they can be.
  } finally {
    closeSync(fd)
  }
}
