import { existsSync, lstatSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'
import type { RunError } from '../findings/finding.js'
import { linguistAttributes } from './attributes.js'
import {
  hasBinaryName,
  isArchive,
  isLockFile,
  isOwnFile,
  isVendoredFile,
  isVendorFolder,
  nameOf,
  type ScanOnlyReason,
  type SkipReason,
} from './classify.js'
import { andBelow, byFolder, folderOf } from './folders.js'
import { hasGeneratedName } from './generated.js'
import { gitFiles } from './git.js'
import { type WalkEntry, walk } from './walk.js'

type Treatment =
  | { class: 'editable' }
  | { class: 'scan-only'; reason: ScanOnlyReason }
  | { class: 'skipped'; reason: SkipReason }

/** One file below the paths that the user gave. */
export type ListedFile = {
  /** Absolute, in the system's own form. */
  absolute: string
  /** POSIX, relative to the working folder; names the file everywhere in a report. */
  path: string
  /** Given by its own path, not through a folder or a glob. */
  named?: boolean
  /** In git's index: when it is not on the disk it was deleted, and nobody misses it. */
  tracked?: boolean
} & (
  | Treatment
  /** Examined because it was named itself; ignored, vendored or generated, so never written. */
  | { class: 'read-only' }
)

/** The files below a folder, and folders in it that could not be listed. */
export async function listFolder(
  cwd: string,
  folder: string,
  errors: RunError[],
  signal?: AbortSignal,
): Promise<ListedFile[]> {
  const entries = (await gitFiles(folder, [], signal)) ?? (await walked(cwd, folder, errors, signal))
  const linguist = await linguistAttributes(folder, entries, signal)
  const isVendored = byFolder(vendorTest(folder))
  const prefix = prefixOf(cwd, folder)
  const files: ListedFile[] = []
  for (const { name, kind, tracked } of entries) {
    const says = linguist.get(name)
    const treatment: Treatment =
      kind !== 'file'
        ? { class: 'skipped', reason: kind }
        : says?.vendored || isVendored(name) || isVendoredFile(name)
          ? VENDORED
          : treatmentOf(name, says?.generated)
    const absolute = sep === '/' ? `${folder}/${name}` : join(folder, name)
    if (treatment.class === 'skipped' && treatment.reason !== 'vendored' && tracked && !isThere(absolute))
      continue
    const path = prefix === undefined ? reportPath(cwd, absolute) : prefix + name
    files.push(listed(absolute, path, tracked, treatment))
  }
  return files
}

/** One literal for each shape, and no spread: there are many thousands. */
function listed(absolute: string, path: string, tracked: boolean, treatment: Treatment): ListedFile {
  if (treatment.class === 'editable') return { absolute, path, tracked, class: treatment.class }
  if (treatment.class === 'scan-only')
    return { absolute, path, tracked, class: treatment.class, reason: treatment.reason }
  return { absolute, path, tracked, class: treatment.class, reason: treatment.reason }
}

/** Files that were named one by one (absolute): examined whatever they are, git only says whether it ignores them. */
export async function listNamed(
  cwd: string,
  files: readonly string[],
  signal?: AbortSignal,
): Promise<ListedFile[]> {
  const byFolder = new Map<string, string[]>()
  for (const file of files) byFolder.set(dirname(file), [...(byFolder.get(dirname(file)) ?? []), file])
  const listed: ListedFile[] = []
  for (const [folder, members] of byFolder) {
    const known = await gitFiles(
      folder,
      members.map((file) => basename(file)),
      signal,
    )
    const allowed = known && new Set(known.map((entry) => entry.name))
    const isVendored = hasVendorFolderAbove(cwd, folder)
    for (const absolute of members) {
      const isFree = (allowed?.has(basename(absolute)) ?? true) && !isVendored
      listed.push(namedFile(absolute, reportPath(cwd, absolute), isFree))
    }
  }
  return listed
}

/** A content that is not read from disk, classified as if it were named and stood at `path` (POSIX). */
export function namedContent(path: string): ListedFile {
  const treatment = treatmentOf(path)
  const place = { absolute: path, path, named: true }
  return treatment.class === 'scan-only' && treatment.reason === 'generated'
    ? { ...place, class: 'read-only' }
    : { ...place, ...treatment }
}

/** Files of a folder that is not on the disk (report paths), classified by their names and by what lies beside them. */
export function listContents(paths: readonly string[]): ListedFile[] {
  const known = new Set(paths.flatMap((path) => [path, ...foldersAbove(path)]))
  const exists = (path: string) => known.has(path.split(sep).join('/'))
  return paths.map((path) => {
    const isVendored =
      isVendoredFile(path) || foldersAbove(path).some((folder) => isVendorFolder('', folder, exists))
    return { absolute: path, path, ...(isVendored ? VENDORED : treatmentOf(path)) }
  })
}

const VENDORED = { class: 'skipped', reason: 'vendored' } as const

function foldersAbove(path: string): string[] {
  const folders: string[] = []
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) folders.push(folder)
  return folders
}

/** The name of a file in reports: POSIX, relative to the working folder (absolute on another drive). */
export function reportPath(cwd: string, absolute: string): string {
  const path = relative(cwd, absolute)
  if (path === '') return '.'
  return (isAbsolute(path) ? absolute : path).split(sep).join('/')
}

/** What the name alone says. */
function treatmentOf(path: string, isGenerated = false): Treatment {
  const name = nameOf(path)
  if (isOwnFile(name)) return { class: 'skipped', reason: 'own-file' }
  if (isArchive(name)) return { class: 'skipped', reason: 'archive' }
  if (hasBinaryName(name)) return { class: 'skipped', reason: 'binary' }
  if (isLockFile(name)) return { class: 'scan-only', reason: 'lock-file' }
  if (isGenerated || hasGeneratedName(name)) return { class: 'scan-only', reason: 'generated' }
  return EDITABLE
}

const EDITABLE = { class: 'editable' } as const

function namedFile(absolute: string, path: string, isFree: boolean): ListedFile {
  const place = { absolute, path, named: true }
  if (lstatSync(absolute, { throwIfNoEntry: false })?.isSymbolicLink())
    return { ...place, class: 'skipped', reason: 'symlink' }
  const treatment = treatmentOf(path)
  if (treatment.class === 'skipped' && treatment.reason !== 'binary') return { ...place, ...treatment }
  if (treatment.class === 'scan-only' && treatment.reason === 'lock-file') return { ...place, ...treatment }
  return { ...place, class: isFree && treatment.class === 'editable' ? 'editable' : 'read-only' }
}

/** What stands before a name of the folder in its report path; `undefined` where it is not that simple. */
function prefixOf(cwd: string, folder: string): string | undefined {
  const path = reportPath(cwd, folder)
  if (path === '.') return ''
  return path.startsWith('..') ? undefined : `${path}/`
}

async function walked(
  cwd: string,
  folder: string,
  errors: RunError[],
  signal?: AbortSignal,
): Promise<WalkEntry[]> {
  const { entries, unreadable } = await walk(folder, signal)
  for (const { name, message } of unreadable)
    errors.push({ path: reportPath(cwd, join(folder, name)), code: 'unreadable', message })
  return entries
}

/** Whether a folder below `root` (relative, POSIX) is or lies in a vendored one; asks the disk once a folder. */
function vendorTest(root: string): (folder: string) => boolean {
  return andBelow((folder) => isVendorFolder(root, folder))
}

function hasVendorFolderAbove(cwd: string, folder: string): boolean {
  const path = relative(cwd, folder)
  return !path.startsWith('..') && !isAbsolute(path) && vendorTest(cwd)(path.split(sep).join('/'))
}

/** A link counts, whatever it leads to. */
function isThere(path: string): boolean {
  return existsSync(path) || lstatSync(path, { throwIfNoEntry: false }) !== undefined
}
