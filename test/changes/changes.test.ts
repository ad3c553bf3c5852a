import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { add, git, repository, tree } from '../files/tree.js'
import { buildCommand, type Command } from '../transcripts/command.js'

let command: Command
beforeAll(async () => {
  command = await buildCommand()
})
afterAll(() => command?.dispose())

const FETCH = "fetch('https://acme.amocrm.com/api/v4/leads')\n"
const GLOBAL = 'AMOCRM.constant(1)\n'
const NO_CI = { CI_MERGE_REQUEST_DIFF_BASE_SHA: '', GITHUB_BASE_REF: '', GIT_INDEX_FILE: '' }

const run = (cwd: string, args: readonly string[], env: Record<string, string> = {}) =>
  command.run(args, { cwd, env: { ...NO_CI, ...env } })

/** `path:line rule` of each finding. */
async function found(
  cwd: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string[]> {
  const { stdout, stderr } = await run(cwd, [...args, '--format', 'json'], env)
  if (stdout === '') throw new Error(stderr)
  const { findings } = JSON.parse(stdout) as {
    findings: { path: string; rule: string; start: { line: number } }[]
  }
  return findings.map(({ path, rule, start }) => `${path}:${start.line} ${rule}`)
}

/** A branch `work` off `main`, where `old.js` and `both.js` have findings already. */
function branch(): string {
  const root = repository({ 'old.js': FETCH, 'both.js': FETCH, 'moved.js': FETCH.repeat(4) })
  git(root, 'branch', '-M', 'main')
  git(root, 'checkout', '-q', '-b', 'work')
  return root
}

function commit(root: string, message = 'work'): void {
  git(root, 'add', '-A')
  git(root, 'commit', '-q', '-m', message)
}

describe('--changed', () => {
  test('is about what the branch changes: commits, work tree, new files, new names', async () => {
    const root = branch()
    add(root, { 'both.js': FETCH + GLOBAL })
    git(root, 'mv', 'moved.js', 'new-name.js')
    commit(root)
    add(root, { 'new.js': GLOBAL, 'ignored.js': GLOBAL, '.gitignore': 'ignored.js\n' })
    expect(await found(root, ['--changed'])).toEqual([
      'both.js:1 legacy-host',
      'both.js:2 amocrm-global',
      ...[1, 2, 3, 4].map((line) => `new-name.js:${line} legacy-host`),
      'new.js:1 amocrm-global',
    ])
    expect(await found(root, ['--since', 'main', '--rule', 'amocrm-global'])).toEqual([
      'both.js:2 amocrm-global',
      'new.js:1 amocrm-global',
    ])
    expect(await found(root, ['--since', 'HEAD', '--fail-on', 'never'])).toEqual(['new.js:1 amocrm-global'])
  })

  test('is not about what the other branch has done meanwhile', async () => {
    const root = branch()
    add(root, { 'new.js': GLOBAL })
    commit(root)
    git(root, 'checkout', '-q', 'main')
    add(root, { 'theirs.js': FETCH, 'old.js': GLOBAL })
    commit(root)
    git(root, 'checkout', '-q', 'work')
    expect(await found(root, ['--changed'])).toEqual(['new.js:1 amocrm-global'])
  })

  test('a file that was not changed does not make the check fail, whatever is wrong with it', async () => {
    const root = repository({ 'broken.js': `function (\n${FETCH}`, 'old.js': FETCH })
    git(root, 'branch', '-M', 'main')
    add(root, { 'fine.js': 'APP.constant(1)\n' })
    const { code, stdout } = await run(root, ['--changed', '--format', 'compact'])
    expect([code, stdout]).toEqual([0, ''])
  })

  test('other files are examined for what they say of these', async () => {
    const root = repository({ 'host.js': "export const HOST = 'https://acme.amocrm.com'\n" })
    git(root, 'branch', '-M', 'main')
    add(root, { 'use.js': "import { HOST } from './host.js'\nif (location.origin === HOST) start()\n" })
    const all = await found(root, ['--fail-on', 'never'])
    expect(await found(root, ['--changed'])).toEqual(all.filter((line) => line.startsWith('use.js')))
  })

  test('asks CI for the branch, and works below the root', async () => {
    const root = branch()
    add(root, { 'sub/new.js': GLOBAL })
    commit(root)
    const first = git(root, 'rev-parse', 'main').trim()
    git(root, 'branch', '-D', 'main')
    expect(await found(join(root, 'sub'), ['--changed'], { CI_MERGE_REQUEST_DIFF_BASE_SHA: first })).toEqual([
      'new.js:1 amocrm-global',
    ])
    git(root, 'update-ref', 'refs/remotes/origin/release/2', first)
    expect(await found(root, ['--changed'], { GITHUB_BASE_REF: 'release/2' })).toEqual([
      'sub/new.js:1 amocrm-global',
    ])
  })

  test('fixes these files alone', async () => {
    const root = branch()
    add(root, { 'new.js': GLOBAL })
    commit(root)
    expect((await run(root, ['fix', '--changed', '--write'])).code).toBe(0)
    expect(readFileSync(join(root, 'new.js'), 'utf8')).toBe('APP.constant(1)\n')
    expect(readFileSync(join(root, 'old.js'), 'utf8')).toBe(FETCH)
  })

  test.each([
    ['no repository', () => tree({ 'a.js': FETCH }), ['--changed'], /Not in a git repository/],
    ['an unknown branch', branch, ['--since', 'mian'], /mian is not here\nIs it spelt right\?/],
    ['an option for a branch', branch, ['--since', '--output=x'], /--output=x is not here/],
    ['both', branch, ['--changed', '--staged'], /exclude each other/],
  ])('%s is an error', async (_, folder, args, message) => {
    const { code, stderr } = await run(folder(), args)
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
  })

  test('a shallow clone without the branch says how to fetch it', async () => {
    const root = branch()
    add(root, { 'new.js': GLOBAL })
    commit(root)
    const clone = join(tree({}), 'clone')
    git(root, 'clone', '-q', '--depth', '1', '--branch', 'work', `file://${root}`, clone)
    const missing = await run(clone, ['--changed', '--since', 'origin/main'])
    expect(missing.code).toBe(2)
    expect(missing.stderr).toMatch(/origin\/main is not here\nFetch the history first: git fetch --unshallow/)
    git(clone, 'fetch', '-q', '--depth', '1', 'origin', 'main:refs/remotes/origin/main')
    const cut = await run(clone, ['--changed', '--since', 'origin/main'])
    expect(cut.stderr).toMatch(/the history of this clone is cut off\nFetch the history first/)
    git(clone, 'fetch', '-q', '--unshallow')
    expect(await found(clone, ['--changed', '--since', 'origin/main'])).toEqual(['new.js:1 amocrm-global'])
  })

  test('before the first commit, everything is new', async () => {
    const root = tree({ 'a.js': GLOBAL })
    git(root, 'init', '-q')
    git(root, 'add', '-A')
    expect(await found(root, ['--changed'])).toEqual(['a.js:1 amocrm-global'])
    expect(await found(root, ['--staged'])).toEqual(['a.js:1 amocrm-global'])
  })
})

describe('--staged', () => {
  test('reads the index: neither what is staged no more, nor what is not staged yet', async () => {
    const root = repository({ 'a.js': 'one\n', 'b.js': 'one\n', 'old.js': FETCH })
    add(root, { 'a.js': `one\n${GLOBAL}` })
    git(root, 'add', 'a.js')
    add(root, { 'a.js': `${FETCH}one\n`, 'b.js': GLOBAL, 'new.js': GLOBAL })
    expect(await found(root, ['--staged'])).toEqual(['a.js:2 amocrm-global'])
    const { stdout } = await run(root, ['--staged'])
    expect(stdout).toContain('AMOCRM.constant(1)')
    expect(stdout).not.toContain('fetch(')
  })

  test('a file that is mended in the work tree alone still fails, and one that is broken there alone does not', async () => {
    const root = repository({ 'a.js': 'one\n', 'b.js': 'one\n' })
    add(root, { 'a.js': GLOBAL, 'b.js': 'two\n' })
    git(root, 'add', '-A')
    add(root, { 'a.js': 'APP.constant(1)\n', 'b.js': `function (\n${GLOBAL}` })
    expect(await found(root, ['--staged'])).toEqual(['a.js:1 amocrm-global'])
    git(root, 'add', 'a.js')
    const { code } = await run(root, ['--staged'])
    expect(code).toBe(0)
  })

  test('sees staged files that the work tree has lost, new names, and no deleted ones', async () => {
    const root = repository({ 'a.js': GLOBAL.repeat(4), 'gone.js': FETCH })
    add(root, { 'lost.js': FETCH })
    git(root, 'add', 'lost.js')
    rmSync(join(root, 'lost.js'))
    git(root, 'mv', 'a.js', 'c.js')
    git(root, 'rm', '-q', 'gone.js')
    expect(await found(root, ['--staged', '--rule', 'legacy-host'])).toEqual(['lost.js:1 legacy-host'])
    expect(await found(root, ['--staged', '--rule', 'amocrm-global'])).toHaveLength(4)
  })

  test('what is only in the work tree says nothing of what is staged', async () => {
    const root = repository({ 'host.js': "export const HOST = 'https://acme.example.com'\n" })
    add(root, { 'use.js': "import { HOST } from './host.js'\nif (location.origin === HOST) start()\n" })
    git(root, 'add', '-A')
    add(root, { 'host.js': "export const HOST = 'https://acme.amocrm.com'\n" })
    expect(await found(root, ['--staged'])).toEqual([])
  })

  test('the index that git hands to a hook is taken: git commit FILE, git commit -a', async () => {
    const root = repository({ 'a.js': 'one\n', 'b.js': 'one\n' })
    const hook = join(root, '.git/hooks/pre-commit')
    const report = join(root, '.git/report')
    mkdirSync(join(root, '.git/hooks'), { recursive: true })
    writeFileSync(
      hook,
      `#!/bin/sh\nexec '${process.execPath}' '${command.bin}' --staged --format compact > '${report}'\n`,
      { mode: 0o755 },
    )
    add(root, { 'a.js': GLOBAL, 'b.js': FETCH })
    git(root, 'add', '-A')
    expect(() => git(root, 'commit', '-q', '-m', 'one', 'b.js')).toThrow()
    expect(readFileSync(report, 'utf8')).toMatch(/^b\.js:1:\d+ error legacy-host [^\n]*\n$/)
    git(root, 'reset', '-q')
    expect(() => git(root, 'commit', '-q', '-a', '-m', 'all')).toThrow()
    expect(readFileSync(report, 'utf8').split('\n')).toHaveLength(3)
    add(root, { 'a.js': 'APP.constant(1)\n', 'b.js': 'two\n' })
    git(root, 'commit', '-q', '-a', '-m', 'fine')
    expect(git(root, 'log', '--format=%s', '-1').trim()).toBe('fine')
  })

  test('an index of another repository is not taken', async () => {
    const other = repository({ 'x.js': GLOBAL })
    const root = repository({ 'a.js': 'one\n' })
    add(root, { 'a.js': GLOBAL })
    git(root, 'add', '-A')
    const env = { GIT_INDEX_FILE: join(other, '.git/index'), GIT_DIR: join(other, '.git') }
    expect(await found(root, ['--staged'], env)).toEqual(['a.js:1 amocrm-global'])
  })

  test('submodules and links are no files', async () => {
    const inner = repository({ 'x.js': GLOBAL })
    const root = repository({ 'a.js': 'one\n' })
    git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'inner')
    expect(await found(root, ['--staged'])).toEqual([])
  })

  test('a merge conflict is an error that names the file', async () => {
    const root = branch()
    add(root, { 'old.js': 'ours\n' })
    commit(root)
    git(root, 'checkout', '-q', 'main')
    add(root, { 'old.js': 'theirs\n' })
    commit(root)
    expect(() => git(root, 'merge', 'work')).toThrow()
    const { code, stdout } = await run(root, ['--staged', '--format', 'compact'])
    expect(code).toBe(2)
    expect(stdout).toContain('old.js error unmerged it is in a merge conflict')
  })

  test('accepts what the baseline accepts, under a new name, too', async () => {
    const root = repository({ 'a.js': GLOBAL + FETCH.repeat(6) })
    await run(root, ['baseline'])
    commit(root)
    git(root, 'mv', 'a.js', 'b.js')
    add(root, { 'b.js': GLOBAL + FETCH.repeat(6) + GLOBAL })
    git(root, 'add', '-A')
    renameSync(join(root, 'b.js'), join(root, 'c.js'))
    const { stdout } = await run(root, ['--staged', '--format', 'json'])
    const states = (JSON.parse(stdout).findings as { state: string }[]).map(({ state }) => state)
    expect(states.filter((state) => state === 'baseline')).toHaveLength(7)
    expect(states.filter((state) => state === 'new')).toHaveLength(1)
  })

  test('its fix is a patch for the index', async () => {
    const root = repository({ 'a.js': 'one\n' })
    add(root, { 'a.js': `one\n${GLOBAL}` })
    git(root, 'add', '-A')
    add(root, { 'a.js': `zero\none\n${GLOBAL}` })
    const { stdout } = await run(root, ['fix', '--staged'])
    writeFileSync(join(root, '.git/patch'), stdout)
    git(root, 'apply', '--cached', '.git/patch')
    expect(git(root, 'show', ':a.js')).toBe('one\nAPP.constant(1)\n')
    expect((await run(root, ['fix', '--staged', '--write'])).stderr).toContain(
      'what is staged cannot be written',
    )
  })
})
