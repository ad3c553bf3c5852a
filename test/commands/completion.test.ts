import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tree } from '../files/tree.js'
import { buildCommand, type Command } from '../transcripts/command.js'

let command: Command
beforeAll(async () => {
  command = await buildCommand()
})
afterAll(() => command?.dispose())

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0

/** What is typed, and what completes its last word. */
const TYPED: [string[], string[]][] = [
  [['expl'], ['explain']],
  [['fix', '--unsa'], ['--unsafe']],
  [['--changed', '--sta'], ['--staged']],
  [['--format', 'sa'], ['sarif']],
  [['probe', '--format', 'p'], ['pretty']],
  [['explain', 'redirect'], ['redirect-308']],
  [['fix', '--rule', 'leg'], ['legacy-host']],
  [['--fail-on', 'n'], ['never']],
  [['completion', 'z'], ['zsh']],
  [['data', '--dialect', 'p'], ['postgresql']],
  [['audit', 'sub'], ['subject.js']],
]

async function script(shell: string): Promise<string> {
  const root = tree({ 'subject.js': '' })
  const { stdout, code } = await command.run(['completion', shell], { cwd: root })
  expect(code).toBe(0)
  writeFileSync(join(root, 'script'), stdout)
  return root
}

describe.skipIf(!has('bash'))('bash', () => {
  test.each(TYPED)('%j', async (words, expected) => {
    const cwd = await script('bash')
    const run = `source ./script; COMP_WORDS=(kommo-migrate "$@"); COMP_CWORD=$#; _kommo_migrate; printf '%s\\n' "\${COMPREPLY[@]}"`
    const output = execFileSync('bash', ['-c', run, 'bash', ...words], { cwd, encoding: 'utf8' })
    expect(output.trim().split('\n')).toEqual(expected)
  })
})

describe.skipIf(!has('fish'))('fish', () => {
  test.each(TYPED)('%j', async (words, expected) => {
    const cwd = await script('fish')
    const line = ['kommo-migrate', ...words].join(' ')
    const output = execFileSync('fish', ['-c', `source ./script; complete -C ${JSON.stringify(line)}`], {
      cwd,
      encoding: 'utf8',
    })
    const offered = output
      .trim()
      .split('\n')
      .map((one) => one.split('\t')[0])
    expect(offered).toEqual(expected)
  })
})

test.skipIf(!has('zsh'))('zsh reads it', async () => {
  const cwd = await script('zsh')
  execFileSync('zsh', ['-n', 'script'], { cwd })
})

test('another shell is an error that names those that are known', async () => {
  const { code, stderr } = await command.run(['completion', 'tcsh'], { cwd: tree({}) })
  expect(code).toBe(2)
  expect(stderr).toContain('Allowed choices are bash, zsh, fish')
})
