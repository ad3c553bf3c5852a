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
