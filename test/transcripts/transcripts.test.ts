import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CASES, type Case, FOLDERS } from './cases.js'
import { buildCommand, type Command, type Run } from './command.js'

/*
 * One Markdown file per command line, with everything that people and scripts see of it. After a change that is
 * meant: `npx vitest run test/transcripts -u`, then read the difference.
 */

let command: Command
beforeAll(async () => {
  command = await buildCommand()
})
afterAll(() => command?.dispose())

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))

test.each(CASES)('$name', async (one) => {
  await expect(await transcript(one)).toMatchFileSnapshot(`${one.name}.md`)
})

test('every transcript belongs to a case', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.md'))
  expect(files.sort()).toEqual(CASES.map(({ name }) => `${name}.md`).sort())
})

async function transcript(one: Case): Promise<string> {
  const cwd = command.folder(FOLDERS[one.folder])
  const parts = [`# ${one.name}`, `In the folder \`${one.folder}\` of \`folders.ts\`.`]
  if (one.isRepository) commitAll(cwd)
  for (const args of one.commands) {
    if (args[0] === '>>') {
      appendFileSync(join(cwd, args[1] ?? ''), args[2] ?? '')
      parts.push(block('console', `$ echo '${args[2]?.trimEnd()}' >> ${args[1]}`))
      continue
    }
    const run = await command.run(args, { cwd, env: one.env, stdin: one.stdin })
    parts.push(...shown(one, args, run, cwd))
  }
  for (const path of one.show ?? [])
    parts.push(`\`${path}\` afterwards:`, block('', readFileSync(join(cwd, path), 'utf8')))
  const report = join(cwd, 'out/report.txt')
  if (existsSync(report)) parts.push('`out/report.txt`:', block('', readFileSync(report, 'utf8')))
  return `${parts.join('\n\n')}\n`
}

function commitAll(cwd: string): void {
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', 'a'],
  ])
    execFileSync('git', args, { cwd })
}

function shown({ env, stdin }: Case, args: readonly string[], run: Run, cwd: string): string[] {
  const variables = Object.entries(env ?? {}).map(([name, value]) => `${name}=${value} `)
  const input = stdin === undefined ? '' : ` <<< ${JSON.stringify(stdin)}`
  const line = `$ ${variables.join('')}${['kommo-migrate', ...args].join(' ')}${input}`
  const same = (text: string) =>
    text
      .replaceAll(cwd, '<folder>')
      .replaceAll(`kommo-migrate ${version}`, 'kommo-migrate <version>')
      .replaceAll(`"version": "${version}"`, '"version": "<version>"')
      .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, '<time>')
      .replaceAll('\u001b', '␛')
  const stdout = same(run.stdout).replace(new RegExp(`^${version.replaceAll('.', '\\.')}$`, 'm'), '<version>')
  return [
    block('console', line),
    run.stdout === '' ? 'No stdout.' : `stdout:\n\n${block('', stdout)}`,
    run.stderr === '' ? 'No stderr.' : `stderr:\n\n${block('', same(run.stderr))}`,
    `Exit code: ${run.code}`,
  ]
}

function block(language: string, text: string): string {
  return `\`\`\`\`${language}\n${text.replace(/\n$/, '')}\n\`\`\`\``
}
