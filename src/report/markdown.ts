import type { Finding, Report, Severity } from '../findings/finding.js'
import type { ReportContext } from './context.js'
import { deploySteps } from './deploy.js'
import { byFile, groupAlike } from './file-section.js'
import { countFixes, openFindings } from './fixes.js'
import { grouped } from './grouped.js'
import { html, inCode, oneLine, prose } from './markup.js'
import { fromRoot } from './places.js'
import { plural } from './style.js'

const MARKS: Record<Severity, string> = { error: '🔴', warning: '🟡', info: '🔵' }
const ANSWERS = { yes: '✅', no: '➖', unknown: '❔' } as const

/** Places of one finding that are written out; the others are counted. */
const PLACES = 20

/** Errors and notes that are named when there is a limit: far more of them would leave no room for anything else. */
const LISTED = 20

/**
 * The report as Markdown, for the summary of a job or a comment on a pull request. With `context.limit` it never has more
 * bytes: it is cut between files, and says what is left out.
 */
export function markdown(report: Report, context: ReportContext): string {
  const { limit } = context
  const open = openFindings(report)
  const head = [headline(report, open), counts(report, open), order(report, open), concerns(report)]
  const most = limit === undefined ? undefined : LISTED
  const tail = [list('Errors', report.errors, most), list('Notes', report.notes, most)]
  const sections = byFile(open).map(([path, findings]) => fileSection(path, findings, context))
  const fixed = [...head, ...tail].reduce((sum, part) => sum + bytesOf(part), 0)
  if (limit !== undefined && fixed + CUT > limit) return shortest(report, open, limit)
  const shown = fitting(sections, limit === undefined ? undefined : limit - fixed - CUT)
  const left = sections.length - shown.length
  const cut = left > 0 ? `_${plural(left, 'more file')} with findings did not fit in here: see the log._` : ''
  return `${[...head, ...shown, cut, ...tail].filter(Boolean).join('\n\n')}\n`
}

/** What is left where there is room for next to nothing. */
function shortest(report: Report, open: readonly Finding[], limit: number): string {
  const text = `${headline(report, open)}\n\n_The report did not fit in here: see the log._\n`
  return Buffer.byteLength(text) <= limit ? text : ''
}

/** Room for the sentence about what did not fit. */
const CUT = 200

function bytesOf(text: string): number {
  return Buffer.byteLength(text) + 2
}

/** The first sections that fit into so many bytes. */
function fitting(sections: readonly string[], limit: number | undefined): readonly string[] {
  if (limit === undefined) return sections
  let size = 0
  const end = sections.findIndex((section) => {
    size += bytesOf(section)
    return size > limit
  })
  return end < 0 ? sections : sections.slice(0, end)
}

function headline({ summary, errors }: Report, open: readonly Finding[]): string {
  const { baseline } = summary.findings
  if (errors.length > 0) return `## kommo-migrate: ${plural(errors.length, 'file')} could not be examined`
  if (open.length === 0) return `## kommo-migrate: nothing ${baseline > 0 ? 'new ' : ''}to migrate`
  const files = new Set(open.map(({ path }) => path)).size
  return `## kommo-migrate: ${plural(open.length, `${baseline > 0 ? 'new ' : ''}finding`)} in ${plural(files, 'file')}`
}

function counts({ summary }: Report, open: readonly Finding[]): string {
  const { findings, files } = summary
  const rows = (['safe', 'review', 'manual'] as const).map((kind) => {
    const own = open.filter(({ fix }) => fix.kind === kind)
    const by = (severity: Severity) => own.filter((finding) => finding.severity === severity).length
    return [by('error'), by('warning'), by('info'), countFixes(own, kind).fixes]
  })
  const table = [
    '| fix | errors | warnings | notes | what to do |',
    '|---|--:|--:|--:|---|',
    ...rows.map((row, index) => {
      const [name, what] = TODO[index] as [string, string]
      return `| ${name} | ${row
        .slice(0, 3)
        .map((count) => grouped(count as number))
        .join(' | ')} | ${what} |`
    }),
  ]
  const also = [
    findings.baseline > 0 ? `${grouped(findings.baseline)} accepted in the baseline` : '',
    findings.suppressed > 0 ? `${grouped(findings.suppressed)} suppressed, each with its reason` : '',
    `${plural(files.listed, 'file')} looked at`,
  ].filter(Boolean)
  return `${open.length > 0 ? `${table.join('\n')}\n\n` : ''}${also.join(' · ')}`
}

const TODO: readonly [kind: string, what: string][] = [
  ['safe', '`kommo-migrate fix --write`'],
  ['review', '`kommo-migrate fix --write --unsafe`, then read the diff'],
  ['manual', 'by hand; each finding says how'],
]

function order(report: Report, open: readonly Finding[]): string {
  const steps = deploySteps(open, report.repository)
  if (steps.length === 0) return ''
  const lines = steps.map(
    ({ title, text, caution }) => `1. **${title}**: ${text}${caution ? ` ${caution}` : ''}`,
  )
  return `### Deploy in this order\n\n${lines.join('\n')}`
}

function concerns({ applicability }: Report): string {
  if (applicability.length === 0) return ''
  const lines = applicability.map(
    ({ question, answer, check }) =>
      `- ${ANSWERS[answer]} ${question}${answer === 'unknown' && check ? ` ${prose(check)}` : ''}`,
  )
  return details('Whether the migration concerns this repository', lines.join('\n'))
}

function fileSection(path: string, findings: readonly Finding[], context: ReportContext): string {
  const groups = groupAlike(findings).map((group) => groupSection(group, context))
  return details(
    `<code>${html(oneLine(path))}</code>: ${plural(findings.length, 'finding')}`,
    groups.join('\n\n'),
  )
}

/** Findings that say the same, with all their places. */
function groupSection(group: readonly Finding[], context: ReportContext): string {
  const [{ rule, severity, message, help, fix, related }] = group as [Finding]
  const places = group
    .slice(0, PLACES)
    .map(
      ({ path, start, excerpt }) =>
        `- ${linked(`${start.line}:${start.column}`, path, start.line, context)} ${inCode(excerpt)}`,
    )
  const rest = group.length - places.length
  const others = related.map(
    ({ path, start, note }) =>
      `- ${linked(inCode(`${path}:${start.line}`), path, start.line, context)} ${prose(note)}`,
  )
  return [
    `${MARKS[severity]} **${rule}** \`${fix.kind}\` ${prose(message)}`,
    [...places, ...(rest > 0 ? [`- … and ${grouped(rest)} more`] : [])].join('\n'),
    `${prose(help)}${others.length > 0 ? `\n\n${others.join('\n')}` : ''}`,
  ].join('\n\n')
}

/** A place, as a link where the repository is hosted at a known address. */
function linked(text: string, path: string, line: number, context: ReportContext): string {
  return context.link ? `[${text}](${context.link(fromRoot(path, context), line)})` : text
}

function list(title: string, items: readonly { path: string; message: string }[], most?: number): string {
  if (items.length === 0) return ''
  const lines = items
    .slice(0, most)
    .map(({ path, message }) => `- ${path ? `${inCode(path)}: ` : ''}${prose(message)}`)
  const rest = items.length - lines.length
  return `### ${title}\n\n${[...lines, ...(rest > 0 ? [`- … and ${grouped(rest)} more`] : [])].join('\n')}`
}

function details(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`
}
