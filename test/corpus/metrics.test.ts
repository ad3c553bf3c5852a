import { describe, expect, it } from 'vitest'
import type { Judgement, Verdict } from '../../scripts/corpus/judge.js'
import { type Label, readLabels } from '../../scripts/corpus/labels.js'
import { measure, measureRule } from '../../scripts/corpus/metrics.js'

const LABEL: Label = {
  repo: 'acme/widget',
  commit: 'c0ffee',
  path: 'script.js',
  line: 1,
  hash: '0123456789abcdef',
  nth: 0,
  rule: 'legacy-host',
  class: 'safe',
  why: 'an example',
}

function judgement(verdict: Verdict, got: string, label?: Partial<Label>): Judgement {
  const common = { path: 'script.js', line: 1, verdict, expected: '', got, why: '' }
  return label ? { ...common, label: { ...LABEL, ...label } } : common
}

describe('measure', () => {
  it('is perfect over nothing', () => {
    expect(measure([])).toEqual({ precision: 1, recall: 1, judged: 0, right: 0 })
  })

  it('counts a wrong class against both and an unlabelled finding against precision', () => {
    const all = [
      judgement('right', 'legacy-host:safe', {}),
      judgement('other', 'legacy-host:manual', {}),
      judgement('noise', 'legacy-host:review'),
      judgement('missed', 'none', {}),
      judgement('right', 'kept:email', { rule: 'none', class: 'kept:email' }),
    ]
    expect(measure(all)).toEqual({ precision: 1 / 3, recall: 1 / 3, judged: 5, right: 2 })
  })

  it('leaves an allowed silence and a stale label out of recall', () => {
    const all = [
      judgement('right', 'legacy-host:safe', {}),
      judgement('right', 'none', { class: 'manual', alt: ['none'] }),
      judgement('stale', 'line not found', {}),
    ]
    expect(measure(all)).toMatchObject({ precision: 1, recall: 1, judged: 2 })
  })
})

describe('measureRule', () => {
  const all = [
    judgement('right', 'legacy-host:safe', {}),
    judgement('other', 'platform-branch:manual', {}),
    judgement('missed', 'none', { rule: 'platform-branch', class: 'review' }),
    judgement('noise', 'platform-branch:manual'),
    judgement('right', 'platform-branch:manual', { class: 'review', alt: ['platform-branch:manual'] }),
  ]

  it('counts findings of the rule for precision and labels that ask for it for recall', () => {
    expect(measureRule(all, 'legacy-host')).toMatchObject({ precision: 1, recall: 2 / 3, judged: 3 })
    expect(measureRule(all, 'platform-branch')).toMatchObject({ precision: 1 / 3, recall: 0 })
  })

  it('is perfect for a rule that nobody speaks of', () => {
    expect(measureRule(all, 'chat-host')).toEqual({ precision: 1, recall: 1, judged: 0, right: 0 })
  })
})

describe('readLabels', () => {
  it('reads one label a line and skips empty lines', () => {
    expect(readLabels(`${JSON.stringify(LABEL)}\n\n`)).toEqual([LABEL])
  })

  it('names the line and the key that is missing', () => {
    const { hash: _, ...rest } = LABEL
    expect(() => readLabels(`${JSON.stringify(LABEL)}\n${JSON.stringify(rest)}`)).toThrow(
      'line 2: hash missing',
    )
  })
})
