import type { Source } from '../files/source.js'
import type { Span } from '../sites.js'
import { excerpt } from './excerpt.js'
import type {
  Finding,
  Fix,
  Kept,
  Location,
  Point,
  Report,
  RuleFinding,
  Severity,
  Suppressed,
} from './finding.js'
import { fingerprint } from './fingerprint.js'
import { mask } from './mask.js'

/** A finding as the engine hands it out: with its rule, its severity decided. */
export type CheckedFinding = RuleFinding & { rule: string; severity: Severity; look?: Look }

/** What a report shows of a finding's place. Its file's text is all that it needs: either thread can work it out. */
export interface Look {
  start: Point
  end: Point
  excerpt: string
  fingerprint: string
}

/** UTF-16 units of a finding's lines that an excerpt shows on either side of the token. */
const AROUND = 120

/**
 * Turns findings of the engine into those of the report: places with line and column, an excerpt without secrets,
 * a fingerprint. `suppressionOf` says which of them a comment or the configuration has accepted.
 */
export function renderFindings(
  raw: readonly CheckedFinding[],
  sources: ReadonlyMap<string, Source>,
  suppressionOf: (finding: CheckedFinding) => Suppressed | undefined = () => undefined,
): Finding[] {
  const lookAt = looker(sources)
  const carriers = new Map<string, string>()
  const masked = maskOnce()
  return raw.map((finding) => {
    const look = finding.look ?? lookAt(finding)
    const suppression = suppressionOf(finding)
    return {
      rule: finding.rule,
      severity: finding.severity,
      ...(finding.role ? { role: finding.role } : {}),
      path: finding.span.file,
      start: look.start,
      end: look.end,
      excerpt: look.excerpt,
      message: masked(finding.message),
      help: masked(finding.help),
      fix: sharedFix(finding, look.fingerprint, carriers),
      fingerprint: look.fingerprint,
      state: suppression ? 'suppressed' : 'new',
      ...(suppression ? { suppression } : {}),
      related: (finding.related ?? []).map(({ span, note }) => ({
        ...locate(span, sources),
        note: masked(note),
      })),
    }
  })
}

/** Adds to all findings of some files, in order, how a report shows them; those that know it stay as they are. */
export function addLooks(findings: readonly CheckedFinding[], sources: ReadonlyMap<string, Source>): void {
  const lookAt = looker(sources)
  for (const finding of findings) finding.look ??= lookAt(finding)
}

/** Looks at findings, those of a file in order: findings alike are numbered. */
function looker(sources: ReadonlyMap<string, Source>): (finding: CheckedFinding) => Look {
  const used = new Map<string, Map<string, number>>()
  return ({ rule, span }) => {
    const { start, end } = locate(span, sources)
    const source = sources.get(span.file)
    if (!source) return { start, end, excerpt: '', fingerprint: '' }
    const taken = used.get(span.file) ?? new Map<string, number>()
    used.set(span.file, taken)
    return {
      start,
      end,
      excerpt: excerptOf(source, span),
      fingerprint: fingerprint(rule, span, source, taken),
    }
  }
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
