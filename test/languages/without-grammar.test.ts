import { afterEach, expect, test, vi } from 'vitest'

vi.mock('../../src/languages/grammar/runtime.js', () => ({
  loadGrammar: () => Promise.reject(new Error('this engine has no WebAssembly')),
}))

afterEach(() => vi.resetModules())

test.each([
  ['client.php', "<?php\n$leads = file_get_contents('https://acme.amocrm.com/api/v4/leads');\n"],
  ['client.py', "leads = requests.get('https://acme.amocrm.com/api/v4/leads')\n"],
  ['main.tf', 'locals {\n  leads = "https://acme.amocrm.com/api/v4/leads"\n}\n'],
  ['client.go', 'package a\n\nvar leads = "https://acme.amocrm.com/api/v4/leads"\n'],
])(
  '%s is searched as text where its grammar does not load, and the report says so',
  async (path, contents) => {
    const { audit } = await import('../../src/index.js')
    const report = await audit({ files: [{ path, contents }] })
    expect(report.findings.map(({ rule, fix }) => `${rule} ${fix.kind}`)).toEqual(['legacy-host review'])
    expect(report.notes.map(({ code }) => code)).toEqual(['searched-as-text'])
    expect(report.notes[0]?.message).toContain('this engine has no WebAssembly')
    expect(report.errors).toEqual([])
  },
)
