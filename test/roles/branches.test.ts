import { describe, expect, it } from 'vitest'
import { armOfKommo, readBranch } from '../../src/roles/branches.js'
import type { Use } from '../../src/sites.js'

describe('the arm that acme.kommo.com takes', () => {
  it.each([
    ["host.endsWith('.amocrm.com')", 'else'],
    ["!host.endsWith('.amocrm.com')", 'then'],
    ["host.endsWith('.amocrm.ru')", 'else'],
    ["!host.endsWith('.amocrm.ru')", 'then'],
    ["host.indexOf('amocrm.ru') !== -1", 'else'],
    ["host.indexOf('amocrm.ru') === -1", 'then'],
    ["host.indexOf('amocrm.ru') >= 0", 'else'],
    ["host.indexOf('amocrm.ru') < 0", 'then'],
    ["host.indexOf('amocrm.ru') > -1", 'else'],
    ["host !== 'amocrm.ru'", 'then'],
    ["host === 'amocrm.ru'", 'else'],
    ["tld === 'ru'", 'else'],
    ["tld !== 'ru'", 'then'],
    ["tld === 'com'", 'then'],
    ["tld != 'com'", 'else'],
    ["host.endsWith('.com')", 'then'],
    ['/\\.ru$/.test(host)', 'else'],
    ['!/\\.ru$/.test(host)', 'then'],
    ['isRussian', undefined],
    ['settings.zone', undefined],
    ["tld === 'ru' || isTest", undefined],
    ["tld === 'com' && isLive", undefined],
    ["host.endsWith('.amocrm.com') && isLive", 'else'],
    ["host.endsWith('.amocrm.ru') && isLive", 'else'],
    ["!host.endsWith('.amocrm.com') || isTest", 'then'],
    ["(host.endsWith('.amocrm.com') && isLive)", 'else'],
    ["!(host.endsWith('.amocrm.com') && isLive)", 'then'],
    ["(tld === 'ru' || isTest) && host.endsWith('.amocrm.com')", 'else'],
    ["host.endsWith('.amocrm.com') || isTest", undefined],
    ["name === 'a && b' && host.endsWith('.amocrm.com')", 'else'],
    ["tld === 'ru' || tld === 'by'", undefined],
    [`host.endsWith('.amocrm.com') && ${'x'.repeat(300)}`, undefined],
    ["locale === 'en'", undefined],
  ])('%s', (test, arm) => {
    expect(armOfKommo(test)).toBe(arm)
  })
})

describe('a decision between platforms', () => {
  const arm = (test: string, other: string, side: 'then' | 'else' = 'else'): Use => ({
    is: 'arm',
    test,
    arm: side,
    other: [other],
  })

  it.each([
    ['no decision', [], 'none'],
    ['another subject', [arm('isTest', "'sandbox.example.com'")], 'none'],
    ['reached', [arm("tld === 'ru'", "'amocrm.ru'")], 'reached'],
    ['missed', [arm("host.endsWith('.amocrm.com')", "'amocrm.ru'", 'then')], 'missed'],
    ['opaque', [arm('isGlobal', "'amocrm.ru'", 'then')], 'opaque'],
    ['kommo in the other arm', [arm('isOld', "'kommo.com'")], 'migrated'],
    [
      'kommo further out in the chain',
      [
        arm("host.endsWith('.amocrm.com')", "'amocrm.ru'", 'then'),
        arm("host.endsWith('.kommo.com')", "'kommo.com'"),
      ],
      'migrated',
    ],
  ] as const)('%s', (_, uses, branch) => {
    expect(readBranch(uses as readonly Use[]).branch).toBe(branch)
  })
})
