import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  assignment,
  binary,
  conditional,
  declare,
  entry,
  identifier,
  logical,
  node as make,
  method,
  other,
  unary,
  value,
  written,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { variable } from './names.js'
import { isGlobal } from './shared.js'
import { comparedTexts, sameTexts, truth } from './truth.js'

const LOGICAL: Readonly<Record<string, '||' | '&&' | '??'>> = {
  '||': '||',
  or: '||',
  '&&': '&&',
  and: '&&',
  '??': '??',
}
const COMPARING = new Set(['==', '===', '!=', '!==', '<', '>', '<=', '>=', '<=>'])

function binaryOf(node: Cst, to: Lowering): Node {
  const left = to.lower(fieldOf(node, 'left') as Cst)
  const right = to.lower(fieldOf(node, 'right') as Cst)
  const operator = to.slice(fieldOf(node, 'operator') as Cst).toLowerCase()
  const join = LOGICAL[operator]
  if (join === '??') return logical(node, left, join, right)
  if (join) return logical(node, truth(left), join, truth(right))
  if (operator === '.') return binary(node, left, '+', right)
  if (operator === '<>') return binary(node, left, '!=', right)
  const same = comparedTexts(node, left, operator, right)
  if (same) return same
  if (operator === '===' || operator === '!==') return compareFound(node, left, operator, right)
  return COMPARING.has(operator) ? binary(node, left, operator, right) : other(node, operator, [left, right])
}

/** `strpos(…) === false`: where others give -1, PHP gives `false`. */
function compareFound(node: Cst, left: Node, operator: string, right: Node): Node {
  const isPlace = (side: Node) =>
    side.type === 'CallExpression' && /^(?:indexOf|lastIndexOf)$/.test(side.callee.property?.name)
  const missing = (side: Node) =>
    side.type === 'Literal' && side.value === false ? unary(side, '-', value(side, 1)) : side
  if (isPlace(left)) return binary(node, left, operator, missing(right))
  return binary(node, isPlace(right) ? missing(left) : left, operator, right)
}

function unaryOf(node: Cst, to: Lowering): Node {
  const operator = fieldOf(node, 'operator') ?? node.children[0]
  const argument = fieldOf(node, 'argument') ?? namedOf(node).at(-1)
  const sign = operator ? to.slice(operator) : ''
  const operand = to.lower(argument as Cst)
  if (sign !== '!') return unary(node, sign, operand)
  return sameTexts(node, operand) ?? unary(node, sign, truth(operand))
}

function ternary(node: Cst, to: Lowering): Node {
  const test = truth(to.lower(fieldOf(node, 'condition') as Cst))
  const alternate = to.lower(fieldOf(node, 'alternative') as Cst)
  const body = fieldOf(node, 'body')
  return body ? conditional(node, test, to.lower(body), alternate) : logical(node, test, '||', alternate)
}

/** A write: of a plain variable, of a part of a table, of several at once. */
export function assign(node: Cst, to: Lowering): Node {
  const left = fieldOf(node, 'left') as Cst
  const right = to.lower(fieldOf(node, 'right') as Cst)
  const operator = fieldOf(node, 'operator')
  const sign = operator ? to.slice(operator) : '='
  if (left.type === 'subscript_expression' && namedOf(left).length === 1) {
    const [list] = namedOf(left)
    if (list?.type === 'variable_name' && !isGlobal(to, to.slice(list))) to.written(list, to.slice(list))
    return written(method(node, to.lower(namedOf(left)[0] as Cst), 'push', [right]), '[]')
  }
  return assignment(node, target(left, to), sign === '.=' ? '+=' : sign, right)
}

/** What is written to; plain variables are noted for their function. */
export function target(node: Cst, to: Lowering): Node {
  if (node.type === 'list_literal' || node.type === 'array_creation_expression') return listTarget(node, to)
  if (node.type === 'by_ref') return target(namedOf(node)[0] as Cst, to)
  if (node.type !== 'variable_name') return to.lower(node)
  if (!isGlobal(to, to.slice(node))) to.written(node, to.slice(node))
  return variable(node, to)
}

/** `[$a, $b]`, `['key' => $a]`. */
function listTarget(node: Cst, to: Lowering): Node {
  const items = itemsOf(node)
  if (items.some(({ key }) => key)) {
    const entries = items.map(({ key, value }, index) =>
      entry(
        { start: (key ?? value).start, end: value.end },
        key ? to.lower(key) : identifier(value, String(index)),
        target(value, to),
      ),
    )
    return make('ObjectPattern', node, { properties: entries })
  }
  return make('ArrayPattern', node, { elements: items.map(({ value }) => target(value, to)) })
}

/** `list(…)` has its keys between its own commas, `[…]` has them in its elements. */
function itemsOf(list: Cst): { key?: Cst; value: Cst }[] {
  const items: { key?: Cst; value: Cst }[] = []
  let key: Cst | undefined
  list.children.forEach((child, i) => {
    if (!child.named || /comment$/.test(child.type)) return
    if (child.type === 'array_element_initializer') {
      const [first, second] = namedOf(child)
      if (first) items.push(second ? { key: first, value: second } : { value: first })
    } else if (list.children[i + 1]?.type === '=>') key = child
    else {
      items.push(key ? { key, value: child } : { value: child })
      key = undefined
    }
  })
  return items
}

/** A statement that gives a variable its value declares it. */
export function assignStatement(statement: Cst, node: Cst, to: Lowering): Node | undefined {
  const left = fieldOf(node, 'left')
  if (node.type !== 'assignment_expression' || left?.type !== 'variable_name') return undefined
  const name = to.slice(left)
  if (name === '$this' || isGlobal(to, name)) return undefined
  return declare(statement, variable(left, to), to.lower(fieldOf(node, 'right') as Cst))
}

const inner = (node: Cst, to: Lowering): Node =>
  make('ParenthesizedExpression', node, { expression: to.lower(namedOf(node).at(-1) as Cst) })

function cast(node: Cst, to: Lowering): Node {
  const expression = to.lower(namedOf(node).at(-1) as Cst)
  const isTruth = /^\(\s*bool/i.test(to.slice(node))
  return make('ParenthesizedExpression', node, { expression: isTruth ? truth(expression) : expression })
}

export const operators: Handlers = {
  binary_expression: binaryOf,
  unary_op_expression: unaryOf,
  conditional_expression: ternary,
  assignment_expression: assign,
  augmented_assignment_expression: assign,
  reference_assignment_expression: assign,
  parenthesized_expression: inner,
  cast_expression: cast,
  error_suppression_expression: inner,
  clone_expression: inner,
}
