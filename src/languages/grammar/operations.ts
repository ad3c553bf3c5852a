import type { Node } from '../script/tree.js'
import { type Cst, fieldOf } from './cst.js'
import type { Lowering } from './lowering.js'
import { binary, logical, other, unary } from './nodes.js'

const JOINING: ReadonlySet<string> = new Set(['||', '&&', '??'])
const COMPARING: ReadonlySet<string> = new Set(['==', '!=', '===', '!==', '<', '>', '<=', '>='])

/** Two operands and what stands between them, in the signs that most languages share. */
export function operation(node: Cst, left: Node, operator: string, right: Node): Node {
  if (JOINING.has(operator)) return logical(node, left, operator as '||' | '&&' | '??', right)
  if (operator === '+' || COMPARING.has(operator)) return binary(node, left, operator, right)
  return other(node, operator, [left, right])
}

/** The same, read from the fields that most grammars give them. */
export function binaryOperation(node: Cst, to: Lowering): Node {
  const left = to.lower(fieldOf(node, 'left') as Cst)
  const right = to.lower(fieldOf(node, 'right') as Cst)
  return operation(node, left, to.slice(fieldOf(node, 'operator') as Cst), right)
}

/** A sign in front of an operand. */
export function signed(node: Cst, operator: string, operand: Node): Node {
  return operator === '!' || operator === '-'
    ? unary(node, operator, operand)
    : other(node, operator, [operand])
}
