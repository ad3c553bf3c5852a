import { lstatSync, realpathSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { KnownError } from '../errors.js'
import type { Report, RunError } from '../findings/finding.js'
import { type ListedFile, listFolder, listNamed, reportPath } from './list.js'

export interface Listing {
  /** Sorted by path, each file once. */
  files: ListedFile[]
  errors: RunError[]
  notes: Report['notes']
}

export interface DiscoverOptions {
  /** The working folder, absolute. */
  cwd: string
  /** Files, folders and globs, relative to `cwd` or absolute; none means `cwd`. */
  paths: readonly string[]
  signal?: AbortSignal | undefined
}

/**
 * Lists the files that a run is about. In a repository git decides (tracked, and untracked but not ignored);
 * elsewhere nested `.gitignore` files do. A file that is named itself is always examined.
 *
 * @throws KnownError `no-such-path` when a path does not exist, or a glob matches nothing
 */
export async function discover({ cwd: folder, paths, signal }: DiscoverOptions): Promise<Listing> {
  const cwd = realpathSync(folder)
  const listing: Listing = { files: [], errors: [], notes: [] }
  const lists: ListedFile[][] = []
  const named: string[] = []
  for (const given of paths.length > 0 ? paths : ['.']) {
    const target = await targetOf(cwd, given)
    if (target.is === 'file') {
      named.push(target.absolute)
      continue
    }
    const files = await listFolder(cwd, target.absolute, listing.errors, signal)
    if (target.is === 'folder' && files.length === 0) {
      listing.notes.push(nothingListed(reportPath(cwd, target.absolute)))
    }
    const wanted = target.is === 'glob' ? files.filter((file) => target.matches.has(file.absolute)) : files
    if (target.is === 'glob' && wanted.length === 0) throw new KnownError('no-such-path', given)
    lists.push(wanted)
  }
  lists.push(await listNamed(cwd, named, signal))
  listing.files = joinLists(lists)
  for (const file of listing.files) {
    if (file.class !== 'skipped' || file.reason !== 'archive') continue
    // Who names an archive wants to know what is in it: that this is not known is no clean result.
    if (file.named) listing.errors.push({ path: file.path, code: 'archive', message: UNPACK })
    else listing.notes.push({ path: file.path, code: 'archive', message: REBUILD })
  }
  return listing
}

type Target =
  | { is: 'file' | 'folder'; absolute: string }
  /** `absolute` is the folder that the pattern begins with. */
  | { is: 'glob'; absolute: string; matches: ReadonlySet<string> }

async function targetOf(cwd: string, given: string): Promise<Target> {
  const absolute = resolve(cwd, given)
  const stat = lstatSync(absolute, { throwIfNoEntry: false })
  if (stat) return { is: stat.isDirectory() ? 'folder' : 'file', absolute }
  const { default: glob } = await import('fast-glob')
  const pattern = sep === '/' ? given : given.split(sep).join('/')
  if (!glob.isDynamicPattern(pattern)) throw new KnownError('no-such-path', given)
  const base = resolve(cwd, glob.generateTasks(pattern, { cwd })[0]?.base ?? '.')
  if (!lstatSync(base, { throwIfNoEntry: false })?.isDirectory()) throw new KnownError('no-such-path', given)
  const matches = await glob(pattern, {
    cwd,
    dot: true,
    absolute: true,
    onlyFiles: false,
    followSymbolicLinks: false,
    suppressErrors: true,
    ignore: ['**/.git/**', '**/node_modules/**'],
  })
  return { is: 'glob', absolute: base, matches: new Set(matches.map((match) => resolve(match))) }
}

/** All files once, in order of path; a file that is named itself counts as named. */
function joinLists(lists: readonly ListedFile[][]): ListedFile[] {
  const [first = [], second = []] = lists
  let files = first
  if (lists.length > 2 || second.length > 0) {
    const found = new Map<string, ListedFile>()
    for (const file of lists.flat()) if (file.named || !found.has(file.path)) found.set(file.path, file)
    files = [...found.values()]
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))
}

const UNPACK = 'an archive is not examined: unpack it and audit the folder'

const REBUILD =
  'not examined. If it is packed from these files, pack it again after the fixes; otherwise audit it (--archives for zips)'

function nothingListed(path: string): Report['notes'][number] {
  return { path, code: 'nothing-listed', message: 'holds no file that git does not ignore' }
}
