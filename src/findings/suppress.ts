import type { Source } from '../files/source.js'
import type { Report, Suppressed } from './finding.js'
import { nearest } from './nearest.js'
import type { CheckedFinding } from './render.js'

/** A comment that accepts findings of some rules, with the reason that people gave. */
export interface Suppression {
  path: string
  /** 1-based line of the comment. */
  line: number
  scope: 'next-line' | 'line' | 'file'
  /** 1-based line that it speaks of; `0` for the whole file. */
  target: number
  rules: readonly string[]
  /** `''` when none is given: such a suppression does nothing. */
  reason: string
}

type Note = Report['notes'][number]

export interface SuppressOptions {
  /** Ids of all rules that exist, to catch typing mistakes. */
  known: readonly string[]
  /** Ids of the rules that ran: a suppression of another rule is not "unused". */
  active: readonly string[]
  /** What else accepts a finding, beside the comments. */
  accepted?: ((finding: CheckedFinding) => Suppressed | undefined) | undefined
}

export interface SuppressResult<F extends CheckedFinding> {
  /** All findings; the suppressed ones, and groups that hold one, have no edits any more. */
  findings: F[]
  /** Who has accepted a finding, and why; `undefined` when nobody has. */
  suppressionOf(finding: CheckedFinding): Suppressed | undefined
  /** Suppressions that are unused, have no reason, or name no or unknown rules. */
  notes: Note[]
}

/**
 * Applies the suppression comments of all sources, and what else accepts findings. To be called before fixes are planned: a suppressed finding
 * is never fixed, and a fix that is one unit with it cannot be applied without it.
 */
export function suppress<F extends CheckedFinding>(
  findings: readonly F[],
  sources: ReadonlyMap<string, Source>,
  options: SuppressOptions,
): SuppressResult<F> {
  const reasons = new Map<string, Suppressed>()
  const notes: Note[] = []
  for (const finding of findings) {
    const accepted = options.accepted?.(finding)
    if (accepted) reasons.set(keyOf(finding), accepted)
  }
  for (const source of sources.values()) {
    for (const suppression of findSuppressions(source)) {
      const hit = new Set<string>()
      for (const finding of findings) {
        if (!suppression.reason || !covers(suppression, finding, source)) continue
        hit.add(finding.rule)
        reasons.set(keyOf(finding), { by: 'comment', reason: suppression.reason })
      }
      notes.push(...complaints(suppression, hit, options))
    }
  }
  const suppressed = findings.filter((finding) => reasons.has(keyOf(finding)))
  return {
    findings: findings.map((finding) => {
      const accepted = reasons.get(keyOf(finding))
      if (accepted) return withoutEdits(finding, `Suppressed: ${accepted.reason}`)
      const blocker = suppressed.find((other) => sharesEdits(finding, other))
      return blocker ? blocked(finding, blocker, sources) : finding
    }),
    suppressionOf: (finding) => reasons.get(keyOf(finding)),
    notes,
  }
}

const DIRECTIVE =
  /(?:\/\/|\/\*|\*|#|<!--|--|;|%|"|'|@\*|\{\{!|<%|\brem\b|^)[\s*#!/-]*kommo-migrate-ignore-(next-line|line|file)\b([^\r\n]*)/gim

/** Comment ends of every style, with the punctuation of formats that hold comments in strings. */
const COMMENT_END = /\s*(?:\*+\/|--+!?>|--%>|--\}\}|\}\}|#\}|%>|\?>|\*@|["'],?)\s*[})\]]*\s*,?\s*$/

/** Finds suppression comments in any language, by text. */
export function findSuppressions(source: Source): Suppression[] {
  const { text } = source
  if (!text.includes('kommo-migrate-ignore-')) return []
  const found: Suppression[] = []
  for (const match of text.matchAll(DIRECTIVE)) {
    const at = match.index + match[0].indexOf('kommo-migrate-ignore-')
    const { line } = source.point(source.byteAt(at))
    const rest = (match[2] ?? '').replace(COMMENT_END, '').replace(COMMENT_END, '')
    const [names = '', ...reason] = rest.split(/\s--\s|\s--$/)
    found.push({
      path: source.path,
      line,
      scope: match[1]?.toLowerCase() as Suppression['scope'],
      target: 0,
      rules: names.split(/[\s,]+/).filter(Boolean),
      reason: reason.join(' -- ').trim(),
    })
  }
  const lines = new Set(found.map(({ line }) => line))
  return found.map((one) => ({ ...one, target: targetOf(one, source, lines) }))
}

/** The line that a comment speaks of; blank lines and further suppressions stand between without harm. */
function targetOf({ scope, line }: Suppression, source: Source, comments: ReadonlySet<number>): number {
  if (scope === 'file') return 0
  if (scope === 'line') return line
  let target = line + 1
  while (target < source.lineCount && (comments.has(target) || !source.line(target).trim())) target++
  return target
}

function covers({ rules, target }: Suppression, finding: CheckedFinding, source: Source): boolean {
  if (finding.span.file !== source.path) return false
  if (!rules.includes(finding.rule)) return false
  if (target === 0) return true
  const from = source.point(finding.span.start).line
  const to = source.point(finding.span.end).line
  return from <= target && target <= to
}

function* complaints(one: Suppression, hit: ReadonlySet<string>, options: SuppressOptions): Generator<Note> {
  const note = (code: string, message: string): Note => ({
    path: one.path,
    code,
    message: `line ${one.line}: ${message}`,
  })
  if (one.rules.length === 0) yield note('suppression-without-rule', 'this suppression names no rule')
  for (const rule of one.rules) {
    if (!options.known.includes(rule)) {
      const near = nearest(rule, options.known)
      const hint = near ? `; did you mean "${near}"?` : ''
      yield note('suppression-unknown-rule', `there is no rule "${rule}"${hint}`)
    } else if (one.reason && !hit.has(rule) && options.active.includes(rule)) {
      yield note('suppression-unused', `nothing to suppress for ${rule} any more: remove the comment`)
    }
  }
  if (!one.reason)
    yield note(
      'suppression-without-reason',
      'this suppression has no effect without a reason: RULE -- the reason',
    )
}

function keyOf({ rule, span }: CheckedFinding): string {
  return `${rule}\0${span.file}\0${span.start}\0${span.end}`
}

/** Whether two findings are one fix: the engine gives every member of a group the edits of all. */
function sharesEdits(finding: CheckedFinding, other: CheckedFinding): boolean {
  return finding.fix.edits.some((edit) =>
    other.fix.edits.some(
      (theirs) => edit.path === theirs.path && edit.start < theirs.end && theirs.start < edit.end,
    ),
  )
}

function withoutEdits<F extends CheckedFinding>(finding: F, title: string): F {
  return { ...finding, fix: { kind: 'manual', title, edits: [], create: [] } }
}

function blocked<F extends CheckedFinding>(
  finding: F,
  by: CheckedFinding,
  sources: ReadonlyMap<string, Source>,
): F {
  const line = sources.get(by.span.file)?.point(by.span.start).line
  const where = line === undefined ? by.span.file : `${by.span.file}:${line}`
  return {
    ...withoutEdits(finding, finding.fix.title),
    help: `${finding.help} Its fix belongs together with ${where}, which is suppressed: change both by hand.`,
  }
}
