import { lstatSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { KnownError } from '../errors.js'
import type { Report, RunError } from '../findings/finding.js'
import { linguistAttributes } from './attributes.js'
import {
  hasBinaryName,
  isArchive,
  isLockFile,
  isOwnFile,
  isVendoredFile,
  isVendorFolder,
  type ScanOnlyReason,
  type SkipReason,
} from './classify.js'
import { hasGeneratedName } from './generated.js'
import { gitFiles } from './git.js'
import { type WalkEntry, walk } from './walk.js'

/** One file below the paths that the user gave. */
export type ListedFile = {
  /** Absolute, in the system's own form. */
  absolute: string
  /** POSIX, relative to the working folder; names the file everywhere in a report. */
  path: string
  /** Given by its own path, not through a folder or a glob. */
  named?: true
} & (
  | { class: 'editable' }
  /** Examined because it was named itself; ignored, vendored or generated, so never written. */
  | { class: 'read-only' }
  | { class: 'scan-only'; reason: ScanOnlyReason }
  | { class: 'skipped'; reason: SkipReason }
)

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
export async function discover(options: DiscoverOptions): Promise<Listing> {
  const cwd = realpathSync(options.cwd)
  const listing: Listing = { files: [], errors: [], notes: [] }
  const found = new Map<string, ListedFile>()
  const add = (file: ListedFile) => {
    const before = found.get(file.path)
    if (!before || file.named) found.set(file.path, file)
  }
  const named: string[] = []
  for (const given of options.paths.length > 0 ? options.paths : ['.']) {
    const target = await targetOf(cwd, given)
    if (target.is === 'file') named.push(target.absolute)
    else if (target.is === 'glob') {
      const files = await listFolder(cwd, target.base, listing, options.signal)
      const matching = files.filter((file) => target.matches.has(file.absolute))
      if (matching.length === 0) throw new KnownError('no-such-path', given)
      for (const file of matching) add(file)
    } else {
      const files = await listFolder(cwd, target.absolute, listing, options.signal)
      if (files.length === 0) listing.notes.push(nothingListed(reportPath(cwd, target.absolute)))
      for (const file of files) add(file)
    }
  }
  for (const file of await listNamed(cwd, named, options.signal)) add(file)
  listing.files = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
  listing.notes.push(...listing.files.filter(isUnexaminedArchive).map(archiveNote))
  return listing
}

/** The name of a file in reports: POSIX, relative to the working folder (absolute on another drive). */
export function reportPath(cwd: string, absolute: string): string {
  const path = relative(cwd, absolute)
  const posix = sep === '/' ? path : path.split(sep).join('/')
  return posix === '' ? '.' : isAbsolute(path) ? absolute.split(sep).join('/') : posix
}

type Target =
  | { is: 'file' | 'folder'; absolute: string }
  | { is: 'glob'; base: string; matches: ReadonlySet<string> }

async function targetOf(cwd: string, given: string): Promise<Target> {
  const absolute = resolve(cwd, given)
  const stat = lstatSync(absolute, { throwIfNoEntry: false })
  if (stat) return { is: stat.isDirectory() ? 'folder' : 'file', absolute }
  const { default: glob } = await import('fast-glob')
  const pattern = sep === '/' ? given : given.split(sep).join('/')
  if (!glob.isDynamicPattern(pattern)) throw new KnownError('no-such-path', given)
  const [task] = glob.generateTasks(pattern, { cwd })
  const matches = await glob(pattern, {
    cwd,
    dot: true,
    absolute: true,
    onlyFiles: false,
    followSymbolicLinks: false,
    suppressErrors: true,
    ignore: ['**/.git/**', '**/node_modules/**'],
  })
  const base = resolve(cwd, task?.base ?? '.')
  if (!lstatSync(base, { throwIfNoEntry: false })?.isDirectory()) throw new KnownError('no-such-path', given)
  return { is: 'glob', base, matches: new Set(matches.map((match) => resolve(match))) }
}

async function listFolder(
  cwd: string,
  folder: string,
  listing: Listing,
  signal?: AbortSignal,
): Promise<ListedFile[]> {
  const entries = (await gitFiles(folder, [], signal)) ?? (await walked(cwd, folder, listing, signal))
  const names = entries.filter((entry) => entry.kind === 'file').map((entry) => entry.name)
  const linguist = await linguistAttributes(folder, names, signal)
  const vendored = vendorTest(folder)
  const prefix = reportPath(cwd, folder)
  const isBelow = !prefix.startsWith('..')
  return entries.map((entry): ListedFile => {
    const absolute = join(folder, entry.name)
    const place = { absolute, path: isBelow ? pathBelow(prefix, entry.name) : reportPath(cwd, absolute) }
    if (entry.kind !== 'file') return { ...place, class: 'skipped', reason: entry.kind }
    const says = linguist.get(entry.name)
    if (says?.vendored || isVendoredFile(entry.name) || vendored(dirname(entry.name)))
      return { ...place, class: 'skipped', reason: 'vendored' }
    return { ...place, ...classOf(entry.name, says?.generated ?? false) }
  })
}

/** `reportPath` for a file of a folder below the working one, which may list many thousands. */
function pathBelow(folder: string, name: string): string {
  return folder === '.' ? name : `${folder}/${name}`
}

async function walked(
  cwd: string,
  folder: string,
  listing: Listing,
  signal?: AbortSignal,
): Promise<WalkEntry[]> {
  const { entries, unreadable } = await walk(folder, signal)
  for (const { name, message } of unreadable)
    listing.errors.push({ path: reportPath(cwd, join(folder, name)), code: 'unreadable', message })
  return entries
}

/** Files that were named one by one: git only says whether it ignores them. */
async function listNamed(cwd: string, files: readonly string[], signal?: AbortSignal): Promise<ListedFile[]> {
  const byFolder = new Map<string, string[]>()
  for (const file of files) byFolder.set(dirname(file), [...(byFolder.get(dirname(file)) ?? []), file])
  const listed: ListedFile[] = []
  for (const [folder, members] of byFolder) {
    const names = members.map((file) => basename(file))
    const known = await gitFiles(folder, names, signal)
    const allowed = known && new Set(known.map((entry) => entry.name))
    const vendored = hasVendorFolderAbove(cwd, folder)
    for (const absolute of members) {
      const isFree = (allowed?.has(basename(absolute)) ?? true) && !vendored
      listed.push(namedFile(cwd, absolute, isFree))
    }
  }
  return listed
}

function namedFile(cwd: string, absolute: string, isFree: boolean): ListedFile {
  const place = { absolute, path: reportPath(cwd, absolute) }
  if (lstatSync(absolute, { throwIfNoEntry: false })?.isSymbolicLink())
    return { ...place, class: 'skipped', reason: 'symlink' }
  const known = classOf(basename(absolute), false)
  if (known.class === 'skipped' && known.reason !== 'binary') return { ...place, ...known }
  if (known.class === 'scan-only' && known.reason === 'lock-file') return { ...place, ...known }
  return { ...place, named: true, class: isFree && known.class === 'editable' ? 'editable' : 'read-only' }
}

/** A content that is not read from disk, classified as if it were named and stood at `path` (POSIX). */
export function namedContent(path: string): ListedFile {
  const known = classOf(basename(path), false)
  const place = { absolute: path, path, named: true } as const
  return known.class === 'scan-only' && known.reason === 'generated'
    ? { ...place, class: 'read-only' }
    : { ...place, ...known }
}

type Classified =
  | { class: 'editable' }
  | { class: 'scan-only'; reason: ScanOnlyReason }
  | { class: 'skipped'; reason: SkipReason }

/** What the name alone says. */
function classOf(name: string, isGenerated: boolean): Classified {
  if (isOwnFile(name)) return { class: 'skipped', reason: 'own-file' }
  if (isArchive(name)) return { class: 'skipped', reason: 'archive' }
  if (hasBinaryName(name)) return { class: 'skipped', reason: 'binary' }
  if (isLockFile(name)) return { class: 'scan-only', reason: 'lock-file' }
  if (isGenerated || hasGeneratedName(name)) return { class: 'scan-only', reason: 'generated' }
  return { class: 'editable' }
}

/** Whether a folder below `root` (relative) is or lies in a vendored one; asks the disk once a folder. */
function vendorTest(root: string): (folder: string) => boolean {
  const known = new Map<string, boolean>([['.', false]])
  const test = (folder: string): boolean => {
    let answer = known.get(folder)
    if (answer === undefined) {
      answer = test(dirname(folder)) || isVendorFolder(join(root, folder))
      known.set(folder, answer)
    }
    return answer
  }
  return test
}

function hasVendorFolderAbove(cwd: string, folder: string): boolean {
  const path = relative(cwd, folder)
  return !path.startsWith('..') && !isAbsolute(path) && vendorTest(cwd)(path === '' ? '.' : path)
}

function isUnexaminedArchive(file: ListedFile): boolean {
  return file.class === 'skipped' && file.reason === 'archive'
}

function archiveNote({ path }: ListedFile): Report['notes'][number] {
  return { path, code: 'archive', message: 'not examined: unpack it, and build it again from fixed source' }
}

function nothingListed(path: string): Report['notes'][number] {
  return { path, code: 'nothing-listed', message: 'holds no file that git does not ignore' }
}
