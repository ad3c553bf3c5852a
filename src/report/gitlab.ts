import type { Finding, Report, Severity } from '../findings/finding.js'
import type { ReportContext } from './context.js'
import { openFindings } from './fixes.js'
import { fromRoot } from './places.js'

/** One entry of a code quality report (GitLab's documentation, "Code Quality report format"). */
interface Issue {
  description: string
  check_name: string
  /** Unique in the report: entries with the same one are taken for one. */
  fingerprint: string
  severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker'
  location: { path: string; lines: { begin: number; end?: number } }
}

const SEVERITIES = { error: 'major', warning: 'minor', info: 'info' } as const satisfies Record<
  Severity,
  Issue['severity']
>

/** GitLab's code quality report: findings that count, and files that could not be examined. */
export function gitlab(report: Report, context: ReportContext): string {
  const used = new Set<string>()
  const issues = [
    ...openFindings(report).map((finding) => issueOf(finding, used, context)),
    ...report.errors.map(
      ({ path, code, message }): Issue => ({
        description: message,
        check_name: code,
        fingerprint: unique([code, path], used),
        severity: 'blocker',
        location: { path: fromRoot(path, context), lines: { begin: 1 } },
      }),
    ),
  ]
  return `${JSON.stringify(issues, undefined, 2)}\n`
}

function issueOf(finding: Finding, used: Set<string>, context: ReportContext): Issue {
  const { rule, severity, path, start, end, message, help, fingerprint } = finding
  const place = fromRoot(path, context)
  return {
    description: `${message} ${help}`.trim(),
    check_name: rule,
    fingerprint: unique([fingerprint, rule, place], used),
    severity: SEVERITIES[severity],
    location: {
      path: place,
      lines: { begin: start.line, ...(end.line > start.line ? { end: end.line } : {}) },
    },
  }
}

/** A hash that no other entry has; entries alike are hashed again. */
function unique(parts: readonly string[], used: Set<string>): string {
  const { hash } = process.getBuiltinModule('node:crypto')
  let print = hash('sha256', parts.join('\0'), 'hex').slice(0, 32)
  while (used.has(print)) print = hash('sha256', print, 'hex').slice(0, 32)
  used.add(print)
  return print
}
