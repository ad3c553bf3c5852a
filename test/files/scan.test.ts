import { chmodSync, mkdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createPool } from '../../src/engine/pool.js'
import { discover } from '../../src/files/discover.js'
import { createSearcher, minimalNeedles } from '../../src/files/needles.js'
import { add, repository, tree } from './tree.js'

const HOST = "var host = 'acme.amocrm.com'\n"

/** Lists and reads a folder; `between` runs after the listing. */
async function scan(root: string, paths: string[] = [], between: () => void = () => {}) {
  const { files } = await discover({ cwd: root, paths })
  between()
  const pool = createPool({ threads: 1 })
  return pool.scan(files, minimalNeedles([]))
}

const hitsOf = ({ hits }: Awaited<ReturnType<typeof scan>>) =>
  Object.fromEntries(hits.map((hit) => [hit.path, hit.keep ?? (hit.readOnly ? 'read-only' : 'code')]))

describe('scan', () => {
  test('hands out the exact bytes of files with a needle, and counts the others as read', async () => {
    const bytes = Buffer.from(`\ufeff${HOST}\r\n// привет\r`)
    const root = repository({ 'a.js': bytes, 'b.js': 'nothing here', 'c.js': 'AmoCRM', 'd.js': 'app' })
    const scanned = await scan(root)
    expect(hitsOf(scanned)).toEqual({ 'a.js': 'code', 'c.js': 'code' })
    expect(scanned.hits[0]?.bytes).toEqual(bytes)
    expect(scanned).toMatchObject({ read: 4, errors: [], skipped: {} })
  })

  test('0 bytes, one byte, a line of 10 MB and a needle at its very end', async () => {
    const root = repository({
      'empty.js': '',
      'one.js': 'x',
      'line.txt': `${'x'.repeat(10_000_000)}amocrm`,
      'clean.js': 'y'.repeat(5_000_000),
    })
    const scanned = await scan(root)
    expect(scanned.read).toBe(4)
    expect(scanned.hits.map((hit) => [hit.path, hit.bytes.length, hit.keep])).toEqual([
      ['line.txt', 10_000_006, 'generated'],
    ])
  })

  test('NUL bytes: text by name is searched, everything else is binary and counted', async () => {
    const root = repository({
      'nul.js': `a\0b\n${HOST}`,
      'page.php': `\0\0${HOST}`,
      'thing.xyz': `\0\u0001${HOST}`,
      Makefile: HOST,
      'photo.png': HOST,
    })
    const scanned = await scan(root)
    expect(hitsOf(scanned)).toEqual({ Makefile: 'code', 'nul.js': 'code', 'page.php': 'code' })
    expect(scanned.skipped).toEqual({ binary: 2 })
  })

  test('a large binary file is left after its first megabyte', async () => {
    const blob = Buffer.alloc(9_000_000, 1)
    blob[100] = 0
    blob.write('amocrm.com', 8_000_000)
    const scanned = await scan(repository({ data: blob }))
    expect(scanned).toMatchObject({ hits: [], read: 0, skipped: { binary: 1 } })
  })

  test('UTF-16 is searched, with and without a byte order mark, in any file', async () => {
    const little = Buffer.from(HOST, 'utf16le')
    const big = Buffer.from(little).swap16()
    const root = repository({
      'mark-le.js': Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
      'mark-be.js': Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
      'plain-le.reg': little,
      'plain-be.reg': big,
      'clean.reg': Buffer.from('nothing to see', 'utf16le'),
    })
    expect(Object.keys(hitsOf(await scan(root)))).toEqual([
      'mark-be.js',
      'mark-le.js',
      'plain-be.reg',
      'plain-le.reg',
    ])
  })

  test('windows-1251 is searched and its bytes come back', async () => {
    const bytes = Buffer.concat([Buffer.from([0xcf, 0xf0, 0x20]), Buffer.from(HOST)])
    const scanned = await scan(repository({ 'a.php': bytes }))
    expect(scanned.hits[0]?.bytes).toEqual(bytes)
  })

  test('a file that vanished, or became a folder, is an error and stops nothing', async () => {
    const root = repository({})
    add(root, { 'a.js': HOST, 'b.js': HOST, 'c.js': HOST, 'dir/d.js': HOST })
    const scanned = await scan(root, [], () => {
      unlinkSync(join(root, 'a.js'))
      unlinkSync(join(root, 'b.js'))
      mkdirSync(join(root, 'b.js'))
      rmSync(join(root, 'dir'), { recursive: true })
      writeFileSync(join(root, 'dir'), '')
    })
    expect(hitsOf(scanned)).toEqual({ 'c.js': 'code' })
    expect(scanned.errors).toMatchObject([
      { path: 'a.js', code: 'unreadable', message: expect.stringContaining('vanished') },
      { path: 'b.js', code: 'unreadable', message: expect.stringContaining('folder') },
      { path: 'dir/d.js', code: 'unreadable', message: expect.stringContaining('vanished') },
    ])
  })

  test('a file of the index that is not on the disk was deleted, and is no error', async () => {
    const root = repository({ 'a.js': HOST, 'b.js': HOST, 'c/d.js': HOST, 'e.js': HOST })
    unlinkSync(join(root, 'a.js'))
    unlinkSync(join(root, 'b.js'))
    add(root, { 'b.js/new.js': HOST })
    rmSync(join(root, 'c'), { recursive: true })
    writeFileSync(join(root, 'c'), HOST)
    const scanned = await scan(root)
    expect(hitsOf(scanned)).toEqual({ 'b.js/new.js': 'code', c: 'code', 'e.js': 'code' })
    expect(scanned.errors).toEqual([])
    expect([...scanned.deleted]).toEqual(['a.js', 'b.js', 'c/d.js'])
  })

  test.skipIf(!process.getuid?.())('a file without permission is an error', async () => {
    const root = repository({ 'a.js': HOST })
    chmodSync(join(root, 'a.js'), 0)
    onTestFinished(() => chmodSync(join(root, 'a.js'), 0o644))
    expect((await scan(root)).errors).toMatchObject([{ path: 'a.js', code: 'unreadable' }])
  })

  test('a link that took the place of a file is not read through', async () => {
    const root = repository({ 'a.js': HOST })
    const secret = tree({ 'secret.js': HOST })
    const scanned = await scan(root, [], () => {
      rmSync(join(root, 'a.js'))
      symlinkSync(join(secret, 'secret.js'), join(root, 'a.js'))
    })
    expect(scanned).toMatchObject({ hits: [], read: 0, errors: [], skipped: { symlink: 1 } })
  })

  test('generated content is kept unless the file was named itself', async () => {
    const root = repository({
      'built.js': `${HOST}//# sourceMappingURL=built.js.map\n`,
      'package-lock.json': `{"a":"https://amocrm.com"}`,
      'plain.js': HOST,
    })
    expect(hitsOf(await scan(root))).toEqual({
      'built.js': 'generated',
      'package-lock.json': 'lock-file',
      'plain.js': 'code',
    })
    expect(hitsOf(await scan(root, ['built.js', 'package-lock.json', 'plain.js']))).toEqual({
      'built.js': 'read-only',
      'package-lock.json': 'lock-file',
      'plain.js': 'code',
    })
  })

  test('skipped files are counted by reason and not read', async () => {
    const root = repository({ 'node_modules/x/a.js': HOST, 'node_modules/x/b.js': HOST, 'w.zip': HOST })
    symlinkSync('w.zip', join(root, 'l.js'))
    expect(await scan(root)).toMatchObject({
      hits: [],
      read: 0,
      skipped: { vendored: 2, archive: 1, symlink: 1 },
    })
  })

  test('stops when it is aborted', async () => {
    const root = tree({})
    const files = Array.from({ length: 3000 }, (_, i) => `f${i}.js`)
    for (const name of files) writeFileSync(join(root, name), 'x'.repeat(20_000))
    const listing = await discover({ cwd: root, paths: [] })
    const controller = new AbortController()
    const pool = createPool({ threads: 1, signal: controller.signal, progress: () => controller.abort() })
    await expect(pool.scan(listing.files, ['amocrm'])).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('needles', () => {
  test('those that contain another one, and doubles in another case, are left out', () => {
    expect(minimalNeedles(['AMOCRM', 'amocrm.com', 'amojo.amocrm.com', 'referer', 'Referer', ''])).toEqual([
      'amocrm',
      'referer',
    ])
  })

  const holds = (needles: string[], text: string | Buffer, length?: number) => {
    const searcher = createSearcher(needles)
    const bytes = Buffer.from(text as string)
    while (searcher.buffer.length < bytes.length) searcher.grow()
    bytes.copy(searcher.buffer)
    return searcher.holdsNeedle(length ?? bytes.length)
  }

  test('are plain text in any case, whatever characters they hold', () => {
    expect(holds(['a.b*(c)', '"widget"'], 'x A.B*(C) y')).toBe(true)
    expect(holds(['a.b*(c)', '"widget"'], 'axb*(c)')).toBe(false)
    expect(holds(['a.b*(c)', '"widget"'], '{"Widget": 1}')).toBe(true)
    expect(holds(['x'], 'abc')).toBe(false)
    expect(holds(['x'], 'abX')).toBe(true)
  })

  test('only the given length of the buffer counts', () => {
    expect(holds(['amocrm'], 'abc amocrm', 9)).toBe(false)
    expect(holds(['amocrm'], 'abc amocrm', 10)).toBe(true)
  })

  test('are found at every distance from the start and from the end', () => {
    for (let before = 0; before < 70; before++) {
      for (const after of [0, 1, 15, 16, 17]) {
        const text = `${'a'.repeat(before)}AmoCRM${'m'.repeat(after)}`
        expect(holds(['amocrm', 'interface_version'], text)).toBe(true)
        expect(holds(['amocrm'], text, before + 5)).toBe(false)
      }
    }
  })

  test('what a longer file left in the buffer is not found', () => {
    const searcher = createSearcher(['amocrm'])
    searcher.buffer.write('0123456789 amocrm amocrm')
    searcher.buffer.write('amocr')
    expect(searcher.holdsNeedle(5)).toBe(false)
    expect(searcher.holdsNeedle(17)).toBe(true)
  })

  test('agree with a regular expression on any bytes, with and without WebAssembly', () => {
    const letters = fc.constantFrom(...'amocrmAMOCRM.-_ \n\0\u00e1'.split(''))
    const needle = fc.string({ unit: fc.constantFrom(...'amocr._'.split('')), minLength: 1, maxLength: 7 })
    fc.assert(
      fc.property(
        fc.array(letters, { maxLength: 120 }),
        fc.array(needle, { minLength: 1, maxLength: 40, size: 'max' }),
        (chars, needles) => {
          const bytes = Buffer.from(chars.join(''), 'latin1')
          const text = chars.join('').replaceAll('\0', '').toLowerCase()
          const expected = needles.some((one) => text.includes(one))
          expect(holds(needles, bytes)).toBe(expected)
          const plain = createSearcher(needles, null)
          bytes.copy(plain.buffer)
          expect(plain.holdsNeedle(bytes.length)).toBe(expected)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('a buffer that grows keeps what stands in it', () => {
    for (const searcher of [createSearcher(['amocrm']), createSearcher(['amocrm'], null)]) {
      searcher.buffer.write('amocrm')
      const { length } = searcher.buffer
      searcher.grow()
      expect(searcher.buffer.length).toBeGreaterThan(length * 2)
      expect(searcher.holdsNeedle(6)).toBe(true)
    }
  })
})
