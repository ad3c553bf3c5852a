import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  block,
  classOf,
  declare,
  exported,
  fn,
  identifier,
  node as make,
  methodOf,
  property,
  statement,
} from '../grammar/nodes.js'
import { withOutlines } from '../grammar/outline.js'
import type { Node } from '../script/tree.js'
import { pathOf } from './names.js'
import { outlinesIn } from './outlines.js'
import { parametersOf } from './parameters.js'
import { functionBody, statements } from './statements.js'
import { isPublic, isSeenElsewhere } from './survey.js'

/** What a file or an inline module declares; modules of a file are one space of names. */
export function itemsOf(node: Cst, to: Lowering): Node[] {
  return statements(node, to)
}

const seen = (node: Cst, declaration: Node, to: Lowering): Node =>
  isSeenElsewhere(node, to) ? exported(node, declaration) : declaration

function constantOf(node: Cst, to: Lowering): Node {
  const name = fieldOf(node, 'name') as Cst
  const held = fieldOf(node, 'value')
  return declare(node, identifier(name, to.slice(name)), held ? to.lower(held) : null, 'const')
}

function functionOf(node: Cst, name: Cst | undefined, to: Lowering): Node {
  const body = fieldOf(node, 'body')
  const params = parametersOf(fieldOf(node, 'parameters'), to)
  const id = name ? identifier(name, to.slice(name)) : null
  return fn(
    node,
    id,
    params,
    body ? functionBody(body, to, []) : block({ start: node.end, end: node.end }, []),
  )
}

/** `impl Client { … }`: constants and functions of a type, which several blocks may add to. */
function classOfItem(node: Cst, to: Lowering): Node {
  const type = fieldOf(node, 'type') ?? fieldOf(node, 'name')
  const body = fieldOf(node, 'body')
  const isTrait = node.type === 'trait_item' || fieldOf(node, 'trait') !== undefined
  const members = (body ? namedOf(body) : []).flatMap((each) => memberOf(each, isTrait, to))
  const name = type ? pathOf(type, to).replace(/<.*$/, '').replace(/^.*::/, '') : ''
  const id = type && /^\w+$/.test(name) ? identifier(type, name) : null
  return classOf(node, id, null, body ?? node, members)
}

function memberOf(node: Cst, isTrait: boolean, to: Lowering): Node[] {
  const name = fieldOf(node, 'name')
  if (!name) return []
  const id = identifier(name, to.slice(name))
  const access = isTrait || isPublic(node) ? 'public' : 'private'
  if (node.type === 'const_item') {
    const held = fieldOf(node, 'value')
    return [property(node, id, held ? to.lower(held) : null, access)]
  }
  return node.type === 'function_item' ? [methodOf(node, id, functionOf(node, undefined, to), access)] : []
}

/** Attributes of fields and variants, which hold texts. */
function attributesIn(node: Cst, to: Lowering): Node[] {
  const found: Node[] = []
  const stack = [...node.children].reverse()
  for (let at = stack.pop(); at; at = stack.pop()) {
    if (at.type === 'attribute_item') found.push(to.lower(at))
    else stack.push(...[...at.children].reverse())
  }
  return found.map((each) => (/(?:Statement|Declaration)$/.test(each.type) ? each : statement(each, each)))
}

/** Declarations that stand for one item. */
const several = (at: Cst, body: readonly Node[]): Node => make('Items', at, { body })

const moduleOf = (node: Cst, to: Lowering): Node => {
  const body = fieldOf(node, 'body')
  return several(node, body ? statements(body, to) : [])
}

const typeOf = (node: Cst, to: Lowering): Node => several(node, attributesIn(node, to))

/** A struct declares no value: what it looks like hangs on an empty statement behind it. */
function structOf(node: Cst, to: Lowering): Node {
  const behind = block({ start: node.end, end: node.end }, [])
  return several(node, [...attributesIn(node, to), withOutlines(behind, () => outlinesIn(node, to))])
}

export const items: Handlers = {
  const_item: (node, to) => seen(node, constantOf(node, to), to),
  static_item: (node, to) => seen(node, constantOf(node, to), to),
  function_item: (node, to) => seen(node, functionOf(node, fieldOf(node, 'name'), to), to),
  mod_item: moduleOf,
  foreign_mod_item: moduleOf,
  impl_item: (node, to) => exported(node, classOfItem(node, to)),
  trait_item: (node, to) => exported(node, classOfItem(node, to)),
  struct_item: structOf,
  enum_item: typeOf,
  union_item: typeOf,
  type_item: typeOf,
  associated_type: typeOf,
  function_signature_item: typeOf,
}
