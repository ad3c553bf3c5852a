import type { FixKind } from '../../findings/finding.js'
import { type Decision, type Decisions, isWholeWrite, type Member, set, type Unit } from './decision.js'
import type { MoveFact } from './facts.js'
import { isChecked, type Typing } from './typing.js'

/** Binds what has to move together into groups: writes with every use, type declarations with typed uses, lint settings. */
export function formGroups(unit: Unit, typing: Typing, decisions: Decisions): void {
  const live = unit.members.filter(({ fact }) => fact.topic !== 'text' && !decisions.get(fact)?.done)
  const writes = live.filter(({ fact }) => isWholeWrite(fact))
  const lints = live.filter(({ fact }) => fact.topic === 'lint')
  if (writes.length > 0) {
    const together = live.filter(({ fact }) => !['lint', 'module', 'build'].includes(fact.topic))
    for (const [name, members] of pagesOf(unit, together, writes)) {
      const heads = writes.filter((write) => members.includes(write))
      bind(name, members, heads, decisions)
    }
    joinLints(unit, lints, live, decisions)
    return
  }
  const shared = typing.old.filter(({ fact }) => !fact.local && !decisions.get(fact)?.done)
  if (shared.length > 0) {
    const members = live.filter(({ fact }) => fact.topic === 'type' || isTypeBound(fact))
    bind(unit.name, members, shared, decisions)
  } else {
    for (const [path, own] of membersByPath(live)) {
      const types = own.filter(({ fact }) => fact.topic === 'type')
      if (types.length > 0)
        bind(
          `${unit.name}#${path}`,
          own.filter(({ fact }) => fact.topic === 'type' || isTypeBound(fact)),
          types,
          decisions,
        )
    }
  }
  joinLints(unit, lints, live, decisions)
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

function membersByPath(members: readonly Member[]): Map<string, Member[]> {
  const byPath = new Map<string, Member[]>()
  for (const member of members) {
    const own = byPath.get(member.path)
    if (own) own.push(member)
    else byPath.set(member.path, [member])
  }
  return byPath
}

function isTypeBound(fact: MoveFact): boolean {
  return isChecked(fact) || (fact.typed === 'inline' && fact.topic === 'use')
}

/** Makes one fix of the members: the weakest kind of all, and nobody's edit when a person has to start. */
function bind(
  name: string,
  members: readonly Member[],
  heads: readonly Member[],
  decisions: Decisions,
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

function whyOf(blockers: readonly Member[], decisions: Decisions): string {
  const [first] = blockers
  const reason = first && decisions.get(first.fact)?.why
  return `it has to move together with ${first?.path ?? 'other places'}${reason ? `, where ${reason}` : ''}`
}

/**
 * Lint settings follow the bare uses they speak for: they move with them, wait for a person where no use moves by
 * itself, and get `APP` beside where some uses move and others stay.
 */
function joinLints(
  unit: Unit,
  lints: readonly Member[],
  live: readonly Member[],
  decisions: Decisions,
): void {
  if (lints.length === 0) return
  const ordered = [...lints].sort((a, b) => Number(a.fact.local ?? false) - Number(b.fact.local ?? false))
  const bare = live.filter(({ fact }) => fact.bare && fact.topic === 'use')
  const bareByPath = membersByPath(bare)
  const staying = new Set(unit.files.flatMap(([path, file]) => (file.bareStays ? [path] : [])))
  for (const lint of ordered) {
    const uses = lint.fact.local ? (bareByPath.get(lint.path) ?? []) : bare
    const stay = lint.fact.local ? staying.has(lint.path) : staying.size > 0
    const known = uses.map(({ fact }) => decisions.get(fact) as Decision)
    const move = known.filter(({ kind }) => kind === 'safe').length
    const groups = new Set(known.flatMap(({ group }) => (group === undefined ? [] : [group])))
    if (uses.length === 0) {
      if (stay) set(decisions, lint.fact, { done: true })
    } else if (move === 0) {
      decisions.set(lint.fact, waiting(known))
    } else if (stay || move < uses.length || groups.size > 1) {
      decisions.set(lint.fact, { kind: 'safe', beside: true, related: [] })
    } else {
      const group = [...groups][0] ?? `${unit.name}#lint${lint.fact.local ? `:${lint.path}` : ''}`
      for (const { fact } of [lint, ...uses]) set(decisions, fact, { group })
    }
  }
}

/** A lint setting none of whose uses moves by itself. */
function waiting(uses: readonly Decision[]): Decision {
  if (uses.some(({ kind }) => kind === 'review'))
    return { kind: 'review', beside: true, why: 'it follows its uses, which are to review', related: [] }
  return { kind: 'manual', why: 'it follows its uses, which only a person can change', related: [] }
}
