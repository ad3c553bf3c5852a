import type { Use } from '../sites.js'

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

/** Reads the decisions around an occurrence of amocrm.com. */
export function readBranch(uses: readonly Use[]): BranchReading {
  const readings = uses
    .filter((use) => use.is === 'arm')
    .map((use) => ({ branch: ofArm(use), test: use.test }))
    .filter(({ branch }) => branch !== 'none')
  // A chain that asks for Kommo anywhere decides for it there.
  return readings.find(({ branch }) => branch === 'migrated') ?? readings[0] ?? { branch: 'none', test: '' }
}

function ofArm(use: Use & { is: 'arm' }): Branch {
  const others = use.other.join(' ')
  const test = use.label === undefined ? use.test : `${use.test} === ${use.label}`
  if (/kommo/i.test(others)) return 'migrated'
  if (/kommo/i.test(test)) {
    // A test that lets both names in leads both here; one for kommo alone gives it a branch of its own.
    if (!/amocrm\W{0,3}com\b/i.test(test)) return 'migrated'
    return (use.arm === 'else') === isNegated(test) ? 'reached' : 'none'
  }
  if (!/amocrm\W{0,3}ru\b/i.test(others) && !decidesPlatform(test)) return 'none'
  const taken = armOfKommo(test)
  if (taken === undefined) return 'opaque'
  return taken === (use.arm === 'else' ? 'else' : 'then') ? 'reached' : 'missed'
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
  const matches = kommoMatches(test)
  if (matches === undefined) return undefined
  return matches !== isNegated(test) ? 'then' : 'else'
}

/** Whether a kommo host fulfils the positive form of the test. */
function kommoMatches(test: string): boolean | undefined {
  if (/&&|\|\|/.test(test)) return undefined
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
