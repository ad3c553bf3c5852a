import type { Finding, Kept, Location } from '../../src/findings/finding.js'
import { answers, isFindingAnswer, type Label } from './labels.js'
import { lineHash, lineRanges, mentions, overlaps, type Range } from './lines.js'

/** What the tool said, as far as judging needs it. */
export interface Said {
  findings: readonly Pick<Finding, 'path' | 'start' | 'end' | 'rule' | 'fix'>[]
  kept: readonly (Location & Pick<Kept, 'reason'>)[]
}

/**
 * `right`: a right answer. The rest, most harmful first: `overconfident` (calls safe what is not), `missed` (a
 * finding was due), `noise` (nothing was due), `other` (another rule or a weaker class), `reason` (kept, with
 * another reason), `stale` (the line of the label is gone).
 */
export type Verdict = 'right' | 'overconfident' | 'missed' | 'noise' | 'other' | 'reason' | 'stale'

export interface Judgement {
  path: string
  line: number
  verdict: Verdict
  expected: string
  got: string
  why: string
  /** Absent for a finding that no label speaks of. */
  label?: Label
}

/** Compares what was said about one repository with its labels. `read` gives a file's bytes. */
export function judge(labels: readonly Label[], said: Said, read: (path: string) => Buffer | undefined) {
  const judged = new Set<Said['findings'][number]>()
  const judgements = labels.map((label) => {
    const places = placesOf(label, read(label.path))
    if (!places) return verdict(label, 'stale', 'line not found')
    const findings = findingsAt(label, places, said)
    for (const finding of findings) judged.add(finding)
    return judgeOne(label, places, findings, said)
  })
  for (const finding of said.findings) {
    if (judged.has(finding)) continue
    judgements.push({
      path: finding.path,
      line: finding.start.line,
      verdict: finding.fix.kind === 'safe' ? 'overconfident' : 'noise',
      expected: 'no label',
      got: `${finding.rule}:${finding.fix.kind}`,
      why: '',
    })
  }
  return judgements
}

/** Byte ranges that a label speaks of; `undefined` when its line is not in the file any more. */
function placesOf(label: Label, bytes: Buffer | undefined): { line: number; ranges: Range[] } | undefined {
  if (!bytes) return undefined
  const lines = lineRanges(bytes)
  const line = nearestLine(lines, label, bytes)
  if (line === undefined) return undefined
  const range = lines[line - 1] as Range
  if (label.nth === 'file' || label.nth === 'line') return { line, ranges: [range] }
  if (label.nth === 'all') return { line, ranges: lines.flatMap((each) => mentions(bytes, each)) }
  const place = mentions(bytes, range, label.of)[label.nth]
  return place && { line, ranges: [place] }
}

/** 1-based number of the line with the label's hash that is nearest to the label's line. */
function nearestLine(lines: readonly Range[], label: Label, bytes: Buffer): number | undefined {
  const here = lines[label.line - 1]
  if (here && lineHash(bytes, here) === label.hash) return label.line
  let best: number | undefined
  for (const [index, range] of lines.entries()) {
    if (best !== undefined && Math.abs(best - label.line) <= Math.abs(index + 1 - label.line)) continue
    if (lineHash(bytes, range) === label.hash) best = index + 1
  }
  return best
}

function findingsAt(label: Label, places: { ranges: Range[] }, said: Said) {
  const here = said.findings.filter((finding) => finding.path === label.path)
  if (label.nth === 'file') {
    const ofRule = here.filter((finding) => finding.rule === label.rule)
    const onLine = ofRule.filter((finding) => touches(finding, places.ranges))
    return onLine.length > 0 ? onLine : ofRule.slice(0, 1)
  }
  if (label.nth === 'line')
    return here.filter((finding) => finding.rule === label.rule && touches(finding, places.ranges))
  return here.filter((finding) => touches(finding, places.ranges))
}

function judgeOne(
  label: Label,
  places: { line: number; ranges: Range[] },
  findings: Said['findings'],
  said: Said,
): Judgement {
  const right = answers(label)
  const mentions = label.nth === 'line' ? [] : said.kept
  const kept = mentions.filter((each) => each.path === label.path && touches(each, places.ranges))
  const got = new Set(
    findings.length > 0
      ? findings.map((finding) => `${finding.rule}:${finding.fix.kind}`)
      : kept.map((each) => `kept:${each.reason}`),
  )
  if (got.size === 0) got.add('none')
  const wrong = [...got].filter((answer) => !right.includes(answer))
  const text = [...got].join(' + ')
  if (wrong.length === 0) return { ...verdict(label, 'right', text), line: places.line }
  return { ...verdict(label, kindOf(wrong, right), text), line: places.line }
}

function kindOf(wrong: readonly string[], right: readonly string[]): Verdict {
  const isFindingDue = right.some(isFindingAnswer)
  if (wrong.some((answer) => answer.endsWith(':safe'))) return 'overconfident'
  if (!wrong.some(isFindingAnswer)) return isFindingAnswer(right[0] as string) ? 'missed' : 'reason'
  return isFindingDue ? 'other' : 'noise'
}

function verdict(label: Label, of: Verdict, got: string): Judgement {
  return {
    path: label.path,
    line: label.line,
    verdict: of,
    expected: answers(label).join(' | '),
    got,
    why: label.why,
    label,
  }
}

function touches(place: Pick<Location, 'start' | 'end'>, ranges: readonly Range[]): boolean {
  const range = { start: place.start.offset, end: place.end.offset }
  return ranges.some((each) => overlaps(range, each))
}
