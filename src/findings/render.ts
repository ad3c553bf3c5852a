import type { Source } from '../files/source.js'
import type { Span } from '../sites.js'
import { excerpt } from './excerpt.js'
import type { Finding, Fix, Kept, Location, Report, RuleFinding, Severity } from './finding.js'
import { fingerprint } from './fingerprint.js'
import { mask } from './mask.js'

/** A finding as the engine hands it out: with its rule, its severity decided. */
export type CheckedFinding = RuleFinding & { rule: string; severity: Severity }

/** UTF-16 units of a finding's lines that an excerpt shows on either side of the token. */
const AROUND = 120

/**
 * Turns findings of the engine into those of the report: places with line and column, an excerpt without secrets,
 * a fingerprint. `suppressed` says which of them a comment or the configuration has accepted.
 */
export function renderFindings(
  raw: readonly CheckedFinding[],
  sources: ReadonlyMap<string, Source>,
  suppressed: (finding: CheckedFinding) => boolean = () => false,
): Finding[] {
  const used = new Map<string, Map<string, number>>()
  const carriers = new Map<string, string>()
  const masked = maskOnce()
  return raw.map((finding) => {
    const source = sources.get(finding.span.file)
    const taken = used.get(finding.span.file) ?? new Map<string, number>()
    used.set(finding.span.file, taken)
    const print = source ? fingerprint(finding.rule, finding.span, source, taken) : ''
    return {
      rule: finding.rule,
      severity: finding.severity,
      ...(finding.role ? { role: finding.role } : {}),
      ...locate(finding.span, sources),
      excerpt: source ? excerptOf(source, finding.span) : '',
      message: masked(finding.message),
      help: masked(finding.help),
      fix: sharedFix(finding, print, carriers),
      fingerprint: print,
      state: suppressed(finding) ? 'suppressed' : 'new',
      related: (finding.related ?? []).map(({ span, note }) => ({
        ...locate(span, sources),
        note: masked(note),
      })),
    }
  })
}

/** The fix of a group once, at its first finding; `carriers` holds that finding's fingerprint by group. */
function sharedFix({ fix, group }: CheckedFinding, print: string, carriers: Map<string, string>): Fix {
  if (group === undefined || fix.edits.length + fix.create.length === 0) return fix
  const carrier = carriers.get(group)
  if (carrier === undefined) {
    carriers.set(group, print)
    return fix
  }
  return { ...fix, edits: [], create: [], sharedWith: carrier }
}

/** Masks; many findings say the same. */
function maskOnce(): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const found = known.get(text) ?? mask(text)
    known.set(text, found)
    return found
  }
}

/** Kept occurrences with their places; a token that is an e-mail address loses its local part. */
export function renderKept(
  kept: readonly Kept[],
  sources: ReadonlyMap<string, Source>,
): NonNullable<Report['kept']> {
  return kept.map(({ span, token, reason }) => ({ ...locate(span, sources), token: mask(token), reason }))
}

/** A span with lines and columns. A file whose content is not at hand gives line 1, column 1 and true offsets. */
export function locate(span: Span, sources: ReadonlyMap<string, Source>): Location {
  const source = sources.get(span.file)
  const point = (offset: number) => source?.point(offset) ?? { line: 1, column: 1, offset }
  return { path: span.file, start: point(span.start), end: point(span.end) }
}

/** The token with the rest of its lines, secrets masked, trimmed; `…` where a long line was cut. */
export function excerptOf(source: Source, span: Span): string {
  const found = excerpt(source.text, source.indexAt(span.start), source.indexAt(span.end), AROUND)
  return `${found.cutBefore ? '…' : ''}${found.text.trim()}${found.cutAfter ? '…' : ''}`
}
