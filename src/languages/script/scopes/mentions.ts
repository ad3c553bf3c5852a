import type { Node } from '../tree.js'
import type { Definition } from './types.js'
import { type Access, type Mentions, PlainReference, type PlainScope } from './variables.js'

/** Where the pass over a program stands, and what names it met. */
export interface Pass {
  globalScope: PlainScope
  /** Scopes around the current place, innermost last; one whose `opensAt` lies ahead does not hold yet. */
  around: PlainScope[]
  mentions: Mentions
}

/** The scope that holds at an offset which the pass has come to. */
export function scopeAt({ around, globalScope }: Pass, offset: number): PlainScope {
  for (let i = around.length - 1; i > 0; i--) {
    const scope = around[i] as PlainScope
    if (scope.opensAt <= offset) return scope
  }
  return globalScope
}

/** Declares a name in a scope. */
export function define({ mentions }: Pass, scope: PlainScope, definition: Definition): void {
  scope.declare(definition.name.name, mentions).defs.push(definition)
}

function mention(mentions: Mentions, node: Node, from: PlainScope, access: Access, init = false): void {
  const reference = new PlainReference(node, from, access, init)
  const known = mentions.get(node.name)
  if (known) known.push(reference)
  else mentions.set(node.name, [reference])
}
/** A name: read, written, declared, or no variable at all, by what stands around it. */
export function visitName(pass: Pass, node: Node): void {
  const up = node.parent as Node
  switch (up.type) {
    case 'MemberExpression':
      if (up.object === node || up.computed) read(pass, node)
      break
    case 'Property':
      if (up.value !== node) {
        if (up.computed) read(pass, node)
      } else if (up.parent?.type === 'ObjectPattern') visitTarget(pass, node)
      else read(pass, node)
      break
    case 'MethodDefinition':
    case 'PropertyDefinition':
      if (up.computed || up.value === node) read(pass, node)
      break
    case 'VariableDeclarator':
      if (up.id === node) visitTarget(pass, node)
      else read(pass, node)
      break
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      if (up.body === node) read(pass, node)
      else if (up.id !== node) visitTarget(pass, node)
      break
    case 'ClassDeclaration':
    case 'ClassExpression':
      if (up.superClass === node) read(pass, node)
      break
    case 'CatchClause':
    case 'ArrayPattern':
    case 'RestElement':
      visitTarget(pass, node)
      break
    case 'AssignmentPattern':
    case 'ForInStatement':
    case 'ForOfStatement':
      if (up.left === node) visitTarget(pass, node)
      else read(pass, node)
      break
    case 'AssignmentExpression':
      if (up.left !== node) read(pass, node)
      else if (up.operator === '=') visitTarget(pass, node)
      else mention(pass.mentions, node, scopeAt(pass, node.start), 'both')
      break
    case 'UpdateExpression':
      mention(pass.mentions, node, scopeAt(pass, node.start), 'both')
      break
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      if (up.local === node)
        define(pass, scopeAt(pass, node.start), {
          type: 'ImportBinding',
          name: node,
          node: up,
          parent: up.parent as Node,
        })
      break
    case 'ExportSpecifier':
      if (up.local === node && !up.parent?.source) read(pass, node)
      break
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
    case 'ImportAttribute':
    case 'ExportAllDeclaration':
      break
    default:
      read(pass, node)
  }
}

function read(pass: Pass, node: Node): void {
  mention(pass.mentions, node, scopeAt(pass, node.start), 'read')
}

/** A name that a declaration, a parameter, a loop or an assignment gives a value, maybe inside a pattern with defaults. */
function visitTarget(pass: Pass, node: Node): void {
  let defaults = 0
  let at = node
  let up = at.parent as Node
  for (; isPattern(up); at = up, up = at.parent as Node) if (up.type === 'AssignmentPattern') defaults++
  const scope = scopeAt(pass, node.start)
  const declares = up.type !== 'AssignmentExpression' && !isLoop(up)
  const write = () => mention(pass.mentions, node, scope, 'write', declares)
  if (up.type === 'VariableDeclarator') {
    const declaration = up.parent as Node
    const home = declaration.kind === 'var' ? scope.variableScope : scope
    define(pass, home, { type: 'Variable', name: node, node: up, parent: declaration })
    if (up.init) write()
    if (isLoop(declaration.parent as Node) && declaration.parent?.left === declaration) write()
  } else if (up.type === 'CatchClause') define(pass, scope, { type: 'CatchClause', name: node, node: up })
  else if (declares) define(pass, scope, { type: 'Parameter', name: node, node: up })
  else write()
  for (; defaults > 0; defaults--) write()
}

function isPattern({ type, parent }: Node): boolean {
  switch (type) {
    case 'AssignmentPattern':
    case 'ArrayPattern':
    case 'ObjectPattern':
    case 'RestElement':
      return true
    default:
      return type === 'Property' && parent?.type === 'ObjectPattern'
  }
}

function isLoop({ type }: Node): boolean {
  return type === 'ForInStatement' || type === 'ForOfStatement'
}
