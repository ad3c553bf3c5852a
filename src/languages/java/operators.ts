import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { array, assignment, conditional, identifier, lambda, member, other, self } from '../grammar/nodes.js'
import { binaryOperation, signed } from '../grammar/operations.js'
import { inLocals, nameIn } from '../jvm/frames.js'
import { inParentheses, reference } from '../jvm/idioms.js'
import type { Node } from '../script/tree.js'
import { localsOf, parametersOf } from './parameters.js'

function unaryOf(node: Cst, to: Lowering): Node {
  const operator = to.slice(fieldOf(node, 'operator') as Cst)
  const operand = to.lower(fieldOf(node, 'operand') as Cst)
  return signed(node, operator, operand)
}

function assign(node: Cst, to: Lowering): Node {
  const operator = to.slice(fieldOf(node, 'operator') as Cst)
  const left = to.lower(fieldOf(node, 'left') as Cst)
  return assignment(node, left, operator, to.lower(fieldOf(node, 'right') as Cst))
}

function lambdaOf(node: Cst, to: Lowering): Node {
  const list = fieldOf(node, 'parameters') as Cst
  const body = fieldOf(node, 'body') as Cst
  const params =
    list.type === 'formal_parameters'
      ? parametersOf(list, to)
      : (list.type === 'identifier' ? [list] : namedOf(list)).map((name) => identifier(name, to.slice(name)))
  return inLocals(to, localsOf(node, to), () => lambda(node, params, to.lower(body)))
}

function methodReference(node: Cst, to: Lowering): Node {
  const [owner, name] = namedOf(node)
  if (!owner || !name || name.type !== 'identifier') return other(node, 'reference', owner ? [] : [])
  const isType = /^[A-Z]/.test(to.slice(owner)) && !/^[A-Z\d_]+$/.test(to.slice(owner))
  const subject = isType ? identifier(owner, to.slice(owner)) : to.lower(owner)
  return reference(node, subject, to.slice(name), isType, to)
}

/** `x instanceof Type name` declares the name. */
function instanceOf(node: Cst, to: Lowering): Node {
  const name = fieldOf(node, 'name')
  const left = to.lower(fieldOf(node, 'left') as Cst)
  if (!name) return other(node, 'instanceof', [left])
  to.written(node, to.slice(name))
  return other(node, 'instanceof', [assignment(node, identifier(name, to.slice(name)), '=', left)])
}

function fieldAccess(node: Cst, to: Lowering): Node {
  const field = fieldOf(node, 'field') as Cst
  if (field.type === 'this') return self(node)
  return member(node, to.lower(fieldOf(node, 'object') as Cst), to.slice(field), field)
}

function arrayCreation(node: Cst, to: Lowering): Node {
  const held = fieldOf(node, 'value') ?? childOf(node, 'array_initializer')
  return held ? inParentheses(node, to.lower(held)) : array(node, [])
}

export const operators: Handlers = {
  identifier: (node, to) => nameIn(node, to.slice(node), to),
  type_identifier: (node, to) => identifier(node, to.slice(node)),
  this: (node) => self(node),
  super: (node) => self(node),
  binary_expression: binaryOperation,
  unary_expression: unaryOf,
  assignment_expression: assign,
  update_expression: (node, to) => other(node, 'update', to.all(namedOf(node))),
  parenthesized_expression: (node, to) => inParentheses(node, to.lower(namedOf(node)[0] as Cst)),
  cast_expression: (node, to) => inParentheses(node, to.lower(fieldOf(node, 'value') as Cst)),
  ternary_expression: (node, to) =>
    conditional(
      node,
      to.lower(fieldOf(node, 'condition') as Cst),
      to.lower(fieldOf(node, 'consequence') as Cst),
      to.lower(fieldOf(node, 'alternative') as Cst),
    ),
  lambda_expression: lambdaOf,
  method_reference: methodReference,
  instanceof_expression: instanceOf,
  field_access: fieldAccess,
  scoped_identifier: (node, to) => {
    const name = fieldOf(node, 'name') as Cst
    return member(node, to.lower(fieldOf(node, 'scope') as Cst), to.slice(name), name)
  },
  array_access: (node, to) =>
    member(node, to.lower(fieldOf(node, 'array') as Cst), to.lower(fieldOf(node, 'index') as Cst)),
  array_initializer: (node, to) => array(node, to.all(namedOf(node))),
  element_value_array_initializer: (node, to) => array(node, to.all(namedOf(node))),
  array_creation_expression: arrayCreation,
  class_literal: (node) => other(node, 'class', []),
}
