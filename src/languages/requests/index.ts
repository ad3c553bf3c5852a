import { REDIRECT_SETTINGS } from '../../brand/clients/settings.js'
import type { Source } from '../../files/source.js'
import type { Address, Carries, RequestFacts, RequestSite, Through } from '../../requests.js'
import { dottedName, isFunction, staticText, unwrap } from '../script/names.js'
import type { Node, ScriptTree } from '../script/tree.js'
import { type StorageContext, storageContext } from '../storage/context.js'
import { classAround, entriesOf, parameterNames } from '../storage/reading.js'
import { addressOf, based } from './address.js'
import { type Call, namedFunctionAround, type Reader } from './call.js'
import { carriedIn, isOfCrm } from './carries.js'
import { csharpRequests } from './csharp.js'
import { goRequests } from './go.js'
import { javaRequests } from './java.js'
import { jsRequests } from './js.js'
import { callsOf } from './lookup.js'
import { makingOf } from './making.js'
import { optionTable } from './option-table.js'
import { phpRequests } from './php.js'
import { pythonRequests } from './python.js'
import { rubyRequests } from './ruby.js'
import { rustRequests } from './rust.js'
import { shellRequests } from './shell.js'
import { statusChecks } from './status/checks.js'

const READERS: readonly Reader[] = [
  jsRequests,
  phpRequests,
  pythonRequests,
  rubyRequests,
  shellRequests,
  goRequests,
  javaRequests,
  csharpRequests,
  rustRequests,
]

/** Whether a text may send requests to the CRM: texts that do not are not parsed for them. */
export function isWorthRequests(text: string, language: string): boolean {
  return isOfCrm(text) && readersOf(text, language).length > 0
}

function readersOf(text: string, language: string): Reader[] {
  return READERS.filter((each) => each.languages.test(language) && each.hint.test(text))
}

/**
 * Requests that a tree sends; `undefined` where it sends none that may go to the CRM.
 * @param base UTF-16 index in `source.text` at which `tree.text` starts
 */
export function collectRequests(
  tree: ScriptTree,
  language: string,
  source: Source,
  base: number,
): RequestFacts | undefined {
  if (!isOfCrm(tree.text)) return undefined
  const readers = readersOf(tree.text, language)
  if (readers.length === 0) return undefined
  const context = storageContext(tree, language, source, base)
  const calls = readers.flatMap((reader) => reader.calls(context))
  const requests = calls.map((call) => siteOf(context, call)).sort((a, b) => a.span.start - b.span.start)
  const offers = readers
    .flatMap((reader) => reader.offered?.(context, calls) ?? [])
    .map(({ name, call }) => ({ name, request: siteOf(context, call) }))
  if (requests.length === 0 && offers.length === 0) return undefined
  return { requests, ...(offers.length > 0 && { offers }) }
}

function siteOf(context: StorageContext, call: Call): RequestSite {
  const written = wholeAddress(context, call)
  const through = throughOf(context, call)
  const table = optionTable(context, call)
  const making = makingOf(context, call)
  const checks = statusChecks(context, call)
  const address = { ...written, texts: written.texts.flatMap((text) => askedFor(text, through)) }
  return {
    client: call.client,
    name: call.name,
    span: context.span(rootOf(call.node)),
    whole: context.span(call.node),
    ...(call.verb !== undefined && { verb: call.verb }),
    address,
    carries: carriesOf(context, call, address),
    body: call.body ?? 'plain',
    settings: settingsOf(context, call),
    through,
    ...(table && { table }),
    ...(making && { making }),
    ...(checks.length > 0 && { checks }),
  }
}

/** An address that is handed in whole is what the calls of the wrapper hand in. */
function askedFor(text: string, { kind, callers }: Through): string[] {
  const paths =
    kind === 'wrapper' && /^\{[\w$.]+\}$/.test(text) ? callers.flatMap(({ path }) => path ?? []) : []
  return paths.length > 0 ? [...new Set(paths)] : [text]
}

function wholeAddress(context: StorageContext, { url, path, within, creation }: Call): Address {
  const own = addressOf(context, url)
  const rest = path ? addressOf(context, path) : undefined
  const end = rest
    ? { texts: based(own.texts, rest.texts), literals: [...own.literals, ...rest.literals] }
    : own
  if (!creation?.base) return within === undefined ? end : { ...end, texts: based([within], end.texts) }
  const start = addressOf(context, creation.base)
  // A block may say the path later, or another file.
  const texts = end.texts.length > 0 ? based(start.texts, end.texts) : start.texts
  return { texts, literals: [...start.literals, ...end.literals] }
}

const LONGEST_VALUE = 400

/** Options of the call before those of the client that it goes through. */
function settingsOf(context: StorageContext, { options, set, creation }: Call): Record<string, string> {
  const settings: Record<string, string> = {}
  for (const table of [...(creation?.options ?? []).toReversed(), ...options.toReversed()])
    for (const { name, value } of entriesOf(table))
      if (REDIRECT_SETTINGS.has(name)) settings[name] = context.slice(value).slice(0, LONGEST_VALUE)
  for (const [name, value] of [...Object.entries(creation?.set ?? {}), ...Object.entries(set ?? {})])
    if (REDIRECT_SETTINGS.has(name)) settings[name] = value
  return settings
}

function carriesOf(context: StorageContext, call: Call, { texts }: Address): Carries {
  const places = [
    chainEnd(call.node),
    ...call.options,
    functionWhole(call.node),
    call.creation?.node,
    call.creation && classAround(call.creation.node),
    // A method in Go stands for itself: its type is the file.
    context.language === 'go' ? context.tree.program : classAround(call.node),
  ]
  for (const place of places) {
    if (!place) continue
    const carried = carriedIn(context.slice(place), texts)
    if (carried) return carried
  }
  // Scripts of commands keep their headers under names.
  const isWhole = call.creation ? !classAround(call.creation.node) : context.language === 'shell'
  return isWhole && carriedIn(context.text, texts) === 'bearer' ? 'bearer' : 'unknown'
}

function functionWhole(node: Node): Node | undefined {
  return namedFunctionAround(node)?.node
}

function throughOf(context: StorageContext, call: Call): Through {
  const wrapper = wrapperOf(context, call)
  // Wrappers around one client are told with it.
  if (wrapper) return call.creation ? { ...wrapper, key: `instance:${call.creation.node.start}` } : wrapper
  if (call.creation)
    return {
      kind: 'instance',
      key: `instance:${call.creation.node.start}`,
      name: call.creation.name,
      span: context.span(call.creation.node),
      callers: [],
    }
  if (call.handed)
    return {
      kind: 'instance',
      key: `handed:${call.handed.at.start}`,
      name: call.handed.name,
      span: context.span(call.handed.at),
      callers: [],
    }
  return {
    kind: 'facade',
    key: `facade:${call.node.start}`,
    name: call.name,
    span: context.span(rootOf(call.node)),
    callers: [],
  }
}

/** The last call of a chain that a call begins: `superagent.get(url).set(…).send()`. */
function chainEnd(call: Node): Node {
  const member =
    call.parent?.type === 'MemberExpression' && call.parent.object === call ? call.parent : undefined
  const next =
    member?.parent?.type === 'CallExpression' && member.parent.callee === member ? member.parent : undefined
  return next ? chainEnd(next) : call
}

/** What a chain of calls starts with: `Http::withToken` of `Http::withToken($token)->get($url)`. */
function rootOf(call: Node): Node {
  const callee = unwrap(call.callee)
  const inner = callee.type === 'MemberExpression' ? unwrap(callee.object) : undefined
  return inner?.type === 'CallExpression' ? rootOf(inner) : callee
}

/** A function that is told what to ask for: its calls are the requests. */
function wrapperOf(context: StorageContext, call: Call): Through | undefined {
  const around = namedFunctionAround(call.node)
  if (!around || !isFunction(around.node)) return undefined
  const names = [...parameterNames(around.node), ...localsOf(context, around.node)]
  const texts = [call.url, call.path].flatMap((node) => (node ? addressOf(context, node).texts : []))
  const said = texts.join(' ')
  const isTold =
    names.some((name) => said.includes(`{${name.replace(/^\$/, '')}}`)) && PATH_NAME.test(names.join(' '))
  // A method that asks for one thing is no wrapper of the client that it goes through.
  const isOwn = call.creation !== undefined && texts.length > 0 && texts.every((text) => OWN_PATH.test(text))
  if (!isTold || isOwn) return undefined
  return {
    kind: 'wrapper',
    key: `wrapper:${around.node.start}`,
    name: `${around.name}()`,
    span: context.span(around.at),
    callers: callersOf(context, around.name, [around.node, call.creation?.node]),
  }
}

const OWN_PATH = /api\/v[234]\/(?:json\/)?[a-z{]|oauth2\/access_token/
/** Names that a function of a script gives its arguments: `local path="$2"`. */
function localsOf(context: StorageContext, node: Node): string[] {
  return context.language === 'shell'
    ? [...context.slice(node).matchAll(/\b(\w+)=["']?\$\{?\d/g)].map(([, name = '']) => name)
    : []
}

const PATH_NAME =
  /path|url|uri|link|endpoint|method|route|resource|action|query|api|entity|(?:^| )[1-9](?: |$)/i

/** A path of one word; no verb. */
const WORD = /^(?!(?:get|post|put|patch|delete|head|options)$)[a-z_]+$/

/** A report of more helps nobody. */
const MOST_CALLERS = 100

/** @param without places that hold calls of others by the same name: its own body, the block that makes its client */
function callersOf(
  context: StorageContext,
  name: string,
  without: readonly (Node | undefined)[],
): Through['callers'] {
  return callsOf(context.tree, name)
    .slice(0, MOST_CALLERS)
    .flatMap((node) => {
      if (without.some((each) => each && node.start >= each.start && node.end <= each.end)) return []
      const callee = unwrap(node.callee)
      if (
        callee.type === 'MemberExpression' &&
        !/^(?:this|self|cls|static|\w+)$/.test(dottedName(callee.object))
      )
        return []
      const texts = (node.arguments as Node[]).flatMap((arg) =>
        staticText(arg) !== undefined ? [staticText(arg) as string] : addressOf(context, arg).texts,
      )
      const path = texts.find((text) => text.includes('/')) ?? texts.find((text) => WORD.test(text))
      return [
        {
          span: context.span(callee.type === 'MemberExpression' ? callee.property : callee),
          ...(path !== undefined && { path }),
        },
      ]
    })
}
