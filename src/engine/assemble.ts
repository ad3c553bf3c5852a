import type { Listing } from '../files/discover.js'
import type { Hit, Scanned } from '../files/scan.js'
import { createSource, type Source } from '../files/source.js'
import type { Finding, Kept, Report, Suppressed } from '../findings/finding.js'
import { keepAll } from '../findings/kept.js'
import { renderFindings, renderKept } from '../findings/render.js'
import { version } from '../version.js'
import type { CheckResult, RawFinding } from './types.js'

/** What a report is made of. */
export interface Parts {
  listing: Listing
  scanned: Scanned
  result: CheckResult
  suppressionOf(finding: RawFinding): Suppressed | undefined
  /** The answers about the whole repository. */
  about: Pick<Report, 'repository' | 'applicability'>
  /** Whether the report lists every kept occurrence. */
  kept: boolean
  /** Marks what was accepted earlier. */
  accept?: ((found: Found) => Found) | undefined
  /** Report paths that the report is about; all without it. */
  only?: ReadonlySet<string> | undefined
}

type Found = Pick<Report, 'findings' | 'errors' | 'notes'>

/** Puts the report together. `findings` are those of `parts.result` after verification. */
export function assemble(parts: Parts, findings: readonly RawFinding[]): Report {
  const { listing, scanned, result } = parts
  const unparsed = scanOnlyMatches(scanned.hits.filter(({ path }) => !result.sources.has(path)))
  const { only, accept = (found: Found) => found } = parts
  const isAbout = ({ path }: { path: string }) => only === undefined || path === '' || only.has(path)
  const kept = [...result.kept, ...unparsed.kept]
    .filter(({ span }) => isAbout({ path: span.file }))
    .sort(byPlace)
  const found = accept({
    findings: renderFindings(findings, result.sources, parts.suppressionOf).filter(isAbout),
    errors: [...listing.errors, ...scanned.errors, ...result.errors].filter(isAbout),
    notes: [...listing.notes, ...result.notes, ...unparsed.notes].filter(isAbout),
  })
  return {
    version: 1,
    tool: { name: 'kommo-migrate', version: version() },
    ...parts.about,
    findings: found.findings,
    ...(parts.kept ? { kept: renderKept(kept, new Map([...result.sources, ...unparsed.sources])) } : {}),
    errors: found.errors.sort(byPath),
    notes: found.notes.sort(byPath),
    summary: {
      files: {
        listed: listing.files.length,
        read: scanned.read,
        parsed: result.parsed,
        skipped: { ...scanned.skipped },
      },
      findings: countFindings(found.findings),
      fixes: countFixes(found.findings),
      kept: countKept(kept),
    },
  }
}

/** A fix that would touch a file that is examined but never written is work for a person. */
export function withoutReadOnlyFixes(
  findings: readonly RawFinding[],
  readOnly: ReadonlySet<string>,
): RawFinding[] {
  if (readOnly.size === 0) return [...findings]
  return findings.map((finding) => {
    const blocked = finding.fix.edits.find((edit) => readOnly.has(edit.path))
    if (!blocked) return finding
    return {
      ...finding,
      help: `${finding.help} Not fixed here: ${blocked.path} ${blocked.path.includes('!/') ? 'is in an archive: change its source and pack it again' : 'is ignored, vendored or generated'}.`,
      fix: { kind: 'manual', title: finding.fix.title, edits: [], create: [] },
    }
  })
}

interface ScanOnlyMatches {
  kept: Kept[]
  sources: Map<string, Source>
  notes: Report['notes']
}

/** Every match in files that are not examined as code, with one note a generated file. */
function scanOnlyMatches(hits: readonly Hit[]): ScanOnlyMatches {
  const matches: ScanOnlyMatches = { kept: [], sources: new Map(), notes: [] }
  for (const { path, bytes, keep } of hits) {
    if (!keep) continue
    const source = createSource(path, bytes)
    const kept = keepAll(source, keep)
    matches.sources.set(path, source)
    matches.kept.push(...kept)
    const old = kept.filter(({ token }) => isOldName(token)).length
    if (keep === 'generated' && old > 0) matches.notes.push(rebuildNote(path, old))
  }
  return matches
}

/** Names that a migrated source no longer has; "AmoCRM" in prose is not one. */
function isOldName(token: string): boolean {
  return token === 'AMOCRM' || /com$/i.test(token)
}

function rebuildNote(path: string, count: number): Report['notes'][number] {
  const names = count === 1 ? 'an old name' : `${count} old names`
  return { path, code: 'generated', message: `generated, and holds ${names}: rebuild it from fixed source` }
}

function countFindings(findings: readonly Finding[]): Report['summary']['findings'] {
  const counts = { error: 0, warning: 0, info: 0, baseline: 0, suppressed: 0 }
  for (const { state, severity } of findings) counts[state === 'new' ? severity : state]++
  return counts
}

function countFixes(findings: readonly Finding[]): Report['summary']['fixes'] {
  const counts = { safe: 0, review: 0, manual: 0 }
  for (const { state, fix } of findings) if (state === 'new') counts[fix.kind]++
  return counts
}

function countKept(kept: readonly Kept[]): Report['summary']['kept'] {
  const counts: Report['summary']['kept'] = {}
  for (const { reason } of kept) counts[reason] = (counts[reason] ?? 0) + 1
  return counts
}

function byPlace(a: Kept, b: Kept): number {
  return compareText(a.span.file, b.span.file) || a.span.start - b.span.start
}

function byPath(a: { path: string }, b: { path: string }): number {
  return compareText(a.path, b.path)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
