import { type Cst, fieldOf, fieldsOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  assignment,
  binary,
  conditional,
  identifier,
  logical,
  node as make,
  method,
  other,
  unary,
  written,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { opaque, percent } from './formats.js'
import { capturing, isTakenApart } from './patterns.js'

const COMPARING: Readonly<Record<string, string>> = {
  '==': '==',
  '!=': '!=',
  '<>': '!=',
  is: '===',
  'is not': '!==',
  '<': '<',
  '>': '>',
  '<=': '<=',
  '>=': '>=',
}

function comparison(node: Cst, to: Lowering): Node {
  const operators = fieldsOf(node, 'operators')
  const operands = node.children.filter((child) => child.named && child.field !== 'operators')
  const [operator] = operators
  const [first, second] = operands
  if (operators.length !== 1 || !operator || !first || !second || operands.length !== 2)
    return chained(node, to.all(operands))
  const left = to.lower(first)
  const right = to.lower(second)
  const word = to.slice(operator).replace(/\s+/g, ' ')
  if (word === 'in') return held(node, left, right)
  if (word === 'not in') return unary(node, '!', held(node, left, right))
  return binary(node, left, COMPARING[word] ?? word, right)
}

/** `a == b == c`: no second test can stand beside one of its parts. */
function chained(node: Cst, operands: readonly Node[]): Node {
  const [first, ...rest] = operands
  return first ? written(method(node, first, 'equals', rest), '==') : other(node, 'comparison', [])
}

/** `x in y`. */
const held = (node: Cst, item: Node, holder: Node): Node =>
  written(method(node, holder, 'includes', [item]), 'in')

function arithmetic(node: Cst, to: Lowering): Node {
  const left = fieldOf(node, 'left') as Cst
  const right = to.lower(fieldOf(node, 'right') as Cst)
  const operator = to.slice(fieldOf(node, 'operator') as Cst)
  if (operator === '%' && isString(left)) return percent(node, left, right, to)
  const first = to.lower(left)
  if (operator === '+') return binary(node, first, '+', right)
  if (operator !== '%' || (right.type === 'Literal' && typeof right.value !== 'string'))
    return other(node, operator, [first, right])
  return opaque(node, first, right.type === 'ArrayExpression' ? (right.elements as Node[]) : [right])
}

export function isString(node: Cst): boolean {
  return node.type === 'string' || node.type === 'concatenated_string'
}

function unaryOf(node: Cst, to: Lowering): Node {
  const operator = fieldOf(node, 'operator')
  return unary(node, operator ? to.slice(operator) : '!', to.lower(fieldOf(node, 'argument') as Cst))
}

function either(node: Cst, to: Lowering): Node {
  const join = to.slice(fieldOf(node, 'operator') as Cst) === 'or' ? '||' : '&&'
  return logical(node, to.lower(fieldOf(node, 'left') as Cst), join, to.lower(fieldOf(node, 'right') as Cst))
}

function choice(node: Cst, to: Lowering): Node {
  const [consequent, test, alternate] = namedOf(node) as [Cst, Cst, Cst]
  return conditional(node, to.lower(test), to.lower(consequent), to.lower(alternate))
}

/** `name := value`. */
function walrus(node: Cst, to: Lowering): Node {
  const name = fieldOf(node, 'name') as Cst
  to.written(name, to.slice(name))
  const value = to.lower(fieldOf(node, 'value') as Cst)
  const kept = isTakenApart(name, to) ? capturing(value) : value
  return assignment(node, identifier(name, to.slice(name)), '=', kept)
}

export const operators: Handlers = {
  comparison_operator: comparison,
  boolean_operator: either,
  not_operator: unaryOf,
  unary_operator: unaryOf,
  binary_operator: arithmetic,
  conditional_expression: choice,
  named_expression: walrus,
  parenthesized_expression: (node, to) =>
    make('ParenthesizedExpression', node, { expression: to.lower(namedOf(node).at(-1) as Cst) }),
  await: (node, to) => make('AwaitExpression', node, { argument: to.lower(namedOf(node)[0] as Cst) }),
}
