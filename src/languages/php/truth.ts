import { binary, type Range, value } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'

/** Functions that give a place, and those that give a piece of the text, where something is found. */
const PLACE = /^(?:mb_)?stri?pos$/i
const PIECE = /^(?:mb_)?stri?str$/i
const COMPARISON = /^str(?:nat)?(?:case)?cmp$/i

/** An expression of which only the truth counts: `if (strpos($x, 'y'))`, `!strstr($x, 'y')`. */
export function truth(node: Node): Node {
  if (node.type === 'ParenthesizedExpression') return { ...node, expression: truth(node.expression) }
  if (node.type !== 'CallExpression' || node.callee.property?.name !== 'indexOf') return node
  const name = String(node.written)
  // Found in the first place is not found: 0 is no truth.
  if (PLACE.test(name)) return binary(node, node, '>', value(node, 0))
  if (!PIECE.test(name)) return node
  const { callee } = node
  return { ...node, callee: { ...callee, property: { ...callee.property, name: 'includes' } } }
}

/** `strcmp($a, $b) === 0` is `$a === $b`; `undefined` for everything else. */
export function comparedTexts(at: Range, left: Node, operator: string, right: Node): Node | undefined {
  const call = [left, right].find(isComparison)
  const zero = call === left ? right : left
  if (!call || zero.type !== 'Literal' || zero.value !== 0 || !/^[!=]==?$/.test(operator)) return undefined
  return binary(at, call.callee.object, operator, call.arguments[0])
}

/** `!strcmp($a, $b)`. */
export function sameTexts(at: Range, argument: Node): Node | undefined {
  return isComparison(argument) ? binary(at, argument.callee.object, '===', argument.arguments[0]) : undefined
}

function isComparison(node: Node): boolean {
  return node.type === 'CallExpression' && COMPARISON.test(String(node.written))
}
