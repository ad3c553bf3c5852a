import type { Project } from '../define-rule.js'
import { type Decision, type Decisions, isWholeWrite, set, type Unit, weaken } from './decision.js'
import type { FileFacts } from './facts.js'
import { formGroups } from './groups.js'
import { markUndeclared, type Typing, twinOf, typingOf } from './typing.js'
import { unitsOf } from './units.js'

/** The decisions of a project by path and byte offset. */
export type Plan = ReadonlyMap<string, ReadonlyMap<number, Decision>>

const plans = new WeakMap<Project, Plan>()

/** The decisions of a project by path and byte offset, made once. */
export function planOf(project: Project, rule: string): Plan {
  let plan = plans.get(project)
  if (!plan) {
    plan = makePlan(project, rule)
    plans.set(project, plan)
  }
  return plan
}

function makePlan(project: Project, rule: string): Plan {
  const plan = new Map<string, Map<number, Decision>>()
  const facts = project.facts<FileFacts>(rule)
  for (const unit of unitsOf(project.files, facts)) {
    const decisions = decide(unit)
    for (const { path, fact } of unit.members) {
      const decision = decisions.get(fact)
      if (!decision) continue
      const file = plan.get(path) ?? new Map<number, Decision>()
      plan.set(path, file.set(fact.start, decision))
    }
  }
  return plan
}

function decide(unit: Unit): Decisions {
  const decisions = new Map() as Decisions
  for (const { fact } of unit.members) {
    decisions.set(fact, { kind: fact.kind, ...(fact.why !== undefined && { why: fact.why }), related: [] })
  }
  const typing = typingOf(unit)
  markDone(unit, typing, decisions)
  markForeignApp(unit, decisions)
  markOwnOld(unit, decisions)
  markReplaced(unit, decisions)
  markUndeclared(unit, typing, decisions)
  formGroups(unit, typing, decisions)
  return decisions
}

/** Both names are declared, or set, side by side: the old one is a leftover that may stay. */
function markDone(unit: Unit, typing: Typing, decisions: Decisions): void {
  for (const member of typing.old) {
    if (twinOf(typing, member)) set(decisions, member.fact, { done: true })
  }
  const writers = unit.files.filter(([, file]) => file.moves.some(isWholeWrite))
  if (writers.length === 0 || !writers.every(([, file]) => file.appWrites.length > 0)) return
  for (const { fact } of unit.members) if (isWholeWrite(fact)) set(decisions, fact, { done: true })
}

/** The project has an `APP` of its own on the page: then the constant may not be reached by that name. */
function markForeignApp(unit: Unit, decisions: Decisions): void {
  const writes = unit.members.some(({ fact }) => isWholeWrite(fact))
  for (const [path, file] of unit.files) {
    const own = file.appWrites.length > 0 && !file.test && !writes
    const shared = file.pageName !== undefined && !file.page
    if (!own && !shared) continue
    const why = own
      ? `\`window.APP\` is set in ${path}: check that it is not an object of your own`
      : `${path} declares \`${file.pageName}\` at the top of a classic script; check whether both run in one page`
    for (const member of unit.members) {
      if ((member.path === path && !own) || member.fact.topic === 'text') continue
      if (unit.pageOf(member.path) === unit.pageOf(path)) weaken(decisions, member.fact, 'review', why)
    }
  }
}

/** A shim gives `AMOCRM`, and not `APP`, an object of its own where the page has neither. */
function markOwnOld(unit: Unit, decisions: Decisions): void {
  for (const [path, file] of unit.files) {
    if (!file.ownOld || file.appWrites.length > 0) continue
    const why = `${path} gives \`AMOCRM\` an object of its own where the page has none, and \`APP\` nothing`
    for (const member of unit.members) {
      if (member.fact.topic === 'text' || unit.pageOf(member.path) !== unit.pageOf(path)) continue
      weaken(decisions, member.fact, 'review', why)
    }
  }
}

/** A bundler setting puts something else in place of one of the free names. */
function markReplaced(unit: Unit, decisions: Decisions): void {
  const old = unit.members.find(({ fact }) => fact.replaces)?.path
  const fresh = unit.files.find(([, file]) => file.appReplaced)?.[0]
  if (old === undefined && fresh === undefined) return
  const why = `the bundler replaces the free name \`${old ? 'AMOCRM' : 'APP'}\` (${old ?? fresh})`
  for (const { fact } of unit.members) {
    if (fact.bare && (fact.topic === 'use' || fact.topic === 'type-use'))
      weaken(decisions, fact, 'manual', why)
  }
}
