import type { ClientId } from '../../brand/clients/table.js'
import { dottedName, keyName, staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { calledName, callIn, namedArguments, optionIn, plainArguments } from '../storage/call-parts.js'
import type { StorageContext } from '../storage/context.js'
import { classAround } from '../storage/reading.js'
import { type Call, type Creation, type Reader, sourcesOf } from './call.js'
import { type Imports, pythonImports } from './imports.js'
import { constructionsOf } from './lookup.js'

const VERB_METHOD = /^(?:get|post|put|patch|delete|head|options)$/
const MODULES: Readonly<Record<string, ClientId>> = {
  requests: 'requests',
  httpx: 'httpx',
  aiohttp: 'aiohttp',
  urllib3: 'urllib3',
}
/** Classes whose objects send, by module. */
const CLASSES: Readonly<Record<string, ClientId>> = {
  'requests#Session': 'requests',
  'requests#session': 'requests',
  'requests.sessions#Session': 'requests',
  'httpx#Client': 'httpx',
  'httpx#AsyncClient': 'httpx',
  'aiohttp#ClientSession': 'aiohttp',
  'urllib3#PoolManager': 'urllib3',
}

const CLASS_NAMES = ['Session', 'session', 'Client', 'AsyncClient', 'ClientSession', 'PoolManager']

export const pythonRequests: Reader = {
  languages: /^python$/,
  hint: /\b(?:requests|httpx|aiohttp|urllib3?|http\.client)\b/,
  calls(context) {
    const imports = pythonImports(context.text)
    return context.tree.nodes.flatMap((node) =>
      node.type === 'CallExpression' || node.type === 'NewExpression'
        ? (callOf(context, node, imports) ?? [])
        : [],
    )
  },
}

function callOf(context: StorageContext, node: Node, imports: Imports): Call | undefined {
  const callee = unwrap(node.callee)
  const name = dottedName(callee)
  const opened = openerOf(name, imports)
  if (opened) return urllibCall(context, node, callee, name)
  if (callee.type !== 'MemberExpression') {
    const module = callee.type === 'Identifier' ? imports.get(callee.name) : undefined
    const [from = '', imported = ''] = (module ?? '').split('#')
    const client = VERB_METHOD.test(imported) || imported === 'request' ? MODULES[from] : undefined
    return client && verbCall(context, node, callee, name, imported, client, undefined)
  }
  const method = keyName(callee)
  if (method === undefined || !(VERB_METHOD.test(method) || method === 'request' || method === 'stream'))
    return undefined
  const object = unwrap(callee.object)
  const module =
    object.type === 'Identifier' && !context.tree.resolve(object.name, object)
      ? imports.get(object.name)
      : undefined
  const client = module === undefined ? undefined : MODULES[module]
  if (client) return verbCall(context, node, callee, name, method, client, undefined)
  const made = creationBehind(context, object, imports)
  return made && verbCall(context, node, callee, name, method, made.client, made)
}

function verbCall(
  context: StorageContext,
  node: Node,
  callee: Node,
  name: string,
  method: string,
  client: ClientId,
  creation: Creation | undefined,
): Call | undefined {
  const plain = plainArguments(node)
  const isNamed = method === 'request' || method === 'stream'
  const address = optionIn(node, 'url')?.value ?? plain[isNamed ? 1 : 0]
  if (!address) return undefined
  const verb = isNamed ? textOf(context, optionIn(node, 'method')?.value ?? plain[0]) : method
  const table = tableIn(node)
  return {
    client,
    node,
    name,
    at: callee.type === 'MemberExpression' ? callee.property : callee,
    ...(verb !== undefined && /^[a-z]+$/i.test(verb) && { verb: verb.toUpperCase() }),
    url: address,
    options: table ? [table] : [],
    ...(namedArguments(node).some((each) => keyName(each) === 'files') && { body: 'form-data' as const }),
    ...(creation && { creation }),
  }
}

/** The table of the arguments that are given by name. */
function tableIn(node: Node): Node | undefined {
  return (node.arguments as Node[]).find((each) => each.type === 'ObjectExpression' && each.isNamed === true)
}

function textOf(context: StorageContext, node: Node | undefined): string | undefined {
  const texts = node ? sourcesOf(context, node).map((each) => staticText(each)) : []
  return texts.length === 1 ? texts[0] : undefined
}

function openerOf(name: string, imports: Imports): boolean {
  if (/^(?:urllib\.request|urllib2)\.urlopen$/.test(name)) return true
  const [root = '', method] = name.split('.')
  const module = imports.get(root)
  return (
    (module === 'urllib.request#urlopen' && method === undefined) ||
    (/^urllib(?:#|\.)request$/.test(module ?? '') && method === 'urlopen')
  )
}

function urllibCall(context: StorageContext, node: Node, callee: Node, name: string): Call | undefined {
  const [first] = plainArguments(node)
  if (!first) return undefined
  const request = sourcesOf(context, first).find((each) => callIn(each) && calledName(each) === 'Request')
  const from = request ?? node
  const verb = textOf(context, optionIn(from, 'method')?.value)
  const hasBody = optionIn(from, 'data') !== undefined || plainArguments(from).length > 1
  return {
    client: 'urllib.request',
    node,
    name,
    at: callee.type === 'MemberExpression' ? callee.property : callee,
    verb: verb ?? (hasBody ? 'POST' : 'GET'),
    url: request ? (optionIn(request, 'url')?.value ?? plainArguments(request)[0] ?? first) : first,
    options: [request && tableIn(request)].flatMap((table) => table ?? []),
  }
}

/** The session or client behind a name, a field, the `with` around. */
function creationBehind(context: StorageContext, node: Node, imports: Imports): Creation | undefined {
  for (const source of sourcesOf(context, node)) {
    const client = classOf(source, imports)
    if (client) return creation(client, source, node)
    const own = ownClass(context, source, imports)
    if (own) return { ...creation('requests', source, node), set: { subclass: own } }
  }
  if (node.type !== 'Identifier') return undefined
  // `async with httpx.AsyncClient() as client:` where the tree has no value for the name.
  const named = new RegExp(`^\\s*as\\s+${node.name}\\b`)
  const opened = CLASS_NAMES.flatMap((name) => constructionsOf(context.tree, name)).find(
    (each) =>
      each.end <= node.start &&
      classOf(each, imports) !== undefined &&
      named.test(context.text.slice(each.end, each.end + 80)),
  )
  const client = opened && classOf(opened, imports)
  return client && opened ? creation(client, opened, node) : undefined

  function creation(client: ClientId, source: Node, at: Node): Creation {
    const table = tableIn(source)
    const base =
      optionIn(source, 'base_url')?.value ?? (client === 'aiohttp' ? plainArguments(source)[0] : undefined)
    return {
      client,
      node: source,
      options: table ? [table] : [],
      name: nameIn(at),
      ...(base && { base }),
      ...moduleIn(source, imports),
    }
  }
}

/** The text of a class of the file that is a session: `class AmoSession(requests.Session)`. */
function ownClass(context: StorageContext, source: Node, imports: Imports): string | undefined {
  if (!callIn(source) && source.type !== 'NewExpression') return undefined
  const callee = unwrap(source.callee)
  const variable = callee.type === 'Identifier' ? context.tree.resolve(callee.name, callee) : undefined
  const [definition] = (variable?.defs ?? []) as unknown as { node: Node }[]
  const parent = definition && /^Class/.test(definition.node.type) ? definition.node.superClass : undefined
  return definition && parent && sessionIn(dottedName(parent), imports) === 'requests'
    ? context.slice(definition.node)
    : undefined
}

/** `requests` of `requests.Session()`. */
function moduleIn(source: Node, imports: Imports): { module?: string } {
  const [root = '', name] = dottedName(source.callee).split('.')
  const isPlain = imports.get(root) === 'requests' && /^[sS]ession$/.test(name ?? '')
  return isPlain && (source.arguments as Node[]).length === 0 ? { module: root } : {}
}

const nameIn = (node: Node): string => dottedName(node).replace(/^this\./, classAround(node) ? 'self.' : '')

function classOf(source: Node, imports: Imports): ClientId | undefined {
  if (source.type !== 'CallExpression' && source.type !== 'NewExpression') return undefined
  return sessionIn(dottedName(source.callee), imports)
}

function sessionIn(written: string, imports: Imports): ClientId | undefined {
  const [root = '', name, ...more] = written.split('.')
  if (more.length > 0) return undefined
  const module = imports.get(root)
  if (module === undefined) return undefined
  return CLASSES[name === undefined ? module : `${module}#${name}`]
}
