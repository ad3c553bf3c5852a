import { decodeBackslashes } from '../decode.js'
import type { Cst } from '../grammar/cst.js'
import type { Piece } from '../grammar/filled.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { type Decode, type Range, value } from '../grammar/nodes.js'
import { stringOf } from '../grammar/strings.js'
import type { Node } from '../script/tree.js'

/** A backslash at the end of a line joins it with the next, whose white space in front is left out. */
const decodeEscaped: Decode = (text, start, end) => decodeBackslashes(text, start, end, false, true)

const DELIMITED = /^[bc]?(?:r(#*)"|")/

/** Between the quotes; a raw string may have signs around them. */
function contentOf(node: Cst, to: Lowering): Range {
  const [open = '"', hashes = ''] = DELIMITED.exec(to.slice(node)) ?? []
  return { start: node.start + open.length, end: node.end - 1 - hashes.length }
}

/** How the characters of a string are written; in raw ones nothing is an escape. */
const decodeOf = (node: Cst): Decode | undefined =>
  node.type === 'raw_string_literal' ? undefined : decodeEscaped

/** A string as a format. */
export const pieceOf = (node: Cst, to: Lowering): Piece => ({
  at: node,
  content: contentOf(node, to),
  decode: decodeOf(node),
})

export const isString = (node: Cst): boolean => /^(?:raw_)?string_literal$/.test(node.type)

function string(node: Cst, to: Lowering): Node {
  return stringOf(node, contentOf(node, to), [], to.text, decodeOf(node))
}

export const strings: Handlers = {
  string_literal: string,
  raw_string_literal: string,
  char_literal: (node) => value(node, 0),
}
