import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { add, git, repository } from '../files/tree.js'
import { buildCommand, type Command } from '../transcripts/command.js'

let command: Command
beforeAll(async () => {
  command = await buildCommand()
})
afterAll(() => command?.dispose())

const NAME = 'kommo-migrate.baseline.json'
const FETCH = "fetch('https://acme.amocrm.com/api/v4/leads')\n"
const run = (cwd: string, ...args: string[]) => command.run(args, { cwd })

/** A repository whose baseline is committed. */
async function accepted(files: Record<string, string>, ...args: string[]): Promise<string> {
  const root = repository(files)
  expect((await run(root, 'baseline', ...args)).code).toBe(0)
  git(root, 'add', '-A')
  git(root, 'commit', '-q', '-m', 'baseline')
  return root
}

const entries = (root: string): { path: string; rule: string; excerpt: string; scope: string }[] =>
  JSON.parse(readFileSync(join(root, NAME), 'utf8')).findings

describe('what was accepted', () => {
  test('does not count, and what comes later does', async () => {
    const root = await accepted({ 'a.js': `AMOCRM.x\n${FETCH}` })
    expect(entries(root)).toHaveLength(2)
    expect((await run(root)).code).toBe(0)
    add(root, { 'b.js': FETCH })
    const after = await run(root, '--format', 'json')
    expect(after.code).toBe(1)
    const { findings, summary } = JSON.parse(after.stdout)
    expect(findings.map(({ path, state }: never) => `${path} ${state}`)).toEqual([
      'a.js baseline',
      'a.js baseline',
      'b.js new',
    ])
    expect(summary.findings.baseline).toBe(2)
    expect((await run(root, '--no-baseline', '--format', 'compact')).stdout.split('\n')).toHaveLength(4)
  })

  test('a second line like one that is accepted is new', async () => {
    const root = await accepted({ 'a.js': FETCH })
    add(root, { 'a.js': FETCH + FETCH })
    expect((await run(root)).code).toBe(1)
  })

  test.each([
    ['lines above', `// one\n// two\n\n${FETCH}`],
    ['another indentation', `if (x) {\n  ${FETCH}}\n`],
    ['other neighbours', `before()\n${FETCH}after()\n`],
    ['CRLF', FETCH.replace('\n', '\r\n')],
  ])('stays accepted with %s', async (_, text) => {
    const root = await accepted({ 'a.js': FETCH })
    add(root, { 'a.js': text })
    const { code, stdout } = await run(root, '--format', 'compact')
    expect([code, stdout]).toEqual([0, ''])
  })

  test('stays accepted in a file with a new name, staged or not, also when it was edited', async () => {
    const long = `${'// what it does\n'.repeat(20)}${FETCH}`
    const root = await accepted({ 'old/a.js': long })
    git(root, 'mv', 'old', 'new')
    add(root, { 'new/a.js': `${'// what it does\n'.repeat(20)}{\n${FETCH}}\n` })
    expect((await run(root)).code).toBe(0)
    renameSync(join(root, 'new/a.js'), join(root, 'b.js'))
    add(root, { 'b.js': long })
    expect((await run(root)).code).toBe(0)
  })

  test('is accepted from another folder, too', async () => {
    const root = await accepted({ 'sub/a.js': FETCH, 'b.js': FETCH })
    expect((await run(join(root, 'sub'))).code).toBe(0)
    expect((await run(join(root, 'sub'), '--format', 'compact')).stdout).toBe('')
  })

  test('holds no secret', async () => {
    const root = await accepted({
      'a.js': "fetch('https://me:s3cret2@acme.amocrm.com/?access_token=s3cret1s3cret1')\n",
    })
    expect(readFileSync(join(root, NAME), 'utf8')).not.toMatch(/s3cret/)
  })

  test('a file that does not parse can be accepted, one that cannot be read cannot', async () => {
    const root = await accepted({ 'a.js': `function (\n${FETCH}` })
    const { code, stdout } = await run(root, '--format', 'json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout).notes[0].message).toMatch(/accepted in the baseline/)
    add(root, { 'b.js': `function (\n${FETCH}` })
    expect((await run(root)).code).toBe(2)
  })
})

describe('what has gone', () => {
  test('is told and taken out by --prune, which accepts nothing new', async () => {
    const root = await accepted({ 'a.js': FETCH, 'b.js': `AMOCRM.x\n` })
    add(root, { 'a.js': 'fetch("https://acme.kommo.com")\n', 'c.js': FETCH })
    const audit = await run(root, '--format', 'compact')
    expect(audit.code).toBe(1)
    expect(audit.stdout).toContain(
      `${NAME} note baseline-stale 1 entry stands for nothing any more (a.js): kommo-migrate baseline --prune takes it out`,
    )
    const pruned = await run(root, 'baseline', '--prune')
    expect(pruned.stdout).toBe(
      `${NAME}: 1 entry (1 stale entry taken out).\n1 finding not in it: kommo-migrate lists them.\n`,
    )
    expect(entries(root).map(({ path }) => path)).toEqual(['b.js'])
    expect((await run(root, 'baseline', '--prune')).stdout).toContain('nothing has changed')
  })

  test('is not told by a run over a part', async () => {
    const root = await accepted({ 'a.js': FETCH, 'sub/b.js': FETCH })
    rmSync(join(root, 'a.js'))
    expect((await run(root, 'sub', '--format', 'compact')).stdout).toBe('')
    expect((await run(root, '--rule', 'chat-host', '--format', 'compact')).stdout).toBe('')
    expect((await run(root, '--format', 'compact')).stdout).toContain('baseline-stale')
  })

  test('a part is accepted alone', async () => {
    const root = await accepted({ 'a.js': FETCH, 'sub/b.js': FETCH }, 'sub')
    expect(entries(root).map(({ path }) => path)).toEqual(['sub/b.js'])
    expect((await run(root, 'baseline', 'a.js')).stdout).toContain('2 entries (1 new)')
  })
})

describe('which file', () => {
  test('is named on the command line or in the configuration', async () => {
    const root = repository({
      'kommo-migrate.config.json': '{ "baseline": "ci/kommo-migrate.known.json" }',
      'ci/.gitkeep': '',
      'a.js': FETCH,
    })
    expect((await run(root)).stderr).toContain('ci/kommo-migrate.known.json: there is no such file')
    expect((await run(root, 'baseline')).stdout).toContain('ci/kommo-migrate.known.json: 1 entry (1 new)')
    expect((await run(root)).code).toBe(0)
    expect((await run(root, '--no-baseline')).code).toBe(1)
    expect((await run(root, '--no-config')).code).toBe(1)
    expect((await run(root, '--baseline', 'none.json')).code).toBe(2)
  })

  test('a broken one is an error that names it', async () => {
    const root = repository({ 'a.js': FETCH })
    writeFileSync(join(root, NAME), '{')
    const { code, stderr } = await run(root)
    expect(code).toBe(2)
    expect(stderr).toContain(`The baseline cannot be used: ${NAME}`)
  })

  test('is stable: the same findings give the same bytes', async () => {
    const root = await accepted({ 'b.js': FETCH + FETCH, 'a.js': `AMOCRM.x\n${FETCH}` })
    const before = readFileSync(join(root, NAME), 'utf8')
    await run(root, 'baseline')
    expect(readFileSync(join(root, NAME), 'utf8')).toBe(before)
  })
})

test('fixes are made for accepted findings as well, and the entries go', async () => {
  const root = await accepted({ 'a.js': FETCH })
  const fixed = await run(root, 'fix', '--write')
  expect(fixed.code).toBe(0)
  expect(readFileSync(join(root, 'a.js'), 'utf8')).toContain('acme.kommo.com')
  expect(fixed.stdout).toContain('baseline --prune')
})
