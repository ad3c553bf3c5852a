import { dottedName, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import { entryOf, propertiesOf, textsOf } from '../arguments.js'

/** Name of an annotation, without its package. */
export const nameOf = (note: Node): string => dottedName(note.callee).replace(/^.*\./, '')

export const noteIn = (notes: readonly Node[], ...names: string[]): Node | undefined =>
  notes.find((note) => names.includes(nameOf(note)))

/** What an annotation says under a name; what it says without one is its `value`. */
export function said(note: Node | undefined, name: string): Node | undefined {
  const args = (note?.arguments ?? []) as Node[]
  const last = args.at(-1)
  const found = last && entryOf(last, name)
  if (found || name !== 'value') return found
  const [first] = args
  return first && propertiesOf(first).length === 0 ? first : undefined
}

export const textSaid = (note: Node | undefined, name: string): string | undefined =>
  textsOf(said(note, name))[0]?.name

/** Annotations inside one: `@UniqueConstraint(…)`, or a list of them. */
export function notesSaid(note: Node | undefined, name: string): Node[] {
  const value = said(note, name)
  if (!value) return []
  const at = unwrap(value)
  const all = at.type === 'ArrayExpression' ? (at.elements as (Node | null)[]) : [at]
  return all.flatMap((each) => (each && /^(?:Call|New)Expression$/.test(each.type) ? [each] : []))
}
