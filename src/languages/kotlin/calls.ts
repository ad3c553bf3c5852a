import { type Cst, childOf, fieldOf, hasToken, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  array,
  call,
  construct,
  identifier,
  lambda,
  member,
  object,
  other,
  self,
  value,
  written,
} from '../grammar/nodes.js'
import { calleeIn, inLocals, nameIn } from '../jvm/frames.js'
import { functionIdiom, inParentheses, listed, methodIdiom, named, pair, reference } from '../jvm/idioms.js'
import { pieces } from '../jvm/texts.js'
import type { Node } from '../script/tree.js'
import { argumentsOf } from './arguments.js'
import { constructorOf } from './constructors.js'
import { kotlinFunction, kotlinMethod } from './idioms.js'
import { localsOf, nameOf } from './parameters.js'
import { bodyOf } from './statements.js'

const lambdaIn = (node: Cst): Cst | undefined => {
  const trailing = childOf(node, 'annotated_lambda')
  return trailing && childOf(trailing, 'lambda_literal')
}

function callOf(node: Cst, to: Lowering): Node {
  const trailing = lambdaIn(node)
  const [first] = namedOf(node)
  const list = childOf(node, 'value_arguments')
  // `get(url) { … }`: the block is one argument more of the call in front.
  const isOuter = trailing !== undefined && !list && first?.type === 'call_expression' && !lambdaIn(first)
  const inner = isOuter && first ? first : node
  const callee = namedOf(inner)[0] as Cst
  const appended = to.slice(callee) === 'buildString' && trailing ? appendedIn(trailing) : undefined
  if (appended) return pieces(node, to.all(appended))
  const plain = argumentsOf(childOf(inner, 'value_arguments'), to)
  const args = trailing ? [...plain, to.lower(trailing)] : plain
  if (callee.type === 'identifier') return bare(node, callee, args, to)
  if (callee.type !== 'navigation_expression' || hasToken(callee, '::'))
    return call(node, to.lower(callee), args)
  return onOwner(node, callee, args, to)
}

function bare(node: Cst, callee: Cst, args: readonly Node[], to: Lowering): Node {
  const name = to.slice(callee)
  const target = calleeIn(callee, name, to)
  if (target.isMethod) return written(call(node, target.node, listed(name, args)), name)
  const built =
    mapOf(node, name, args) ?? kotlinFunction(node, name, args) ?? functionIdiom(node, name, args, to)
  if (built) return built
  if (!/^[A-Z]\w*[a-z]/.test(name)) return call(node, target.node, listed(name, args))
  return construct(node, identifier(callee, name), named(args, constructorOf(to, name)))
}

function onOwner(node: Cst, callee: Cst, args: readonly Node[], to: Lowering): Node {
  const [owner, key] = namedOf(callee) as [Cst, Cst | undefined]
  if (!key) return call(node, to.lower(callee), args)
  const name = to.slice(key)
  const built = functionIdiom(node, `${to.slice(owner)}.${name}`, args, to)
  if (built) return built
  const subject = to.lower(owner)
  const made =
    kotlinMethod(node, subject, name, args, to) ??
    methodIdiom(node, subject, name, args, to) ??
    call(node, member(callee, subject, name, key), listed(name, args))
  // `a || b` of answers that may be missing is no condition.
  return to.slice(callee).includes('?.') ? { ...made, isIndivisible: true } : made
}

/** `mapOf("a" to 1)`; pairs are arrays of two. */
function mapOf(at: Cst, name: string, args: readonly Node[]): Node | undefined {
  if (!/^(?:mapOf|mutableMapOf|hashMapOf|linkedMapOf)$/.test(name)) return undefined
  if (args.some((arg) => !arg.isPair)) return undefined
  return object(
    at,
    args.map(({ elements: [key, held] }) => pair(key, held)),
  )
}

/** What `buildString { append(…) }` puts together, when it does nothing else. */
function appendedIn(body: Cst): Cst[] | undefined {
  const values = namedOf(body).map((each) => {
    const callee = each.type === 'call_expression' ? namedOf(each)[0] : undefined
    const list = childOf(each, 'value_arguments')
    const [only, ...more] = list ? namedOf(list) : []
    const isAppend = callee?.type === 'identifier' && callee.end - callee.start === 6
    return isAppend && only && more.length === 0 ? namedOf(only)[0] : undefined
  })
  return values.length > 0 && values.every((each) => each !== undefined) ? (values as Cst[]) : undefined
}

function infix(node: Cst, to: Lowering): Node {
  const [left, name, right] = namedOf(node) as [Cst, Cst, Cst]
  const word = to.slice(name)
  const [a, b] = [to.lower(left), to.lower(right)]
  if (word === 'to') return { ...array(node, [a, b]), isPair: true }
  return kotlinMethod(node, a, word, [b], to) ?? other(node, word, [a, b])
}

function navigation(node: Cst, to: Lowering): Node {
  const [owner, key] = namedOf(node) as [Cst, Cst | undefined]
  if (!key) return other(node, 'reference', [])
  if (hasToken(node, '::')) {
    const isType = /^[A-Z]/.test(to.slice(owner))
    const subject = isType ? identifier(owner, to.slice(owner)) : to.lower(owner)
    return reference(node, subject, to.slice(key), isType, to)
  }
  return member(node, to.lower(owner), to.slice(key), key)
}

/** A lambda without parameters has one that it calls `it`. */
function lambdaOf(node: Cst, to: Lowering): Node {
  const list = childOf(node, 'lambda_parameters')
  const front = { start: node.start, end: node.start }
  const names = list ? namedOf(list).flatMap((each) => nameOf(each) ?? []) : []
  const params = list ? names.map((name) => identifier(name, to.slice(name))) : [identifier(front, 'it')]
  const body = namedOf(node).filter((each) => each !== list)
  return inLocals(to, localsOf(node, to), () => lambda(node, params, bodyOf(node, body, to)))
}

function indexed(node: Cst, to: Lowering): Node {
  const [object, index] = namedOf(node) as [Cst, Cst]
  return member(node, to.lower(object), to.lower(index))
}

export const calls: Handlers = {
  call_expression: callOf,
  infix_expression: infix,
  navigation_expression: navigation,
  index_expression: indexed,
  lambda_literal: lambdaOf,
  annotated_lambda: (node, to) => to.lower(childOf(node, 'lambda_literal') as Cst),
  callable_reference: (node) => other(node, 'reference', []),
  collection_literal: (node, to) => array(node, to.all(namedOf(node))),
  parenthesized_expression: (node, to) => inParentheses(node, to.lower(namedOf(node)[0] as Cst)),
  as_expression: (node, to) => inParentheses(node, to.lower(fieldOf(node, 'left') as Cst)),
  this_expression: (node) => self(node),
  super_expression: (node) => self(node),
  identifier: (node, to) => {
    const name = to.slice(node)
    const known = name === 'null' ? null : name === 'true' || (name === 'false' ? false : undefined)
    return known === undefined ? nameIn(node, name, to) : value(node, known)
  },
}
