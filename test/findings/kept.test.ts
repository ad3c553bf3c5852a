import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { createSource } from '../../src/files/source.js'
import { KEPT_REASONS } from '../../src/findings/finding.js'
import { account, classify, keepAll, MENTION } from '../../src/findings/kept.js'
import { mentionAt } from '../../src/findings/mention.js'
import { familyOf } from '../../src/languages/index.js'
import { countMentions } from './count-mentions.js'
import { ROWS } from './kept.rows.js'

const source = (text: string, path = 'script.js') => createSource(path, Buffer.from(text))
const model = { family: 'script', language: 'javascript', nature: 'source', syntax: 'tree' } as const

describe('classify', () => {
  it.each(ROWS)('%s: %s', (path, marked, reason) => {
    const start = marked.indexOf('⟦')
    const end = marked.indexOf('⟧') - 1
    const text = marked.replace('⟦', '').replace('⟧', '')
    expect(classify(mentionAt({ path, text, family: familyOf(path) }, start, end))).toBe(reason)
  })

  it('has a row for every reason that the table can give, and only real mentions', () => {
    expect(ROWS.length).toBeGreaterThanOrEqual(120)
    const reasons = new Set(ROWS.map(([, , reason]) => reason))
    for (const reason of reasons) expect(KEPT_REASONS).toContain(reason)
    expect(reasons.size).toBe(13)
    for (const [, marked] of ROWS) {
      const token = marked.slice(marked.indexOf('⟦') + 1, marked.indexOf('⟧'))
      const text = marked.replace('⟦', '').replace('⟧', '')
      const starts = [...text.matchAll(MENTION)].map((match) => match.index)
      expect(starts, token).toContain(marked.indexOf('⟦'))
    }
  })
})

describe('account', () => {
  it('leaves out what a finding covers, wholly or in part', () => {
    const file = source(`fetch('https://acme.amocrm.com'); AMOCRM.x`)
    const host = file.text.indexOf('acme.')
    const kept = account(file, model, [{ start: host, end: host + 15 }])
    expect(kept.map((k) => [k.token, k.reason])).toEqual([['AMOCRM', 'unclassified']])
    expect(account(file, model, [{ start: 0, end: file.bytes.length }])).toEqual([])
  })

  it('takes the reason of the rule that keeps an occurrence, and a finding outranks it', () => {
    const file = source(`x = [/\\.amocrm\\.com$/, /kommo/]`)
    const claim = { start: 5, end: 20, reason: 'complete-matcher' } as const
    expect(account(file, model, [claim])[0]?.reason).toBe('complete-matcher')
    expect(account(file, model, [claim, { start: 6, end: 9 }])).toEqual([])
  })

  it('finds the claim among many, the long one in front of short ones included', () => {
    const file = source(`'amocrm.com' ${'x '.repeat(50)} 'amocrm.com'`)
    const many = Array.from({ length: 40 }, (_, i) => ({ start: 14 + i * 2, end: 15 + i * 2 }))
    const kept = account(file, model, [{ start: 0, end: file.bytes.length, reason: 'recorded' }, ...many])
    expect(kept.map((k) => k.reason)).toEqual(['recorded', 'recorded'])
  })

  it('does not count what only touches a mention as covering it', () => {
    const file = source(`'amocrm.com'`)
    const kept = account(file, model, [
      { start: 0, end: 1 },
      { start: 11, end: 12 },
    ])
    expect(kept).toHaveLength(1)
  })

  it('gives spans in bytes of the file', () => {
    const text = `// Привет 😀 amoCRM`
    const [kept] = account(source(text), model, [])
    expect(kept?.span).toEqual({
      file: 'script.js',
      start: Buffer.byteLength(text) - 6,
      end: Buffer.byteLength(text),
    })
    const utf16 = createSource(
      'a.txt',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('x amoCRM', 'utf16le')]),
    )
    expect(account(utf16, { ...model, family: 'text' }, [])[0]?.span).toEqual({
      file: 'a.txt',
      start: 6,
      end: 18,
    })
  })

  it('accounts for each mention once, in any text of any file, and never hides a bare host', () => {
    const word = fc.constantFrom(
      ...[
        'amocrm.com',
        'AMOCRM',
        'amoCRM',
        'amocrm',
        'amocrm\\.ru',
        'amocrm%2ecom',
        '.',
        '/',
        '@',
        '-',
        '\\',
        "'",
        '"',
      ],
      ...[
        '`',
        ' ',
        '\n',
        '\r',
        '/*',
        '*/',
        '//',
        '#',
        '<?php',
        '?>',
        '<script>',
        '</',
        'https://',
        'a',
        'я',
        '😀',
        ':',
        '```',
      ],
    )
    const path = fc.constantFrom(
      'a.js',
      'a.php',
      'a.vue',
      'a.md',
      'a.yml',
      'a.py',
      'a.rb',
      'a.html',
      'a.json',
      'LICENSE',
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), path, (words, name) => {
        const text = words.join('')
        const file = createSource(name, Buffer.from(text))
        const kept = account(file, { ...model, family: familyOf(name) }, [])
        expect(kept.map((item) => item.token)).toEqual(text.match(MENTION) ?? [])
        for (const { token, span } of kept) {
          expect(file.bytes.subarray(span.start, span.end).toString()).toBe(token)
        }
      }),
      { numRuns: 500 },
    )
    for (const name of [
      'a.js',
      'a.php',
      'a.vue',
      'a.md',
      'a.yml',
      'a.py',
      'a.rb',
      'a.html',
      'a.json',
      'a.go',
      'x',
    ]) {
      for (const text of [
        'https://acme.amocrm.com/api',
        "'amocrm.com'",
        '# *.amocrm.com',
        '// .amocrm.com',
      ]) {
        const file = createSource(name, Buffer.from(text))
        expect(account(file, { ...model, family: familyOf(name) }, [])[0]?.reason).toBe('unclassified')
      }
    }
  })

  it('looks at a piece of a long line only', () => {
    const part = `'https://a.amocrm.ru/x',`
    const text = part.repeat(2_000)
    const at = part.length * 1_000 + part.indexOf('amocrm')
    const { before, after } = mentionAt({ path: 'a.js', text, family: 'script' }, at, at + 9)
    expect([before.length, after.length]).toEqual([300, 300])
    expect(account(source(text), model, [])).toHaveLength(2_000)
  })

  it('keeps every mention of a scan-only file for the reason of the file', () => {
    const kept = keepAll(source(`a.amocrm.com AMOCRM amoCRM`), 'lock-file')
    expect(kept.map((k) => k.reason)).toEqual(['lock-file', 'lock-file', 'lock-file'])
  })
})

describe('the independent count', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('agrees with git grep file by file', () => {
    const files: Record<string, Buffer> = {
      'a.js': Buffer.from(`AMOCRM.a; AMOCRM_URL; xAMOCRM; 'amocrm.com,amocrm%2Ecom,amocrm\\\\.ru'`),
      'имя файла.txt': Buffer.from('Сделка в amoCRM\r\namoCRM-виджет\rAmoCRM'),
      'cp1251.php': Buffer.from([
        0xc0, 0x61, 0x6d, 0x6f, 0x63, 0x72, 0x6d, 0xc0, 0x0a, 0x41, 0x4d, 0x4f, 0x43, 0x52, 0x4d,
      ]),
      'nul.bin': Buffer.from('a\0amocrm.com\0AMOCRM'),
      'none.js': Buffer.from('kommo'),
      'empty.js': Buffer.alloc(0),
      'folder/b.js': Buffer.from('myamocrm.com amocrm.company amocrm2.com'),
    }
    mkdirSync(join(folder, 'folder'))
    for (const [path, bytes] of Object.entries(files)) writeFileSync(join(folder, path), bytes)
    const counted = countMentions(folder, Object.keys(files))
    for (const [path, bytes] of Object.entries(files)) {
      expect([path, counted.get(path) ?? 0]).toEqual([
        path,
        keepAll(createSource(path, bytes), 'recorded').length,
      ])
    }
    expect(counted.get('a.js')).toBe(4)
    expect(counted.get('cp1251.php')).toBe(2)
  })
})
