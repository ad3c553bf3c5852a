import { keyName, unwrap } from '../script/names.js'
import type { Node, ScriptTree } from '../script/tree.js'
import type { StorageContext } from './context.js'

/** One call of a chain: `.where(…)`. */
export interface Link {
  name: string
  /** The node of the name. */
  key: Node
  args: readonly Node[]
  call: Node
}

/** `db.where(…).first()`: what it starts with, and the calls on that in the order in which they are made. */
export interface Chain {
  root: Node
  links: readonly Link[]
}

/** A chain with the call that ends it. */
export interface WholeChain extends Chain {
  node: Node
}

/** The chain that a call ends. A member between two calls is passed: `db.Where(…).Session.First(…)`. */
export function chainOf(call: Node): Chain {
  const plain = plainChainOf(call)
  const chain = { ...plain, links: plain.links.map(asWritten) }
  const object = chain.root.type === 'MemberExpression' ? unwrap(chain.root.object) : undefined
  if (object?.type !== 'CallExpression' || chain.links.length === 0) return chain
  const before = chainOf(object)
  return { root: before.root, links: [...before.links, ...chain.links] }
}

/** A call under the name that stands in the source, where the tree gives it another. */
const asWritten = (link: Link): Link => ({ ...link, name: link.call.written ?? link.name })

/** The chain that a call ends, as far as each call is made on what the one before gives. */
export function plainChainOf(node: Node): WholeChain {
  const links: Link[] = []
  let at = unwrap(node)
  while (at.type === 'CallExpression') {
    const callee = unwrap(at.callee)
    if (callee.type !== 'MemberExpression') break
    links.unshift({
      name: keyName(callee) ?? '*',
      key: callee.property,
      args: at.arguments,
      call: at,
    })
    at = unwrap(callee.object)
  }
  return { root: at, links, node }
}

/** Chains of calls, each one once, in the order of the text. */
export function chainsIn(tree: ScriptTree, inside?: Node): WholeChain[] {
  return tree.nodes
    .filter(
      (node) => isWholeChain(node) && (!inside || (node.start >= inside.start && node.end <= inside.end)),
    )
    .map(plainChainOf)
}

/** Whether a call of a method goes no further: nothing is called on what it gives. */
const isWholeChain = (node: Node): boolean =>
  node.type === 'CallExpression' && unwrap(node.callee).type === 'MemberExpression' && !isInnerLink(node)

/** From the name of a call to its end: `unique('x')`. */
export const fromName = ({ key, call }: Link): { start: number; end: number } => ({
  start: key.start,
  end: call.end,
})

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
