import type { ClientId } from '../../brand/clients/table.js'
import { dottedName, keyName, staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { callIn } from '../storage/call-parts.js'
import type { StorageContext } from '../storage/context.js'
import { entryOf } from '../storage/reading.js'
import { type Call, functionAround, type Reader, sourcesOf } from './call.js'
import { type GoClient, netHttpClient, restyClient } from './go-clients.js'
import { goImports, type Imports } from './imports.js'
import { callsOf } from './lookup.js'
import { literalType } from './records.js'

const RESTY = /(?:^|\/)resty(?:\.v\d+|\/v\d+)?$/
const RESTY_VERB = /^(?:Get|Post|Put|Patch|Delete|Head|Options|Execute)$/
const FIBER_VERB = /^(?:Get|Post|Put|Patch|Delete|Head)$/
/** Readers that net/http cannot read a second time. */
const ONCE =
  /^(?:os\.Open|(?:io|ioutil)\.(?:NopCloser|Pipe|TeeReader|MultiReader|LimitReader)|bufio\.NewReader)$/

export const goRequests: Reader = {
  languages: /^go$/,
  hint: /"net\/http"|\/resty|valyala\/fasthttp|gofiber\/fiber/,
  calls(context) {
    const imports = goImports(context.text)
    return context.tree.nodes.flatMap((node) =>
      node.type === 'CallExpression'
        ? (callOf(context, node, imports) ?? [])
        : node.type === 'ObjectExpression'
          ? (literalCall(context, node, imports) ?? [])
          : [],
    )
  },
}

function callOf(context: StorageContext, node: Node, imports: Imports): Call | undefined {
  const callee = unwrap(node.callee)
  const method = callee.type === 'MemberExpression' ? keyName(callee) : undefined
  if (method === undefined) return undefined
  const object = unwrap(callee.object)
  const args = node.arguments as Node[]
  const package_ =
    object.type === 'Identifier' && !context.tree.resolve(object.name, object)
      ? imports.get(object.name)
      : undefined
  const start = {
    node,
    name: context.slice(callee).replace(/\s+/g, ''),
    at: callee.property as Node,
    options: [],
  }
  if (package_ === 'net/http') return netHttpCall(context, start, method, args, imports)
  if (package_ !== undefined) return packageCall(start, package_, method, args)
  if (method === 'SetRequestURI' && args[0]) return fastCall(context, start, object, args[0], imports)
  if (RESTY_VERB.test(method)) {
    const resty = restyCall(context, start, object, method, args, imports)
    if (resty) return resty
  }
  if (!/^(?:Get|Head|Post|PostForm)$/.test(method) || !args[0]) return undefined
  const client = netHttpClient(context, object, imports)
  return client && plainCall(context, start, method, args, client)
}

type Start = Pick<Call, 'node' | 'name' | 'at' | 'options'>

/** Functions of the package itself: `http.Get(url)`, `http.NewRequest(method, url, body)`. */
function netHttpCall(
  context: StorageContext,
  start: Start,
  method: string,
  args: readonly Node[],
  imports: Imports,
): Call | undefined {
  if (/^(?:Get|Head|Post|PostForm)$/.test(method)) return plainCall(context, start, method, args, {})
  if (!/^NewRequest(?:WithContext)?$/.test(method)) return undefined
  const [verb, url, body] = method === 'NewRequest' ? args : args.slice(1)
  if (!verb || !url) return undefined
  return {
    ...start,
    client: 'net/http',
    ...verbIn(context, verb),
    url,
    ...(body && isReadOnce(context, body) && { body: 'stream' as const }),
    ...sentBy(senderOf(context, start.node, imports)),
  }
}

function plainCall(
  context: StorageContext,
  start: Start,
  method: string,
  [url, , body]: readonly Node[],
  client: GoClient,
): Call | undefined {
  return url
    ? {
        ...start,
        client: 'net/http',
        verb: method === 'PostForm' ? 'POST' : method.toUpperCase(),
        url,
        ...(body && method === 'Post' && isReadOnce(context, body) && { body: 'stream' as const }),
        ...clientParts(client),
      }
    : undefined
}

/** `client.Do(&http.Request{Method: http.MethodGet, URL: url})`: nothing makes such a body a second time. */
function literalCall(context: StorageContext, node: Node, imports: Imports): Call | undefined {
  const [owner = '', type] = (literalType(context, node) ?? '').split('.')
  if (type !== 'Request' || imports.get(owner) !== 'net/http') return undefined
  const sender = senderOf(context, node, imports)
  const url = entryOf(node, 'URL')
  const at = sender?.call && unwrap(sender.call.callee)
  if (!sender?.call || !url || at?.type !== 'MemberExpression') return undefined
  const verb = entryOf(node, 'Method')
  return {
    node: sender.call,
    name: context.slice(at).replace(/\s+/g, ''),
    at: at.property,
    client: 'net/http',
    ...(verb ? verbIn(context, verb) : { verb: 'GET' }),
    url,
    options: [],
    ...(entryOf(node, 'Body') && !entryOf(node, 'GetBody') && { body: 'stream' as const }),
    ...clientParts(sender),
  }
}

function packageCall(
  start: Start,
  package_: string,
  method: string,
  args: readonly Node[],
): Call | undefined {
  const make = (client: ClientId, verb: string, url: Node | undefined): Call | undefined =>
    url && { ...start, client, verb: verb.toUpperCase(), url }
  if (/valyala\/fasthttp$/.test(package_)) {
    const [, verb] = /^(Get|Post)(?:Timeout|Deadline)?$/.exec(method) ?? []
    return verb === undefined ? undefined : make('fasthttp', verb, args[1])
  }
  return /gofiber\/fiber(?:\/v\d+)?$/.test(package_) && FIBER_VERB.test(method)
    ? make('fiber-agent', method, args[0])
    : undefined
}

/** `req.SetRequestURI(url)`, and the verb that the function around sets. */
function fastCall(
  context: StorageContext,
  start: Start,
  request: Node,
  url: Node,
  imports: Imports,
): Call | undefined {
  const packages = [...imports.values()].join(' ')
  const client = /valyala\/fasthttp/.test(packages)
    ? 'fasthttp'
    : /gofiber\/fiber/.test(packages)
      ? 'fiber-agent'
      : undefined
  if (client === undefined) return undefined
  const around = functionAround(start.node) ?? context.tree.program
  const name = dottedName(request)
  const [given] = ['SetMethod', 'SetMethodBytes']
    .flatMap((each) => callsOf(context.tree, each))
    .filter(
      (each) =>
        each.start >= around.start &&
        each.end <= around.end &&
        dottedName(unwrap(each.callee).object).startsWith(name),
    )
  return { ...start, client, ...(given ? verbIn(context, given.arguments[0]) : { verb: 'GET' }), url }
}

function restyCall(
  context: StorageContext,
  start: Start,
  object: Node,
  method: string,
  args: readonly Node[],
  imports: Imports,
): Call | undefined {
  if (![...imports.values()].some((each) => RESTY.test(each))) return undefined
  const client = restyClient(context, object, imports)
  if (!client) return undefined
  const [verb, url] = method === 'Execute' ? [args[0], args[1]] : [undefined, args[0]]
  return {
    ...start,
    client: 'resty',
    ...(verb ? verbIn(context, verb) : { verb: method.toUpperCase() }),
    ...(url && { url }),
    ...clientParts(client),
  }
}

interface Sender extends GoClient {
  /** The call that sends it. */
  call?: Node
}

/** What a request is handed to: `client.Do(req)`, a function of one's own. */
function senderOf(context: StorageContext, request: Node, imports: Imports): Sender | undefined {
  for (const place of placesOf(context, request)) {
    const call = takerOf(place)
    const callee = call && unwrap(call.callee)
    if (!call || callee?.type !== 'MemberExpression') continue
    const method = keyName(callee) ?? ''
    if (method === 'RoundTrip') return { call, set: { direct: 'true' } }
    const client = netHttpClient(context, callee, imports)
    if (client) return { ...client, call }
  }
  return undefined
}

/** Where a value is used: itself, or each use of the name that holds it. */
function placesOf(context: StorageContext, value: Node): Node[] {
  let at = value
  while (at.parent?.type === 'ParenthesizedExpression') at = at.parent
  const parent = at.parent
  const name =
    parent?.type === 'VariableDeclarator' && parent.init === at
      ? (parent.id as Node)
      : parent?.type === 'AssignmentExpression' && parent.right === at
        ? unwrap(parent.left)
        : undefined
  if (name?.type !== 'Identifier') return [at]
  const references = context.tree.resolve(name.name, name)?.references ?? []
  return references.map(({ identifier }) => identifier).filter((each) => each.start > value.end)
}

/** The call that a value is an argument of; `req.WithContext(ctx)` is the request, too. */
function takerOf(place: Node): Node | undefined {
  let at = place
  while (at.parent?.type === 'ParenthesizedExpression') at = at.parent
  const parent = at.parent
  if (parent?.type === 'CallExpression' && parent.callee !== at) return parent
  const copy =
    parent?.type === 'MemberExpression' &&
    parent.object === at &&
    /^(?:WithContext|Clone)$/.test(keyName(parent) ?? '')
      ? parent.parent
      : undefined
  return copy?.type === 'CallExpression' ? takerOf(copy) : undefined
}

function sentBy(sender: Sender | undefined): Pick<Call, 'creation' | 'set' | 'sent'> {
  return { ...clientParts(sender), ...(sender?.call && { sent: sender.call }) }
}

function clientParts(client: GoClient | undefined): Pick<Call, 'creation' | 'set'> {
  return {
    ...(client?.creation && { creation: client.creation }),
    ...(client?.set && { set: client.set }),
  }
}

/** `"POST"`, `http.MethodPost`. */
function verbIn(context: StorageContext, node: Node): { verb?: string } {
  const texts = sourcesOf(context, node).map(
    (each) =>
      staticText(each) ??
      (each.type === 'MemberExpression' ? /^Method([A-Z][a-z]+)$/.exec(keyName(each) ?? '')?.[1] : undefined),
  )
  const [text] = texts
  return texts.length === 1 && text !== undefined && /^[a-z]+$/i.test(text)
    ? { verb: text.toUpperCase() }
    : {}
}

function isReadOnce(context: StorageContext, body: Node): boolean {
  const sources = sourcesOf(context, body).map((each) => callIn(each))
  return sources.length > 0 && sources.every((each) => each && ONCE.test(dottedName(each.callee)))
}
