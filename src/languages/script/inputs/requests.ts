import { dottedName, isFunction, keyName, unwrap } from '../names.js'
import type { Node, ScriptTree } from '../tree.js'

/** Members of a request (or event, or address) that hold what the caller sent. */
const HOLDER =
  /^(?:query|body|params|payload|queryStringParameters|queryParams|query_params|urlParams|searchParams|qs)$/
/** Calls that give the same: `Object.fromEntries(url.searchParams)`, `getQuery(event)`, `await request.json()`. */
const GIVING =
  /(?:^|\.)(?:getQuery|readBody|useQuery|formData|json|query|body|getQueryParams|getParsedBody|validated)$|^(?:Object\.fromEntries|(?:qs|querystring|queryString|queryParse)\.parse|URLSearchParams)$/
/** What a server answered is nobody's request. */
const ANSWER = /^(?:this\.)?(?:res|resp|response|result|reply|answer)\b|(?:^|\.)headers?\b/i
const DEPTH = 4
/** The same in frameworks of other languages, on what they call the request. */
const HOLDER_ELSEWHERE =
  /(?:^|\.)(?:request|req|httprequest|call|ctx|context|r|c)(?:\(\))?\.(?:args|values|form|get|post|querystring|query|query_params|queryparams|queryparameters|parameters|formparameters|url\.query\(\)|queryparams\(\))$/i
/** What PHP holds the same in. */
const SUPERGLOBAL = /^\$_(?:GET|POST|REQUEST)$/

/**
 * Whether an expression is the query, form or body of a request (`request`), or something of that name that a function
 * of this file is handed (`parameter`).
 */
export function isRequestData(tree: ScriptTree, node: Node, depth = 0): 'request' | 'parameter' | undefined {
  const at = unwrap(node)
  if (depth > DEPTH) return undefined
  const onward = (next: Node) => isRequestData(tree, next, depth + 1)
  if (tree.joins && isHolderElsewhere(at)) return 'request'
  switch (at.type) {
    case 'MemberExpression':
      return HOLDER.test(keyName(at) ?? '') && !ANSWER.test(dottedName(at.object)) ? 'request' : undefined
    case 'LogicalExpression':
      return onward(at.left)
    case 'CallExpression':
    case 'NewExpression': {
      const callee = dottedName(at.callee)
      if (!GIVING.test(callee) || ANSWER.test(callee)) return undefined
      const isMaker = /^(?:Object|qs|querystring|queryString|queryParse|URLSearchParams)\b/.test(callee)
      return isMaker && callee.startsWith('Object') ? at.arguments[0] && onward(at.arguments[0]) : 'request'
    }
    case 'Identifier':
      return SUPERGLOBAL.test(at.name) ? 'request' : ofName(tree, at, onward)
    default:
      return undefined
  }
}

function isHolderElsewhere(at: Node): boolean {
  return /^(?:Member|Call)Expression$/.test(at.type) && HOLDER_ELSEWHERE.test(dottedName(at))
}

function ofName(
  tree: ScriptTree,
  name: Node,
  onward: (node: Node) => 'request' | 'parameter' | undefined,
): 'request' | 'parameter' | undefined {
  const definition = tree.resolve(name.name, name)?.defs[0]
  const node = definition?.node as Node | undefined
  if (node?.type === 'VariableDeclarator') {
    if (node.id.type === 'Identifier') return node.init ? onward(node.init) : undefined
    // `const { searchParams } = new URL(request.url)`, `const { query } = ctx`.
    return HOLDER.test(name.name) ? 'request' : undefined
  }
  if (!node || !isFunction(node)) return undefined
  const own = (node.params as Node[]).find((param) => param.type === 'Identifier' && param.name === name.name)
  const [decorator] = (own?.decorators ?? []) as Node[]
  if (!decorator) return own ? 'parameter' : HOLDER.test(name.name) ? 'request' : undefined
  return /^(?:Query|Queries|QueryParams?|Body)\(\)$/.test(dottedName(decorator.expression))
    ? 'request'
    : undefined
}

/** Names of what is asked for a parameter by name; the same on a request itself would ask for a header. */
const ASKED = /(?:^|\.)(?:\w*(?:[pP]arams|[qQ]uery|ParamMap)|qs)(?:\(\))?$/

/** Requests of frameworks in other languages than JavaScript, and how a parameter is asked from them. */
const REQUEST = /(?:^|[.:])(?:request|req|input)(?:\(\))?$/i
const READER =
  /^(?:get|post|query|input|string|str|param|(?:get)?(?:Query|Post|Body)?Param|getQuery|getPost|getVar)$/

/** Methods that no other object than a request has: `r.FormValue("referer")`, `c.QueryParam("referer")`. */
const READER_ELSEWHERE =
  /^(?:(?:Post)?FormValue|QueryParam|DefaultQuery|QueryDefault|getParameter|queryParam|FormParam)$/

/** `$request->referer`, where it is a parameter. */
export function isRequestObject(tree: ScriptTree, node: Node): boolean {
  return tree.joins !== undefined && REQUEST.test(dottedName(node))
}

/** The argument that names the parameter which a call reads from a request; `undefined` for every other call. */
export function askedName(tree: ScriptTree, call: Node): Node | undefined {
  const callee = unwrap(call.callee)
  const [first, second] = call.arguments as (Node | undefined)[]
  if (tree.joins && callee.type === 'Identifier') {
    if (callee.name === 'request') return first
    return callee.name === 'filter_input' && /^INPUT_(?:GET|POST)$/.test(first?.name ?? '')
      ? second
      : undefined
  }
  return first && isRequestReader(tree, call) ? first : undefined
}

/** Whether a call reads one parameter of a request by its name. */
function isRequestReader(tree: ScriptTree, call: Node): boolean {
  const callee = unwrap(call.callee)
  if (callee.type !== 'MemberExpression') return false
  const receiver = dottedName(callee.object)
  const method = keyName(callee) ?? ''
  if (READER.test(method) && isRequestObject(tree, callee.object)) return true
  if (tree.joins && isReaderElsewhere(callee, method)) return true
  if (/^(?:query|param|input|queryParam)$/.test(method)) return /(?:^|\.)(?:req|request)$/.test(receiver)
  if (method !== 'get' || ANSWER.test(receiver)) return false
  if (ASKED.test(receiver)) return true
  return unwrap(callee.object).type === 'Identifier' && isRequestData(tree, callee.object) === 'request'
}

function isReaderElsewhere(callee: Node, method: string): boolean {
  if (READER_ELSEWHERE.test(method)) return true
  if (method === 'Query') return /^(?:c|ctx|context)$/.test(dottedName(callee.object))
  return /^get$/i.test(method) && isHolderElsewhere(unwrap(callee.object))
}
