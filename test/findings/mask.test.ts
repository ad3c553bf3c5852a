import { describe, expect, test } from 'vitest'
import { mask, maskAround } from '../../src/findings/mask.js'

const jwt = `eyJ${'hbGciOiJIUzI1NiJ9'}.eyJzdWIiOiIxMjM0In0.abcDEF123_-x`

describe('masks', () => {
  test.each([
    ["'https://acme.amocrm.com/api?USER_HASH=ab12'", "'https://acme.amocrm.com/api?USER_HASH=***'"],
    ['fetch("/x?a=1&b=two&amp;c=3")', 'fetch("/x?a=***&b=***&amp;c=***")'],
    [
      'https://amojo.amocrm.com/~external/hooks/telegram?t=99:AA',
      'https://amojo.amocrm.com/~external/hooks/telegram?t=***',
    ],
    [
      '`https://${sub}.amocrm.com/oauth?client_id=${id}&mode=popup`',
      '`https://${sub}.amocrm.com/oauth?client_id=${id}&mode=***`',
    ],
    ['https://api.telegram.org/bot123:ABC/getMe', 'https://api.telegram.org/bot***/getMe'],
    [`const t = '${jwt}'`, "const t = '***'"],
    [`{ Authorization: 'Bearer abcdef123456' }`, `{ Authorization: '***' }`],
    ['-H "Authorization: Bearer abcdef123456"', '-H "Authorization: Bearer ***"'],
    ["headers['X-Auth-Token'] = 'q1w2e3r4'", "headers['X-Auth-Token'] = '***'"],
    ['https://lumen:hunter2@acme.amocrm.com/', 'https://lumen:***@acme.amocrm.com/'],
    ["client_secret: 'shortish'", "client_secret: '***'"],
    ['"clientSecret": "shortish",', '"clientSecret": "***",'],
    ["'password' => 'letmein',", "'password' => '***',"],
    ["key = 'hunter2hunter2'", "key = '***'"],
    ['AMO_CLIENT_SECRET=letmein', 'AMO_CLIENT_SECRET=***'],
    ["define('API_KEY', 'letmein')", "define('API_KEY', '***')"],
    ['0123456789abcdef0123456789abcdef', '***'],
    ['id: 4f2b0b0e-0d52-4f6e-9f0e-3f1f0b0e0d52', 'id: ***'],
    ['jane.doe+x@team.amocrm.com', '***@team.amocrm.com'],
    ['login=jane%40team.amocrm.com', 'login=***%40team.amocrm.com'],
    ["x = 'aB3dE6gH9jK2mN5pQ8sT1vW4'", "x = '***'"],
    ['sid k3pd8w1x7zq2m9v4t6r5yb0nch', 'sid ***'],
    [
      '#HttpOnly_.amocrm.com\tTRUE\t/\tTRUE\t0\tsession_id\tabc123',
      '#HttpOnly_.amocrm.com\tTRUE\t/\tTRUE\t0\tsession_id\t***',
    ],
    [
      '.amocrm.com\tTRUE\t/\tFALSE\t1681547225\tuser_lang\truru',
      '.amocrm.com\tTRUE\t/\tFALSE\t1681547225\tuser_lang\t***',
    ],
  ])('%s', (source, expected) => {
    expect(mask(source)).toBe(expected)
  })
})

describe('leaves code readable', () => {
  test.each([
    "$.get('https://' + self.subdomain + '.amocrm.com/api/v4/leads/custom_fields')",
    "const host = tld === 'ru' ? 'amocrm.ru' : 'amocrm.com'",
    'const view = AMOCRM?.data?.current_card',
    'import { AMOCRM } from "../../types/AMOCRM"',
    'getAmoCRMWidgetSettingsV2FromTheServerHandler()',
    'https://www.amocrm.com/developers/content/crm_platform/leads-api',
    'const token = getToken()',
    'const accessToken = `${prefix}${value}`',
    "'@acme/widget-tools'",
    "$link .= '?USER_LOGIN=' . LOGIN . '&USER_HASH=' . HASH . '&x'",
    "{ key: 'subdomain', storageKey: 'amo_subdomain' }",
    "tokenUrl: 'https://acme.amocrm.com/oauth2/access_token',",
    "'urlAccessToken' => '/oauth2/access_token',",
    'if (a && b) c = d',
  ])('%s', (source) => {
    expect(mask(source)).toBe(source)
  })
})

describe('the token of a finding', () => {
  test('stays readable inside a secret and is found again after masking', () => {
    const source = "token = 'https://lumen:hunter2@acme.amocrm.com/?key=1'"
    const start = source.indexOf('acme')
    const masked = maskAround(source, start, start + 'acme.amocrm.com'.length)
    expect(masked.text.slice(masked.start, masked.end)).toBe('acme.amocrm.com')
    expect(masked.text).not.toMatch(/hunter2|key=1/)
  })

  test('keeps its place when nothing is masked', () => {
    expect(maskAround('AMOCRM.x', 0, 6)).toEqual({ text: 'AMOCRM.x', start: 0, end: 6 })
  })
})
