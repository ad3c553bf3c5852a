import type { Check, CheckResult, Input, RawFinding } from '../engine/types.js'
import type { State } from './apply.js'
import { passes, type Run, type VerifyOptions } from './passes.js'
import { hasFix } from './plan.js'

export type { VerifyOptions } from './passes.js'

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
    const run = await passes(inputs, result, check, { ...options, again: true }, refused)
    checks += run.checks
    for (const [finding, reason] of run.withdrawn) refused.set(finding, reason)
    if (run.unsettled.length === 0) return outcome(inputs, result, options, run, refused, checks)
    // Half of a chain that does not end would leave the next run something to do: start again without it.
    for (const finding of run.unsettled) refused.set(finding, CIRCULAR)
  }
}

const CIRCULAR = 'the fix and another one keep changing the same place'

function outcome(
  inputs: readonly Input[],
  result: CheckResult,
  options: VerifyOptions,
  run: Run,
  refused: ReadonlyMap<RawFinding, string>,
  checks: number,
): Verified {
  const findings = result.findings.map((finding) => finalFinding(finding, options, run, refused))
  const isFixed = (finding: RawFinding) => run.ended.has(finding) || isGone(finding, options, run, refused)
  return {
    findings,
    changes: changesOf(inputs, run.state),
    bundles: bundlesOf(run.applied),
    fixed: findings.filter((_, i) => isFixed(result.findings[i] as RawFinding)),
    withdrawn: result.findings.flatMap((finding) => {
      const reason = refused.get(finding)
      return reason === undefined ? [] : [{ finding, reason }]
    }),
    passes: run.passes,
    checks,
    circular: [...refused.values()].includes(CIRCULAR),
  }
}

/** Whether a chosen finding went together with another one whose fix it had to wait for. */
function isGone(
  finding: RawFinding,
  { kinds, isChosen }: VerifyOptions,
  { left }: Run,
  refused: ReadonlyMap<RawFinding, string>,
): boolean {
  if (!left || left.has(finding) || refused.has(finding) || !hasFix(finding)) return false
  return kinds.includes(finding.fix.kind) && (isChosen?.(finding) ?? true)
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
  const left = run.left?.get(finding)
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
function bundlesOf(units: readonly { paths: readonly string[] }[]): string[][] {
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
