import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Content and mode of every tracked and untracked, not ignored file of a work tree, by path. */
export type Snapshot = Map<string, { bytes: Buffer; mode: number }>

export function snapshot(folder: string): Snapshot {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: folder,
    maxBuffer: 1 << 30,
  })
  const taken: Snapshot = new Map()
  for (const path of files.toString('utf8').split('\0')) {
    const file = join(folder, path)
    if (path === '' || !existsSync(file)) continue
    const stat = lstatSync(file)
    if (stat.isFile()) taken.set(path, { bytes: readFileSync(file), mode: stat.mode })
  }
  return taken
}

/** Paths that appeared, went, or differ in bytes or mode. */
export function changedPaths(before: Snapshot, after: Snapshot): string[] {
  const paths = new Set([...before.keys(), ...after.keys()])
  return [...paths].filter((path) => {
    const [a, b] = [before.get(path), after.get(path)]
    return !a || !b || a.mode !== b.mode || !a.bytes.equals(b.bytes)
  })
}
