import type { Report } from '../findings/finding.js'
import type { ReportContext } from './context.js'
import { openFindings } from './fixes.js'
import { clean } from './style.js'

/**
 * One line a finding, for grep and editors: `path:line:column severity rule message [fix]`. Errors and notes have
 * the same shape; with `--kept`, so have kept occurrences. Nothing at all when there is nothing to say.
 */
export function compact(report: Report, context: ReportContext): string {
  const lines = [
    ...openFindings(report).map(
      ({ path, start, severity, rule, message, fix }) =>
        `${path}:${start.line}:${start.column} ${severity} ${rule} ${message} [${fix.kind}]`,
    ),
    ...(context.kept ? (report.kept ?? []) : []).map(
      ({ path, start, token, reason }) => `${path}:${start.line}:${start.column} kept ${reason} ${token}`,
    ),
    ...report.notes.map(({ path, code, message }) => `${path} note ${code} ${message}`),
    ...report.errors.map(({ path, code, message }) => `${path} error ${code} ${message}`),
  ]
  return lines.map((line) => `${clean(line, context.unicode)}\n`).join('')
}
