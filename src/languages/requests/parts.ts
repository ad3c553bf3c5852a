import { dottedName, isFunction, keyName, staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { callIn } from '../storage/call-parts.js'
import type { StorageContext } from '../storage/context.js'
import { classAround, membersOf } from '../storage/reading.js'
import { type Call, functionAround, sourcesOf } from './call.js'
import { returnsIn } from './lookup.js'

const LONGEST_NAME = 50

/** The verb of a call where it is a plain word. */
export const verbOf = (verb: string | undefined): { verb?: string } =>
  verb !== undefined && /^[a-z]+$/i.test(verb) ? { verb: verb.toUpperCase() } : {}

/** The one text that a node can be. */
export function textOf(context: StorageContext, node: Node | undefined): string | undefined {
  const texts = node ? sourcesOf(context, node).map((each) => staticText(each)) : []
  return texts.length === 1 ? texts[0] : undefined
}

/** What is called, as written; the last link alone of a long chain. */
export function writtenName(context: StorageContext, node: Node): string {
  const name = context.slice(unwrap(node)).replace(/\s+/g, ' ')
  if (name.length <= LONGEST_NAME) return name
  const at = Math.max(name.lastIndexOf('.'), name.lastIndexOf('->'))
  return `…${name.slice(at < 0 ? -LONGEST_NAME : at).slice(0, LONGEST_NAME)}`
}

/** What every call has. */
export function startOf(context: StorageContext, node: Node): Pick<Call, 'node' | 'name' | 'at'> {
  const callee = unwrap(node.callee)
  return {
    node,
    name: writtenName(context, callee),
    at: callee.type === 'MemberExpression' ? callee.property : callee,
  }
}

/** Arguments in their places, without blocks and tables of named ones. */
export function placedArguments(call: Node): Node[] {
  return (call.arguments as Node[]).filter(
    (each) =>
      !isFunction(each) &&
      each.type !== 'SpreadElement' &&
      !(each.type === 'ObjectExpression' && each.isNamed === true),
  )
}

/** Tables that a call is given, by name or as such. */
export function tablesIn(call: Node): Node[] {
  return (call.arguments as Node[]).filter((each) => each.type === 'ObjectExpression')
}

/** Calls inside a node. */
export function callsInside(context: StorageContext, outer: Pick<Node, 'start' | 'end'>): Node[] {
  return context.tree.nodes.filter(
    (each) => each.type === 'CallExpression' && each.start >= outer.start && each.end <= outer.end,
  )
}

/** What a name, a field or a call of one's own function or property stands for. */
export function behind(context: StorageContext, node: Node, depth = 0): Node[] {
  return sourcesOf(context, node).flatMap((at) => {
    const own = depth < 3 ? ownFunction(context, at) : undefined
    const returned = own ? returnsIn(context.tree, own) : []
    return returned.length > 0 && returned.length < 4
      ? returned.flatMap((each) => behind(context, each, depth + 1))
      : [at]
  })
}

/** The method or property of the class around, or the function of the file, that an expression asks. */
function ownFunction(context: StorageContext, at: Node): Node | undefined {
  const callee = callIn(at) ? unwrap(at.callee) : at
  if (callee.type === 'MemberExpression') {
    const around = classAround(at)
    const object = unwrap(callee.object)
    const isOwn =
      object.type === 'ThisExpression' || (around?.id !== undefined && dottedName(object) === around.id?.name)
    const name = keyName(callee)
    const found =
      around && isOwn
        ? membersOf(around).find((each) => each.type === 'MethodDefinition' && keyName(each) === name)
        : undefined
    const body = found?.value as Node | undefined
    return body && isFunction(body) && functionAround(at) !== body ? body : undefined
  }
  if (callee.type !== 'Identifier' || callee === at) return undefined
  const [definition] = (context.tree.resolve(callee.name, callee)?.defs ?? []) as unknown as { node: Node }[]
  const declared = definition?.node
  const init = declared?.type === 'VariableDeclarator' && declared.init ? unwrap(declared.init) : declared
  return init && isFunction(init) ? init : undefined
}
