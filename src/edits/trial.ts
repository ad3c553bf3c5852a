import type { Check, CheckOptions, CheckResult, Facts } from '../engine/types.js'
import { type Applied, apply, type State } from './apply.js'
import { type Comparison, compare } from './compare.js'
import type { Unit } from './plan.js'
import { provenFiles } from './proof.js'

/** What trials of fixes start from: the files, and what the check said about them. */
export interface Ground {
  state: State
  result: CheckResult
  check: Check
  options: CheckOptions & TrialOptions
}

export interface TrialOptions {
  /** `false`: every touched file is checked again, however certain its outcome is. */
  proof?: boolean | undefined
}

/** Fixes made in memory, checked again. */
export interface Trial extends Comparison {
  applied: Applied
  /** Files that were checked again, or that need not be: all that the fixes touch. */
  touched: ReadonlySet<string>
  /** What the check said of those that it had to read. */
  after: CheckResult
}

export interface Settled {
  units: Unit[]
  /** Fixes that do not hold, with the reason (follows "the fix "). */
  failed: Map<Unit, string>
  /** The trial of exactly `units`; absent when none is left. */
  trial?: Trial
  checks: number
}

/** Probes that one search may spend before it gives up on telling the suspects apart. */
const MAX_PROBES = 200

/**
 * Makes fixes in memory and checks the touched files again, but for those whose outcome is certain (`provenFiles`),
 * once when all of them hold. Where one does not, the
 * fix that is certainly to blame is left out; of several suspects the bad ones are found by halving, so that
 * the others stay. `wide` checks every file, for fixes that change what other files are judged by.
 */
export async function settle(ground: Ground, units: readonly Unit[], wide = false): Promise<Settled> {
  let kept = [...units]
  const failed = new Map<Unit, string>()
  let checks = 0
  const probe = (trying: readonly Unit[], only?: ReadonlySet<string>) => {
    checks++
    return attempt(ground, trying, wide, only)
  }
  while (kept.length > 0) {
    const trial = await probe(kept)
    if (trial.failures.length === 0) return { units: kept, failed, trial, checks }
    const certain = trial.failures.filter(({ suspects }) => suspects.length === 1)
    if (certain.length > 0) {
      for (const { suspects, reason } of certain) setOnce(failed, suspects[0] as Unit, reason)
    } else {
      const suspects = kept.filter((unit) =>
        trial.failures.some((failure) => failure.suspects.includes(unit)),
      )
      const good = kept.filter((unit) => !suspects.includes(unit))
      const reason = (trial.failures[0] as { reason: string }).reason
      await halve(good, suspects, reason, failed, (trying, only) =>
        checks < MAX_PROBES ? probe(trying, only) : undefined,
      )
      // Each fix holds without the others and all together do not: nobody can say which one to blame.
      if (suspects.every((unit) => !failed.has(unit))) for (const unit of suspects) failed.set(unit, reason)
    }
    kept = kept.filter((unit) => !failed.has(unit))
  }
  return { units: [], failed, checks }
}

function setOnce(failed: Map<Unit, string>, unit: Unit, reason: string): void {
  if (!failed.has(unit)) failed.set(unit, reason)
}

type Probe = (units: readonly Unit[], only: ReadonlySet<string>) => Promise<Trial> | undefined

/** Adds to `good` every suspect that holds beside it, and to `failed` every one that does not. */
async function halve(
  good: Unit[],
  suspects: readonly Unit[],
  reason: string,
  failed: Map<Unit, string>,
  probe: Probe,
): Promise<void> {
  const trial = await probe([...good, ...suspects], reachOf(suspects, good))
  if (trial?.failures.length === 0) {
    good.push(...suspects)
    return
  }
  const why = trial?.failures[0]?.reason ?? reason
  if (suspects.length === 1 || !trial) {
    for (const unit of suspects) failed.set(unit, why)
    return
  }
  const middle = suspects.length >> 1
  await halve(good, suspects.slice(0, middle), why, failed, probe)
  await halve(good, suspects.slice(middle), why, failed, probe)
}

/** Files of `suspects` and of every fix that shares a file with them, directly or by way of another. */
function reachOf(suspects: readonly Unit[], others: readonly Unit[]): Set<string> {
  const reach = new Set(suspects.flatMap(({ paths }) => paths))
  let rest = others
  for (;;) {
    const joined = rest.filter(({ paths }) => paths.some((path) => reach.has(path)))
    if (joined.length === 0) return reach
    for (const { paths } of joined) for (const path of paths) reach.add(path)
    rest = rest.filter((unit) => !joined.includes(unit))
  }
}

/** Makes `units` and checks the files that they touch; `only` leaves the other files as they are. */
async function attempt(
  { state, result, check, options }: Ground,
  units: readonly Unit[],
  wide: boolean,
  only?: ReadonlySet<string>,
): Promise<Trial> {
  const scope = wide ? undefined : only
  const applied = apply(state, units, scope)
  const next = state.with(applied)
  const involved = scope ? units.filter((unit) => unit.paths.some((path) => scope.has(path))) : units
  const touched = new Set(wide ? next.paths() : scopeOf(units, next, scope))
  const claim = { state, result, rules: options.rules, units: involved, applied }
  const proven = options.proof === false ? new Set<string>() : provenFiles(claim, touched)
  const checked = [...touched].filter((path) => !proven.has(path))
  const after =
    checked.length === 0
      ? NOTHING_LEFT
      : await check(next.inputs(checked), {
          ...options,
          listed: [...new Set([...options.listed, ...applied.created.keys()])],
          facts: factsWithout(mergeFacts(options.facts, result.facts), touched),
        })
  return { applied, touched, after, ...compare(result, after, involved, applied, touched, proven) }
}

/** What a check says of files that hold nothing of interest. */
const NOTHING_LEFT: CheckResult = {
  findings: [],
  kept: [],
  errors: [],
  notes: [],
  parsed: 0,
  facts: {},
  states: {},
  sources: new Map(),
}

/** Touched files, and files whose finding is ended by an edit elsewhere. */
function* scopeOf(units: readonly Unit[], state: State, only?: ReadonlySet<string>): Generator<string> {
  for (const { paths, members } of units) {
    for (const path of paths) if (!only || only.has(path)) yield path
    if (only && !paths.some((path) => only.has(path))) continue
    for (const { span } of members) if (state.has(span.file)) yield span.file
  }
}

export function mergeFacts(base: Facts | undefined, over: Facts): Facts {
  const merged: Facts = { ...base }
  for (const [rule, facts] of Object.entries(over)) merged[rule] = { ...merged[rule], ...facts }
  return merged
}

/** Facts of other files than `paths`: those that are checked hand in their own. */
export function factsWithout(facts: Facts, paths: ReadonlySet<string>): Facts {
  const without: Facts = {}
  for (const [rule, byPath] of Object.entries(facts)) {
    const others = Object.keys(byPath).filter((path) => !paths.has(path))
    without[rule] = Object.fromEntries(others.map((path) => [path, byPath[path]]))
  }
  return without
}
