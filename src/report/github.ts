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
 * level are shown; the last line says how many are not. Escaped as `@actions/core` does.
 */
export function github(report: Report, context: ReportContext): string {
  const open = openFindings(report)
  const findings = (['error', 'warning', 'info'] as const).flatMap((severity) =>
    open.filter((finding) => finding.severity === severity),
  )
  const lines = [
    ...report.errors.map(({ path, code, message }) =>
      command('error', { ...(path ? { file: fromRoot(path, context) } : {}), title: code }, message),
    ),
    ...findings.map((finding) => annotation(finding, context)),
    ...capNote(open, report.errors.length),
  ]
  return lines.map((line) => `${line}\n`).join('')
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

function capNote(open: readonly Finding[], errors: number): string[] {
  const hidden = (['error', 'warning', 'info'] as const)
    .map(
      (severity) =>
        open.filter((finding) => finding.severity === severity).length + (severity === 'error' ? errors : 0),
    )
    .reduce((sum, count) => sum + Math.max(0, count - SHOWN), 0)
  if (hidden === 0) return []
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
