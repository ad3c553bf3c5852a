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
  for (const use of uses) {
    if (use.is !== 'arm') continue
    const branch = ofArm(use)
    if (branch !== 'none') return { branch, test: use.test }
  }
  return { branch: 'none', test: '' }
}

function ofArm(use: Use & { is: 'arm' }): Branch {
  const others = use.other.join(' ')
  const test = use.label === undefined ? use.test : `${use.test} === ${use.label}`
  if (/kommo/i.test(others) || /kommo/i.test(test)) return 'migrated'
  if (!/amocrm\W{0,3}ru\b/i.test(others) && !decidesPlatform(test)) return 'none'
  const taken = armOfKommo(test)
  if (taken === undefined) return 'opaque'
  return taken === (use.arm === 'else' ? 'else' : 'then') ? 'reached' : 'missed'
}

function decidesPlatform(test: string): boolean {
  return /amocrm/i.test(test) || /\b(tld|zone|top_level_domain)\b/i.test(test)
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
  return /^\s*!(?!=)|!==?|===?\s*(?:-1|false)|<\s*0|\bnot\b/.test(test)
}
