import { type HostFact, isChatHost } from '../brand/hosts.js'
import type { FixKind, KeptReason, Role, Severity } from '../findings/finding.js'
import type { FileModel } from '../languages/language.js'
import type { BranchReading } from './branches.js'
import type { FoundOccurrence } from './occurrences.js'
import type { Reading } from './signals.js'

export type HostRule = 'legacy-host' | 'chat-host' | 'origin-allowlist' | 'platform-branch'

/** What happens to one occurrence. */
export interface Decision {
  rule: HostRule
  role: Role
  severity: Severity
  kind: FixKind
  /** Why the fix is not safe, in words; empty when it is. */
  because: string[]
  fact: HostFact
  branch: BranchReading
  readings: readonly Reading[]
  /** What is wrong and what to do, where the role's own words do not fit. */
  said?: { message: string; help: string }
}

export interface KeptDecision {
  kept: KeptReason
}

/** What `decide` needs to know of the file around an occurrence. */
export interface Surroundings {
  nature: FileModel['nature']
  syntax: FileModel['syntax']
  /** Text of the statement (or line, where there is none) that the occurrence stands in. */
  statement: string
  /** Whether the file holds this text. */
  has(text: string): boolean
  /** The file itself turns names of amocrm.com into names of kommo.com somewhere. */
  translates: boolean
  /** The file tests for names of kommo.com somewhere. */
  asksForKommo: boolean
}

/** What is read before a role is decided. */
export type Base = Pick<Decision, 'fact' | 'branch' | 'readings'>

/** The rule that answers for a host as a target. */
export function ruleOf(occurrence: FoundOccurrence): HostRule {
  return isChatHost(occurrence.host) ? 'chat-host' : 'legacy-host'
}
