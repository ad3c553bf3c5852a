import type { Node, ScriptTree } from '../tree.js'
import { valueVariable } from './bindings.js'
import { memberName, unwrap } from './nodes.js'
import { calledWith, globalObject } from './window.js'

export type GlobalName = 'AMOCRM' | 'APP'

/** One of the two globals, followed by a member path or calls. */
export interface Chain {
  name: GlobalName
  /** What follows the name, without white space and `?`. */
  tail: string
}

export const other = (name: GlobalName): GlobalName => (name === 'APP' ? 'AMOCRM' : 'APP')

/** The global that a chain such as `window.APP?.data.id` starts from; follows variables that are set from one. */
export function chainOf(tree: ScriptTree, node: Node, depth = 0): Chain | undefined {
  const whole = unwrap(node)
  let at = whole
  for (;;) {
    const name = globalName(tree, at)
    if (name) return { name, tail: tailText(tree, at, whole) }
    if (at.type === 'MemberExpression') at = unwrap(at.object)
    else if (at.type === 'CallExpression') at = unwrap(at.callee)
    else break
  }
  if (at.type !== 'Identifier' || depth > 3) return undefined
  const init = soleInit(tree, at)
  const origin = init && chainOf(tree, init, depth + 1)
  return origin && { name: origin.name, tail: origin.tail + tailText(tree, at, whole) }
}

function tailText(tree: ScriptTree, from: Node, to: Node): string {
  return tree.text
    .slice(from.end, to.end)
    .replace(/\s+/g, '')
    .replace(/^[)!]+/, '')
    .replace(/\?\.(?=[[(])/g, '')
    .replace(/\?\./g, '.')
}

/** `APP` or `AMOCRM` as the global: a free name, or a member of the global object. */
export function globalName(tree: ScriptTree, node: Node): GlobalName | undefined {
  if (node.type === 'Identifier') {
    if (node.name !== 'APP' && node.name !== 'AMOCRM') return undefined
    return valueVariable(tree, node.name, node) ? undefined : node.name
  }
  const name = memberName(node)
  if (name !== 'APP' && name !== 'AMOCRM') return undefined
  return globalObject(tree, node.object) ? name : undefined
}

/** What a variable starts as: its initialiser, or the argument of a function that is called on the spot. */
function soleInit(tree: ScriptTree, node: Node): Node | undefined {
  const [def] = valueVariable(tree, node.name, node)?.defs ?? []
  if (def?.type === 'Parameter') return calledWith(def.node, def.name)
  const declarator = def?.node
  if (def?.type !== 'Variable' || declarator?.type !== 'VariableDeclarator') return undefined
  return declarator.id === def.name ? (declarator.init ?? undefined) : undefined
}

/** Flattens `a || b ?? c` and nested conditionals into their possible values. */
export function operands(node: Node): Node[] {
  const at = unwrap(node)
  if (at.type === 'LogicalExpression' && at.operator !== '&&')
    return [...operands(at.left), ...operands(at.right)]
  if (at.type === 'ConditionalExpression') return [...operands(at.consequent), ...operands(at.alternate)]
  return [at]
}

/** The value of `a && b` when it is there. */
export function lastOfAnd(node: Node): Node {
  let at = unwrap(node)
  while (at.type === 'LogicalExpression' && at.operator === '&&') at = unwrap(at.right)
  return at
}

/** Whether both names are among the chains, with the same path after them. */
export function hasBoth(chains: readonly (Chain | undefined)[]): boolean {
  return chains.some(
    (chain) => chain?.name === 'AMOCRM' && chains.some((o) => o?.name === 'APP' && o.tail === chain.tail),
  )
}

/** `window.APP || window.AMOCRM`, `AMOCRM`: one of the possible values is one of the given names itself. */
export function isSetFrom(
  tree: ScriptTree,
  value: Node | null | undefined,
  names: readonly GlobalName[],
): boolean {
  if (!value) return false
  const at = unwrap(value)
  if (at.type === 'AssignmentExpression')
    return names.some((name) => globalName(tree, unwrap(at.left)) === name)
  return operands(at).some((operand) => {
    const chain = chainOf(tree, operand)
    return chain?.tail === '' && names.includes(chain.name)
  })
}
