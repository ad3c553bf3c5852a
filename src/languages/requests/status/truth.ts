import type { ClientId } from '../../../brand/clients/table.js'
import { keyName, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'

/**
 * What a test says of one status: `other` where it turns on something else, `hidden` where it turns on the status in a way
 * that is not written there.
 */
export type Truth = boolean | 'other' | 'hidden'

/** What the code of a test is read with. */
export interface Reading {
  readonly client: ClientId
  readonly language: string
  /** Expressions that are the status. */
  readonly statuses: ReadonlySet<Node>
  /** Expressions that are the answer. */
  readonly answers: ReadonlySet<Node>
  slice(at: Node): string
}

/** Names of statuses in the constants of languages and frameworks: `StatusBadRequest`, `HTTP_UNAUTHORIZED`. */
const NAMED: readonly (readonly [RegExp, number])[] = [
  [/^(?:Status|HTTP_|SC_)?(?:OK|Ok)$/, 200],
  [/^(?:Status|HTTP_|SC_)?(?:CREATED|Created)$/, 201],
  [/^(?:Status|HTTP_|SC_)?(?:NO_?CONTENT|NoContent)$/, 204],
  [/^(?:Status|HTTP_|SC_)?(?:MULTIPLE_CHOICES|MultipleChoices|AMBIGUOUS)$/, 300],
  [/^(?:Status|HTTP_|SC_)?(?:BAD_REQUEST|BadRequest)$/, 400],
  [/^(?:Status|HTTP_|SC_)?(?:UNAUTHORIZED|Unauthorized)$/, 401],
  [/^(?:Status|HTTP_|SC_)?(?:FORBIDDEN|Forbidden)$/, 403],
  [/^(?:Status|HTTP_|SC_)?(?:NOT_FOUND|NotFound)$/, 404],
  [/^(?:Status|HTTP_|SC_)?(?:TOO_MANY_REQUESTS|TooManyRequests)$/, 429],
  [/^(?:Status|HTTP_|SC_)?(?:INTERNAL_SERVER_ERROR|InternalServerError)$/, 500],
]

const COMPARED: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>=': (a, b) => a >= b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '<': (a, b) => a < b,
  '==': (a, b) => a === b,
  '===': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '!==': (a, b) => a !== b,
}

export const isComparison = (operator: string): boolean => Object.hasOwn(COMPARED, operator)

/** What a test says of a status. */
export function truthOf(node: Node, status: number, reading: Reading): Truth {
  const at = unwrap(node)
  const flag = flagOf(at, reading)
  if (flag) return flag(status)
  if (reading.statuses.has(at)) return 'hidden'
  switch (at.type) {
    case 'LogicalExpression':
      return joined(at, status, reading)
    case 'UnaryExpression': {
      const inner = truthOf(at.argument, status, reading)
      return at.operator === '!' ? (typeof inner === 'boolean' ? !inner : inner) : holds(at, reading)
    }
    case 'BinaryExpression': {
      const compare = COMPARED[at.operator as string]
      const [left, right] = [numberOf(at.left, status, reading), numberOf(at.right, status, reading)]
      if (compare && left !== undefined && right !== undefined) return compare(left, right)
      return holds(at, reading)
    }
    case 'CallExpression':
      return listed(at, status, reading) ?? between(at, status, reading) ?? holds(at, reading)
    default:
      return holds(at, reading)
  }
}

/** Of a part that cannot be read: whether the status is in it. */
function holds(node: Node, { statuses }: Reading): 'other' | 'hidden' {
  return [...statuses].some(({ start, end }) => start >= node.start && end <= node.end) ? 'hidden' : 'other'
}

function joined(node: Node, status: number, reading: Reading): Truth {
  const [left, right] = [truthOf(node.left, status, reading), truthOf(node.right, status, reading)]
  const decides = node.operator === '||'
  if (node.operator === '??') return holds(node, reading)
  if (left === decides || right === decides) return decides
  if (left === 'hidden' || right === 'hidden') return 'hidden'
  return left === 'other' || right === 'other' ? 'other' : !decides
}

function numberOf(node: Node, status: number, reading: Reading): number | undefined {
  const at = unwrap(node)
  if (reading.statuses.has(at)) return status
  if (at.type === 'Literal') {
    const value = Number(at.value)
    return /^(?:number|string)$/.test(typeof at.value) && Number.isFinite(value) ? value : undefined
  }
  const name = at.type === 'MemberExpression' ? keyName(at) : at.type === 'Identifier' ? at.name : undefined
  if (name !== undefined) return NAMED.find(([pattern]) => pattern.test(name))?.[1]
  if (at.type !== 'BinaryExpression' || at.operator !== '/') return undefined
  const [left, right] = [numberOf(at.left, status, reading), numberOf(at.right, status, reading)]
  if (left === undefined || right === undefined) return undefined
  return reading.language === 'go' ? Math.floor(left / right) : left / right
}

/** `in_array($code, [200, 204])`, `status in (401, 403)`: a list that is written out. */
function listed(call: Node, status: number, reading: Reading): Truth | undefined {
  const callee = unwrap(call.callee)
  const [given] = call.arguments as Node[]
  const list = callee.type === 'MemberExpression' ? unwrap(callee.object) : undefined
  if (!given || list?.type !== 'ArrayExpression' || keyName(callee) !== 'includes') return undefined
  if (!reading.statuses.has(unwrap(given))) return undefined
  const numbers = (list.elements as (Node | null)[]).map((each) => each && numberOf(each, status, reading))
  const isIn = numbers.includes(status)
  return isIn || numbers.every((each) => typeof each === 'number') ? isIn : 'hidden'
}

/** `200 <= status < 300`, as Python writes it. */
function between(call: Node, status: number, reading: Reading): Truth | undefined {
  const [, low, first = '', second = '', high] =
    /^(\d{3})\s*(<=?)\s*[\w.]+\s*(<=?)\s*(\d{3})$/.exec(reading.slice(call)) ?? []
  if (low === undefined || high === undefined || holds(call, reading) === 'other') return undefined
  const isAbove = COMPARED[first]?.(Number(low), status) ?? false
  return isAbove && (COMPARED[second]?.(status, Number(high)) ?? false)
}

const isBelow400 = (status: number): boolean => status < 400
const isSuccess = (status: number): boolean => status >= 200 && status < 300
const isError = (status: number): boolean => status >= 400
const isUnauthorized = (status: number): boolean => status === 401

/** What answers say of themselves, by client; names that are not here are not known. */
const FLAGS: Partial<Record<ClientId, Readonly<Record<string, (status: number) => boolean>>>> = {
  requests: { ok: isBelow400, raise_for_status: isError },
  aiohttp: { ok: isBelow400, raise_for_status: isError },
  httpx: { is_error: isError, is_success: isSuccess },
  'laravel-http': {
    failed: isError,
    throw: isError,
    successful: isSuccess,
    ok: (status) => status === 200,
    unauthorized: isUnauthorized,
    clientError: (status) => status >= 400 && status < 500,
    serverError: (status) => status >= 500,
  },
}
const FETCH = /fetch$/
/** Words that a test of an answer has, in whatever library. */
const TELLS = /^ok$|ok\?$|succe|fail|error|redirect|raise|throw|unauthori|is_a\?|kind_of/i

/** What an answer says of itself, where the expression asks for that: `res.ok`, `$response->failed()`. */
function flagOf(node: Node, { client, answers }: Reading): ((status: number) => Truth) | undefined {
  const member = node.type === 'CallExpression' ? unwrap(node.callee) : node
  if (member.type !== 'MemberExpression' || !answers.has(unwrap(member.object))) return undefined
  const name = keyName(member) ?? ''
  const known = FLAGS[client]
  if (known && Object.hasOwn(known, name)) return known[name]
  if (FETCH.test(client) && name === 'ok') return isSuccess
  return TELLS.test(name) ? () => 'hidden' : undefined
}

/** Whether an expression asks an answer about itself. */
export const isFlag = (node: Node, reading: Reading): boolean => flagOf(node, reading) !== undefined
