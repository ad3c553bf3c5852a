import { dottedName, isFunction, keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from '../storage/context.js'
import { entryOf } from '../storage/reading.js'
import { type Call, type Creation, type Reader, tableOf } from './call.js'
import {
  behind,
  callsInside,
  placedArguments,
  startOf,
  tablesIn,
  textOf,
  verbOf,
  writtenName,
} from './parts.js'
import { partyCall } from './ruby-httparty.js'
import { netHttpCall } from './ruby-net.js'

const VERB = /^(?:get|post|put|patch|delete|head|options)$/

export const rubyRequests: Reader = {
  languages: /^ruby$/,
  hint: /Net::HTTP|Faraday|HTTParty|RestClient|\bHTTP\.|Excon|Typhoeus|open-uri|OpenURI|URI\.open/,
  calls(context) {
    return context.tree.nodes.flatMap((node) =>
      node.type === 'CallExpression' || node.type === 'NewExpression' ? (callOf(context, node) ?? []) : [],
    )
  },
}

function callOf(context: StorageContext, node: Node): Call | undefined {
  const name = dottedName(node.callee)
  if (node.type === 'NewExpression') return madeCall(context, node, name)
  return (
    openCall(context, node, name) ??
    facadeCall(context, node, name) ??
    netHttpCall(context, node) ??
    partyCall(context, node) ??
    instanceCall(context, node)
  )
}

/** Requests and resources that are made first and sent later. */
function madeCall(context: StorageContext, node: Node, name: string): Call | undefined {
  const [first] = placedArguments(node)
  const tables = tablesIn(node)
  const start = { ...startOf(context, node), options: tables }
  const method = (): string | undefined => textOf(context, entryIn(tables, 'method'))
  if (name === 'Typhoeus.Request' && first)
    return { ...start, client: 'typhoeus', ...verbOf(method() ?? 'get'), url: first }
  if (name === 'RestClient.Request') {
    const url = entryIn(tables, 'url')
    return url && { ...start, client: 'rest-client', ...verbOf(method()), url }
  }
  if (name !== 'RestClient.Resource' || !first) return undefined
  const member = node.parent?.type === 'MemberExpression' ? keyName(node.parent) : undefined
  return {
    ...start,
    client: 'rest-client',
    ...(VERB.test(member ?? '') && verbOf(member)),
    url: first,
  }
}

const entryIn = (tables: readonly Node[], ...names: string[]): Node | undefined =>
  tables.map((table) => entryOf(table, ...names)).find((value) => value !== undefined)

/** `URI.open(url)`, and `open(url)` with open-uri. */
function openCall(context: StorageContext, node: Node, name: string): Call | undefined {
  const isOpen =
    /^(?:URI\.open|OpenURI\.open_uri)$/.test(name) ||
    (/^(?:Kernel\.)?open$/.test(name) && /require\s*\(?\s*['"]open-uri['"]/.test(context.text))
  const [first] = placedArguments(node)
  return isOpen && first
    ? { ...startOf(context, node), client: 'open-uri', verb: 'GET', url: first, options: tablesIn(node) }
    : undefined
}

/** `Faraday.get(url)`, `RestClient.post(url, body)`, `RestClient::Request.execute(…)`, `Excon.get(url)`, `HTTP.auth(…).get(url)`. */
function facadeCall(context: StorageContext, node: Node, name: string): Call | undefined {
  const [first, second, third] = placedArguments(node)
  const tables = tablesIn(node)
  const start = { ...startOf(context, node), options: tables }
  if (name === 'RestClient.Request.execute') {
    const url = entryIn(tables, 'url')
    const method = textOf(context, entryIn(tables, 'method'))
    return url && { ...start, client: 'rest-client', ...verbOf(method), url, set: restBlock(context, node) }
  }
  const [root = '', method = '', ...more] = name.split('.')
  if (more.length === 0 && VERB.test(method) && first) {
    if (root === 'Faraday') return { ...start, client: 'faraday', ...verbOf(method), url: first }
    if (root === 'Excon') return { ...start, client: 'excon', ...verbOf(method), url: first }
    if (root === 'Typhoeus') return { ...start, client: 'typhoeus', ...verbOf(method), url: first }
    if (root === 'RestClient') {
      const headers = tableOf(context, /^(?:get|delete|head|options)$/.test(method) ? second : third)
      return {
        ...start,
        client: 'rest-client',
        ...verbOf(method),
        url: first,
        options: [...tables, ...(headers ? [headers] : [])],
        set: restBlock(context, node),
      }
    }
  }
  return httpRbCall(context, node)
}

/** A block that follows the redirect itself. */
function restBlock(context: StorageContext, node: Node): Record<string, string> {
  const block = (node.arguments as Node[]).find((each) => isFunction(each))
  return block && /\.follow_redirection\b/.test(context.slice(block)) ? { follow_redirection: 'true' } : {}
}

/** `HTTP.auth(…).follow.get(url)`; the chain may begin under a name. */
function httpRbCall(context: StorageContext, node: Node): Call | undefined {
  const callee = unwrap(node.callee)
  if (callee.type !== 'MemberExpression') return undefined
  const method = keyName(callee) ?? ''
  const [first, second] = placedArguments(node)
  const isNamed = method === 'request'
  if (!(VERB.test(method) || isNamed) || !first || (isNamed && !second)) return undefined
  const chain = chainOf(context, callee.object)
  if (!chain) return undefined
  const { set, base, through } = chain
  const tables = tablesIn(node)
  return {
    ...startOf(context, node),
    client: 'http-rb',
    ...verbOf(isNamed ? textOf(context, first) : method),
    ...(isNamed ? { url: second as Node } : { url: first }),
    options: tables,
    set,
    ...(through && {
      creation: {
        client: 'http-rb',
        node: through,
        options: [],
        name: writtenName(context, callee.object),
        ...(base && { base }),
      },
    }),
    ...(entryIn(tables, 'form') && /FormData/.test(context.slice(node)) && { body: 'form-data' as const }),
  }
}

interface Chain {
  set: Record<string, string>
  base?: Node
  /** The whole chain, where it stands under a name. */
  through?: Node
}

function chainOf(context: StorageContext, node: Node, depth = 0): Chain | undefined {
  const at = unwrap(node)
  if (depth > 12) return undefined
  if (at.type === 'Identifier' && at.name === 'HTTP') return { set: {} }
  const link = at.type === 'CallExpression' ? unwrap(at.callee) : at
  const isLink =
    link.type === 'MemberExpression' &&
    (at.type === 'CallExpression' || /^(?:follow|via|timeout|use|nodelay)$/.test(keyName(link) ?? ''))
  const inner = isLink ? chainOf(context, link.object, depth + 1) : undefined
  if (inner) {
    const name = keyName(link) ?? '*'
    const args = at.type === 'CallExpression' ? (at.arguments as Node[]) : []
    inner.set[name] = args.map((each) => context.slice(each)).join(', ')
    if (name === 'persistent' && args[0]) inner.base = args[0]
    return inner
  }
  for (const source of behind(context, at)) {
    const made = source !== at && !isFunction(source) ? chainOf(context, source, depth + 4) : undefined
    if (made) return { ...made, through: source }
  }
  return undefined
}

/** `conn.get('/api/v4/leads')` through Faraday or Excon. */
function instanceCall(context: StorageContext, node: Node): Call | undefined {
  const callee = unwrap(node.callee)
  if (callee.type !== 'MemberExpression') return undefined
  const method = keyName(callee) ?? ''
  const isNamed = /^(?:run_request|public_send|send|__send__)$/.test(method)
  if (!VERB.test(method) && !isNamed && method !== 'request') return undefined
  const creation = creationBehind(context, callee.object)
  if (!creation) return undefined
  const placed = placedArguments(node)
  const tables = tablesIn(node)
  const named = method === 'request' ? entryIn(tables, 'method') : placed[0]
  if (method === 'request' && !named) return undefined
  const path = isNamed ? placed[1] : method === 'request' ? entryIn(tables, 'path') : placed[0]
  const url = path ?? entryIn(tables, 'path') ?? urlInBlock(context, node)
  return {
    ...startOf(context, node),
    client: creation.client,
    ...verbOf(VERB.test(method) ? method : textOf(context, named)),
    ...(url && { url }),
    options: tables,
    creation,
  }
}

/** `conn.post { |req| req.url '/api/v4/leads' }`. */
function urlInBlock(context: StorageContext, node: Node): Node | undefined {
  const block = (node.arguments as Node[]).find((each) => isFunction(each))
  const call = block && callsInside(context, block).find((each) => /\.url$/.test(dottedName(each.callee)))
  return call?.arguments[0] as Node | undefined
}

function creationBehind(context: StorageContext, node: Node): Creation | undefined {
  for (const source of behind(context, node)) {
    if (source.type !== 'NewExpression') continue
    const name = dottedName(source.callee)
    const client = /^Faraday(?:\.Connection)?$/.test(name)
      ? 'faraday'
      : /^Excon(?:\.Connection)?$/.test(name)
        ? 'excon'
        : undefined
    if (!client) continue
    const tables = tablesIn(source)
    const base = entryIn(tables, 'url') ?? placedArguments(source)[0]
    const follows = client === 'faraday' ? middlewareIn(context, source) : undefined
    return {
      client,
      node: source,
      options: [...(follows?.options ?? []), ...tables],
      ...(follows && { set: follows.set }),
      name: writtenName(context, node),
      ...(base && { base }),
    }
  }
  return undefined
}

/** `f.use FaradayMiddleware::FollowRedirects`, `f.response :follow_redirects, clear_authorization_header: false`. */
function middlewareIn(context: StorageContext, creation: Node): Pick<Call, 'set' | 'options'> {
  const links = callsInside(context, creation).filter((each) =>
    /\.(?:use|request|response)$/.test(dottedName(each.callee)),
  )
  const follow = links.find((each) =>
    /FollowRedirects|follow_redirects/.test(each.arguments[0] ? context.slice(each.arguments[0]) : ''),
  )
  if (!follow) return { set: {}, options: [] }
  const after = links.some(
    (each) => each.start > follow.start && /:authorization\b/.test(context.slice(each).slice(0, 200)),
  )
  return {
    set: { follow_redirects: 'true', ...(after && { authorization: 'after' }) },
    options: tablesIn(follow),
  }
}
