import { isFunction } from '../names.js'
import { MARK, shapeOf } from '../shapes.js'
import type { Node } from '../tree.js'
import { define, type Pass, scopeAt, visitName } from './mentions.js'
import type { Definition, Scope } from './types.js'
import { PlainScope } from './variables.js'

/** What one pass over a program finds. */
export interface Analysis extends Pass {
  scopes: PlainScope[]
  /** Innermost scope that a node opens. */
  opened: Map<Node, PlainScope>
}

/**
 * Finds scopes, declarations and mentions of names, in the order of the source.
 * @param marked nodes of the program whose shape has a mark, in source order
 */
export function analyse(program: Node, marked: readonly Node[], kind: 'module' | 'script'): Analysis {
  const globalScope = new PlainScope(
    'global',
    null,
    isStrictBody(program.body),
    0,
    Number.POSITIVE_INFINITY,
    0,
  )
  const pass: Analysis = {
    globalScope,
    scopes: [globalScope],
    opened: new Map([[program, globalScope]]),
    mentions: new Map(),
    around: [globalScope],
  }
  if (kind === 'module') open(pass, 'module', program, { strict: true, end: Number.POSITIVE_INFINITY })
  for (const node of marked) {
    while (node.start >= (pass.around.at(-1) as PlainScope).end) pass.around.pop()
    visit(pass, node)
  }
  return pass
}

function visit(pass: Analysis, node: Node): void {
  switch (shapeOf(node.type)?.mark) {
    case MARK.identifier:
      visitName(pass, node)
      break
    case MARK.function:
      openFunction(pass, node)
      break
    case MARK.block:
      if (!isFunction(node.parent as Node)) open(pass, 'block', node)
      break
    case MARK.class:
      openClass(pass, node)
      break
    case MARK.loop: {
      const head = node.type === 'ForStatement' ? node.init : node.left
      if (head?.type === 'VariableDeclaration' && head.kind !== 'var') open(pass, 'for', node)
      break
    }
    case MARK.catch:
      open(pass, 'catch', node)
      break
    case MARK.switch:
      open(pass, 'switch', node, { opensAt: node.discriminant.end })
      break
    case MARK.with:
      open(pass, 'with', node, { opensAt: node.object.end })
      break
    case MARK.staticBlock:
      open(pass, 'class-static-block', node)
      break
    case MARK.field:
      if (node.value) open(pass, 'class-field-initializer', node.value)
      break
  }
}

interface Opening {
  strict?: boolean
  opensAt?: number
  end?: number
  bodyAt?: number
}

function open(pass: Analysis, type: Scope['type'], node: Node, opening: Opening = {}): PlainScope {
  const { strict = false, opensAt = node.start, end = node.end, bodyAt = 0 } = opening
  const upper = scopeAt(pass, node.start)
  const scope = new PlainScope(type, upper, strict || upper.isStrict, opensAt, end, bodyAt)
  pass.scopes.push(scope)
  pass.around.push(scope)
  pass.opened.set(node, scope)
  return scope
}

function openFunction(pass: Analysis, node: Node): void {
  const definition: Definition | undefined = node.id && { type: 'FunctionName', name: node.id, node }
  if (definition) {
    const isOutside = node.type === 'FunctionDeclaration'
    define(
      pass,
      isOutside ? scopeAt(pass, node.start) : open(pass, 'function-expression-name', node),
      definition,
    )
  }
  const { body } = node
  const strict = body.type === 'BlockStatement' && isStrictBody(body.body)
  const scope = open(pass, 'function', node, { strict, bodyAt: body.start })
  if (node.type !== 'ArrowFunctionExpression') scope.declare('arguments', pass.mentions)
}

/** The name of a class declaration is a name outside, and one of its own inside. */
function openClass(pass: Analysis, node: Node): void {
  const definition: Definition | undefined = node.id && { type: 'ClassName', name: node.id, node }
  if (definition && node.type === 'ClassDeclaration') define(pass, scopeAt(pass, node.start), definition)
  const scope = open(pass, 'class', node, { strict: true })
  if (definition) define(pass, scope, definition)
}

/** Whether statements start with a `'use strict'` directive. */
function isStrictBody(statements: readonly Node[]): boolean {
  for (const { directive } of statements) {
    if (directive === 'use strict') return true
    if (directive === undefined || directive === null) return false
  }
  return false
}
