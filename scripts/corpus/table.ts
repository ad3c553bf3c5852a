import { percent } from './breakdown.js'
import type { Judgement, Verdict } from './judge.js'
import { measure } from './metrics.js'
import type { RepositoryResult } from './repository.js'

/** Most harmful first. */
const ORDER: readonly Verdict[] = ['overconfident', 'missed', 'noise', 'other', 'reason', 'stale']

/** One row a repository and one for all, as aligned text. */
export function renderTable(results: readonly RepositoryResult[]): string {
  const rows = results.map(row)
  const all = results.flatMap((each) => each.judgements)
  const total = [
    `${results.length} repositories`,
    ...[1, 2, 3, 4].map((column) => sum(rows, column)),
    sum(rows, 5),
    sum(rows, 6),
    percent(measure(all).precision),
    percent(measure(all).recall),
    sumSeconds(results.map((each) => each.seconds.audit)),
    sumSeconds(results.map((each) => each.seconds.fix)),
    '',
  ]
  return align([HEAD, ...rows, total])
}

const HEAD = [
  'repository',
  'files',
  'safe',
  'review',
  'manual',
  'kept',
  'problems',
  'precision',
  'recall',
  'audit s',
  'fix s',
  'by rule',
]

function row(result: RepositoryResult): string[] {
  const { report, judgements } = result
  const isLabelled = judgements.length > 0
  return [
    result.repo,
    String(report.summary.files.listed),
    ...(['safe', 'review', 'manual'] as const).map((kind) => String(report.summary.fixes[kind])),
    String(report.kept?.length ?? 0),
    String(result.problems.length),
    isLabelled ? percent(measure(judgements).precision) : '-',
    isLabelled ? percent(measure(judgements).recall) : '-',
    result.seconds.audit.toFixed(2),
    result.seconds.fix.toFixed(2),
    byRule(result),
  ]
}

function byRule(result: RepositoryResult): string {
  const counts = new Map<string, number>()
  for (const { rule } of result.report.findings) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  return [...counts].map(([rule, count]) => `${rule} ${count}`).join(', ')
}

/** Every judgement that is not right, most harmful first, as `repository path:line`. */
export function renderDisagreements(results: readonly RepositoryResult[]): string {
  const lines: string[] = []
  for (const verdict of ORDER) {
    for (const { repo, judgements } of results) {
      for (const each of judgements.filter((one) => one.verdict === verdict)) lines.push(line(repo, each))
    }
  }
  return lines.join('\n')
}

function line(repo: string, each: Judgement): string {
  const why = each.why === '' ? '' : ` (${each.why})`
  return `${each.verdict}: ${repo} ${each.path}:${each.line} expected ${each.expected}, got ${each.got}${why}`
}

/** Broken promises by repository. */
export function renderProblems(results: readonly RepositoryResult[]): string {
  return results.flatMap((each) => each.problems.map((problem) => `${each.repo}: ${problem}`)).join('\n')
}

/** What the tool could not read or parse, by repository: said by the tool itself, so no broken promise. */
export function renderErrors(results: readonly RepositoryResult[]): string {
  return results
    .flatMap(({ repo, report }) => report.errors.map((e) => `${repo}: ${e.code}: ${e.path}: ${e.message}`))
    .join('\n')
}

/** The distinct replacements that fixes would make, with how often and how sure: `safe 12 x AMOCRM -> APP`. */
export function renderReplacements(results: readonly RepositoryResult[]): string {
  const places = new Map<string, Set<string>>()
  for (const { repo, report } of results) {
    for (const { fix } of report.findings) {
      for (const edit of fix.edits) {
        const kind = `${fix.kind}: ${JSON.stringify(edit.expect)} -> ${JSON.stringify(edit.text)}`
        const at = places.get(kind) ?? new Set()
        places.set(kind, at.add(`${repo}/${edit.path}:${edit.start}`))
      }
    }
  }
  return [...places]
    .sort(([, a], [, b]) => b.size - a.size)
    .map(([kind, at]) => `${String(at.size).padStart(5)} x ${kind}`)
    .join('\n')
}

/** Rows under their head as columns: names to the left, numbers to the right. */
export function align(rows: readonly (readonly string[])[]): string {
  const head = rows[0] ?? []
  const widths = head.map((_, column) => Math.max(...rows.map((each) => each[column]?.length ?? 0)))
  const isWords = (column: number) =>
    column === 0 || rows.slice(1).some((each) => /^[a-z]/.test(each[column] ?? ''))
  return rows
    .map((cells) =>
      cells
        .map((cell, column) =>
          isWords(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function sum(rows: readonly (readonly string[])[], column: number): string {
  return String(rows.reduce((total, each) => total + Number(each[column]), 0))
}

function sumSeconds(seconds: readonly number[]): string {
  return seconds.reduce((total, each) => total + each, 0).toFixed(2)
}
