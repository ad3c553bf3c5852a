import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isConflict, type RefusalCode, splice } from '../../src/edits/splice.js'
import { createSource } from '../../src/files/source.js'
import type { Edit } from '../../src/findings/finding.js'

function edit(start: number, end: number, expect: string, text: string): Edit {
  return { path: 'a.js', start, end, expect, text }
}

function spliced(bytes: Buffer | string, ...edits: Edit[]): Buffer {
  const result = splice(createSource('a.js', Buffer.from(bytes)), edits)
  if (!result.ok) throw new Error(result.refusals.map(({ code }) => code).join())
  return result.bytes
}

function refusals(bytes: Buffer | string, ...edits: Edit[]): RefusalCode[] {
  const result = splice(createSource('a.js', Buffer.from(bytes)), edits)
  return result.ok ? [] : result.refusals.map(({ code }) => code)
}

const CYRILLIC_1251 = Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]) // "Привет"

describe('splice', () => {
  it('replaces, inserts and deletes', () => {
    const text = 'one two three'
    expect(spliced(text, edit(4, 7, 'two', '2')).toString()).toBe('one 2 three')
    expect(spliced(text, edit(4, 4, '', 'and ')).toString()).toBe('one and two three')
    expect(spliced(text, edit(3, 7, ' two', '')).toString()).toBe('one three')
    expect(spliced(text, edit(8, 13, 'three', '3'), edit(0, 3, 'one', '1')).toString()).toBe('1 two 3')
  })

  it('puts an insertion in front of a replacement that starts at the same byte', () => {
    expect(spliced('abc', edit(1, 2, 'b', 'B'), edit(1, 1, '', '<')).toString()).toBe('a<Bc')
    expect(spliced('abc', edit(1, 2, 'b', 'B'), edit(2, 2, '', '>')).toString()).toBe('aB>c')
  })

  it('counts identical edits once', () => {
    expect(spliced('abc', edit(1, 2, 'b', 'B'), edit(1, 2, 'b', 'B')).toString()).toBe('aBc')
    expect(spliced('abc', edit(1, 1, '', 'x'), edit(1, 1, '', 'x')).toString()).toBe('axbc')
  })

  it('leaves a file without edits as it is', () => {
    expect(spliced('').toString()).toBe('')
    expect(spliced('', edit(0, 0, '', 'x')).toString()).toBe('x')
  })

  const emoji = 'a😀b'
  const bom = Buffer.from('\ufeffabc')
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a😀b', 'utf16le')])
  it.each<[string, Buffer | string, Edit[], RefusalCode[]]>([
    ['past the end', 'abc', [edit(2, 4, 'c', 'x')], ['range']],
    ['negative', 'abc', [edit(-1, 1, 'a', 'x')], ['range']],
    ['end before start', 'abc', [edit(2, 1, '', 'x')], ['range']],
    ['fraction', 'abc', [edit(0.5, 1, 'a', 'x')], ['range']],
    ['not a number', 'abc', [edit(Number.NaN, 1, 'a', 'x')], ['range']],
    ['byte order mark', bom, [edit(0, 4, '\ufeffa', 'x')], ['range']],
    ['in front of the byte order mark', bom, [edit(0, 0, '', 'x')], ['range']],
    ['inside a UTF-8 character', 'aж', [edit(0, 2, 'a', 'x')], ['split']],
    ['inside an emoji', emoji, [edit(3, 5, '', 'x')], ['split']],
    ['between surrogates of UTF-16', utf16, [edit(4, 6, '\ud83d', 'x')], ['split']],
    ['odd byte of UTF-16', utf16, [edit(3, 4, '', 'x')], ['split']],
    ['between CR and LF', 'a\r\nb', [edit(0, 2, 'a\r', 'x')], ['split']],
    ['other text', 'abc', [edit(0, 1, 'b', 'x')], ['stale']],
    ['longer expectation', 'abc', [edit(0, 1, 'ab', 'x')], ['stale']],
    ['other letter case', 'AMOCRM', [edit(0, 6, 'amocrm', 'APP')], ['stale']],
    ['overlap', 'abcd', [edit(0, 2, 'ab', 'x'), edit(1, 3, 'bc', 'y')], ['overlap']],
    ['one inside the other', 'abcd', [edit(0, 4, 'abcd', 'x'), edit(1, 2, 'b', 'y')], ['overlap']],
    ['insertion inside', 'abcd', [edit(0, 4, 'abcd', 'x'), edit(2, 2, '', 'y')], ['overlap']],
    ['two texts for one place', 'abcd', [edit(1, 2, 'b', 'x'), edit(1, 2, 'b', 'y')], ['overlap']],
    ['two insertions at one place', 'abcd', [edit(1, 1, '', 'x'), edit(1, 1, '', 'y')], ['overlap']],
    ['letter that windows-1251 lacks', CYRILLIC_1251, [edit(0, 1, 'П', 'ĳ')], ['encoding']],
    ['emoji into windows-1251', CYRILLIC_1251, [edit(0, 0, '', '😀')], ['encoding']],
    ['lone surrogate into UTF-8', 'abc', [edit(0, 1, 'a', '\ud800')], ['encoding']],
  ])('refuses: %s', (_, bytes, edits, codes) => {
    expect(refusals(bytes, ...edits)).toEqual(codes)
  })

  it('names every refused edit', () => {
    expect(refusals('abc', edit(0, 1, 'x', 'y'), edit(1, 9, 'b', ''))).toEqual(['stale', 'range'])
  })

  it('keeps the byte order mark, and edits right behind it', () => {
    expect(spliced(bom, edit(3, 4, 'a', 'X'))).toEqual(Buffer.from('\ufeffXbc'))
    const little = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('amocrm', 'utf16le')])
    const wanted = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('kommo', 'utf16le')])
    expect(spliced(little, edit(2, 14, 'amocrm', 'kommo'))).toEqual(wanted)
  })

  it('writes in the encoding of the file', () => {
    const bytes = Buffer.concat([CYRILLIC_1251, Buffer.from(' amocrm')])
    expect(spliced(bytes, edit(7, 13, 'amocrm', 'тут'))).toEqual(
      Buffer.concat([CYRILLIC_1251, Buffer.from(' '), Buffer.from([0xf2, 0xf3, 0xf2])]),
    )
  })

  it.each([
    ['CRLF file', 'a\r\nb\r\n', 3, 'x\ny\n', 'a\r\nx\r\ny\r\nb\r\n'],
    ['LF file', 'a\nb\n', 2, 'x\r\ny\r\n', 'a\nx\ny\nb\n'],
    ['CR file', 'a\rb\r', 2, 'x\n', 'a\rx\rb\r'],
    ['last line of a CRLF file', 'a\r\nb', 4, '\nc', 'a\r\nb\r\nc'],
    ['last line of a CR file', 'a\rb', 3, '\nc', 'a\rb\rc'],
    ['one line', 'ab', 1, '\n', 'a\nb'],
    ['mixed file: the line end at hand', 'a\nb\r\nc', 2, 'x\n', 'a\nx\r\nb\r\nc'],
  ])('gives an inserted line end the form of the file: %s', (_, before, at, text, after) => {
    expect(spliced(before, edit(at, at, '', text)).toString()).toBe(after)
  })

  it('maps offsets from before to after', () => {
    const source = createSource('a.js', Buffer.from('aa bb cc'))
    const result = splice(source, [edit(0, 0, '', '>>'), edit(3, 5, 'bb', 'B'), edit(8, 8, '', '!')])
    if (!result.ok) throw new Error('refused')
    expect(result.bytes.toString()).toBe('>>aa B cc!')
    expect([0, 2, 3, 4, 5, 6, 8].map(result.map)).toEqual([2, 4, 5, 6, 6, 7, 10])
    expect(result.written.map(({ start, end }) => [start, end])).toEqual([
      [0, 2],
      [5, 6],
      [9, 10],
    ])
  })
})

/** A text in some encoding, with edits that do not touch each other. */
const cases = fc
  .record({
    text: fc.array(fc.constantFrom('a', 'b', ' ', '\n', '\r\n', 'ж', '😀', '"', 'AMOCRM', 'é'), {
      maxLength: 60,
    }),
    form: fc.constantFrom('utf8', 'utf8-bom', 'utf16le', 'windows-1251'),
    cuts: fc.array(fc.nat(60), { maxLength: 12 }),
    texts: fc.array(fc.constantFrom('', 'x', 'APP', 'kommo.com', '\n', 'я'), {
      minLength: 12,
      maxLength: 12,
    }),
  })
  .map(({ text, form, cuts, texts }) => {
    const plain = text.join('').replace(/😀|é/g, form === 'windows-1251' ? '' : '$&')
    const source = createSource('a.js', bytesOf(plain, form))
    const marks = [...new Set(cuts.map((cut) => Math.min(cut, source.text.length)))].sort((a, b) => a - b)
    const edits: Edit[] = []
    for (let i = 0; i + 1 < marks.length; i += 2) {
      const [from, to] = [marks[i] as number, marks[i + 1] as number]
      const [start, end] = [source.byteAt(from), source.byteAt(to)]
      const expected = source.text.slice(source.indexAt(start), source.indexAt(end))
      edits.push(edit(start, end, expected, texts[i] as string))
    }
    return { source, edits }
  })

function bytesOf(text: string, form: string): Buffer {
  if (form === 'utf16le') return Buffer.from(`\ufeff${text}`, 'utf16le')
  if (form === 'utf8-bom') return Buffer.from(`\ufeff${text}`)
  if (form === 'utf8') return Buffer.from(text)
  const single = createSource('x', CYRILLIC_1251)
  return Buffer.concat([CYRILLIC_1251, single.encode(text) as Buffer])
}

describe('splice, for any text', () => {
  it('never changes bytes outside edits, and the way back restores every byte', () => {
    fc.assert(
      fc.property(cases, ({ source, edits }) => {
        const result = splice(source, edits)
        if (!result.ok) {
          expect(result.refusals.map(({ code }) => code)).toSatisfy((codes: string[]) =>
            codes.every((code) => code === 'split'),
          )
          return
        }
        let from = 0
        let to = 0
        const back: Edit[] = []
        for (const { start, end, edit } of result.written) {
          expect(result.bytes.subarray(to, start)).toEqual(source.bytes.subarray(from, edit.start))
          const next = createSource('a.js', result.bytes)
          back.push({
            ...edit,
            start,
            end,
            text: edit.expect,
            expect: next.text.slice(next.indexAt(start), next.indexAt(end)),
          })
          from = edit.end
          to = end
        }
        expect(result.bytes.subarray(to)).toEqual(source.bytes.subarray(from))
        const after = createSource('a.js', result.bytes)
        const mixed = /\r/.test(source.text) && /(?<!\r)\n/.test(source.text)
        if (after.encoding !== source.encoding || after.bom !== source.bom || mixed) return
        const restored = splice(after, back)
        if (restored.ok && back.every(({ text }) => !/[\r\n]/.test(text)))
          expect(restored.bytes).toEqual(source.bytes)
      }),
      { numRuns: 500 },
    )
  })

  it('agrees with isConflict about what overlaps', () => {
    const range = fc.tuple(fc.nat(6), fc.nat(6), fc.constantFrom('x', 'y'))
    fc.assert(
      fc.property(range, range, ([a, b, s], [c, d, t]) => {
        const text = 'abcdef'
        const one = edit(Math.min(a, b), Math.max(a, b), text.slice(Math.min(a, b), Math.max(a, b)), s)
        const two = edit(Math.min(c, d), Math.max(c, d), text.slice(Math.min(c, d), Math.max(c, d)), t)
        expect(isConflict(one, two)).toBe(isConflict(two, one))
        expect(refusals(text, one, two).length > 0).toBe(isConflict(one, two))
      }),
      { numRuns: 500 },
    )
  })
})
