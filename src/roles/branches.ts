import type { Use } from '../sites.js'
import { HTTP_CLIENT, SENDING } from './callee-words.js'

/** What a decision between platforms does with an account on kommo.com. */
export type Branch =
  /** No decision between platforms. */
  | 'none'
  /** The decision already knows Kommo. */
  | 'migrated'
  /** A kommo host reaches this arm: its literal may move. */
  | 'reached'
  /** A kommo host takes another arm. */
  | 'missed'
  /** What the test does with a kommo host cannot be read here. */
  | 'opaque'

export interface BranchReading {
  branch: Branch
  test: string
}

/**
 * Reads the decisions around an occurrence of amocrm.com.
 * @param isTwin whether a text holds the occurrence's own host under the new name
 */
export function readBranch(
  uses: readonly Use[],
  isTwin: (text: string) => boolean = () => true,
): BranchReading {
  const readings = uses
    .filter((use) => use.is === 'arm')
    .map((use) => ({ branch: ofArm(use, isTwin), test: use.test }))
    .filter(({ branch }) => branch !== 'none')
  // A chain that asks for Kommo anywhere decides for it there.
  return readings.find(({ branch }) => branch === 'migrated') ?? readings[0] ?? { branch: 'none', test: '' }
}

/** What a condition is called that tells the old name from the new one. */
const OF_NAMES =
  /kommo|amocrm|old|new|legacy|brand|migrat|platform|product|version|region|locale|lang|country|global|intl|international|zone|tld|\bcom\b|\bru\b/i

function ofArm(use: Use & { is: 'arm' }, isTwin: (text: string) => boolean): Branch {
  const others = use.other.join(' ')
  const asked = use.label === undefined ? use.test : `${use.test} === ${use.label}`
  const test = isRequest(asked) ? '' : asked
  // `sub ? sub + '.amocrm.com' : 'api-x.kommo.com'` asks for something else, and its old host was left behind.
  if (/kommo/i.test(others)) return OF_NAMES.test(test) || isTwin(others) ? 'migrated' : 'opaque'
  if (/kommo/i.test(test)) {
    // A test that lets both names in leads both here; one for kommo alone gives it a branch of its own.
    if (!/amocrm\W{0,3}com\b/i.test(test)) return isOwnArm(use, test) ? 'opaque' : 'migrated'
    return (use.arm === 'else') === isNegated(test) ? 'reached' : 'none'
  }
  if (!/amocrm\W{0,3}ru\b/i.test(others) && !decidesPlatform(test)) return 'none'
  const taken = armOfKommo(test)
  if (taken === undefined) return 'opaque'
  return taken === (use.arm === 'else' ? 'else' : 'then') ? 'reached' : 'missed'
}

/** Whether a test asks only whether a request succeeds: that says nothing of the platform, whatever it is sent to. */
function isRequest(test: string): boolean {
  const head = /^\s*(?:!\s*)?(?:await\s+)?(?:([\w$.]+)\.)?([\w$]+)(?=\(|[ \t]+[^\s=!<>?&|])/.exec(test)
  if (!head) return false
  const [written, receiver, name = ''] = head
  const callee = receiver === undefined ? name : `${receiver}.${name}`
  if (!SENDING.test(callee) && !(receiver !== undefined && HTTP_CLIENT.test(receiver))) return false
  const given = test.slice(written.length)
  if (!given.startsWith('('))
    return splitAt(given, /\|\|?|&&/g).every((part, i) => i === 0 || !/amocrm|kommo/i.test(part))
  const depth = depths(given)
  return /^\)(?:\.\w+)*\s*$/.test(given.slice(depth.indexOf(0)))
}

/** The arm that a test for Kommo alone gives to accounts on kommo.com: the old host was left behind in there. */
function isOwnArm(use: Use & { is: 'arm' }, test: string): boolean {
  const taken = armOfKommo(test)
  return taken !== undefined && taken === (use.arm === 'else' ? 'else' : 'then')
}

function decidesPlatform(test: string): boolean {
  // The brand as text: a condition on the constant AMOCRM decides something else.
  return /['"`/][^'"`]*amocrm/i.test(test) || /\b(tld|zone|top_level_domain)\b/i.test(test)
}

/**
 * Which arm an account such as acme.kommo.com (top-level domain `com`) takes. `undefined` when the test does not
 * show it.
 */
export function armOfKommo(test: string): 'then' | 'else' | undefined {
  const holds = test.length < CUT ? holdsForKommo(test) : undefined
  return holds === undefined ? undefined : holds ? 'then' : 'else'
}

/** Tests that are written longer are cut by whoever hands them out. */
const CUT = 300

/** Whether a test holds for a kommo host, with `undefined` for every part that says nothing about hosts. */
function holdsForKommo(test: string): boolean | undefined {
  const inner = bare(test)
  if (inner !== undefined) return inner.negated ? not(holdsForKommo(inner.text)) : holdsForKommo(inner.text)
  for (const [operator, decisive] of [
    [/\|\||\bor\b/g, true],
    [/&&|\band\b/g, false],
  ] as const) {
    const parts = splitAt(test, operator)
    if (parts.length === 1) continue
    const held = parts.map(holdsForKommo)
    if (held.includes(decisive)) return decisive
    return held.includes(undefined) ? undefined : !decisive
  }
  const matches = kommoMatches(test)
  return isNegated(test) ? not(matches) : matches
}

function not(holds: boolean | undefined): boolean | undefined {
  return holds === undefined ? undefined : !holds
}

/** What stands between parentheses around the whole of a test, and whether they are negated. */
function bare(test: string): { text: string; negated: boolean } | undefined {
  const match = /^\s*(!|not\b)?\s*\(([\s\S]*)\)\s*$/.exec(test)
  if (!match) return undefined
  const text = match[2] as string
  return depths(text).some((depth) => depth < 0) ? undefined : { text, negated: match[1] !== undefined }
}

/** The operands of an operator outside brackets and quotes; the whole text when it has none there. */
function splitAt(test: string, operator: RegExp): string[] {
  const depth = depths(test)
  const parts: string[] = []
  let from = 0
  for (const { 0: word, index } of test.matchAll(operator)) {
    if (depth[index] !== 0) continue
    parts.push(test.slice(from, index))
    from = index + word.length
  }
  return [...parts, test.slice(from)]
}

/** How many brackets are open at each character; what is quoted lies one deeper. */
function depths(text: string): number[] {
  const found: number[] = []
  let depth = 0
  let quote = ''
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string
    if (quote !== '') {
      if (char === quote && text[at - 1] !== '\\') quote = ''
      found.push(depth + 1)
      continue
    }
    if (/['"`]/.test(char)) quote = char
    else if (/[([{]/.test(char)) depth++
    else if (/[)\]}]/.test(char)) depth--
    found.push(quote === '' ? depth : depth + 1)
  }
  return found
}

/** Whether a kommo host fulfils the positive form of the test. */
function kommoMatches(test: string): boolean | undefined {
  // Two questions that could not be told apart: a pattern that holds an operator, another language's words.
  if (/&&|\|\||\b(?:and|or)\b/.test(test)) return undefined
  if (/kommo\W{0,3}com\b/i.test(test)) return true
  if (/amocrm\W{0,3}(?:com|ru)\b/i.test(test)) return false
  if (/['"`/.]com['"`/$]/.test(test)) return true
  if (/['"`/.]ru['"`/$]/.test(test)) return false
  return undefined
}

function isNegated(test: string): boolean {
  // "found" and "not found" of a search come first: `!== -1` is positive.
  if (/(?:!==?\s*(?:-1|false)|>\s*-1|>=\s*0)\s*\)?\s*$/.test(test)) return false
  return /^\s*!(?!=)|^\s*is_bool\s*\(|!==?|===?\s*(?:-1|false)|<\s*0|\bnot\b/.test(test)
}
