import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isVendored, searchWithGit, uncovered } from '../../scripts/corpus/accounting.js'
import { lineRanges, mentions } from '../../scripts/corpus/lines.js'
import { splice } from '../../scripts/corpus/splice.js'
import { syntaxState } from '../../scripts/corpus/syntax.js'

const point = (offset: number) => ({ line: 1, column: 1, offset })

describe('the independent search', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'accounting-'))
    execFileSync('git', ['init', '-q'], { cwd: folder })
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('finds every form with its byte range, in names with spaces and Cyrillic too', () => {
    const text = 'ы AMOCRM\nacme.amocrm.com and amocrm\\.ru\r\nmyamocrm%2Ecom AmoCRMs\n'
    writeFileSync(join(folder, 'виджет 1.js'), text)
    const bytes = Buffer.from(text)
    const hits = searchWithGit(folder, () => bytes)
    expect(new Set(hits.map((hit) => hit.path))).toEqual(new Set(['виджет 1.js']))
    const found = hits.map((hit) => bytes.toString('utf8', hit.start, hit.end))
    expect(found).toEqual(['AMOCRM', 'amocrm.com', 'amocrm\\.ru', 'amocrm%2Ecom'])
  })

  it('names what no finding and no kept occurrence covers', () => {
    const bytes = Buffer.from('amocrm.com amocrm.ru\n')
    writeFileSync(join(folder, 'a.txt'), bytes)
    const covered = { path: 'a.txt', start: point(0), end: point(10) }
    const left = uncovered(
      searchWithGit(folder, () => bytes),
      [covered],
    )
    expect(left.map((hit) => hit.start)).toEqual([11])
  })
})

describe('lines', () => {
  it('end with LF, CRLF and a lone CR', () => {
    const ranges = lineRanges(Buffer.from('a\r\nbc\rd\n'))
    expect(ranges.map(({ start, end }) => end - start)).toEqual([1, 2, 1, 0])
  })

  it('count the constant in exact case and the domain in any', () => {
    const bytes = Buffer.from('AMOCRM amoCRM AmoCRM.Com amocrm.ru')
    const whole = { start: 0, end: bytes.length }
    expect(mentions(bytes, whole).map(({ start }) => start)).toEqual([0, 14])
    expect(mentions(bytes, whole, 'letters')).toHaveLength(4)
  })
})

describe('splice', () => {
  const edit = (start: number, end: number, expect: string) => {
    return { path: 'a.js', start, end, text: 'APP', expect }
  }

  it('replaces from the front to the back, whatever the order', () => {
    const bytes = Buffer.from('AMOCRM + AMOCRM')
    const edits = [edit(9, 15, 'AMOCRM'), edit(0, 6, 'AMOCRM')]
    expect(splice(bytes, edits).toString()).toBe('APP + APP')
  })

  it('refuses overlaps and other bytes than expected', () => {
    const bytes = Buffer.from('AMOCRM')
    expect(() => splice(bytes, [edit(0, 6, 'AMOCRM'), edit(2, 4, 'OC')])).toThrow('overlap')
    expect(() => splice(bytes, [edit(0, 6, 'amocrm')])).toThrow('not what the edit expects')
  })
})

describe('syntaxState', () => {
  it('tells a good file from a broken one in each language it knows', () => {
    const differs = (path: string, good: string, bad: string) =>
      expect(syntaxState(path, Buffer.from(good))).not.toBe(syntaxState(path, Buffer.from(bad)))
    differs('a.js', 'f(1)', 'f(1')
    differs('a.tsx', 'const a: B = <p/>', 'const a: = <p/>')
    differs('a.json', '{}', '{')
    differs('a.vue', '<script>f()</script>', '<script>f(</script>')
    expect(syntaxState('a.txt', Buffer.from('{'))).toBeUndefined()
  })
})

describe('isVendored', () => {
  it('looks at whole folder names', () => {
    expect(isVendored('vendor/acme/a.php')).toBe(true)
    expect(isVendored('web/node_modules/a/b.js')).toBe(true)
    expect(isVendored('src/vendored.js')).toBe(false)
  })
})
