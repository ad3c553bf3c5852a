import { type Decisions, type Member, type Unit, weaken } from './decision.js'
import type { MoveFact, TypeFact } from './facts.js'

/** What every checked page knows: a bare name, the window, the global object; other types belong to the project. */
const COMMON_TYPES: ReadonlySet<string> = new Set(['bare', 'Window', 'globalThis'])

/** Who declares the two names for the type checker, and for which mentions. */
export interface Typing {
  /** Declarations of `AMOCRM`. */
  old: readonly Member[]
  /** Declarations of `AMOCRM` that hold in a file. */
  oldFor(path: string): readonly Member[]
  /** Declarations of `APP` that hold in a file. */
  freshFor(path: string): readonly Twin[]
}

/** A declaration of `APP` with its file. */
export interface Twin {
  path: string
  type: TypeFact
}

/** The declarations of both names in a unit. */
export function typingOf(unit: Unit): Typing {
  const old = unit.members.filter(({ fact }) => fact.topic === 'type')
  const fresh = unit.files.flatMap(([path, file]) => file.appTypes.map((type) => ({ path, type })))
  const isLocalOld = ({ fact }: Member) => fact.local ?? false
  const isLocalFresh = ({ type }: Twin) => type.local ?? false
  return { old, oldFor: inFile(old, isLocalOld), freshFor: inFile(fresh, isLocalFresh) }
}

/** Gives what holds in a file: what holds everywhere, and what its own declarations add. */
function inFile<T extends { path: string }>(
  all: readonly T[],
  isLocal: (item: T) => boolean,
): (path: string) => readonly T[] {
  const common = all.filter((item) => !isLocal(item))
  const local = new Map<string, T[]>()
  for (const item of all) {
    if (isLocal(item)) local.set(item.path, [...(local.get(item.path) ?? []), item])
  }
  return (path) => {
    const own = local.get(path)
    return own ? [...common, ...own] : common
  }
}

/** Whether a declaration of either name in the project covers a mention. */
function isDeclared(typing: Typing, path: string, fact: MoveFact): boolean {
  const types = [
    ...typing.oldFor(path).map((old) => old.fact.typed),
    ...typing.freshFor(path).map(({ type }) => type.typed),
  ]
  return COMMON_TYPES.has(fact.typed ?? '') ? types.length > 0 : types.includes(fact.typed)
}

/** The declaration of `APP` that does the work of a declaration of `AMOCRM`. */
export function twinOf(typing: Typing, { path, fact }: Member): Twin | undefined {
  const twins = typing
    .freshFor(path)
    .filter(({ path: from, type }) => !fact.local || from === path || !type.local)
  return twins.find(({ type }) => type.typed === fact.typed) ?? twins[0]
}

/**
 * Typed code whose declaration is not in the project. Where a package may declare the constant, nothing says that it
 * declares `APP` as well; where none can, the checker knows neither name and the rename changes nothing for it.
 */
export function markUndeclared(unit: Unit, typing: Typing, decisions: Decisions): void {
  const packages = unit.files.flatMap(([, file]) => file.packages)
  for (const { path, fact } of unit.members) {
    if (!isChecked(fact) || isDeclared(typing, path, fact)) continue
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
    const twin = twinOf(typing, member)
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
export function isChecked(fact: MoveFact): boolean {
  if (fact.typed === undefined || fact.typed === 'any' || fact.typed === 'inline') return false
  return fact.topic === 'use' || fact.topic === 'write' || fact.topic === 'type-use'
}
