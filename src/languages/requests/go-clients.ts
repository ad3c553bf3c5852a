import { dottedName, isFunction, keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from '../storage/context.js'
import { entryOf, isIn, parameterNames } from '../storage/reading.js'
import { type Creation, sourcesOf } from './call.js'
import type { Imports } from './imports.js'
import { callsOf } from './lookup.js'
import { literalType, recordMethod, typeOf } from './records.js'

/** The client that a call goes through, as far as the file shows it. */
export interface GoClient {
  creation?: Creation
  /** Functions that decide about redirects, with their texts. */
  set?: Record<string, string>
}

/**
 * The client of net/http behind what a request is sent by.
 * @param given the client itself, or the member of it that is called: `c.http`, `c.http.Do`, `c.send`
 */
export function netHttpClient(context: StorageContext, given: Node, imports: Imports): GoClient | undefined {
  const isCalled = given.type === 'MemberExpression' && given.parent?.type === 'CallExpression'
  const method = isCalled ? (keyName(given) as string) : ''
  const client = isCalled ? unwrap(given.object) : given
  const made = madeClient(context, client, imports)
  if (made) return made
  const own = isCalled ? helperBehind(context, client, method) : undefined
  const inner = own && sentIn(context, own, imports)
  if (inner) return inner
  const type = typeOf(context, client)
  if (type !== undefined && isHttpClient(type, imports)) return handedIn(context, client)
  // A function of another file: its calls are told together.
  return isCalled && /^(?:[Dd]o|[Ss]end|[Ee]xec)|[Rr]equest/.test(method)
    ? handedIn(context, given)
    : undefined
}

const isHttpClient = (type: string, imports: Imports): boolean => {
  const [owner = '', name] = type.split('.')
  return name === 'Client' && imports.get(owner) === 'net/http'
}

function madeClient(context: StorageContext, client: Node, imports: Imports): GoClient | undefined {
  for (const source of sourcesOf(context, client)) {
    if (/^\w+\.DefaultClient$/.test(dottedName(source))) return {}
    const type = source.type === 'ObjectExpression' ? literalType(context, source) : undefined
    const isEmpty = source.type === 'ArrayExpression' && /^\w+\.Client\s*\{/.test(context.slice(source))
    if ((type !== undefined && isHttpClient(type, imports)) || isEmpty)
      return {
        creation: {
          client: 'net/http',
          node: source,
          options: isEmpty ? [] : [source],
          name: context.slice(client),
        },
        set: settingsOf(context, client, source),
      }
    if (isOauthClient(source, imports))
      return {
        creation: { client: 'net/http', node: source, options: [], name: context.slice(client) },
        set: { RoundTrip: 'oauth2.Transport' },
      }
  }
  return undefined
}

/** `oauth2.NewClient(ctx, source)`, `config.Client(ctx, token)`: its transport sets the token on every hop. */
function isOauthClient(source: Node, imports: Imports): boolean {
  if (source.type !== 'CallExpression' || ![...imports.values()].includes('golang.org/x/oauth2')) return false
  return (
    dottedName(source.callee) === 'oauth2.NewClient' ||
    (/\.Client$/.test(dottedName(source.callee)) && source.arguments.length === 2)
  )
}

/** Functions in force, wherever they are declared. */
function settingsOf(context: StorageContext, client: Node, literal: Node): Record<string, string> {
  const check = entryOf(literal, 'CheckRedirect') ?? assigned(context, client, 'CheckRedirect')
  const transport = entryOf(literal, 'Transport') ?? assigned(context, client, 'Transport')
  const trip = transport && tripOf(context, transport)
  return {
    ...(check && { CheckRedirect: functionText(context, check) }),
    ...(trip !== undefined && { RoundTrip: trip }),
  }
}

/** `client.CheckRedirect = …`. */
function assigned(context: StorageContext, client: Node, name: string): Node | undefined {
  const wanted = dottedName(client)
  return context.tree.nodes.find(
    (node) =>
      node.type === 'AssignmentExpression' &&
      unwrap(node.left).type === 'MemberExpression' &&
      keyName(unwrap(node.left)) === name &&
      dottedName(unwrap(node.left).object) === wanted,
  )?.right
}

function functionText(context: StorageContext, node: Node): string {
  const [source = node] = sourcesOf(context, node)
  if (source.type === 'Identifier') {
    const [definition] = (context.tree.resolve(source.name, source)?.defs ?? []) as unknown as {
      node: Node
    }[]
    if (definition && isFunction(definition.node)) return context.slice(definition.node)
  }
  const type = source.type === 'MemberExpression' ? typeOf(context, source.object) : undefined
  const method = type === undefined ? undefined : recordMethod(context, type, keyName(source) ?? '')
  return context.slice(method ?? source)
}

/** What the transport does before a request is sent, where the file has its type. */
function tripOf(context: StorageContext, transport: Node): string | undefined {
  for (const source of sourcesOf(context, transport)) {
    const type = source.type === 'ObjectExpression' ? literalType(context, source) : undefined
    if (type === 'oauth2.Transport') return type
    const own = type === undefined ? undefined : recordMethod(context, type, 'RoundTrip')
    if (own) return context.slice(own)
  }
  return undefined
}

/** The own function that is called: `c.send(req)`. */
function helperBehind(context: StorageContext, object: Node, method: string): Node | undefined {
  const type = typeOf(context, object)
  return type === undefined ? undefined : recordMethod(context, type, method)
}

/** The client that sends what a function is given. */
function sentIn(context: StorageContext, helper: Node, imports: Imports): GoClient | undefined {
  const names = parameterNames(helper)
  const sent = callsOf(context.tree, 'Do').find(
    (call) => isIn(call, helper) && (call.arguments as Node[]).some((arg) => names.includes(dottedName(arg))),
  )
  const callee = sent && unwrap(sent.callee)
  return callee?.type === 'MemberExpression' ? netHttpClient(context, callee, imports) : undefined
}

/** Calls through one name are told together. */
function handedIn(context: StorageContext, named: Node): GoClient {
  const name = dottedName(named)
  const last = named.type === 'MemberExpression' ? (keyName(named) as string) : name
  const first =
    named.parent?.type === 'CallExpression'
      ? callsOf(context.tree, last).find((call) => dottedName(call.callee) === name)
      : undefined
  const node = first ? unwrap(first.callee) : firstUse(context, named)
  return { creation: { client: 'net/http', node, options: [], name: context.slice(named) } }
}

function firstUse(context: StorageContext, named: Node): Node {
  const name = dottedName(named)
  return (
    callsOf(context.tree, 'Do')
      .map((call) => unwrap(unwrap(call.callee).object ?? call.callee))
      .find((object) => dottedName(object) === name) ?? named
  )
}

const RESTY = /(?:^|\/)resty(?:\.v\d+|\/v\d+)?$/

/** The resty client that a chain starts with, its base and its policy. */
export function restyClient(context: StorageContext, object: Node, imports: Imports): GoClient | undefined {
  const root = restyRoot(context, object)
  const isPackage = root.type === 'Identifier' && RESTY.test(imports.get(root.name) ?? '')
  const type = isPackage ? undefined : typeOf(context, root)
  const [owner = '', name] = (type ?? '').split('.')
  const isTyped = /^(?:Client|Request)$/.test(name ?? '') && RESTY.test(imports.get(owner) ?? '')
  if (!isPackage && !isTyped) return undefined
  const base = ['SetBaseURL', 'SetHostURL']
    .flatMap((each) => callsOf(context.tree, each))
    .find((call) => {
      const from = restyRoot(context, call)
      return dottedName(from) === dottedName(root)
    })
  const made = isPackage ? newIn(root) : root
  return {
    creation: {
      client: 'resty',
      node: made,
      options: [],
      name: context.slice(isPackage ? made : root),
      ...(base?.arguments[0] && { base: base.arguments[0] as Node }),
    },
  }
}

/** `resty.New()` around `resty`. */
function newIn(root: Node): Node {
  const member = root.parent
  return member?.type === 'MemberExpression' && member.parent?.type === 'CallExpression'
    ? member.parent
    : root
}

/** What a chain of calls starts with, through names. */
function restyRoot(context: StorageContext, node: Node, depth = 0): Node {
  const at = unwrap(node)
  if (depth > 12) return at
  if (at.type === 'CallExpression') {
    const callee = unwrap(at.callee)
    return callee.type === 'MemberExpression' ? restyRoot(context, callee.object, depth + 1) : at
  }
  const [source] = sourcesOf(context, at)
  return source && source !== at ? restyRoot(context, source, depth + 1) : at
}
