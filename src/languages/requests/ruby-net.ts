import { dottedName, isFunction, keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from '../storage/context.js'
import { type Call, type Creation, sourcesOf } from './call.js'
import { behind, placedArguments, startOf, verbOf, writtenName } from './parts.js'

const FACADE = /^Net\.HTTP\.(get|get_response|get_print|post|post_form)$/
const REQUEST = /^Net\.HTTP\.(Get|Post|Put|Patch|Delete|Head|Options)$/
const METHOD =
  /^(?:(?:send_)?request|(?:request_)?(?:get|post|put|patch|delete|head)|get2|post2|head2|send_request)$/

/** A call of Net::HTTP, by its class, an object of it, or the block that it opens. */
export function netHttpCall(context: StorageContext, node: Node): Call | undefined {
  const callee = unwrap(node.callee)
  if (callee.type !== 'MemberExpression') return undefined
  const facade = FACADE.exec(dottedName(callee))?.[1]
  if (facade !== undefined) return facadeCall(context, node, facade)
  const method = keyName(callee) ?? ''
  if (!METHOD.test(method)) return undefined
  const connection = connectionBehind(context, callee.object)
  const request = method === 'request' ? requestIn(context, node) : undefined
  if (!connection && !request) return undefined
  const [first, second] = placedArguments(node)
  const path = request
    ? placedArguments(request)[0]
    : method === 'send_request'
      ? second
      : method === 'request'
        ? undefined
        : first
  const host = connection?.host
  const whole = [path, host].map((each) => each && addressIn(context, each)).find((each) => each)
  const verb = request
    ? REQUEST.exec(dottedName(request.callee))?.[1]
    : method === 'request'
      ? undefined
      : method.replace(/^request_|2$/g, '')
  return {
    ...startOf(context, node),
    client: 'net-http',
    ...verbOf(verb),
    ...(whole ? { url: whole } : host ? { url: host, path } : path && { url: path }),
    options: request ? [request] : [],
    ...(connection?.creation && { creation: connection.creation }),
  }
}

/** `Net::HTTP.get(uri)`, `Net::HTTP.get('acme.amocrm.com', '/api/v4/leads')`. */
function facadeCall(context: StorageContext, node: Node, method: string): Call | undefined {
  const [first, second] = placedArguments(node)
  if (!first) return undefined
  const isHost = method !== 'post' && method !== 'post_form' && second !== undefined
  return {
    ...startOf(context, node),
    client: 'net-http',
    verb: method.startsWith('post') ? 'POST' : 'GET',
    url: first,
    ...(isHost && { path: second }),
    options: second ? sourcesOf(context, second).filter((each) => each.type === 'ObjectExpression') : [],
  }
}

/** The address that a part of it is taken from: `uri` of `uri.request_uri`; itself where it is one. */
function addressIn(context: StorageContext, node: Node): Node | undefined {
  const at = unwrap(node)
  const part = at.type === 'MemberExpression' ? keyName(at) : undefined
  if (/^(?:host|hostname|request_uri|path|to_s)$/.test(part ?? '')) {
    const object = unwrap(at.object)
    return object.type === 'ThisExpression' ? undefined : object
  }
  return sourcesOf(context, at).some((each) => each.type === 'NewExpression' && isUri(each)) ? at : undefined
}

const isUri = (node: Node): boolean => /^(?:UR[IL]|Ur[il])/.test(dottedName(node.callee))

/** `Net::HTTP::Post.new(uri)` that a call sends. */
function requestIn(context: StorageContext, node: Node): Node | undefined {
  const [first] = placedArguments(node)
  return first && behind(context, first).find((each) => isRequest(each))
}

const isRequest = (node: Node): boolean =>
  node.type === 'NewExpression' && REQUEST.test(dottedName(node.callee))

interface Connection {
  host?: Node
  creation?: Creation
}

/** `Net::HTTP.new(host, port)`, or the block of `Net::HTTP.start(host, port)`. */
function connectionBehind(context: StorageContext, node: Node): Connection | undefined {
  const made =
    behind(context, node).find((each) => isConnection(each)) ?? openedAround(unwrap(node)) ?? undefined
  if (!made) return undefined
  const [host] = placedArguments(made)
  const isKept = unwrap(node).type === 'MemberExpression' && unwrap(node.object).type === 'ThisExpression'
  return {
    ...(host && { host }),
    ...(isKept && {
      creation: { client: 'net-http', node: made, options: [], name: writtenName(context, node) },
    }),
  }
}

function isConnection(node: Node): boolean {
  const name = node.type === 'NewExpression' || node.type === 'CallExpression' ? dottedName(node.callee) : ''
  return /^Net\.HTTP(?:\.start|\.new)?$/.test(name)
}

/** The call that a block belongs to whose parameter a name is. */
function openedAround(name: Node): Node | undefined {
  if (name.type !== 'Identifier') return undefined
  for (let at = name.parent; at; at = at.parent) {
    if (!isFunction(at) || !(at.params as Node[]).some((param) => param.name === name.name)) continue
    return at.parent?.type === 'CallExpression' && isConnection(at.parent) ? at.parent : undefined
  }
  return undefined
}
