import { describe, expect, it } from 'vitest'
import { audit, type Content, fix } from '../../../src/index.js'

/** A project whose clients are made in one file and used in others. */
const FILES: Readonly<Record<string, string>> = {
  'package-lock.json': `{"lockfileVersion":3,"packages":{"":{"dependencies":{"axios":"^1.6.0"}},"node_modules/axios":{"version":"1.6.8"}}}
`,
  'package.json': `{
  "name": "lumen-amocrm-sync",
  "dependencies": { "axios": "*" }
}
`,
  'src/config.ts': `export const config = {
  amoDomain: process.env.AMO_DOMAIN,
  amoToken: process.env.AMO_TOKEN,
  billingUrl: process.env.BILLING_URL,
  billingToken: process.env.BILLING_TOKEN,
}
`,
  'src/contacts.service.ts': `import { KommoClient } from './kommo.client'

export class ContactsService {
  constructor(private readonly kommo: KommoClient) {}
  list() { return this.kommo.request('GET', '/api/v4/contacts') }
}
`,
  'src/http.ts': `import axios from 'axios'
import { config } from './config'

export const amo = axios.create({
  baseURL: \`https://\${config.amoDomain}\`,
  headers: { Authorization: \`Bearer \${config.amoToken}\` },
})

export const billing = axios.create({ baseURL: config.billingUrl, headers: { Authorization: config.billingToken } })
`,
  'src/kommo.client.ts': `import axios from 'axios'

export class KommoClient {
  constructor(
    private readonly domain: string,
    private readonly token: string,
  ) {}

  async request(method: string, path: string, data?: object) {
    return axios({
      url: \`https://\${this.domain}\${path}\`,
      method,
      data,
      headers: { Authorization: \`Bearer \${this.token}\` },
    })
  }
}
`,
  'src/leads.ts': `import { amo, billing } from './http'

export const leads = () => amo.get('/api/v4/leads')
export const add = (lead: object) => amo.post('/api/v4/leads', [lead])
export const one = (id: number) => amo.get(\`/api/v4/leads/\${id}\`)
export const invoice = (id: number) => billing.get(\`/invoices/\${id}\`)
`,
}
const contents = (files: Readonly<Record<string, string>>): Content[] =>
  Object.entries(files).map(([path, text]) => ({ path, contents: text }))

async function found(files: Readonly<Record<string, string>>) {
  const { findings } = await audit({ files: contents(files) })
  return findings
    .filter(({ rule }) => rule === 'redirect-308')
    .map(({ path, start, fix: { kind }, related }) => ({
      at: `${path}:${start.line}`,
      kind,
      related: related.map((each) => `${each.path}:${each.start.line} ${each.note}`),
    }))
}

describe('requests that other files send', () => {
  it('are told with the client, or the method, that they go through', async () => {
    expect(await found(FILES)).toEqual([
      {
        at: 'src/http.ts:4',
        kind: 'safe',
        related: [
          'src/leads.ts:3 GET here: token lost',
          'src/leads.ts:4 POST here: token lost',
          'src/leads.ts:5 GET here: token lost',
        ],
      },
      {
        at: 'src/kommo.client.ts:9',
        kind: 'safe',
        related: [
          'src/kommo.client.ts:10 a request here: token lost',
          'src/contacts.service.ts:5 asks for `/api/v4/contacts`',
        ],
      },
    ])
  })

  it('end with the net', async () => {
    const { changes, left } = await fix({ files: contents(FILES) })
    expect(changes.map(({ path }) => path)).toEqual(['src/http.ts', 'src/kommo.client.ts'])
    expect(left?.findings.filter(({ rule }) => rule === 'redirect-308')).toEqual([])
  })

  it('are none of the CRM when nothing says so', async () => {
    const files = {
      ...FILES,
      'src/leads.ts': FILES['src/leads.ts']?.replaceAll('/api/v4/leads', '/items') ?? '',
    }
    const http = FILES['src/http.ts']?.replaceAll('amoDomain', 'host').replaceAll('amoToken', 'token') ?? ''
    expect((await found({ ...files, 'src/http.ts': http })).map(({ at }) => at)).toEqual([
      'src/kommo.client.ts:9',
    ])
  })
})
