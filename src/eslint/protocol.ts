import type { Severity } from '../findings/finding.js'

/** One text that ESLint lints. Plain data: it crosses threads. */
export interface Question {
  /** Counts up from 1; the answer carries it. */
  id: number
  /** Absolute. */
  file: string
  /** ESLint's working folder, absolute. */
  cwd: string
  /** Without a byte order mark, as ESLint has it. */
  text: string
  /** The file begins with a byte order mark. */
  hasBom: boolean
}

/** Replaces the UTF-16 units `[start, end)` of the text. */
export interface Replacement {
  start: number
  end: number
  text: string
}

/** A finding in ESLint's units: UTF-16, counted from the start of the text. */
export interface EditorFinding {
  rule: string
  severity: Severity
  message: string
  start: number
  end: number
  /** The fix of its unit, where it is safe and stays within the file. */
  fix?: Replacement[]
  /** A fix that wants a look. */
  suggestion?: { title: string; edits: Replacement[] }
}

export type Answer = { id: number } & ({ findings: EditorFinding[] } | { failure: string })
