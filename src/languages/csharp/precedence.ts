import type { Cst } from '../grammar/cst.js'

/** Expressions that end where an operand begins, and what their last operand is. */
const OPEN: Readonly<Record<string, string>> = {
  binary_expression: 'right',
  prefix_unary_expression: '',
  conditional_expression: 'alternative',
  assignment_expression: 'right',
  await_expression: '',
  cast_expression: 'value',
}
/** Expressions that stand behind an operand, and where that operand is. */
const BEHIND: Readonly<Record<string, string>> = {
  conditional_access_expression: 'condition',
  invocation_expression: 'function',
  member_access_expression: 'expression',
  element_access_expression: 'expression',
}
/** From the loosest to the tightest. */
const LEVELS = [
  ['??'],
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
]

/**
 * The grammar reads `a || b?.C()` as `(a || b)?.C()`: a tree in which what stands behind an operand belongs to that operand
 * alone, and looser operators stand around tighter ones.
 */
export function bound(node: Cst): Cst {
  const children = node.children.map(bound)
  const isSame = children.every((child, i) => child === node.children[i])
  const own = isSame ? node : { ...node, children }
  const field = BEHIND[own.type]
  const head = field === undefined ? undefined : own.children.find((child) => child.field === field)
  if (head && OPEN[head.type] !== undefined)
    return { ...into(head, (operand) => withHead(own, head, operand)), field: own.field }
  return regrouped(own)
}

/** `a || b == true` that was read as `(a || b) == true`. */
function regrouped(node: Cst): Cst {
  const isPattern = node.type === 'is_pattern_expression'
  if (node.type !== 'binary_expression' && !isPattern) return node
  const head = node.children.find((child) => child.field === (isPattern ? 'expression' : 'left'))
  if (head?.type !== 'binary_expression') return node
  const tightness = isPattern ? levelOf('<') : levelOf(operatorOf(node))
  if (levelOf(operatorOf(head)) >= tightness) return node
  return { ...into(head, (operand) => regrouped(withHead(node, head, operand))), field: node.field }
}

/** Puts what `wrap` makes of the last operand in that operand's place. */
function into(outer: Cst, wrap: (operand: Cst) => Cst): Cst {
  const operand = lastOperand(outer)
  if (!operand) return outer
  const inner =
    OPEN[operand.type] !== undefined && operand.type !== 'binary_expression'
      ? into(operand, wrap)
      : wrap(operand)
  const placed = { ...inner, field: operand.field }
  return {
    ...outer,
    end: Math.max(outer.end, placed.end),
    children: outer.children.map((child) => (child === operand ? placed : child)),
  }
}

function lastOperand(node: Cst): Cst | undefined {
  const field = OPEN[node.type]
  return node.children.filter((child) => child.named && (field === '' || child.field === field)).at(-1)
}

function withHead(node: Cst, head: Cst, operand: Cst): Cst {
  const placed = { ...operand, field: head.field }
  return {
    ...node,
    start: operand.start,
    children: node.children.map((child) => (child === head ? placed : child)),
  }
}

function operatorOf(node: Cst): string {
  return node.children.find((child) => child.field === 'operator')?.type ?? ''
}

function levelOf(operator: string): number {
  const level = LEVELS.findIndex((signs) => signs.includes(operator))
  return level < 0 ? LEVELS.length : level
}
