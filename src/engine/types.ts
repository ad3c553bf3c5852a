import type { Source } from '../files/source.js'
import type { FixKind, Kept, RuleFinding, RunError, Severity } from '../findings/finding.js'
import type { Look } from '../findings/render.js'
import type { Rule } from '../rules/define-rule.js'

/** One file's content as the engine sees it: from disk, from stdin, from a test, or edited in memory. */
export interface Input {
  /** Report path: POSIX, relative to the working folder. */
  path: string
  bytes: Buffer
}

/** A finding with its rule, before it is rendered for people (`src/findings/render.ts`). */
export interface RawFinding extends RuleFinding {
  rule: string
  severity: Severity
  /** How a report shows its place; there when the thread that holds the file has worked it out. */
  look?: Look
}

export interface CheckOptions {
  rules: readonly Rule[]
  /** Report paths of every listed file, whether it has a needle or not. */
  listed: readonly string[]
  /** Further facts that need other files than the inputs, worked out from the collected ones before rules check. */
  link?(facts: Facts): Promise<Facts>
  /** `true` when edited files are checked again: what only a report says (applicability) is not worked out. */
  again?: boolean
  /** Extra facts of files that are not among the inputs (they did not change): rule id -> path -> fact. */
  facts?: Facts
}

/** Plain data by rule id, then by path. */
export type Facts = Record<string, Record<string, unknown>>

/** What one file is made of, as verification compares it before and after an edit. */
export interface FileState {
  syntax: 'tree' | 'text' | 'broken'
  freeNames: Record<string, number>
}

/** The outcome of rules over a set of inputs; plain data except `sources`. */
export interface CheckResult {
  /** Sorted by path, offset, rule. Groups are merged: each member carries every edit of its group. */
  findings: RawFinding[]
  /** Sorted by path and offset; together with the findings it accounts for every match of the old names. */
  kept: Kept[]
  errors: RunError[]
  notes: { path: string; code: string; message: string }[]
  parsed: number
  facts: Facts
  states: Record<string, FileState>
  sources: Map<string, Source>
}

/** Runs all rules over all inputs: parse, collect, check, account. Never does I/O beyond loading adapters. */
export type Check = (inputs: readonly Input[], options: CheckOptions) => Promise<CheckResult>

/** Weakest first: what a merged group is worth. */
export const FIX_ORDER: readonly FixKind[] = ['manual', 'review', 'safe']
