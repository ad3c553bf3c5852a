import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { identifier, node as make, member, method, self, written } from '../grammar/nodes.js'
import { binaryOperation, signed } from '../grammar/operations.js'
import type { Node } from '../script/tree.js'
import { receiverOf } from './receivers.js'

function unaryOf(node: Cst, to: Lowering): Node {
  const operator = to.slice(fieldOf(node, 'operator') as Cst)
  const operand = to.lower(fieldOf(node, 'operand') as Cst)
  // A pointer to a value, and what it points to, hold the same text.
  if (operator === '&' || operator === '*') return inParentheses(node, operand)
  return signed(node, operator, operand)
}

const inParentheses = (at: Cst, expression: Node): Node => make('ParenthesizedExpression', at, { expression })

const inner = (node: Cst, to: Lowering): Node =>
  inParentheses(node, to.lower((fieldOf(node, 'operand') ?? namedOf(node)[0]) as Cst))

/** What holds a whole address, by its name: the host of anything else may be a setting. */
const ADDRESS = /(?:^|\.)(?:u|\w*ur[il]|parsed\w*|r|req|request|ref|referr?er|origin)$/i

function selector(node: Cst, to: Lowering): Node {
  const operand = fieldOf(node, 'operand') as Cst
  const field = fieldOf(node, 'field') as Cst
  const isHost = to.slice(field) === 'Host' && ADDRESS.test(to.slice(operand))
  return member(node, to.lower(operand), isHost ? 'host' : to.slice(field), field)
}

/** `h[len(h)-12:]`. */
function sliced(node: Cst, to: Lowering): Node {
  const places = ['start', 'end'].flatMap((field) => fieldOf(node, field) ?? [])
  return written(method(node, to.lower(fieldOf(node, 'operand') as Cst), 'slice', to.all(places)), '[:]')
}

function name(node: Cst, to: Lowering): Node {
  const word = to.slice(node)
  return receiverOf(to) === word ? self(node) : identifier(node, word)
}

export const operators: Handlers = {
  identifier: name,
  field_identifier: (node, to) => identifier(node, to.slice(node)),
  binary_expression: binaryOperation,
  unary_expression: unaryOf,
  parenthesized_expression: inner,
  type_assertion_expression: inner,
  type_conversion_expression: inner,
  selector_expression: selector,
  index_expression: (node, to) =>
    member(node, to.lower(fieldOf(node, 'operand') as Cst), to.lower(fieldOf(node, 'index') as Cst)),
  slice_expression: sliced,
}
