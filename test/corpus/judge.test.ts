import { describe, expect, it } from 'vitest'
import { judge, type Said } from '../../scripts/corpus/judge.js'
import type { Label } from '../../scripts/corpus/labels.js'
import { lineHash, lineRanges } from '../../scripts/corpus/lines.js'

const FILE = Buffer.from(
  [
    "var user = AMOCRM.constant('user')",
    'var both = AMOCRM && AMOCRM.data // ok',
    "var mail = 'staff@team.amocrm.com'",
    '"locale": ["ru"],',
    "var zone = 'amocrm.' + tld",
    '',
  ].join('\r\n'),
)

function label(line: number, nth: Label['nth'], rest: Partial<Label> = {}): Label {
  const range = lineRanges(FILE)[line - 1]
  if (!range) throw new Error(`no line ${line}`)
  return {
    repo: 'acme/widget',
    commit: 'c0ffee',
    path: 'script.js',
    line,
    hash: lineHash(FILE, range),
    nth,
    rule: 'amocrm-global',
    class: 'safe',
    why: 'an example',
    ...rest,
  }
}

function finding(text: string, nth: number, kind: 'safe' | 'review' | 'manual', rule = 'amocrm-global') {
  return { ...place(text, nth), rule, fix: { kind, title: '', edits: [], create: [] } }
}

function place(text: string, nth: number) {
  let start = -1
  for (let i = 0; i <= nth; i++) start = FILE.indexOf(text, start + 1)
  const line = FILE.subarray(0, start).toString().split('\n').length
  const point = (offset: number) => ({ line, column: 1, offset })
  return { path: 'script.js', start: point(start), end: point(start + text.length) }
}

function verdicts(labels: Label[], said: Partial<Said>): string[] {
  const all = { findings: [], kept: [], ...said }
  return judge(labels, all, (path) => (path === 'script.js' ? FILE : undefined)).map((each) => each.verdict)
}

describe('judge', () => {
  it('agrees with a finding of the rule and class on the mention', () => {
    expect(verdicts([label(1, 0)], { findings: [finding('AMOCRM', 0, 'safe')] })).toEqual(['right'])
  })

  it('tells the mentions of one line apart', () => {
    const labels = [label(2, 0), label(2, 1)]
    expect(verdicts(labels, { findings: [finding('AMOCRM', 2, 'safe')] })).toEqual(['missed', 'right'])
  })

  it('accepts an alternative class, rule or reason', () => {
    const weaker = label(1, 0, { alt: ['review'] })
    expect(verdicts([weaker], { findings: [finding('AMOCRM', 0, 'review')] })).toEqual(['right'])
    const other = label(1, 0, { alt: ['legacy-host:manual'] })
    expect(verdicts([other], { findings: [finding('AMOCRM', 0, 'manual', 'legacy-host')] })).toEqual([
      'right',
    ])
    const kept = label(3, 0, { rule: 'none', class: 'kept:own-contact', alt: ['kept:email'] })
    const said = { ...place('team.amocrm.com', 0), reason: 'email' as const }
    expect(verdicts([kept], { kept: [said] })).toEqual(['right'])
  })

  it('calls a wrong safe fix overconfident, a wrong finding noise, another class other', () => {
    const review = label(1, 0, { class: 'review' })
    expect(verdicts([review], { findings: [finding('AMOCRM', 0, 'safe')] })).toEqual(['overconfident'])
    expect(verdicts([label(1, 0)], { findings: [finding('AMOCRM', 0, 'manual')] })).toEqual(['other'])
    const kept = label(3, 0, { rule: 'none', class: 'kept:email' })
    const noise = finding('team.amocrm.com', 0, 'review', 'legacy-host')
    expect(verdicts([kept], { findings: [noise] })).toEqual(['noise'])
  })

  it('calls a kept occurrence missed where a finding is due, and a reason wrong where it is not', () => {
    const said = { ...place('AMOCRM', 0), reason: 'identifier' as const }
    expect(verdicts([label(1, 0)], { kept: [said] })).toEqual(['missed'])
    const kept = label(1, 0, { rule: 'none', class: 'kept:brand-text' })
    expect(verdicts([kept], { kept: [said] })).toEqual(['reason'])
  })

  it('lists findings that no label speaks of', () => {
    expect(verdicts([], { findings: [finding('AMOCRM', 0, 'safe')] })).toEqual(['overconfident'])
    expect(verdicts([], { findings: [finding('AMOCRM', 0, 'manual')] })).toEqual(['noise'])
  })

  it('follows a line that moved, by its hash, and calls a lost one stale', () => {
    const moved = label(1, 0, { line: 4 })
    const [judgement] = judge([moved], { findings: [finding('AMOCRM', 0, 'safe')], kept: [] }, () => FILE)
    expect(judgement).toMatchObject({ verdict: 'right', line: 1 })
    expect(verdicts([label(1, 0, { hash: '0'.repeat(16) })], {})).toEqual(['stale'])
    expect(verdicts([label(1, 0, { path: 'gone.js' })], {})).toEqual(['stale'])
  })

  it('matches a host in parts by its letters, a file by its rule, and all mentions at once', () => {
    const parts = label(5, 0, { of: 'letters', rule: 'platform-branch', class: 'manual' })
    const zone = finding("'amocrm.' + tld", 0, 'manual', 'platform-branch')
    expect(verdicts([parts], { findings: [zone] })).toEqual(['right'])
    const file = label(4, 'file', { rule: 'widget-manifest', class: 'manual' })
    const locale = finding('"ru"', 0, 'manual', 'widget-manifest')
    expect(verdicts([file], { findings: [locale] })).toEqual(['right'])
    const all = label(1, 'all', { rule: 'none', class: 'kept:generated' })
    const kept = [0, 1, 2].map((nth) => ({ ...place('AMOCRM', nth), reason: 'generated' as const }))
    expect(verdicts([all], { kept })).toEqual(['right'])
    expect(verdicts([all], { kept, findings: [finding('AMOCRM', 1, 'review')] })).toEqual(['noise'])
  })

  it('takes silence as an answer only where a label allows it', () => {
    expect(verdicts([label(5, 0, { of: 'letters', alt: ['none'] })], {})).toEqual(['right'])
    expect(verdicts([label(1, 0)], {})).toEqual(['missed'])
  })
})
