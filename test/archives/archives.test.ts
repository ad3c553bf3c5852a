import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { readArchive } from '../../src/archives/read.js'
import { repository, tree } from '../files/tree.js'
import { buildCommand, type Command } from '../transcripts/command.js'

const FETCH = "fetch('https://acme.amocrm.com/api/v4/leads')\n"
const MANIFEST = '{"widget":{"name":"widget.name","locale":["en"]},"locations":["settings"]}'

/** A zip with these entries, in order. */
async function zip(entries: Record<string, string | Buffer>): Promise<Buffer> {
  const file = new ZipFile()
  for (const [name, text] of Object.entries(entries)) {
    if (name.endsWith('/')) file.addEmptyDirectory(name)
    else file.addBuffer(Buffer.from(text), name)
  }
  file.end()
  const chunks: Buffer[] = []
  for await (const chunk of file.outputStream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Replaces a name of the same length wherever the archive says it. */
function renamed(bytes: Buffer, from: string, to: Buffer): Buffer {
  const result = Buffer.from(bytes)
  for (let at = result.indexOf(from); at >= 0; at = result.indexOf(from, at + 1)) to.copy(result, at)
  return result
}

/** Sets bits in the flags of every entry. */
function flagged(bytes: Buffer, set: number, clear = 0): Buffer {
  const result = Buffer.from(bytes)
  for (const [signature, offset] of [
    ['PK\x03\x04', 6],
    ['PK\x01\x02', 8],
  ] as const)
    for (
      let at = result.indexOf(signature, 0, 'latin1');
      at >= 0;
      at = result.indexOf(signature, at + 1, 'latin1')
    )
      result.writeUInt16LE((result.readUInt16LE(at + offset) | set) & ~clear, at + offset)
  return result
}

const namesOf = ({ entries }: { entries: readonly { name: string }[] }) => entries.map(({ name }) => name)

describe('an archive', () => {
  test('gives its files in order, with their bytes', async () => {
    const { entries, problems } = await readArchive(
      await zip({ 'b.js': 'one', 'a/': '', 'a/ü.js': Buffer.from([0, 255]) }),
    )
    expect(problems).toEqual([])
    expect(entries).toEqual([
      { name: 'b.js', bytes: Buffer.from('one') },
      { name: 'a/ü.js', bytes: Buffer.from([0, 255]) },
    ])
  })

  test('says what leads out of it, and reads the rest', async () => {
    const bytes = renamed(await zip({ 'xx/y.js': 'evil', 'a.js': 'one' }), 'xx/y.js', Buffer.from('../y.js'))
    const archive = await readArchive(bytes)
    expect(namesOf(archive)).toEqual(['a.js'])
    expect(archive.problems).toEqual([{ name: '../y.js', message: expect.stringContaining('leads out') }])
    const absolute = await readArchive(
      renamed(await zip({ 'xx/y.js': 'evil' }), 'xx/y.js', Buffer.from('/x/y.js')),
    )
    expect(absolute.problems).toHaveLength(1)
    const windows = await readArchive(
      renamed(await zip({ 'xx/y.js': 'evil' }), 'xx/y.js', Buffer.from('..\\y.js')),
    )
    expect(windows.problems).toHaveLength(1)
  })

  test('says what stands in it twice', async () => {
    const archive = await readArchive(
      renamed(await zip({ 'a.js': 'one', 'b.js': 'two' }), 'b.js', Buffer.from('a.js')),
    )
    expect(archive.entries.map(({ bytes }) => bytes.toString())).toEqual(['one'])
    expect(archive.problems[0]?.message).toMatch(/^a second entry of this name/)
  })

  test('says what is encrypted', async () => {
    const archive = await readArchive(flagged(await zip({ 'a.js': 'one' }), 1))
    expect(archive).toEqual({ entries: [], problems: [{ name: 'a.js', message: 'it is encrypted' }] })
  })

  test('reads names of Windows in Russia', async () => {
    const cp866 = Buffer.from([0xaf, 0xe0, 0xa8, 0xa2, 0xa5, 0xe2])
    const bytes = flagged(renamed(await zip({ 'abcdef.js': 'one' }), 'abcdef', cp866), 0, 0x800)
    expect(namesOf(await readArchive(bytes))).toEqual(['привет.js'])
  })

  test('is not unpacked beyond its limits, whatever it says of its size', async () => {
    const zeros = Buffer.alloc(5_000_000)
    const bytes = await zip({ 'a.js': 'one', 'bomb.js': zeros, 'c.js': 'two' })
    const limits = { entries: 10, entry: 1_000_000, all: 2_000_000 }
    const archive = await readArchive(bytes, limits)
    expect(namesOf(archive)).toEqual(['a.js', 'c.js'])
    expect(archive.problems).toEqual([
      { name: 'bomb.js', message: expect.stringContaining('was not unpacked') },
    ])
    // The same with a size that is a lie: the stream itself is stopped.
    const lying = Buffer.from(bytes)
    const size = Buffer.alloc(4)
    size.writeUInt32LE(zeros.length)
    const small = Buffer.alloc(4)
    small.writeUInt32LE(10)
    for (let at = lying.indexOf(size); at >= 0; at = lying.indexOf(size, at + 1)) small.copy(lying, at)
    expect(namesOf(await readArchive(lying, limits))).toEqual(['a.js', 'c.js'])
    expect(deflateRawSync(zeros).length).toBeLessThan(10_000)
    const many = await zip(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}.js`, ''])))
    const cut = await readArchive(many, limits)
    expect([cut.entries.length, cut.problems]).toEqual([
      10,
      [{ name: '', message: 'more than 10 entries: the rest is not examined' }],
    ])
  })

  test.each([
    ['empty', async () => Buffer.alloc(0)],
    ['no zip', async () => Buffer.from('not a zip at all, but long enough to hold an end record')],
    ['cut', async () => (await zip({ 'a.js': FETCH.repeat(50), 'b.js': 'two' })).subarray(0, 100)],
    ['all zeros', async () => Buffer.alloc(1000)],
  ])('%s is told', async (_, make) => {
    const { entries, problems } = await readArchive(await make())
    expect(entries).toEqual([])
    expect(problems).toEqual([
      { name: '', message: expect.stringMatching(/cannot be opened as a zip|is damaged/) },
    ])
  })

  test('damage in the middle is told, and the rest is read', async () => {
    const bytes = await zip({ 'a.js': FETCH.repeat(200), 'b.js': 'two' })
    bytes.fill(0x55, 45, 60)
    const archive = await readArchive(bytes)
    expect(namesOf(archive)).toEqual(['b.js'])
    expect(archive.problems.map(({ name }) => name)).toEqual(['a.js'])
  })
})

describe('audit', () => {
  let command: Command
  beforeAll(async () => {
    command = await buildCommand()
  })
  afterAll(() => command?.dispose())

  test('of a widget as it was uploaded: its files are judged as those of a folder', async () => {
    const bytes = await zip({
      'manifest.json': MANIFEST,
      'script.js': `AMOCRM.x\n${FETCH}`,
      'i18n/en.json': '{}',
    })
    const packed = tree({})
    writeFileSync(join(packed, 'widget.zip'), bytes)
    const { stdout, code } = await command.run(['widget.zip', '--format', 'json'], { cwd: packed })
    const report = JSON.parse(stdout)
    const folder = tree({
      'manifest.json': MANIFEST,
      'script.js': `AMOCRM.x\n${FETCH}`,
      'i18n/en.json': '{}',
    })
    const unpacked = JSON.parse((await command.run(['--format', 'json'], { cwd: folder })).stdout)
    const told = ({ findings }: typeof report) =>
      findings.map(({ path, rule, start, message }: never) => [
        String(path).replace('widget.zip!/', ''),
        rule,
        start,
        message,
      ])
    expect(told(report)).toEqual(told(unpacked))
    expect(report.repository).toBe('widget')
    expect(report.errors).toEqual([])
    expect(code).toBe(1)
    const pretty = await command.run(['widget.zip'], { cwd: packed })
    expect(pretty.stdout).toContain("fetch('https://acme.amocrm.com/api/v4/leads')")
    expect(pretty.stdout).toContain('change its source and pack it')
  })

  test('of a tree examines zips with --archives alone', async () => {
    const root = repository({ 'a.js': 'one\n' })
    writeFileSync(
      join(root, 'w.zip'),
      await zip({ 'w/manifest.json': MANIFEST, 'w/script.js': FETCH, 'w/inner.zip': 'PK' }),
    )
    const plain = await command.run(['--format', 'compact'], { cwd: root })
    expect([plain.code, plain.stdout]).toEqual([
      0,
      expect.stringMatching(/^w\.zip note archive not examined/),
    ])
    const all = await command.run(['--archives', '--format', 'compact'], { cwd: root })
    expect(all.code).toBe(1)
    expect(all.stdout).toContain('w.zip!/w/script.js:1:')
    expect(all.stdout).toContain(
      'w.zip note archive manifest.json and script.js lie in a folder of the archive',
    )
  })

  test('names what cannot be read, with exit code 2', async () => {
    const root = tree({ 'broken.zip': 'PK broken', 'other.7z': '7z' })
    const { stdout, code } = await command.run(['broken.zip', 'other.7z', '--format', 'compact'], {
      cwd: root,
    })
    expect(code).toBe(2)
    expect(stdout).toMatch(/^broken\.zip error archive not examined: it cannot be opened as a zip/m)
    expect(stdout).toMatch(/^other\.7z error archive/m)
  })

  test('shows no secret of an archive', async () => {
    const root = tree({})
    writeFileSync(
      join(root, 'w.zip'),
      await zip({ 'a.js': "fetch('https://me:s3cret2@acme.amocrm.com/?hash=s3cret1')\n" }),
    )
    expect((await command.run(['w.zip'], { cwd: root })).stdout).not.toMatch(/s3cret/)
  })
})
