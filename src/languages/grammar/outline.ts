import type { Node, ScriptTree } from '../script/tree.js'
import type { Range } from './nodes.js'

/** A type as it is declared: what readers of schemas ask for, and the neutral tree has no place for. */
export interface Outline {
  name: string
  /** Of its name. */
  at: Range
  whole: Range
  /** What it is derived from: calls without a tree around them, `Table("accounts")`. */
  bases: readonly Node[]
  /** Annotations, attributes: calls without a tree around them. */
  notes: readonly Node[]
  fields: readonly OutlineField[]
}

export interface OutlineField {
  name: string
  at: Range
  whole: Range
  /** Its type as written. */
  written?: string
  notes: readonly Node[]
  /** It has no name of its own: the fields of its type are fields of this one. */
  isEmbedded?: boolean
  /** It belongs to the type, not to a record of it. */
  isStatic?: boolean
  /** Text behind the field that libraries read; `at` is where it stands. */
  tag?: { text: string; at: Range }
}

/** Notes on a node which types it declares. Nothing is read before somebody asks. */
export function withOutlines<T extends Node>(node: T, outlines: () => Outline[]): T {
  return { ...node, outlines }
}

/** Types that a file declares, in order of place. */
export function outlinesOf(tree: ScriptTree): Outline[] {
  return tree.nodes.flatMap(({ outlines }) => (outlines as (() => Outline[]) | undefined)?.() ?? [])
}
