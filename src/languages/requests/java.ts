import type { ClientId } from '../../brand/clients/table.js'
import { dottedName, isFunction, keyName, staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from '../storage/context.js'
import type { Call, Reader } from './call.js'
import { blockSteps, chainOf, type Step, statementSteps, stepOf, wholeChain } from './chains.js'
import { type Jvm, jvmOf, senderOf, typedClient } from './java-clients.js'
import { retrofitCalls } from './retrofit.js'

const VERB = /^(?:get|post|put|patch|delete|head|options)$/i
/** Classes of a request with the verb in their name. */
const APACHE = /^Http(Get|Post|Put|Patch|Delete|Head|Options)\w*$/
const COMMONS = /^(Get|Post|Put|Delete|Head)Method$/
const TEMPLATE = /^(get|post|patch)For(?:Object|Entity|Location)$|^(put|delete)$/

export const javaRequests: Reader = {
  languages: /^(?:java|kotlin)$/,
  hint: /\bURL\b|HttpClient|httpclient|apache\.h(?:ttp|c)\.|okhttp|retrofit2|RestTemplate|WebClient|RestClient/,
  calls(context) {
    const jvm = jvmOf(context)
    return [
      ...context.tree.nodes.flatMap((node) =>
        node.type === 'CallExpression' || node.type === 'NewExpression'
          ? (callOf(context, node, jvm) ?? [])
          : [],
      ),
      ...retrofitCalls(context, jvm),
    ]
  },
}

type Start = Pick<Call, 'node' | 'name' | 'at' | 'options'>

function callOf(context: StorageContext, node: Node, jvm: Jvm): Call | undefined {
  const callee = unwrap(node.callee)
  const args = node.arguments as Node[]
  if (callee.type === 'Identifier') return constructed(context, node, callee, args, jvm)
  const method = callee.type === 'MemberExpression' ? keyName(callee) : undefined
  if (method === undefined) return undefined
  const start: Start = { node, name: nameOf(context, callee), at: callee.property as Node, options: [] }
  switch (method) {
    case 'url':
      return jvm.okhttp && args[0] ? okhttpCall(context, start, args[0], jvm) : undefined
    case 'newBuilder':
    case 'uri':
      return uriCall(context, start, callee, args, jvm)
    case 'openConnection':
    case 'openStream':
    case 'readText':
      return connectionCall(context, start, callee)
    default:
      return clientCall(context, start, callee, method, args, jvm)
  }
}

/** `new Request.Builder().url(url).post(body).build()`. */
function okhttpCall(context: StorageContext, start: Start, url: Node, jvm: Jvm): Call | undefined {
  const { root, steps } = chainOf(context, wholeChain(start.node))
  if (!/(?:^|\.)Request\.Builder(?:\(\))?$/.test(dottedName(root.callee ?? root)) && !isBuilder(root, steps))
    return undefined
  return {
    ...start,
    name: 'Request.Builder',
    client: 'okhttp',
    ...builtVerb(context, start.node, steps),
    url,
    ...senderOf(context, start.node, 'okhttp', jvm),
  }
}

/** Kotlin calls what Java makes with `new`: the builder is the first step then. */
const isBuilder = (root: Node, steps: readonly Step[]): boolean =>
  root.type === 'Identifier' && root.name === 'Request' && steps[0]?.name === 'Builder'

/** `HttpRequest.newBuilder(uri)` and `.uri(uri)`; `webClient.get().uri(uri)`. */
function uriCall(
  context: StorageContext,
  start: Start,
  callee: Node,
  [url]: readonly Node[],
  jvm: Jvm,
): Call | undefined {
  if (!url) return undefined
  const { root, steps } = chainOf(context, wholeChain(start.node))
  if (jvm.javaNet && dottedName(root) === 'HttpRequest') {
    const body = steps.some(({ args }) => args.some((arg) => /ofInputStream/.test(context.slice(arg))))
    return {
      ...start,
      name: 'HttpRequest.newBuilder',
      client: 'java-http-client',
      ...builtVerb(context, start.node, steps),
      url,
      ...(body && { body: 'stream' as const }),
      ...senderOf(context, start.node, 'java-http-client', jvm),
    }
  }
  if (!/uri$/.test(keyName(callee) ?? '')) return undefined
  const [first, link] = beforeIn(callee.object)
  const client = typedClient(context, first, jvm)
  if (client?.client !== 'spring-web-client' && client?.client !== 'spring-rest-client') return undefined
  return { ...start, ...client, ...(link && verbIn([link])), url: pathIn(url) }
}

/** `webClient.get()` of `webClient.get().uri(…)`: the client, and the step that says the verb. */
function beforeIn(object: Node): [Node, Step | undefined] {
  const at = unwrap(object)
  const callee = at.type === 'CallExpression' ? unwrap(at.callee) : undefined
  if (callee?.type !== 'MemberExpression') return [at, undefined]
  return [unwrap(callee.object), { name: keyName(callee) ?? '', args: at.arguments, call: at }]
}

/** `builder -> builder.path("/api/v4/leads").build()`. */
function pathIn(url: Node): Node {
  if (!isFunction(url)) return url
  const body = url.body as Node
  if (body.type !== 'BlockStatement') return body
  return ((body.body as Node[]).at(-1)?.argument as Node | undefined) ?? url
}

function connectionCall(context: StorageContext, start: Start, callee: Node): Call | undefined {
  const { root } = chainOf(context, callee.object)
  const address =
    root.type === 'NewExpression' && /^(?:URL|URI)$/.test(dottedName(root.callee)) ? root : undefined
  if (!address) return undefined
  if (keyName(callee) !== 'openConnection')
    return { ...start, client: 'java-url-connection', verb: 'GET', url: callee.object }
  const holder = heldBy(start.node)
  const steps = [
    ...chainOf(context, castChain(start.node)).steps,
    ...(holder ? statementSteps(context, holder) : []),
  ]
  const method = stepOf(steps, 'setRequestMethod', 'requestMethod')
  const writes = stepOf(steps, 'setDoOutput', 'doOutput')
  const follow = stepOf(steps, 'setInstanceFollowRedirects', 'instanceFollowRedirects')
  return {
    ...start,
    client: 'java-url-connection',
    ...(method ? verbOf(method.args[0]) : { verb: writes ? 'POST' : 'GET' }),
    url: callee.object,
    ...(follow?.args[0] && { set: { [follow.name]: context.slice(follow.args[0]) } }),
  }
}

/** The chain that a call is a link of, through casts: `(url.openConnection() as HttpURLConnection).apply { … }`. */
function castChain(call: Node): Node {
  let at = wholeChain(call)
  while (at.parent?.type === 'ParenthesizedExpression') at = wholeChain(at.parent)
  return at
}

/** The name that holds a call, through casts and the block that sets it up. */
function heldBy(call: Node): Node | undefined {
  const at = castChain(call)
  const parent = at.parent
  if (parent?.type === 'VariableDeclarator' && parent.init === at) return parent.id
  return parent?.type === 'AssignmentExpression' && parent.right === at ? unwrap(parent.left) : undefined
}

/** `new HttpGet(url)`, `PostMethod(url)`. */
function constructed(
  context: StorageContext,
  node: Node,
  callee: Node,
  [url]: readonly Node[],
  jvm: Jvm,
): Call | undefined {
  const verb = APACHE.exec(callee.name)?.[1]
  const own = COMMONS.exec(callee.name)?.[1]
  const client: ClientId | undefined =
    verb !== undefined ? jvm.apache : own !== undefined && jvm.commons ? 'commons-http' : undefined
  if (!client || !url) return undefined
  return {
    node,
    name: callee.name,
    at: callee,
    options: [],
    client,
    verb: (verb ?? own ?? '').toUpperCase(),
    url,
    ...senderOf(context, node, client, jvm),
  }
}

/** Calls of the client itself: `restTemplate.getForObject(url, …)`, `client.get(url) { … }`, `RequestBuilder.post(url)`. */
function clientCall(
  context: StorageContext,
  start: Start,
  callee: Node,
  method: string,
  args: readonly Node[],
  jvm: Jvm,
): Call | undefined {
  const object = unwrap(callee.object)
  if (
    jvm.apache &&
    /^(?:Classic|Simple)?RequestBuilder$/.test(dottedName(object)) &&
    VERB.test(method) &&
    args[0]
  )
    return {
      ...start,
      client: jvm.apache,
      verb: method.toUpperCase(),
      url: args[0],
      ...senderOf(context, start.node, jvm.apache, jvm),
    }
  const template = TEMPLATE.exec(method)
  if (jvm.spring && (template || /^(?:exchange|execute)$/.test(method)) && args[0]) {
    const client = typedClient(context, object, jvm)
    if (client?.client !== 'spring-rest-template') return undefined
    const verb = template ? { verb: (template[1] ?? template[2] ?? '').toUpperCase() } : verbOf(args[1])
    return { ...start, ...client, ...verb, url: args[0] }
  }
  if (!jvm.ktor || !(VERB.test(method) || method === 'request')) return undefined
  const client = typedClient(context, object, jvm)
  if (client?.client !== 'ktor') return undefined
  const steps = blockSteps(args.at(-1))
  const url = args[0] && !isFunction(args[0]) ? args[0] : stepOf(steps, 'url')?.args[0]
  if (!url) return undefined
  const verb =
    method === 'request' ? verbOf(stepOf(steps, 'method')?.args[0]) : { verb: method.toUpperCase() }
  return { ...start, ...client, ...verb, url }
}

/** The verb of a builder; one that only some branch sets is open. */
function builtVerb(context: StorageContext, start: Node, steps: readonly Step[]): { verb?: string } {
  const holder = heldBy(start)
  const later = holder ? statementSteps(context, holder) : []
  const set = verbIn(later)
  const maySet = later.some((step) => verbIn([step]) && isConditional(step.call, start))
  return maySet ? {} : (set ?? verbIn(steps) ?? { verb: 'GET' })
}

function isConditional(node: Node, than: Node): boolean {
  let at: Node | undefined = node
  while (at && !/^(?:If|Switch|Conditional)/.test(at.type)) at = at.parent
  return at !== undefined && !(at.start <= than.start && at.end >= than.end)
}

/** What the steps of a builder say of the verb; without one, it has its default. */
function verbIn(steps: readonly Step[]): { verb?: string } | undefined {
  const step = steps.findLast(({ name }) => VERB.test(name) || name === 'method')
  if (!step) return undefined
  return step.name === 'method' ? verbOf(step.args[0]) : { verb: step.name.toUpperCase() }
}

/** `"POST"`, `HttpMethod.POST`, `HttpMethod.Post`. */
function verbOf(node: Node | undefined): { verb?: string } {
  if (!node) return {}
  const at = unwrap(node)
  const text =
    staticText(at) ??
    (at.type === 'MemberExpression' && /HttpMethod$/.test(dottedName(at.object)) ? keyName(at) : undefined)
  return text !== undefined && /^[a-z]+$/i.test(text) ? { verb: text.toUpperCase() } : {}
}

const nameOf = (context: StorageContext, callee: Node): string => {
  const name = context.slice(callee).replace(/\s+/g, '')
  return name.length > 50 ? `…${name.slice(name.lastIndexOf('.'))}` : name
}
