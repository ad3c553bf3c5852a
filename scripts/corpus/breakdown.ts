import type { Judgement } from './judge.js'
import { answers, isFindingAnswer } from './labels.js'
import { languageOf } from './language.js'
import { type Metrics, measure, measureRule } from './metrics.js'
import type { Parsed } from './parsing.js'
import { sumParsed } from './parsing.js'
import type { RepositoryResult } from './repository.js'

const LANGUAGE_HEAD = [
  'language',
  'repositories',
  'files',
  'seen',
  'safe',
  'review',
  'manual',
  'kept',
  'judged',
  'precision',
  'recall',
  'kept by reason',
]

/**
 * One row a language: repositories that have it, their files, the old names that git's own search sees in them, findings
 * by class, kept occurrences by reason, and precision and recall where labels speak of it.
 */
export function renderLanguages(results: readonly RepositoryResult[]): string[][] {
  const rows = new Map<string, Row>()
  const rowOf = (path: string) => {
    const name = languageOf(path)
    const row = rows.get(name) ?? newRow()
    rows.set(name, row)
    return row
  }
  for (const result of results) {
    for (const path of result.paths) {
      rowOf(path).repositories.add(result.repo)
      rowOf(path).files++
    }
    for (const { path } of result.hits) rowOf(path).seen++
    for (const { path, fix } of result.report.findings) rowOf(path).findings[fix.kind]++
    for (const { path, reason } of result.report.kept ?? []) {
      const { kept } = rowOf(path)
      kept.set(reason, (kept.get(reason) ?? 0) + 1)
    }
    for (const judgement of result.judgements) rowOf(judgement.path).judgements.push(judgement)
  }
  const sorted = [...rows].filter(([, row]) => weight(row) > 0).sort(([, a], [, b]) => weight(b) - weight(a))
  return [LANGUAGE_HEAD, ...sorted.map(([name, row]) => cells(name, row))]
}

interface Row {
  repositories: Set<string>
  files: number
  seen: number
  findings: { safe: number; review: number; manual: number }
  kept: Map<string, number>
  judgements: Judgement[]
}

function newRow(): Row {
  return {
    repositories: new Set(),
    files: 0,
    seen: 0,
    findings: { safe: 0, review: 0, manual: 0 },
    kept: new Map(),
    judgements: [],
  }
}

function weight({ findings, kept }: Row): number {
  return findings.safe + findings.review + findings.manual + total(kept)
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, each) => sum + each, 0)
}

function cells(name: string, row: Row): string[] {
  const reasons = [...row.kept].sort(([, a], [, b]) => b - a)
  return [
    name,
    ...[row.repositories.size, row.files, row.seen].map(String),
    ...[row.findings.safe, row.findings.review, row.findings.manual, total(row.kept)].map(String),
    ...measured(row.judgements, measure(row.judgements)),
    reasons.map(([reason, count]) => `${reason} ${count}`).join(', '),
  ]
}

const RULE_HEAD = ['rule', 'safe', 'review', 'manual', 'judged', 'precision', 'recall']

/** One row a rule that found something or that a label asks for. */
export function renderRules(results: readonly RepositoryResult[]): string[][] {
  const judgements = results.flatMap((each) => each.judgements)
  const findings = results.flatMap((each) => each.report.findings)
  const due = judgements.flatMap(({ label }) => (label ? answers(label).slice(0, 1) : []))
  const rules = new Set([
    ...findings.map(({ rule }) => rule),
    ...due.filter(isFindingAnswer).map((answer) => answer.slice(0, answer.indexOf(':'))),
  ])
  const rows = [...rules].sort().map((rule) => {
    const own = findings.filter((finding) => finding.rule === rule)
    const kinds = (['safe', 'review', 'manual'] as const).map((kind) =>
      String(own.filter(({ fix }) => fix.kind === kind).length),
    )
    const metrics = measureRule(judgements, rule)
    return [rule, ...kinds, ...measured(metrics.judged === 0 ? [] : judgements, metrics)]
  })
  return [RULE_HEAD, ...rows]
}

/** One line a tool: how many edited files it accepts as before. */
export function renderParsed(results: readonly RepositoryResult[]): string {
  const { files, unasked }: Parsed = sumParsed(results.map((each) => each.parsed))
  return [
    ...Object.entries(files).map(([tool, count]) => `${tool}: ${count} edited files parse as before`),
    ...Object.entries(unasked).map(
      ([tool, count]) => `${tool}: not installed, ${count} edited files not asked`,
    ),
  ].join('\n')
}

function measured(judgements: readonly Judgement[], metrics: Metrics): string[] {
  if (judgements.length === 0) return ['-', '-', '-']
  return [String(metrics.judged), percent(metrics.precision), percent(metrics.recall)]
}

/** A share as `97.5 %`. */
export function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`
}
