import { KnownError } from '../errors.js'
import { hasTextName } from './classify.js'
import type { Listing } from './discover.js'
import { type ListedFile, listContents } from './list.js'
import { createSearcher } from './needles.js'
import { isBinary } from './read.js'
import { joinReadings, type Reading, readable, type Scanned } from './scan.js'
import { createSource } from './source.js'

/** A file that a caller holds in memory. */
export interface Content {
  /** POSIX, relative to the folder that all of them stand for. */
  path: string
  /** Text is UTF-8; bytes are taken as they are, in any encoding. */
  contents: string | Uint8Array
}

/** Files in memory, with everything that a run does with files on the disk. */
export interface Contents {
  listing: Listing
  scan(files: readonly ListedFile[], needles: readonly string[]): Promise<Scanned>
  read(path: string): string | undefined
  /** The same files with other contents for some, and new ones. */
  with(changes: ReadonlyMap<string, Buffer>): Contents
}

/**
 * Takes files from memory as if they were a folder: the same ones are vendored, generated or binary.
 * @throws KnownError `usage` for a path that is absolute, leaves the folder, or is given twice
 */
export function contentsOf(files: readonly Content[]): Contents {
  const bytes = new Map<string, Buffer>()
  for (const { path: given, contents } of files) {
    const path = pathOf(given)
    if (bytes.has(path)) throw new KnownError('usage', `${path} is given twice`, '')
    bytes.set(path, bufferOf(contents))
  }
  return build(bytes)
}

function build(bytes: ReadonlyMap<string, Buffer>): Contents {
  return {
    listing: { files: listContents([...bytes.keys()].sort()), errors: [], notes: [] },
    async scan(listed, needles) {
      const reading: Reading = { found: [], skipped: [], errors: [], read: 0 }
      const searcher = createSearcher(needles)
      for (const [index, { path }] of readable(listed).entries()) {
        const content = bytes.get(path) as Buffer
        if (!hasTextName(path) && isBinary(content)) {
          reading.skipped.push({ index, reason: 'binary' })
          continue
        }
        reading.read++
        while (searcher.buffer.length < content.length) searcher.grow()
        content.copy(searcher.buffer)
        if (searcher.holdsNeedle(content.length)) reading.found.push({ index, bytes: content })
      }
      return joinReadings(listed, [reading])
    },
    read(path) {
      const content = bytes.get(path)
      return content && createSource(path, content).text
    },
    with: (changes) => build(new Map([...bytes, ...changes])),
  }
}

/** Bytes of a content; shares the memory of a `Uint8Array`. */
export function bufferOf(contents: string | Uint8Array): Buffer {
  if (typeof contents === 'string') return Buffer.from(contents, 'utf8')
  return Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength)
}

function pathOf(given: string): string {
  const path = given.replaceAll('\\', '/').replace(/^(?:\.\/+)+/, '')
  const isInside = path !== '' && !/^(?:\/|[a-z]:\/)/i.test(path) && !path.split('/').includes('..')
  if (!isInside) throw new KnownError('usage', `${given} is no path inside the folder`, '')
  return path
}
