import { type InputName, REDIRECT_HOST, WEBHOOK_ACCOUNT } from '../../../brand/inputs.js'
import { dottedName, isFunction, keyName, nameOf, staticText, unwrap } from '../names.js'
import type { Node, ScriptTree } from '../tree.js'
import { askedName, isRequestData, isRequestObject } from './requests.js'

/** A place where a value of the outside comes in. */
export interface Source {
  name: InputName
  from: 'request' | 'parameter'
  /** The expression that reads it, or the name or pattern that receives it. */
  node: Node
  /** `node` is a name that receives the value. */
  isTarget: boolean
}

/** The place at which a node brings in a value that people outside choose, if it does. */
export function sourceAt(tree: ScriptTree, node: Node): Source | undefined {
  switch (node.type) {
    case 'MemberExpression':
      return memberSource(tree, node)
    case 'CallExpression':
      return callSource(tree, node)
    case 'Property':
      return node.parent?.type === 'ObjectPattern' ? patternSource(tree, node) : undefined
    case 'Identifier':
      return parameterSource(tree, node)
    default:
      return undefined
  }
}

function memberSource(tree: ScriptTree, member: Node): Source | undefined {
  if (isWritten(member)) return undefined
  const key = keyName(member)
  const read = { node: member, isTarget: false }
  if (key === WEBHOOK_ACCOUNT) return { ...read, name: WEBHOOK_ACCOUNT, from: 'request' }
  // An answer of the API holds an object there: `_links.self.href`.
  if (key === 'self' && !isTakenApart(member) && /(?:^|\.)account\._links$/.test(dottedName(member.object)))
    return { ...read, name: WEBHOOK_ACCOUNT, from: 'request' }
  if (key !== REDIRECT_HOST) return undefined
  const from = isRequestObject(tree, member.object) ? 'request' : isRequestData(tree, member.object)
  return from ? { ...read, name: REDIRECT_HOST, from } : undefined
}

/** `searchParams.get('referer')`, `c.req.query('referer')`. */
function callSource(tree: ScriptTree, call: Node): Source | undefined {
  const asked = askedName(tree, call)
  const name = asked && staticText(asked)
  if (name !== REDIRECT_HOST && name !== WEBHOOK_ACCOUNT) return undefined
  return { name, from: 'request', node: call, isTarget: false }
}

/** `const { referer } = req.query`, `({ query: { referer } }, res) => …`, `async install({ code, referer })`. */
function patternSource(tree: ScriptTree, property: Node): Source | undefined {
  if (keyName(property) !== REDIRECT_HOST) return undefined
  const from = patternOrigin(tree, property.parent as Node)
  return from ? { name: REDIRECT_HOST, from, node: targetOf(property.value), isTarget: true } : undefined
}

function patternOrigin(tree: ScriptTree, pattern: Node): Source['from'] | undefined {
  const holder = pattern.parent
  switch (holder?.type) {
    case 'VariableDeclarator':
      return holder.init ? isRequestData(tree, holder.init) : undefined
    case 'AssignmentExpression':
      return isRequestData(tree, holder.right)
    case 'Property':
      return /^(?:query|body|params|queryStringParameters)$/.test(keyName(holder) ?? '')
        ? 'request'
        : undefined
    case 'AssignmentPattern':
      return patternOrigin(tree, holder)
    default:
      return holder && isFunction(holder) ? parameterOrigin(tree, holder, pattern) : undefined
  }
}

/** A parameter called `referer`, or one that a framework fills with it. */
function parameterSource(tree: ScriptTree, node: Node): Source | undefined {
  const holder = node.parent?.type === 'AssignmentPattern' ? node.parent : node
  const outer = holder.parent?.type === 'TSParameterProperty' ? holder.parent : holder
  const fn = outer.parent
  if (!fn || !isFunction(fn) || !fn.params.includes(outer)) return undefined
  if (node.parent?.type === 'AssignmentPattern' && node.parent.left !== node) return undefined
  const decorator = decoratorOf(node) ?? decoratorOf(outer)
  const read = { name: REDIRECT_HOST, node, isTarget: true } as const
  if (decorator)
    return decorator.argument === REDIRECT_HOST && decorator.isInput
      ? { ...read, from: 'request' }
      : undefined
  if (node.name !== REDIRECT_HOST) return undefined
  const from = parameterOrigin(tree, fn, node)
  return from ? { ...read, from } : undefined
}

/** Functions that only this file calls are followed from their calls. */
function parameterOrigin(tree: ScriptTree, fn: Node, parameter: Node): Source['from'] | undefined {
  const decorator = decoratorOf(parameter)
  if (decorator) return decorator.isInput ? 'request' : undefined
  const name = nameOf(fn)
  const owner = fn.type === 'FunctionDeclaration' ? fn : fn.parent
  if (name === undefined || !owner) return undefined
  if (owner.type !== 'FunctionDeclaration' && owner.type !== 'VariableDeclarator') return 'parameter'
  const variable = tree.resolve(name, owner)
  const isOnlyCalled = variable?.references.every((reference) => {
    const at = reference.identifier as unknown as Node
    return reference.init === true || (at.parent?.type === 'CallExpression' && at.parent.callee === at)
  })
  return isOnlyCalled && !isExportedDeclaration(owner) ? undefined : 'parameter'
}

function isExportedDeclaration(owner: Node): boolean {
  const statement = owner.type === 'VariableDeclarator' ? owner.parent?.parent : owner.parent
  return /^Export/.test(statement?.type ?? '')
}

/** `@Query('referer')`, `@Query()`, `@Body()`; `@Headers('referer')` is no input of this kind. */
function decoratorOf(parameter: Node): { isInput: boolean; argument: string | undefined } | undefined {
  const [decorator] = (parameter.decorators ?? []) as Node[]
  if (!decorator) return undefined
  const call = unwrap(decorator.expression)
  const argument =
    call.type === 'CallExpression' && call.arguments[0] ? staticText(call.arguments[0]) : undefined
  const callee = dottedName(call.type === 'CallExpression' ? call.callee : call)
  return { isInput: /(?:^|\.)(?:Query|QueryParams?|Queries|Body|Param|Params)$/.test(callee), argument }
}

function targetOf(value: Node): Node {
  return value.type === 'AssignmentPattern' ? value.left : value
}

function isTakenApart(member: Node): boolean {
  const parent = member.parent
  return parent?.type === 'MemberExpression' && parent.object === member && keyName(parent) === 'href'
}

function isWritten(member: Node): boolean {
  const parent = member.parent
  if (parent?.type === 'UnaryExpression') return parent.operator === 'delete'
  return parent?.type === 'AssignmentExpression' && parent.left === member
}
