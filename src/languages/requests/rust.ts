import { dottedName, keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from '../storage/context.js'
import { type Call, type Creation, type Reader, sourcesOf } from './call.js'
import { behind, placedArguments, startOf, textOf, verbOf, writtenName } from './parts.js'

const VERB = /^(?:get|post|put|patch|delete|head)$/
const FACADE = /^(?:reqwest\.(?:blocking\.)?(get)|ureq\.(get|post|put|patch|delete|head|request))$/
const MADE =
  /^(?:\w+::)*(?:Client|ClientBuilder|Agent|AgentBuilder)::(?:new|builder|default|config_builder)\b/

export const rustRequests: Reader = {
  languages: /^rust$/,
  hint: /\b(?:reqwest|ureq)\b/,
  calls(context) {
    return context.tree.nodes.flatMap((node) =>
      node.type === 'CallExpression' ? (callOf(context, node) ?? []) : [],
    )
  },
}

function callOf(context: StorageContext, node: Node): Call | undefined {
  const callee = unwrap(node.callee)
  if (callee.type !== 'MemberExpression') return undefined
  const method = (node.written as string | undefined) ?? keyName(callee) ?? ''
  const isNamed = method === 'request'
  if (!VERB.test(method) && !isNamed) return undefined
  const [first, second] = placedArguments(node)
  const url = isNamed ? second : first
  if (!url) return undefined
  const facade = FACADE.exec(dottedName(callee))
  const creation = facade ? undefined : creationBehind(context, callee.object)
  if (!facade && !creation) return undefined
  const named = first && unwrap(first)
  const verb = !isNamed
    ? method
    : named?.type === 'MemberExpression'
      ? keyName(named)
      : textOf(context, named)
  const isOwn = /\.bearer_auth\(/.test(context.slice(statementAround(node)))
  return {
    ...startOf(context, node),
    client: creation?.client ?? (facade?.[1] === undefined ? 'ureq' : 'reqwest'),
    ...verbOf(verb),
    url,
    options: [],
    ...(isOwn && { set: { bearer_auth: 'true' } }),
    ...(creation && { creation }),
  }
}

/** What follows a call in its chain, up to the statement that it stands in. */
function statementAround(node: Node): Node {
  let at = node
  while (at.parent && !/Statement$|Declaration$|^VariableDeclarator$/.test(at.parent.type)) at = at.parent
  return at
}

/** `Client::new()`, a builder, or what is declared to be a client. */
function creationBehind(context: StorageContext, node: Node): Creation | undefined {
  const at = unwrap(node)
  for (const source of [...sourcesOf(context, at), ...behind(context, at)]) {
    const code = context.slice(source)
    if (!MADE.test(code)) continue
    const client = /^(?:ureq::)?Agent/.test(code) ? 'ureq' : 'reqwest'
    const redirect = /\.redirect\(([\s\S]{0,80}?\(\s*\d*\s*\))/.exec(code)?.[1]
    return {
      client,
      node: source,
      options: [],
      set: {
        ...(redirect !== undefined && { redirect }),
        ...(/\.default_headers\(/.test(code) && { default_headers: 'true' }),
      },
      name: writtenName(context, at),
    }
  }
  const name = at.type === 'MemberExpression' ? keyName(at) : (at.name as string | undefined)
  const declared =
    name !== undefined &&
    /^\w+$/.test(name) &&
    new RegExp(
      `\\b${name}\\s*:\\s*&?(?:'\\w+\\s+)?(?:mut\\s+)?(?:Arc<)?(?:(?:reqwest|ureq)::)?(?:blocking::)?(Client|Agent)\\b`,
    ).exec(context.text)
  if (!declared) return undefined
  return {
    client: declared[1] === 'Agent' ? 'ureq' : 'reqwest',
    node: at,
    options: [],
    name: writtenName(context, at),
  }
}
