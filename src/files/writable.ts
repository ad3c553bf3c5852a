import { accessSync, constants, existsSync, lstatSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'

/** Where a run over these paths may write, absolute: given files and folders; a glob stands for the working folder. */
export function rootsOf(cwd: string, paths: readonly string[]): string[] {
  if (paths.length === 0) return [cwd]
  return paths.map((path) => (existsSync(resolve(cwd, path)) ? resolve(cwd, path) : cwd))
}

/**
 * Returns a function that says why a file (absolute) cannot be written, or `undefined`; each file and folder is
 * looked at once. `roots` are the given paths, absolute: the file must lie in one of them, reached without a symlink.
 * Without `roots` its place is not judged.
 */
export function createWriteCheck(roots?: readonly string[]): (path: string) => string | undefined {
  const placeOf = remembered((folder) => ({
    isInside: !roots || roots.some((root) => isWithin(root, folder)),
    isLocked: !hasWriteBit(folder, lstatSync(folder).mode, true),
  }))
  return remembered((path) => {
    try {
      const stat = lstatSync(path, { throwIfNoEntry: false })
      const isRoot = roots?.includes(path) ?? false
      const place = placeOf(existingFolder(path))
      if (!place.isInside && !isRoot) return 'lies outside the given paths'
      if (stat?.isSymbolicLink()) return 'is a symlink'
      if (stat && !stat.isFile()) return 'is not a regular file'
      if (stat && !hasWriteBit(path, stat.mode)) return 'is read-only'
      return place.isLocked ? 'lies in a read-only folder' : undefined
    } catch (error) {
      return (error as Error).message
    }
  })
}

/** The same for one file. */
export function unwritableReason(path: string, roots?: readonly string[]): string | undefined {
  return createWriteCheck(roots)(path)
}

function remembered<T>(work: (path: string) => T): (path: string) => T {
  const known = new Map<string, T>()
  return (path) => {
    if (!known.has(path)) known.set(path, work(path))
    return known.get(path) as T
  }
}

/** Whether a folder lies in `root` on the disk, not only by name: no folder between them is a symlink. */
function isWithin(root: string, folder: string): boolean {
  const between = relative(root, folder)
  if (between === '..' || between.startsWith(`..${sep}`) || isAbsolute(between)) return false
  return realpathSync(folder) === join(realpathSync(root), between)
}

function existingFolder(path: string): string {
  let folder = dirname(path)
  while (!lstatSync(folder, { throwIfNoEntry: false }) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
}

/** The bits are asked too: to the superuser everything is writable, and yet somebody locked the file. */
function hasWriteBit(path: string, mode: number, isFolder = false): boolean {
  // Windows sets the read-only mark of a folder for other reasons.
  if ((mode & 0o222) === 0 && !(isFolder && process.platform === 'win32')) return false
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}
