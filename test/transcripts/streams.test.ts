import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FORMATS } from '../../src/report/index.js'
import { buildCommand, type Command } from './command.js'
import { FOLDERS } from './folders.js'

let command: Command
let many: string
beforeAll(async () => {
  command = await buildCommand()
  many = command.folder({ 'script.js': "AMOCRM.constant('user')\n".repeat(800) })
})
afterAll(() => command?.dispose())

function start(args: readonly string[], cwd = many) {
  const child = spawn(process.execPath, [command.bin, ...args], { cwd })
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  return { child, closed: once(child, 'close'), stderr: () => stderr }
}

test('a large report reaches a slow reader whole', async () => {
  const { child, closed } = start(['--format', 'json'])
  const chunks: Buffer[] = []
  await wait(1500)
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer)
  const [code] = await closed
  const text = Buffer.concat(chunks).toString()
  expect(text.length).toBeGreaterThan(300_000)
  expect(JSON.parse(text).findings).toHaveLength(800)
  expect(code).toBe(1)
})

test('70,000 findings reach a slow reader whole', async () => {
  const line = "AMOCRM.constant('user')\n"
  const files = Array.from({ length: 100 }, (_, i) => [`f${i}.js`, line.repeat(700)] as const)
  const cwd = command.folder(Object.fromEntries(files))
  const { child, closed } = start(['--format', 'gitlab'], cwd)
  const chunks: Buffer[] = []
  for await (const chunk of child.stdout) {
    chunks.push(chunk as Buffer)
    if (chunks.length % 50 === 1) await wait(10)
  }
  const [code] = await closed
  expect(JSON.parse(Buffer.concat(chunks).toString())).toHaveLength(70_000)
  expect(code).toBe(1)
}, 120_000)

test('a reader that goes away early is no error', async () => {
  const { child, closed, stderr } = start(['--format', 'json'])
  child.stdout.once('data', () => child.stdout.destroy())
  await closed
  expect(stderr()).toBe('')
})

test.each(FORMATS)('no secret and no address shows in %s', async (format) => {
  const cwd = command.folder(FOLDERS.secrets)
  const { stdout, code } = await command.run(['--kept', '--format', format], { cwd })
  expect(code).toBe(1)
  expect(stdout).toContain('acme.amocrm.com')
  expect(stdout).not.toMatch(/s3cret|hunter2|jane/)
})

test('Ctrl-C ends a run that waits, with 130', async () => {
  const { child, closed, stderr } = start(['--stdin', '--stdin-filepath', 'a.js'])
  await wait(1000)
  child.kill('SIGINT')
  const [code] = await closed
  expect(code).toBe(130)
  expect(stderr()).toBe('kommo-migrate: Stopped\n')
})
