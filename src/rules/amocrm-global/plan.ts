import type { FixKind } from '../../findings/finding.js'
import type { Span } from '../../sites.js'
import type { Project } from '../define-rule.js'
import type { FileFacts, MoveFact, TypeFact } from './facts.js'
import { unitsOf } from './units.js'

/** What the project adds to the verdict of a mention. */
export interface Decision {
  kind: FixKind
  why?: string
  /** Findings that move as one fix. */
  group?: string
  /** Already has its twin: nothing to do. */
  done?: boolean
  /** A lint setting whose uses do not all move: `APP` is added beside. */
  beside?: boolean
  related: { span: Span; note: string }[]
}

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

/** A mention with its file. */
export interface Member {
  path: string
  fact: MoveFact
  file: FileFacts
}

/** Everything of one part of the project that may have to move together. */
export interface Unit {
  name: string
  files: [string, FileFacts][]
  members: Member[]
  /** Folder of the widget that a file belongs to: the scripts of a widget and of a site never share a page. */
  pageOf(path: string): string
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

function decide(unit: Unit): Map<MoveFact, Decision> {
  const decisions = new Map<MoveFact, Decision>()
  for (const { fact } of unit.members) {
    decisions.set(fact, { kind: fact.kind, ...(fact.why !== undefined && { why: fact.why }), related: [] })
  }
  const typing = new Typing(unit)
  markDone(unit, typing, decisions)
  markForeignApp(unit, decisions)
  markReplaced(unit, decisions)
  markUndeclared(unit, typing, decisions)
  formGroups(unit, typing, decisions)
  return decisions
}

/** What every checked page knows: a bare name, the window, the global object; other types belong to the project. */
const COMMON_TYPES: ReadonlySet<string> = new Set(['bare', 'Window', 'globalThis'])

/** Who declares the two names for the type checker, and for which mentions. */
class Typing {
  readonly old: Member[]
  private readonly fresh: { path: string; type: TypeFact }[]

  constructor(unit: Unit) {
    this.old = unit.members.filter(({ fact }) => fact.topic === 'type')
    this.fresh = unit.files.flatMap(([path, file]) => file.appTypes.map((type) => ({ path, type })))
  }

  /** Declarations of `AMOCRM` that hold in a file. */
  oldFor(path: string): Member[] {
    return this.old.filter((member) => !member.fact.local || member.path === path)
  }

  /** Declarations of `APP` that hold in a file. */
  freshFor(path: string): { path: string; type: TypeFact }[] {
    return this.fresh.filter(({ path: from, type }) => !type.local || from === path)
  }

  /** Whether a declaration of either name in the project covers a mention. */
  isDeclared(path: string, fact: MoveFact): boolean {
    const types = [
      ...this.oldFor(path).map((old) => old.fact.typed),
      ...this.freshFor(path).map(({ type }) => type.typed),
    ]
    return COMMON_TYPES.has(fact.typed ?? '') ? types.length > 0 : types.includes(fact.typed)
  }

  /** The declaration of `APP` that does the work of a declaration of `AMOCRM`. */
  twinOf({ path, fact }: Member): { path: string; type: TypeFact } | undefined {
    const twins = this.freshFor(path).filter(
      ({ path: from, type }) => !fact.local || from === path || !type.local,
    )
    return twins.find(({ type }) => type.typed === fact.typed) ?? twins[0]
  }
}

/** Both names are declared, or set, side by side: the old one is a leftover that may stay. */
function markDone(unit: Unit, typing: Typing, decisions: Map<MoveFact, Decision>): void {
  for (const member of typing.old) {
    if (typing.twinOf(member)) set(decisions, member.fact, { done: true })
  }
  const writers = unit.files.filter(([, file]) => file.moves.some(isWholeWrite))
  if (writers.length === 0 || !writers.every(([, file]) => file.appWrites.length > 0)) return
  for (const { fact } of unit.members) if (isWholeWrite(fact)) set(decisions, fact, { done: true })
}

export function isWholeWrite(fact: MoveFact): boolean {
  return fact.topic === 'write'
}

/** The project has an `APP` of its own on the page: then the constant may not be reached by that name. */
function markForeignApp(unit: Unit, decisions: Map<MoveFact, Decision>): void {
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

/** A bundler setting puts something else in place of the free name. */
function markReplaced(unit: Unit, decisions: Map<MoveFact, Decision>): void {
  const setting = unit.members.find(({ fact }) => fact.replaces)
  if (!setting) return
  const why = `the bundler replaces the free name \`AMOCRM\` (${setting.path})`
  for (const { fact } of unit.members) {
    if (fact.bare && (fact.topic === 'use' || fact.topic === 'type-use'))
      weaken(decisions, fact, 'manual', why)
  }
}

/**
 * Typed code whose declaration is not in the project. Where a package may declare the constant, nothing says that it
 * declares `APP` as well; where none can, the checker knows neither name and the rename changes nothing for it.
 */
function markUndeclared(unit: Unit, typing: Typing, decisions: Map<MoveFact, Decision>): void {
  const packages = unit.files.flatMap(([, file]) => file.packages)
  for (const { path, fact } of unit.members) {
    if (!isChecked(fact) || typing.isDeclared(path, fact)) continue
    const custom = !COMMON_TYPES.has(fact.typed ?? '')
    if (custom) weaken(decisions, fact, 'review', `the type \`${fact.typed}\` must declare \`APP\``)
    else if (packages[0]) {
      const declaration = fact.bare
        ? 'declare const APP: typeof AMOCRM'
        : "interface Window { APP: Window['AMOCRM'] }"
      const why = `the package ${packages[0]} may declare only \`AMOCRM\`: if it does, add \`${declaration}\``
      weaken(decisions, fact, 'review', why)
    }
  }
  for (const member of typing.old) {
    const twin = typing.twinOf(member)
    if (!twin || agrees(member.fact.value ?? '', twin.type.value)) continue
    for (const { path, fact } of unit.members) {
      if (isChecked(fact) && typing.freshFor(path).includes(twin)) {
        weaken(decisions, fact, 'review', `${twin.path} declares \`APP\` with another type than \`AMOCRM\``)
      }
    }
  }
}

/** Two annotations that say the same, or of which one says nothing or names the other. */
function agrees(old: string, fresh: string): boolean {
  const plain = (type: string) => type.replace(/^:/, '')
  if (plain(old) === plain(fresh)) return true
  if (/^(?:any|unknown)?$/.test(plain(old)) || /^any$/.test(plain(fresh))) return true
  return /\bAMOCRM\b/.test(fresh)
}

/** Whether the type checker must find a declaration of the name for this mention. */
function isChecked(fact: MoveFact): boolean {
  if (fact.typed === undefined || fact.typed === 'any' || fact.typed === 'inline') return false
  return fact.topic === 'use' || fact.topic === 'write' || fact.topic === 'type-use'
}

function formGroups(unit: Unit, typing: Typing, decisions: Map<MoveFact, Decision>): void {
  const live = unit.members.filter(({ fact }) => fact.topic !== 'text' && !decisions.get(fact)?.done)
  const writes = live.filter(({ fact }) => isWholeWrite(fact))
  const lints = live.filter(({ fact }) => fact.topic === 'lint')
  if (writes.length > 0) {
    const together = live.filter(({ fact }) => !['lint', 'module', 'build'].includes(fact.topic))
    for (const [name, members] of pagesOf(unit, together, writes)) {
      const heads = writes.filter((write) => members.includes(write))
      bind(name, members, heads, decisions)
    }
    joinLints(unit.name, lints, live, decisions)
    return
  }
  const shared = typing.old.filter(({ fact }) => !fact.local && !decisions.get(fact)?.done)
  if (shared.length > 0) {
    const members = live.filter(({ fact }) => fact.topic === 'type' || isTypeBound(fact))
    bind(unit.name, members, shared, decisions)
  } else {
    for (const [path] of unit.files) {
      const own = live.filter((member) => member.path === path)
      const types = own.filter(({ fact }) => fact.topic === 'type')
      if (types.length > 0)
        bind(
          path,
          own.filter(({ fact }) => fact.topic === 'type' || isTypeBound(fact)),
          types,
          decisions,
        )
    }
  }
  joinLints(unit.name, lints, live, decisions)
}

/**
 * The mentions that a write reaches, by the name of their group. A write inside a widget's folder concerns that widget
 * alone, as long as nothing outside of the widgets takes part.
 */
function pagesOf(unit: Unit, members: readonly Member[], writes: readonly Member[]): [string, Member[]][] {
  const pages = [...new Set(writes.map(({ path }) => unit.pageOf(path)))]
  if (members.some(({ path }) => unit.pageOf(path) === '')) return [[unit.name, [...members]]]
  return pages.map((page) => [
    `${unit.name}:${page}`,
    members.filter(({ path }) => unit.pageOf(path) === page),
  ])
}

function isTypeBound(fact: MoveFact): boolean {
  return isChecked(fact) || (fact.typed === 'inline' && fact.topic === 'use')
}

/** Makes one fix of the members: the weakest kind of all, and nobody's edit when a person has to start. */
function bind(
  name: string,
  members: readonly Member[],
  heads: readonly Member[],
  decisions: Map<MoveFact, Decision>,
): void {
  const kindOf = (member: Member) => decisions.get(member.fact)?.kind ?? 'manual'
  const weakest: FixKind = members.some((m) => kindOf(m) === 'manual')
    ? 'manual'
    : members.some((m) => kindOf(m) === 'review')
      ? 'review'
      : 'safe'
  const blockers = weakest === 'safe' ? [] : members.filter((m) => kindOf(m) === weakest).slice(0, 3)
  for (const member of members) {
    const decision = decisions.get(member.fact) as Decision
    const related = blockers
      .filter((blocker) => blocker !== member)
      .map((blocker) => ({
        span: { file: blocker.path, start: blocker.fact.start, end: blocker.fact.end },
        note: `keeps the whole change from being safe: ${decisions.get(blocker.fact)?.why ?? 'only a person can change it'}`,
      }))
    const shown = heads.includes(member)
      ? []
      : heads.slice(0, 2).map((head) => ({
          span: { file: head.path, start: head.fact.start, end: head.fact.end },
          note:
            head.fact.topic === 'type'
              ? 'declared here: moves in the same fix'
              : 'set here: moves in the same fix',
        }))
    const why = decision.kind === weakest || weakest === 'safe' ? decision.why : whyOf(blockers, decisions)
    decisions.set(member.fact, {
      kind: weakest,
      group: name,
      related: [...shown, ...related],
      ...(why !== undefined && { why }),
    })
  }
}

function whyOf(blockers: readonly Member[], decisions: Map<MoveFact, Decision>): string {
  const [first] = blockers
  const reason = first && decisions.get(first.fact)?.why
  return `it has to move together with ${first?.path ?? 'other places'}${reason ? `, where ${reason}` : ''}`
}

/** Lint settings follow the bare uses they speak for; where not all of those move in one fix, `APP` is added beside. */
function joinLints(
  name: string,
  lints: readonly Member[],
  live: readonly Member[],
  decisions: Map<MoveFact, Decision>,
): void {
  const ordered = [...lints].sort((a, b) => Number(a.fact.local ?? false) - Number(b.fact.local ?? false))
  for (const lint of ordered) {
    const uses = live.filter(
      (member) =>
        member.fact.bare && member.fact.topic === 'use' && (!lint.fact.local || member.path === lint.path),
    )
    const known = uses.map(({ fact }) => decisions.get(fact) as Decision)
    const groups = new Set(known.flatMap(({ group }) => (group === undefined ? [] : [group])))
    if (groups.size > 1 || !known.every(({ kind }) => kind === 'safe')) {
      decisions.set(lint.fact, { kind: 'safe', beside: true, related: [] })
      continue
    }
    if (uses.length === 0) continue
    const group = [...groups][0] ?? `${name}#lint${lint.fact.local ? `:${lint.path}` : ''}`
    for (const { fact } of [lint, ...uses]) set(decisions, fact, { group })
  }
}

function set(decisions: Map<MoveFact, Decision>, fact: MoveFact, change: Partial<Decision>): void {
  decisions.set(fact, { ...(decisions.get(fact) as Decision), ...change })
}

const ORDER: readonly FixKind[] = ['manual', 'review', 'safe']

function weaken(decisions: Map<MoveFact, Decision>, fact: MoveFact, kind: FixKind, why: string): void {
  const decision = decisions.get(fact) as Decision
  if (ORDER.indexOf(decision.kind) > ORDER.indexOf(kind)) set(decisions, fact, { kind, why })
}
