import type { StatusCheck } from '../../../requests.js'
import { dottedName, keyName, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import type { StorageContext } from '../../storage/context.js'
import { entryOf } from '../../storage/reading.js'
import { type Call, namedFunctionAround } from '../call.js'
import { callsInside } from '../parts.js'
import { outside, placesOf, thrownOf } from './places.js'
import { isComparison, isFlag, type Reading, type Truth, truthOf } from './truth.js'

const LANGUAGES = /^(?:javascript|typescript|php|python|go)$/

/** What the code makes of the status of the answer to a call; nothing where that is not sure. */
export function statusChecks(context: StorageContext, call: Call): StatusCheck[] {
  if (!LANGUAGES.test(context.language)) return []
  const { client } = call
  const slice = (at: Node) => context.slice(at)
  const base = { client, language: context.language, slice }
  const answered: Reading = { ...base, ...placesOf(context, call) }
  const thrown: Reading = { ...base, ...thrownOf(context, call) }
  return [
    ...lenientIn(context, call, answered),
    ...[answered, thrown].flatMap((reading) => refreshesIn(context, call, reading)),
  ]
}

type Range = Pick<Node, 'start' | 'end'>

/** A test, and what it says of a status. */
interface Test {
  readonly node: Node
  says(status: number): Truth
}

function testsOf(reading: Reading): { tests: Test[]; others: Node[] } {
  const tests = new Map<Node, Test>()
  const others: Node[] = []
  for (const place of [
    ...reading.statuses,
    ...[...reading.answers].flatMap((each) => flagAt(each, reading) ?? []),
  ]) {
    const top = testAround(place)
    if (top === outside(place) && !isFlag(place, reading)) others.push(place)
    else tests.set(top, { node: top, says: (status) => truthOf(top, status, reading) })
  }
  return { tests: [...tests.values()], others }
}

/** `res.ok`, `$response->failed()`. */
function flagAt(answer: Node, reading: Reading): Node | undefined {
  const member = outside(answer).parent
  if (member?.type !== 'MemberExpression' || unwrap(member.object) !== answer) return undefined
  const call =
    member.parent?.type === 'CallExpression' && member.parent.callee === member ? member.parent : member
  return isFlag(call, reading) ? call : undefined
}

/** The whole test that an expression is a part of; itself where it is none. */
function testAround(place: Node): Node {
  let at = outside(place)
  for (let parent = at.parent; parent && isPartOfTest(parent, at); parent = at.parent) at = outside(parent)
  return at
}

function isPartOfTest(parent: Node, part: Node): boolean {
  switch (parent.type) {
    case 'LogicalExpression':
      return true
    case 'UnaryExpression':
      return parent.operator === '!'
    case 'BinaryExpression':
      return isComparison(parent.operator) || parent.operator === '/'
    case 'CallExpression':
      return (
        parent.callee !== part &&
        (parent.written === '==' || /^(?:includes|indexOf)$/.test(keyName(unwrap(parent.callee)) ?? ''))
      )
    default:
      return false
  }
}

/** Tests that take a 308 for success, where nothing else there tells it from one. */
function lenientIn(context: StorageContext, call: Call, reading: Reading): StatusCheck[] {
  const { tests, others } = testsOf(reading)
  const lenient = tests.filter(isLenient).map(({ node }) => node)
  const failing = failsOnError(call)
  if (failing) lenient.push(failing)
  const branches = lenient.flatMap((each) => branchOf(each) ?? [])
  const isApart = (node: Node) => branches.some(({ start, end }) => node.start >= start && node.end <= end)
  const isTold = tests.some(({ node, says }) => !isApart(node) && isTelling(says))
  const isHandedOn = [...others, ...reading.answers].some((each) => !isApart(each) && isLookedInto(each))
  if (isTold || isHandedOn) return []
  return lenient.map((each) => ({ kind: 'lenient', span: context.span(unwrap(each)) }))
}

const isLenient = ({ says }: Test): boolean => {
  const at = says(308)
  return (
    at !== 'hidden' &&
    [200, 201].every((status) => says(status) === at) &&
    [400, 403, 404].every((status) => says(status) !== at && says(status) !== 'hidden')
  )
}

/** Whether a test tells a 308 from success, or may do so. */
const isTelling = (says: Test['says']): boolean => {
  const at = says(308)
  return at === 'hidden' || [200, 201].some((status) => says(status) !== at)
}

/** `CURLOPT_FAILONERROR`: curl fails at 400 and above. */
function failsOnError({ client, options }: Call): Node | undefined {
  if (client !== 'php-curl') return undefined
  for (const table of options) {
    const value = entryOf(table, 'CURLOPT_FAILONERROR')
    if (value?.type === 'Literal' && (value.value === true || value.value === 1)) return value
  }
  return undefined
}

/** Calls that an answer or a status is handed to without being looked into: they print, build or give back. */
const BLIND =
  /^(?:log|info|warn|warning|error|debug|trace|fatal|print|printf|println|sprintf|Errorf|Sprintf|Printf|Println|echo|format|String|str|strval|var_dump|print_r|resolve|reject|cb|callback|done|next|send|json|status|http_response_code|push|append|json_decode|is_wp_error|wp_remote_retrieve_body|wp_remote_retrieve_response_code|wp_remote_retrieve_headers|curl_getinfo|Number|parseInt|int|intval)$/

/** Where a value can stand without being looked into. */
const PLAIN =
  /^(?:Property|ArrayExpression|ReturnStatement|ThrowStatement|TemplateLiteral|NewExpression|ExpressionStatement|ArrowFunctionExpression)$/

/** Whether something else decides by it: a function that it is handed to, a table, a field, a `switch`. */
function isLookedInto(place: Node): boolean {
  const outer = outside(place)
  const { parent } = outer
  switch (parent?.type) {
    case undefined:
      return false
    case 'VariableDeclarator':
      return parent.id.type === 'ObjectPattern' && (parent.id.properties as Node[]).some(isTellingPart)
    case 'AssignmentExpression':
      return unwrap(parent.left).type !== 'Identifier'
    case 'BinaryExpression':
      return parent.operator !== '+'
    case 'MemberExpression':
      return parent.computed === true && parent.property === outer
    case 'CallExpression':
      return parent.callee !== outer && !BLIND.test(calledBy(parent).replace(/^\\/, ''))
    default:
      return !PLAIN.test(parent?.type ?? '')
  }
}

const isTellingPart = (part: Node): boolean =>
  part.type !== 'Property' || /ok|succe|fail|redirect/i.test(keyName(part) ?? '')

const REFRESH =
  /refresh|re_?auth|re_?login|re_?connect|renew|authori[sz]e|authenticate|(?:update|rotate|reissue)\w*tokens?$|^(?:auth|login)$/i

/** Tests for 401 that have a new token fetched. */
function refreshesIn(context: StorageContext, call: Call, reading: Reading): StatusCheck[] {
  return testsOf(reading).tests.flatMap(({ node, says }): StatusCheck[] => {
    const [at, ...others] = [says(401), says(404), says(308), says(200)]
    if (at === 'hidden' || others.some((each) => each === at)) return []
    const branch = others.includes(true) ? elseOf(node) : branchOf(node)
    if (!branch) return []
    const names = callsInside(context, branch).map((each) => calledBy(each))
    if (!names.some((name) => REFRESH.test(name))) return []
    const isAgain = names.some((name) => isAgainOf(call, name)) || /\bcontinue\b/.test(context.slice(branch))
    return [{ kind: isAgain ? 'refresh-and-retry' : 'refresh', span: context.span(unwrap(node)) }]
  })
}

function calledBy(call: Node): string {
  const callee = unwrap(call.callee)
  return (callee.type === 'MemberExpression' ? keyName(callee) : dottedName(callee)) ?? ''
}

/** Whether a call of that name sends the request once more: it is the same, its function, or the client itself. */
function isAgainOf(call: Call, name: string): boolean {
  const own = [calledBy(call.node), call.sent && calledBy(call.sent), namedFunctionAround(call.node)?.name]
  const client = call.creation?.name.replace(/^.*(?:\.|->)/, '')
  return own.includes(name) || client === name || (call.client === 'axios' && name === 'axios')
}

/** What runs where a test holds. */
function branchOf(test: Node): Range | undefined {
  const outer = outside(test)
  const { parent } = outer
  return (parent?.type === 'IfStatement' || parent?.type === 'ConditionalExpression') && parent.test === outer
    ? (parent.consequent as Node)
    : undefined
}

/** What runs where it does not hold: the other branch, or all that follows a branch that leaves. */
function elseOf(test: Node): Range | undefined {
  const parent = outside(test).parent
  if (parent?.type !== 'IfStatement') return undefined
  if (parent.alternate) return parent.alternate as Node
  const body = parent.consequent as Node
  const last = body.type === 'BlockStatement' ? (body.body as Node[]).at(-1) : body
  const isLeft = /^(?:Return|Throw|Continue|Break)Statement$/.test(last?.type ?? '')
  return isLeft && parent.parent ? { start: parent.end, end: parent.parent.end } : undefined
}
