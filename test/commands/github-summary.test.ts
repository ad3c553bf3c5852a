import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { add, repository } from '../files/tree.js'
import { buildCommand, type Command } from '../transcripts/command.js'

let command: Command
beforeAll(async () => {
  command = await buildCommand()
})
afterAll(() => command?.dispose())

const FETCH = "fetch('https://acme.amocrm.com/')\n"

test('annotations name files from the root of the repository; the summary of the job gets the whole report', async () => {
  const root = repository({ 'packages/web/a.js': FETCH })
  const file = join(root, '.git/summary.md')
  writeFileSync(file, 'before\n')
  const options = { cwd: join(root, 'packages/web'), env: { GITHUB_STEP_SUMMARY: file } }
  const { stdout, code } = await command.run(['--format', 'github', '--format', 'sarif=out.sarif'], options)
  expect(code).toBe(1)
  expect(stdout).toMatch(/^::error file=packages\/web\/a\.js,line=1,/)
  expect(readFileSync(file, 'utf8')).toMatch(/^before\n## kommo-migrate: 1 finding in 1 file\n/)
  const [run] = JSON.parse(readFileSync(join(options.cwd, 'out.sarif'), 'utf8')).runs
  expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('packages/web/a.js')
  expect(run.invocations[0].exitCode).toBe(1)
  expect(run.results[0].fixes).toHaveLength(1)
})

test('the summary stays below what GitHub takes', async () => {
  const files = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`f${i}.js`, FETCH]))
  const root = repository(files)
  const file = join(root, '.git/summary.md')
  writeFileSync(file, 'x'.repeat(1024 * 1024 - 20_000))
  await command.run(['--format', 'github'], { cwd: root, env: { GITHUB_STEP_SUMMARY: file } })
  const text = readFileSync(file)
  expect(text.length).toBeLessThanOrEqual(1024 * 1024)
  expect(text.toString()).toMatch(/\d+ more files with findings did not fit in here/)
})

test('places of the summary are links to the commit, from the variables of the runner', async () => {
  const root = repository({ 'packages/web/a (1).js': FETCH })
  const file = join(root, '.git/summary.md')
  writeFileSync(file, '')
  const GITHUB_SHA = 'c0ffee'.repeat(6)
  const env = {
    GITHUB_STEP_SUMMARY: file,
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_REPOSITORY: 'acme/widget',
    GITHUB_SHA,
  }
  await command.run(['--format', 'github'], { cwd: join(root, 'packages/web'), env })
  const base = `https://github.example/acme/widget/blob/${GITHUB_SHA}/packages/web/a%20%281%29.js`
  expect(readFileSync(file, 'utf8')).toContain(`- [1:16](${base}#L1) `)
})

test('a summary that is full already stays as it is', async () => {
  const root = repository({ 'a.js': FETCH })
  const file = join(root, '.git/summary.md')
  writeFileSync(file, 'x'.repeat(1024 * 1024))
  const { code } = await command.run(['--format', 'github'], {
    cwd: root,
    env: { GITHUB_STEP_SUMMARY: file },
  })
  expect(code).toBe(1)
  expect(readFileSync(file)).toHaveLength(1024 * 1024)
})

test('in GitLab places are links as well, and a comment fits into what a pull request takes', async () => {
  const files = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`f${i}.js`, FETCH]))
  const root = repository(files)
  const env = { CI_PROJECT_URL: 'https://gitlab.example/acme/widget', CI_COMMIT_SHA: 'abc' }
  const { stdout } = await command.run(['--format', 'markdown'], { cwd: root, env })
  expect(stdout).toContain('- [1:16](https://gitlab.example/acme/widget/-/blob/abc/f0.js#L1) ')
  expect(Buffer.byteLength(stdout)).toBeLessThanOrEqual(65_536)
  expect(stdout).toMatch(/\d+ more files with findings did not fit in here/)
})

test('other formats write no summary', async () => {
  const root = repository({ 'a.js': FETCH })
  add(root, { '.git/summary.md': '' })
  await command.run(['--format', 'markdown'], {
    cwd: root,
    env: { GITHUB_STEP_SUMMARY: join(root, '.git/summary.md') },
  })
  expect(readFileSync(join(root, '.git/summary.md'), 'utf8')).toBe('')
})
