import type { Source } from '../files/source.js'
import { createSource } from '../files/source.js'
import { collectApplicability } from '../findings/applicability.js'
import type { Kept, RunError } from '../findings/finding.js'
import { account } from '../findings/kept.js'
import { isOwnFile } from '../findings/own-file.js'
import { loadAdapter } from '../languages/index.js'
import type { FileModel } from '../languages/language.js'
import type { Project, Rule } from '../rules/define-rule.js'
import { isKept } from '../rules/define-rule.js'
import { APPLICABILITY, projectsOf } from './facts.js'
import { mergeGroups } from './groups.js'
import type { Check, CheckOptions, CheckResult, Facts, FileState, Input, RawFinding } from './types.js'

/** Parsed inputs with the facts collected from them; lives in one thread, its facts travel. */
export interface Loaded {
  models: FileModel[]
  facts: Facts
}

/** Decodes and parses every input once and collects each rule's facts; those about applicability but `again`. */
export async function collect(
  inputs: readonly Input[],
  { rules, again }: Pick<CheckOptions, 'rules' | 'again'>,
): Promise<Loaded> {
  const models: FileModel[] = []
  const facts: Facts = {}
  const keep = (key: string, path: string, fact: unknown) => {
    if (fact === undefined) return
    facts[key] ??= {}
    ;(facts[key] as Record<string, unknown>)[path] = fact
  }
  for (const input of inputs) {
    const source = createSource(input.path, input.bytes)
    const model = (await loadAdapter(input.path, source.text)).model(source)
    models.push(model)
    for (const rule of rules) if (rule.collect) keep(rule.id, input.path, rule.collect(model))
    if (!again && !isOwnFile(model.source.text)) keep(APPLICABILITY, input.path, collectApplicability(model))
  }
  return { models, facts }
}

/** Runs every rule over loaded inputs and accounts for every match of the old names. */
export function checkLoaded(loaded: Loaded, options: CheckOptions): CheckResult {
  const projectFor = projectsOf(loaded.facts, options)
  const findings: RawFinding[] = []
  const kept: Kept[] = []
  for (const model of loaded.models) {
    const result = checkFile(model, options.rules, projectFor(model.source.path))
    findings.push(...result.findings)
    kept.push(...result.kept)
  }
  return {
    findings: mergeGroups(findings).sort(byPlace),
    kept: kept.sort((a, b) => compareText(a.span.file, b.span.file) || a.span.start - b.span.start),
    errors: loaded.models.flatMap(parseErrors),
    notes: loaded.models.flatMap(({ note, source }) =>
      note ? [{ path: source.path, code: 'searched-as-text', message: note }] : [],
    ),
    parsed: loaded.models.reduce((sum, model) => sum + model.parses, 0),
    facts: loaded.facts,
    states: Object.fromEntries(loaded.models.map((model) => [model.source.path, stateOf(model)])),
    sources: new Map<string, Source>(loaded.models.map((model) => [model.source.path, model.source])),
  }
}

/** All phases in one thread; the shape that verification and tests use. */
export const check: Check = async (inputs, options) => {
  const loaded = await collect(inputs, options)
  const added = await options.link?.({ ...options.facts, ...loaded.facts })
  return checkLoaded(added ? { ...loaded, facts: { ...loaded.facts, ...added } } : loaded, options)
}

function checkFile(model: FileModel, rules: readonly Rule[], project: Project) {
  if (isOwnFile(model.source.text))
    return { findings: [], kept: account(model.source, { ...model, keeps: 'own-file' }, []) }
  const findings: RawFinding[] = []
  const claimed: Kept[] = []
  for (const rule of rules) {
    for (const item of rule.check(model, project)) {
      if (isKept(item)) claimed.push(item)
      else findings.push({ ...item, rule: rule.id, severity: item.severity ?? rule.severity })
    }
  }
  const covered = [
    ...findings.map((finding) => ({ start: finding.span.start, end: finding.span.end })),
    ...claimed.map((item) => ({ start: item.span.start, end: item.span.end, reason: item.reason })),
  ]
  return { findings, kept: account(model.source, model, covered) }
}

/** Order of a report: path, offset, rule. */
export function byPlace(a: RawFinding, b: RawFinding): number {
  return compareText(a.span.file, b.span.file) || a.span.start - b.span.start || compareText(a.rule, b.rule)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function parseErrors(model: FileModel): RunError[] {
  if (model.syntax !== 'broken') return []
  const [first] = model.problems
  const place = first ? model.source.point(first.span.start) : undefined
  const where = place ? ` (line ${place.line}, column ${place.column})` : ''
  return [
    {
      path: model.source.path,
      code: 'parse-error',
      message: `does not parse as ${model.language}: ${first?.message ?? 'unknown reason'}${where}; searched as text, no fix is safe here`,
    },
  ]
}

function stateOf(model: FileModel): FileState {
  return { syntax: model.syntax, freeNames: Object.fromEntries(model.freeNames) }
}
