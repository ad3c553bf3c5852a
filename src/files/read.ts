import { closeSync, constants, lstatSync, openSync, readSync } from 'node:fs'
import { utf16Form } from './encoding.js'

export interface ReadFailure {
  code: 'unreadable' | 'too-large'
  message: string
}

export interface Reader {
  /** Holds the file that was read last, from its start. */
  readonly buffer: Buffer
  /**
   * Reads a file, never through a link.
   * @param isText the name says that it is text: NUL bytes do not make it binary
   * @returns how many bytes of it are now in `buffer`, or why it is not examined
   */
  read(path: string, isText: boolean): number | 'symlink' | 'binary' | ReadFailure
}

/** Longer files are refused: no text of this size is source, and the engine could not hold it as a string. */
const MAX_BYTES = 256 * 1024 * 1024

/** `undefined` on Windows, where a link has to be looked for first. */
const NO_FOLLOW: number | undefined = constants.O_NOFOLLOW
/** A pipe that stands where a file was must not block the run. */
const FLAGS = constants.O_RDONLY | (NO_FOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** A reader with one buffer that grows and is used again for every file. */
export function createReader(): Reader {
  let buffer = Buffer.allocUnsafeSlow(1024 * 1024)
  const fill = (fd: number, isText: boolean): number | 'binary' | ReadFailure => {
    for (let length = 0; ; ) {
      const count = readSync(fd, buffer, length, buffer.length - length, null)
      length += count
      if (count === 0) return !isText && isBinary(buffer.subarray(0, length)) ? 'binary' : length
      if (length < buffer.length) continue
      if (!isText && isBinary(buffer)) return 'binary'
      if (length >= MAX_BYTES) return { code: 'too-large', message: 'larger than 256 MB' }
      const larger = Buffer.allocUnsafeSlow(buffer.length * 4)
      buffer.copy(larger)
      buffer = larger
    }
  }
  return {
    get buffer() {
      return buffer
    },
    read(path, isText) {
      try {
        if (NO_FOLLOW === undefined && lstatSync(path).isSymbolicLink()) return 'symlink'
        const fd = openSync(path, FLAGS)
        try {
          return fill(fd, isText)
        } finally {
          closeSync(fd)
        }
      } catch (error) {
        const { code = '', message } = error as NodeJS.ErrnoException
        return code === 'ELOOP' ? 'symlink' : { code: 'unreadable', message: REASONS[code] ?? message }
      }
    },
  }
}

/** NUL bytes make a file binary, unless they are the empty halves of UTF-16. */
function isBinary(bytes: Buffer): boolean {
  return bytes.includes(0) && !utf16Form(bytes)
}

const REASONS: Record<string, string> = {
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  EISDIR: 'a folder stands where a file was listed',
  ENOENT: 'it vanished while the run was going on',
  ENOTDIR: 'it vanished while the run was going on',
}
