import type { ClientId } from '../../brand/clients/table.js'
import { keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from '../storage/context.js'
import { classAround } from '../storage/reading.js'
import { fieldValues } from './address.js'

/** One call that sends something, before its address and options are read. */
export interface Call {
  client: ClientId
  node: Node
  /** The call that gives the answer, where that is another one. */
  sent?: Node
  /** As people write it: `axios.get`. */
  name: string
  /** The name of what is called. */
  at: Node
  verb?: string
  url?: Node
  /** Where `url` is a host alone, or a base: what follows it. */
  path?: Node | undefined
  /** What stands for a base that the file does not show. */
  within?: string
  /** Tables of options, the strongest first. */
  options: readonly Node[]
  /** Options that calls set in a chain or one by one, with their values as written. */
  set?: Readonly<Record<string, string>>
  body?: 'plain' | 'form-data' | 'stream'
  /** Where the client that it goes through is made. */
  creation?: Creation
  /** Where a client is declared that others make and hand in. */
  handed?: { name: string; at: { start: number; end: number } }
}

/** Where a client with options of its own is made. */
export interface Creation {
  client: ClientId
  node: Node
  options: readonly Node[]
  /** Options that it is given one by one, with their values as written. */
  set?: Readonly<Record<string, string>>
  base?: Node
  /** What it is kept under, as written. */
  name: string
  /** Name of the module whose class it is made of, where another class could be named there. */
  module?: string
}

/** Reads the calls of the clients of one language. */
export interface Reader {
  readonly languages: RegExp
  /** What has to stand in the text for it to be asked. */
  readonly hint: RegExp
  calls(context: StorageContext): Call[]
  /** Exported clients and exported functions and methods that send, for languages whose files import each other by name. */
  offered?(context: StorageContext, calls: readonly Call[]): { name: string; call: Call }[]
}

/** The expressions that a name, a field of the class around or a call stands for; itself where nothing is known. */
export function sourcesOf(context: StorageContext, node: Node, depth = 0): Node[] {
  const at = unwrap(node)
  if (depth > 4) return [at]
  if (at.type === 'AssignmentExpression') return sourcesOf(context, at.right, depth + 1)
  if (at.type === 'LogicalExpression')
    return [at.left, at.right].flatMap((side) => sourcesOf(context, side, depth + 1))
  if (at.type === 'MemberExpression') {
    const around = classAround(at)
    const name = keyName(at)
    if (!around || name === undefined || unwrap(at.object).type !== 'ThisExpression') return [at]
    const values = fieldValues(context, around, name)
    return values.length > 0 && values.length < 5
      ? values.flatMap((value) => sourcesOf(context, value, depth + 1))
      : [at]
  }
  if (at.type !== 'Identifier') return [at]
  const variable = context.tree.resolve(at.name, at)
  const values = (variable?.references ?? []).flatMap((reference) => {
    const parent = reference.isWrite() ? reference.identifier.parent : undefined
    return parent?.type === 'AssignmentExpression' && parent.left === reference.identifier
      ? [parent.right as Node]
      : []
  })
  const declared = ((variable?.defs ?? []) as unknown as { node: Node }[]).flatMap(({ node: definition }) =>
    definition.type === 'VariableDeclarator' && definition.init && definition.id?.type === 'Identifier'
      ? [definition.init as Node]
      : [],
  )
  const all = [...new Set([...declared, ...values])].filter(
    (value) => value.start > at.end || value.end < at.start,
  )
  return all.length > 0 && all.length < 5
    ? all.flatMap((value) => sourcesOf(context, value, depth + 1))
    : [at]
}

/** A table of options, or the one that a name holds. */
export function tableOf(context: StorageContext, node: Node | undefined): Node | undefined {
  return node && sourcesOf(context, node).find((each) => each.type === 'ObjectExpression')
}

/** The function around a node. */
export function functionAround(node: Node): Node | undefined {
  let at = node.parent
  while (at && !/^(?:Function|ArrowFunction)/.test(at.type)) at = at.parent
  return at
}

/** The function around a node that has a name: callbacks are passed. */
export function namedFunctionAround(node: Node): { node: Node; name: string; at: Node } | undefined {
  for (let at = functionAround(node); at; at = functionAround(at)) {
    const parent = at.parent
    if (at.id) return { node: at, name: at.id.name, at: at.id }
    if (
      parent?.type === 'MethodDefinition' ||
      parent?.type === 'PropertyDefinition' ||
      (parent?.type === 'Property' && parent.value === at)
    )
      return { node: at, name: keyName(parent) ?? '*', at: parent.key }
    if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier')
      return { node: at, name: parent.id.name, at: parent.id }
  }
  return undefined
}
