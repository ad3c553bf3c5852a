import { type Cst, childOf, fieldOf, fieldsOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { array, construct, entry, identifier, node as make, object, value } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'

type Shape = 'list' | 'map' | 'struct' | 'unknown'

/** `[]string{…}`, `map[string]bool{…}`, `Client{Host: …}`. */
function composite(node: Cst, to: Lowering): Node {
  const type = fieldOf(node, 'type') as Cst
  return bodyOf(node, fieldOf(node, 'body') as Cst, type, to)
}

/** @param type what is written in front, or what the elements of the literal around have */
function bodyOf(at: Cst, body: Cst, type: Cst | undefined, to: Lowering): Node {
  const shape = shapeOf(type)
  const inner = type && (fieldOf(type, 'element') ?? fieldOf(type, 'value'))
  const elements = namedOf(body)
  const isKeyed = elements.some((element) => element.type === 'keyed_element')
  if (shape === 'map' || (isKeyed && shape !== 'list'))
    return object(
      at,
      elements
        .filter((element) => element.type === 'keyed_element')
        .map((element) => pair(element, shape, inner, to)),
    )
  const fields = type ? fieldNames(type) : []
  if (fields.length > 0 && fields.length === elements.length)
    return object(
      at,
      elements.map((element, i) => {
        const name = fields[i] as Cst
        return entry(element, identifier(element, to.slice(name)), heldIn(element, undefined, to))
      }),
    )
  const items = elements.map((element) => heldIn(valueIn(element), inner, to))
  // The fields of a record in their order.
  if (shape === 'struct' && type && items.length > 0)
    return construct(at, identifier(type, to.slice(type)), items)
  return array(at, items)
}

/** Names of the fields of a record that is written out: `struct{ host string }`. */
function fieldNames(type: Cst): Cst[] {
  if (type.type !== 'struct_type') return []
  const list = childOf(type, 'field_declaration_list')
  return (list ? namedOf(list) : []).flatMap((field) => fieldsOf(field, 'name').filter((name) => name.named))
}

function shapeOf(type: Cst | undefined): Shape {
  switch (type?.type) {
    case 'slice_type':
    case 'array_type':
    case 'implicit_length_array_type':
      return 'list'
    case 'map_type':
      return 'map'
    case undefined:
      return 'unknown'
    default:
      return 'struct'
  }
}

function valueIn(element: Cst): Cst {
  return element.type === 'keyed_element' ? (fieldsOf(element, 'value').at(-1) as Cst) : element
}

/** What stands inside the wrapper of an element; a literal without a type has that of the list around. */
function heldIn(element: Cst, inner: Cst | undefined, to: Lowering): Node {
  const at = element.type === 'literal_element' ? (namedOf(element)[0] ?? element) : element
  return at.type === 'literal_value' ? bodyOf(at, at, inner, to) : to.lower(at)
}

function pair(element: Cst, shape: Shape, inner: Cst | undefined, to: Lowering): Node {
  const written = fieldOf(element, 'key') as Cst
  const key = written.type === 'literal_element' ? (namedOf(written)[0] ?? written) : written
  const held = heldIn(valueIn(element), inner, to)
  if (key.type === 'identifier' && shape !== 'map')
    return entry(element, identifier(key, to.slice(key)), held)
  const lowered = key.type === 'literal_value' ? bodyOf(key, key, undefined, to) : to.lower(key)
  // A name as the key of a map is read: `{hostA: true}`.
  return entry(
    element,
    lowered.type === 'Identifier' ? make('ParenthesizedExpression', key, { expression: lowered }) : lowered,
    held,
  )
}

const number = (node: Cst, to: Lowering): Node => value(node, Number(to.slice(node).replaceAll('_', '')))

export const literals: Handlers = {
  composite_literal: composite,
  int_literal: number,
  float_literal: number,
  imaginary_literal: (node) => value(node, 0),
  true: (node) => value(node, true),
  false: (node) => value(node, false),
  nil: (node) => value(node, null),
  iota: (node) => value(node, 0),
}
