import { keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from '../storage/context.js'
import type { Call } from './call.js'
import { behind, startOf, verbOf } from './parts.js'

const SENDS =
  /^(Get|Post|Put|Patch|Delete|Head|Send)(?:Json|String|UrlEncoded|Multipart|Stream|Bytes)?(?:List)?Async$/

/** `"https://…".AppendPathSegment("api/v4/leads").WithOAuthBearerToken(token).GetJsonAsync()`. */
export function flurlCall(context: StorageContext, node: Node, method: string): Call | undefined {
  const verb = SENDS.exec(method)?.[1]
  if (verb === undefined || !/\busing\s+Flurl\b/.test(context.text)) return undefined
  const callee = unwrap(node.callee)
  const chain = chainOf(unwrap(callee.object))
  const isClient = chain.links.some((link) => link.name === 'Request')
  const made = behind(context, chain.root).find(
    (each) => each.type === 'NewExpression' && /^(?:FlurlClient|FlurlRequest|Url)$/.test(nameOf(each)),
  )
  const segment = chain.links.find(({ name }) => /^(?:AppendPathSegments?|Request)$/.test(name))?.argument
  const root = made && made.type === 'NewExpression' ? (made.arguments[0] as Node | undefined) : chain.root
  if (!root || (chain.links.length === 0 && !made)) return undefined
  return {
    ...startOf(context, node),
    client: 'flurl',
    ...(verb !== 'Send' && verbOf(verb)),
    ...(isClient && !made ? segment && { url: segment } : { url: root, ...(segment && { path: segment }) }),
    options: [],
  }
}

const nameOf = (made: Node): string => unwrap(made.callee).name ?? ''

interface Link {
  name: string
  argument?: Node
}

/** What a chain of calls begins with, and its links from the last to the first. */
function chainOf(node: Node): { root: Node; links: Link[] } {
  const links: Link[] = []
  let at = node
  while (at.type === 'CallExpression') {
    const callee = unwrap(at.callee)
    if (callee.type !== 'MemberExpression') break
    const [argument] = at.arguments as Node[]
    links.push({ name: keyName(callee) ?? '*', ...(argument && { argument }) })
    at = unwrap(callee.object)
  }
  return { root: at, links }
}
