import { type Cst, fieldOf } from '../grammar/cst.js'

const POSTFIX = /^(?:call|navigation|index)_expression$/

/**
 * The grammar reads `!host.endsWith(x)` as a call on `!host`: signs in front are moved around what they stand in front of, as the
 * language binds them.
 */
export function bindPrefixes(root: Cst): void {
  const nodes: Cst[] = [root]
  for (let i = 0; i < nodes.length; i++) nodes.push(...(nodes[i] as Cst).children)
  // Children come behind their parents.
  for (let i = nodes.length - 1; i >= 0; i--) bind(nodes[i] as Cst)
}

function bind(node: Cst): void {
  const [first, ...rest] = node.children
  if (first?.type !== 'unary_expression') return
  const isPostfix =
    POSTFIX.test(node.type) || (node.type === 'unary_expression' && first.field === 'argument')
  const operand = fieldOf(first, 'argument')
  const sign = first.children[0]
  if (!isPostfix || !operand || !sign || sign.named || sign === operand || operand.start < sign.end) return
  const inner: Cst = {
    type: node.type,
    named: true,
    field: 'argument',
    start: operand.start,
    end: node.end,
    children: [{ ...operand, field: first.field }, ...rest],
  }
  node.type = 'unary_expression'
  node.children = [sign, inner]
}
