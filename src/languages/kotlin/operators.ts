import { type Cst, childOf, fieldOf, fieldsOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  assignment,
  conditional,
  node as make,
  method,
  other,
  unary,
  value,
  written,
} from '../grammar/nodes.js'
import { operation } from '../grammar/operations.js'
import { inParentheses } from '../jvm/idioms.js'
import type { Node } from '../script/tree.js'

function binaryOf(node: Cst, to: Lowering): Node {
  const left = to.lower(fieldOf(node, 'left') as Cst)
  const right = to.lower(fieldOf(node, 'right') as Cst)
  const operator = to.slice(fieldOf(node, 'operator') as Cst)
  const settled = settledOf(node, left, operator, right)
  if (settled) return settled
  return operation(node, left, operator === '?:' ? '??' : operator, right)
}

/** `host?.endsWith(x) == true`, `… ?: false`: an answer that may be missing is one with what it is compared with. */
function settledOf(node: Cst, left: Node, operator: string, right: Node): Node | undefined {
  if (!left.isIndivisible || typeof right.value !== 'boolean') return undefined
  const expression = { ...left, isIndivisible: false }
  if (operator === '?:') return make('ChainExpression', node, { expression })
  if (!/^[!=]==?$/.test(operator)) return undefined
  return right.value === operator.startsWith('=')
    ? make('ChainExpression', node, { expression })
    : unary(node, '!', expression)
}

function unaryOf(node: Cst, to: Lowering): Node {
  const operand = fieldOf(node, 'argument')
  const operator = fieldOf(node, 'operator')
  const sign = operator ? to.slice(operator) : ''
  if (!operand) return other(node, sign, to.all(namedOf(node)))
  if (sign === '!!') return inParentheses(node, to.lower(operand))
  return sign === '!' || sign === '-'
    ? unary(node, sign, to.lower(operand))
    : other(node, sign, [to.lower(operand)])
}

/** `host in hosts`, `host !in hosts`. */
function inOf(node: Cst, to: Lowering): Node {
  const left = to.lower(fieldOf(node, 'left') as Cst)
  const test = written(method(node, to.lower(fieldOf(node, 'right') as Cst), 'includes', [left]), 'in')
  return node.children.some((each) => each.type === '!in') ? unary(node, '!', test) : test
}

function assign(node: Cst, to: Lowering): Node {
  const operator = to.slice(fieldOf(node, 'operator') as Cst)
  const left = to.lower(fieldOf(node, 'left') as Cst)
  return assignment(node, left, operator, to.lower(fieldOf(node, 'right') as Cst))
}

/** What a branch gives: its only expression. */
export function givenBy(branch: Cst, to: Lowering): Node {
  if (branch.type !== 'block') return to.lower(branch)
  const [only, ...more] = namedOf(branch)
  if (only && more.length === 0 && !/assignment|declaration|statement/.test(only.type)) return to.lower(only)
  return other(branch, 'block', [to.lower(branch)])
}

export function branchesOf(node: Cst): { then?: Cst; otherwise?: Cst } {
  const split = node.children.findIndex((each) => each.type === 'else')
  const isBranch = (each: Cst) => each.named && each.field !== 'condition' && !/comment$/.test(each.type)
  const then = node.children.find((each, i) => isBranch(each) && (split < 0 || i < split))
  const otherwise = split < 0 ? undefined : node.children.find((each, i) => isBranch(each) && i > split)
  return { ...(then && { then }), ...(otherwise && { otherwise }) }
}

function choice(node: Cst, to: Lowering): Node {
  const { then, otherwise } = branchesOf(node)
  const test = to.lower(fieldOf(node, 'condition') as Cst)
  const none = value({ start: node.end, end: node.end }, null)
  return conditional(node, test, then ? givenBy(then, to) : none, otherwise ? givenBy(otherwise, to) : none)
}

export const entriesOf = (node: Cst): Cst[] => namedOf(node).filter((each) => each.type === 'when_entry')

export function subjectOf(node: Cst): Cst | undefined {
  const subject = childOf(node, 'when_subject')
  return subject && namedOf(subject).at(-1)
}

/** What an entry is chosen by; `in list` asks the list for the subject. */
export function labelsOf(entry: Cst, subject: Cst | undefined, to: Lowering): Node[] {
  return fieldsOf(entry, 'condition')
    .filter((each) => each.named)
    .map((each) => {
      const [inner] = namedOf(each)
      if (each.type === 'range_test' && inner && subject) {
        const test = written(method(each, to.lower(inner), 'includes', [to.lower(subject)]), 'in')
        return to.slice(each).startsWith('!') ? unary(each, '!', test) : test
      }
      return each.type === 'type_test' ? other(each, 'is', []) : to.lower(each)
    })
}

export const bodyOfEntry = (entry: Cst): Cst =>
  namedOf(entry)
    .filter((each) => each.field !== 'condition')
    .at(-1) as Cst

function whenValue(node: Cst, to: Lowering): Node {
  const subject = subjectOf(node)
  return make('MatchExpression', node, {
    ...(subject && { discriminant: to.lower(subject) }),
    arms: entriesOf(node).map((entry) =>
      make('MatchArm', entry, {
        labels: labelsOf(entry, subject, to),
        body: givenBy(bodyOfEntry(entry), to),
      }),
    ),
  })
}

export const operators: Handlers = {
  binary_expression: binaryOf,
  unary_expression: unaryOf,
  in_expression: inOf,
  assignment: assign,
  if_expression: choice,
  when_expression: whenValue,
}
