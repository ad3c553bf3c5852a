import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fix } from '../src/edits/fix.js'
import { type Examination, examine } from '../src/run.js'

const OLD = "fetch('https://acme.amocrm.com/api/v4/leads')\n"
const NEW = OLD.replace('amocrm', 'kommo')
const isWindows = process.platform === 'win32'
const isRoot = process.getuid?.() === 0

let work: string
let tree: string
beforeEach(() => {
  work = realpathSync(mkdtempSync(join(tmpdir(), 'kommo-migrate-hostile-')))
  tree = join(work, 'tree')
  mkdirSync(tree)
})
afterEach(() => rmSync(work, { recursive: true, force: true }))

/** The same promises in a git repository and in a plain folder. */
describe.each(['a git repository', 'a plain folder'])('in %s', (kind) => {
  const put = (path: string, text = OLD) => {
    const file = join(tree, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  const read = (path: string) => readFileSync(join(tree, path), 'utf8')
  const run = () => {
    if (kind === 'a git repository') execFileSync('git', ['init', '--quiet'], { cwd: tree })
    return fixTree(tree)
  }

  it('names with spaces, quotes, other scripts and a leading dash are fixed', async () => {
    const names = [
      'with space.js',
      'виджет/скрипт.js',
      "it's.js",
      '-dash.js',
      '#hash.js',
      '[a]{b}.js',
      '😀.js',
    ]
    for (const name of names) put(name)
    await run()
    expect(names.filter((name) => read(name) !== NEW)).toEqual([])
  })

  it('ignored, vendored, locked and minified files stay', async () => {
    put('.gitignore', 'ignored/\n')
    const names = ['ignored/a.js', 'node_modules/sdk/index.js', 'vendor/sdk/index.js', 'jquery.min.js']
    for (const name of names) put(name)
    put('vendor/autoload.php', '<?php\n')
    put('package-lock.json', '{ "x": { "resolved": "https://acme.amocrm.com/x.tgz" } }\n')
    put('own.js')
    await run()
    expect(read('own.js')).toBe(NEW)
    expect(names.filter((name) => read(name) !== OLD)).toEqual([])
    expect(read('package-lock.json')).toContain('acme.amocrm.com')
  })

  it('a folder that is called like a script is no file', async () => {
    put('script.js/inner.js')
    await run()
    expect(read('script.js/inner.js')).toBe(NEW)
  })

  it('an empty file and an empty folder do no harm', async () => {
    put('empty.js', '')
    mkdirSync(join(tree, 'nothing'))
    const { audited } = await run()
    expect(audited.result.findings).toEqual([])
    expect(statSync(join(tree, 'empty.js')).size).toBe(0)
  })

  it.skipIf(isWindows)('nothing is written through a symlink', async () => {
    writeFileSync(join(work, 'outside.js'), OLD)
    mkdirSync(join(work, 'elsewhere'))
    writeFileSync(join(work, 'elsewhere', 'b.js'), OLD)
    symlinkSync(join(work, 'outside.js'), join(tree, 'link.js'))
    symlinkSync(join(work, 'elsewhere'), join(tree, 'folder'))
    put('own.js')
    await run()
    expect(read('own.js')).toBe(NEW)
    expect(readFileSync(join(work, 'outside.js'), 'utf8')).toBe(OLD)
    expect(readFileSync(join(work, 'elsewhere', 'b.js'), 'utf8')).toBe(OLD)
  })

  it.skipIf(isWindows)('a loop of symlinks ends', async () => {
    put('a/own.js')
    symlinkSync(tree, join(tree, 'a', 'again'))
    symlinkSync('self', join(tree, 'self'))
    await run()
    expect(read('a/own.js')).toBe(NEW)
  })

  it.skipIf(isWindows)('file modes stay', async () => {
    put('tool.js')
    put('shut.js')
    chmodSync(join(tree, 'tool.js'), 0o755)
    chmodSync(join(tree, 'shut.js'), 0o444)
    await run()
    expect(read('tool.js')).toBe(NEW)
    expect(statSync(join(tree, 'tool.js')).mode & 0o777).toBe(0o755)
    expect(statSync(join(tree, 'shut.js')).mode & 0o777).toBe(0o444)
  })

  it.skipIf(isWindows)('a pipe does not block', async () => {
    execFileSync('mkfifo', [join(tree, 'pipe.js')])
    put('own.js')
    await run()
    expect(read('own.js')).toBe(NEW)
  })

  it.skipIf(isWindows || isRoot)('an unreadable file is reported and does not stop the others', async () => {
    put('shut.js')
    put('own.js')
    chmodSync(join(tree, 'shut.js'), 0)
    const { audited } = await run()
    expect(audited.result.errors.map(({ path, code }) => [path, code])).toEqual([['shut.js', 'unreadable']])
    expect(read('own.js')).toBe(NEW)
  })

  it('a file with a syntax error stays, and does not stop the others', async () => {
    put('broken.js', `function ( {\n${OLD}`)
    put('own.js')
    const { audited } = await run()
    expect(audited.result.errors.map(({ path, code }) => [path, code])).toEqual([
      ['broken.js', 'parse-error'],
    ])
    expect(read('broken.js')).toBe(`function ( {\n${OLD}`)
    expect(read('own.js')).toBe(NEW)
  })

  it('nothing but the edited files appears or goes', async () => {
    put('own.js')
    await run()
    expect(existsSync(join(tree, 'own.js'))).toBe(true)
    const { audited } = await fixTree(tree)
    expect(audited.listing.files.map((file) => file.path)).toEqual(['own.js'])
  })
})

async function fixTree(root: string) {
  const open: Examination[] = []
  try {
    return await fix<Examination>({
      root,
      roots: [root],
      kinds: ['safe'],
      write: true,
      allowDirty: true,
      audit: async () => {
        const examination = await examine({ cwd: root, threads: 1 })
        open.push(examination)
        return examination
      },
    })
  } finally {
    await Promise.all(open.map((examination) => examination.close()))
  }
}
