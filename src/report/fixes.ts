import type { Finding, FixKind, Report } from '../findings/finding.js'

/** Findings that count: neither suppressed nor accepted by a baseline. */
export function openFindings(report: Report): Finding[] {
  return report.findings.filter(({ state }) => state === 'new')
}

/** Fixes of one class: several findings may be one fix. */
export interface FixCount {
  findings: number
  /** Fixes that come with edits; a finding that a person has to end has none. */
  fixes: number
  files: number
}

export function countFixes(findings: readonly Finding[], kind: FixKind): FixCount {
  const own = findings.filter(({ fix }) => fix.kind === kind)
  const units = new Set<string>()
  const files = new Set<string>()
  for (const { fix } of own) {
    if (fix.edits.length === 0 && fix.create.length === 0) continue
    units.add(JSON.stringify([fix.edits, fix.create]))
    for (const { path } of [...fix.edits, ...fix.create]) files.add(path)
  }
  return { findings: own.length, fixes: units.size, files: files.size }
}
