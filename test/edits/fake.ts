import { mergeGroups } from '../../src/engine/groups.js'
import type { Check, CheckResult, Input, RawFinding } from '../../src/engine/types.js'
import { createSource, type Source } from '../../src/files/source.js'
import type { Edit, FixKind, PlainEdit } from '../../src/findings/finding.js'
import type { Rule } from '../../src/rules/define-rule.js'

/** What a fake rule says of one match of its pattern. */
export interface FakeRule {
  id: string
  find: RegExp
  /** New text for the match; `undefined` reports it only. */
  replace?: (match: string, path: string) => string | undefined
  kind?: FixKind | ((match: string, path: string) => FixKind)
  message?: string
  group?: (match: string, path: string) => string | undefined
  /** Further edits of the same fix. */
  also?: (source: Source, sources: ReadonlyMap<string, Source>) => Edit[]
  create?: { path: string; text: string }[]
  /** What it claims of its edit. */
  plain?: PlainEdit
  needles?: readonly string[]
  /** Whether a fact is gone when the file holds no needle any more. */
  isSpent?: (fact: unknown) => boolean
  /** Facts that the check of other files reads. */
  collect?: (source: Source) => unknown
  /** Whether the match is a finding, by the facts of all files. */
  when?: (facts: Record<string, unknown>, path: string) => boolean
}

export interface FakeCheck {
  check: Check
  /** Paths of every call, in order. */
  calls: string[][]
}

/** A check over fake rules. `syntax` and `freeNames` are read off the text. */
export function fakeCheck(rules: readonly FakeRule[]): FakeCheck {
  const calls: string[][] = []
  const check: Check = async (inputs, options) => {
    calls.push(inputs.map(({ path }) => path))
    const sources = new Map(inputs.map(({ path, bytes }) => [path, createSource(path, bytes)]))
    const facts: Record<string, Record<string, unknown>> = {}
    for (const { id, collect } of rules) {
      if (!collect) continue
      facts[id] = { ...options.facts?.[id] }
      for (const [path, source] of sources) facts[id][path] = collect(source)
    }
    const findings = [...sources.values()].flatMap((source) =>
      rules.flatMap((rule) => findingsOf(rule, source, sources, facts[rule.id] ?? {})),
    )
    return {
      findings: mergeGroups(findings).sort(byPlace),
      kept: [],
      errors: [],
      notes: [],
      parsed: inputs.length,
      facts,
      states: Object.fromEntries([...sources].map(([path, source]) => [path, stateOf(source.text)])),
      sources,
    } satisfies CheckResult
  }
  return { check, calls }
}

function byPlace(a: RawFinding, b: RawFinding): number {
  if (a.span.file !== b.span.file) return a.span.file < b.span.file ? -1 : 1
  return a.span.start - b.span.start || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
}

function findingsOf(
  rule: FakeRule,
  source: Source,
  sources: ReadonlyMap<string, Source>,
  facts: Record<string, unknown>,
): RawFinding[] {
  const { path } = source
  if (rule.when && !rule.when(facts, path)) return []
  return [...source.text.matchAll(rule.find)].map((match) => {
    const span = {
      file: path,
      start: source.byteAt(match.index),
      end: source.byteAt(match.index + match[0].length),
    }
    const text = rule.replace?.(match[0], path)
    const own = text === undefined ? [] : [{ path, start: span.start, end: span.end, text, expect: match[0] }]
    const edits = [...own, ...(rule.also?.(source, sources) ?? [])]
    const kind = typeof rule.kind === 'function' ? rule.kind(match[0], path) : (rule.kind ?? 'safe')
    const group = rule.group?.(match[0], path)
    return {
      rule: rule.id,
      severity: 'warning',
      span,
      message: rule.message ?? `${rule.id}: ${match[0]}`,
      help: 'Do it.',
      fix: {
        kind: edits.length === 0 && !rule.create ? 'manual' : kind,
        title: 'Do it',
        edits,
        create: rule.create ?? [],
      },
      ...(group === undefined ? {} : { group }),
      ...(rule.plain && { plain: rule.plain }),
    } satisfies RawFinding
  })
}

/** `<<<` is a syntax error; `free:NAME` mentions a free name. */
function stateOf(text: string) {
  const freeNames: Record<string, number> = {}
  for (const [, name] of text.matchAll(/free:(\w+)/g))
    freeNames[name as string] = (freeNames[name as string] ?? 0) + 1
  return { syntax: text.includes('<<<') ? ('broken' as const) : ('tree' as const), freeNames }
}

export function inputsOf(files: Record<string, string | Buffer>): Input[] {
  return Object.entries(files).map(([path, content]) => ({ path, bytes: Buffer.from(content) }))
}

/** The fake check knows its own rules: of these only the ids are read, and what spares a check. */
export function asRules(rules: readonly FakeRule[]): Rule[] {
  return rules.map(({ id, needles = [], collect, isSpent }) => {
    const rule = { id, needles, ...(collect && { collect: () => undefined }), ...(isSpent && { isSpent }) }
    return rule as unknown as Rule
  })
}
