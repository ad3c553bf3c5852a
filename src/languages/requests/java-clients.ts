import type { ClientId } from '../../brand/clients/table.js'
import { dottedName, keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from '../storage/context.js'
import { classAround, membersOf } from '../storage/reading.js'
import { type Call, functionAround } from './call.js'
import { type Chain, chainOf, type Step } from './chains.js'
import { jvmImports } from './imports.js'
import { callsOf } from './lookup.js'

/** Libraries that a file brings in. */
export interface Jvm {
  okhttp: boolean
  javaNet: boolean
  apache: ClientId | undefined
  commons: boolean
  spring: boolean
  ktor: boolean
  retrofit: boolean
}

export function jvmOf(context: StorageContext): Jvm {
  const { named, packages } = jvmImports(context.text)
  const names = [...named.values(), ...packages.map((each) => `${each}.*`)]
  const has = (start: string): boolean => names.some((name) => name.startsWith(start))
  return {
    okhttp: has('okhttp3.') || has('com.squareup.okhttp.'),
    javaNet: has('java.net.http.'),
    apache: has('org.apache.hc.') ? 'apache-http-5' : has('org.apache.http.') ? 'apache-http-4' : undefined,
    commons: has('org.apache.commons.httpclient.'),
    spring: has('org.springframework.'),
    ktor: has('io.ktor.client.'),
    retrofit: has('retrofit2.'),
  }
}

/** Classes of clients, as their names are written. */
const CLASSES: Readonly<Record<string, (jvm: Jvm) => ClientId | false | undefined>> = {
  OkHttpClient: (jvm) => jvm.okhttp && 'okhttp',
  HttpClient: (jvm) =>
    jvm.ktor ? 'ktor' : jvm.javaNet ? 'java-http-client' : (jvm.apache ?? (jvm.commons && 'commons-http')),
  CloseableHttpClient: (jvm) => jvm.apache,
  CloseableHttpAsyncClient: (jvm) => jvm.apache,
  DefaultHttpClient: (jvm) => jvm.apache,
  HttpClients: (jvm) => jvm.apache,
  HttpClientBuilder: (jvm) => jvm.apache,
  RestTemplate: (jvm) => jvm.spring && 'spring-rest-template',
  RestTemplateBuilder: (jvm) => jvm.spring && 'spring-rest-template',
  WebClient: (jvm) => jvm.spring && 'spring-web-client',
  RestClient: (jvm) => jvm.spring && 'spring-rest-client',
}

/** What a client is called to send a request that was made before. */
const SENDS: Readonly<Partial<Record<ClientId, RegExp>>> = {
  okhttp: /^newCall$/,
  'java-http-client': /^send(?:Async)?$/,
  'apache-http-4': /^execute$/,
  'apache-http-5': /^execute$/,
  'commons-http': /^executeMethod$/,
}
const SENDERS = ['newCall', 'send', 'sendAsync', 'execute', 'executeMethod']

type Parts = Pick<Call, 'creation' | 'set'>

/** The client that sends a request of the function around, else the one of the class. */
export function senderOf(context: StorageContext, request: Node, client: ClientId, jvm: Jvm): Parts {
  const around = functionAround(request)
  const of = classAround(request)
  const sends = SENDS[client]
  const calls = SENDERS.filter((name) => sends?.test(name)).flatMap((name) => callsOf(context.tree, name))
  const isInside = (call: Node, outer: Node | undefined): boolean =>
    outer !== undefined && call.start >= outer.start && call.end <= outer.end
  const nearest = [
    ...calls.filter((call) => isInside(call, around)),
    ...calls.filter((call) => isInside(call, of)),
  ]
  for (const call of nearest) {
    const callee = unwrap(call.callee)
    const found = callee.type === 'MemberExpression' ? typedClient(context, callee.object, jvm) : undefined
    if (found?.client === client) return partsOf(found)
  }
  return {}
}

const partsOf = ({ creation, set }: TypedClient): Parts => ({
  ...(creation && { creation }),
  ...(set && { set }),
})

interface TypedClient extends Parts {
  client: ClientId
}

/** What client a value is: by what makes it, or by the type that it is declared with. */
export function typedClient(context: StorageContext, node: Node, jvm: Jvm): TypedClient | undefined {
  const at = unwrap(node)
  const chain = chainOf(context, at)
  const made = classIn(chain)
  const client = made === undefined ? undefined : CLASSES[made]?.(jvm)
  if (client) return createdClient(context, client, at, chain)
  const name = /^(?:this\.)?(\w+)$/.exec(dottedName(at))?.[1]
  const declared = name === undefined ? undefined : CLASSES[declaredType(context.text, name) ?? '']?.(jvm)
  if (!declared || name === undefined) return undefined
  const field = fieldOf(at, name)
  return {
    client: declared,
    ...(field && { creation: { client: declared, node: field, options: [], name } }),
  }
}

/** `OkHttpClient` of `new OkHttpClient()`, `OkHttpClient.Builder()`, `HttpClient.newHttpClient()`. */
function classIn({ root }: Chain): string | undefined {
  const name = dottedName(root.callee ?? root)
  return name.split('.').find((part) => Object.hasOwn(CLASSES, part))
}

function createdClient(context: StorageContext, client: ClientId, at: Node, chain: Chain): TypedClient {
  const base =
    chain.steps.findLast(({ name }) => /^(?:baseUrl|rootUri)$/.test(name)) ?? webBase(client, chain.steps)
  return {
    client,
    creation: {
      client,
      node: chain.root,
      options: [],
      name: context.slice(at).length > 40 ? dottedName(chain.root.callee ?? chain.root) : context.slice(at),
      ...(base?.args[0] && { base: base.args[0] }),
    },
    set: settingsOf(context, chain.steps),
  }
}

/** `WebClient.create(base)`. */
const webBase = (client: ClientId, steps: readonly Step[]): Step | undefined =>
  /^spring-(?:web|rest)-client$/.test(client) ? steps.find(({ name }) => name === 'create') : undefined

/** What the steps set, with the functions and strategies behind names. */
function settingsOf(context: StorageContext, steps: readonly Step[]): Record<string, string> {
  return Object.fromEntries(
    steps.map(({ name, args: [value] }) => {
      if (!value) return [name, '']
      const chain = chainOf(context, value)
      const text = chain.steps.length > 0 || chain.root !== value ? context.slice(chain.root) : ''
      return [name, `${context.slice(value)} ${text}`.trim()]
    }),
  )
}

/** The class that a name is declared with, in Java (`OkHttpClient client`) or Kotlin (`client: OkHttpClient`). */
function declaredType(text: string, name: string): string | undefined {
  return (
    new RegExp(`\\b([A-Z]\\w*)(?:<[^<>\\n]*>)?\\s+${name}\\s*[;,)=]`).exec(text)?.[1] ??
    new RegExp(`\\b${name}\\s*:\\s*([A-Z]\\w*)`).exec(text)?.[1]
  )
}

/** The declaration of a field of the class around. */
function fieldOf(at: Node, name: string): Node | undefined {
  const of = classAround(at)
  const found =
    of && membersOf(of).find((each) => each.type === 'PropertyDefinition' && keyName(each) === name)
  return found?.key
}
