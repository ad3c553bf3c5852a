import { describe, expect, it } from 'vitest'
import { findOccurrences } from '../../src/roles/occurrences.js'
import { siteOf } from './site.js'

/** Text (`~` is a part that is not written here) and the hosts in it, each as `host top-level-domain`. */
const STRINGS: readonly (readonly [text: string, ...hosts: string[]])[] = [
  // Other names that hold the letters.
  ['myamocrm.com'],
  ['notamocrm.com/api'],
  ['my-amocrm.com'],
  ['amocrm.company'],
  ['amocrm.community'],
  ['amocrm.com-evil.net'],
  ['amocrm.com.evil.net'],
  ['https://lumen.amocrm.com.ua/api'],
  ['https://www.amocrm.com.kz'],
  ['amocrm.computer'],
  ['amocrm.common'],
  ['amocrm.com_backup'],
  ['amocrm2.com'],
  ['amocrm-com.net'],
  ['amocrm.example.com'],
  ['amocrm.ru'],
  ['https://lumen.amocrm.ru/api/v4'],
  // E-mail, in each of its spellings.
  ['support@amocrm.com'],
  ['robot@team.amocrm.com'],
  ['robot%40team.amocrm.com'],
  ['Write to robot@team.amocrm.com.'],
  ['mailto:robot@team.amocrm.com'],
  ['"robot" <robot@team.amocrm.com>'],
  // The product and its sentences.
  ['Connect amoCRM. Then go on.'],
  ['amocrm'],
  ['amocrm.settings.title'],
  ['amocrm.constant("user")'],
  // Hosts.
  ['amocrm.com', 'amocrm.com com'],
  ['.amocrm.com', '*.amocrm.com com'],
  ['lumen.amocrm.com', 'lumen.amocrm.com com'],
  ['#HttpOnly_.amocrm.com', '*.amocrm.com com'],
  ['#HttpOnly_lumen.amocrm.com', 'lumen.amocrm.com com'],
  ['https://lumen.amocrm.com/api/v4', 'lumen.amocrm.com com'],
  ['//lumen.amocrm.com/api', 'lumen.amocrm.com com'],
  ['HTTPS://LUMEN.AMOCRM.COM', 'lumen.amocrm.com com'],
  ['https://user:secret@lumen.amocrm.com/api', 'lumen.amocrm.com com'],
  ['https://lumen.amocrm.com:443/api', 'lumen.amocrm.com com'],
  ['https://lumen.amocrm.com./api', 'lumen.amocrm.com com'],
  ['https://a.b.amocrm.com/api', 'a.b.amocrm.com com'],
  ['https://~.amocrm.com/api', '*.amocrm.com com'],
  ['https://~amocrm.com/api', '*.amocrm.com com'],
  ['https://{sub}.amocrm.com', '*.amocrm.com com'],
  ['https://%s.amocrm.com', '*.amocrm.com com'],
  ['https://:account.amocrm.com', '*.amocrm.com com'],
  ['https://<account>.amocrm.com', '*.amocrm.com com'],
  ['https://[account].amocrm.com', '*.amocrm.com com'],
  ['https://*.amocrm.com/*', '*.amocrm.com com'],
  ['See lumen.amocrm.com.', 'lumen.amocrm.com com'],
  ['(see www.amocrm.com)', 'www.amocrm.com com'],
  ['amocrm.com, amocrm.ru', 'amocrm.com com'],
  ["frame-ancestors 'self' https://*.amocrm.com https://*.amocrm.ru", '*.amocrm.com com'],
  ['lumen.amocrm.com,studio.amocrm.com', 'lumen.amocrm.com com', 'studio.amocrm.com com'],
  // Layers inside the text.
  ['https%3A%2F%2Flumen.amocrm.com%2Fleads', 'lumen.amocrm.com com'],
  ['?next=%2F%2Famocrm.com', 'amocrm.com com'],
  ['lumen%2Eamocrm%2Ecom', 'lumen.amocrm.com com'],
  ['https:\\/\\/lumen.amocrm.com\\/api', 'lumen.amocrm.com com'],
  ['line\\namocrm.com', 'amocrm.com com'],
  ['https://lumen\\.amocrm\\.com', 'lumen.amocrm.com com'],
  // The top-level domain comes from somewhere else.
  ['https://~.amocrm.~/api', '*.amocrm.* open'],
  ['https://lumen.amocrm.', 'lumen.amocrm.* open'],
  ['https://%s.amocrm.%s', '*.amocrm.* open'],
  ['https://lumen.amocrm.{zone}/', 'lumen.amocrm.* open'],
  ['lumen.amocrm.{ru,com}', 'lumen.amocrm.* choice'],
]

/** Sources of regular expressions. */
const PATTERNS: readonly (readonly [text: string, ...hosts: string[]])[] = [
  ['^amocrm$'],
  ['\\.amocrm\\.ru$'],
  ['\\.amocrm\\.com$', '*.amocrm.com com'],
  ['^https:\\/\\/[\\w-]+\\.amocrm\\.com', '*.amocrm.com com'],
  ['^https://(.*)\\.amocrm\\.com$', '*.amocrm.com com'],
  ['amocrm.com', 'amocrm.com com'],
  ['\\.amocrm\\.(ru|com)$', '*.amocrm.* choice'],
  ['(?:amocrm|other)\\.com', 'amocrm.* choice'],
  ['amocrm\\.ru|amocrm\\.com', 'amocrm.com com'],
  ['\\.amocrm\\.\\w+$', '*.amocrm.* open'],
]

const found = (text: string, layer: 'string' | 'regex') =>
  findOccurrences(siteOf(text, [], layer)).map(({ host, tld }) => `${host} ${tld}`)

describe('hosts in a text', () => {
  it.each(STRINGS.map(([text, ...hosts]) => ({ text, hosts })))('$text', ({ text, hosts }) => {
    expect(found(text, 'string')).toEqual(hosts)
  })
})

describe('hosts in a pattern', () => {
  it.each(PATTERNS.map(([text, ...hosts]) => ({ text, hosts })))('$text', ({ text, hosts }) => {
    expect(found(text, 'regex')).toEqual(hosts)
  })
})

describe('what stands around a host', () => {
  it.each([
    ['https://lumen.amocrm.com/api/v4?x=1#y', 'https:', '/api/v4?x=1#y'],
    ['//lumen.amocrm.com/api.', '//', '/api'],
    ['https%3A%2F%2Flumen.amocrm.com%2Fleads', 'https:', '/leads'],
    ['https:\\/\\/lumen.amocrm.com\\/api\\/v4', 'https:', '/api/v4'],
    ['lumen.amocrm.com:443/api', '', '/api'],
    ['wss://lumen.amocrm.com', 'wss:', ''],
    ['https://lumen.amocrm.com/~/x', 'https:', '/*/x'],
  ])('%s', (text, scheme, path) => {
    expect(findOccurrences(siteOf(text))).toMatchObject([{ scheme, path }])
  })

  it('is a piece of a name that stands elsewhere', () => {
    const uses = [{ is: 'part', before: 'https://*.', after: '.com/api' }] as const
    expect(findOccurrences(siteOf('amocrm', uses))).toMatchObject([{ tld: 'com', split: 'brand' }])
    const other = [{ is: 'part', before: 'https://*.', after: '.com.ua/api' }] as const
    expect(findOccurrences(siteOf('amocrm', other))).toEqual([])
  })

  it('changes only the letters of the brand', () => {
    const [only] = findOccurrences(siteOf('https://lumen.AmoCRM.com/'))
    expect(only?.brand).toMatchObject({ start: 14, end: 20 })
    expect(only?.token).toBe('lumen.AmoCRM.com')
  })
})
