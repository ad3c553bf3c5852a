import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildCommand, type Command, type Run } from '../transcripts/command.js'
import { processesWith, refusal, start, until } from './support.js'

let command: Command
let cwd: string
beforeAll(async () => {
  command = await buildCommand()
  cwd = command.folder({})
})
afterAll(() => command.dispose())

const node = (script: string): string[] => ['--', process.execPath, '--input-type=module', '-e', script]
const rehearse = (...args: string[]): Promise<Run> => command.run(['rehearse', ...args], { cwd })

describe.skipIf(refusal !== undefined)(
  `a program in namespaces of its own${refusal ? ` (not run: ${refusal})` : ''}`,
  { timeout: 60_000 },
  () => {
    test('the table, and the exit code of the program', async () => {
      const { stdout, code } = await rehearse(
        ...node(`const headers = { Authorization: 'Bearer abc' }
          for (const id of [1, 2]) await fetch('https://acme.amocrm.com/api/v4/leads/' + id + '?with=contacts', { headers })
          await fetch('https://amojo.amocrm.com/v2/origin', { method: 'POST', body: '{}', headers: { 'X-Signature': 'abc' } })
          await fetch('https://acme.kommo.com/api/v4/account', { headers })
          await fetch('https://api.example.com/').catch(() => {})
          process.exitCode = 3`),
      )
      expect(`\n${stdout}`).toMatchInlineSnapshot(`
        "

        ✖ token lost
          GET acme.amocrm.com/api/v4/leads/***?with=*** (2 times)
            came back as GET, Authorization lost

        ✔ survives
                                           came back as  body  signature
          POST amojo.amocrm.com/v2/origin  POST          kept  kept

        Summary
          ✖ 2 of 3 requests to amocrm.com would break: change the host to kommo.com
          · 1 request went to kommo.com by itself
          · out of reach in here, and asked for: api.example.com
          · the program ended with exit code 3
          · code that did not run was not seen
        "
      `)
      expect(code).toBe(1)
    })

    test('nothing seen is no pass', async () => {
      const { stdout, code } = await rehearse('--', 'true')
      expect(stdout).toContain('that is no pass')
      expect(code).toBe(2)
    })

    test('a client that does not trust the stand-in was not seen', async () => {
      const { stdout, code } = await rehearse(
        ...node(`import { request } from 'node:https'
          request('https://acme.amocrm.com/', { ca: [] }).on('error', () => {}).end()`),
      )
      expect(stdout).toContain('did not trust the stand-in of acme.amocrm.com')
      expect(code).toBe(2)
    })

    test('no other host can be reached, by name or by address', async () => {
      const { stderr } = await rehearse(
        '--format',
        'json',
        ...node(`for (const host of ['example.com', '93.184.216.34', 'acme.amocrm.ru'])
          await fetch('https://' + host + '/').catch((error) => console.log(host, error.cause?.code ?? error.cause))`),
      )
      expect(stderr).toMatch(/^example\.com ENOTFOUND$/m)
      expect(stderr).toMatch(/^93\.184\.216\.34 E\w+$/m)
      expect(stderr).toMatch(/^acme\.amocrm\.ru ENOTFOUND$/m)
    })

    test('proxies of the environment are not asked', async () => {
      const proxy = 'http://127.0.0.1:9'
      const { stderr } = await command.run(
        [
          'rehearse',
          '--format',
          'json',
          ...node('console.log(process.env.HTTPS_PROXY, process.env.all_proxy)'),
        ],
        { cwd, env: { HTTPS_PROXY: proxy, all_proxy: proxy } },
      )
      expect(stderr).toBe('undefined undefined\n')
    })

    test('hosts that no client should send are answered too', async () => {
      const { stdout, code } = await rehearse(
        '--format',
        'json',
        ...node(`import { connect } from 'node:net'
          const send = (text) => new Promise((done) => connect(80, 'acme.amocrm.com')
            .on('data', (chunk) => console.log(String(chunk).split('\\r\\n').filter((l) => /^HTTP|^Location/.test(l)).join(' ')))
            .on('close', done).end(text))
          await send('GET /a HTTP/1.1\\r\\nHost: what?/#\\r\\n\\r\\n')
          await send('GET http://acme.amocrm.com/b HTTP/1.0\\r\\n\\r\\n')
          await send('GET /c HTTP/1.1\\r\\nHost: Acme.AmoCRM.com.:80\\r\\n\\r\\n')
          await send('GET //other.example/d HTTP/1.1\\r\\nHost: acme.amocrm.com\\r\\n\\r\\n')`),
      )
      const targets = JSON.parse(stdout).requests.map(
        ({ host, target }: { host: string; target: string }) => host + target,
      )
      expect(targets).toEqual([
        'amocrm.com/a',
        'amocrm.com/b',
        'acme.amocrm.com/c',
        'acme.amocrm.com//other.example/d',
      ])
      expect(code).toBe(1)
    })

    test('services of this machine are out of reach but for those that are allowed', async () => {
      const server = createServer((socket) => socket.on('error', () => {}).end('here'))
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
      const { port } = server.address() as AddressInfo
      const asking = node(`import { connect } from 'node:net'
        connect(${port}, 'localhost').on('data', (chunk) => console.log(String(chunk))).on('error', (e) => console.log(e.code))`)
      try {
        expect((await rehearse('--format', 'json', ...asking)).stderr).toBe('ECONNREFUSED\n')
        expect((await rehearse('--format', 'json', '--allow', String(port), ...asking)).stderr).toBe('here\n')
      } finally {
        server.close()
      }
    })

    test('sockets of services are out of reach but for those that are allowed', async () => {
      const path = join(command.folder({}), 'service.sock')
      const server = createServer((socket) => socket.on('error', () => {}).end('here'))
      await new Promise<void>((done) => server.listen(path, done))
      const asking = node(`import { connect } from 'node:net'
        connect('${path}').on('data', (chunk) => console.log(String(chunk))).on('error', (e) => console.log(e.code))`)
      try {
        expect((await rehearse('--format', 'json', ...asking)).stderr).toBe('ECONNREFUSED\n')
        expect((await rehearse('--format', 'json', '--allow', path, ...asking)).stderr).toBe('here\n')
      } finally {
        server.close()
      }
    })

    test('what an allowed service sends arrives whole', async () => {
      const server = createServer((socket) => socket.on('error', () => {}).end(Buffer.alloc(20_000_000)))
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
      const { port } = server.address() as AddressInfo
      try {
        const { stderr } = await rehearse(
          '--format',
          'json',
          '--allow',
          String(port),
          ...node(`import { connect } from 'node:net'
            let length = 0
            connect(${port}, '127.0.0.1').on('data', (chunk) => { length += chunk.length }).on('close', () => console.log(length))`),
        )
        expect(stderr).toBe('20000000\n')
      } finally {
        server.close()
      }
    })

    test('clients of HTTP/2 are seen', async () => {
      const { stdout, stderr } = await rehearse(
        '--format',
        'json',
        ...node(`import { connect } from 'node:http2'
          const ask = (host) => new Promise((done) => {
            const session = connect('https://' + host)
            session.request({ ':path': '/api/v4/leads', authorization: 'Bearer abc' })
              .on('response', (headers) => { console.log(headers[':status'], headers.location); session.close(); done() }).end()
          })
          await ask('acme.amocrm.com')
          await ask('acme.kommo.com')`),
      )
      expect(stderr).toBe('308 https://acme.kommo.com/api/v4/leads\n200 undefined\n')
      expect(JSON.parse(stdout).requests).toMatchObject([{ host: 'acme.amocrm.com', verdict: 'survives' }])
    })

    test('names resolve over TCP as well', async () => {
      const { stderr } = await rehearse(
        '--format',
        'json',
        ...node(`import { connect } from 'node:net'
          const labels = ['acme', 'kommo', 'com'].flatMap((label) => [label.length, ...Buffer.from(label)])
          const query = Buffer.from([0, 9, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, 1, 0, 1])
          const socket = connect(53, '127.0.0.1').on('data', (answer) => { console.log([...answer.subarray(-4)].join('.')); socket.end() })
          socket.write(Buffer.from([0, query.length]))
          setTimeout(() => socket.write(query), 50)`),
      )
      expect(stderr).toBe('127.0.0.3\n')
    })

    test('an upstream answers for kommo.com', async () => {
      const server = createHttpServer((request, response) => {
        response.end(
          `${request.method} ${request.headers.host}${request.url} ${request.headers.authorization}`,
        )
      })
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
      const { port } = server.address() as AddressInfo
      try {
        const { stderr, code } = await rehearse(
          '--format',
          'json',
          '--upstream',
          `http://localhost:${port}/mock`,
          ...node(`const answer = await fetch('https://acme.amocrm.com/api/v4/leads?page=2', { method: 'POST', body: 'x' })
            console.log(await answer.text())`),
        )
        expect(stderr).toBe('POST acme.kommo.com/mock/api/v4/leads?page=2 undefined\n')
        expect(code).toBe(0)
      } finally {
        server.close()
      }
    })

    test('an upstream that does not answer is told', async () => {
      const { stdout } = await rehearse(
        '--format',
        'json',
        '--upstream',
        'http://localhost:1',
        ...node(`await fetch('https://acme.kommo.com/')`),
      )
      expect(JSON.parse(stdout).upstreamErrors).toHaveLength(1)
    })

    test('Ctrl-C is handed to the program once, and the table follows', async () => {
      const script = `process.on('SIGINT', () => { console.log('asked to end'); clearInterval(timer) })
        const timer = setInterval(() => {}, 1000)
        await fetch('https://acme.amocrm.com/')
        console.log('running')`
      const run = start(command.bin, cwd, ['rehearse', ...node(script)])
      await run.says('running')
      process.kill(run.pid, 'SIGINT')
      expect(await run.code).toBe(0)
      expect(run.stdout().match(/asked to end/g)).toHaveLength(1)
      expect(run.stdout()).toContain('the program ended with exit code 0')
    })

    test('a second Ctrl-C ends everything', async () => {
      const script = `process.on('SIGINT', () => console.log('no')); setInterval(() => {}, 1000); console.log('running')`
      const run = start(command.bin, cwd, ['rehearse', ...node(script)])
      await run.says('running')
      process.kill(run.pid, 'SIGINT')
      await run.says('no')
      process.kill(run.pid, 'SIGINT')
      expect(await run.code).toBeNull()
      await until(() => processesWith(run.mark).length === 0)
    })

    test('killed in the middle, it leaves no process, no mount and no file', async () => {
      const tmp = join(cwd, 'tmp')
      mkdirSync(tmp)
      const script = `await fetch('https://acme.amocrm.com/'); setInterval(() => {}, 1000); console.log('running')`
      const run = start(command.bin, cwd, ['rehearse', ...node(script)], { TMPDIR: tmp })
      await run.says('running')
      expect(processesWith(run.mark).length).toBeGreaterThan(2)
      process.kill(run.pid, 'SIGKILL')
      await until(() => processesWith(run.mark).length === 0)
      expect(readdirSync(tmp)).toEqual([])
      expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain('rehearsal')
      expect(existsSync('/proc/driver/bundle.pem')).toBe(false)
      rmSync(tmp, { recursive: true })
    })
  },
)
