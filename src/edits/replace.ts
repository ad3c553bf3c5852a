import { lstatSync, mkdirSync, readFileSync, unlinkSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { Change } from './journal.js'

/** A file that cannot be written; the message follows its path. */
export class Unwritable extends Error {
  override readonly name = 'Unwritable'
}

/**
 * Puts the bytes of one file in place, whole or not at all, keeping mode and owner. Throws `Unwritable` when the
 * file is not what `before` says it is, or cannot be written. `onTemporary` learns of the temporary file as soon
 * as it is there, still empty.
 */
export async function replaceFile(change: Change, onTemporary: (path: string) => void): Promise<void> {
  const { path, before, after, mode } = change
  try {
    assertUnchanged(path, before)
    if (!after) {
      unlinkSync(path)
      return
    }
    if (!before) mkdirSync(dirname(path), { recursive: true })
    await retry(() => writeAtomically(path, before, after, mode, onTemporary))
  } catch (error) {
    throw error instanceof Unwritable ? error : new Unwritable((error as Error).message)
  }
}

function assertUnchanged(path: string, before: Buffer | undefined): void {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (!stat && before) throw new Unwritable('is gone since it was read')
  if (!stat) return
  if (stat.isSymbolicLink()) throw new Unwritable('is a symlink')
  if (!before) throw new Unwritable('exists already')
  if (!stat.isFile() || !readFileSync(path).equals(before)) throw new Unwritable('changed since it was read')
}

async function writeAtomically(
  path: string,
  before: Buffer | undefined,
  after: Buffer,
  mode: number,
  onTemporary: (path: string) => void,
): Promise<void> {
  const options = {
    ...(before ? { mode } : {}),
    async tmpfileCreated(temporary: string) {
      onTemporary(temporary)
      // The library does not look at short writes, as a full disk makes them: all bytes go in here first, with an
      // error if they do not fit, and it writes the same bytes over them.
      await writeFile(temporary, after)
      assertUnchanged(path, before)
    },
  }
  try {
    await writeFileAtomic(path, after, options)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall !== 'chown') throw error
    // Not even the superuser may give files away everywhere (containers, network folders).
    await writeFileAtomic(path, after, { ...options, chown: false } as never)
  }
}

const BUSY = new Set(['EPERM', 'EACCES', 'EBUSY'])

/** Windows refuses a rename while a scanner or an editor looks at the file. */
async function retry(work: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? ''
      if (process.platform !== 'win32' || attempt === 4 || !BUSY.has(code)) throw error
      await new Promise((done) => setTimeout(done, 20 * 2 ** attempt))
    }
  }
}
