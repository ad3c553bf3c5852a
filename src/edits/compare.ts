import type { CheckResult, FileState, RawFinding } from '../engine/types.js'
import type { Applied } from './apply.js'
import { changedName } from './names.js'
import type { Unit } from './plan.js'
import type { Splice } from './splice.js'

/** One demand that a set of fixes does not meet. */
export interface Failure {
  /** The fixes that may be to blame: one when it is certain. */
  suspects: readonly Unit[]
  /** Follows "the fix ". */
  reason: string
}

/** Findings after an application, beside the ones that they were before. */
export interface Comparison {
  failures: Failure[]
  /** For a finding that is still there: what it was before. */
  matched: Map<RawFinding, RawFinding>
}

/**
 * Holds the findings and file states after an application against those before it. `before` and `after` may
 * cover more files than `checked`; only these are compared. Of `proven` files nothing is said in `after`, because it is
 * certain.
 */
export function compare(
  before: CheckResult,
  after: CheckResult,
  units: readonly Unit[],
  applied: Applied,
  checked: ReadonlySet<string>,
  proven: ReadonlySet<string> = new Set(),
): Comparison {
  const touching = unitsByPath(units)
  const failures: Failure[] = []
  for (const path of checked) {
    const suspects = touching.get(path)
    if (!suspects || proven.has(path)) continue
    const reason = stateFailure(before.states[path], after.states[path], path, suspects)
    if (reason) failures.push({ suspects, reason })
  }
  const matched = new Map<RawFinding, RawFinding>()
  const strangers = match(before, after, units, applied, checked, matched)
  failures.push(...blame(strangers, units, applied, touching))
  return { failures, matched }
}

/** The fixes that change or create a file, by its path. */
export function unitsByPath(units: readonly Unit[]): Map<string, Unit[]> {
  const byPath = new Map<string, Unit[]>()
  for (const unit of units) {
    for (const path of unit.paths) {
      const list = byPath.get(path)
      if (list) list.push(unit)
      else byPath.set(path, [unit])
    }
  }
  return byPath
}

function stateFailure(
  before: FileState | undefined,
  after: FileState | undefined,
  path: string,
  units: readonly Unit[],
): string | undefined {
  if (!after) return `would leave ${path} so that it cannot be checked`
  if (after.syntax === 'broken' && before?.syntax !== 'broken')
    return `would leave ${path} with a syntax error`
  if (before?.syntax === 'tree' && after.syntax !== 'tree') return `would leave ${path} unparsable`
  if (before?.syntax !== 'tree') return undefined
  const own = units.flatMap((unit) => unit.edits.filter((edit) => edit.path === path))
  const edits = new Map(own.map((edit) => [JSON.stringify(edit), edit]))
  const name = changedName(before.freeNames, after.freeNames, [...edits.values()])
  return name && `would change what the name ${name} means in ${path}`
}

/** Fills `matched` and returns the findings that were not there before. */
function match(
  before: CheckResult,
  after: CheckResult,
  units: readonly Unit[],
  applied: Applied,
  checked: ReadonlySet<string>,
  matched: Map<RawFinding, RawFinding>,
): RawFinding[] {
  const ended = new Set(units.flatMap(({ members }) => members))
  const known = new Map<string, RawFinding[]>()
  for (const finding of before.findings) {
    if (ended.has(finding) || !checked.has(finding.span.file)) continue
    const key = keyOf(finding, moved(applied, finding.span.file, finding.span.start))
    const list = known.get(key)
    if (list) list.push(finding)
    else known.set(key, [finding])
  }
  const strangers: RawFinding[] = []
  for (const finding of after.findings) {
    if (!checked.has(finding.span.file)) continue
    const old = known.get(keyOf(finding, finding.span.start))?.shift()
    if (old) matched.set(finding, old)
    else strangers.push(finding)
  }
  return strangers
}

function keyOf({ rule, span, message }: RawFinding, start: number): string {
  return `${rule}\0${span.file}\0${start}\0${message}`
}

function moved(applied: Applied, path: string, offset: number): number {
  return applied.changed.get(path)?.map(offset) ?? offset
}

/** A finding at the place of one that should be gone, then one in text that a fix wrote, then any other. */
function* blame(
  strangers: readonly RawFinding[],
  units: readonly Unit[],
  applied: Applied,
  touching: ReadonlyMap<string, readonly Unit[]>,
): Generator<Failure> {
  if (strangers.length === 0) return
  const gone = placesOf(units, applied)
  for (const finding of strangers) {
    const { file, start } = finding.span
    const stayed = gone
      .get(`${finding.rule}\0${file}`)
      ?.find((place) => start >= place.start && start < place.end)
    if (stayed) {
      yield { suspects: [stayed.unit], reason: `would not end its own finding in ${file}` }
      continue
    }
    const near = touching.get(file) ?? []
    const authors = near.filter((unit) => hasWritten(unit, finding, applied.changed.get(file)))
    const suspects = authors.length > 0 ? authors : near.length > 0 ? near : units
    yield { suspects, reason: `would bring a new finding of ${finding.rule} into ${file}` }
  }
}

interface Place {
  start: number
  end: number
  unit: Unit
}

/** Where the findings that the fixes end stood, in the new bytes, by rule and file. */
function placesOf(units: readonly Unit[], applied: Applied): Map<string, Place[]> {
  const places = new Map<string, Place[]>()
  for (const unit of units) {
    for (const { rule, span } of unit.members) {
      const start = moved(applied, span.file, span.start)
      const end = Math.max(moved(applied, span.file, span.end), start + 1)
      const key = `${rule}\0${span.file}`
      const list = places.get(key)
      if (list) list.push({ start, end, unit })
      else places.set(key, [{ start, end, unit }])
    }
  }
  return places
}

function hasWritten(unit: Unit, { span }: RawFinding, splice: Splice | undefined): boolean {
  const own = new Set(unit.edits)
  return (splice?.written ?? []).some(
    ({ start, end, edit }) => own.has(edit) && start < span.end && span.start < end,
  )
}
