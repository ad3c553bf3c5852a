import { heldBy } from '../script/held.js'
import { keyName, staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from './context.js'

/** The call that a node is, `new` or not. */
export function callIn(node: Node | null | undefined): Node | undefined {
  const at = node ? unwrap(node) : undefined
  return at?.type === 'CallExpression' || at?.type === 'NewExpression' ? at : undefined
}

/** Last part of the name of what is called, as it is written: `Column` of `sa.Column(…)`. */
export function calledName(call: Node): string {
  if (call.written) return call.written as string
  const callee = unwrap(call.callee)
  return (callee.type === 'MemberExpression' ? keyName(callee) : callee.name) ?? '*'
}

/** What the function belongs to: `op` of `op.create_table(…)`. */
export function receiverOf(call: Node): Node | undefined {
  const callee = unwrap(call.callee)
  return callee.type === 'MemberExpression' ? unwrap(callee.object) : undefined
}

const isNamedTable = (node: Node): boolean => node.type === 'ObjectExpression' && node.isNamed === true

/** Arguments that are given by their place. */
export function plainArguments(call: Node): Node[] {
  return (call.arguments as Node[]).filter((each) => !isNamedTable(each) && each.type !== 'SpreadElement')
}

/** Arguments that are given by name: entries. */
export function namedArguments(call: Node): Node[] {
  const table = (call.arguments as Node[]).find(isNamedTable)
  return ((table?.properties ?? []) as Node[]).filter(({ type }) => type === 'Property')
}

/** The entry of a named argument. */
export function optionIn(call: Node, ...names: readonly string[]): Node | undefined {
  return namedArguments(call).find((each) => names.includes(keyName(each) ?? ''))
}

/** Whether a named argument is switched on. */
export function isOn(call: Node, ...names: readonly string[]): boolean {
  return literalOf(optionIn(call, ...names)?.value) === true
}

/** What a literal holds. */
export function literalOf(node: Node | undefined): unknown {
  const at = node && unwrap(node)
  return at?.type === 'Literal' ? at.value : undefined
}

/** A text that stands there or under a name that holds it. */
export function textIn(node: Node | undefined, context: StorageContext): string | undefined {
  return node && staticText(heldBy(context.tree, node))
}

/** Where the letters of a text stand, between its quotes. */
export function placeOf(node: Node): { start: number; end: number } {
  const at = unwrap(node)
  return (at.content as { start: number; end: number } | undefined) ?? at
}

/** Items of a list; a single value is a list of one. */
export function itemsOf(node: Node | undefined, context: StorageContext): Node[] {
  if (!node) return []
  const at = heldBy(context.tree, node)
  if (at.type === 'ArrayExpression') return (at.elements as (Node | null)[]).filter((each) => each !== null)
  // `tuple(…)`, `set(…)`, `frozenset(…)` of a list.
  const inner =
    callIn(at) && /^(?:tuple|list|set|frozenset)$/.test(calledName(at)) ? at.arguments[0] : undefined
  return inner ? itemsOf(inner, context) : [at]
}

/** Texts of a list, those of single values as well. */
export function textsIn(node: Node | undefined, context: StorageContext): string[] {
  return itemsOf(node, context).flatMap((each) => textIn(each, context) ?? [])
}
