import type { Kept, RuleFinding, Severity } from '../findings/finding.js'
import type { FileModel } from '../languages/language.js'

export interface RuleExample {
  /** Report path of the example, its extension picks the language. Default `script.js`. */
  path?: string
  before: string
  /** The file after `fix --write`; absent when the finding is reported only. */
  after?: string
}

export interface KeepExample {
  path?: string
  keep: string
  because: string
}

/** What a rule may know of the rest of the project: plain data collected from every relevant file. */
export interface Project {
  /** Report paths of all listed files. */
  readonly files: readonly string[]
  /**
   * Facts that `collect` of the rule returned, by path. A file that no rule has a fact about is judged alone: its check
   * sees no facts of others.
   */
  facts<T>(rule: string): ReadonlyMap<string, T>
}

/** What a rule says of itself, and what has to be in a file before it is asked. Plain data. */
export interface RuleInfo {
  id: string
  /** Imperative, at most 60 characters. */
  title: string
  /** Why it matters, for `explain` and the docs page (Markdown). */
  why: string
  /** What it finds and what it leaves alone (Markdown). */
  finds: string
  keeps: string
  /** Source of the demand: section of the vendor's announcement or documentation. */
  source: string
  severity: Severity
  /** Whether names and neighbours are its evidence, and not the value itself: findings want a closer look then. */
  isInferred?: boolean
  /** Plain substrings, matched case-insensitively: a file without any is never parsed for this rule. */
  needles: readonly string[]
  /**
   * More of them, which no edit of any rule makes or ends a finding of this rule with: the name that fixes write. Verification
   * does not read a file again because it holds one.
   */
  signs?: readonly string[]
  /**
   * Substrings, matched with their case: once any file of the project holds a needle, files that hold one of these are
   * parsed too, for `collect`. They carry facts (who else declares the new name), never findings of this rule.
   */
  companions?: readonly string[]
  /** The same for manifests and lock files alone: names of packages, and other words of theirs. */
  packages?: readonly string[]
  /**
   * Once any file of the project holds a needle of any rule, files that hold every substring of one of these lists, with
   * their case, are examined as if they held a needle. The first of a list is searched for: the rarest.
   */
  widens?: readonly (readonly [string, ...string[]])[]
  examples: readonly (RuleExample | KeepExample)[]
}

/** What a rule does: pure functions, no I/O, no console, no parser nodes, no mutation. */
export interface RuleCode {
  /** Facts about one file that other files' checks need; must be plain data (it crosses threads). */
  collect?(file: FileModel): unknown
  /**
   * Whether a file with this fact (`undefined`: without one) is sure to have none any more once it holds no needle and
   * plain edits (`PlainEdit`) are all that changed. Verification asks it instead of reading such a file again.
   */
  isSpent?(fact: unknown): boolean
  check(file: FileModel, project: Project): Iterable<RuleFinding | Kept>
}

export interface Rule extends RuleInfo, RuleCode {}

/** Joins what a rule says with what it does. */
export function defineRule(info: RuleInfo, code: RuleCode): Rule {
  return { ...info, ...code }
}

/** Whether a rule brings its code along. */
export function isRule(info: RuleInfo): info is Rule {
  return 'check' in info
}

/** Tells the two things that `check` may yield apart. */
export function isKept(item: RuleFinding | Kept): item is Kept {
  return 'reason' in item
}
