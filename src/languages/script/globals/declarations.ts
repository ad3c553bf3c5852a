import type { Node, ScriptTree } from '../tree.js'
import { isAmbient, isScriptLet, isScriptVar, valueVariable } from './bindings.js'
import { bringsOwn } from './bridged.js'
import { isSetFrom } from './chains.js'
import { type Draft, OWN } from './draft.js'
import { compact } from './nodes.js'
import { bareType } from './typing.js'
import { GLOBAL_OBJECTS } from './window.js'

/** A name that a pattern binds: a property of the page when a classic script binds it with `var` at its top. */
export function boundName(tree: ScriptTree, node: Node): Draft {
  const variable = valueVariable(tree, node.name, node)
  if (variable && isScriptLet(tree, variable)) return SCRIPT_LET
  if (!variable || !isScriptVar(tree, variable)) return { ...OWN, via: 'bare' }
  const doubt = 'a pattern binds it together with other names'
  return { access: 'declare', via: 'bare', place: { declares: 'script-var', doubt } }
}

/** `declare const AMOCRM: T`, or a variable of this file. */
export function declarator(tree: ScriptTree, declaratorNode: Node, node: Node): Draft {
  const value = compact(tree, node.typeAnnotation)
  if (isAmbient(node)) {
    return {
      access: 'declare',
      via: 'bare',
      place: { declares: 'type', value, typed: 'bare', local: isLocalDeclaration(tree, node) },
    }
  }
  // A `var` belongs to its function, past any catch parameter of that name on the way.
  const own =
    declaratorNode.parent?.kind === 'var' ? tree.scopeOf(node).variableScope.set.get(node.name) : undefined
  const variable = own ?? valueVariable(tree, node.name, node)
  if (variable && isScriptVar(tree, variable)) {
    return {
      access: 'declare',
      via: 'bare',
      place: {
        declares: 'script-var',
        value: compact(tree, declaratorNode.init),
        ...(isHandedOn(tree, declaratorNode, node) ? handedOn(tree, node) : {}),
      },
    }
  }
  return variable && isScriptLet(tree, variable) ? SCRIPT_LET : { access: 'declare', via: 'bare' }
}

/** `var APP = window.AMOCRM`, `var AMOCRM = window.APP`: a second name of the constant, not a value of its own. */
function isHandedOn(tree: ScriptTree, declaratorNode: Node, { name }: Node): boolean {
  return isSetFrom(tree, declaratorNode.init, name === 'APP' ? ['APP', 'AMOCRM'] : ['APP'])
}

function handedOn(tree: ScriptTree, node: Node): Draft['place'] {
  return { fallback: true, ...(bringsOwn(tree, node) && { own: true }) }
}

const SCRIPT_LET: Draft = { access: 'declare', via: 'bare', place: { declares: 'script-let' } }

export function functionName(tree: ScriptTree, fn: Node, node: Node): Draft {
  if (isAmbient(node)) return FIXED
  // The function's own scope may hold a parameter of that name: ask outside.
  const variable = valueVariable(tree, node.name, fn.parent ?? fn)
  const script = variable !== undefined && isScriptVar(tree, variable)
  return { access: 'declare', via: 'bare', ...(script ? { place: { declares: 'script-var' as const } } : {}) }
}

/** The name of a class, a namespace or a function without body. */
export function declaredName(tree: ScriptTree, declaration: Node, node: Node): Draft {
  if (isAmbient(node)) return FIXED
  const variable = valueVariable(tree, node.name, declaration.parent ?? declaration)
  return variable && isScriptLet(tree, variable) ? SCRIPT_LET : OWN
}

/** `declare namespace`, `declare class`, `declare function`: the name is a type or a callable as well. */
const FIXED: Draft = {
  access: 'declare',
  via: 'bare',
  place: {
    declares: 'type',
    typed: 'bare',
    doubt: 'the declaration is a namespace, class or function, not a plain variable',
  },
}

/** Whether an ambient variable is known to its file alone: at the top of a module, outside `declare global`. */
function isLocalDeclaration(tree: ScriptTree, name: Node): boolean {
  if (tree.kind !== 'module') return false
  for (let at = name.parent; at; at = at.parent) if (at.type === 'TSModuleDeclaration') return false
  return true
}

/** `typeof AMOCRM` in a type. */
export function typeQuery(tree: ScriptTree, node: Node): Draft {
  return { access: 'type', via: 'bare', place: { typed: bareType(tree, node) } }
}

/** `typeof window.AMOCRM`, `typeof AMOCRM.data`, or a member of a namespace type. */
export function qualified(tree: ScriptTree, up: Node, node: Node): Draft {
  let outer = up
  while (outer.parent?.type === 'TSQualifiedName') outer = outer.parent
  if (outer.parent?.type !== 'TSTypeQuery') return OWN
  if (up.left === node) return { access: 'type', via: 'bare', place: { typed: bareType(tree, node) } }
  const left = up.left
  const isGlobal =
    left.type === 'Identifier' && GLOBAL_OBJECTS.has(left.name) && !valueVariable(tree, left.name, left)
  return isGlobal ? { access: 'type', via: 'member', object: left.name, place: { typed: 'Window' } } : OWN
}
