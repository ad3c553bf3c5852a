import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { array, call, identifier, node as make, member, other, spread, written } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { functionIdiom, methodIdiom } from './idioms.js'
import { packageOf } from './imports.js'

function argumentsOf(list: Cst | undefined, to: Lowering): Node[] {
  return (list ? namedOf(list) : []).map((argument) =>
    /_type$/.test(argument.type) ? other(argument, 'type', []) : to.lower(argument),
  )
}

function callOf(node: Cst, to: Lowering): Node {
  const callee = fieldOf(node, 'function') as Cst
  const args = argumentsOf(fieldOf(node, 'arguments'), to)
  if (callee.type === 'identifier')
    return builtin(node, to.slice(callee), args) ?? call(node, to.lower(callee), args)
  if (callee.type !== 'selector_expression') return call(node, to.lower(callee), args)
  const operand = fieldOf(callee, 'operand') as Cst
  const name = to.slice(fieldOf(callee, 'field') as Cst)
  if (operand.type === 'identifier') {
    const owner = packageOf(to, to.slice(operand))
    const built = functionIdiom(node, `${owner}.${name}`, args, to)
    if (built) return built
  }
  const object = to.lower(operand)
  return methodIdiom(node, object, name, args) ?? call(node, to.lower(callee), args)
}

/** Functions of the language itself. */
function builtin(node: Cst, name: string, args: readonly Node[]): Node | undefined {
  const [first] = args
  if (!first) return undefined
  switch (name) {
    case 'append':
      return array(
        node,
        args.map((arg, i) => (i === 0 ? spread(arg, arg) : arg)),
      )
    case 'len':
      return member(node, first, 'length')
    case 'string':
      return make('ParenthesizedExpression', node, { expression: first })
    case 'panic':
      return written(call(node, identifier(node, 'Error'), args), 'panic')
    default:
      return undefined
  }
}

export const calls: Handlers = {
  call_expression: callOf,
  variadic_argument: (node, to) => spread(node, to.lower(namedOf(node)[0] as Cst)),
}
