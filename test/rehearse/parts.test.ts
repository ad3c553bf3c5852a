import { afterEach, describe, expect, test, vi } from 'vitest'
import { rehearse } from '../../src/commands/rehearse.js'
import { allowedOf, upstreamOf } from '../../src/commands/rehearse-options.js'
import type { Terminal } from '../../src/commands/terminal.js'
import { answerTo } from '../../src/rehearsal/dns.js'
import { newHostOf, plainHost } from '../../src/rehearsal/names.js'
import { hostsByFilesAndDns, loopbackHosts } from '../../src/rehearsal/private.js'
import { shownTarget } from '../../src/rehearsal/record.js'
import { listening } from '../../src/rehearsal/sockets.js'
import { stubAnswer } from '../../src/rehearsal/stub.js'

/** A query for one name; type 1 is an IPv4 address, 28 an IPv6 one. */
function query(name: string, type = 1): Buffer {
  const labels = name.split('.').map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`))
  return Buffer.concat([
    Buffer.from([7, 9, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
    ...labels,
    Buffer.from([0, 0, type, 0, 1]),
  ])
}

describe('names', () => {
  test.each([
    ['acme.amocrm.com', 1, 0, [127, 0, 0, 2]],
    ['AMOJO.amocrm.com', 1, 0, [127, 0, 0, 2]],
    ['acme.kommo.com', 1, 0, [127, 0, 0, 3]],
    ['acme.amocrm.com', 28, 0, undefined],
    ['amocrm.com.evil.net', 1, 3, undefined],
    ['myamocrm.com', 1, 3, undefined],
    ['acme.amocrm.ru', 1, 3, undefined],
    ['example.com', 1, 3, undefined],
  ])('%s, type %i: code %i, address %o', (name, type, code, address) => {
    const answer = answerTo(query(name, type))
    expect(answer?.subarray(0, 2)).toEqual(Buffer.from([7, 9]))
    expect((answer?.[3] ?? 0) & 15).toBe(code)
    expect(answer?.readUInt16BE(6)).toBe(address ? 1 : 0)
    if (address) expect([...(answer?.subarray(-4) ?? [])]).toEqual(address)
  })

  test('what is out of reach is told, once it is asked for', () => {
    const refused: string[] = []
    answerTo(query('api.example.com'), (name) => refused.push(name))
    answerTo(query('acme.kommo.com'), (name) => refused.push(name))
    expect(refused).toEqual(['api.example.com'])
  })

  test.each([
    Buffer.alloc(0),
    Buffer.alloc(17),
    query('example.com').subarray(0, 20),
    Buffer.concat([query('a').subarray(0, 12), Buffer.alloc(8, 0xff)]),
  ])('what is no query gets no answer', (bytes) => {
    expect(answerTo(bytes)).toBeUndefined()
  })

  test('hosts as they are meant', () => {
    expect(plainHost('Acme.amoCRM.com.:443')).toBe('acme.amocrm.com')
    expect(newHostOf('amojo.amocrm.com')).toBe('amojo.kommo.com')
  })

  test('names of other machines are dropped, those of this one stay', () => {
    const text = '127.0.1.1 box # me\n10.0.0.5 db\n::1 localhost ip6\n127.0.0.1 acme.kommo.com proxy\n'
    expect(loopbackHosts(text)).toBe(
      '127.0.0.1 localhost\n127.0.1.1 box\n::1 localhost ip6\n127.0.0.1 proxy\n',
    )
    expect(hostsByFilesAndDns('passwd: files sss\nhosts: files resolve [!UNAVAIL=return] dns\n')).toBe(
      'hosts: files dns\npasswd: files sss\n',
    )
  })
})

describe('what is shown of a request', () => {
  test.each([
    ['/api/v4/leads', '/api/v4/leads'],
    ['/api/v4/leads/1234/notes', '/api/v4/leads/***/notes'],
    ['/api/v4/leads?with=contacts&filter[id]=5', '/api/v4/leads?with=***&filter[id]=***'],
    [
      '/v2/origin/custom/f62a0162-46a6-11e8-a1b2-00155d6b7c03_f62a0162-46a6-11e8-a1b2-00155d6b7c04/chats',
      '/v2/origin/custom/***/chats',
    ],
    [
      '/private/api/auth.php?USER_HASH=0123456789abcdef&type=json',
      '/private/api/auth.php?USER_HASH=***&type=***',
    ],
    ['/a\u001b[31m?\u001b=1', '/a?[31m??=***'],
  ])('%s as %s', (target, shown) => {
    expect(shownTarget(target)).toBe(shown)
  })
})

describe('what the stub answers', () => {
  test('tokens, lists, what was created, and nothing', () => {
    expect(JSON.parse(stubAnswer('POST', '/oauth2/access_token', undefined))).toMatchObject({
      token_type: 'Bearer',
      expires_in: 86400,
    })
    expect(JSON.parse(stubAnswer('GET', '/api/v4/leads?page=2', undefined))._embedded).toEqual({ leads: [] })
    const created = JSON.parse(stubAnswer('POST', '/api/v4/contacts', Buffer.from('[{},{}]')))
    expect(created._embedded.contacts).toMatchObject([{ id: 1 }, { id: 2 }])
    expect(JSON.parse(stubAnswer('GET', '/api/v4/leads/77', undefined))).toMatchObject({ id: 77 })
    expect(stubAnswer('POST', '/v2/origin/custom/x', undefined)).toBe('{}')
  })
})

describe('options', () => {
  test('an upstream lies on this machine', () => {
    expect(upstreamOf('http://127.0.0.1:8080/mock')?.href).toBe('http://127.0.0.1:8080/mock')
    expect(upstreamOf('http://[::1]:80')?.port).toBe('')
    for (const value of [
      'http://example.com',
      'http://127.0.0.1.example.com',
      'ftp://localhost',
      'localhost',
    ])
      expect(() => upstreamOf(value)).toThrow('no address of this machine')
  })

  test('ports and sockets', () => {
    expect(allowedOf(['5432', '6379'])).toEqual({ ports: [5432, 6379], sockets: [] })
    for (const value of ['0', '70000', '5432/tcp', '-1', '53', '/no/such.sock'])
      expect(() => allowedOf([value])).toThrow('Wrong usage')
  })

  test('sockets that somebody listens on, from the list of the kernel', () => {
    const table = [
      'Num       RefCount Protocol Flags    Type St Inode Path',
      '0000000000000000: 00000002 00000000 00010000 0001 01 21733 /run/service/a b.sock',
      '0000000000000000: 00000002 00000000 00000000 0002 01 21734 /run/not-listening',
      '0000000000000000: 00000002 00000000 00010000 0001 01 21735 @abstract',
      '0000000000000000: 00000003 00000000 00000000 0001 03 21736',
    ]
    expect(listening(table.join('\n'))).toEqual(['/run/service/a b.sock'])
  })
})

describe('where namespaces are refused', () => {
  afterEach(() => vi.unstubAllEnvs())

  const output = { isTTY: true, color: false, width: 80, write: vi.fn() }
  const terminal = (answer: string | undefined): Terminal => ({
    cwd: process.cwd(),
    env: {},
    stdout: output,
    stderr: output,
    canAsk: true,
    canAnimate: false,
    unicode: true,
    signal: new AbortController().signal,
    readStdin: async () => Buffer.alloc(0),
    ask: vi.fn(async () => answer),
  })

  test.each([['n'], [''], ['yo'], [undefined]])('answered by %o, nothing is run', async (answer) => {
    vi.stubEnv('PATH', '')
    const asked = terminal(answer)
    await expect(rehearse([process.execPath, '-e', '1'], { format: 'pretty' }, asked)).rejects.toThrow(
      'The rehearsal could not be made',
    )
    expect(asked.ask).toHaveBeenCalledWith(expect.stringContaining('would reach the real service'))
  })
})
