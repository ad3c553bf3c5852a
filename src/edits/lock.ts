import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { KnownError } from '../errors.js'
import type { Journal } from './journal.js'

/** A write takes seconds: an older lock was left behind, whoever has its process number now. */
const STALE_MS = 10 * 60_000

/**
 * Keeps other processes from writing with the same journal while `work` runs. A lock of a dead process is taken
 * over. Throws `locked` when a living one holds it.
 */
export async function withLock<T>(journal: Journal, work: () => Promise<T>): Promise<T> {
  const path = join(journal.folder, 'lock')
  takeLock(journal.folder, path)
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

/** Whether a living process is writing with this journal. */
export function isLocked(journal: Journal): boolean {
  return isHeld(join(journal.folder, 'lock'))
}

function takeLock(folder: string, path: string): void {
  const own = `${path}.${process.pid}`
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(own, JSON.stringify({ pid: process.pid, host: hostname() }), { mode: 0o600 })
  } catch (error) {
    throw new KnownError('journal-not-written', `${folder}: ${(error as Error).message}`)
  }
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      if (isPlaced(own, path)) return
      if (isHeld(path)) break
      rmSync(path, { force: true })
    }
    throw new KnownError('locked')
  } finally {
    rmSync(own, { force: true })
  }
}

/** Puts the lock in place complete, or not at all. */
function isPlaced(own: string, path: string): boolean {
  try {
    linkSync(own, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
  }
  // A file system without hard links.
  try {
    writeFileSync(path, readFileSync(own), { flag: 'wx', mode: 0o600 })
    return true
  } catch {
    return false
  }
}

function isHeld(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat || Date.now() - stat.mtimeMs > STALE_MS) return false
  try {
    const { pid, host } = JSON.parse(readFileSync(path, 'utf8')) as { pid: number; host: string }
    return host !== hostname() || (pid !== process.pid && isAlive(pid))
  } catch {
    return Date.now() - stat.mtimeMs < 2000
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
