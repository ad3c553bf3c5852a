import type { Node, ScriptTree } from '../tree.js'
import { valueVariable } from './bindings.js'
import { type Bridge, bridgesOf } from './bridges.js'
import type { GlobalName } from './chains.js'
import { unwrap } from './nodes.js'

const holds = (outer: Node, inner: Node) => outer.start <= inner.start && inner.end <= outer.end

/** Whether a mention is what a bridge sets, or the other name in its value. */
export function isBridged(tree: ScriptTree, ref: Node, name: GlobalName): boolean {
  const isTarget = bridgesOf(tree).some((bridge) => bridge.sets === name && holds(bridge.target, ref))
  return isTarget || isInValue(tree, ref)
}

function isInValue(tree: ScriptTree, node: Node): boolean {
  return bridgesOf(tree).some(({ value }) => holds(value, node))
}

/** Whether the bridge around a mention gives its name an object of its own where neither is there. */
export function bringsOwn(tree: ScriptTree, ref: Node): boolean {
  return bridgesOf(tree).some((bridge) => bridge.own && bridge.sets === 'AMOCRM' && holds(bridge.target, ref))
}

/** Whether the piece of script sets `AMOCRM` from `APP` anywhere. */
export function setsOldName(tree: ScriptTree): boolean {
  return bridgesOf(tree).some(({ sets }) => sets === 'AMOCRM')
}

/** Whether `window.APP` is set from the old name further down in the same run of statements. */
export function precedesBridge(tree: ScriptTree, ref: Node): boolean {
  const bridges = bridgesOf(tree).filter(({ node, sets }) => sets === 'APP' && node.start >= ref.end)
  if (bridges.length === 0) return false
  const home = functionOf(ref)
  return bridges.some(({ node }) => functionOf(node) === home)
}

function functionOf(node: Node): Node | undefined {
  let inner = node
  for (let at = node.parent; at; inner = at, at = at.parent) {
    if (/Function/.test(at.type) && !isCalled(at) && !isReturned(at, inner)) return at
    if (at.type === 'PropertyDefinition' || at.type === 'StaticBlock') return at
  }
  return undefined
}

/** A function that is called where it stands. */
function isCalled(fn: Node): boolean {
  const up = fn.parent
  return up?.type === 'CallExpression' && unwrap(up.callee) === fn
}

/** `() => value` as an argument: a question that the callee asks. */
function isReturned(fn: Node, inner: Node): boolean {
  if (fn.parent?.type !== 'CallExpression') return false
  if (fn.type === 'ArrowFunctionExpression' && fn.body === inner && inner.type !== 'BlockStatement')
    return true
  return (
    inner.type === 'BlockStatement' && inner.body.length === 1 && inner.body[0].type === 'ReturnStatement'
  )
}

/**
 * Whether a mention decides about a bridge: it is asked before one name is set from the other. Renamed, the question
 * would be about the wrong name, and the shim would no longer do its work.
 */
export function guardsBridge(tree: ScriptTree, ref: Node, depth = 0): boolean {
  const bridges = bridgesOf(tree)
  if (bridges.length === 0 || depth > 2) return false
  let inner = ref
  let returned = false
  for (let at = ref.parent; at; inner = at, at = at.parent) {
    if (isAsked(at, inner) && bridges.some(({ node }) => holds(at, node) && !holds(inner, node))) return true
    if (leavesBefore(at, inner, bridges)) return true
    if (carries(tree, at, inner, depth, returned)) return true
    if (at.type === 'ReturnStatement') returned = true
    if (/Function/.test(at.type)) {
      if (at.type === 'FunctionDeclaration') return returned && isCarrier(tree, at.id, depth)
      if (at.body === inner && inner.type !== 'BlockStatement') returned = true
      if (!returned && !isCalled(at)) return false
    }
  }
  return false
}

/** The part of a node that is evaluated first and decides about the rest. */
function isAsked(at: Node, inner: Node): boolean {
  switch (at.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
    case 'WhileStatement':
    case 'ForStatement':
      return at.test === inner
    case 'LogicalExpression':
      return at.left === inner
    case 'SwitchStatement':
      return at.discriminant === inner
    case 'SwitchCase':
      return at.test === inner
    case 'TryStatement':
      return at.block === inner
    case 'CallExpression':
      return true
    default:
      return false
  }
}

/** `if (window.AMOCRM) return` with a bridge further down in the same block. */
function leavesBefore(at: Node, inner: Node, bridges: readonly Bridge[]): boolean {
  if (at.type !== 'IfStatement' || at.test !== inner || !at.parent) return false
  const body = at.consequent.type === 'BlockStatement' ? at.consequent.body : [at.consequent]
  if (!/^(?:Return|Throw|Continue|Break)Statement$/.test(body[body.length - 1]?.type ?? '')) return false
  const block = at.parent
  return bridges.some(({ node }) => node.start >= at.end && holds(block, node))
}

/** The answer is kept in a variable, or given by a function, that is asked for in front of a bridge. */
function carries(tree: ScriptTree, at: Node, inner: Node, depth: number, returned: boolean): boolean {
  const isValue = !/Function/.test(inner.type) || returned
  if (!isValue) return false
  if (at.type === 'VariableDeclarator' && at.init === inner) return isCarrier(tree, at.id, depth)
  return at.type === 'AssignmentExpression' && at.right === inner && isCarrier(tree, at.left, depth)
}

function isCarrier(tree: ScriptTree, name: Node | null, depth: number): boolean {
  if (name?.type !== 'Identifier') return false
  const references = valueVariable(tree, name.name, name)?.references ?? []
  return references.some((reference) => {
    const node = reference.identifier
    return reference.isRead() && (isInValue(tree, node) || guardsBridge(tree, node, depth + 1))
  })
}
