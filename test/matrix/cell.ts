import type { KeptReason } from '../../src/findings/finding.js'

export const FORMS = ['literal', 'template', 'concatenation', 'constant', 'list', 'regex'] as const
export const OUTCOMES = ['safe', 'review', 'manual', 'kept'] as const

export type Form = (typeof FORMS)[number]
export type Outcome = (typeof OUTCOMES)[number]

/** One program, how its host is written, and what must come of it. */
export interface Cell {
  form: Form
  /** Default `a.js`. */
  path?: string
  code: string
  /** Rule, role and fix class of each finding, in order; none when every mention is kept. */
  found: readonly string[]
  /** The file after every safe and reviewed fix; absent when nothing changes. */
  after?: string
  /** Where nothing is found: why every mention stays. */
  kept?: KeptReason
}
