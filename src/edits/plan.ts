import type { RawFinding } from '../engine/types.js'
import { FIX_ORDER } from '../engine/types.js'
import type { Edit, FixKind } from '../findings/finding.js'
import { byStart, isConflict } from './splice.js'

/** One fix over all its files: all its edits and new files, or none. */
export interface Unit {
  /** Every finding that the fix ends, in report order. */
  members: readonly RawFinding[]
  edits: readonly Edit[]
  create: readonly { path: string; text: string }[]
  /** Report paths that the fix changes or creates. */
  paths: readonly string[]
}

export interface Plan {
  /** Fixes that can be made together, in report order. */
  units: Unit[]
  /** Fixes that touch the same bytes as an earlier one, or the same bytes twice: they wait for the next pass. */
  waiting: Unit[]
}

export interface PlanOptions {
  /** Kinds to choose: `safe` alone, or `safe` and `review`. A `manual` fix is never chosen. */
  kinds: readonly FixKind[]
  /** Says no to findings that stay as they are: suppressed, turned down, withdrawn. A fix needs all members. */
  isChosen?: ((finding: RawFinding) => boolean) | undefined
}

/**
 * Chooses the fixes of one pass. The earlier one (path, offset, rule of its first finding) wins where two touch
 * the same bytes; identical edits of two fixes are no conflict.
 */
export function plan(findings: readonly RawFinding[], options: PlanOptions): Plan {
  const result: Plan = { units: [], waiting: [] }
  const taken = new Map<string, Edit[]>()
  const created = new Map<string, string>()
  for (const unit of unitsOf(findings)) {
    if (!isWanted(unit, options)) continue
    const blocked =
      hasOwnConflict(unit) ||
      unit.edits.some((edit) => isTaken(taken.get(edit.path) ?? [], edit)) ||
      unit.create.some(({ path, text }) => (created.get(path) ?? text) !== text)
    if (blocked) {
      result.waiting.push(unit)
      continue
    }
    for (const edit of unit.edits) take(taken, edit)
    for (const { path, text } of unit.create) created.set(path, text)
    result.units.push(unit)
  }
  return result
}

/** A pass asks twice for the units of the same findings, and neither changes. */
const known = new WeakMap<readonly RawFinding[], readonly Unit[]>()

/** Groups findings into fixes: the members of a group are one, and so are findings with the very same edits. */
export function unitsOf(findings: readonly RawFinding[]): readonly Unit[] {
  let units = known.get(findings)
  if (!units) {
    units = grouped(findings)
    known.set(findings, units)
  }
  return units
}

function grouped(findings: readonly RawFinding[]): Unit[] {
  const units = new Map<string, RawFinding[]>()
  for (const finding of findings) {
    if (!hasFix(finding)) continue
    const key = finding.group === undefined ? signature(finding) : `group ${finding.group}`
    const members = units.get(key)
    if (members) members.push(finding)
    else units.set(key, [finding])
  }
  return [...units.values()].map(unitOf).sort(byFirstMember)
}

/** Whether a finding comes with anything to write. */
export function hasFix({ fix }: RawFinding): boolean {
  return fix.edits.length > 0 || fix.create.length > 0
}

/** The weakest kind among the members. */
export function kindOf(unit: Unit): FixKind {
  const rank = Math.min(...unit.members.map(({ fix }) => FIX_ORDER.indexOf(fix.kind)))
  return FIX_ORDER[rank] ?? 'manual'
}

function isWanted(unit: Unit, { kinds, isChosen }: PlanOptions): boolean {
  const kind = kindOf(unit)
  return (
    kind !== 'manual' && kinds.includes(kind) && unit.members.every((member) => isChosen?.(member) ?? true)
  )
}

function signature({ fix }: RawFinding): string {
  const edits = fix.edits.map(
    ({ path, start, end, text }) => `${path.length}:${path}${start}:${end}:${text.length}:${text}`,
  )
  if (fix.create.length === 0) return edits.join('')
  return `${edits.join('')} creates ${JSON.stringify(fix.create.map(({ path, text }) => [path, text]))}`
}

function unitOf(members: RawFinding[]): Unit {
  const [only, ...others] = members
  if (only && others.length === 0 && only.fix.edits.length === 1 && only.fix.create.length === 0)
    return { members, edits: only.fix.edits, create: [], paths: only.fix.edits.map(({ path }) => path) }
  members.sort(comparePlace)
  const edits = new Map<string, Edit>()
  const create = new Map<string, { path: string; text: string }>()
  // The members of a group share one list, which may be long.
  for (const list of new Set(members.map(({ fix }) => fix.edits))) {
    for (const edit of list) {
      edits.set(JSON.stringify([edit.path, edit.start, edit.end, edit.text, edit.expect]), edit)
    }
  }
  for (const file of members.flatMap(({ fix }) => fix.create)) {
    create.set(JSON.stringify([file.path, file.text]), file)
  }
  const unit = { members, edits: [...edits.values()], create: [...create.values()] }
  return { ...unit, paths: [...new Set([...unit.edits, ...unit.create].map(({ path }) => path))].sort() }
}

function byFirstMember(a: Unit, b: Unit): number {
  return comparePlace(a.members[0] as RawFinding, b.members[0] as RawFinding)
}

/** Path, offset, rule. */
function comparePlace(a: RawFinding, b: RawFinding): number {
  return compare(a.span.file, b.span.file) || a.span.start - b.span.start || compare(a.rule, b.rule)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function hasOwnConflict({ edits }: Unit): boolean {
  const sorted = [...edits].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : byStart(a, b)))
  return sorted.some((edit, i) => {
    const before = sorted[i - 1]
    return before !== undefined && before.path === edit.path && isConflict(before, edit)
  })
}

/** `edits` are sorted and free of conflicts, so only the two neighbours can be in the way. */
function isTaken(edits: readonly Edit[], edit: Edit): boolean {
  const at = position(edits, edit)
  return [edits[at - 1], edits[at]].some((other) => other !== undefined && isConflict(other, edit))
}

function take(taken: Map<string, Edit[]>, edit: Edit): void {
  const edits = taken.get(edit.path)
  if (edits) edits.splice(position(edits, edit), 0, edit)
  else taken.set(edit.path, [edit])
}

/** Index of the first edit that does not come before `edit`. */
function position(edits: readonly Edit[], edit: Edit): number {
  let low = 0
  let high = edits.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (byStart(edits[middle] as Edit, edit) < 0) low = middle + 1
    else high = middle
  }
  return low
}
