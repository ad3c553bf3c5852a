import { describe, expect, it } from 'vitest'
import { isAnnotation, readAnnotations } from './annotations.js'
import { changedLines, diffFiles } from './compare.js'
import { deepFreeze } from './freeze.js'
import { VARIANTS } from './variants.js'

const ids = new Set(['legacy-host', 'amocrm-global'])

describe('annotations', () => {
  it.each([
    '// finds: legacy-host',
    '  /* finds: legacy-host */',
    ' * finds: legacy-host',
    '# finds: legacy-host',
    '<!-- finds: legacy-host -->',
    '{# finds: legacy-host #}',
    '{{!-- finds: legacy-host --}}',
    '{{! finds: legacy-host }}',
    '<%# finds: legacy-host %>',
    '<%-- finds: legacy-host --%>',
    '{/* finds: legacy-host */}',
    '-- finds: legacy-host',
    '; finds: legacy-host',
  ])('are read in %s', (line) => {
    expect(readAnnotations(`${line}\nx`, ids).findings).toEqual([{ rule: 'legacy-host', line: 2 }])
  })

  it('speak of the first line behind a row of comments', () => {
    const text =
      '// finds: legacy-host (review)\n// finds: amocrm-global x2\n// ok: legacy-host\n// edits: legacy-host\nx'
    expect(readAnnotations(text, ids)).toEqual({
      findings: [
        { rule: 'legacy-host', line: 5, kind: 'review' },
        { rule: 'amocrm-global', line: 5, count: 2 },
      ],
      ok: [{ rule: 'legacy-host', line: 5 }],
      edits: [5],
    })
  })

  it('take several rules', () => {
    expect(readAnnotations('// finds: legacy-host, amocrm-global safe\nx', ids).findings).toEqual([
      { rule: 'legacy-host', line: 2 },
      { rule: 'amocrm-global', line: 2, kind: 'safe' },
    ])
  })

  it('refuse a rule that does not exist', () => {
    expect(() => readAnnotations('// finds: legacy-hosts\nx', ids)).toThrow('no such rule: legacy-hosts')
  })

  it('are no code', () => {
    expect(isAnnotation("  ok: 'legacy-host',")).toBe(false)
    expect(isAnnotation('const x = 1 // finds: legacy-host')).toBe(false)
  })
})

describe('changed lines', () => {
  const lines = (before: string, after: string) => changedLines(Buffer.from(before), Buffer.from(after))

  it('are those of the input', () => {
    expect(lines('a\nb\nc', 'a\nB\nc')).toEqual([2])
    expect(lines('a\nb\nc', 'a\nc')).toEqual([2])
    expect(lines('a\nb\nc', 'A\nb\nC')).toEqual([1, 3])
  })

  it('are the line behind a pure insertion', () => {
    expect(lines('a\nb\nc', 'a\nx\nb\nc')).toEqual([2])
  })

  it('tell one replaced by two', () => {
    expect(lines('a\nb\nc', 'a\nx\ny\nc')).toEqual([2])
  })
})

describe('file differences', () => {
  it('show line ends', () => {
    const diff = diffFiles(new Map([['a.js', Buffer.from('x\r\n')]]), new Map([['a.js', Buffer.from('x\n')]]))
    expect(diff).toContain('-x␍␊')
  })

  it('name files that only one side has', () => {
    expect(diffFiles(new Map(), new Map([['a.js', Buffer.from('')]]))).toContain('a.js: nothing creates')
    expect(diffFiles(new Map([['a.js', Buffer.from('')]]), new Map())).toContain(
      'a.js: expected, but not there',
    )
  })
})

describe('frozen models', () => {
  it('refuse changes at any depth', () => {
    const model = { list: [{ name: 'a' }], map: new Map([['k', { v: 1 }]]), bytes: Buffer.from('x') }
    deepFreeze(model)
    expect(() => model.list.push({ name: 'b' })).toThrow()
    expect(() => Object.assign(model.list[0] as object, { name: 'b' })).toThrow()
    expect(() => model.map.set('l', { v: 2 })).toThrow('a rule changed a model')
    expect(() => Object.assign(model.map.get('k') as object, { v: 2 })).toThrow()
  })
})

describe('variants', () => {
  const bytes = (text: string) => new Map([['a.js', Buffer.from(text)]])
  const apply = (name: string, text: string) =>
    VARIANTS.find((variant) => variant.name === name)?.apply(bytes(text))

  it('rewrite line ends, mark and encoding', () => {
    expect(apply('CRLF', 'a\nb\n')).toEqual(bytes('a\r\nb\r\n'))
    expect(apply('a byte order mark', 'a')).toEqual(bytes('\uFEFFa'))
    expect(apply('no final newline', 'a\n')).toEqual(bytes('a'))
    expect(apply('no final newline', 'a')).toEqual(bytes('a\n'))
    expect(apply('UTF-16LE', 'a')?.get('a.js')).toEqual(Buffer.from([0xff, 0xfe, 0x61, 0]))
    expect(apply('windows-1251', 'Я')?.get('a.js')).toEqual(Buffer.from([0xdf]))
  })

  it('leave out what the content does not allow', () => {
    expect(apply('CRLF', 'a\r\nb')).toBeUndefined()
    expect(apply('windows-1251', '😀')).toBeUndefined()
  })
})
