import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { call, member, written } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { isPassed, originsOf } from './builders.js'
import { functionIdiom, methodIdiom } from './idioms.js'
import { inParentheses, isMacro, macroCall } from './macro-calls.js'
import { pathOf } from './names.js'

/** What a call is given. */
export const argumentsOf = (node: Cst): Cst[] => {
  const list = fieldOf(node, 'arguments')
  return list ? namedOf(list).filter((each) => each.type !== 'attribute_item') : []
}

function callOf(node: Cst, to: Lowering): Node {
  const whole = fieldOf(node, 'function') as Cst
  if (isMacro(whole, to)) return macroCall(node, pathOf(whole, to), argumentsOf(node), to)
  const callee = whole.type === 'generic_function' ? (fieldOf(whole, 'function') as Cst) : whole
  if (callee.type === 'field_expression') return methodCall(node, callee, whole, to)
  const args = argumentsOf(node).map((each) => to.lower(each))
  if (/identifier$/.test(callee.type)) {
    const built = functionIdiom(node, pathOf(callee, to), args, to)
    if (built) return built
  }
  return call(node, to.lower(callee), args)
}

function methodCall(node: Cst, callee: Cst, whole: Cst, to: Lowering): Node {
  const name = to.slice(fieldOf(callee, 'field') as Cst)
  const object = fieldOf(callee, 'value') as Cst
  if (isPassed(node, to)) return to.lower(object)
  const origins = originsOf(node, name, to)
  if (origins) return written(call(node, member(callee, to.lower(object), name), [origins]), name)
  const args = spreadPairs(
    name,
    argumentsOf(node).map((each) => to.lower(each)),
  )
  const type = whole === callee ? undefined : /<([\s\S]*)>$/.exec(to.slice(whole))?.[1]
  const lowered = to.lower(object)
  const built = methodIdiom({
    at: node,
    object: lowered,
    name,
    args,
    to,
    ...(type !== undefined && { type }),
  })
  if (built) return built
  const called = call(node, member(callee, lowered, name, fieldOf(callee, 'field')), args)
  // A chain of calls is named by its last one.
  return /[(?]/.test(to.slice(object)) ? written(called, name) : called
}

/** `.insert_header(("Origin", "https://…"))`: a header as a pair. */
function spreadPairs(name: string, args: Node[]): Node[] {
  const [only] = args
  const isPair =
    /^(?:insert|append)_header$/.test(name) && args.length === 1 && only?.type === 'ArrayExpression'
  return isPair ? (only.elements as Node[]) : args
}

export const calls: Handlers = {
  call_expression: callOf,
  generic_function: (node, to) => to.lower(fieldOf(node, 'function') as Cst),
  try_expression: (node, to) => inParentheses(node, to.lower(namedOf(node)[0] as Cst)),
  await_expression: (node, to) => inParentheses(node, to.lower(namedOf(node)[0] as Cst)),
}
