import { closeSync, constants, lstatSync, openSync, readSync } from 'node:fs'
import type { RunError } from '../findings/finding.js'
import { hasTextName, type ScanOnlyReason, type SkipReason } from './classify.js'
import type { ListedFile } from './discover.js'
import { utf16Form } from './encoding.js'
import { generatedSign } from './generated.js'
import { createSearch, type Search } from './needles.js'

/** A file in which a needle was found. Plain data: it crosses threads. */
export interface Hit {
  path: string
  bytes: Uint8Array
  /** Its matches are kept for this reason; absent for files that are examined as code. */
  keep?: ScanOnlyReason
  /** Examined, never written. */
  readOnly?: boolean
}

/** Plain data: it crosses threads. */
export interface Scanned {
  hits: Hit[]
  skipped: Partial<Record<SkipReason, number>>
  errors: RunError[]
  /** Files read. */
  read: number
}

/** Longer files are refused: no text of this size is source, and the engine could not hold it as a string. */
const MAX_BYTES = 256 * 1024 * 1024

/**
 * Reads each listed file once, synchronously, into one buffer that grows and is used again, and keeps the
 * content of those that hold a needle. A file that cannot be read becomes an error and stops nothing.
 */
export function scan(
  files: readonly ListedFile[],
  needles: readonly string[],
  step: (done: number) => void = () => {},
): Scanned {
  const result: Scanned = { hits: [], skipped: {}, errors: [], read: 0 }
  const search = createSearch(needles)
  const reader = createReader()
  files.forEach((file, index) => {
    if (file.class === 'skipped') count(result.skipped, file.reason)
    else {
      try {
        scanFile(file, reader, search, result)
      } catch (error) {
        result.errors.push({ path: file.path, ...explain(error as NodeJS.ErrnoException) })
      }
    }
    if ((index & 255) === 255) step(index + 1)
  })
  return result
}

function scanFile(
  file: ListedFile & { class: 'editable' | 'read-only' | 'scan-only' },
  reader: Reader,
  search: Search,
  result: Scanned,
): void {
  const length = reader.read(file.absolute, hasTextName(file.path))
  if (typeof length === 'string') {
    count(result.skipped, length)
    return
  }
  result.read++
  if (search(reader.buffer, length))
    result.hits.push(hitOf(file, Uint8Array.prototype.slice.call(reader.buffer, 0, length)))
}

function hitOf(file: ListedFile, bytes: Uint8Array): Hit {
  const hit = { path: file.path, bytes }
  if (file.class === 'scan-only') return { ...hit, keep: file.reason }
  if (file.class === 'read-only') return { ...hit, readOnly: true }
  if (!generatedSign(file.path, Buffer.from(bytes.buffer).toString('latin1'))) return hit
  return file.named ? { ...hit, readOnly: true } : { ...hit, keep: 'generated' }
}

interface Reader {
  readonly buffer: Buffer
  /** How many bytes of the file are now in `buffer`, or why it is not examined. */
  read(path: string, isText: boolean): number | 'symlink' | 'binary'
}

/** Without this flag (Windows) a link has to be looked for first. */
const NO_FOLLOW: number | undefined = constants.O_NOFOLLOW
/** A pipe that stands where a file was must not block the run. */
const FLAGS = constants.O_RDONLY | (NO_FOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

function createReader(): Reader {
  let buffer = Buffer.allocUnsafeSlow(1024 * 1024)
  return {
    get buffer() {
      return buffer
    },
    read(path, isText) {
      if (NO_FOLLOW === undefined && lstatSync(path).isSymbolicLink()) return 'symlink'
      const fd = openFile(path)
      if (fd === 'symlink') return fd
      try {
        let length = 0
        for (;;) {
          const count = readSync(fd, buffer, length, buffer.length - length, null)
          length += count
          if (count === 0) return !isText && isBinary(buffer.subarray(0, length)) ? 'binary' : length
          if (length < buffer.length) continue
          if (!isText && isBinary(buffer)) return 'binary'
          if (length >= MAX_BYTES) throw Object.assign(new Error('larger than 256 MB'), { code: 'too-large' })
          buffer = Buffer.concat([buffer], buffer.length * 4)
        }
      } finally {
        closeSync(fd)
      }
    },
  }
}

function openFile(path: string): number | 'symlink' {
  try {
    return openSync(path, FLAGS)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOOP') return 'symlink'
    throw error
  }
}

/** NUL bytes make a file binary, unless they are the empty halves of UTF-16. */
function isBinary(bytes: Buffer): boolean {
  return bytes.includes(0) && !utf16Form(bytes)
}

function explain(error: NodeJS.ErrnoException): Pick<RunError, 'code' | 'message'> {
  if (error.code === 'too-large') return { code: 'too-large', message: error.message }
  return { code: 'unreadable', message: REASONS[error.code ?? ''] ?? error.message }
}

const REASONS: Record<string, string> = {
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  EISDIR: 'a folder stands where a file was listed',
  ENOENT: 'it vanished while the run was going on',
  ENOTDIR: 'it vanished while the run was going on',
}

function count(counts: Partial<Record<SkipReason, number>>, reason: SkipReason): void {
  counts[reason] = (counts[reason] ?? 0) + 1
}
