import { keyName, unwrap } from '../script/names.js'
import type { Node, ScriptTree } from '../script/tree.js'

/** Places of a tree by name. Large files ask for them by the thousand, so they are sorted out once. */
interface Lookup {
  /** `this.name = value`. */
  fields: Map<string, Node[]>
  /** Calls by the last part of what is called, as the language writes it. */
  calls: Map<string, Node[]>
  /** The same for `new`. */
  constructions: Map<string, Node[]>
  returns: Node[]
}

const cache = new WeakMap<ScriptTree, Lookup>()

function lookupOf(tree: ScriptTree): Lookup {
  const known = cache.get(tree)
  if (known) return known
  const made: Lookup = { fields: new Map(), calls: new Map(), constructions: new Map(), returns: [] }
  for (const node of tree.nodes) {
    if (node.type === 'AssignmentExpression') addField(made, node)
    else if (node.type === 'CallExpression') addCall(made.calls, node)
    else if (node.type === 'NewExpression') addCall(made.constructions, node)
    else if (node.type === 'ReturnStatement' && node.argument) made.returns.push(node)
  }
  cache.set(tree, made)
  return made
}

function addField({ fields }: Lookup, node: Node): void {
  const left = unwrap(node.left)
  if (left.type !== 'MemberExpression' || unwrap(left.object).type !== 'ThisExpression') return
  const name = keyName(left)
  if (name !== undefined) add(fields, name, node)
}

function addCall(calls: Map<string, Node[]>, node: Node): void {
  const callee = unwrap(node.callee)
  const name = callee.type === 'MemberExpression' ? keyName(callee) : (callee.name as string | undefined)
  const written = node.written as string | undefined
  if (name !== undefined) add(calls, name.replace(/^\\/, ''), node)
  if (written !== undefined && written !== name) add(calls, written.replace(/^\\/, ''), node)
}

function add(map: Map<string, Node[]>, name: string, node: Node): void {
  const list = map.get(name)
  if (list) list.push(node)
  else map.set(name, [node])
}

const NONE: readonly Node[] = []
const isInside = (node: Node, outer: Node): boolean => node.start >= outer.start && node.end <= outer.end

/** Assignments to a field of the object itself, inside a class. */
export const assignmentsTo = (tree: ScriptTree, name: string, inside: Node): Node[] =>
  (lookupOf(tree).fields.get(name) ?? NONE).filter((node) => isInside(node, inside))

/** Calls of a function or method by its name, in order. */
export const callsOf = (tree: ScriptTree, name: string): readonly Node[] =>
  lookupOf(tree).calls.get(name) ?? NONE

/** The first value that a function gives back, or the last one: languages without exceptions return errors first. */
export const returnIn = (tree: ScriptTree, inside: Node, isLast = false): Node | undefined =>
  returnsIn(tree, inside).at(isLast ? -1 : 0)

/** The values that a function gives back; those of functions in it are theirs. */
export function returnsIn(tree: ScriptTree, inside: Node): Node[] {
  if (inside.body && inside.body.type !== 'BlockStatement') return [inside.body as Node]
  return lookupOf(tree).returns.flatMap((node) =>
    isInside(node, inside) && ownerOf(node) === inside ? [node.argument as Node] : [],
  )
}

function ownerOf(node: Node): Node | undefined {
  let at = node.parent
  while (at && !/^(?:Function|ArrowFunction)/.test(at.type)) at = at.parent
  return at
}

/** Calls and constructions of a class by its name. */
export const constructionsOf = (tree: ScriptTree, name: string): readonly Node[] => [
  ...(lookupOf(tree).constructions.get(name) ?? NONE),
  ...callsOf(tree, name),
]
