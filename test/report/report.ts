import { createSource } from '../../src/files/source.js'
import type { Finding, Report } from '../../src/findings/finding.js'
import type { ReportContext } from '../../src/report/context.js'

/** A report made by hand; `texts` are its files, each `AMOCRM` or `…amocrm.com` in them a finding. */
export function reportOf(
  texts: Record<string, string>,
  change: (finding: Finding) => Partial<Finding> = () => ({}),
) {
  const sources = new Map(
    Object.entries(texts).map(([path, text]) => [path, createSource(path, Buffer.from(text))]),
  )
  const findings: Finding[] = []
  for (const [path, source] of sources) {
    for (const match of source.text.matchAll(/AMOCRM|[\w-]*\.amocrm\.com/g)) {
      const start = source.byteAt(match.index)
      const end = source.byteAt(match.index + match[0].length)
      const isHost = match[0] !== 'AMOCRM'
      const text = isHost ? match[0].replace('amocrm', 'kommo') : 'APP'
      const finding: Finding = {
        path,
        start: source.point(start),
        end: source.point(end),
        rule: isHost ? 'legacy-host' : 'amocrm-global',
        severity: isHost ? 'error' : 'warning',
        ...(isHost ? { role: 'target' as const } : {}),
        excerpt: match[0],
        message: isHost ? `${match[0]} is the old host` : 'AMOCRM is the old name',
        help: `Use ${text}.`,
        fix: {
          kind: 'safe',
          title: `Use ${text}`,
          edits: [{ path, start, end, text, expect: match[0] }],
          create: [],
        },
        fingerprint: `${path}-${start}`,
        state: 'new',
        related: [],
      }
      findings.push({ ...finding, ...change(finding) })
    }
  }
  const report: Report = {
    version: 1,
    tool: { name: 'kommo-migrate', version: '1.2.3' },
    repository: 'unknown',
    applicability: [],
    findings,
    errors: [],
    notes: [],
    summary: {
      files: { listed: sources.size, read: sources.size, parsed: sources.size, skipped: {} },
      findings: { error: 0, warning: 0, info: 0, baseline: 0, suppressed: 0 },
      fixes: { safe: 0, review: 0, manual: 0 },
      kept: {},
    },
  }
  const context: ReportContext = {
    color: false,
    unicode: true,
    width: 80,
    kept: false,
    source: (path) => sources.get(path),
  }
  return { report, context }
}
