import type { Span } from '../sites.js'

/** A place in a file for people and machines. */
export interface Point {
  /** 1-based. */
  line: number
  /** 1-based, in UTF-16 units of the decoded line. */
  column: number
  /** 0-based byte offset in the file. */
  offset: number
}

export interface Location {
  /** POSIX, relative to the working folder. */
  path: string
  start: Point
  end: Point
}

export type Severity = 'error' | 'warning' | 'info'
export type Role = 'target' | 'matcher' | 'peer' | 'branch' | 'recorded' | 'text'
export type FixKind = 'safe' | 'review' | 'manual'

/** Replaces bytes `[start, end)` of `path`, which must read `expect`, by `text`. */
export interface Edit {
  path: string
  start: number
  end: number
  text: string
  expect: string
}

/**
 * One fix: apply all of its edits and new files, or none. Several findings may be ended by one fix (a declaration and
 * its uses). In a report the first of them carries it whole, and the others name that one in `sharedWith` and carry
 * nothing, so that a report grows with its findings and nobody can apply a fix in part.
 */
export interface Fix {
  kind: FixKind
  /** Imperative, for people: "Replace AMOCRM by APP". */
  title: string
  edits: Edit[]
  create: { path: string; text: string }[]
  /** In reports: fingerprint of the finding whose `fix` ends this finding as well; `edits` and `create` are empty. */
  sharedWith?: string
}

/** What a rule yields: positions are spans, nothing is rendered yet. */
export interface RuleFinding {
  span: Span
  severity?: Severity
  role?: Role
  /** What is wrong, in one line. */
  message: string
  /** What to do, in one or two lines. */
  help: string
  fix: Fix
  /** Other places that matter, with the reason. */
  related?: { span: Span; note: string }[]
  /**
   * Findings of one group are one fix over all their files: all edits or none. The engine merges the edits of
   * the group into every member; the weakest kind of the members is the kind of all.
   */
  group?: string
  /** What the rule knows of its edit, where the edit cannot change how the file parses or what a name in it means. */
  plain?: PlainEdit
}

/**
 * An edit that leaves everything around it as it is:
 * - `letters`: ASCII letters take the place of ASCII letters inside one string literal, template text or comment;
 * - `name`: the name `APP` takes the place of a use of the free name `AMOCRM` (or of the property of a global object, or
 *   of the same letters in a string), and scope analysis says that `APP` is free there as well.
 */
export type PlainEdit = 'letters' | 'name'

/** Who has accepted a finding, and why. */
export interface Suppressed {
  /** `verified`: an entry of the configuration says that it was ended outside the code. */
  by: 'comment' | 'configuration' | 'verified'
  reason: string
  /** Of `verified` entries: YYYY-MM-DD. */
  date?: string
}

/** A finding of the JSON report, version 1. */
export interface Finding extends Location {
  rule: string
  severity: Severity
  role?: Role
  /** The matched source, secrets masked. */
  excerpt: string
  message: string
  help: string
  fix: Fix
  fingerprint: string
  state: 'new' | 'baseline' | 'suppressed'
  /** There exactly when `state` is `suppressed`. */
  suppression?: Suppressed
  related: (Location & { note: string })[]
}

/** Why an occurrence of the old name stays. A closed list: each reason is one tested predicate. */
export const KEPT_REASONS = [
  'email',
  'other-brand',
  'look-alike',
  'identifier',
  'local-binding',
  'php-constant',
  'package-name',
  'env-name',
  'own-route',
  'user-agent',
  'brand-text',
  'own-contact',
  'already-migrated',
  'complete-matcher',
  'shim',
  'problem-type-uri',
  'other-service',
  'own-file',
  'lock-file',
  'generated',
  'recorded',
  'suppressed',
  'unclassified',
] as const
export type KeptReason = (typeof KEPT_REASONS)[number]

/** An occurrence that stays, before rendering. */
export interface Kept {
  span: Span
  token: string
  reason: KeptReason
}

export type Answer = 'yes' | 'no' | 'unknown'
export interface Applicability {
  question: string
  answer: Answer
  evidence: Location[]
  /** What a person has to check when code cannot tell. */
  check?: string
}

export interface RunError {
  path: string
  /** Stable code: `unreadable`, `parse-error`, `binary`, `too-large`, … */
  code: string
  message: string
}

/** The JSON report, version 1: also the shape of the programming interface. */
export interface Report {
  version: 1
  tool: { name: 'kommo-migrate'; version: string }
  /** What the folder looks like: a widget archive, a server-side integration, or both. */
  repository: 'widget' | 'integration' | 'both' | 'unknown'
  applicability: Applicability[]
  findings: Finding[]
  kept?: (Location & { token: string; reason: KeptReason })[]
  errors: RunError[]
  /** Facts worth a line that are no findings: zips not examined, bundles to rebuild. */
  notes: { path: string; code: string; message: string }[]
  summary: {
    files: { listed: number; read: number; parsed: number; skipped: Record<string, number> }
    findings: Record<Severity, number> & { baseline: number; suppressed: number }
    fixes: Record<FixKind, number>
    kept: Partial<Record<KeptReason, number>>
  }
}
