import { dottedName, isFunction, isTransparent, keyName, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import { callIn } from '../../storage/call-parts.js'
import type { StorageContext } from '../../storage/context.js'
import { isIn } from '../../storage/reading.js'
import { type Call, functionAround } from '../call.js'
import { callsOf } from '../lookup.js'

/** Where the code has the answer to a request, and its status. */
export interface Places {
  /** Expressions that are the answer itself. */
  readonly answers: ReadonlySet<Node>
  /** Expressions that are its status. */
  readonly statuses: ReadonlySet<Node>
}

const STATUS = /^(?:status|statusCode|status_code|StatusCode|getStatusCode|getStatus|code|getCode)$/
/** Of what is thrown: the code of an error may be anything. */
const ERROR_STATUS = /^(?:status|statusCode|status_code|getStatusCode|getStatus)$/

/** Places of the answer that the call gives. */
export function placesOf(context: StorageContext, call: Call): Places {
  const sent = call.sent ?? call.node
  const answers = new Set<Node>([unwrap(sent)])
  const statuses = new Set<Node>()
  const outer = outside(sent)
  for (const each of heldIn(context, outer)) answers.add(each)
  for (const each of handedTo(context, call, outer))
    for (const use of usesOfParameter(context, each)) answers.add(use)
  if (call.client === 'php-curl') addCurl(context, sent, statuses)
  else for (const answer of answers) addStatuses(answer, STATUS, statuses)
  for (const answer of answers) addParts(context, outside(answer).parent, statuses)
  follow(context, statuses)
  return { answers, statuses }
}

/** Places of the status in what is thrown when the call fails: `catch (error)`, `.catch(…)`, interceptors of its client. */
export function thrownOf(context: StorageContext, call: Call): Places {
  const answers = new Set<Node>()
  const statuses = new Set<Node>()
  const sent = call.sent ?? call.node
  for (const parameter of [...catchersOf(sent), ...interceptorsOf(context, call)])
    for (const use of usesOfParameter(context, parameter)) {
      addStatuses(use, ERROR_STATUS, statuses)
      const answer = outside(use).parent
      if (answer?.type !== 'MemberExpression' || keyName(answer) !== 'response') continue
      addStatuses(answer, ERROR_STATUS, statuses)
      for (const held of heldIn(context, outside(answer))) addStatuses(held, ERROR_STATUS, statuses)
    }
  follow(context, statuses)
  return { answers, statuses }
}

/** The expression with the casts and parentheses around it. */
export function outside(node: Node): Node {
  let at = node
  while (at.parent && isTransparent(at.parent)) at = at.parent
  return at
}

/** Uses of the name that an expression is kept under, until it is given another value. */
function heldIn(context: StorageContext, outer: Node): Node[] {
  const { parent } = outer
  const name =
    parent?.type === 'VariableDeclarator' && parent.init === outer
      ? (parent.id as Node)
      : parent?.type === 'AssignmentExpression' && parent.right === outer && parent.operator !== '+='
        ? unwrap(parent.left)
        : undefined
  if (name?.type !== 'Identifier') return []
  const references = context.tree.resolve(name.name, name)?.references ?? []
  const end = Math.min(
    ...references
      .filter((each) => each.isWrite() && each.identifier.start > outer.end)
      .map((each) => writtenEnd(each.identifier)),
  )
  return references
    .map(({ identifier }) => identifier as Node)
    .filter((each) => each.start >= outer.end && each.end <= end && !isWritten(each))
}

/** A name is read for the last time in the value that it is given next. */
function writtenEnd(identifier: Node): number {
  return identifier.parent?.end ?? identifier.end
}

const isWritten = (node: Node): boolean =>
  (node.parent?.type === 'VariableDeclarator' && node.parent.id === node) ||
  (node.parent?.type === 'AssignmentExpression' && node.parent.left === node)

function usesOfParameter(context: StorageContext, parameter: Node): Node[] {
  if (parameter.type !== 'Identifier') return []
  const variable = context.tree.resolve(parameter.name, parameter)
  return (variable?.references ?? []).map(({ identifier }) => identifier as Node)
}

/** Clients that hand the answer to a function, and the place of the answer among what they hand over. */
const HANDING: Partial<Record<Call['client'], number>> = {
  'node-http': 0,
  'follow-redirects': 0,
  request: 1,
  needle: 1,
}

/** Parameters that the answer is handed to. */
function handedTo(context: StorageContext, call: Call, outer: Node): Node[] {
  const place = HANDING[call.client]
  const given = place === undefined ? [] : [parameterOf((call.node.arguments as Node[]).at(-1), place)]
  const [settled] = settledBy(outer, 'then')
  const listened = place === 0 ? heldIn(context, outer).flatMap((each) => listenerOf(each) ?? []) : []
  const ended = call.client === 'superagent' ? endOf(call.node) : undefined
  return [...given, parameterOf(settled, 0), ...listened, parameterOf(ended, 1)].flatMap((each) => each ?? [])
}

const parameterOf = (of: Node | undefined, place: number): Node | undefined =>
  of && isFunction(of) ? (of.params as Node[])[place] : undefined

/** Functions that a promise is given: `.then(ok, failed)`. */
function settledBy(outer: Node, name: string): Node[] {
  const member = outer.parent
  const isCalled =
    member?.type === 'MemberExpression' &&
    member.object === outer &&
    keyName(member) === name &&
    member.parent?.type === 'CallExpression' &&
    member.parent.callee === member
  return isCalled ? (member.parent?.arguments as Node[]) : []
}

/** `req.on('response', (res) => …)`. */
function listenerOf(request: Node): Node | undefined {
  const member = request.parent
  const call = member?.parent
  if (member?.type !== 'MemberExpression' || member.object !== request || call?.type !== 'CallExpression')
    return undefined
  const [event, listener] = call.arguments as Node[]
  return /^(?:on|once)$/.test(keyName(member) ?? '') && event?.value === 'response'
    ? parameterOf(listener, 0)
    : undefined
}

/** `.end((error, response) => …)` at the end of a chain. */
function endOf(call: Node): Node | undefined {
  for (let at: Node = call; at.parent?.type === 'MemberExpression'; ) {
    const next = at.parent.parent
    if (at.parent.object !== at || next?.type !== 'CallExpression') return undefined
    if (keyName(at.parent) === 'end') return next.arguments[0] as Node | undefined
    at = next
  }
  return undefined
}

function addStatuses(answer: Node, names: RegExp, to: Set<Node>): void {
  const outer = outside(answer)
  const { parent } = outer
  if (parent?.type === 'MemberExpression' && parent.object === outer && names.test(keyName(parent) ?? '')) {
    const isCalled = parent.parent?.type === 'CallExpression' && parent.parent.callee === parent
    to.add(isCalled ? (parent.parent as Node) : parent)
    return
  }
  if (parent?.type !== 'CallExpression' || parent.callee === outer) return
  if (/^\\?wp_remote_retrieve_response_code$/.test(dottedName(parent.callee))) to.add(parent)
}

/** `const { status } = await axios.get(url)`. */
function addParts(context: StorageContext, holder: Node | undefined, to: Set<Node>): void {
  const pattern = holder?.type === 'VariableDeclarator' ? (holder.id as Node) : undefined
  if (pattern?.type !== 'ObjectPattern') return
  for (const part of pattern.properties as Node[])
    if (part.type === 'Property' && STATUS.test(keyName(part) ?? ''))
      for (const use of usesOfParameter(context, part.value)) if (use.start >= pattern.end) to.add(use)
}

/** `curl_getinfo($ch, CURLINFO_HTTP_CODE)`, `curl_getinfo($ch)['http_code']` of the handle, before it is used again. */
function addCurl(context: StorageContext, sent: Node, to: Set<Node>): void {
  const handle = dottedName(sent.arguments[0])
  const around = functionAround(sent) ?? context.tree.program
  const isOf = (each: Node) =>
    each.start > sent.end &&
    isIn(each, around) &&
    each.arguments[0] &&
    dottedName(each.arguments[0]) === handle
  const end = Math.min(
    ...callsOf(context.tree, 'curl_exec')
      .filter(isOf)
      .map(({ start }) => start),
  )
  for (const call of callsOf(context.tree, 'curl_getinfo')) {
    if (!isOf(call) || call.start > end) continue
    const [, what] = call.arguments as Node[]
    if (what) {
      if (/^CURLINFO_(?:HTTP|RESPONSE)_CODE$/.test(dottedName(what))) to.add(call)
      continue
    }
    for (const info of [call, ...heldIn(context, outside(call))]) {
      const member = outside(info).parent
      if (member?.type === 'MemberExpression' && keyName(member) === 'http_code') to.add(member)
    }
  }
}

const CAST = /^(?:Number|parseInt|int|intval|str|strval|String)$/

/** Names that hold a status, and casts of it. */
function follow(context: StorageContext, statuses: Set<Node>): void {
  for (const status of statuses) {
    const outer = outside(status)
    const cast = outer.parent?.type === 'CallExpression' ? callIn(outer.parent) : undefined
    if (cast && cast.arguments[0] === outer && CAST.test(dottedName(cast.callee))) statuses.add(cast)
    for (const use of heldIn(context, outer)) statuses.add(use)
  }
}

/** Parameters of what catches the failure of a call: its `try`, or its promise. */
function catchersOf(sent: Node): Node[] {
  const found: Node[] = []
  for (let at = outside(sent); ; ) {
    const [, failed] = settledBy(at, 'then')
    for (const each of [failed, ...settledBy(at, 'catch')])
      found.push(...[parameterOf(each, 0)].flatMap((one) => one ?? []))
    const member: Node | undefined = at.parent
    if (member?.type !== 'MemberExpression' || !/^(?:then|catch|finally)$/.test(keyName(member) ?? '')) break
    at = outside(member.parent as Node)
  }
  for (let at: Node | undefined = sent; at?.parent && !isFunction(at); at = at.parent)
    if (at.parent.type === 'TryStatement' && at.parent.block === at && at.parent.handler?.param)
      found.push(at.parent.handler.param as Node)
  return found
}

/** `client.interceptors.response.use(…, (error) => …)` of the client that a call goes through. */
function interceptorsOf(context: StorageContext, { client, creation, node }: Call): Node[] {
  if (client !== 'axios') return []
  const owner = creation?.name ?? dottedName(unwrap(node.callee)).replace(/\.\w+$/, '')
  return callsOf(context.tree, 'use').flatMap((call) => {
    const isOwn = dottedName(call.callee) === `${owner}.interceptors.response.use`
    return (isOwn && parameterOf((call.arguments as Node[])[1], 0)) || []
  })
}
