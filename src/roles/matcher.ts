import type { Use } from '../sites.js'
import { besideOf, isComplete } from './complete.js'
import type { Base, Decision, KeptDecision, Surroundings } from './decision.js'
import type { FoundOccurrence } from './occurrences.js'
import { code } from './reading.js'
import { isHandedOn } from './target.js'

/** A host that is compared with or listed as allowed: kommo.com comes beside it. */
export function ofMatcher(
  occurrence: FoundOccurrence,
  around: Surroundings,
  uses: readonly Use[],
  base: Base,
): Decision | KeptDecision {
  if (isComplete(occurrence, uses, around)) return { kept: 'complete-matcher' }
  const because = doubtsOf(uses, around, occurrence.site.owner)
  const passed = base.readings.find((r) => r.signal === 'open' && isHandedOn(r, occurrence))
  if (passed) because.push(`it is also ${passed.why}: check what happens to it there`)
  const captured = uses.some((use) => use.is === 'pattern' && use.of.op === 'capture')
  const opensTld = occurrence.tld === 'open' || (occurrence.tld === 'choice' && captured)
  return {
    ...base,
    rule: opensTld ? 'platform-branch' : 'origin-allowlist',
    role: opensTld ? 'branch' : 'matcher',
    severity: around.nature === 'test' || isShown(uses) ? 'info' : 'error',
    kind: 'manual',
    because,
  }
}

/** A type has the members that its values have: a union of hosts grows, anything else is changed with its values. */
export function ofType(
  occurrence: FoundOccurrence,
  around: Surroundings,
  uses: readonly Use[],
  base: Base,
): Decision | KeptDecision {
  if (isComplete(occurrence, uses, around)) return { kept: 'complete-matcher' }
  const twin = code(occurrence.token.replace(/amocrm/i, 'kommo'))
  const type = uses.find((use) => use.is === 'type')
  const name = type?.is === 'type' && type.name !== undefined ? ` ${code(type.name)}` : ''
  const isUnion = uses.some((use) => use.is === 'element')
  const said = {
    message: `${code(occurrence.token)} is a value of the type${name}: hosts on kommo.com do not fit it.`,
    help: `A type follows its values: when they become ${twin}, or both names are met, give the type a member for ${twin}.`,
  }
  return {
    ...base,
    rule: 'origin-allowlist',
    role: 'matcher',
    severity: around.nature === 'test' ? 'info' : 'warning',
    kind: 'manual',
    because: ['the values decide which members the type needs'],
    ...(!isUnion && { said }),
  }
}

/** `host.slice(0, -11)`, `host[:len(host)-11]`, `substr($host, 0, -11)`. */
const CUT_BY_LENGTH =
  /(?:\.|\b)(?:slice|substr|substring)\s*\((?:[^()]|\([^()]*\))*(?:length|len\b|[5-9]|\d\d)|\[[^[\]\n]*(?:\blen\(|:\s*-?(?:[5-9]|\d\d)|-(?:[5-9]|\d\d)\s*:|\.\.\^|\.\.\.?\s*-\s*\d\d|-\s*\d\d?\s*\.\.)/i
const OF_THE_PAST = /\bold(?![a-z])|_old\b|\bold_|legacy|deprecated|obsolete|rebrand|migrat/i
/** `hostOld`, not `threshold`. */
const OF_THE_OLD = /[a-z\d]Old(?![a-z])/

/** What the code around a matcher makes doubtful about letting both names in. */
function doubtsOf(uses: readonly Use[], around: Surroundings, owner: readonly string[]): string[] {
  if (isShown(uses)) return ['the code is shown in a document: read what is said about it']
  const typed = uses.some((use) => use.is === 'type') ? ['the enum needs a member for it as well'] : []
  if (uses.some((use) => use.is === 'element' && use.of.typed))
    typed.push('its type needs a member for it as well')
  const isTested = testsOf(uses).length > 0 || uses.some((use) => use.is === 'pattern')
  if (around.translates)
    return ['this file moves people to kommo.com: both names here may send them in circles']
  if (!isTested) return typed
  const doubts: string[] = typed
  if (around.asksForKommo || /kommo/i.test(around.statement))
    doubts.push('the file tests for Kommo already: what it does must be right for both')
  if (CUT_BY_LENGTH.test(around.statement))
    doubts.push('the code around it cuts a text by its length: the new name is shorter')
  const words = [...owner, around.statement].join(' ')
  if (OF_THE_PAST.test(words) || OF_THE_OLD.test(words))
    doubts.push('the code around it is about the old host alone, by its words')
  return doubts
}

/** The code around is text in a document. */
function isShown(uses: readonly Use[]): boolean {
  return uses.some((use) => use.is === 'embedded')
}

/** Every test of the value with what it is joined to, as written. */
function testsOf(uses: readonly Use[]): string[] {
  return uses.flatMap((use) => ('test' in use && typeof use.test === 'object' ? [use.test.chain] : []))
}

/** A choice between amocrm.ru and amocrm.com stands around the test. */
const CHOICE = /amocrm\W{0,3}(?:ru|com)\b|['"`]\.?(?:ru|com)['"`]/i

/** A host that is searched for the word `amocrm`: a kommo host does not hold it. */
export function ofWord(around: Surroundings, uses: readonly Use[], base: Base): Decision | KeptDecision {
  const beside = [around.statement, ...testsOf(uses), ...uses.flatMap(besideOf)]
  if (beside.some((text) => /kommo/i.test(text))) return { kept: 'complete-matcher' }
  const isChoice = CHOICE.test(around.statement)
  return {
    ...base,
    rule: isChoice ? 'platform-branch' : 'origin-allowlist',
    role: isChoice ? 'branch' : 'matcher',
    severity: around.nature === 'test' ? 'info' : 'error',
    kind: 'manual',
    because: ['the test asks for a word, not for a domain'],
  }
}

/** A host whose top-level domain is filled in elsewhere. */
export function ofOpen(around: Surroundings, base: Base): Decision | KeptDecision {
  if (/kommo/i.test(around.statement)) return { kept: 'already-migrated' }
  return {
    ...base,
    rule: 'platform-branch',
    role: 'branch',
    severity: around.nature === 'test' ? 'info' : 'error',
    kind: 'manual',
    because: [],
  }
}
