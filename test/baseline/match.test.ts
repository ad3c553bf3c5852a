import { describe, expect, test } from 'vitest'
import { type Baseline, type BaselineEntry, parseBaseline, printBaseline } from '../../src/baseline/format.js'
import { matchBaseline } from '../../src/baseline/match.js'
import type { Finding } from '../../src/findings/finding.js'

type Short = [path: string, fingerprint: string, excerpt?: string, rule?: string]

const entryOf = ([path, fingerprint, excerpt = 'line', rule = 'legacy-host']: Short): BaselineEntry => ({
  rule,
  path,
  fingerprint,
  excerpt,
  scope: '',
})
const findingOf = (short: Short) => ({ ...entryOf(short), state: 'new' }) as unknown as Finding

interface Given {
  known: Short[]
  found: Short[]
  renamed?: [string, string][]
  there?: string[]
  covered?: (path: string) => boolean
}

/** Indexes of the findings that are accepted, and paths of the stale entries. */
function match({ known, found, renamed = [], there, covered = () => true }: Given) {
  const findings = found.map(findingOf)
  const baseline: Baseline = { version: 1, findings: known.map(entryOf), errors: [] }
  const result = matchBaseline(baseline, { findings, errors: [] }, (path) => path, {
    renamed: new Map(renamed),
    isThere: (path) => (there ?? found.map(([name]) => name)).includes(path),
    isCovered: covered,
  })
  return {
    accepted: findings.flatMap((finding, i) => (result.findings.has(finding) ? [i] : [])),
    stale: result.stale.findings.map(({ path, fingerprint }) => `${path} ${fingerprint}`),
    used: result.used.findings.map(({ path, fingerprint }) => `${path} ${fingerprint}`),
  }
}

describe('an entry stands for', () => {
  test('the finding with its fingerprint, in its file, of its rule', () => {
    expect(
      match({
        known: [['a.js', '1', 'x']],
        found: [
          ['b.js', '1', 'x'],
          ['a.js', '1', 'x', 'chat-host'],
          ['a.js', '1', 'y'],
        ],
      }).accepted,
    ).toEqual([2])
  })

  test('one finding at most', () => {
    expect(
      match({
        known: [['a.js', '1']],
        found: [
          ['a.js', '1'],
          ['a.js', '1'],
        ],
      }).accepted,
    ).toEqual([0])
    expect(
      match({
        known: [
          ['a.js', '1'],
          ['a.js', '1'],
        ],
        found: [
          ['a.js', '1'],
          ['a.js', '1'],
        ],
      }).accepted,
    ).toEqual([0, 1])
  })

  test('the same line when what is around it has changed, and is updated', () => {
    expect(match({ known: [['a.js', '1', 'x']], found: [['a.js', '2', 'x']] })).toEqual({
      accepted: [0],
      stale: [],
      used: ['a.js 2'],
    })
  })

  test('its own fingerprint before the line of another', () => {
    expect(
      match({
        known: [
          ['a.js', '1', 'x'],
          ['a.js', '2', 'x'],
        ],
        found: [
          ['a.js', '2', 'x'],
          ['a.js', '3', 'x'],
        ],
      }),
    ).toEqual({
      accepted: [0, 1],
      stale: [],
      used: ['a.js 2', 'a.js 3'],
    })
  })

  test('a finding of a file with a new name: by git, or where the old one has gone', () => {
    expect(
      match({ known: [['old.js', '1', 'x']], found: [['new.js', '2', 'x']], renamed: [['old.js', 'new.js']] })
        .accepted,
    ).toEqual([0])
    expect(match({ known: [['old.js', '1', 'x']], found: [['new.js', '1', 'x']] }).accepted).toEqual([0])
    expect(match({ known: [['old.js', '1', 'x']], found: [['new.js', '2', 'x']] }).accepted).toEqual([])
  })

  test('no finding of a copy', () => {
    expect(
      match({ known: [['a.js', '1', 'x']], found: [['copy.js', '1', 'x']], there: ['a.js', 'copy.js'] }),
    ).toEqual({
      accepted: [],
      stale: ['a.js 1'],
      used: [],
    })
  })
})

test('entries that the run did not look for are neither used nor stale, and are kept', () => {
  expect(
    match({
      known: [
        ['a.js', '1'],
        ['b.js', '1', 'y'],
      ],
      found: [],
      covered: (path) => path === 'a.js',
    }),
  ).toEqual({
    accepted: [],
    stale: ['a.js 1'],
    used: ['b.js 1'],
  })
})

describe('the file', () => {
  const baseline: Baseline = {
    version: 1,
    findings: [entryOf(['b.js', '2', 'z']), entryOf(['b.js', '1', 'a']), entryOf(['a.js', '3'])],
    errors: [
      { path: 'c.js', code: 'parse-error' },
      { path: 'b.js', code: 'parse-error' },
    ],
  }

  test('is sorted, one entry a line, and reads back', () => {
    const text = printBaseline(baseline)
    expect(text.split('\n').filter((line) => line.startsWith('    {'))).toHaveLength(5)
    const again = parseBaseline(text, 'b.json')
    expect(again.findings.map(({ path, fingerprint }) => path + fingerprint)).toEqual([
      'a.js3',
      'b.js1',
      'b.js2',
    ])
    expect(again.errors.map(({ path }) => path)).toEqual(['b.js', 'c.js'])
    expect(printBaseline(again)).toBe(text)
    expect(printBaseline({ version: 1, findings: [], errors: [] })).toBe(
      '{\n  "version": 1,\n  "findings": [],\n  "errors": []\n}\n',
    )
  })

  test.each([
    ['', /Unexpected end/],
    ['{}', /it is no baseline/],
    ['null', /it is no baseline/],
    ['{"version": 2}', /version 2 is not known/],
    ['{"version": 1, "findings": [{"rule": 1}], "errors": []}', /"findings" is no list of findings/],
    ['{"version": 1, "findings": []}', /"errors" is no list of errors/],
    [`<<<<<<< ours\n${'{}'}\n=======\n>>>>>>> theirs\n`, /marks of a merge conflict/],
  ])('%j is refused', (text, message) => {
    expect(() => parseBaseline(text, 'b.json')).toThrow(message)
  })
})
