import { describe, expect, it } from 'vitest'
import { rules } from '../../src/rules/index.js'
import { audit } from '../contract/engine.js'

/** Rule, message and help of every finding in a program. */
async function said(code: string, path = 'server.js'): Promise<string[]> {
  const { verified } = await audit(new Map([[path, Buffer.from(`${code}\n`)]]), { rules, kinds: [] })
  return verified.findings.map(({ rule, message, help }) => `${rule}: ${message} ${help}`)
}

const LET_IN = /hosts on kommo\.com are not let in\. Let kommo\.com in beside it/
const KEPT_OUT = /hosts on kommo\.com are not kept out\. Keep kommo\.com out as well \(`[^`]*kommo[^`]*`\)/

describe('what is said of a matcher', () => {
  it.each([
    "if (host.endsWith('.amocrm.com')) allow()",
    "if (!host.endsWith('.amocrm.com')) throw new Error('unknown')",
    "if (host !== 'acme.amocrm.com') return false",
    "const allowedHosts = ['acme.amocrm.com']\nif (!allowedHosts.includes(host)) reject()",
  ])('lets in: %s', async (code) => {
    expect(await said(`function f(host) {\n${code}\n}`)).toEqual([expect.stringMatching(LET_IN)])
  })

  it.each([
    "if (host.endsWith('.amocrm.com')) throw new Error('not here')",
    "if (host === 'acme.amocrm.com') return false",
    "if (host === 'acme.amocrm.com') { return res.status(403).end() }",
    'if (/\\.amocrm\\.com$/.test(host)) reject(host)',
    "const blockedHosts = ['acme.amocrm.com']\nif (blockedHosts.includes(host)) stop()",
    "const DENY_LIST = new Set(['acme.amocrm.com'])\nif (DENY_LIST.has(host)) stop()",
    'init({ denyUrls: [/\\.amocrm\\.com\\//] })',
  ])('keeps out: %s', async (code) => {
    expect(await said(`function f(host, res) {\n${code}\n}`)).toEqual([expect.stringMatching(KEPT_OUT)])
  })

  it.each([
    "app.use(cors({ origin: 'https://*.amocrm.com' }))",
    "app.use(cors({ origin: ['https://*.amocrm.com'] }))",
  ])('a wildcard that the library never expands: %s', async (code) => {
    const [only, ...others] = await said(code)
    expect(others).toEqual([])
    expect(only).toMatch(/`cors` compares strings as they are and never expands `\*`/)
  })

  it.each([
    ['.env', 'CORS_ORIGIN=https://acme.amocrm.com'],
    ['settings.yml', 'cors:\n  origin: https://acme.amocrm.com'],
    ['config.php', "<?php\n$config['cors_origin'] = 'https://acme.amocrm.com';"],
  ])('a setting that holds one origin: %s', async (path, code) => {
    const [only, ...others] = await said(code, path)
    expect(others).toEqual([])
    expect(only).toMatch(/Look up what reads `(?:CORS_ORIGIN|origin|cors_origin)`\./)
    expect(only).toContain('write `https://acme.amocrm.com,https://acme.kommo.com`')
    expect(only).toContain('second deployment with `https://acme.kommo.com`')
  })

  it.each([
    ['.env', 'CORS_ORIGINS=https://acme.amocrm.com,https://lumen.dev'],
    ['a.js', "if (origin === 'https://acme.amocrm.com') allow()"],
    ['a.js', "const blockedOrigin = 'https://acme.amocrm.com'"],
  ])('no recipe where there is more to see: %s %s', async (path, code) => {
    expect((await said(code, path)).join('')).not.toContain('Look up what reads')
  })

  it('a test that other hosts pass as well', async () => {
    const [only] = await said("if (host.includes('amocrm.com')) allow()")
    expect(only).toMatch(/The test is not anchored: it takes amocrm\.com\.evil\.net as well/)
  })
})
