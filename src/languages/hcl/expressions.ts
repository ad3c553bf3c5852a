import { type Cst, fieldOf, hasToken, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  array,
  binary,
  conditional,
  entry,
  identifier,
  lambda,
  logical,
  node as make,
  member,
  method,
  object,
  other,
  type Range,
  unary,
  value,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { functionOf } from './functions.js'

/** What an expression is made of: a value with everything that is taken out of it. */
function expression(node: Cst, to: Lowering): Node {
  const inner = accessed(namedOf(node), to) ?? value(node, null)
  return hasToken(node, '(') ? make('ParenthesizedExpression', node, { expression: inner }) : inner
}

/** The first of `parts` with the accesses behind it: `var.hosts[0].name`. */
function accessed(parts: readonly Cst[], to: Lowering): Node | undefined {
  const [first, ...rest] = parts
  if (!first) return undefined
  const { base, taken } = baseOf(first, rest, to)
  return rest.slice(taken).reduce((left, part) => accessOf(left, part, to), base)
}

/** Names of the module itself are one name each: what `var.host` means is declared by `variable "host"`. */
function baseOf(first: Cst, rest: readonly Cst[], to: Lowering): { base: Node; taken: number } {
  const [next] = rest
  const isOwn = first.type === 'variable_expr' && /^(?:var|local)$/.test(to.slice(first))
  if (!isOwn || next?.type !== 'get_attr') return { base: to.lower(first), taken: 0 }
  const name = `${to.slice(first)}.${to.slice(namedOf(next)[0] as Cst)}`
  return { base: identifier({ start: first.start, end: next.end }, name), taken: 1 }
}

function accessOf(left: Node, part: Cst, to: Lowering): Node {
  const at: Range = { start: left.start, end: part.end }
  const [inner] = namedOf(part)
  if (part.type === 'get_attr' && inner) return member(at, left, to.slice(inner), inner)
  if (part.type !== 'index') return other(at, part.type, [left])
  const key = inner && namedOf(inner)[0]
  return key ? member(at, left, to.lower(key)) : other(at, part.type, [left])
}

/** Operands stand beside their accesses, without a node of their own. */
function operands(node: Cst, to: Lowering): { values: Node[]; operator: string } {
  const groups: Cst[][] = [[]]
  let operator = ''
  for (const child of node.children) {
    if (/comment$/.test(child.type)) continue
    if (child.named) (groups.at(-1) as Cst[]).push(child)
    else {
      operator = to.slice(child)
      if ((groups.at(-1) as Cst[]).length > 0) groups.push([])
    }
  }
  return { values: groups.flatMap((group) => accessed(group, to) ?? []), operator }
}

function binaryOf(node: Cst, to: Lowering): Node {
  const { values, operator } = operands(node, to)
  const [left, right] = values
  if (!left || !right) return other(node, operator, values)
  if (operator === '||' || operator === '&&') return logical(node, left, operator, right)
  return /^(?:[=!]=|[<>]=?)$/.test(operator)
    ? binary(node, left, operator, right)
    : other(node, operator, values)
}

function unaryOf(node: Cst, to: Lowering): Node {
  const { values, operator } = operands(node, to)
  return values[0] ? unary(node, operator, values[0]) : other(node, operator, [])
}

function conditionalOf(node: Cst, to: Lowering): Node {
  const [test, then, otherwise] = to.all(namedOf(node))
  return test && then && otherwise
    ? conditional(node, test, then, otherwise)
    : other(node, node.type, to.all(namedOf(node)))
}

function objectOf(node: Cst, to: Lowering): Node {
  const elements = namedOf(node).filter((child) => child.type === 'object_elem')
  return object(
    node,
    elements.map((element) =>
      entry(element, keyOf(fieldOf(element, 'key') as Cst, to), to.lower(fieldOf(element, 'val') as Cst)),
    ),
  )
}

/** `[for o in list : … if …]` as `list.filter(…).map(…)`. */
function listOf(node: Cst, to: Lowering): Node {
  const [intro, result, condition] = namedOf(node).filter((child) => /^(?:for_|expression$)/.test(child.type))
  const names = intro ? namedOf(intro).filter((child) => child.type === 'identifier') : []
  const from = intro && namedOf(intro).find((child) => child.type === 'expression')
  const test = condition && namedOf(condition)[0]
  if (!from || !result || names.length === 0) return other(node, node.type, to.all(namedOf(node)))
  // Of two names the first is the place.
  const each = (body: Cst) =>
    lambda(
      body,
      [...names].reverse().map((name) => identifier(name, to.slice(name))),
      to.lower(body),
    )
  const list = to.lower(from)
  const kept = test ? method(node, list, 'filter', [each(test)]) : list
  return method(node, kept, 'map', [each(result)])
}

/** `name = …` and `"name" = …`; a key in parentheses is worked out. */
function keyOf(key: Cst, to: Lowering): Node {
  const parts = namedOf(key)
  const [only] = parts
  if (parts.length === 1 && only?.type === 'variable_expr') return identifier(only, to.slice(only))
  const lowered = to.lower(key)
  return lowered.type === 'Identifier'
    ? make('ParenthesizedExpression', key, { expression: lowered })
    : lowered
}

const inner = (node: Cst, to: Lowering): Node => accessed(namedOf(node), to) ?? value(node, null)

export const expressions: Handlers = {
  expression,
  operation: inner,
  literal_value: inner,
  collection_value: inner,
  template_expr: inner,
  variable_expr: (node, to) => identifier(node, to.slice(node)),
  function_call: (node, to) => {
    const [name, list] = namedOf(node)
    const args = list ? to.all(namedOf(list).filter((child) => child.type === 'expression')) : []
    return functionOf(node, name ?? node, args, to)
  },
  conditional: conditionalOf,
  binary_operation: binaryOf,
  unary_operation: unaryOf,
  tuple: (node, to) => array(node, to.all(namedOf(node).filter((child) => child.type === 'expression'))),
  object: objectOf,
  for_expr: inner,
  for_tuple_expr: listOf,
  numeric_lit: (node, to) => value(node, Number(to.slice(node))),
  bool_lit: (node, to) => value(node, to.slice(node) === 'true'),
  null_lit: (node) => value(node, null),
}
