import type { Node, ScriptTree } from '../tree.js'
import { walk } from '../tree.js'
import { valueVariable } from './bindings.js'
import { memberName, stringValue, unwrap } from './nodes.js'
import { globalObject } from './window.js'

export type GlobalName = 'AMOCRM' | 'APP'

/** One of the two globals, followed by a member path or calls. */
interface Chain {
  name: GlobalName
  /** What follows the name, without white space and `?`. */
  tail: string
}

const other = (name: GlobalName): GlobalName => (name === 'APP' ? 'AMOCRM' : 'APP')

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

function soleInit(tree: ScriptTree, node: Node): Node | undefined {
  const [def] = valueVariable(tree, node.name, node)?.defs ?? []
  const declarator = def?.node as unknown as Node | undefined
  if (def?.type !== 'Variable' || declarator?.type !== 'VariableDeclarator') return undefined
  return declarator.id === (def.name as unknown as Node) ? (declarator.init ?? undefined) : undefined
}

/**
 * Whether the mention `ref` of `name` stands in code that already copes with both names: an alternative of the
 * other one, an arm of a decision about it, or a line that hands one to the other.
 */
export function isFallback(tree: ScriptTree, ref: Node, name: GlobalName): boolean {
  let inner = ref
  for (let at = ref.parent; at; inner = at, at = at.parent) {
    if (isChoice(tree, at, inner, name)) return true
    if (isBridge(tree, at, inner, name)) return true
    if (/Function|^Class|^Program$/.test(at.type) && at.type !== 'ArrowFunctionExpression') {
      return (
        at.type !== 'Program' && at.body?.type === 'BlockStatement' && followsReturn(tree, at.body, ref, name)
      )
    }
  }
  return false
}

function isChoice(tree: ScriptTree, at: Node, inner: Node, name: GlobalName): boolean {
  if (at.type === 'LogicalExpression' && at.operator !== '&&') return isAlternative(tree, at)
  if (at.type === 'ConditionalExpression') {
    const arms = [...operands(at.consequent), ...operands(at.alternate)].map((arm) =>
      chainOf(tree, lastOfAnd(arm)),
    )
    if (hasBoth(arms)) return true
    return isOtherArm(tree, at, inner, name)
  }
  if (at.type === 'IfStatement') return isOtherArm(tree, at, inner, name)
  if (at.type === 'CatchClause' && at.parent?.type === 'TryStatement') {
    return mentions(tree, at.parent.block, other(name))
  }
  return false
}

/** `window.APP || window.AMOCRM`, `(APP && APP.sdk) ?? AMOCRM.sdk`: two operands with the same path after the name. */
function isAlternative(tree: ScriptTree, node: Node): boolean {
  const chains = operands(node).map((operand) => chainOf(tree, lastOfAnd(operand)))
  return hasBoth(chains)
}

function hasBoth(chains: readonly (Chain | undefined)[]): boolean {
  return chains.some(
    (chain) => chain?.name === 'AMOCRM' && chains.some((o) => o?.name === 'APP' && o.tail === chain.tail),
  )
}

/** Flattens `a || b ?? c` and nested conditionals into their possible values. */
function operands(node: Node): Node[] {
  const at = unwrap(node)
  if (at.type === 'LogicalExpression' && at.operator !== '&&')
    return [...operands(at.left), ...operands(at.right)]
  if (at.type === 'ConditionalExpression') return [...operands(at.consequent), ...operands(at.alternate)]
  return [at]
}

function lastOfAnd(node: Node): Node {
  let at = unwrap(node)
  while (at.type === 'LogicalExpression' && at.operator === '&&') at = unwrap(at.right)
  return at
}

/** Whether `inner` is the arm that runs when the other name is missing. */
function isOtherArm(tree: ScriptTree, decision: Node, inner: Node, name: GlobalName): boolean {
  if (inner === decision.test) return false
  const present = asksFor(tree, decision.test, other(name))
  if (present === undefined) return false
  return present ? inner === decision.alternate : inner === decision.consequent
}

/** `true`: the test holds when `name` is there; `false`: when it is missing; `undefined`: another question. */
function asksFor(tree: ScriptTree, test: Node, name: GlobalName): boolean | undefined {
  const at = unwrap(test)
  if (at.type === 'UnaryExpression' && at.operator === '!') {
    const inner = asksFor(tree, at.argument, name)
    return inner === undefined ? undefined : !inner
  }
  if (at.type === 'LogicalExpression') {
    const left = asksFor(tree, at.left, name)
    return at.operator === '&&' && left === true
      ? true
      : at.operator === '||' && left === false
        ? false
        : undefined
  }
  if (at.type === 'BinaryExpression') return asksByComparison(tree, at, name)
  if (at.type === 'CallExpression') {
    const asked = memberName(at.callee) === 'hasOwnProperty' && stringValue(at.arguments[0]) === name
    if (asked && globalObject(tree, at.callee.object)) return true
  }
  return chainOf(tree, at)?.name === name ? true : undefined
}

function asksByComparison(tree: ScriptTree, at: Node, name: GlobalName): boolean | undefined {
  if (at.operator === 'in') {
    return stringValue(at.left) === name && globalObject(tree, at.right) ? true : undefined
  }
  if (!/^[!=]==?$/.test(at.operator)) return undefined
  for (const [side, against] of [
    [unwrap(at.left), unwrap(at.right)],
    [unwrap(at.right), unwrap(at.left)],
  ] as const) {
    const asked = side.type === 'UnaryExpression' && side.operator === 'typeof' ? side.argument : side
    if (chainOf(tree, asked)?.name !== name) continue
    const nothing = stringValue(against) === 'undefined' || isNothing(against)
    return (at.operator[0] === '=') !== nothing
  }
  return undefined
}

function isNothing(node: Node): boolean {
  return (
    (node.type === 'Identifier' && node.name === 'undefined') ||
    (node.type === 'Literal' && node.value === null && node.raw === 'null') ||
    (node.type === 'UnaryExpression' && node.operator === 'void')
  )
}

/** `window.APP = window.AMOCRM`, `var APP = window.APP || AMOCRM`: one name is set from the other. */
function isBridge(tree: ScriptTree, at: Node, inner: Node, name: GlobalName): boolean {
  if (at.type === 'AssignmentExpression') {
    const target = globalName(tree, unwrap(at.left)) ?? bareTarget(at.left)
    if (!target) return false
    const values = operands(lastValue(at.right)).map((value) => chainOf(tree, value))
    const nested = unwrap(at.right)
    if (inner === at.left) {
      const chained =
        nested.type === 'AssignmentExpression' && globalName(tree, unwrap(nested.left)) === other(name)
      return chained || values.some((value) => value?.name === other(target) && value.tail === '')
    }
    return target === other(name) && isWholeValue(tree, at.right, name)
  }
  if (at.type === 'VariableDeclarator' && inner === at.init && at.id.type === 'Identifier') {
    return (
      at.id.name === other(name) && isWholeValue(tree, at.init, name) && at.id.name === 'APP' && isOuter(at)
    )
  }
  return false
}

/** A script-level `var APP = AMOCRM` hands the object on for the whole page; an inner one is just a local name. */
function isOuter(declarator: Node): boolean {
  return declarator.parent?.kind === 'var' && declarator.parent.parent?.type === 'Program'
}

function bareTarget(left: Node): GlobalName | undefined {
  const at = unwrap(left)
  return at.type === 'Identifier' && (at.name === 'APP' || at.name === 'AMOCRM') ? at.name : undefined
}

function lastValue(node: Node): Node {
  let at = unwrap(node)
  while (at.type === 'AssignmentExpression') at = unwrap(at.right)
  return at
}

/** `window.APP || window.AMOCRM`, `AMOCRM`: one of the possible values is the constant itself. */
export function isSetFromGlobal(tree: ScriptTree, value: Node | null | undefined): boolean {
  return value ? isWholeValue(tree, value, 'APP') || isWholeValue(tree, value, 'AMOCRM') : false
}

function isWholeValue(tree: ScriptTree, value: Node, name: GlobalName): boolean {
  const at = unwrap(value)
  if (at.type === 'AssignmentExpression') return globalName(tree, unwrap(at.left)) === name
  return operands(at).some((operand) => {
    const chain = chainOf(tree, operand)
    return chain?.name === name && chain.tail === ''
  })
}

/** `if (window.APP) return window.APP; … window.AMOCRM`: the other name was asked for and left before. */
function followsReturn(tree: ScriptTree, block: Node, ref: Node, name: GlobalName): boolean {
  for (const statement of block.body as Node[]) {
    if (statement.start <= ref.start && ref.end <= statement.end) return false
    if (statement.type !== 'IfStatement' || statement.alternate) continue
    if (asksFor(tree, statement.test, other(name)) === true && leaves(statement.consequent)) return true
  }
  return false
}

function leaves(node: Node): boolean {
  const last = node.type === 'BlockStatement' ? node.body[node.body.length - 1] : node
  return last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement'
}

function mentions(tree: ScriptTree, root: Node, name: GlobalName): boolean {
  for (const node of walk(root)) if (globalName(tree, node) === name) return true
  return false
}
