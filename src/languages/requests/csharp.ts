import type { ClientId } from '../../brand/clients/table.js'
import { dottedName, keyName, staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { lastName, type StorageContext } from '../storage/context.js'
import { classAround, entryOf } from '../storage/reading.js'
import { type Call, type Creation, functionAround, type Reader, sourcesOf } from './call.js'
import { flurlCall } from './csharp-flurl.js'
import { behind, startOf, tablesIn, textOf, verbOf, writtenName } from './parts.js'

const HTTP =
  /^(Get|Post|Put|Patch|Delete|Send)(?:String|Stream|ByteArray|FromJson|AsJson|AsXml)?(?:AsAsyncEnumerable|Async)?$/
const REST = /^(?:Execute|Get|Post|Put|Patch|Delete|Head|Download)\w*$/
const WEB = /^(Download|Upload|OpenRead|OpenWrite)(?:String|Data|Values|File)?(?:TaskAsync|Async)?$/
const CLASSES: Readonly<Record<string, ClientId>> = {
  HttpClient: 'dotnet-http',
  WebClient: 'dotnet-webclient',
  RestClient: 'restsharp',
  IRestClient: 'restsharp',
}

export const csharpRequests: Reader = {
  languages: /^csharp$/,
  hint: /HttpClient|WebRequest|WebClient|RestClient|RestService|Flurl/,
  calls(context) {
    return context.tree.nodes.flatMap((node) =>
      node.type === 'CallExpression' ? (callOf(context, node) ?? []) : [],
    )
  },
}

function callOf(context: StorageContext, node: Node): Call | undefined {
  const callee = unwrap(node.callee)
  if (callee.type !== 'MemberExpression') return undefined
  const name = dottedName(callee)
  const [first] = node.arguments as Node[]
  if (/^(?:Http)?WebRequest\.Create(?:Http)?$/.test(name) && first) return webRequest(context, node, first)
  if (/^RestService\.For$/.test(name) && first)
    return { ...startOf(context, node), client: 'refit', url: first, options: [] }
  const method = (keyName(callee) ?? '').replace(/<.*$/, '')
  if (!HTTP.test(method) && !REST.test(method) && !WEB.test(method)) return undefined
  const creation = creationBehind(context, callee.object)
  if (creation?.client === 'restsharp') return restCall(context, node, method, creation)
  if (creation?.client === 'dotnet-webclient') return webClient(context, node, method, creation)
  if (HTTP.test(method) && (creation || /^Send/.test(method))) {
    const call = httpCall(context, node, method, creation)
    if (call) return call
  }
  return flurlCall(context, node, method)
}

function httpCall(
  context: StorageContext,
  node: Node,
  method: string,
  creation: Creation | undefined,
): Call | undefined {
  const [first] = node.arguments as Node[]
  if (!first) return undefined
  const start = { ...startOf(context, node), client: 'dotnet-http' as const }
  const verb = HTTP.exec(method)?.[1]
  if (verb !== 'Send')
    return { ...start, ...verbOf(verb), url: first, options: [], ...(creation && { creation }) }
  const message = behind(context, first).find((each) => isMade(each, 'HttpRequestMessage'))
  if (!message) return undefined
  const [named, address] = (message.arguments as Node[]).filter((each) => each.type !== 'ObjectExpression')
  const tables = tablesIn(message)
  const url =
    address ??
    tables.map((table) => entryOf(table, 'RequestUri')).find((each) => each) ??
    assignedTo(context, first, 'RequestUri')
  const by =
    named ??
    tables.map((table) => entryOf(table, 'Method')).find((each) => each) ??
    assignedTo(context, first, 'Method')
  return {
    ...start,
    ...verbOf(verbNamed(context, by)),
    ...(url && { url }),
    options: [message],
    ...(creation && { creation }),
  }
}

/** `HttpMethod.Post`, `Method.POST`, `"POST"`. */
function verbNamed(context: StorageContext, node: Node | undefined): string | undefined {
  const at = node && unwrap(node)
  if (at?.type === 'MemberExpression') return keyName(at)
  return textOf(context, at)
}

const isMade = (node: Node, name: string): boolean =>
  node.type === 'NewExpression' && dottedName(node.callee) === name

/** What a property of the object under a name is given, in the function around. */
function assignedTo(context: StorageContext, object: Node, property: string): Node | undefined {
  const around = functionAround(object)
  const name = dottedName(object)
  const found = context.tree.nodes.find(
    (each) =>
      each.type === 'AssignmentExpression' &&
      around &&
      each.start >= around.start &&
      each.end <= around.end &&
      dottedName(each.left) === `${name}.${property}`,
  )
  return found?.right as Node | undefined
}

/** `(HttpWebRequest)WebRequest.Create(url)`; verb and options are set on it later. */
function webRequest(context: StorageContext, node: Node, url: Node): Call {
  const around = functionAround(node)
  const code = around ? context.slice(around) : ''
  const verbs = [
    ...new Set(
      [...code.matchAll(/\.Method\s*=\s*(?:"(\w+)"|WebRequestMethods\.Http\.(\w+))/g)].map(
        ([, text, named]) => text ?? named,
      ),
    ),
  ]
  return {
    ...startOf(context, node),
    client: 'dotnet-webrequest',
    ...verbOf(verbs.length === 1 ? verbs[0] : /\.Method\s*=/.test(code) ? undefined : 'GET'),
    url,
    options: [],
    set: redirectIn(code),
  }
}

function redirectIn(code: string): Record<string, string> {
  const said = /\bAllowAutoRedirect\s*=\s*(true|false)/.exec(code)?.[1]
  return said === undefined ? {} : { AllowAutoRedirect: said }
}

function webClient(
  context: StorageContext,
  node: Node,
  method: string,
  creation: Creation,
): Call | undefined {
  const kind = WEB.exec(method)?.[1]
  const [url, second] = node.arguments as Node[]
  if (kind === undefined || !url) return undefined
  const named = second && staticText(second)
  const verb = /^(?:Download|OpenRead)$/.test(kind)
    ? 'GET'
    : named !== undefined && /^[A-Z]+$/.test(named)
      ? named
      : 'POST'
  return { ...startOf(context, node), client: 'dotnet-webclient', verb, url, options: [], creation }
}

/** `client.ExecuteAsync(new RestRequest("api/v4/leads", Method.Post))`. */
function restCall(context: StorageContext, node: Node, method: string, creation: Creation): Call | undefined {
  const [first] = node.arguments as Node[]
  if (!REST.test(method) || !first) return undefined
  const request = behind(context, first).find((each) => isMade(each, 'RestRequest'))
  const args = (request?.arguments ?? []) as Node[]
  const path = request
    ? args.find((each) => !isMethod(each))
    : staticText(first) === undefined
      ? undefined
      : first
  const named = args.find(isMethod) ?? assignedTo(context, first, 'Method')
  const own = /^(?:Get|Post|Put|Patch|Delete|Head)/.exec(method)?.[0]
  return {
    ...startOf(context, node),
    client: 'restsharp',
    ...verbOf(own ?? (named ? verbNamed(context, named) : request ? 'GET' : undefined)),
    ...(path && { url: path }),
    options: request ? [request] : [],
    creation,
  }
}

const isMethod = (node: Node): boolean => /^Method\./.test(dottedName(node))

/** The object that a call goes through: made here, or declared with the type of a client. */
function creationBehind(context: StorageContext, node: Node): Creation | undefined {
  const at = unwrap(node)
  const made = behind(context, at).find(
    (each) =>
      (each.type === 'NewExpression' && Object.hasOwn(CLASSES, dottedName(each.callee))) ||
      (each.type === 'CallExpression' && /\.CreateClient$/.test(dottedName(each.callee))),
  )
  const name = lastName(at)
  const client = made
    ? (CLASSES[dottedName(made.callee)] ?? 'dotnet-http')
    : name === undefined
      ? undefined
      : declaredAs(context, name)
  if (!client) return undefined
  const around = classAround(at)
  const base = baseOf(context, made, around, name)
  return {
    client,
    node: made ?? at,
    options: made ? tablesIn(made) : [],
    set: redirectIn(around ? context.slice(around) : context.text),
    name: writtenName(context, at),
    ...(base && { base }),
  }
}

function declaredAs(context: StorageContext, name: string): ClientId | undefined {
  if (!/^\w+$/.test(name)) return undefined
  const found = new RegExp(`\\b(HttpClient|WebClient|I?RestClient)\\??\\s+${name}\\b`).exec(context.text)
  return found ? CLASSES[found[1] as string] : undefined
}

/** What the client is made with, or given as its `BaseAddress` in the class. */
function baseOf(
  context: StorageContext,
  made: Node | undefined,
  around: Node | undefined,
  name: string | undefined,
): Node | undefined {
  const [first] = (made?.arguments ?? []) as Node[]
  if (made && /RestClient$/.test(dottedName(made.callee)) && first) {
    const options = sourcesOf(context, first).find((each) => isMade(each, 'RestClientOptions'))
    return (options?.arguments[0] as Node | undefined) ?? first
  }
  const own =
    made &&
    tablesIn(made)
      .map((table) => entryOf(table, 'BaseAddress', 'BaseUrl'))
      .find((each) => each)
  if (own) return own
  const given = context.tree.nodes.filter(
    (each) =>
      each.type === 'AssignmentExpression' &&
      (!around || (each.start >= around.start && each.end <= around.end)) &&
      keyName(unwrap(each.left)) === 'BaseAddress',
  )
  const fitting = given.filter((each) => lastName(unwrap(each.left).object) === name)
  return (fitting[0] ?? (given.length === 1 ? given[0] : undefined))?.right as Node | undefined
}
