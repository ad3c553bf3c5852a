import { isTransparent, keyName } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { calledName } from './call-parts.js'
import type { StorageContext } from './context.js'

/** How far a value is followed through names and calls. */
const DEPTH = 6

/**
 * What is done with the value of a call later on, by names of methods: those called on it, and those that it is handed
 * to with what is called on their results: `execute`, `scalars`, `first`.
 */
export function endingsOf(call: Node, context: StorageContext): Set<string> {
  const found = new Set<string>()
  follow(call, DEPTH, found, context)
  return found
}

function follow(value: Node, depth: number, found: Set<string>, context: StorageContext): void {
  if (depth === 0) return
  let at = value
  while (at.parent && isTransparent(at.parent)) at = at.parent
  const parent = at.parent
  switch (parent?.type) {
    case 'MemberExpression':
      if (parent.object === at) called(parent, depth, found, context)
      return
    case 'CallExpression':
    case 'NewExpression':
      if (parent.callee === at) return
      found.add(calledName(parent))
      follow(parent, depth - 1, found, context)
      return
    case 'VariableDeclarator':
      if (parent.id.type === 'Identifier') readers(parent.id, depth, found, context)
      return
    case 'AssignmentExpression':
      if (parent.left.type === 'Identifier') readers(parent.left, depth, found, context)
      return
    default:
  }
}

function called(member: Node, depth: number, found: Set<string>, context: StorageContext): void {
  const call = member.parent
  if (call?.type === 'CallExpression' && call.callee === member) {
    found.add((call.written as string | undefined) ?? keyName(member) ?? '*')
    follow(call, depth, found, context)
  } else {
    // Ruby reads what a method without arguments gives like an attribute.
    found.add(keyName(member) ?? '*')
    follow(member, depth, found, context)
  }
}

/** Reads of a name until it is given another value. */
function readers(name: Node, depth: number, found: Set<string>, context: StorageContext): void {
  const variable = context.tree.resolve(name.name, name)
  const later = (variable?.references ?? [])
    .filter(({ identifier }) => identifier.start > name.start)
    .sort((a, b) => a.identifier.start - b.identifier.start)
  for (const each of later) {
    if (!each.isWrite()) follow(each.identifier, depth - 1, found, context)
    else if (!readsItself(each.identifier, context)) return
  }
}

/** `query = query.where(…)` reads the name before it gives it away. */
function readsItself({ parent, name }: Node, context: StorageContext): boolean {
  const value = (parent?.init ?? parent?.right) as Node | undefined
  return value !== undefined && new RegExp(`\\b${name}\\b`).test(context.slice(value))
}
