import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSource } from '../../src/files/source.js'

const piece = fc.oneof(
  fc.constantFrom(
    '\r',
    '\n',
    '\r\n',
    '\n\r',
    '🙂',
    'привет',
    'é',
    '中',
    '\u2028',
    '\0',
    'amocrm.com',
    '\ufffd',
  ),
  fc.string({ unit: 'binary' }),
)
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''))
/** Long enough for several checkpoints of the offset table, with pairs on their borders. */
const longText = fc
  .tuple(fc.nat(7), text, text)
  .map(([pad, a, b]) => `${'x'.repeat(pad)}${a}${'🙂'.repeat(300)}${b}${'я\r\n'.repeat(200)}${a}`)

/** Offsets of every UTF-16 index by the plain definition: encode what stands before it. */
function expectMapping(source: ReturnType<typeof createSource>, width: (char: string) => number) {
  let offset = source.bom
  for (let index = 0; index < source.text.length; ) {
    const char = String.fromCodePoint(source.text.codePointAt(index) as number)
    expect(source.byteAt(index)).toBe(offset)
    for (let byte = 0; byte < width(char); byte++) {
      expect(source.indexAt(offset + byte)).toBe(index)
    }
    offset += width(char)
    index += char.length
  }
  expect(source.byteAt(source.text.length)).toBe(source.bytes.length)
}

function expectPoints(source: ReturnType<typeof createSource>) {
  const lines = source.text.split(/\r\n|\r|\n/)
  expect(source.lineCount).toBe(lines.length)
  lines.forEach((line, index) => {
    expect(source.line(index + 1)).toBe(line)
  })
  let index = 0
  let line = 1
  let column = 1
  while (index < source.text.length) {
    const offset = source.byteAt(index)
    // The second half of a pair has no byte of its own in UTF-8.
    if (source.indexAt(offset) === index) expect(source.point(offset)).toEqual({ line, column, offset })
    const char = source.text[index] as string
    if (char === '\n' || (char === '\r' && source.text[index + 1] !== '\n')) {
      line++
      column = 1
    } else column++
    index++
  }
}

describe('createSource', () => {
  test.each([
    ['without', ''],
    ['with', '\ufeff'],
  ])('UTF-8 %s byte order mark: every index and every byte map to each other', (_, bom) => {
    fc.assert(
      fc.property(fc.oneof(text, longText), (raw) => {
        const content = `a${raw.toWellFormed()}`
        const bytes = Buffer.from(bom + content)
        const source = createSource('a.js', bytes)
        if (source.encoding !== 'utf-8') return // NUL in every second place looks like UTF-16
        expect(source.text).toBe(content)
        expect(source.bom).toBe(bom === '' ? 0 : 3)
        expectMapping(source, (char) => Buffer.byteLength(char))
        expectPoints(source)
      }),
      { numRuns: 60 },
    )
  })

  test.each(['utf-16le', 'utf-16be'] as const)(
    '%s: bytes are two a unit and come back exactly',
    (encoding) => {
      fc.assert(
        fc.property(text, (content) => {
          const little = Buffer.from(`\ufeff${content}`, 'utf16le')
          const bytes = encoding === 'utf-16le' ? little : little.swap16()
          const source = createSource('a.js', bytes)
          expect(source).toMatchObject({ encoding, bom: 2, text: content })
          expect(Buffer.concat([bytes.subarray(0, 2), source.encode(source.text) as Buffer])).toEqual(bytes)
          for (let i = 0; i <= content.length; i++) {
            expect(source.byteAt(i)).toBe(2 + i * 2)
            expect(source.indexAt(2 + i * 2)).toBe(i)
          }
          expectPoints(source)
        }),
      )
    },
  )

  test('UTF-16 without a byte order mark is recognised by its empty halves', () => {
    const content = "var host = 'amocrm.com' // узел\r\n"
    const little = Buffer.from(content, 'utf16le')
    expect(createSource('a.js', little)).toMatchObject({ encoding: 'utf-16le', bom: 0, text: content })
    const big = Buffer.from(little).swap16()
    expect(createSource('a.js', big)).toMatchObject({ encoding: 'utf-16be', bom: 0, text: content })
  })

  test('UTF-16 with an odd last byte still ends where the file ends', () => {
    const bytes = Buffer.concat([Buffer.from('\ufeffab', 'utf16le'), Buffer.from([0x61])])
    const source = createSource('a.js', bytes)
    expect(source.text).toBe('ab')
    expect(source.byteAt(2)).toBe(bytes.length)
    expect(source.byteAt(1)).toBe(4)
  })

  test('any bytes at all: offsets are in order, cover the file, and decoding loses nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (array) => {
        const bytes = Buffer.from(array)
        const source = createSource('a.js', bytes)
        const parts: Buffer[] = [bytes.subarray(0, source.bom)]
        for (let i = 0; i < source.text.length; i++) {
          expect(source.byteAt(i)).toBeLessThanOrEqual(source.byteAt(i + 1))
          parts.push(bytes.subarray(source.byteAt(i), source.byteAt(i + 1)))
        }
        expect(source.byteAt(source.text.length)).toBe(bytes.length)
        if (source.text.length > 0) expect(Buffer.concat(parts)).toEqual(bytes)
        expectPoints(source)
      }),
      { numRuns: 300 },
    )
  })

  test('windows-1251: every byte is one character, and edits come back in that encoding', () => {
    const bytes = Buffer.concat([
      Buffer.from('<?php // '),
      Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]),
      Buffer.from("\r\n$h = 'amocrm.com'; // "),
      Buffer.from([0xec, 0xe8, 0xf0, 0x98]),
    ])
    const source = createSource('a.php', bytes)
    expect(source.encoding).toBe('windows-1251')
    expect(source.text).toContain('// Привет\r\n')
    expect(source.encode(source.text)).toEqual(bytes)
    expect(source.encode('Привет')).toEqual(Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]))
    expect(source.encode('中')).toBeUndefined()
    expect(source.point(bytes.indexOf('amocrm'))).toEqual({
      line: 2,
      column: 7,
      offset: bytes.indexOf('amocrm'),
    })
  })

  test('every byte of a single-byte encoding comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (array) => {
        const bytes = Buffer.from(array)
        const source = createSource('a.php', bytes)
        if (!source.encoding.startsWith('windows')) return
        expect(source.encode(source.text)).toEqual(bytes)
      }),
      { numRuns: 300 },
    )
  })

  test('UTF-8 with a few damaged bytes stays UTF-8; a damaged byte is one character of its own', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0x80, 0xff, 0xc0, 0xf5), { minLength: 1, maxLength: 3 }),
        (bad) => {
          const before = Buffer.from('// Заголовок страницы и описание 🙂\n')
          const after = Buffer.from("\nvar h = 'amocrm.com' // конец")
          const bytes = Buffer.concat([before, Buffer.from(bad), after])
          const source = createSource('a.js', bytes)
          expect(source.encoding).toBe('utf-8')
          expect(source.text).toBe(`${before}${'\ufffd'.repeat(bad.length)}${after}`)
          const at = source.text.indexOf('amocrm')
          expect(source.byteAt(at)).toBe(bytes.indexOf('amocrm'))
          expect(source.indexAt(bytes.indexOf('amocrm'))).toBe(at)
          expect(source.point(bytes.indexOf('amocrm')).column).toBe(10)
        },
      ),
    )
  })

  test('text that UTF-8 cannot hold is refused', () => {
    const source = createSource('a.js', Buffer.from('a'))
    expect(source.encode('\ud83d')).toBeUndefined()
    expect(source.encode('\ufffd')).toBeUndefined()
    expect(source.encode('привет')).toEqual(Buffer.from('привет'))
  })

  test('an empty file has one empty line', () => {
    const source = createSource('a.js', Buffer.alloc(0))
    expect(source).toMatchObject({ text: '', lineCount: 1, encoding: 'utf-8', bom: 0 })
    expect(source.point(0)).toEqual({ line: 1, column: 1, offset: 0 })
    expect(source.byteAt(0)).toBe(0)
  })

  test('a single line of 10 MB answers 20,000 questions in well under a second', () => {
    const source = createSource('a.js', Buffer.from('я = "amocrm.com";'.repeat(600_000)))
    for (let i = 0; i < 20_000; i++) {
      const index = (i * 509) % source.text.length
      expect(source.indexAt(source.byteAt(index))).toBe(index)
      source.point(source.byteAt(index))
    }
    expect(source.lineCount).toBe(1)
  })
})
