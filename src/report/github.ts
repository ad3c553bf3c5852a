import type { Finding, Report, Severity } from '../findings/finding.js'
import type { ReportContext } from './context.js'
import { openFindings } from './fixes.js'
import { fromRoot } from './places.js'
import { plural } from './style.js'

/** GitHub shows this many annotations of each level a step, and drops the others without a word. */
const SHOWN = 10

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const satisfies Record<
  Severity,
  string
>

/**
 * Workflow commands that GitHub turns into annotations of the pull request: errors first, because only the first ten of each
 * level are shown. What says how many are not is a notice itself, and the first of them. Escaped as `@actions/core` does.
 */
export function github(report: Report, context: ReportContext): string {
  const open = openFindings(report)
  const annotated = (severity: Severity) =>
    open.filter((finding) => finding.severity === severity).map((finding) => annotation(finding, context))
  const errors = [
    ...report.errors.map(({ path, code, message }) =>
      command('error', { ...(path ? { file: fromRoot(path, context) } : {}), title: code }, message),
    ),
    ...annotated('error'),
  ]
  const warnings = annotated('warning')
  const notices = annotated('info')
  const cap = capNote([errors.length, warnings.length, notices.length])
  return [...errors, ...warnings, ...cap, ...notices].map((line) => `${line}\n`).join('')
}

function annotation(finding: Finding, context: ReportContext): string {
  const { rule, severity, path, start, end, message, help, fix } = finding
  const isLine = start.line === end.line
  return command(
    COMMANDS[severity],
    {
      file: fromRoot(path, context),
      line: start.line,
      endLine: end.line,
      // Columns of a range over several lines are refused.
      ...(isLine ? { col: start.column, endColumn: end.column } : {}),
      title: `${rule} [${fix.kind}]`,
    },
    `${message}\n${help}`.trim(),
  )
}

/** How many GitHub leaves out, when it does; the note takes the place of one notice. */
function capNote([errors, warnings, notices]: readonly [number, number, number]): string[] {
  const over = (count: number, most: number) => Math.max(0, count - most)
  const others = over(errors, SHOWN) + over(warnings, SHOWN)
  if (others + over(notices, SHOWN) === 0) return []
  const hidden = others + over(notices, SHOWN - 1)
  const what = `GitHub shows ${SHOWN} annotations of each level; ${plural(hidden, 'more stands', 'more stand')} in the log and in the summary of the job.`
  return [command('notice', { title: 'kommo-migrate' }, what)]
}

/** `::error file=a.js,line=1::text` */
function command(name: string, properties: Record<string, string | number>, text: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
  return `::${name} ${list.join(',')}::${escapeData(text)}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
