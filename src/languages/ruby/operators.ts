import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  array,
  assignment,
  binary,
  conditional,
  entry,
  logical,
  node as make,
  member,
  method,
  object,
  other,
  spread,
  unary,
  written,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { matched } from './patterns.js'
import { formattedBy } from './strings.js'
import { target } from './targets.js'

const LOGICAL: Readonly<Record<string, '||' | '&&'>> = { '||': '||', or: '||', '&&': '&&', and: '&&' }
const COMPARING = new Set(['==', '!=', '<', '>', '<=', '>='])

function binaryOf(node: Cst, to: Lowering): Node {
  const [first, second] = [fieldOf(node, 'left') as Cst, fieldOf(node, 'right') as Cst]
  const operator = to.slice(fieldOf(node, 'operator') as Cst)
  if (operator === '<<') return appended(node, to)
  const right = to.lower(second)
  if (operator === '%' && first.type === 'string') {
    const args = right.type === 'ArrayExpression' ? (right.elements as Node[]) : [right]
    return formattedBy(node, first, args, to) ?? method(node, to.lower(first), 'concat', args)
  }
  const left = to.lower(first)
  const join = LOGICAL[operator]
  if (join) return logical(node, left, join, right)
  if (operator === '=~') return written(matched(node, left, right, to), '=~')
  if (operator === '!~') return unary(node, '!', written(matched(node, left, right, to), '!~'))
  if (operator === '===')
    return left.regex ? written(matched(node, left, right, to), '===') : binary(node, left, '==', right)
  if (operator === '+') return binary(node, left, '+', right)
  return COMPARING.has(operator) ? binary(node, left, operator, right) : other(node, operator, [left, right])
}

/** `list << a << b`: the list holds them, and a further one is put behind in the same way. */
function appended(node: Cst, to: Lowering): Node {
  const items: Cst[] = []
  let list = node
  while (list.type === 'binary' && to.slice(fieldOf(list, 'operator') as Cst) === '<<') {
    items.unshift(fieldOf(list, 'right') as Cst)
    list = fieldOf(list, 'left') as Cst
  }
  const at = { start: items[0]?.start ?? node.start, end: node.end }
  const added = array(at, to.all(items))
  added.joint = ' << '
  return written(method(node, to.lower(list), 'push', [spread(at, added)]), '<<')
}

function unaryOf(node: Cst, to: Lowering): Node {
  const operator = to.slice(fieldOf(node, 'operator') as Cst)
  const operand = to.lower(fieldOf(node, 'operand') as Cst)
  // `not a || b` is `not (a || b)`: a second test is put inside, with the sign of a test that is not negated.
  return operator === 'defined?' ? other(node, operator, [operand]) : unary(node, operator, operand)
}

function choice(node: Cst, to: Lowering): Node {
  const [test, consequent, alternate] = ['condition', 'consequence', 'alternative'].map((field) =>
    to.lower(fieldOf(node, field) as Cst),
  ) as [Node, Node, Node]
  return conditional(node, test, consequent, alternate)
}

/** `x ||= 'a'`, `url += '/x'`. */
function changed(node: Cst, to: Lowering): Node {
  const operator = to.slice(fieldOf(node, 'operator') as Cst)
  const left = target(fieldOf(node, 'left') as Cst, to)
  const right = to.lower(fieldOf(node, 'right') as Cst)
  if (operator === '+=' && right.type === 'ArrayExpression')
    return method(node, left, 'push', [spread(right, right)])
  return /^(?:\+=|\|\|=)$/.test(operator)
    ? assignment(node, left, operator, right)
    : other(node, operator, [left, right])
}

function assigned(node: Cst, to: Lowering): Node {
  const right = to.lower(fieldOf(node, 'right') as Cst)
  return assignment(node, target(fieldOf(node, 'left') as Cst, to), '=', right)
}

function table(node: Cst, to: Lowering): Node {
  return object(node, to.all(namedOf(node)))
}

function pair(node: Cst, to: Lowering): Node {
  const key = fieldOf(node, 'key') as Cst
  const held = fieldOf(node, 'value')
  const name = to.lower(key)
  const isWord = key.type === 'hash_key_symbol'
  // `{ host: }` takes the variable of that name.
  const content = held ? to.lower(held) : member(key, make('ThisExpression', key), to.slice(key), key)
  if (isWord || name.type === 'Literal') return entry(node, name, content)
  return { ...entry(node, name, content), computed: true }
}

export const operators: Handlers = {
  binary: binaryOf,
  unary: unaryOf,
  conditional: choice,
  operator_assignment: changed,
  assignment: assigned,
  array: (node, to) => array(node, to.all(namedOf(node))),
  right_assignment_list: (node, to) => array(node, to.all(namedOf(node))),
  hash: table,
  pair,
}
