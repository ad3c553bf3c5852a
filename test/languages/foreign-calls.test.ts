import { describe, expect, it } from 'vitest'
import { followCalls } from '../../src/languages/script/foreign-calls.js'

const FILES = new Map(
  Object.entries({
    'src/http.ts':
      'export const amo = create()\nexport function send(path: string) {}\nexport class Client { get(path: string) {} }\n',
    'src/index.ts': "export * from './http'\n",
    'src/leads.ts':
      "import { amo as api, send } from '.'\napi.get('/leads')\napi.post(`/leads/${lead.id}/notes`, api.defaults)\nsend('/users')\nlog(send)\n",
    'src/service.ts':
      "import type { Client } from './http'\nexport class Service {\n  constructor(private readonly client: Client) {}\n  list() { return this.client.get('/contacts') }\n}\n",
    'src/other.ts': "const amo = other()\namo.get('/somewhere')\n",
  }),
)
const follow = async (name: string) =>
  (await followCalls([{ path: 'src/http.ts', name }], FILES))['src/http.ts']?.[name]?.map(
    ({ name: called, member, texts, span }) => [called, member, texts, span.file],
  )

describe('calls in other files', () => {
  it('of members of an exported object, under another name and through a barrel', async () => {
    expect(await follow('amo')).toEqual([
      ['api.get', 'get', ['/leads'], 'src/leads.ts'],
      ['api.post', 'post', ['/leads/{id}/notes'], 'src/leads.ts'],
    ])
  })

  it('of an exported function; a mention is no call', async () => {
    expect(await follow('send')).toEqual([['send', undefined, ['/users'], 'src/leads.ts']])
  })

  it('of a method, through what a constructor is handed', async () => {
    expect(await follow('Client.get')).toEqual([
      ['this.client.get', undefined, ['/contacts'], 'src/service.ts'],
    ])
  })

  it('are none where the name does not exist, or nobody mentions it', async () => {
    expect(await follow('missing')).toBeUndefined()
    expect(await followCalls([{ path: 'gone.ts', name: 'amo' }], FILES)).toEqual({})
  })
})
