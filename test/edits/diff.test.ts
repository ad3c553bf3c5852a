import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type DiffFile, diffBytes, diffText } from '../../src/edits/diff.js'
import { folder, repository } from './folder.js'

const latin = (text: string) => Buffer.from(text, 'latin1')
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}\n`).join('')

const FILES: [string, string, string | Buffer | undefined, string | Buffer][] = [
  [
    'one line of many',
    'a.js',
    `${numbered(30)}AMOCRM\n${numbered(30)}`,
    `${numbered(30)}APP\n${numbered(30)}`,
  ],
  ['first and last line', 'a.js', `x\n${numbered(30)}y\n`, `X\n${numbered(30)}Y\n`],
  ['CRLF', 'a.js', 'a\r\nAMOCRM\r\nb\r\n', 'a\r\nAPP\r\nb\r\n'],
  ['lone CR', 'a.js', 'a\rAMOCRM\rb\r', 'a\rAPP\rb\r'],
  ['no final newline', 'a.js', 'a\nAMOCRM', 'a\nAPP'],
  ['no final newline, change above', 'a.js', 'AMOCRM\nb', 'APP\nb'],
  ['Cyrillic name', 'виджет/скрипт.js', 'AMOCRM\n', 'APP\n'],
  ['name with spaces', 'my folder/a b.js', 'AMOCRM\n', 'APP\n'],
  ['name with quote and backslash', 'a"b\\c.js', 'AMOCRM\n', 'APP\n'],
  [
    'windows-1251',
    'a.php',
    latin('\xcf\xf0\xe8\xe2\xe5\xf2\namocrm\n'),
    latin('\xcf\xf0\xe8\xe2\xe5\xf2\nkommo\n'),
  ],
  ['UTF-8 with byte order mark', 'a.js', '\ufeffAMOCRM // привет\n', '\ufeffAPP // привет\n'],
  [
    'UTF-16',
    'a.txt',
    Buffer.from('\ufeffa\namocrm\nb\n', 'utf16le'),
    Buffer.from('\ufeffa\nkommo\nb\n', 'utf16le'),
  ],
  ['NUL bytes', 'a.js', 'a\0b\nAMOCRM\n', 'a\0b\nAPP\n'],
  ['lines that look like a patch', 'a.js', '--- a\n+++ b\n@@ x\nAMOCRM\n', '--- a\n+++ b\n@@ x\nAPP\n'],
  ['trailing white space', 'a.js', 'a  \n\t\nAMOCRM \n', 'a  \n\t\nAPP \n'],
  ['a created file', 'new/b.js', undefined, 'fine\n'],
  ['a created file without final newline', 'b.js', undefined, 'fine'],
  [
    'more changes than the shortest difference is looked for',
    'a.js',
    `keep\n${numbered(3000)}end\n`,
    `keep\n${numbered(3000).replaceAll('line', 'row')}end\n`,
  ],
  [
    'the same without final newline',
    'a.js',
    `${numbered(3000)}x`,
    `${numbered(3000).replaceAll('line', 'row')}y`,
  ],
]

describe('diffBytes', () => {
  it.skipIf(process.platform === 'win32').each(FILES)('applies with git: %s', (_, path, before, after) => {
    const root = folder(before === undefined ? {} : { [path]: before })
    const patch = diffBytes([fileOf(path, before, after)])
    apply(root, patch)
    expect(readFileSync(join(root, path))).toEqual(Buffer.from(after))
  })

  it('applies several files at once, from a subfolder and outside a repository', () => {
    const files = { 'sub/a.js': 'AMOCRM\n', 'sub/b.js': 'AMOCRM' }
    for (const root of [repository(files), folder(files)]) {
      apply(
        join(root, 'sub'),
        diffBytes([fileOf('a.js', 'AMOCRM\n', 'APP\n'), fileOf('b.js', 'AMOCRM', 'APP')]),
      )
      expect(readFileSync(join(root, 'sub/a.js'), 'utf8')).toBe('APP\n')
      expect(readFileSync(join(root, 'sub/b.js'), 'utf8')).toBe('APP')
    }
  })

  it('looks like a diff of git', () => {
    const before = `${numbered(5)}AMOCRM\n${numbered(5)}`
    expect(
      diffBytes([fileOf('a.js', before, before.replace('AMOCRM', 'APP'))]).toString(),
    ).toMatchInlineSnapshot(`
      "--- a/a.js
      +++ b/a.js
      @@ -3,7 +3,7 @@
       line 2
       line 3
       line 4
      -AMOCRM
      +APP
       line 0
       line 1
       line 2
      "
    `)
  })

  it('says nothing of nothing', () => {
    expect(diffBytes([]).length).toBe(0)
  })
})

describe('diffText', () => {
  it('decodes what is read, whatever the encoding', () => {
    const [before, after] = [
      latin('\xcf\xf0\xe8\xe2\xe5\xf2 amocrm\r\n'),
      latin('\xcf\xf0\xe8\xe2\xe5\xf2 kommo\r\n'),
    ]
    const text = diffText([{ path: 'a.php', before, after }], false)
    expect(text.split('\n').slice(-3)).toEqual(['-Привет amocrm', '+Привет kommo', ''])
    const wide = diffText(
      [fileOf('a.txt', Buffer.from('\ufeffold\n', 'utf16le'), Buffer.from('\ufeffnew\n', 'utf16le'))],
      false,
    )
    expect(wide).toContain('\n-old\n')
    expect(wide).toContain('\n+new\n')
  })

  it('is coloured only when asked', () => {
    const files = [fileOf('a.js', 'AMOCRM\n', 'APP\n')]
    expect(diffText(files, true)).toContain('\u001b[32m+APP\u001b[39m')
    expect(diffText(files, false)).not.toContain('\u001b')
    expect(diffText(files, false)).toBe(diffBytes(files).toString())
  })
})

function fileOf(path: string, before: string | Buffer | undefined, after: string | Buffer): DiffFile {
  return { path, before: before === undefined ? undefined : Buffer.from(before), after: Buffer.from(after) }
}

function apply(cwd: string, patch: Buffer): void {
  mkdirSync(cwd, { recursive: true })
  execFileSync('git', ['apply', '--check', '-'], { cwd, input: patch })
  execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd, input: patch })
}
