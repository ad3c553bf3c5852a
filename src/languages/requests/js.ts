import type { ClientId } from '../../brand/clients/table.js'
import { dottedName, keyName, staticText, unwrap } from '../script/names.js'
import type { Node, ScriptTree } from '../script/tree.js'
import type { StorageContext } from '../storage/context.js'
import { classAround, entryOf } from '../storage/reading.js'
import { type Call, type Creation, namedFunctionAround, type Reader, sourcesOf, tableOf } from './call.js'
import { exportedAs } from './exports.js'
import { type Imports, scriptImports } from './imports.js'

const VERB_METHOD = /^(?:get|post|put|patch|delete|del|head|options)$/
/** Modules that are functions with methods for verbs, in the manner of axios. */
const MODULES: Readonly<Record<string, ClientId>> = {
  axios: 'axios',
  got: 'got',
  ky: 'ky',
  ofetch: 'ofetch',
  'ofetch#ofetch': 'ofetch',
  'ofetch#$fetch': 'ofetch',
  'node-fetch': 'node-fetch',
  'cross-fetch': 'cross-fetch',
  'cross-fetch#fetch': 'cross-fetch',
  'isomorphic-fetch': 'isomorphic-fetch',
  'make-fetch-happen': 'make-fetch-happen',
  'undici#fetch': 'undici-fetch',
  'undici#request': 'undici',
  request: 'request',
  'request-promise': 'request',
  'request-promise-native': 'request',
  superagent: 'superagent',
  needle: 'needle',
  http: 'node-http',
  https: 'node-http',
  'node:http': 'node-http',
  'node:https': 'node-http',
  'follow-redirects#http': 'follow-redirects',
  'follow-redirects#https': 'follow-redirects',
}
const MAKING: Readonly<Record<string, RegExp>> = {
  axios: /^create$/,
  got: /^extend$/,
  ky: /^(?:create|extend)$/,
  request: /^defaults$/,
  ofetch: /^create$/,
}
/** Files of pages: their fetch is the browser's. */
const BROWSER = /\b(?:window|document|localStorage|jQuery)\b\s*[.[(]|\bdefine\(\s*\[|\$\(\s*['"`]/

export const jsRequests: Reader = {
  languages: /^(?:javascript|typescript)$/,
  hint: /axios|fetch|https?\.(?:request|get)|\bgot\b|\bky\b|needle|superagent|request|\$\.(?:ajax|get|post)|XMLHttpRequest|undici|HttpService/i,
  calls(context) {
    const imports = scriptImports(context.text)
    const isBrowser =
      BROWSER.test(context.text) &&
      !/\brequire\(\s*['"](?:node:)?(?:fs|http|https|express)['"]/.test(context.text)
    return context.tree.nodes.flatMap((node) => {
      if (node.type !== 'CallExpression') return []
      const call = callOf(context, node, imports, isBrowser)
      if (!call) return []
      // In a page it sends by XMLHttpRequest: its options about redirects say nothing there.
      if (isBrowser && call.client === 'axios') return { ...call, client: 'axios-browser' as const }
      return call.client === 'nest-http' ? { ...call, ...handedIn(context, callee(node)) } : call
    })
  },
  offered,
}

function callOf(context: StorageContext, node: Node, imports: Imports, isBrowser: boolean): Call | undefined {
  const callee = unwrap(node.callee)
  const args = node.arguments as Node[]
  if (callee.type === 'Identifier') return bareCall(context, node, callee, args, imports, isBrowser)
  if (callee.type !== 'MemberExpression') return undefined
  const method = keyName(callee)
  if (method === undefined) return undefined
  const name = dottedName(callee)
  const start = { node, name, at: callee.property as Node }
  if (/^(?:window|self|globalThis)\.fetch$/.test(name))
    return { ...start, client: isBrowser ? 'browser-fetch' : 'fetch', ...fetchArguments(context, args) }
  if (/^(?:\$|jQuery)\.(?:ajax|get|post|getJSON)$/.test(name)) return jqueryCall(context, start, method, args)
  if (method === 'open' && args.length >= 2 && isXhr(context, callee.object))
    return { ...start, client: 'xhr', ...verbOf(staticText(args[0] as Node)), ...url(args[1]), options: [] }
  if (/(?:^|\.)helpers\.(?:httpRequest|request)(?:WithAuthentication|OAuth2|OAuth1)?(?:\.call)?$/.test(name))
    return n8nCall(context, start, args)
  const found = clientBehind(context, callee.object, imports)
  return found && memberCall(context, start, method, args, found)
}

/** Exported clients without a call of their own, and exported functions and methods that calls stand in. */
function offered(context: StorageContext, calls: readonly Call[]): { name: string; call: Call }[] {
  if (!/\bexport\b/.test(context.text)) return []
  const imports = scriptImports(context.text)
  const clients = context.tree.nodes.flatMap((node) => {
    const owner = node.type === 'CallExpression' ? ownerOf(node) : undefined
    const name = owner && exportedAs(context.tree, owner)
    const creation = name && creationOf(context, node, owner, imports)
    return creation ? [{ name, call: pendingCall(node, creation) }] : []
  })
  const functions = calls.flatMap((call) => {
    const around = namedFunctionAround(call.node)
    const name = around && exportedFunction(context.tree, around)
    return name ? [{ name, call }] : []
  })
  return [
    ...clients,
    ...functions.filter(({ name }, i) => functions.findIndex((each) => each.name === name) === i),
  ]
}

/** A call of a client that other files make. */
function pendingCall(node: Node, creation: Creation): Call {
  return {
    client: creation.client,
    node,
    name: creation.name,
    at: unwrap(node.callee),
    options: [],
    creation,
  }
}

/** The name of the variable that a value is declared with, at the top of a module. */
function ownerOf(node: Node): string | undefined {
  const { parent } = node
  const declaration =
    parent?.type === 'VariableDeclarator' && parent.init === node ? parent.parent : undefined
  const outer = declaration?.parent?.type
  return outer === 'Program' || outer === 'ExportNamedDeclaration' ? parent?.id?.name : undefined
}

/** `send` for an exported function, `Client.get` for a method of an exported class. */
function exportedFunction(
  tree: ScriptTree,
  { node, name }: { node: Node; name: string },
): string | undefined {
  const around = node.parent?.type === 'MethodDefinition' ? classAround(node) : undefined
  const outer = around ? (around.id?.name as string | undefined) : name
  const exported = outer && exportedAs(tree, outer)
  if (!exported) return undefined
  if (around) return node.parent?.accessibility === 'private' ? undefined : `${exported}.${name}`
  return tree.program.body.some((each: Node) => isAtTop(each, node)) ? exported : undefined
}

/** Whether a function is a statement of the module itself, or the value of one. */
function isAtTop(statement: Node, node: Node): boolean {
  const declared = /^Export/.test(statement.type) ? (statement.declaration as Node | undefined) : statement
  if (declared === node) return true
  return (
    declared?.type === 'VariableDeclaration' &&
    (declared.declarations as Node[]).some(({ init }) => init && unwrap(init) === node)
  )
}

interface Start {
  node: Node
  name: string
  at: Node
}

/** The client that an expression is, and where it was made, if it was. */
function clientBehind(
  context: StorageContext,
  node: Node,
  imports: Imports,
): { client: ClientId; creation?: Creation } | undefined {
  const at = unwrap(node)
  const direct = moduleOf(context, at, imports)
  if (direct) return { client: direct }
  // `this.http.axiosRef`, and services that are handed in.
  if (at.type === 'MemberExpression' && keyName(at) === 'axiosRef')
    return nestService(context, at.object, imports)
  for (const source of sourcesOf(context, at)) {
    const made = creationOf(context, source, dottedName(at), imports)
    if (made) return { client: made.client, creation: made }
    const behind = source === at ? undefined : moduleOf(context, source, imports)
    if (behind) return { client: behind }
  }
  return nestService(context, at, imports)
}

const callee = (call: Node): Node => unwrap(call.callee)

/** Where a class is handed the service that it sends with: `private readonly http: HttpService`. */
function handedIn(context: StorageContext, { object }: Node): Pick<Call, 'handed'> {
  const name = dottedName(object).replace(/\.axiosRef$/, '')
  const around = classAround(object)
  const last = name.replace(/^this\./, '').replace(/\W/g, '\\$&')
  const found = around && new RegExp(`\\b${last}(?=\\s*:\\s*HttpService\\b)`).exec(context.slice(around))
  if (!found) return {}
  const start = around.start + found.index
  return { handed: { name, at: { start, end: start + found[0].length } } }
}

function nestService(
  context: StorageContext,
  node: Node,
  imports: Imports,
): { client: ClientId } | undefined {
  if (![...imports.values()].some((module) => /#HttpService$/.test(module))) return undefined
  const name = dottedName(node).replace(/^this\./, '')
  return new RegExp(`\\b${name.replace(/[^\w]/g, '\\$&')}\\s*:\\s*HttpService\\b`).test(context.text)
    ? { client: 'nest-http' }
    : undefined
}

function moduleOf(context: StorageContext, at: Node, imports: Imports): ClientId | undefined {
  if (at.type === 'Identifier') {
    const variable = context.tree.resolve(at.name, at)
    const isImported =
      !variable ||
      variable.defs.some(({ node }) => /Import|Require/.test(node.type) || isRequire(node as Node))
    const module = isImported ? imports.get(at.name) : amdModule(variable.defs[0]?.name as Node | undefined)
    if (module !== undefined) return MODULES[module.replace(/#default$/, '')]
    return !variable && /^axios$/.test(at.name) ? 'axios' : undefined
  }
  if (at.type === 'MemberExpression') {
    const [object, name] = [unwrap(at.object), keyName(at)]
    const module = object.type === 'Identifier' ? imports.get(object.name) : undefined
    if (module === undefined || name === undefined) return undefined
    return MODULES[name === 'default' ? module : `${module}#${name}`]
  }
  return undefined
}

/** `define(['axios'], function (axios) {…})`: what a parameter is handed. */
function amdModule(parameter: Node | undefined): string | undefined {
  const loaded = parameter?.parent
  const call = loaded?.parent
  if (!parameter || !loaded || call?.type !== 'CallExpression') return undefined
  if (!/^(?:define|require|requirejs)$/.test(dottedName(call.callee))) return undefined
  const names = (call.arguments as Node[]).find(({ type }) => type === 'ArrayExpression')
  const name = names?.elements[(loaded.params as Node[] | undefined)?.indexOf(parameter) ?? -1] as
    | Node
    | undefined
  return name && staticText(name)
}

function isRequire(node: Node): boolean {
  return node.type === 'VariableDeclarator' && /^(?:require|import)\b/.test(dottedName(node.init ?? node))
}

function creationOf(
  context: StorageContext,
  source: Node,
  name: string,
  imports: Imports,
): Creation | undefined {
  if (source.type !== 'CallExpression') return undefined
  const callee = unwrap(source.callee)
  const method = callee.type === 'MemberExpression' ? keyName(callee) : undefined
  if (method === undefined) return undefined
  const client = moduleOf(context, unwrap(callee.object), imports)
  if (!client || !MAKING[client]?.test(method)) return undefined
  const options = tableOf(context, source.arguments[0])
  const base = options && entryOf(options, 'baseURL', 'prefixUrl', 'baseUrl', 'prefix')
  return { client, node: source, options: options ? [options] : [], name, ...(base && { base }) }
}

function bareCall(
  context: StorageContext,
  node: Node,
  callee: Node,
  args: readonly Node[],
  imports: Imports,
  isBrowser: boolean,
): Call | undefined {
  const start = { node, name: callee.name as string, at: callee }
  const isFree = !context.tree.resolve(callee.name, callee)
  if (callee.name === 'fetch' && isFree && !imports.has('fetch'))
    return { ...start, client: isBrowser ? 'browser-fetch' : 'fetch', ...fetchArguments(context, args) }
  const found = clientBehind(context, callee, imports)
  if (!found) return undefined
  const { client, creation } = found
  if (/fetch|^undici|^ky$|^got$|^ofetch$/.test(client))
    return { ...start, client, ...fetchArguments(context, args), ...(creation && { creation }) }
  const [first, second] = args
  if (client === 'needle')
    return {
      ...start,
      client,
      ...verbOf(first && staticText(first)),
      ...url(second),
      options: tables(context, args.slice(2)),
      ...bodyOf(context, args.slice(2)),
    }
  const table = tableOf(context, first)
  const config = table ?? tableOf(context, second)
  const address = table ? entryOf(table, 'url', 'uri') : first
  return {
    ...start,
    client,
    ...verbOf(config && staticOf(context, entryOf(config, 'method'), 'GET')),
    ...url(address),
    options: config ? [config] : [],
    ...bodyOf(context, config ? [entryOf(config, 'data', 'body', 'formData')] : []),
    ...(creation && { creation }),
  }
}

function memberCall(
  context: StorageContext,
  start: Start,
  method: string,
  args: readonly Node[],
  { client, creation }: { client: ClientId; creation?: Creation },
): Call | undefined {
  const made = creation && { creation }
  if (client === 'node-http' || client === 'follow-redirects') {
    if (method !== 'request' && method !== 'get') return undefined
    return nodeHttpCall(context, { ...start, client }, method, args)
  }
  if (method === 'request' && (client === 'axios' || client === 'nest-http' || client === 'undici')) {
    const table = tableOf(context, args[0])
    const config = table ?? tableOf(context, args[1])
    return {
      ...start,
      client,
      ...verbOf(staticOf(context, config && entryOf(config, 'method'), table ? 'GET' : undefined)),
      ...url(table ? entryOf(table, 'url') : args[0]),
      options: config ? [config] : [],
      ...bodyOf(context, config ? [entryOf(config, 'data', 'body')] : []),
      ...made,
    }
  }
  if (!VERB_METHOD.test(method)) return undefined
  const verb = method === 'del' ? 'DELETE' : method.toUpperCase()
  if (client === 'superagent') return superagentCall(context, start, verb, args)
  const hasBody = /^(?:POST|PUT|PATCH)$/.test(verb) && /^(?:axios|nest-http|needle)$/.test(client)
  const rest = args.slice(hasBody ? 2 : 1)
  return {
    ...start,
    client,
    verb,
    ...url(args[0]),
    options: tables(context, rest),
    ...bodyOf(context, hasBody ? [args[1]] : []),
    ...made,
  }
}

/** Options are set by calls behind it: `.set(…).redirects(0).send(…)`. */
function superagentCall(context: StorageContext, start: Start, verb: string, args: readonly Node[]): Call {
  const set: Record<string, string> = {}
  let body: NonNullable<Call['body']> = 'plain'
  for (
    let at: Node = start.node;
    at.parent?.type === 'MemberExpression' && at.parent.parent?.type === 'CallExpression';
    at = at.parent.parent
  ) {
    const name = keyName(at.parent) ?? '*'
    if (name === 'attach') body = 'form-data'
    const [first] = at.parent.parent.arguments as Node[]
    if (name === 'redirects') set.redirects = first ? context.slice(first) : ''
  }
  return { ...start, client: 'superagent', verb, ...url(args[0]), options: [], set, body }
}

function nodeHttpCall(
  context: StorageContext,
  start: Start & { client: ClientId },
  method: string,
  args: readonly Node[],
): Call {
  const table = args.map((arg) => tableOf(context, arg)).find((each) => each !== undefined)
  const isFirst = table !== undefined && tableOf(context, args[0]) === table
  const verb = staticOf(context, table && entryOf(table, 'method'), 'GET')
  return {
    ...start,
    ...verbOf(method === 'get' ? 'GET' : verb),
    ...url(isFirst ? entryOf(table, 'hostname', 'host') : args[0]),
    ...(isFirst && { path: entryOf(table, 'path') }),
    options: table ? [table] : [],
  }
}

function jqueryCall(
  context: StorageContext,
  start: Start,
  method: string,
  args: readonly Node[],
): Call | undefined {
  const table = tableOf(context, args[0])
  const config = table ?? (method === 'ajax' ? tableOf(context, args[1]) : undefined)
  const verb =
    method === 'post'
      ? 'POST'
      : method === 'ajax'
        ? staticOf(context, config && entryOf(config, 'method', 'type'), 'GET')
        : 'GET'
  return {
    ...start,
    client: 'jquery',
    ...verbOf(verb),
    ...url(table ? entryOf(table, 'url') : args[0]),
    options: config ? [config] : [],
  }
}

function n8nCall(context: StorageContext, start: Start, args: readonly Node[]): Call | undefined {
  const table = args.map((arg) => tableOf(context, arg)).find((each) => each !== undefined)
  if (!table) return undefined
  const base = entryOf(table, 'baseURL')
  return {
    ...start,
    client: 'n8n',
    ...verbOf(staticOf(context, entryOf(table, 'method'), 'GET')),
    ...url(base ?? entryOf(table, 'url', 'uri')),
    ...(base && { path: entryOf(table, 'url', 'uri') }),
    options: [table],
  }
}

function isXhr(context: StorageContext, node: Node): boolean {
  return sourcesOf(context, node).some(
    (source) => source.type === 'NewExpression' && dottedName(source.callee).endsWith('XMLHttpRequest'),
  )
}

function fetchArguments(
  context: StorageContext,
  args: readonly Node[],
): Pick<Call, 'verb' | 'url' | 'options' | 'body'> {
  const table = tableOf(context, args[1])
  const verb =
    args.length > 1 ? staticOf(context, table && entryOf(table, 'method'), table ? 'GET' : undefined) : 'GET'
  return {
    ...verbOf(verb),
    ...url(args[0]),
    options: table ? [table] : [],
    ...bodyOf(context, table ? [entryOf(table, 'body')] : []),
  }
}

const url = (node: Node | undefined): { url?: Node } => (node ? { url: node } : {})

const verbOf = (verb: string | undefined): { verb?: string } =>
  verb !== undefined && /^[a-z]+$/i.test(verb) ? { verb: verb.toUpperCase() } : {}

/** A text, what is meant where nothing stands, `undefined` where something stands that is no text. */
function staticOf(
  context: StorageContext,
  node: Node | undefined,
  absent: string | undefined,
): string | undefined {
  if (!node) return absent
  const texts = sourcesOf(context, node).map((each) => staticText(each))
  return texts.length === 1 ? texts[0] : undefined
}

function tables(context: StorageContext, args: readonly Node[]): Node[] {
  return args.flatMap((arg) => tableOf(context, arg) ?? [])
}

function bodyOf(
  context: StorageContext,
  nodes: readonly (Node | undefined)[],
): { body?: NonNullable<Call['body']> } {
  for (const node of nodes) {
    for (const source of node ? sourcesOf(context, node) : []) {
      const name = /^(?:New|Call)Expression$/.test(source.type) ? dottedName(source.callee) : ''
      if (/FormData$/.test(name)) return { body: 'form-data' }
      if (/(?:createReadStream|Readable\.from|PassThrough)$/.test(name)) return { body: 'stream' }
    }
  }
  return {}
}
