import type { Node, ScriptTree } from '../tree.js'
import { guardsBridge, isBridged } from './bridged.js'
import { mentions } from './bridges.js'
import { chainOf, type GlobalName, hasBoth, lastOfAnd, operands, other } from './chains.js'
import { memberName, staticName, stringValue, unwrap } from './nodes.js'
import { globalObject } from './window.js'

/**
 * Whether the mention `ref` of `name` stands in code that already copes with both names: an alternative of the
 * other one, an arm of a decision about it, or a line that hands one to the other.
 */
export function isFallback(tree: ScriptTree, ref: Node, name: GlobalName): boolean {
  if (isBridged(tree, ref, name) || guardsBridge(tree, ref)) return true
  let inner = ref
  for (let at = ref.parent; at; inner = at, at = at.parent) {
    if (isChoice(tree, at, inner, name)) return true
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
    return isOtherArm(tree, at, inner, name) || isOwnArm(tree, at, inner, name)
  }
  if (at.type === 'IfStatement') return isOtherArm(tree, at, inner, name) || isOwnArm(tree, at, inner, name)
  if (at.type === 'BinaryExpression' && /^[!=]==?$/.test(at.operator))
    return isListed(tree, [at.left, at.right], inner)
  if (at.type === 'ArrayExpression') return isListed(tree, at.elements, inner)
  if (at.type === 'CallExpression' && at.callee !== inner) return isListed(tree, at.arguments, inner)
  if (at.type === 'AssignmentPattern') return isDefaultOf(tree, at, inner === at.right, name)
  if (at.type === 'Property' && at.key === inner && at.value.type === 'AssignmentPattern')
    return isDefaultOf(tree, at.value, false, name)
  if (at.type === 'TryStatement' && at.block === inner && at.handler) {
    return mentions(tree, at.handler, other(name))
  }
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

/** `APP === AMOCRM`, `[window.APP, window.AMOCRM].find(Boolean)`, `firstOf(window.APP, window.AMOCRM)`. */
function isListed(tree: ScriptTree, items: readonly (Node | null)[], inner: Node): boolean {
  return items.includes(inner) && hasBoth(items.map((item) => (item ? chainOf(tree, item) : undefined)))
}

/** `{ AMOCRM = window.APP } = window`, `{ APP = window.AMOCRM } = window`. */
function isDefaultOf(tree: ScriptTree, at: Node, isDefault: boolean, name: GlobalName): boolean {
  const property = at.parent
  if (property?.type !== 'Property' || property.value !== at) return false
  const key = staticName(property.key, property.computed)
  return isDefault ? key === other(name) : key === name && chainOf(tree, at.right)?.name === other(name)
}

/** `if (window.AMOCRM) crm = window.AMOCRM; else crm = window.APP`: the question and the arm of a name beside the other's. */
function isOwnArm(tree: ScriptTree, decision: Node, inner: Node, name: GlobalName): boolean {
  const present = asksFor(tree, decision.test, name)
  if (present === undefined) return false
  const [own, missing] = present
    ? [decision.consequent, decision.alternate]
    : [decision.alternate, decision.consequent]
  if (inner !== decision.test && inner !== own) return false
  if (missing) return mentions(tree, missing, other(name)) || stringValue(missing) === other(name)
  return decision.type === 'IfStatement' && present && returnsBoth(tree, decision, name)
}

/** `if (window.AMOCRM) return window.AMOCRM` with `return window.APP` after it. */
function returnsBoth(tree: ScriptTree, decision: Node, name: GlobalName): boolean {
  const value = returned(decision.consequent)
  const own = value && chainOf(tree, value)
  if (own?.name !== name) return false
  const after: Node[] =
    (decision.parent?.body ?? []).filter?.((item: Node) => item.start >= decision.end) ?? []
  return after.some((statement) => {
    const last = returned(statement)
    const chain = last && chainOf(tree, last)
    return chain?.name === other(name) && chain.tail === own.tail
  })
}

function returned(node: Node): Node | undefined {
  const last = node.type === 'BlockStatement' ? node.body[node.body.length - 1] : node
  return last?.type === 'ReturnStatement' ? (last.argument ?? undefined) : undefined
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
    (node.type === 'Literal' && node.value === null && !node.regex) ||
    (node.type === 'UnaryExpression' && node.operator === 'void')
  )
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
