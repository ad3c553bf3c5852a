import { readFileSync } from 'node:fs'
import type { Listing } from '../files/discover.js'
import { type ListedFile, listContents } from '../files/list.js'
import { readArchive } from './read.js'

/** Stands between an archive and the name of an entry, as in Java's addresses: `widget.zip!/script.js`. */
export const INSIDE = '!/'

/**
 * Puts what is in zips into the list, in their place: those that were named, and with `isAll` every one. Their files are
 * examined and never written.
 * @returns the contents by report path
 */
export async function expandArchives(listing: Listing, isAll: boolean): Promise<Map<string, Buffer>> {
  const contents = new Map<string, Buffer>()
  const expanded = new Set<string>()
  const files: ListedFile[] = []
  for (const file of listing.files) {
    if (!isZip(file) || !(file.named || isAll)) {
      files.push(file)
      continue
    }
    expanded.add(file.path)
    files.push(...(await expand(file, contents, listing)))
  }
  if (expanded.size === 0) return contents
  const isOld = ({ path, code, message }: Listing['errors'][number]) =>
    code === 'archive' && expanded.has(path) && !message.startsWith(FAILED)
  listing.errors = listing.errors.filter((error) => !isOld(error))
  listing.notes = listing.notes.filter((note) => !isOld(note) || note.message === NOT_AT_ROOT)
  listing.files = files.sort((a, b) => (a.path < b.path ? -1 : 1))
  return contents
}

function isZip(file: ListedFile): boolean {
  return file.class === 'skipped' && file.reason === 'archive' && /\.zip$/i.test(file.path)
}

const FAILED = 'not examined: '

const NOT_AT_ROOT =
  'manifest.json and script.js lie in a folder of the archive: Kommo asks for them at its root, or it takes no upload'

/** Whether the files of a widget were packed together with their folder. */
function isWidgetBelow(names: readonly string[]): boolean {
  if (names.includes('manifest.json')) return false
  return names.some(
    (name) => name.endsWith('/manifest.json') && names.includes(name.replace(/manifest\.json$/, 'script.js')),
  )
}

async function expand(
  file: ListedFile,
  contents: Map<string, Buffer>,
  { errors, notes }: Listing,
): Promise<ListedFile[]> {
  let bytes: Buffer
  try {
    bytes = readFileSync(file.absolute)
  } catch (error) {
    errors.push({ path: file.path, code: 'unreadable', message: (error as Error).message })
    return [file]
  }
  const { entries, problems } = await readArchive(bytes)
  for (const { name, message } of problems)
    errors.push({
      path: name ? file.path + INSIDE + name : file.path,
      code: 'archive',
      message: FAILED + message,
    })
  if (isWidgetBelow(entries.map(({ name }) => name)))
    notes.push({ path: file.path, code: 'archive', message: NOT_AT_ROOT })
  const listed = listContents(entries.map(({ name }) => name))
  return entries.map(({ name, bytes: content }, index): ListedFile => {
    const path = file.path + INSIDE + name
    contents.set(path, content)
    const own = { ...(listed[index] as ListedFile), path, absolute: path }
    return own.class === 'editable' ? { path, absolute: path, class: 'read-only' } : own
  })
}
