import { keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from './context.js'

/** One call of a chain: `.where(…)`. */
export interface Link {
  name: string
  args: readonly Node[]
  call: Node
}

/** `db.where(…).first()`: what it starts with, and the calls on that in their order. */
export interface Chain {
  root: Node
  links: readonly Link[]
}

/** The chain that a call ends. */
export function chainOf(call: Node): Chain {
  const links: Link[] = []
  let at = unwrap(call)
  for (;;) {
    if (at.type === 'CallExpression') {
      const callee = unwrap(at.callee)
      if (callee.type !== 'MemberExpression') break
      links.unshift({ name: at.written ?? keyName(callee) ?? '*', args: at.arguments, call: at })
      at = unwrap(callee.object)
    } else if (at.type === 'MemberExpression' && links.length > 0) {
      // A member between two calls: `db.Where(…).Session.First(…)`.
      const object = unwrap(at.object)
      if (object.type !== 'CallExpression') break
      at = object
    } else break
  }
  return { root: at, links }
}

/** Whether another call of the chain is made on the result of this one. */
export function isInnerLink(call: Node): boolean {
  let at = call
  while (at.parent && (unwrap(at.parent) === unwrap(call) || at.parent.type === 'ParenthesizedExpression'))
    at = at.parent
  const member = at.parent
  return (
    member?.type === 'MemberExpression' &&
    member.object === at &&
    member.parent?.type === 'CallExpression' &&
    member.parent.callee === member
  )
}

/** Calls that say nothing of what is asked. */
const PLAIN =
  /^(?:WithContext|Session|Debug|Unscoped|AsNoTracking|AsNoTrackingWithIdentityResolution|Include|ThenInclude|Error)$/

/** A chain as written, without its arguments: `db.Where.First`. */
export function calledAs({ root, links }: Chain, context: StorageContext): string {
  const start = context.slice(root).replace(/<[\w.<>, ?]*>/g, '')
  const names = links.map(({ name }) => name).filter((name) => !PLAIN.test(name))
  return [...(/^[\w.$@?:()*]+$/.test(start) ? [start.replaceAll('()', '')] : []), ...names].join('.')
}
