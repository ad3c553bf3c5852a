import type { Finding, RunError } from '../findings/finding.js'
import type { Baseline, BaselineEntry } from './format.js'

/** What a run has found; paths as the baseline writes them. */
export interface Found {
  findings: readonly Finding[]
  errors: readonly RunError[]
}

export interface Coverage {
  /** Where a path of the baseline is now, when the file was renamed. */
  renamed: ReadonlyMap<string, string>
  /** Whether a path of the baseline is there still. */
  isThere(path: string): boolean
  /** Whether the run has looked for the findings of a rule in a file, so that one that is not found has gone. */
  isCovered(path: string, rule: string): boolean
}

export interface Match {
  findings: ReadonlySet<Finding>
  errors: ReadonlySet<RunError>
  /** Entries that stand for something found, with its new place when the file was renamed. */
  used: Baseline
  /** Entries of what is no longer found. */
  stale: Baseline
}

/**
 * Finds the entries of a baseline among findings. An entry stands for one finding at most, so that a second one like it is
 * new. First by fingerprint and file, also where that file has a new name; then, when the lines around have changed, by
 * the line itself.
 * @param pathOf the path of a finding as the baseline writes it
 */
export function matchBaseline(
  baseline: Baseline,
  found: Found,
  pathOf: (path: string) => string,
  coverage: Coverage,
): Match {
  const left = new Set(found.findings)
  const open = new Set(baseline.findings)
  const findings = new Set<Finding>()
  const used: BaselineEntry[] = []
  const pair = (keyOf: (entry: BaselineEntry) => string, keyFor: (finding: Finding) => string): void => {
    const byKey = new Map<string, BaselineEntry[]>()
    for (const entry of open) {
      const key = keyOf(entry)
      const same = byKey.get(key)
      if (same) same.push(entry)
      else byKey.set(key, [entry])
    }
    for (const finding of left) {
      const entry = byKey.get(keyFor(finding))?.shift()
      if (!entry) continue
      open.delete(entry)
      left.delete(finding)
      findings.add(finding)
      used.push({ ...entry, path: pathOf(finding.path), fingerprint: finding.fingerprint })
    }
  }
  const now = (path: string) => coverage.renamed.get(path) ?? path
  pair(
    ({ rule, path, fingerprint }) => key(rule, now(path), fingerprint),
    ({ rule, path, fingerprint }) => key(rule, pathOf(path), fingerprint),
  )
  pair(
    ({ rule, path, excerpt }) => key(rule, now(path), excerpt),
    ({ rule, path, excerpt }) => key(rule, pathOf(path), excerpt),
  )
  // A file that has gone, and one that holds the same line in the same surroundings: a rename that git cannot see.
  pair(
    ({ rule, path, fingerprint }) => (coverage.isThere(now(path)) ? '' : key(rule, '', fingerprint)),
    ({ rule, fingerprint }) => key(rule, '', fingerprint),
  )
  const { accepted, ...errors } = matchErrors(baseline, found, pathOf, now)
  const isStale = ({ path, rule }: BaselineEntry) => coverage.isCovered(now(path), rule)
  return {
    findings,
    errors: accepted,
    used: {
      version: 1,
      findings: [...used, ...[...open].filter((entry) => !isStale(entry))],
      errors: [...errors.used, ...errors.open.filter(({ path }) => !coverage.isCovered(now(path), ''))],
    },
    stale: {
      version: 1,
      findings: [...open].filter(isStale),
      errors: errors.open.filter(({ path }) => coverage.isCovered(now(path), '')),
    },
  }
}

function matchErrors(
  baseline: Baseline,
  found: Found,
  pathOf: (path: string) => string,
  now: (path: string) => string,
) {
  const open = new Map(baseline.errors.map((entry) => [key(entry.code, now(entry.path)), entry]))
  const accepted = new Set<RunError>()
  const used: Baseline['errors'] = []
  for (const error of found.errors) {
    const name = key(error.code, pathOf(error.path))
    if (!open.delete(name)) continue
    accepted.add(error)
    used.push({ path: pathOf(error.path), code: error.code })
  }
  return { accepted, used, open: [...open.values()] }
}

function key(...parts: string[]): string {
  return parts.join('\0')
}
