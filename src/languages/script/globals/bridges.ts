import { walk } from '../link.js'
import type { Variable } from '../scopes/types.js'
import type { Node, ScriptTree } from '../tree.js'
import { isScriptVar, valueVariable } from './bindings.js'
import { chainOf, type GlobalName, globalName, operands, other } from './chains.js'
import { dottedName, staticName, stringValue, unwrap } from './nodes.js'
import { globalObject } from './window.js'

/** A place that sets one of the two names from the other: `window.APP = window.AMOCRM`. */
export interface Bridge {
  /** The assignment, declarator or call. */
  node: Node
  /** Absent for a variable of the file that gets one name here and the other elsewhere. */
  sets?: GlobalName
  /** The target of it: what holds the name that is set. */
  target: Node
  value: Node
  /** An alternative of the value is neither name: `window.APP || {}`. */
  own: boolean
}

const cache = new WeakMap<ScriptTree, readonly Bridge[]>()

/** Every bridge of a piece of script, in source order; looks only where the text has both names. */
export function bridgesOf(tree: ScriptTree): readonly Bridge[] {
  let known = cache.get(tree)
  if (!known) {
    // Values are looked up through variables, which asks for no bridges: no recursion.
    const both = /\bAMOCRM\b/.test(tree.text) && /\bAPP\b/.test(tree.text)
    known = both ? findBridges(tree) : []
    cache.set(tree, known)
  }
  return known
}

function findBridges(tree: ScriptTree): Bridge[] {
  const found: Bridge[] = []
  const joint = new Map<Variable, Map<GlobalName, Bridge[]>>()
  for (const node of walk(tree.program)) {
    const bridge = bridgeAt(tree, node)
    if (bridge) found.push(bridge)
    else keepJoint(tree, node, joint)
  }
  for (const byName of joint.values()) if (byName.size === 2) found.push(...[...byName.values()].flat())
  return found
}

/** `let crm = window.APP; if (!crm) crm = window.AMOCRM`: a variable that may get either. */
function keepJoint(tree: ScriptTree, node: Node, joint: Map<Variable, Map<GlobalName, Bridge[]>>): void {
  const isDeclarator = node.type === 'VariableDeclarator'
  if (!isDeclarator && node.type !== 'AssignmentExpression') return
  const target: Node = isDeclarator ? node.id : unwrap(node.left)
  const value: Node | null = isDeclarator ? node.init : node.right
  if (target.type !== 'Identifier' || !value) return
  const variable = valueVariable(tree, target.name, target)
  if (!variable) return
  for (const operand of operands(value)) {
    const chain =
      operand.type === 'Identifier' && valueVariable(tree, operand.name, operand)
        ? undefined
        : chainOf(tree, operand)
    if (chain?.tail !== '') continue
    const byName = joint.get(variable) ?? new Map<GlobalName, Bridge[]>()
    joint.set(variable, byName)
    byName.set(chain.name, [...(byName.get(chain.name) ?? []), { node, target, value, own: false }])
  }
}

function bridgeAt(tree: ScriptTree, node: Node): Bridge | undefined {
  if (node.type === 'AssignmentExpression') return byAssignment(tree, node)
  if (node.type === 'VariableDeclarator') return byDeclarator(tree, node)
  return node.type === 'CallExpression' ? byCall(tree, node) : undefined
}

function byAssignment(tree: ScriptTree, node: Node): Bridge | undefined {
  const left = unwrap(node.left)
  const sets = globalName(tree, left) ?? bareTarget(left)
  if (sets) return bridge(tree, node, sets, node.left, node.right)
  if (left.type !== 'ObjectPattern' && left.type !== 'ArrayPattern') return undefined
  for (const inner of walk(left)) {
    const name = globalName(tree, inner)
    if (name && (hasKey(left, other(name)) || mentions(tree, node.right, other(name))))
      return { node, sets: name, target: inner, value: node.right, own: false }
  }
  return undefined
}

function bareTarget(at: Node): GlobalName | undefined {
  return at.type === 'Identifier' && (at.name === 'APP' || at.name === 'AMOCRM') ? at.name : undefined
}

function hasKey(pattern: Node, name: string): boolean {
  return (pattern.properties ?? []).some(
    (item: Node) => item.key && staticName(item.key, item.computed) === name,
  )
}

/** A `var` at the top of a classic script is the page's own name; an inner one is just a local name. */
function byDeclarator(tree: ScriptTree, node: Node): Bridge | undefined {
  const name = bareTarget(node.id)
  if (!name || !node.init || node.parent?.kind !== 'var') return undefined
  const variable = valueVariable(tree, name, node.id)
  const outer = variable && isScriptVar(tree, variable)
  return outer ? bridge(tree, node, name, node.id, node.init) : undefined
}

/** A bridge when one of the possible values is the other name; a chain of assignments ends in its last value. */
function bridge(
  tree: ScriptTree,
  node: Node,
  sets: GlobalName,
  target: Node,
  right: Node,
): Bridge | undefined {
  let value = unwrap(right)
  let from = false
  for (; value.type === 'AssignmentExpression'; value = unwrap(value.right))
    from ||= globalName(tree, unwrap(value.left)) === other(sets)
  const names = operands(value).map((operand) => {
    const chain = chainOf(tree, operand)
    return chain?.tail === '' ? chain.name : undefined
  })
  if (!from && !names.includes(other(sets))) return undefined
  return { node, sets, target, value: right, own: !from && names.includes(undefined) }
}

const DEFINES = /(?:^|\.)(?:defineProperty|set|stubGlobal|__defineGetter__|replaceProperty)$/
const MERGES = /^(?:Object\.(?:assign|defineProperties)|_\.(?:assign|extend|merge)|(?:\$|jQuery)\.extend)$/

/** `Object.defineProperty(window, 'AMOCRM', { get: () => APP })`, `Object.assign(window, { AMOCRM: APP })`. */
function byCall(tree: ScriptTree, node: Node): Bridge | undefined {
  const callee = dottedName(node.callee)
  if (MERGES.test(callee)) return byMerge(tree, node)
  if (!DEFINES.test(callee)) return undefined
  const at = node.arguments.findIndex((item: Node) => /^(?:AMOCRM|APP)$/.test(stringValue(item) ?? ''))
  const target = node.arguments[at]
  const value = node.arguments[at + 1]
  if (at < 0 || !value) return undefined
  const sets = stringValue(target) as GlobalName
  return mentions(tree, value, other(sets)) ? { node, sets, target, value, own: false } : undefined
}

function byMerge(tree: ScriptTree, node: Node): Bridge | undefined {
  const [object, ...sources] = node.arguments as Node[]
  if (!object || !globalObject(tree, object)) return undefined
  for (const source of sources) {
    for (const property of unwrap(source).properties ?? []) {
      const sets = property.key ? staticName(property.key, property.computed) : undefined
      if ((sets === 'APP' || sets === 'AMOCRM') && mentions(tree, property.value, other(sets)))
        return { node, sets, target: property.key, value: property.value, own: false }
    }
  }
  return undefined
}

/** Whether a piece of code names the global anywhere, accessors included. */
export function mentions(tree: ScriptTree, root: Node, name: GlobalName): boolean {
  for (const node of walk(root)) {
    if (globalName(tree, node) === name) return true
    if (node.type === 'Identifier' && node.parent?.property !== node && chainOf(tree, node)?.name === name)
      return true
  }
  return false
}

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
