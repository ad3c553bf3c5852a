import type { Source } from '../../files/source.js'
import type { Edit, Finding, Report } from '../../findings/finding.js'
import { mask } from '../../findings/mask.js'
import type { ReportContext } from '../context.js'
import { deploySteps } from '../deploy.js'
import { openFindings } from '../fixes.js'
import { frame } from '../frame.js'
import { styleOf } from '../style.js'

/** What the page shows: plain data, put in as JSON and shown as text, so that nothing of it can become markup. */
export interface PageData {
  tool: string
  repository: string
  files: number
  counts: Record<'error' | 'warning' | 'info' | 'baseline' | 'suppressed', number>
  fixes: Record<'safe' | 'review' | 'manual', number>
  questions: { question: string; answer: string; check: string }[]
  steps: { title: string; text: string; caution: string }[]
  errors: { path: string; message: string }[]
  notes: { path: string; message: string }[]
  findings: PageFinding[]
}

export interface PageFinding {
  rule: string
  severity: string
  role: string
  state: string
  kind: string
  path: string
  line: number
  column: number
  message: string
  help: string
  /** Who accepted it, and why. */
  reason: string
  frame: string
  /** Lines that begin with `-`, `+` or `@`. */
  diff: string[]
  related: { place: string; note: string }[]
}

/** Lines of a diff that are shown; a fix over many places says how many more there are. */
const DIFF_LINES = 60

export function pageData(report: Report, context: ReportContext): PageData {
  const style = styleOf({ color: false, unicode: true, width: 100 })
  const open = openFindings(report)
  return {
    tool: `${report.tool.name} ${report.tool.version}`,
    repository: report.repository,
    files: report.summary.files.listed,
    counts: report.summary.findings,
    fixes: report.summary.fixes,
    questions: report.applicability.map(({ question, answer, check = '' }) => ({ question, answer, check })),
    steps: deploySteps(open, report.repository).map(({ title, text, caution = '' }) => ({
      title,
      text,
      caution,
    })),
    errors: report.errors.map(({ path, message }) => ({ path, message })),
    notes: report.notes.map(({ path, message }) => ({ path, message })),
    findings: report.findings.map((finding) => ({
      rule: finding.rule,
      severity: finding.severity,
      role: finding.role ?? '',
      state: finding.state,
      kind: finding.fix.kind,
      path: finding.path,
      line: finding.start.line,
      column: finding.start.column,
      message: finding.message,
      help: finding.help,
      reason: reasonOf(finding),
      frame: frame([finding], context.source?.(finding.path), style).join('\n'),
      diff: diffOf(finding, context),
      related: finding.related.map(({ path, start, note }) => ({ place: `${path}:${start.line}`, note })),
    })),
  }
}

function reasonOf({ state, suppression }: Finding): string {
  if (state === 'baseline') return 'accepted in the baseline'
  if (!suppression) return ''
  return suppression.by === 'verified' ? `done outside the code: ${suppression.reason}` : suppression.reason
}

/** What a fix changes, line by line; empty where the sources are not at hand. */
function diffOf({ fix }: Finding, context: ReportContext): string[] {
  const lines: string[] = []
  const paths = [...new Set(fix.edits.map(({ path }) => path))]
  for (const path of paths) {
    const source = context.source?.(path)
    if (!source) return []
    for (const hunk of hunksOf(
      fix.edits.filter((edit) => edit.path === path),
      source,
    ))
      lines.push(
        `@ ${path}:${hunk.line}`,
        ...hunk.before.map((line) => `-${line}`),
        ...hunk.after.map((line) => `+${line}`),
      )
  }
  for (const { path, text } of fix.create)
    lines.push(
      `@ ${path} (new)`,
      ...mask(text.trimEnd())
        .split(/\r\n|\r|\n/)
        .map((line) => `+${line}`),
    )
  if (lines.length <= DIFF_LINES) return lines
  return [...lines.slice(0, DIFF_LINES), `@ and ${lines.length - DIFF_LINES} more lines`]
}

interface Hunk {
  line: number
  before: string[]
  after: string[]
}

/** Edits whose lines touch are one hunk; secrets are masked. */
function hunksOf(edits: readonly Edit[], source: Source): Hunk[] {
  const sorted = [...edits].sort((a, b) => a.start - b.start)
  const groups: Edit[][] = []
  for (const edit of sorted) {
    const last = groups.at(-1)?.at(-1)
    if (last && source.point(last.end).line >= source.point(edit.start).line) groups.at(-1)?.push(edit)
    else groups.push([edit])
  }
  return groups.map((group) => {
    const [first, last] = [group[0] as Edit, group.at(-1) as Edit]
    const line = source.point(first.start).line
    const end = source.point(last.end)
    const before: string[] = []
    for (let at = line; at <= end.line; at++) before.push(source.line(at))
    const head = source.line(line).slice(0, source.point(first.start).column - 1)
    const tail = source.line(end.line).slice(end.column - 1)
    let text = head
    for (const [index, edit] of group.entries()) {
      const next = group[index + 1]
      text += edit.text
      if (next) text += source.text.slice(source.indexAt(edit.end), source.indexAt(next.start))
    }
    const after = (text + tail).split(/\r\n|\r|\n/)
    return { line, before: before.map(shown), after: after.map(shown) }
  })
}

/** One line, masked and not longer than anybody reads. */
function shown(line: string): string {
  const masked = mask(line.slice(0, 400))
  return line.length > 400 ? `${masked}…` : masked
}
