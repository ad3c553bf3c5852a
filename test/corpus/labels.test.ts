import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { answers, readLabels } from '../../scripts/corpus/labels.js'
import { KEPT_REASONS } from '../../src/findings/finding.js'

const labels = readLabels(readFileSync('test/corpus/labels.jsonl', 'utf8'))

const RULES = [
  'legacy-host',
  'chat-host',
  'amocrm-global',
  'origin-allowlist',
  'platform-branch',
  'sdk-host',
  'account-key',
  'stored-host',
  'widget-manifest',
]

describe('the labels', () => {
  it('speak of known rules, kinds and reasons only', () => {
    const known = new Set([
      'none',
      ...RULES.flatMap((rule) => ['safe', 'review', 'manual'].map((kind) => `${rule}:${kind}`)),
      ...KEPT_REASONS.map((reason) => `kept:${reason}`),
    ])
    const unknown = labels.flatMap(answers).filter((answer) => !known.has(answer))
    expect(unknown).toEqual([])
    expect(labels.filter((label) => !['none', ...RULES].includes(label.rule))).toEqual([])
  })

  it('judge each mention once', () => {
    const places = labels.map(
      ({ repo, path, line, nth, of, rule }) =>
        `${repo} ${path}:${line} ${of} ${nth} ${nth === 'line' ? rule : ''}`,
    )
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([])
  })

  it('hold a place and a verdict, never a line of code', () => {
    const keys = new Set(labels.flatMap((label) => Object.keys(label)))
    expect([...keys].sort()).toEqual(
      ['alt', 'class', 'commit', 'hash', 'line', 'nth', 'of', 'path', 'repo', 'rule', 'why'].sort(),
    )
    const reasons = new Set(labels.map((label) => label.why))
    expect(reasons.size).toBeLessThan(labels.length / 4)
    for (const reason of reasons) expect(reason).not.toMatch(/[=(){}@]|https?:/)
  })
})
