import { describe, expect, test } from 'vitest'
import { parseConfiguration } from '../../src/config/read.js'
import { EXTERNALLY_ENDED } from '../../src/config/settings.js'
import { catalog } from '../../src/rules/about/index.js'

/** The lines of the error below the name of the file. */
function complaints(text: string): string[] {
  try {
    parseConfiguration(text, 'c.json')
  } catch (error) {
    const [head, ...lines] = (error as Error).message.split('\n')
    expect(head).toBe('The configuration is not right: c.json')
    return lines.map((line) => line.trim())
  }
  return []
}

describe('what a configuration may hold', () => {
  test('comments and trailing commas are fine, and everything known is taken over', () => {
    const text = `{
      // where
      "include": ["src/**"], "exclude": ["src/old"],
      "rules": { "legacy-host": "warning", "amocrm-global": { "severity": "error", "roles": { "text": "off" } } },
      "overrides": [{ "paths": ["docs"], "rules": { "legacy-host": "off" } }],
      "suppressions": [{ "rule": "chat-host", "paths": ["a.js"], "reason": " ours " }],
      "verified": [{ "rule": "stored-host", "match": "accounts.domain", "reason": "moved", "date": "2026-11-20" }],
      "parseErrors": "warn", "failOn": "error", "baseline": "ci/known.json",
    }`
    expect(parseConfiguration(text, 'c.json')).toEqual({
      include: ['src/**'],
      exclude: ['src/old'],
      rules: {
        'legacy-host': 'warning',
        'amocrm-global': { severity: 'error', roles: { text: 'off' } },
      },
      overrides: [{ paths: ['docs'], rules: { 'legacy-host': 'off' } }],
      suppressions: [{ rule: 'chat-host', paths: ['a.js'], reason: 'ours' }],
      verified: [{ rule: 'stored-host', match: 'accounts.domain', reason: 'moved', date: '2026-11-20' }],
      parseErrors: 'warn',
      failOn: 'error',
      baseline: 'ci/known.json',
    })
  })

  test.each([
    ['{"exlude": []}', '1:2  unknown key "exlude": did you mean "exclude"?'],
    ['{"zzzzzz": 1}', '1:2  unknown key "zzzzzz"'],
    [
      '{\n  "rules": {"legacy-hots": "off"}\n}',
      '2:13  unknown key "rules.legacy-hots": did you mean "legacy-host"?',
    ],
    ['{"rules": {"legacy-host": "eror"}}', '1:27  "rules.legacy-host" is "eror": did you mean "error"?'],
    [
      '{"rules": {"legacy-host": {"severty": "off"}}}',
      '1:28  unknown key "rules.legacy-host.severty": did you mean "severity"?',
    ],
    ['{"failOn": 3}', '1:12  "failOn" is 3; choose from error, warning, info, never'],
    ['{"include": "src"}', '1:13  "include" must be a list, and is "src"'],
    ['{"include": ["!a"]}', '1:14  "include[0]" must not begin with "!": use "exclude" for what is left out'],
    ['{"include": ["../a"]}', '1:14  "include[0]" must lie below the folder of the configuration'],
    ['{"include": ["/a"]}', '1:14  "include[0]" must lie below the folder of the configuration'],
    ['{"include": ["a\\\\b"]}', '1:14  "include[0]" must be written with "/"'],
    ['{"overrides": [{"paths": []}]}', '1:16  "overrides[0].rules" is missing'],
    ['[]', '1:1  it must be an object'],
    ['', '1:1  does not parse as JSON: value expected'],
    ['{"include": [}', '1:14  does not parse as JSON: value expected'],
    [
      '{"suppressions": [{"rule": "legacy-host", "reason": "x"}]}',
      '1:19  "suppressions[0]" needs "paths" or "fingerprint"; to leave a rule out everywhere, set it to "off" in "rules"',
    ],
    [
      '{"suppressions": [{"rule": "legacy-host", "paths": ["a"], "reason": " "}]}',
      '1:69  "suppressions[0].reason" must not be empty: say why',
    ],
    [
      '{"verified": [{"rule": "stored-host", "match": "a", "reason": "b", "date": "2026-13-01"}]}',
      '1:76  "verified[0].date" must be a date: "2026-11-23"',
    ],
  ])('%s', (text, complaint) => {
    expect(complaints(text)).toEqual([complaint])
  })

  test('a rule that ends in the code cannot be verified away', () => {
    const text = '{"verified": [{"rule": "legacy-host", "match": "a", "reason": "b", "date": "2026-11-20"}]}'
    expect(complaints(text)[0]).toContain('findings of other rules end in the code')
  })

  test('everything that is wrong is said at once, in order', () => {
    expect(complaints('{"a": 1,\n"failOn": 1,\n"include": 1}').map((line) => line.slice(0, 3))).toEqual([
      '1:2',
      '2:1',
      '3:1',
    ])
  })

  test('names of objects that JavaScript knows are keys like others', () => {
    expect(complaints('{"__proto__": {"include": []}, "constructor": 1}')).toEqual([
      '1:2  unknown key "__proto__"',
    ])
  })

  test('the rules that end outside the code exist', () => {
    const ids = catalog.map(({ id }) => id)
    expect(EXTERNALLY_ENDED.filter((id) => !ids.includes(id))).toEqual([])
  })
})
