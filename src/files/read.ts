import { closeSync, constants, lstatSync, openSync, readSync } from 'node:fs'
import { utf16Form } from './encoding.js'

export interface ReadFailure {
  /** `gone`: nothing, or a folder, is where the file was listed. */
  code: 'unreadable' | 'too-large' | 'gone'
  message: string
}

/** A buffer that grows and is used again for every file. */
export interface Space {
  readonly buffer: Buffer
  /** Makes it larger; what stands in it stays. */
  grow(): void
}

/** Longer files are refused: no text of this size is source, and the engine could not hold it as a string. */
const MAX_BYTES = 250_000_000

/** `undefined` on Windows, where a link has to be looked for first. */
const NO_FOLLOW: number | undefined = constants.O_NOFOLLOW
/** A pipe that stands where a file was must not block the run. */
const FLAGS = constants.O_RDONLY | (NO_FOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * Reads a file to the start of the buffer, never through a link.
 * @param isText the name says that it is text: NUL bytes do not make it binary
 * @returns how many bytes of the file are now in the buffer, or why it is not examined
 */
export function readInto(
  space: Space,
  path: string,
  isText: boolean,
): number | 'symlink' | 'binary' | ReadFailure {
  try {
    if (NO_FOLLOW === undefined && lstatSync(path).isSymbolicLink()) return 'symlink'
    const fd = openSync(path, FLAGS)
    try {
      return fill(space, fd, isText)
    } finally {
      closeSync(fd)
    }
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    if (code === 'ELOOP') return 'symlink'
    return { code: GONE.has(code) ? 'gone' : 'unreadable', message: REASONS[code] ?? message }
  }
}

/** A read that does not fill the buffer has met the end: that holds for regular files, and saves a call a file. */
function fill(space: Space, fd: number, isText: boolean): number | 'binary' | ReadFailure {
  for (let length = 0; ; ) {
    length += readSync(fd, space.buffer, length, space.buffer.length - length, null)
    const isEnd = length < space.buffer.length
    if (!isText && isBinary(isEnd ? space.buffer.subarray(0, length) : space.buffer)) return 'binary'
    if (isEnd) return length
    if (length >= MAX_BYTES) return { code: 'too-large', message: 'larger than 250 MB' }
    space.grow()
  }
}

/** NUL bytes make a file binary, unless they are the empty halves of UTF-16. */
export function isBinary(bytes: Buffer): boolean {
  return bytes.includes(0) && !utf16Form(bytes)
}

const GONE = new Set(['ENOENT', 'ENOTDIR', 'EISDIR'])

const REASONS: Record<string, string> = {
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  EISDIR: 'a folder stands where a file was listed',
  ENOENT: 'it vanished while the run was going on',
  ENOTDIR: 'it vanished while the run was going on',
}
