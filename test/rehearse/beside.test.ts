import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildCommand, type Command, type Run } from '../transcripts/command.js'
import { missing, start } from './support.js'

let command: Command
let cwd: string
beforeAll(async () => {
  command = await buildCommand()
  cwd = command.folder({})
})
afterAll(() => command.dispose())

const node = (script: string): string[] => ['--', process.execPath, '--input-type=module', '-e', script]
const rehearse = (...args: string[]): Promise<Run> =>
  command.run(['rehearse', '--without-namespace', '--format', 'json', ...args], { cwd })

interface Shown {
  method: string
  target: string
  verdict: string
}
const told = ({ stdout }: Run): string[] =>
  (JSON.parse(stdout).requests as Shown[]).map(
    ({ method, target, verdict }) => `${method} ${target} ${verdict}`,
  )

const windows = process.platform === 'win32' ? 'sessions and signals are others on Windows' : undefined

describe.skipIf(windows !== undefined)(
  `a program beside the stand-ins, without namespaces${windows ? ` (not run: ${windows})` : ''}`,
  { timeout: 60_000 },
  () => {
    test('nobody is asked without a terminal, and nothing is run', async () => {
      const path = join(cwd, 'bin')
      mkdirSync(path)
      symlinkSync(process.execPath, join(path, 'node'))
      const { stdout, stderr, code } = await command.run(['rehearse', ...node(`console.log('ran')`)], {
        cwd,
        env: { PATH: path },
      })
      expect(stderr).toContain('--without-namespace agrees to that')
      expect(stdout).toBe('')
      expect(code).toBe(2)
    })

    test('ports cannot be allowed where all are open', async () => {
      const { stderr, code } = await rehearse('--allow', '5432', '--', 'true')
      expect(stderr).toContain('--allow without namespaces')
      expect(code).toBe(2)
    })

    test('clients of Node are led to the stand-ins', async () => {
      const run = await rehearse(
        ...node(`import { get } from 'node:https'
          import { connect } from 'node:http2'
          const headers = { authorization: 'Bearer abc' }
          await fetch('https://acme.amocrm.com/fetch', { headers })
          await new Promise((done) => get('https://acme.amocrm.com/https', { headers }, (answer) => answer.resume().on('end', done)))
          await new Promise((done) => {
            const session = connect('https://acme.amocrm.com')
            session.request({ ':path': '/http2' }).on('response', () => { session.close(); done() }).end()
          })
          console.log(process.env.HTTPS_PROXY)`),
      )
      expect(told(run)).toEqual([
        'GET /fetch token lost',
        'GET /https not followed',
        'GET /http2 not followed',
      ])
      expect(run.stderr).toBe('undefined\n')
      expect(JSON.parse(run.stdout).apart).toBe(false)
      expect(run.code).toBe(1)
    })

    test('so are its children and threads, whatever environment they are given', async () => {
      const run = await rehearse(
        ...node(`import { execFileSync, execSync, spawn, spawnSync } from 'node:child_process'
          import { Worker } from 'node:worker_threads'
          const ask = (path) => 'fetch("https://acme.amocrm.com/' + path + '")'
          const node = process.execPath
          const bare = { env: {} }
          spawnSync(node, ['-e', ask('spawnSync')], bare)
          execFileSync(node, ['-e', ask('execFileSync')], bare)
          execSync(JSON.stringify(node) + " -e '" + ask('execSync') + "'")
          await new Promise((done) => spawn(node, ['-e', ask('spawn')], bare).on('exit', done))
          const run = (path, options) => new Promise((done) => new Worker(ask(path), { eval: true, ...options }).on('exit', done))
          await run('worker', {})
          await run('workerEnv', bare)
          await run('workerArgv', { execArgv: [] })
          await run('workerBoth', { execArgv: [], ...bare })`),
      )
      expect(told(run)).toEqual(
        [
          ...['spawnSync', 'execFileSync', 'execSync', 'spawn'],
          ...['worker', 'workerEnv', 'workerArgv', 'workerBoth'],
        ].map((name) => `GET /${name} survives`),
      )
    })

    test('other hosts are out of reach of Node', async () => {
      const { stderr } = await rehearse(
        ...node(`import { connect } from 'node:net'
          for (const host of ['example.com', '93.184.216.34', 'acme.amocrm.ru'])
            await fetch('https://' + host + '/').catch((error) => console.log(host, error.cause.code))
          connect(443, 'example.com').on('error', (error) => console.log(error.code))
          connect({ host: 'example.com', port: 443 }).on('error', (error) => console.log(error.code))`),
      )
      expect(stderr).toBe(
        'example.com ECONNREFUSED\n93.184.216.34 ECONNREFUSED\nacme.amocrm.ru ECONNREFUSED\nECONNREFUSED\nECONNREFUSED\n',
      )
    })

    const CURL = ['curl', '-sS', '-L', '-H', 'Authorization: Bearer abc']
    const PYTHON = `import requests
requests.post('https://acme.amocrm.com/api/v4/leads', json=[{}], headers={'Authorization': 'Bearer abc'}, timeout=20)`
    test.each([
      ['curl', missing('curl', '--version'), [...CURL, '-d', '[{}]', 'https://acme.amocrm.com/api/v4/leads']],
      ['requests of Python', missing('python3', '-c', 'import requests'), ['python3', '-c', PYTHON]],
    ] as const)('%s asks the proxy (%s)', async (_, unable, program) => {
      if (unable !== undefined) return
      const run = await rehearse('--', ...program)
      expect(told(run), run.stderr).toEqual(['POST /api/v4/leads token lost'])
    })

    test.skipIf(missing('curl', '--version') !== undefined)('the proxy leads nowhere else', async () => {
      const run = await rehearse(
        '--',
        'sh',
        '-c',
        'curl -sS https://example.com; curl -sS -o /dev/null http://example.com; true',
      )
      expect(run.stderr).toContain('502')
      expect(JSON.parse(run.stdout)).toMatchObject({ unreachable: ['example.com'], requests: [] })
      expect(run.code).toBe(2)
    })

    test('Ctrl-C is handed to the program once, and the table follows', async () => {
      const script = `process.on('SIGINT', () => { console.log('asked to end'); clearInterval(timer) })
        const timer = setInterval(() => {}, 1000)
        await fetch('https://acme.amocrm.com/')
        console.log('running')`
      const run = start(command.bin, cwd, ['rehearse', '--without-namespace', ...node(script)])
      await run.says('running')
      process.kill(run.pid, 'SIGINT')
      expect(await run.code).toBe(0)
      expect(run.stdout().match(/asked to end/g)).toHaveLength(1)
      expect(run.stdout()).toContain('run without namespaces')
    })

    test('its files are gone afterwards', async () => {
      const tmp = join(cwd, 'tmp')
      mkdirSync(tmp)
      const { stderr } = await command.run(
        [
          'rehearse',
          '--without-namespace',
          '--format',
          'json',
          ...node('console.log(process.env.SSL_CERT_FILE)'),
        ],
        { cwd, env: { TMPDIR: tmp } },
      )
      expect(stderr.startsWith(tmp)).toBe(true)
      expect(readdirSync(tmp)).toEqual([])
    })
  },
)
