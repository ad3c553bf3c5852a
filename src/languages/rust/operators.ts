import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  assignment,
  call,
  conditional,
  lambda,
  member,
  method,
  unary,
  value,
  written,
} from '../grammar/nodes.js'
import { binaryOperation } from '../grammar/operations.js'
import type { Node } from '../script/tree.js'
import { inParentheses } from './macro-calls.js'
import { nameOf } from './names.js'
import { parametersOf } from './parameters.js'
import { functionBody } from './statements.js'

function unaryOf(node: Cst, to: Lowering): Node {
  const operand = to.lower(namedOf(node)[0] as Cst)
  const sign = to.slice(node)[0] as string
  // What a reference points to is the same text.
  return sign === '*' ? inParentheses(node, operand) : unary(node, sign, operand)
}

function field(node: Cst, to: Lowering): Node {
  const object = to.lower(fieldOf(node, 'value') as Cst)
  const name = fieldOf(node, 'field') as Cst
  return name.type === 'integer_literal'
    ? member(node, object, to.lower(name))
    : member(node, object, to.slice(name), name)
}

/** `hosts[0]`, `&host[1..]`. */
function index(node: Cst, to: Lowering): Node {
  const [object, place] = namedOf(node) as [Cst, Cst]
  if (place.type !== 'range_expression') return member(node, to.lower(object), to.lower(place))
  return written(method(node, to.lower(object), 'slice', to.all(namedOf(place))), '[..]')
}

function choice(node: Cst, to: Lowering): Node {
  const alternative = fieldOf(node, 'alternative')
  const otherwise = alternative && namedOf(alternative)[0]
  return conditional(
    node,
    to.lower(fieldOf(node, 'condition') as Cst),
    to.lower(fieldOf(node, 'consequence') as Cst),
    otherwise ? to.lower(otherwise) : value({ start: node.end, end: node.end }, null),
  )
}

function closure(node: Cst, to: Lowering): Node {
  const body = fieldOf(node, 'body') as Cst
  const params = parametersOf(fieldOf(node, 'parameters'), to)
  return lambda(node, params, body.type === 'block' ? functionBody(body, to, []) : to.lower(body))
}

const inner = (node: Cst, to: Lowering): Node => inParentheses(node, to.lower(namedOf(node)[0] as Cst))

/** A block that gives a value: its only expression, or a function that is called at once. */
function blockValue(node: Cst, to: Lowering): Node {
  const body = node.type === 'block' ? node : (namedOf(node).find((each) => each.type === 'block') ?? node)
  const [only, ...more] = namedOf(body)
  if (only && more.length === 0 && !/_(?:statement|declaration|item)$/.test(only.type))
    return inParentheses(node, to.lower(only))
  return call(node, lambda(node, [], functionBody(body, to, [])), [])
}

function assign(node: Cst, to: Lowering): Node {
  const operator = fieldOf(node, 'operator')
  const left = to.lower(fieldOf(node, 'left') as Cst)
  return assignment(node, left, operator ? to.slice(operator) : '=', to.lower(fieldOf(node, 'right') as Cst))
}

export const operators: Handlers = {
  identifier: nameOf,
  self: nameOf,
  scoped_identifier: nameOf,
  binary_expression: binaryOperation,
  unary_expression: unaryOf,
  reference_expression: (node, to) =>
    inParentheses(node, to.lower(namedOf(node).find((each) => each.type !== 'mutable_specifier') as Cst)),
  parenthesized_expression: inner,
  type_cast_expression: (node, to) => inParentheses(node, to.lower(fieldOf(node, 'value') as Cst)),
  field_expression: field,
  index_expression: index,
  if_expression: choice,
  closure_expression: closure,
  block: blockValue,
  async_block: blockValue,
  unsafe_block: blockValue,
  const_block: blockValue,
  assignment_expression: assign,
  compound_assignment_expr: assign,
}
