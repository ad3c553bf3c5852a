import yauzl, { type Entry, type ZipFile } from 'yauzl'

/** What is in an archive. Nothing of it is ever written to the disk. */
export interface Archive {
  /** In the order of the archive, folders left out. */
  entries: { name: string; bytes: Buffer }[]
  /** What could not be read, or must not be trusted; `name` is `''` for the archive as a whole. */
  problems: { name: string; message: string }[]
}

/** No widget comes near these; what does is meant to fill the memory. */
const LIMITS = { entries: 20_000, entry: 100_000_000, all: 400_000_000 }

/** Reads a zip from its bytes; a damaged one gives what can be read and says what cannot. Never throws. */
export async function readArchive(bytes: Buffer, limits = LIMITS): Promise<Archive> {
  const archive: Archive = { entries: [], problems: [] }
  const complain = (name: string, message: string) => archive.problems.push({ name, message })
  let zip: ZipFile
  try {
    zip = await open(bytes)
  } catch (error) {
    complain('', `it cannot be opened as a zip: ${plain(error)}`)
    return archive
  }
  const names = new Set<string>()
  let size = 0
  try {
    for await (const entry of entriesOf(zip)) {
      const name = nameOf(entry)
      const wrong = trouble(entry, name, names)
      names.add(name)
      if (names.size > limits.entries) {
        complain('', `more than ${limits.entries} entries: the rest is not examined`)
        break
      }
      if (wrong) complain(name, wrong)
      if (wrong || name.endsWith('/')) continue
      try {
        const content = await contentOf(zip, entry, Math.min(limits.entry, limits.all - size))
        size += content.length
        archive.entries.push({ name, bytes: content })
      } catch (error) {
        complain(name, plain(error))
      }
    }
  } catch (error) {
    complain('', `it is damaged: ${plain(error)}`)
  } finally {
    zip.close()
  }
  return archive
}

function open(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, decodeStrings: false, autoClose: false, validateEntrySizes: true }
    yauzl.fromBuffer(bytes, options, (error, zip) => (error ? reject(error) : resolve(zip)))
  })
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | undefined>((resolve, reject) => {
      const done = (settle: () => void) => {
        zip.removeAllListeners()
        settle()
      }
      zip.once('entry', (found: Entry) => done(() => resolve(found)))
      zip.once('end', () => done(() => resolve(undefined)))
      zip.once('error', (error: Error) => done(() => reject(error)))
      zip.readEntry()
    })
    if (!entry) return
    yield entry
  }
}

/** General purpose bit 11: the name is UTF-8 (APPNOTE 4.4.4). */
const IS_UTF8 = 0x800
const IS_ENCRYPTED = 1

/** Without the bit, archivers of Windows write the letters of the system: cp866 in Russia, where nothing else fits. */
function nameOf({ fileName, generalPurposeBitFlag }: Entry): string {
  const raw = Buffer.from(fileName as unknown as Buffer)
  if (generalPurposeBitFlag & IS_UTF8) return raw.toString('utf8').replaceAll('\\', '/')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw).replaceAll('\\', '/')
  } catch {
    return new TextDecoder('ibm866').decode(raw).replaceAll('\\', '/')
  }
}

/** Why an entry is not examined. */
function trouble(
  { generalPurposeBitFlag }: Entry,
  name: string,
  known: ReadonlySet<string>,
): string | undefined {
  if (/^(?:\/|[a-z]:)/i.test(name) || name.split('/').includes('..'))
    return 'its path leads out of the archive: such an archive must not be unpacked'
  if (known.has(name)) return 'a second entry of this name: which one counts differs from program to program'
  if (generalPurposeBitFlag & IS_ENCRYPTED) return 'it is encrypted'
  return undefined
}

function contentOf(zip: ZipFile, entry: Entry, limit: number): Promise<Buffer> {
  if (entry.uncompressedSize > limit) return Promise.reject(new Error(TOO_LARGE))
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) {
        reject(error)
        return
      }
      const chunks: Buffer[] = []
      let size = 0
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > limit) stream.destroy(new Error(TOO_LARGE))
        else chunks.push(chunk)
      })
      stream.once('error', reject)
      stream.once('end', () => resolve(Buffer.concat(chunks)))
    })
  })
}

const TOO_LARGE = 'it is larger than anything a widget holds, and was not unpacked'

function plain(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
