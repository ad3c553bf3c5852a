import { describe, expect, it } from 'vitest'
import { decide } from '../../src/roles/decide.js'
import type { Surroundings } from '../../src/roles/decision.js'
import type { Layer, Use } from '../../src/sites.js'
import { occurrenceOf } from './site.js'

const AROUND: Surroundings = {
  nature: 'source',
  syntax: 'tree',
  statement: '',
  has: () => false,
  translates: false,
  asksForKommo: false,
}

function outcome(
  text: string,
  uses: readonly Use[],
  around: Partial<Surroundings> = {},
  layer: Layer = 'string',
) {
  const decision = decide(occurrenceOf(text, uses, layer), { ...AROUND, ...around })
  return 'kept' in decision ? `kept: ${decision.kept}` : `${decision.rule} ${decision.kind}`
}

const fetched: Use = { is: 'argument', callee: 'fetch', index: 0 }
const compared: Use = { is: 'compare', operator: '===' }
const passed: Use = { is: 'argument', callee: 'register', index: 0 }
const posted: Use = { is: 'argument', callee: 'parent.postMessage', index: 1 }
const stored: Use = { is: 'storageKey' }

describe('the decision about a host', () => {
  it.each<[string, string, readonly Use[], string]>([
    ['sent to and compared', 'lumen.amocrm.com', [fetched, compared], 'origin-allowlist manual'],
    ['sent to and stored under', 'lumen.amocrm.com', [fetched, stored], 'legacy-host review'],
    ['sent to and passed on', 'lumen.amocrm.com', [fetched, passed], 'legacy-host review'],
    ['sent to and told to a frame', 'https://lumen.amocrm.com', [fetched, posted], 'legacy-host review'],
    [
      'a named origin of a frame',
      'https://lumen.amocrm.com',
      [{ is: 'binding', name: 'TARGET' }, posted],
      'origin-allowlist manual',
    ],
    ['a URL with a path, passed on', 'https://lumen.amocrm.com/api/v4', [passed], 'legacy-host safe'],
    [
      'a URL with a path, compared',
      'https://lumen.amocrm.com/api/v4',
      [fetched, compared],
      'origin-allowlist manual',
    ],
    ['an ending alone', '.amocrm.com', [{ is: 'entry', key: 'domain', of: [] }], 'legacy-host review'],
    [
      'a wildcard',
      'https://*.amocrm.com/*',
      [{ is: 'entry', key: 'url', of: [] }],
      'origin-allowlist manual',
    ],
    ['a pattern in a string', 'lumen\\.amocrm\\.com', [], 'origin-allowlist manual'],
    ['no use at all', 'lumen.amocrm.com', [], 'legacy-host review'],
    ['sent to', 'lumen.amocrm.com', [fetched], 'legacy-host safe'],
    ['the chat API', 'https://amojo.amocrm.com', [fetched], 'chat-host safe'],
    ['a shard', 'https://api-b.amocrm.com', [fetched], 'legacy-host manual'],
    ['a host below an account', 'https://a.b.amocrm.com', [fetched], 'legacy-host manual'],
    [
      'a token without account',
      'https://www.amocrm.com/oauth2',
      [fetched, { is: 'part', before: '', after: '/access_token' }],
      'legacy-host manual',
    ],
    [
      'behind another host',
      'amocrm.com',
      [fetched, { is: 'part', before: 'https://logo.example.com/', after: '' }],
      'legacy-host review',
    ],
    [
      'a line of a userscript',
      ' @match https://*.amocrm.com/*',
      [{ is: 'comment' }],
      'origin-allowlist manual',
    ],
    ['a comment', ' see https://www.amocrm.com/x', [{ is: 'comment' }], 'legacy-host review'],
    ['an open top-level domain', 'https://lumen.amocrm.~/api', [fetched], 'platform-branch manual'],
    [
      'a replacement by the new name',
      'amocrm.com',
      [{ is: 'argument', callee: 'url.replace', index: 0, args: ["'amocrm.com'", "'kommo.com'"] }],
      'kept: shim',
    ],
    ['a recorded answer', 'lumen.amocrm.com', [{ is: 'recorded' }], 'legacy-host manual'],
  ])('%s', (_, text, uses, expected) => {
    expect(outcome(text, uses)).toBe(expected)
  })

  it('is never safe where the language is searched as text, or does not parse', () => {
    expect(outcome('https://lumen.amocrm.com/api', [fetched], { syntax: 'text' })).toBe('legacy-host review')
    expect(outcome('https://lumen.amocrm.com/api', [fetched], { syntax: 'broken' })).toBe(
      'legacy-host review',
    )
  })

  it('is complete only where the new name is tested, not where it is merely near', () => {
    const test = (chain: string): Use => ({
      is: 'argument',
      callee: 'host.endsWith',
      index: 0,
      test: {
        chain,
        span: { file: 'input.js', start: 0, end: 1 },
        operand: { file: 'input.js', start: 0, end: 1 },
        join: '||',
        joined: false,
        grouped: true,
        pure: true,
      },
    })
    const alone = test("host.endsWith('.amocrm.com')")
    const both = test("host.endsWith('.amocrm.com') || host.endsWith('.kommo.com')")
    expect(outcome('.amocrm.com', [both])).toBe('kept: complete-matcher')
    expect(outcome('.amocrm.com', [alone], { has: (text) => text === "host.endsWith('.kommo.com')" })).toBe(
      'kept: complete-matcher',
    )
    const statement = "if (host.endsWith('.amocrm.com')) return 'https://lumen.kommo.com'"
    expect(outcome('.amocrm.com', [alone], { statement })).toBe('origin-allowlist manual')
  })

  it('keeps a table that names both hosts', () => {
    const uses: Use[] = [{ is: 'entry', key: 'amocrm', of: [] }, fetched]
    expect(outcome('amocrm.com', uses, { statement: "{ kommo: 'kommo.com', amocrm: 'amocrm.com' }" })).toBe(
      'kept: already-migrated',
    )
  })
})
