import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { SDKS, sdkOf } from '../../src/brand/sdks/index.js'
import { audit } from '../../src/index.js'
import { readLock } from '../../src/languages/packages/locks.js'
import { declaredStanding, lockedStanding } from '../../src/rules/sdk-host/versions.js'

describe('versions', () => {
  test.each([
    ['^0.9.3', '0.9.3.2', 'unknown'],
    ['^0.9.4', '0.9.3.2', 'reached'],
    ['^0.8', '0.9.3.2', 'below'],
    ['0.9.3.1', '0.9.3.2', 'below'],
    ['~1.5.2', '1.6.0', 'below'],
    ['~1.5', '1.6.0', 'unknown'],
    ['>=0.1.0', '0.1.6', 'unknown'],
    ['^1.0 || ^2.0', '2.0.0', 'unknown'],
    ['1.2.*', '2.0.0', 'below'],
    ['*', '2.0.0', 'unknown'],
    ['dev-master', '2.0.0', 'unknown'],
    [undefined, '2.0.0', 'unknown'],
  ])('a declared %s and %s: %s', (range, since, standing) => {
    expect(declaredStanding(range, since)).toBe(standing)
  })

  test('a locked one is below, reached, or no number', () => {
    expect(lockedStanding('v0.9.3', '0.9.3.2')).toBe('below')
    expect(lockedStanding('0.9.3.10', '0.9.3.2')).toBe('reached')
    expect(lockedStanding('dev-main', '0.9.3.2')).toBe('unknown')
  })
})

describe('the table', () => {
  test('names are compared as their registries do', () => {
    expect(sdkOf('pypi', 'AmoCRM.API')?.name).toBe('amocrm_api')
    expect(sdkOf('composer', 'Max-Kut/AmoCRM')?.name).toBe('max-kut/amocrm')
    expect(sdkOf('composer', 'guttedgarden/anything')?.reach).toBe('never')
    expect(sdkOf('go', 'github.com/Alexeykhan/amocrm')).toBeUndefined()
    expect(sdkOf('npm', 'amocrm_api')).toBeUndefined()
  })

  test('every entry says where it was read and what to do', () => {
    for (const sdk of SDKS) {
      expect(sdk.source, sdk.name).not.toBe('')
      if (sdk.reach === 'option') expect(sdk.option && sdk.builtIn, sdk.name).toBeTruthy()
      if (sdk.since) expect(sdk.option && sdk.before, sdk.name).toBeTruthy()
    }
  })
})

test.each([
  ['yarn.lock', '"@shevernitskiy/amo@^0.1.0", "@shevernitskiy/amo@>=0.1":\n  version "0.1.4"\n', '0.1.4'],
  ['pnpm-lock.yaml', 'packages:\n\n  /@shevernitskiy/amo/0.1.4:\n    dev: false\n', '0.1.4'],
  [
    'deno.lock',
    '{\n  "jsr": {\n    "@shevernitskiy/amo@0.1.4": {\n      "integrity": "none"\n    }\n  }\n}\n',
    '0.1.4',
  ],
])('%s pins a version', (path, text, version) => {
  expect(readLock(path, text).map((found) => [found.name, found.version])).toEqual([
    ['@shevernitskiy/amo', version],
  ])
})

describe('on disk', () => {
  let root = ''
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  test('a lock file without the old letters says the version, and one with them keeps them', async () => {
    root = mkdtempSync(join(tmpdir(), 'libraries-'))
    const lock = '{"packages":[{"name":"ufee/amoapi","version":"0.9.3.0","homepage":"https://amocrm.com"}]}\n'
    writeFileSync(join(root, 'composer.json'), '{ "require": { "ufee/amoapi": "^0.9.3" } }\n')
    writeFileSync(join(root, 'crm.php'), "<?php\n$host = 'https://acme.amocrm.com/api/v4/leads';\n")
    writeFileSync(join(root, 'composer.lock'), lock.replace('https://amocrm.com', ''))
    const messages = async () => {
      const report = await audit({ cwd: root, kept: true })
      return report.findings.filter(({ rule }) => rule === 'sdk-host').map(({ message }) => message)
    }
    expect(await messages()).toEqual([expect.stringContaining('0.9.3.0 (pinned by composer.lock)')])
    writeFileSync(join(root, 'composer.lock'), lock)
    expect(await messages()).toEqual([expect.stringContaining('0.9.3.0 (pinned by composer.lock)')])
    const { kept = [] } = await audit({ cwd: root, kept: true })
    expect(kept.map(({ path, reason }) => [path, reason])).toEqual([['composer.lock', 'lock-file']])
  })
})
