import { decodeBackslashes } from '../decode.js'
import type { Cst } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { type Decode, value } from '../grammar/nodes.js'
import { stringOf } from '../grammar/strings.js'
import type { Node } from '../script/tree.js'

/** `"…"`; every escape that Go knows is one of JavaScript's, octal ones aside. */
export const decodeInterpreted: Decode = (text, start, end) => decodeBackslashes(text, start, end)

const contentOf = (node: Cst) => ({ start: node.start + 1, end: node.end - 1 })

function interpreted(node: Cst, to: Lowering): Node {
  return stringOf(node, contentOf(node), [], to.text, decodeInterpreted)
}

/** Between backticks nothing is an escape. */
function raw(node: Cst, to: Lowering): Node {
  return stringOf(node, contentOf(node), [], to.text)
}

export const strings: Handlers = {
  interpreted_string_literal: interpreted,
  raw_string_literal: raw,
  rune_literal: (node) => value(node, 0),
}
