import type { GlobalPlace, GlobalRef } from '../../../sites.js'
import type { Node } from '../tree.js'
import { memberName, unwrap, wrapped } from './nodes.js'

/** A mention before its span and its binding are filled in. */
export interface Draft {
  access: GlobalRef['access']
  via: GlobalRef['via']
  members?: readonly string[]
  object?: string
  shorthand?: boolean
  place?: GlobalPlace
}

/** A name that is not the constant: an own property, a type, a label. */
export const OWN: Draft = { access: 'read', via: 'property' }

/** What the code does to the value of `node` (a name or a member expression). */
export function accessOf(node: Node): GlobalRef['access'] {
  const outer = wrapped(node)
  const up = outer.parent
  if (!up) return 'read'
  if (up.type === 'UnaryExpression')
    return up.operator === 'delete' ? 'delete' : up.operator === 'typeof' ? 'typeof' : 'read'
  if (up.type === 'AssignmentExpression' && up.left === outer) return 'write'
  if (up.type === 'UpdateExpression') return 'write'
  if (isPatternTarget(outer)) return 'write'
  if ((up.type === 'CallExpression' || up.type === 'NewExpression') && up.callee === outer) return 'call'
  return 'read'
}

/** `[window.AMOCRM] = …`, `({ a: window.AMOCRM } = …)`, `for (window.AMOCRM of …)`. */
function isPatternTarget(node: Node): boolean {
  const up = node.parent
  if (!up) return false
  if (up.type === 'ArrayPattern' || up.type === 'RestElement') return true
  if (up.type === 'AssignmentPattern') return up.left === node
  if (up.type === 'Property') return up.value === node && up.parent?.type === 'ObjectPattern'
  return (up.type === 'ForOfStatement' || up.type === 'ForInStatement') && up.left === node
}

/** The value that a write stores, when it is written beside it. */
export function writtenValue(node: Node): Node | undefined {
  const outer = wrapped(node)
  const up = outer.parent
  return up?.type === 'AssignmentExpression' && up.left === outer ? unwrap(up.right) : undefined
}

/** Names of the properties around a node of an object literal, outermost first, up to the statement. */
export function keyPath(node: Node): string[] {
  const path: string[] = []
  let inner = node
  for (let at = node.parent; at; inner = at, at = at.parent) {
    if (at.type === 'Property' && at.value === inner) {
      const name = at.computed ? undefined : (at.key.name ?? at.key.value)
      path.unshift(typeof name === 'string' ? name : '?')
    } else if (at.type === 'AssignmentExpression' && at.right === inner) {
      const name = memberName(unwrap(at.left))
      if (name) path.unshift(name)
    } else if (/Function|Statement$|^Program$/.test(at.type)) break
  }
  return path
}
