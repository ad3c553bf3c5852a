import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { probe } from '../../src/commands/probe.js'
import type { ProbeOptions } from '../../src/commands/probe-options.js'
import type { Output, Terminal } from '../../src/commands/terminal.js'

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener): Promise<{ url: string; got: IncomingMessage[] }> {
  const got: IncomingMessage[] = []
  const server = createServer((request, response) => {
    got.push(request)
    listener(request, response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/leads`, got }
}

const output = (write: (text: string) => void): Output => ({
  isTTY: false,
  color: false,
  width: 80,
  write: (text) => write(String(text)),
})

async function run(
  urls: string[],
  options: Partial<ProbeOptions> = {},
  signal = new AbortController().signal,
) {
  let stdout = ''
  const terminal: Terminal = {
    cwd: '/',
    stdout: output((text) => {
      stdout += text
    }),
    stderr: output(() => undefined),
    canAsk: false,
    canAnimate: false,
    unicode: false,
    signal,
    env: {},
    readStdin: async () => Buffer.alloc(0),
    ask: async () => undefined,
  }
  const code = await probe(urls, { method: 'GET', timeout: '5', format: 'pretty', ...options }, terminal)
  return { code, stdout }
}

const echo: RequestListener = ({ headers }, response) =>
  response
    .writeHead(200, {
      'Access-Control-Allow-Origin': headers.origin ?? '',
      'Access-Control-Allow-Headers': headers['access-control-request-headers'] ?? '',
      'Access-Control-Allow-Methods': headers['access-control-request-method'] ?? '',
      'Access-Control-Allow-Credentials': 'true',
      Vary: 'Origin',
      'Set-Cookie': 'session=abc',
    })
    .end('hello')

const fixed: RequestListener = (_, response) =>
  response.writeHead(200, { 'Access-Control-Allow-Origin': 'https://example.amocrm.com' }).end()

describe('what a server is sent', () => {
  test('GET from both names, without credentials or body', async () => {
    const { url, got } = await serve(echo)
    expect((await run([url])).code).toBe(0)
    expect(got.map(({ method, headers }) => [method, headers.origin])).toEqual([
      ['GET', 'https://example.kommo.com'],
      ['GET', 'https://example.amocrm.com'],
    ])
    expect(
      got.flatMap(({ headers }) => [headers.cookie, headers.authorization, headers['content-length']]),
    ).toEqual(Array(6).fill(undefined))
  })

  test('the names of headers, sorted and small, in the preflight alone', async () => {
    const { url, got } = await serve(echo)
    const { code } = await run([url], {
      header: ['X-Token', 'Authorization'],
      origin: ['https://acme.kommo.com/'],
    })
    expect(code).toBe(0)
    expect(got.map(({ method }) => method)).toEqual(['OPTIONS', 'GET'])
    expect(got[0]?.headers).toMatchObject({
      origin: 'https://acme.kommo.com',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization,x-token',
    })
    expect(got[1]?.headers).not.toHaveProperty('x-token')
  })

  test.each(['POST', 'patch', 'DELETE'])('nothing but OPTIONS for %s', async (method) => {
    const { url, got } = await serve(echo)
    expect((await run([url], { method })).code).toBe(0)
    expect(got.map((request) => request.method)).toEqual(['OPTIONS', 'OPTIONS'])
    expect(got[0]?.headers['access-control-request-method']).toBe(method.toUpperCase())
  })

  test('a redirect is followed on the same host, and on no other', async () => {
    const other = await serve(echo)
    const { url, got } = await serve((request, response) => {
      const isFirst = request.url === '/leads'
      response
        .writeHead(302, {
          'Access-Control-Allow-Origin': '*',
          Location: isFirst ? '/next' : other.url,
        })
        .end()
    })
    const { code, stdout } = await run([url], { origin: ['https://example.kommo.com'] })
    expect(code).toBe(2)
    expect(stdout).toContain('undecided')
    expect(got.map((request) => request.url)).toEqual(['/leads', '/next'])
    expect(other.got).toEqual([])
  })
})

describe('what is said', () => {
  test('each origin is decided, header by header', async () => {
    const { url } = await serve(fixed)
    const { code, stdout } = await run([url])
    expect(code).toBe(1)
    expect(stdout).toBe(
      [
        `${url} from https://example.kommo.com: refused`,
        '  GET -> 200',
        '    refused  Access-Control-Allow-Origin: https://example.amocrm.com',
        '             Lets another origin in, not this one.',
        '',
        `${url} from https://example.amocrm.com: accepted`,
        '  GET -> 200',
        '    ok       Access-Control-Allow-Origin: https://example.amocrm.com',
        '             Lets this origin in.',
        '    warning  The answer depends on the origin and Vary does not name Origin: a cache hands it to other origins.',
        '',
        '',
      ].join('\n'),
    )
  })

  test.each<[string, RequestListener, Partial<ProbeOptions>, number, string]>([
    [
      'every origin',
      (_, to) => to.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end(),
      {},
      0,
      'every origin',
    ],
    [
      'every origin, with cookies',
      (_, to) => to.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end(),
      { credentials: true },
      1,
      'does not hold where cookies',
    ],
    ['echo, with cookies', echo, { credentials: true }, 0, 'Lets cookies in'],
    ['no header', (_, to) => to.end(), {}, 1, 'is missing'],
    [
      '405',
      (_, to) =>
        to.writeHead(405, { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': '*' }).end(),
      { method: 'PUT' },
      1,
      '405',
    ],
    [
      'a redirect of the preflight',
      (_, to) =>
        to
          .writeHead(307, {
            'Access-Control-Allow-Origin': '*',
            'Access-Control-Allow-Methods': '*',
            Location: '/x',
          })
          .end(),
      { method: 'PUT' },
      1,
      'must not be redirected',
    ],
    [
      'two headers',
      (_, to) =>
        to
          .writeHead(200, {
            'Access-Control-Allow-Origin': ['https://example.kommo.com', 'https://example.amocrm.com'],
          })
          .end(),
      {},
      1,
      'more than once',
    ],
    ['a hang', () => undefined, { timeout: '0.2' }, 2, 'no answer within 0.2 s'],
    ['a connection that breaks', ({ socket }) => void socket.destroy(), {}, 2, 'no answer'],
  ])('%s', async (_, listener, options, code, text) => {
    const { url } = await serve(listener)
    const result = await run([url], options)
    expect(result.stdout).toContain(text)
    expect(result.code).toBe(code)
  })

  test('a server that is not reached, or does not speak TLS', async () => {
    const { url } = await serve(echo)
    const tls = await run([url.replace('http:', 'https:')])
    expect([tls.code, tls.stdout]).toEqual([2, expect.stringMatching(/no answer\n.*(?:SSL|TLS|EPROTO)/i)])
    servers.at(-1)?.close()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect((await run([url])).code).toBe(2)
  })

  test('JSON holds what decides, and no cookies', async () => {
    const { url } = await serve(echo)
    const { stdout } = await run([`${url}?key=secret`], {
      format: 'json',
      origin: ['https://acme.kommo.com'],
    })
    expect(stdout).not.toMatch(/session|secret/)
    expect(JSON.parse(stdout)).toMatchObject({
      probes: [
        {
          url: `${url}?...`,
          origin: 'https://acme.kommo.com',
          method: 'GET',
          decision: 'accepted',
          request: { method: 'GET', status: 200 },
          remarks: [{ level: 'ok', about: 'request' }],
        },
      ],
    })
  })

  test('Ctrl-C ends it', async () => {
    const stop = new AbortController()
    const { url } = await serve(() => stop.abort(new Error('stopped')))
    await expect(run([url], {}, stop.signal)).rejects.toThrow('stopped')
  })
})

describe('what is refused', () => {
  test.each<[string[], Partial<ProbeOptions>, RegExp]>([
    [['ftp://acme.test/'], {}, /Wrong usage: ftp/],
    [['file:///etc/passwd'], {}, /Wrong usage/],
    [['acme.test'], {}, /Wrong usage: acme\.test/],
    [['https://me:word@acme.test/'], {}, /password in it/],
    [['https://acme.test/'], { header: ['Authorization: Bearer x'] }, /--header Authorization with a value/],
    [['https://acme.test/'], { header: ['Cookie: a=b'] }, /--header Cookie/],
    [['https://acme.test/'], { header: ['Host'] }, /--header Host/],
    [['https://acme.test/'], { header: [': x'] }, /no name/],
    [['https://acme.test/'], { origin: ['kommo.com'] }, /--origin kommo\.com/],
    [['https://acme.test/'], { origin: ['https://acme.kommo.com/leads'] }, /--origin/],
    [['https://acme.test/'], { method: 'TRACE' }, /--method TRACE/],
    [['https://acme.test/'], { timeout: 'soon' }, /--timeout soon/],
  ])('%j %j', async (urls, options, message) => {
    await expect(run(urls, options)).rejects.toThrow(message)
  })
})
