import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { assignment, conditional, node as make, other, unary } from '../grammar/nodes.js'
import { operation } from '../grammar/operations.js'
import type { Node } from '../script/tree.js'

/** A node around another one that adds nothing to it, and is written together with it. */
export const wrapped = (at: Cst, expression: Node): Node => make('TSNonNullExpression', at, { expression })

function binaryOf(node: Cst, to: Lowering): Node {
  const [left, right] = [fieldOf(node, 'left') as Cst, fieldOf(node, 'right') as Cst]
  const operator = to.slice(fieldOf(node, 'operator') as Cst)
  const asked = askedOf(node, left, operator, right, to)
  if (asked) return asked
  const [a, b] = [to.lower(left), to.lower(right)]
  return operation(node, a, operator, b)
}

/** `host?.EndsWith("…") == true`: a second test can only be put beside the whole of it. */
function askedOf(node: Cst, left: Cst, operator: string, right: Cst, to: Lowering): Node | undefined {
  if (right.type !== 'boolean_literal') return undefined
  const isTrue = to.slice(right) === 'true'
  if (operator !== '==' && operator !== '!=') return undefined
  return isTrue === (operator === '==') ? wrapped(node, to.lower(left)) : unary(node, '!', to.lower(left))
}

function prefix(node: Cst, to: Lowering): Node {
  const operator = node.children[0]
  const operand = to.lower(namedOf(node).at(-1) as Cst)
  const sign = operator ? to.slice(operator) : ''
  return sign === '!' || sign === '-' ? unary(node, sign, operand) : other(node, sign, [operand])
}

/** `x!` is `x`; `i++` says nothing about texts. */
const postfix = (node: Cst, to: Lowering): Node => wrapped(node, to.lower(namedOf(node)[0] as Cst))

function assign(node: Cst, to: Lowering): Node {
  const left = fieldOf(node, 'left') as Cst
  const operator = to.slice(fieldOf(node, 'operator') as Cst)
  const right = to.lower(fieldOf(node, 'right') as Cst)
  const target = left.type === 'identifier' && to.slice(left) === '_' ? undefined : targetOf(left, to)
  return target ? assignment(node, target, operator, right) : right
}

function targetOf(left: Cst, to: Lowering): Node {
  if (left.type !== 'tuple_expression') return to.lower(left)
  return make('ArrayPattern', left, { elements: to.all(namedOf(left)) })
}

function ternary(node: Cst, to: Lowering): Node {
  const [test, then, otherwise] = ['condition', 'consequence', 'alternative'].map((field) =>
    to.lower(fieldOf(node, field) as Cst),
  )
  return conditional(node, test as Node, then as Node, otherwise as Node)
}

const inner = (node: Cst, to: Lowering): Node =>
  make('ParenthesizedExpression', node, { expression: to.lower(namedOf(node).at(-1) as Cst) })

/** A cast, `await`, `checked(…)`. */
const passed = (node: Cst, to: Lowering): Node =>
  wrapped(node, to.lower(fieldOf(node, 'value') ?? fieldOf(node, 'left') ?? (namedOf(node).at(-1) as Cst)))

export const operators: Handlers = {
  binary_expression: binaryOf,
  prefix_unary_expression: prefix,
  postfix_unary_expression: postfix,
  assignment_expression: assign,
  conditional_expression: ternary,
  parenthesized_expression: inner,
  cast_expression: passed,
  as_expression: passed,
  checked_expression: passed,
  ref_expression: passed,
  await_expression: (node, to) =>
    make('AwaitExpression', node, { argument: to.lower(namedOf(node)[0] as Cst) }),
  throw_expression: (node, to) => other(node, 'throw', to.all(namedOf(node))),
}
