import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { audit } from '../../src/index.js'

const roots: string[] = []
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true })
})

function folder(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'companions-'))
  roots.push(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

const kinds = async (files: Record<string, string>) => {
  const report = await audit({ cwd: folder(files) })
  return {
    kinds: report.findings.filter(({ rule }) => rule === 'amocrm-global').map(({ fix }) => fix.kind),
    parsed: report.summary.files.parsed,
  }
}

describe('files without a needle that declare the new name', () => {
  it('are asked once a file uses the old one', async () => {
    const use = { 'card.js': 'start(AMOCRM.isCard())\n' }
    expect(await kinds(use)).toEqual({ kinds: ['safe'], parsed: 1 })
    expect(await kinds({ ...use, 'app.js': 'var APP = {}\n' })).toEqual({ kinds: ['review'], parsed: 2 })
    expect(await kinds({ ...use, 'app.js': 'var app = {}\n' })).toEqual({ kinds: ['safe'], parsed: 1 })
  })

  it('stay unread otherwise', async () => {
    expect(await kinds({ 'a.js': "var url = 'amocrm.ru'\n", 'app.js': 'var APP = {}\n' })).toMatchObject({
      parsed: 1,
    })
  })
})

describe('manifests and lock files without a needle', () => {
  const call = {
    'leads.js':
      "import ky from 'ky'\nexport const leads = (amocrm) => ky.get(`https://${amocrm.domain}/api/v4/leads`)\n",
  }
  const lock = '{"lockfileVersion":3,"packages":{"node_modules/ky":{"version":"2.1.0"}}}'

  it('are read when they name a package that decides, and other files with the same words are not', async () => {
    const named = await audit({ cwd: folder({ ...call, 'package-lock.json': lock, 'data/ky.json': lock }) })
    expect(named.findings.map(({ message }) => message)).toEqual([expect.stringContaining('by ky 2.1.0')])
    expect(named.summary.files.parsed).toBe(1)
  })
})

describe('files without a needle in a project of amoCRM', () => {
  const note = { 'src/api.ts': "export const product = 'amoCRM'\n" }
  const callback = {
    'src/callback.ts':
      'export const callback = (req) => fetch(`https://${req.query.referer}/oauth2/access_token`, grant(req))\n',
  }
  const hook = {
    'src/hook.ts':
      "export const isOurs = (req) => req.body.account._links.self.endsWith('.kommo.com')\nexport const other = 1\n",
  }
  const places = async (files: Record<string, string>) => {
    const report = await audit({ cwd: folder(files) })
    return report.findings.map(({ rule, path, start }) => `${rule} ${path}:${start.line}`)
  }

  it('are read where they take the host of the redirect, or the account of a webhook', async () => {
    expect(await places({ ...note, ...callback, ...hook })).toEqual([
      'origin-allowlist src/callback.ts:1',
      'origin-allowlist src/hook.ts:1',
    ])
  })

  it('stay unread without one', async () => {
    expect(await places(callback)).toEqual([])
    const report = await audit({ cwd: folder(callback) })
    expect(report.summary.files.parsed).toBe(0)
  })

  it('are read in a project that only says Kommo', async () => {
    expect(await places({ ...callback, ...hook })).toEqual([
      'origin-allowlist src/callback.ts:1',
      'origin-allowlist src/hook.ts:1',
    ])
  })

  it('stay unread where one substring alone is there, or stands in other letters', async () => {
    const others = {
      'src/links.ts': 'export const next = (answer) => answer._links.next\n',
      'src/headers.ts': "export const headers = { Referer: 'https://example.com' }\n",
    }
    const report = await audit({ cwd: folder({ ...note, ...others }) })
    expect(report.summary.files.parsed).toBe(1)
  })

  it('tell each other whether a handed-on host was checked', async () => {
    const service = {
      'src/tokens.ts':
        'export const tokens = (referer, code) => post(`https://${referer}/oauth2/access_token`, { code })\n',
    }
    const route = (guard: string) => ({
      'src/route.ts': `export const route = ({ query: { referer, code } }) => { ${guard}return tokens(referer, code) }\n`,
    })
    expect(await places({ ...note, ...service })).toEqual([])
    expect(await places({ ...note, ...service, ...route('') })).toEqual(['origin-allowlist src/tokens.ts:1'])
    const guard = "if (!referer.endsWith('.kommo.com')) return; "
    expect(await places({ ...note, ...service, ...route(guard) })).toEqual([])
  })
})
