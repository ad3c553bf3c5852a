import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { array, entry, identifier, object, spread, value } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { isFixed, lengthOf } from './survey.js'

const number = (node: Cst, to: Lowering): Node =>
  value(node, Number(/^-?[\d_]+/.exec(to.slice(node))?.[0].replaceAll('_', '') ?? 0))

/** `["a", "b"]`, `vec!["a", "b"]`; `["a"; 3]` is no list that could grow. */
function list(node: Cst, to: Lowering): Node {
  const items = namedOf(node).filter((each) => each.type !== 'attribute_item' && each.field !== 'length')
  const made = array(node, to.all(items))
  const counted = fieldOf(node, 'length') ? undefined : lengthOf(node, items.length, to)
  if (counted) return { ...made, counted: { start: counted.start, end: counted.end } }
  return fieldOf(node, 'length') || isFixed(node, to) ? { ...made, isFixed: true } : made
}

/** Values by place. */
function tuple(node: Cst, to: Lowering): Node {
  return { ...array(node, to.all(namedOf(node))), isFixed: true }
}

/** `Client { base: "…".into(), ..Default::default() }`. */
function record(node: Cst, to: Lowering): Node {
  const body = fieldOf(node, 'body')
  return object(
    node,
    (body ? namedOf(body) : []).flatMap((each) => {
      const name = fieldOf(each, 'field')
      const held = fieldOf(each, 'value')
      if (name && held) return [entry(each, identifier(name, to.slice(name)), to.lower(held))]
      const [inner] = namedOf(each)
      if (!inner || each.type === 'attribute_item') return []
      if (each.type === 'base_field_initializer') return [spread(each, to.lower(inner))]
      return [entry(each, identifier(each, to.slice(inner)), to.lower(inner))]
    }),
  )
}

export const literals: Handlers = {
  integer_literal: number,
  float_literal: number,
  boolean_literal: (node, to) => value(node, to.slice(node) === 'true'),
  unit_expression: (node) => value(node, null),
  array_expression: list,
  tuple_expression: tuple,
  struct_expression: record,
}
