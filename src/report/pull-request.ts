import type { Finding, Report } from '../findings/finding.js'
import type { ReportContext, Written } from './context.js'
import { deploySteps } from './deploy.js'
import { openFindings } from './fixes.js'
import { inCode, prose } from './markup.js'
import { plural } from './style.js'

/** Files and findings that are named one by one. */
const NAMED = 50

/**
 * The text of a pull request about what `fix --write` has done: what was changed, how it was verified, what is left, and in
 * which order to deploy. Markdown.
 * @param report what is left after the write
 */
export function pullRequest(report: Report, context: ReportContext): string {
  const written = context.written ?? { fixed: [], paths: [] }
  const left = openFindings(report)
  const parts = [
    '## Move from amocrm.com to kommo.com',
    changed(written),
    verified(written),
    remaining(left, report),
    order(report, [...written.fixed, ...left]),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function changed({ fixed, paths }: Written): string {
  if (paths.length === 0) return '### What was changed\n\nNothing: there was no fix to make.'
  const rows = [...countBy(fixed, ({ rule }) => rule)].map(([rule, count]) => `| ${rule} | ${count} |`)
  const files = paths.slice(0, NAMED).map((path) => `- ${inCode(path)}`)
  const more = paths.length > NAMED ? [`- and ${plural(paths.length - NAMED, 'more file')}`] : []
  return [
    '### What was changed',
    `${plural(fixed.length, 'finding')} fixed in ${plural(paths.length, 'file')} by kommo-migrate:`,
    ['| rule | findings |', '|---|--:|', ...rows].join('\n'),
    [...files, ...more].join('\n'),
  ].join('\n\n')
}

function verified({ fixed, paths }: Written): string {
  if (paths.length === 0) return ''
  const review = fixed.filter(({ fix }) => fix.kind === 'review').length
  const lines = [
    'Every fix was tried in memory before it was written: each file parses as it did, no name changes its meaning, the finding is gone and no new one appears. Only the bytes of the edits differ.',
    review > 0
      ? `${plural(review, 'of these findings was', 'of these findings were')} fixed by an edit of class "review": likely right, and to be read by somebody who knows the code.`
      : 'All edits are of class "safe".',
    'What no tool can tell is whether the servers and accounts are ready: see the order below.',
  ]
  return `### How it was verified\n\n${lines.map((line) => `- ${line}`).join('\n')}`
}

function remaining(left: readonly Finding[], { errors, summary }: Report): string {
  const lines = left
    .slice(0, NAMED)
    .map(
      ({ path, start, rule, fix, message }) =>
        `- ${inCode(`${path}:${start.line}`)} ${rule} (${fix.kind}): ${prose(message)}`,
    )
  if (left.length > NAMED)
    lines.push(`- and ${plural(left.length - NAMED, 'more finding')}: kommo-migrate lists them`)
  for (const { path, message } of errors)
    lines.push(`- ${inCode(path)} could not be examined: ${prose(message)}`)
  const { baseline, suppressed } = summary.findings
  if (baseline > 0) lines.push(`- ${plural(baseline, 'finding')} accepted in the baseline`)
  if (suppressed > 0) lines.push(`- ${plural(suppressed, 'finding')} suppressed, each with its reason`)
  return `### What is left\n\n${lines.length > 0 ? lines.join('\n') : 'Nothing that kommo-migrate knows of.'}`
}

function order(report: Report, findings: readonly Pick<Finding, 'rule' | 'role'>[]): string {
  const steps = deploySteps(findings, report.repository)
  if (steps.length === 0) return ''
  const lines = steps.map(
    ({ title, text, caution }) => `1. **${title}**: ${prose(text)}${caution ? ` ${prose(caution)}` : ''}`,
  )
  return `### Deploy in this order\n\n${lines.join('\n')}`
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return new Map([...counts].sort(([, a], [, b]) => b - a))
}
