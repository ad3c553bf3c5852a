import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { init } from '../../src/commands/init.js'
import { TEMPLATES } from '../../src/commands/init-files.js'
import type { Terminal } from '../../src/commands/terminal.js'
import { parseConfiguration } from '../../src/config/read.js'
import { add, git, repository, tree } from '../files/tree.js'
import { buildCommand, type Command } from '../transcripts/command.js'

const ROOT = join(import.meta.dirname, '../..')
const FETCH = "fetch('https://acme.amocrm.com/')\n"

let command: Command
beforeAll(async () => {
  command = await buildCommand()
})
afterAll(() => command?.dispose())

const read = (root: string, path: string) => readFileSync(join(root, path), 'utf8')

/** Runs `init` on a terminal that answers. */
async function asked(cwd: string, answers: string[]): Promise<{ questions: string[]; output: string }> {
  const questions: string[] = []
  let output = ''
  const stdout = {
    write(text: string | Buffer) {
      output += String(text)
    },
  }
  const terminal = {
    cwd,
    canAsk: true,
    stdout,
    ask: async (question: string) => {
      questions.push(question)
      return answers.shift()
    },
  } as unknown as Terminal
  await init({}, terminal)
  return { questions, output }
}

describe('init', () => {
  test('writes a configuration that is right, and nothing else without being asked', async () => {
    const root = tree({})
    const { code, stdout } = await command.run(['init'], { cwd: root })
    expect(code).toBe(0)
    expect(stdout).toContain('kommo-migrate.config.json: written.')
    expect(stdout).toContain('--github, --gitlab, --pre-commit, --husky, --lint-staged')
    expect(parseConfiguration(read(root, 'kommo-migrate.config.json'), 'c')).toMatchObject({ exclude: [] })
    expect((await command.run(['init'], { cwd: root })).stdout).toContain(
      'kommo-migrate.config.json: there already.',
    )
    expect((await command.run([], { cwd: root })).code).toBe(0)
  })

  test('writes what is asked for, as files that their tools can read', async () => {
    const root = tree({})
    const flags = ['--github', '--gitlab', '--pre-commit', '--husky', '--lint-staged']
    expect((await command.run(['init', ...flags], { cwd: root })).code).toBe(0)
    const workflow = parse(read(root, '.github/workflows/kommo-migrate.yml'))
    expect(workflow.jobs.check.steps.map(({ uses, run }: never) => uses ?? run)).toHaveLength(5)
    expect(workflow.permissions).toEqual({})
    expect(parse(read(root, '.gitlab-ci.yml'))['kommo-migrate'].artifacts.reports).toEqual({
      codequality: 'gl-code-quality.json',
    })
    expect(parse(read(root, '.pre-commit-config.yaml')).repos[0].hooks[0].id).toBe('kommo-migrate')
    expect(statSync(join(root, '.husky/pre-commit')).mode & 0o111).not.toBe(0)
    const config = await import(join(root, 'lint-staged.config.js'))
    expect(config.default['*']()).toBe('kommo-migrate --staged')
  })

  test.each(TEMPLATES)(
    'never writes over $path, and says what to add',
    async ({ option, path, text, part }) => {
      const root = tree({ [path]: '# ours\n' })
      const flag = `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
      const { stdout } = await command.run(['init', flag], { cwd: root })
      expect(read(root, path)).toBe('# ours\n')
      expect(stdout).toContain(part ?? text)
      add(root, { [path]: 'kommo-migrate\n' })
      expect((await command.run(['init', flag], { cwd: root })).stdout).toContain(
        'runs kommo-migrate already',
      )
    },
  )

  test('asks on a terminal: for what the project uses, else for the usual', async () => {
    const root = tree({ '.husky/_/husky.sh': '' })
    expect((await asked(root, ['y'])).questions).toEqual(['Check what is staged with husky? [y/N] '])
    expect(read(root, '.husky/pre-commit')).toContain('--staged')
    const plain = tree({})
    expect((await asked(plain, ['', 'n'])).questions).toHaveLength(2)
    expect((await asked(tree({}), [])).questions).toHaveLength(1)
  })
})

describe('what is shipped for other tools', () => {
  test('the definition for pre-commit has what pre-commit asks for', () => {
    const [hook] = parse(read(ROOT, '.pre-commit-hooks.yaml'))
    expect(hook).toMatchObject({
      id: 'kommo-migrate',
      entry: 'kommo-migrate --staged',
      language: 'node',
      pass_filenames: false,
    })
  })

  const hasPreCommit = spawnSync('pre-commit', ['--version']).status === 0
  test.skipIf(!hasPreCommit)('pre-commit runs the hook on what is staged', () => {
    const root = repository({ 'a.js': 'one\n' })
    const hooks = {
      repos: [
        {
          repo: 'local',
          hooks: [
            {
              id: 'k',
              name: 'k',
              entry: `${process.execPath} ${command.bin} --staged --format compact`,
              language: 'system',
              pass_filenames: false,
            },
          ],
        },
      ],
    }
    add(root, { '.pre-commit-config.yaml': JSON.stringify(hooks), 'a.js': FETCH })
    git(root, 'add', '-A')
    add(root, { 'a.js': 'two\n' })
    const env = { ...process.env, PRE_COMMIT_HOME: tree({}), GIT_INDEX_FILE: undefined }
    const run = spawnSync('pre-commit', ['run'], { cwd: root, env, encoding: 'utf8' })
    expect(run.stdout).toContain('a.js:1:16 error legacy-host')
    expect(run.status).toBe(1)
    git(root, 'add', '-A')
    expect(spawnSync('pre-commit', ['run'], { cwd: root, env, encoding: 'utf8' }).status).toBe(0)
  })

  describe('the action', () => {
    const action = parse(read(ROOT, 'action.yml'))
    const [step] = action.runs.steps

    test('hands inputs over as variables, never as text of the script', () => {
      expect(step.run).not.toContain('${{')
      const inputs = Object.values(step.env as Record<string, string>).flatMap(
        (value) => /inputs\.([\w-]+)/.exec(value)?.[1] ?? [],
      )
      expect(inputs.sort()).toEqual(Object.keys(action.inputs).sort())
    })

    /** Runs the script as the runner does. */
    function act(root: string, inputs: Record<string, string>) {
      const bin = join(root, '.git/kommo-migrate')
      writeFileSync(bin, `#!/bin/sh\nexec '${process.execPath}' '${command.bin}' "$@"\n`)
      chmodSync(bin, 0o755)
      const [output, summary] = [join(root, '.git/output'), join(root, '.git/summary')]
      writeFileSync(output, '')
      const names = Object.entries(action.inputs as Record<string, { default: string }>)
      const env = Object.fromEntries(
        names.map(([name, { default: value }]) => [
          `INPUT_${name.toUpperCase().replaceAll('-', '_')}`,
          inputs[name] ?? value,
        ]),
      )
      const cwd = join(root, inputs['working-directory'] ?? '.')
      const run = spawnSync('bash', [join(ROOT, 'scripts/action.sh')], {
        cwd,
        encoding: 'utf8',
        env: {
          ...process.env,
          ...env,
          KOMMO_MIGRATE: bin,
          GITHUB_OUTPUT: output,
          GITHUB_STEP_SUMMARY: summary,
          CI: 'true',
          GITHUB_BASE_REF: '',
        },
      })
      return {
        ...run,
        outputs: Object.fromEntries(
          read(root, '.git/output')
            .trim()
            .split('\n')
            .map((line) => line.split('=')),
        ),
      }
    }

    test('annotates, gives counts and paths, and fails as the check does', () => {
      const root = repository({ 'packages/web/a.js': `${FETCH}AMOCRM.x\n`, 'b.js': FETCH })
      const { status, stdout, outputs } = act(root, { 'working-directory': 'packages/web' })
      expect(status).toBe(1)
      expect(stdout).toContain('::error file=packages/web/a.js,line=1,')
      expect(outputs).toEqual({
        errors: '1',
        warnings: '1',
        infos: '0',
        accepted: '0',
        json: 'packages/web/kommo-migrate.json',
        sarif: 'packages/web/kommo-migrate.sarif',
      })
      expect(read(root, '.git/summary')).toContain('## kommo-migrate: 2 findings in 1 file')
    })

    test('takes its inputs, whatever is in them', () => {
      const root = repository({ 'a.js': FETCH, 'b c.js': FETCH, 'd.js': `AMOCRM.x\n` })
      mkdirSync(join(root, 'out'))
      expect(act(root, { paths: 'd.js', 'fail-on': 'error', sarif: '', json: 'out/r.json' })).toMatchObject({
        status: 0,
        outputs: { errors: '0', warnings: '1', json: 'out/r.json' },
      })
      const { status, stderr } = act(root, { since: '$(touch pwned); `touch pwned`' })
      expect(status).toBe(2)
      expect(stderr).toContain('No commit to compare with')
      expect(() => statSync(join(root, 'pwned'))).toThrow()
    })
  })
})

test('a gate, end to end: what adds a finding fails, what ends one passes and shrinks the baseline', async () => {
  const root = repository({ 'a.js': FETCH, 'b.js': 'one\n' })
  git(root, 'branch', '-M', 'main')
  await command.run(['baseline'], { cwd: root })
  git(root, 'add', '-A')
  git(root, 'commit', '-q', '-m', 'accept')
  const check = async () =>
    (await command.run(['--changed', '--since', 'main', '--format', 'compact'], { cwd: root })).code
  git(root, 'checkout', '-q', '-b', 'adds')
  add(root, { 'b.js': 'AMOCRM.x\n' })
  git(root, 'commit', '-q', '-a', '-m', 'adds')
  expect(await check()).toBe(1)
  git(root, 'checkout', '-q', 'main')
  git(root, 'checkout', '-q', '-b', 'ends')
  execFileSync(process.execPath, [command.bin, 'fix', '--write'], { cwd: root })
  expect((await command.run(['baseline', '--prune'], { cwd: root })).stdout).toContain(
    '1 stale entry taken out',
  )
  git(root, 'commit', '-q', '-a', '-m', 'ends')
  expect(await check()).toBe(0)
  expect(JSON.parse(read(root, 'kommo-migrate.baseline.json')).findings).toEqual([])
})
