import type { Cst } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { value } from '../grammar/nodes.js'
import { stringOf } from '../grammar/strings.js'
import { decodeEscapes } from '../jvm/texts.js'
import type { Node } from '../script/tree.js'

/** `"…"` and text blocks, whose text begins in the line behind the quotes. */
function string(node: Cst, to: Lowering): Node {
  const block = /^"""[ \t\f]*(?:\r\n|\r|\n)/.exec(to.slice(node))?.[0]
  const [opening, closing] = block === undefined ? [1, 1] : [block.length, 3]
  const content = { start: node.start + opening, end: node.end - closing }
  return stringOf(node, content, [], to.text, decodeEscapes)
}

const number = (node: Cst, to: Lowering): Node =>
  value(node, Number(to.slice(node).replace(/_|(?<!^0x[\da-f]*)[lfd]$/gi, '')))

export const strings: Handlers = {
  string_literal: string,
  character_literal: (node) => value(node, 0),
  decimal_integer_literal: number,
  hex_integer_literal: number,
  octal_integer_literal: number,
  binary_integer_literal: number,
  decimal_floating_point_literal: number,
  hex_floating_point_literal: (node) => value(node, 0),
  true: (node) => value(node, true),
  false: (node) => value(node, false),
  null_literal: (node) => value(node, null),
}
