import type { ClientId } from '../../brand/clients/table.js'
import { dottedName, keyName, staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { calledName, callIn } from '../storage/call-parts.js'
import type { StorageContext } from '../storage/context.js'
import { entriesOf, entryOf } from '../storage/reading.js'
import { type Call, type Creation, functionAround, type Reader, sourcesOf, tableOf } from './call.js'
import { type Imports, phpImports } from './imports.js'
import { callsOf } from './lookup.js'

const VERB_METHOD = /^(?:get|post|put|patch|delete|head|options)(?:Async)?$/i
const GUZZLE_CLASS = /^\\?GuzzleHttp\\(?:Client|ClientInterface)$/
const SYMFONY_CLASS =
  /^\\?Symfony\\(?:Contracts\\HttpClient\\HttpClientInterface|Component\\HttpClient\\(?:Curl|Native)?HttpClient)$/
const LARAVEL_HTTP = /^\\?Illuminate\\Support\\Facades\\Http$/

export const phpRequests: Reader = {
  languages: /^php$/,
  hint: /curl_|file_get_contents|stream_context|GuzzleHttp|\bHttp::|HttpClient|wp_(?:safe_)?remote_/,
  calls(context) {
    const imports = phpImports(context.text)
    return context.tree.nodes.flatMap((node) =>
      node.type === 'CallExpression' ? (callOf(context, node, imports) ?? []) : [],
    )
  },
}

function callOf(context: StorageContext, node: Node, imports: Imports): Call | undefined {
  const callee = unwrap(node.callee)
  const args = node.arguments as Node[]
  if (callee.type === 'Identifier') {
    const name = calledName(node).replace(/^\\/, '')
    if (name === 'curl_exec') return curlCall(context, node, callee, args)
    if (name === 'file_get_contents') return streamCall(context, node, callee, args)
    const wp = /^wp_(?:safe_)?remote_(get|post|head|request)$/.exec(name)?.[1]
    return wp === undefined ? undefined : wordpressCall(context, node, callee, name, wp, args)
  }
  return callee.type === 'MemberExpression' ? methodCall(context, node, callee, args, imports) : undefined
}

/** `curl_setopt` and `curl_setopt_array` on the handle, in the function around. */
function curlCall(
  context: StorageContext,
  node: Node,
  callee: Node,
  args: readonly Node[],
): Call | undefined {
  const handle = args[0] && dottedName(args[0])
  if (handle === undefined || handle === '*') return undefined
  const around = functionAround(node) ?? context.tree.program
  const calls = ['curl_setopt', 'curl_setopt_array']
    .flatMap((name) => callsOf(context.tree, name))
    .filter(
      (each) =>
        each.start >= around.start &&
        each.end <= node.start &&
        each.arguments[0] &&
        dottedName(each.arguments[0]) === handle,
    )
    .sort((a, b) => a.start - b.start)
  const options = calls.flatMap((call) => tableOf(context, call.arguments[1]) ?? []).reverse()
  const init = sourcesOf(context, args[0] as Node).find(
    (each) => callIn(each) && /^\\?curl_init$/.test(calledName(each)),
  )
  const address = firstEntry(options, 'CURLOPT_URL') ?? (init?.arguments[0] as Node | undefined)
  if (!address) return undefined
  const custom = firstEntry(options, 'CURLOPT_CUSTOMREQUEST')
  const customs = new Set(
    options.flatMap((table) => entryOf(table, 'CURLOPT_CUSTOMREQUEST') ?? []).map((each) => staticText(each)),
  )
  const verb = custom
    ? customs.size === 1
      ? staticText(custom)
      : undefined
    : isSet(options, 'CURLOPT_POST') || firstEntry(options, 'CURLOPT_POSTFIELDS')
      ? firstEntry(options, 'CURLOPT_HTTPGET')
        ? undefined
        : 'POST'
      : isSet(options, 'CURLOPT_PUT')
        ? 'PUT'
        : 'GET'
  return {
    client: 'php-curl',
    node,
    name: 'curl_exec',
    at: callee,
    ...verbOf(verb),
    url: address,
    options,
    ...(firstEntry(options, 'CURLOPT_INFILE') && { body: 'stream' as const }),
  }
}

function firstEntry(options: readonly Node[], name: string): Node | undefined {
  for (const table of options) {
    const value = entryOf(table, name)
    if (value) return value
  }
  return undefined
}

function isSet(options: readonly Node[], name: string): boolean {
  const value = firstEntry(options, name)
  return value?.type === 'Literal' && (value.value === true || value.value === 1)
}

function streamCall(
  context: StorageContext,
  node: Node,
  callee: Node,
  args: readonly Node[],
): Call | undefined {
  const [address, , given] = args
  if (!address) return undefined
  const made =
    given &&
    sourcesOf(context, given).find((each) => callIn(each) && /stream_context_create$/.test(calledName(each)))
  const table = made && tableOf(context, made.arguments[0])
  const http = table && tableOf(context, entryOf(table, 'http', 'https'))
  const method = http && entryOf(http, 'method')
  return {
    client: 'php-stream',
    node,
    name: 'file_get_contents',
    at: callee,
    ...verbOf(method ? staticText(method) : given ? undefined : 'GET'),
    url: address,
    options: http ? [http] : [],
  }
}

function wordpressCall(
  context: StorageContext,
  node: Node,
  callee: Node,
  name: string,
  kind: string,
  args: readonly Node[],
): Call | undefined {
  const table = tableOf(context, args[1])
  const method = table && entryOf(table, 'method')
  const verb = kind === 'request' ? (method ? staticText(method) : 'GET') : kind
  return args[0]
    ? {
        client: 'wordpress',
        node,
        name,
        at: callee,
        ...verbOf(verb),
        url: args[0],
        options: table ? [table] : [],
      }
    : undefined
}

function methodCall(
  context: StorageContext,
  node: Node,
  callee: Node,
  args: readonly Node[],
  imports: Imports,
): Call | undefined {
  const method = keyName(callee)
  if (method === undefined) return undefined
  const name = calledNameOf(context, node)
  const start = { node, name, at: callee.property as Node }
  const facade = laravelChain(context, callee.object, imports)
  if (facade && (VERB_METHOD.test(method) || method === 'send'))
    return laravelCall(context, start, method, args, facade)
  if (!VERB_METHOD.test(method) && !/^request(?:Async)?$/.test(method)) return undefined
  const found = clientBehind(context, callee.object, imports)
  if (!found) return undefined
  const isRequest = /^request/.test(method)
  const [first, second, third] = args
  const table = tableOf(context, isRequest ? third : second)
  return {
    ...start,
    client: found.client,
    ...verbOf(isRequest ? first && textOf(context, first) : method.replace(/Async$/, '')),
    ...((isRequest ? second : first) && { url: isRequest ? second : first }),
    options: table ? [table] : [],
    ...(table && entryOf(table, 'multipart') && { body: 'form-data' as const }),
    ...(found.creation && { creation: found.creation }),
  }
}

const calledNameOf = (context: StorageContext, node: Node): string => {
  const callee = unwrap(node.callee)
  const name = (node.written as string | undefined) ?? context.slice(callee)
  return name.length > 50 ? `…${name.slice(name.lastIndexOf('->'))}` : name
}

function textOf(context: StorageContext, node: Node): string | undefined {
  const texts = sourcesOf(context, node).map((each) => staticText(each))
  return texts.length === 1 ? texts[0] : undefined
}

interface Chain {
  set: Record<string, string>
  base?: Node
  options: Node[]
}

/** `Http::withToken($token)->withOptions([...])`: what was set before the verb. */
function laravelChain(context: StorageContext, object: Node, imports: Imports): Chain | undefined {
  const chain: Chain = { set: {}, options: [] }
  const at = unwrap(object)
  const root = rootOf(context, at, chain)
  if (root.type !== 'Identifier') return undefined
  const module = imports.get(root.name) ?? root.name
  return LARAVEL_HTTP.test(module) || (root.name === 'Http' && !imports.has('Http')) ? chain : undefined
}

function rootOf(context: StorageContext, node: Node, chain: Chain, depth = 0): Node {
  const at = unwrap(node)
  if (depth > 12) return at
  if (at.type === 'CallExpression') {
    const callee = unwrap(at.callee)
    if (callee.type !== 'MemberExpression') return at
    const name = keyName(callee) ?? '*'
    const [first] = at.arguments as Node[]
    chain.set[name] = first ? context.slice(first).slice(0, 200) : ''
    if (name === 'baseUrl' && first) chain.base = first
    const table = name === 'withOptions' ? tableOf(context, first) : undefined
    if (table) chain.options.push(table)
    return rootOf(context, callee.object, chain, depth + 1)
  }
  const [source] = sourcesOf(context, at)
  return source && source !== at && source.type === 'CallExpression'
    ? rootOf(context, source, chain, depth + 1)
    : at
}

function laravelCall(
  _context: StorageContext,
  start: Pick<Call, 'node' | 'name' | 'at'>,
  method: string,
  args: readonly Node[],
  chain: Chain,
): Call {
  const isSend = method === 'send'
  const address = isSend ? args[1] : args[0]
  const verb = isSend ? args[0] && staticText(args[0]) : method
  return {
    ...start,
    client: 'laravel-http',
    ...verbOf(verb),
    ...(chain.base ? { url: chain.base, path: address } : address && { url: address }),
    options: chain.options,
    set: chain.set,
    ...('attach' in chain.set && { body: 'form-data' as const }),
  }
}

function clientBehind(
  context: StorageContext,
  node: Node,
  imports: Imports,
): { client: ClientId; creation?: Creation } | undefined {
  for (const source of sourcesOf(context, node)) {
    const client = classClient(source, imports)
    if (client) {
      const options = tableOf(context, source.arguments[0])
      const base = options && entriesOf(options).find(({ name }) => /^base_ur[il]$/.test(name))?.value
      return {
        client,
        creation: {
          client,
          node: source,
          options: options ? [options] : [],
          name: dottedName(node).replace(/^this\./, '$this->'),
          ...(base && { base }),
        },
      }
    }
  }
  const name = dottedName(node).replace(/^this\./, '')
  const typed = new RegExp(
    `(?<![\\w\\\\])(\\\\?[\\w\\\\]+)\\s+(?:&\\s*)?\\$${name.replace(/\W/g, '\\$&')}\\b`,
  ).exec(context.text)?.[1]
  const client = typed === undefined ? undefined : clientOfClass(imports.get(typed) ?? typed)
  return client && { client }
}

/** `new Client([...])` of Guzzle, `HttpClient::create([...])` of Symfony. */
function classClient(source: Node, imports: Imports): ClientId | undefined {
  if (source.type === 'NewExpression' && source.callee.type === 'Identifier')
    return clientOfClass(imports.get(source.callee.name) ?? source.callee.name)
  if (source.type !== 'CallExpression') return undefined
  const callee = unwrap(source.callee)
  if (callee.type !== 'MemberExpression' || !/^create(?:ForBaseUri)?$/.test(keyName(callee) ?? ''))
    return undefined
  const object = unwrap(callee.object)
  return object.type === 'Identifier' ? clientOfClass(imports.get(object.name) ?? object.name) : undefined
}

function clientOfClass(name: string): ClientId | undefined {
  if (GUZZLE_CLASS.test(name)) return 'guzzle'
  return SYMFONY_CLASS.test(name) ? 'symfony-http' : undefined
}

const verbOf = (verb: string | undefined): { verb?: string } =>
  verb !== undefined && /^[a-z]+$/i.test(verb) ? { verb: verb.toUpperCase() } : {}
