import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { block, call, identifier, node as make, statement, value } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { asStatement, declareAll } from './body.js'

function forOf(node: Cst, to: Lowering): Node {
  const body = to.lower(fieldOf(node, 'body') as Cst)
  const range = childOf(node, 'range_clause')
  if (range) return rangeOf(node, range, body, to)
  const clause = childOf(node, 'for_clause')
  const test = clause ? fieldOf(clause, 'condition') : namedOf(node).find((child) => child.field !== 'body')
  const loop = make('WhileStatement', node, { test: test ? to.lower(test) : value(node, true), body })
  const update = clause && fieldOf(clause, 'update')
  const inside = [loop, ...(update ? [asStatement(update, to)] : [])]
  const initializer = clause && fieldOf(clause, 'initializer')
  return initializer || update
    ? block(node, [...(initializer ? [asStatement(initializer, to)] : []), ...inside])
    : loop
}

/** `for i, each := range list`: the place (or key) and the value. */
function rangeOf(node: Cst, range: Cst, body: Node, to: Lowering): Node {
  const left = fieldOf(range, 'left')
  const list = fieldOf(range, 'right') as Cst
  const [place, each] = left ? namedOf(left) : []
  const isDeclared = range.children.some((child) => child.type === ':=')
  const binding = (name: Cst) => (isDeclared ? declareAll(name, [name], [], 'let', to) : to.lower(name))
  const loop = make('ForOfStatement', node, {
    left: each ? binding(each) : nothing(range),
    right: itemsOf(list, to),
    body,
    await: false,
  })
  if (!place) return loop
  const first = isDeclared ? binding(place) : statement(place, to.lower(place))
  return block(node, [first, loop])
}

/** A loop whose values get no name. */
const nothing = (at: Cst): Node =>
  make('VariableDeclaration', at, {
    kind: 'let',
    declarations: [make('VariableDeclarator', at, { id: identifier(at, '_'), init: null })],
  })

/** What a loop goes through: of a map its values. */
function itemsOf(list: Cst, to: Lowering): Node {
  const lowered = to.lower(list)
  const word = to.slice(list)
  const isMap =
    lowered.type === 'ObjectExpression' ||
    (/^\w+$/.test(word) && new RegExp(`\\b${word}\\s*(?::?=\\s*|)map\\[`).test(to.text))
  if (!isMap) return lowered
  const callee = make('MemberExpression', list, {
    object: identifier(list, 'Object'),
    property: identifier(list, 'values'),
    computed: false,
  })
  return call(list, callee, [lowered])
}

export const loops: Handlers = { for_statement: forOf }
