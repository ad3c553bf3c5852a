import { knownPaths } from '../engine/facts.js'
import type { Check, CheckOptions, CheckResult, Facts, Input, RawFinding } from '../engine/types.js'
import type { FixKind } from '../findings/finding.js'
import { type Bounds, obstacle, type State, stateOf } from './apply.js'
import { compare } from './compare.js'
import { hasFix, kindOf, type PlanOptions, plan, type Unit, unitsOf } from './plan.js'
import {
  factsWithout,
  type Ground,
  mergeFacts,
  type Settled,
  settle,
  type Trial,
  type TrialOptions,
} from './trial.js'

/** What is checked again, which fixes are chosen, and which files may be written. */
export interface VerifyOptions extends CheckOptions, PlanOptions, Bounds, TrialOptions {}

const MAX_PASSES = 10

/** Fixes made in memory, pass by pass. */
export interface Run {
  state: State
  /** Fixes made so far; the findings are those that came in. */
  applied: { paths: readonly string[]; findings: readonly RawFinding[] }[]
  /** Kind of a finding that a fix ended, where it differs from the one it came in with. */
  promoted: Map<RawFinding, FixKind>
  ended: Set<RawFinding>
  /** What the last full check says of the findings that are left; `undefined` when one pass was enough. */
  left: Map<RawFinding, RawFinding> | undefined
  withdrawn: Map<RawFinding, string>
  unsettled: RawFinding[]
  passes: number
  checks: number
}

/** Plans, makes and settles fixes until none is left. `refused` are findings whose fixes are not to be tried. */
export async function passes(
  inputs: readonly Input[],
  result: CheckResult,
  check: Check,
  options: VerifyOptions,
  refused: ReadonlyMap<RawFinding, string>,
): Promise<Run> {
  let ground: Ground = { state: stateOf(inputs, result.sources), result, check, options }
  // What each current finding was among those that came in.
  let origins = new Map(result.findings.map((finding) => [finding, finding]))
  const run: Run = {
    state: ground.state,
    applied: [],
    promoted: new Map(),
    ended: new Set(),
    left: undefined,
    withdrawn: new Map(),
    unsettled: [],
    passes: 0,
    checks: 0,
  }
  for (;;) {
    const isFree = (finding: RawFinding) => {
      const origin = origins.get(finding)
      // What came in without edits stays so: it may be suppressed, or lie in a file that is not written.
      if (!origin || !hasFix(origin)) return false
      return !refused.has(origin) && !run.withdrawn.has(origin) && (options.isChosen?.(origin) ?? true)
    }
    const withdraw = (unit: Unit, reason: string) => {
      for (const member of unit.members) {
        const origin = origins.get(member)
        if (origin) run.withdrawn.set(origin, reason)
      }
    }
    withdrawBlocked(ground, options, isFree, withdraw)
    const chosen = plan(ground.result.findings, { kinds: options.kinds, isChosen: isFree })
    if (chosen.units.length === 0) return run
    if (run.passes === MAX_PASSES) {
      run.unsettled = chain(run, [...chosen.units, ...chosen.waiting], origins)
      return run
    }
    run.passes++
    const settled = await settleWide(ground, chosen.units)
    run.checks += settled.checks
    for (const [unit, reason] of settled.failed) withdraw(unit, `the fix ${reason}`)
    if (!settled.trial) {
      if (chosen.waiting.length === 0) return run
      continue
    }
    const { trial } = settled
    record(run, settled.units, origins)
    run.state = ground.state.with(trial.applied)
    const isPending = (finding: RawFinding) => {
      const old = trial.matched.get(finding)
      return old !== undefined && isFree(old) && options.kinds.includes(finding.fix.kind) && hasFix(finding)
    }
    if (chosen.waiting.length === 0 && !trial.after.findings.some(isPending)) return run
    const next = await fullCheck(ground, run.state, trial.applied.created.keys())
    run.checks++
    origins = trace(ground.result, next.result, trial.applied.changed, origins)
    run.left = new Map([...origins].map(([now, origin]) => [origin, now]))
    ground = next
  }
}

function record(run: Run, units: readonly Unit[], origins: ReadonlyMap<RawFinding, RawFinding>): void {
  for (const { paths, members } of units) {
    const findings: RawFinding[] = []
    for (const member of members) {
      const origin = origins.get(member)
      if (!origin) continue
      findings.push(origin)
      run.ended.add(origin)
      if (origin.fix.kind !== member.fix.kind) run.promoted.set(origin, member.fix.kind)
    }
    run.applied.push({ paths, findings })
  }
}

/** Findings of fixes that still wait, and of those made before in the same files. */
function chain(
  { applied }: Run,
  pending: readonly Unit[],
  origins: ReadonlyMap<RawFinding, RawFinding>,
): RawFinding[] {
  const waiting = pending.flatMap(({ members }) => members).flatMap((finding) => origins.get(finding) ?? [])
  const paths = new Set(pending.flatMap((unit) => unit.paths))
  const before = applied.filter((unit) => unit.paths.some((path) => paths.has(path)))
  return [...waiting, ...before.flatMap(({ findings }) => findings)]
}

/** Withdraws fixes that cannot be made here at all, before they stand in the way of others. */
function withdrawBlocked(
  { state, result }: Ground,
  options: VerifyOptions,
  isChosen: (finding: RawFinding) => boolean,
  withdraw: (unit: Unit, reason: string) => void,
): void {
  for (const unit of unitsOf(result.findings)) {
    if (!options.kinds.includes(kindOf(unit)) || !unit.members.every(isChosen)) continue
    const reason = obstacle(state, unit, options)
    if (reason) withdraw(unit, reason)
  }
}

/**
 * Settles fixes. Where they changed facts that other files are judged by, those are checked too; when that shows
 * something new, the fixes are settled again with every file in view.
 */
async function settleWide(ground: Ground, units: readonly Unit[]): Promise<Settled> {
  const near = await settle(ground, units)
  if (!near.trial) return near
  const { touched } = near.trial
  // A file without facts of its own is judged alone.
  const known = knownPaths(ground.result.facts)
  const others = new Set([...ground.state.paths()].filter((path) => !touched.has(path) && known.has(path)))
  if (others.size === 0 || !hasNewFacts(ground, touched, near.trial.after.facts)) return near
  const seen = await checkOthers(ground, others, near.trial)
  if (seen) return { ...near, trial: seen, checks: near.checks + 1 }
  const wide = await settle(ground, near.units, true)
  return {
    ...wide,
    failed: new Map([...near.failed, ...wide.failed]),
    checks: near.checks + 1 + wide.checks,
  }
}

/** The trial with untouched files added, or `undefined` when one of them has a finding that it had not before. */
async function checkOthers(
  { state, result, check, options }: Ground,
  others: ReadonlySet<string>,
  trial: Trial,
): Promise<Trial | undefined> {
  const known = factsWithout(mergeFacts(options.facts, result.facts), trial.touched)
  const facts = factsWithout(mergeFacts(known, trial.after.facts), others)
  const after = await check(state.inputs(others), { ...options, facts })
  const { failures, matched } = compare(result, after, [], { changed: new Map(), created: new Map() }, others)
  if (failures.length > 0) return undefined
  const findings = [...trial.after.findings, ...after.findings]
  return { ...trial, after: { ...trial.after, findings }, matched: new Map([...trial.matched, ...matched]) }
}

/** Whether a rule now knows something else about a touched file; offsets count too. */
function hasNewFacts({ result, options }: Ground, touched: ReadonlySet<string>, facts: Facts): boolean {
  return options.rules.some(({ id }) =>
    [...touched].some(
      (path) => JSON.stringify(facts[id]?.[path]) !== JSON.stringify(result.facts[id]?.[path]),
    ),
  )
}

/** The whole project as it stands after a pass: groups and facts of all files, as a new run would see them. */
async function fullCheck(ground: Ground, state: State, created: Iterable<string>): Promise<Ground> {
  const options = { ...ground.options, listed: [...new Set([...ground.options.listed, ...created])] }
  const result = await ground.check(state.inputs(), { ...options, facts: mergeFacts(options.facts, {}) })
  return { ...ground, state, options, result }
}

/** Carries the origin of every finding over to the next full check. */
function trace(
  before: CheckResult,
  after: CheckResult,
  changed: ReadonlyMap<string, { map(offset: number): number }>,
  origins: ReadonlyMap<RawFinding, RawFinding>,
): Map<RawFinding, RawFinding> {
  const key = ({ rule, span, message }: RawFinding, start: number) =>
    `${rule}\0${span.file}\0${start}\0${message}`
  const known = new Map<string, RawFinding[]>()
  for (const finding of before.findings) {
    const start = changed.get(finding.span.file)?.map(finding.span.start) ?? finding.span.start
    const list = known.get(key(finding, start))
    if (list) list.push(finding)
    else known.set(key(finding, start), [finding])
  }
  const next = new Map<RawFinding, RawFinding>()
  for (const finding of after.findings) {
    const old = known.get(key(finding, finding.span.start))?.shift()
    const origin = old && origins.get(old)
    if (origin) next.set(finding, origin)
  }
  return next
}
