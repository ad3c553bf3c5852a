import type { FixKind } from '../../findings/finding.js'
import type { Span } from '../../sites.js'
import type { FileFacts, MoveFact } from './facts.js'

/** What the project adds to the verdict of a mention. */
export interface Decision {
  kind: FixKind
  why?: string
  /** Findings that move as one fix. */
  group?: string
  /** Already has its twin: nothing to do. */
  done?: boolean
  /** A lint setting whose uses do not all move: `APP` is added beside. */
  beside?: boolean
  related: { span: Span; note: string }[]
}

/** The decision about every mention of a unit. */
export type Decisions = Map<MoveFact, Decision>

/** A mention with its file. */
export interface Member {
  path: string
  fact: MoveFact
  file: FileFacts
}

/** Everything of one part of the project that may have to move together. */
export interface Unit {
  name: string
  files: [string, FileFacts][]
  members: Member[]
  /** Folder of the widget that a file belongs to: the scripts of a widget and of a site never share a page. */
  pageOf(path: string): string
}

/** The whole object is set or deleted, as against a member of it. */
export function isWholeWrite(fact: MoveFact): boolean {
  return fact.topic === 'write'
}

/** Changes a part of a decision. */
export function set(decisions: Decisions, fact: MoveFact, change: Partial<Decision>): void {
  decisions.set(fact, { ...(decisions.get(fact) as Decision), ...change })
}

const ORDER: readonly FixKind[] = ['manual', 'review', 'safe']

/** Lowers the kind of a fix, with the reason; a decision that is weaker already keeps its own. */
export function weaken(decisions: Decisions, fact: MoveFact, kind: FixKind, why: string): void {
  const decision = decisions.get(fact) as Decision
  if (ORDER.indexOf(decision.kind) > ORDER.indexOf(kind)) set(decisions, fact, { kind, why })
}
