import type { Check, CheckOptions, CheckResult, Facts, Input, RawFinding } from '../engine/types.js'
import type { FixKind } from '../findings/finding.js'
import { obstacle, type State, stateOf } from './apply.js'
import { kindOf, type PlanOptions, plan, type Unit, unitsOf } from './plan.js'
import { type Ground, mergeFacts, type Settled, settle } from './trial.js'

export interface VerifyOptions extends CheckOptions, PlanOptions {
  /** Why a file may not be written (`is read-only`), or `undefined`; by default every input may. */
  whyLocked?: ((path: string) => string | undefined) | undefined
}

/** One file as fixes leave it. */
export interface FileChange {
  path: string
  /** `undefined` for a file that a fix creates. */
  before: Buffer | undefined
  after: Buffer
}

export interface Withdrawn {
  finding: RawFinding
  /** A whole clause: `the fix would leave script.js unparsable`. */
  reason: string
}

export interface Verified {
  /** The findings that came in, in their order, with final kinds: what is `safe` is what will be written. */
  findings: RawFinding[]
  /** Sorted by path; files whose bytes end up as they were are left out. */
  changes: FileChange[]
  /** Paths that one fix, or fixes that share a file, change: written together or not at all. */
  bundles: string[][]
  /** Findings that the chosen fixes end, of those that came in. */
  fixed: RawFinding[]
  withdrawn: Withdrawn[]
  passes: number
  /** How often the check ran again. */
  checks: number
  /** Whether the limit of passes ended it: fixes that kept changing each other's place were withdrawn. */
  circular: boolean
}

const MAX_PASSES = 10

/**
 * Makes every chosen fix in memory, pass by pass until none is left, and checks the touched files again after each.
 * A fix that leaves a file unparsable, changes what a name means, does not end its finding, or brings a new one is
 * withdrawn with its whole group: its findings become `manual`, without edits, and their help says why.
 * When nothing fails and no two fixes touch the same bytes, the check runs once, over the changed files only.
 */
export async function verify(
  inputs: readonly Input[],
  result: CheckResult,
  check: Check,
  options: VerifyOptions,
): Promise<Verified> {
  const refused = new Map<RawFinding, string>()
  let checks = 0
  for (;;) {
    const run = await passes(inputs, result, check, options, refused)
    checks += run.checks
    for (const [finding, reason] of run.withdrawn) refused.set(finding, reason)
    if (run.unsettled.length === 0) return outcome(inputs, result, options, run, refused, checks)
    // Writing half of a chain that does not end would leave the next run something to do: start without it.
    for (const finding of run.unsettled) refused.set(finding, CIRCULAR)
  }
}

const CIRCULAR = 'the fix and another one keep changing the same place'

interface Run {
  state: State
  applied: Unit[]
  /** Kind of a finding that a fix ended, where it differs from the one it came in with. */
  promoted: Map<RawFinding, FixKind>
  ended: Set<RawFinding>
  /** Kinds of findings that the fixes leave, as the last full check sees them. */
  left: Map<RawFinding, RawFinding>
  withdrawn: Map<RawFinding, string>
  unsettled: RawFinding[]
  passes: number
  checks: number
}

async function passes(
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
    left: new Map(),
    withdrawn: new Map(),
    unsettled: [],
    passes: 0,
    checks: 0,
  }
  for (;;) {
    const isFree = (finding: RawFinding) => {
      const origin = origins.get(finding)
      if (!origin) return false
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
      const pending = [...chosen.units, ...chosen.waiting].flatMap(({ members }) => members)
      run.unsettled = pending.flatMap((finding) => origins.get(finding) ?? [])
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

function hasFix({ fix }: RawFinding): boolean {
  return fix.edits.length > 0 || fix.create.length > 0
}

function record(run: Run, units: readonly Unit[], origins: ReadonlyMap<RawFinding, RawFinding>): void {
  run.applied.push(...units)
  for (const member of units.flatMap(({ members }) => members)) {
    const origin = origins.get(member)
    if (!origin) continue
    run.ended.add(origin)
    if (origin.fix.kind !== member.fix.kind) run.promoted.set(origin, member.fix.kind)
  }
}

/** Withdraws fixes that cannot be made here at all, before they stand in the way of others. */
function withdrawBlocked(
  { state, result }: Ground,
  options: VerifyOptions,
  isChosen: (finding: RawFinding) => boolean,
  withdraw: (unit: Unit, reason: string) => void,
): void {
  const listed = new Set(options.listed)
  for (const unit of unitsOf(result.findings)) {
    if (!options.kinds.includes(kindOf(unit)) || !unit.members.every(isChosen)) continue
    const reason = obstacle(state, unit, options.whyLocked, listed)
    if (reason) withdraw(unit, reason)
  }
}

/** Settles fixes; checks every file when the fixes changed facts that other files are judged by. */
async function settleWide(ground: Ground, units: readonly Unit[]): Promise<Settled> {
  const near = await settle(ground, units)
  if (!near.trial || !hasNewFacts(ground, near.trial.after.facts)) return near
  const touched = new Set(Object.keys(near.trial.after.states))
  if (![...ground.state.paths()].some((path) => !touched.has(path))) return near
  const wide = await settle(ground, near.units, true)
  return { ...wide, failed: new Map([...near.failed, ...wide.failed]), checks: near.checks + wide.checks }
}

/** Whether a rule now knows something else about a file; the order of keys counts, offsets do too. */
function hasNewFacts({ result, options }: Ground, facts: Facts): boolean {
  return options.rules.some(({ id }) =>
    Object.entries(facts[id] ?? {}).some(
      ([path, fact]) => JSON.stringify(fact) !== JSON.stringify(result.facts[id]?.[path]),
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

function outcome(
  inputs: readonly Input[],
  result: CheckResult,
  options: VerifyOptions,
  run: Run,
  refused: ReadonlyMap<RawFinding, string>,
  checks: number,
): Verified {
  const findings = result.findings.map((finding) => finalFinding(finding, options, run, refused))
  return {
    findings,
    changes: changesOf(inputs, run.state),
    bundles: bundlesOf(run.applied),
    fixed: findings.filter((_, i) => run.ended.has(result.findings[i] as RawFinding)),
    withdrawn: result.findings.flatMap((finding) => {
      const reason = refused.get(finding)
      return reason === undefined ? [] : [{ finding, reason }]
    }),
    passes: run.passes,
    checks,
    circular: [...refused.values()].includes(CIRCULAR),
  }
}

function finalFinding(
  finding: RawFinding,
  options: VerifyOptions,
  run: Run,
  refused: ReadonlyMap<RawFinding, string>,
): RawFinding {
  const reason = refused.get(finding)
  if (reason !== undefined) return withheld(finding, `Not fixed automatically: ${reason}.`)
  const promoted = run.promoted.get(finding)
  if (promoted) return { ...finding, fix: { ...finding.fix, kind: promoted } }
  if (run.ended.has(finding) || !options.kinds.includes(finding.fix.kind)) return finding
  if (!hasFix(finding)) return { ...finding, fix: { ...finding.fix, kind: 'manual' } }
  const left = run.left.get(finding)
  if (!left || options.kinds.includes(left.fix.kind)) return finding
  // Another fix changed its case: it stays, and is worth what it is worth then.
  return { ...finding, fix: { ...finding.fix, kind: left.fix.kind } }
}

function withheld(finding: RawFinding, note: string): RawFinding {
  const help = finding.help ? `${finding.help} ${note}` : note
  return { ...finding, help, fix: { ...finding.fix, kind: 'manual', edits: [], create: [] } }
}

function changesOf(inputs: readonly Input[], state: State): FileChange[] {
  const before = new Map(inputs.map(({ path, bytes }) => [path, bytes]))
  return state
    .inputs()
    .map(({ path, bytes }) => ({ path, before: before.get(path), after: bytes }))
    .filter(({ before, after }) => before !== after && !before?.equals(after))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}

/** Joins the paths of fixes that share a file. */
function bundlesOf(units: readonly Unit[]): string[][] {
  const leader = new Map<string, string>()
  const find = (path: string): string => {
    let at = path
    while (leader.has(at) && leader.get(at) !== at) at = leader.get(at) as string
    return at
  }
  for (const { paths } of units) for (const path of paths) leader.set(find(path), find(paths[0] as string))
  const bundles = new Map<string, string[]>()
  for (const path of [...new Set(units.flatMap(({ paths }) => paths))].sort()) {
    const list = bundles.get(find(path))
    if (list) list.push(path)
    else bundles.set(find(path), [path])
  }
  return [...bundles.values()]
}
