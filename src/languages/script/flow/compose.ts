import { isTransparent } from '../names.js'
import type { Node } from '../tree.js'
import { shapeOf } from './context.js'

/** The whole text that a piece is put into, and what stands around the piece in it, `*` for what is not written. */
export interface Composition {
  top: Node
  before: string
  after: string
}

/** The concatenation or template around a piece; the piece itself with nothing around it when there is none. */
export function compositionOf(piece: Node): Composition {
  let before = ''
  let after = ''
  let top = piece
  for (let parent = top.parent; parent; top = parent, parent = top.parent) {
    if (isTransparent(parent)) continue
    if (parent.type === 'BinaryExpression' && parent.operator === '+') {
      if (parent.left === top) after += shapeOf(parent.right)
      else before = shapeOf(parent.left) + before
    } else if (parent.type === 'TemplateLiteral') {
      const at = parent.expressions.indexOf(top)
      before = templateShape(parent, 0, at) + before
      after += templateShape(parent, at + 1, parent.expressions.length)
    } else break
  }
  return { top, before, after }
}

/** Quasis `from` to `to` of a template with the expressions between them. */
function templateShape(template: Node, from: number, to: number): string {
  let shape = ''
  for (let i = from; i <= to; i++) {
    shape += template.quasis[i]?.value.cooked ?? ''
    if (i < to) shape += shapeOf(template.expressions[i])
  }
  return shape
}
