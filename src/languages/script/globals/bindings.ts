import type { Definition, Scope, Variable } from '../scopes/types.js'
import type { Node, ScriptTree } from '../tree.js'
import { nodeAt, stringValue, unwrap } from './nodes.js'

export type Binding = 'no' | 'lexical' | 'script-var' | 'import'

/** The variable that `name` means as a value at `node`; types of that name and ambient declarations do not count. */
export function valueVariable(tree: ScriptTree, name: string, node: Node): Variable | undefined {
  for (let scope: Scope | null = tree.scopeOf(node); scope; scope = scope.upper) {
    const variable = scope.set.get(name)
    if (variable?.defs.some(isValue)) return variable
    const hoisted = hoistedFunctions(tree).get(scope)?.get(name)
    if (hoisted) return hoisted
    if (name === 'arguments' && scope.type === 'function') return variable
  }
  return undefined
}

const hoistCache = new WeakMap<ScriptTree, Map<Scope, Map<string, Variable>>>()

/**
 * Functions declared in blocks of sloppy code, by the function or script whose `var` they also are (Annex B.3.3 of the
 * language); the scope analysis knows them in their block alone.
 */
function hoistedFunctions(tree: ScriptTree): Map<Scope, Map<string, Variable>> {
  const cached = hoistCache.get(tree)
  if (cached) return cached
  const found = new Map<Scope, Map<string, Variable>>()
  hoistCache.set(tree, found)
  if (tree.kind === 'module') return found
  for (const scope of tree.scopes.scopes) {
    if (scope.isStrict || (scope.type !== 'block' && scope.type !== 'switch')) continue
    for (const variable of scope.set.values()) {
      if (!variable.defs.some((def) => def.type === 'FunctionName')) continue
      const outer = found.get(scope.variableScope) ?? new Map<string, Variable>()
      found.set(scope.variableScope, outer.set(variable.name, variable))
    }
  }
  return found
}

/** A definition that exists at run time, or an import (a type-only import still hides the global's name). */
function isValue(def: Definition): boolean {
  return def.type !== 'Type' && !isAmbient(def.name)
}

/**
 * Whether a declared name is ambient, so that it stands for the page's global: `declare const X`, inside `declare global`.
 * A member of `declare module 'x'` or of a namespace, and what a module exports, is a name of its own.
 */
export function isAmbient(name: Node): boolean {
  let ambient = false
  for (let at: Node | undefined = name; at; at = at.parent) {
    if (at.type === 'BlockStatement' || at.type === 'ImportDeclaration') return false
    if (at.type === 'ExportNamedDeclaration') return false
    if (at.type === 'TSModuleDeclaration' && at.id !== name) return at.kind === 'global' || at.global === true
    if (at.declare === true || /^Declare(?:Variable|Function|Class)$/.test(at.type)) ambient = true
  }
  return ambient
}

/** What `name` means as a value at `node`: the global, a name of this file, an import, or a property of the page. */
export function boundAs(tree: ScriptTree, name: string, node: Node): Binding {
  const variable = valueVariable(tree, name, node)
  if (!variable) return 'no'
  if (variable.defs.some((def) => def.type === 'ImportBinding')) return 'import'
  return isScriptVar(tree, variable) ? 'script-var' : 'lexical'
}

/** A `var` or function at the top of a classic script: it is a property of `window`. */
export function isScriptVar(tree: ScriptTree, variable: Variable): boolean {
  if (tree.kind !== 'script' || isCommonJs(tree)) return false
  if (variable.scope.type !== 'global') {
    const globalScope = tree.scopes.globalScope
    return globalScope !== null && hoistedFunctions(tree).get(globalScope)?.get(variable.name) === variable
  }
  return variable.defs.some(
    (def) => def.type === 'FunctionName' || (def.type === 'Variable' && def.parent?.kind === 'var'),
  )
}

/** A `let`, `const` or class at the top of a classic script: every script of the page sees it, `window` does not. */
export function isScriptLet(tree: ScriptTree, variable: Variable): boolean {
  if (tree.kind !== 'script' || variable.scope.type !== 'global' || isCommonJs(tree)) return false
  return variable.defs.some(
    (def) => def.type === 'ClassName' || (def.type === 'Variable' && def.parent?.kind !== 'var'),
  )
}

const commonJs = new WeakMap<ScriptTree, boolean>()

/** Whether a file without `import`/`export` is a CommonJS module, whose top level is not the page's. */
export function isCommonJs(tree: ScriptTree): boolean {
  let known = commonJs.get(tree)
  if (known === undefined) {
    known = tree.kind === 'script' && looksCommonJs(tree)
    commonJs.set(tree, known)
  }
  return known
}

function looksCommonJs(tree: ScriptTree): boolean {
  for (const match of tree.text.matchAll(/(?<![\w$.])(?:require|module|exports)(?![\w$])/g)) {
    const node = nodeAt(tree.program, match.index)
    if (node.type !== 'Identifier' || node.name !== match[0] || valueVariable(tree, match[0], node)) continue
    const up = node.parent
    if (match[0] === 'require') {
      if (up?.type === 'CallExpression' && up.callee === node && stringValue(up.arguments[0]) !== undefined)
        return true
    } else if (up?.type === 'MemberExpression' && up.object === node && isTopLevelWrite(up)) return true
  }
  return false
}

/** `module.exports = …` / `exports.x = …` outside functions and branches (a UMD wrapper branches). */
function isTopLevelWrite(member: Node): boolean {
  let at = member
  while (at.parent?.type === 'MemberExpression' && at.parent.object === at) at = at.parent
  const assignment = at.parent
  if (assignment?.type !== 'AssignmentExpression' || assignment.left !== at) return false
  let up: Node | undefined = assignment.parent
  while (up?.type === 'AssignmentExpression') up = up.parent
  return up?.type === 'ExpressionStatement' && up.parent?.type === 'Program'
}

/** Why a bare name at `node` may mean something that no declaration shows: `with`, or `eval` in a sloppy scope. */
export function dynamicScope(tree: ScriptTree, node: Node): string | undefined {
  const scope = tree.scopeOf(node)
  for (let at: Scope | null = scope; at; at = at.upper) {
    if (at.type === 'with') return 'it stands inside a `with` block, which may have a property of that name'
  }
  if (scope.isStrict || tree.kind === 'module') return undefined
  const evals = evalScopes(tree)
  for (let at: Scope | null = scope; at; at = at.upper) {
    if (evals.has(at)) return '`eval` runs in the same scope and may declare a variable of that name'
  }
  return undefined
}

const evalCache = new WeakMap<ScriptTree, Set<Scope>>()

/** Function scopes in which a direct `eval` runs code that is not known or that names the constant. */
function evalScopes(tree: ScriptTree): Set<Scope> {
  const cached = evalCache.get(tree)
  if (cached) return cached
  const found = new Set<Scope>()
  for (const match of tree.text.matchAll(/(?<![\w$.])eval\s*\(/g)) {
    const node = nodeAt(tree.program, match.index)
    const call = node.parent
    if (node.type !== 'Identifier' || call?.type !== 'CallExpression' || call.callee !== node) continue
    const code = call.arguments[0] ? stringValue(unwrap(call.arguments[0])) : ''
    if (code !== undefined && !/\b(?:AMOCRM|APP|window)\b/.test(code)) continue
    found.add(tree.scopeOf(node).variableScope)
  }
  evalCache.set(tree, found)
  return found
}
