import { decodeBackslashes } from '../decode.js'
import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { binary, type Decode } from '../grammar/nodes.js'
import { prose } from '../grammar/prose.js'
import { stringOf } from '../grammar/strings.js'
import type { Node } from '../script/tree.js'

/** An escape that Python does not know stays as it is written. */
const decodePlain: Decode = (text, start, end) => decodeBackslashes(text, start, end, true)

/** How the characters of a string are written: raw ones hold no escapes. */
export function decodeOf(string: Cst, to: Lowering): Decode | undefined {
  return /^\w*r/i.test(to.slice(string).slice(0, 3)) ? undefined : decodePlain
}

/** Between the quotes. */
export function contentOf(string: Cst): { start: number; end: number } {
  const open = childOf(string, 'string_start')
  const close = childOf(string, 'string_end')
  return { start: open?.end ?? string.start, end: close?.start ?? string.end }
}

function string(node: Cst, to: Lowering): Node {
  const holes = node.children
    .filter((child) => child.type === 'interpolation')
    .map((range) => ({ range, node: to.lower(fieldOf(range, 'expression') ?? range) }))
  return stringOf(node, contentOf(node), holes, to.text, decodeOf(node, to))
}

/** `'a' 'b'`: one text of several literals. */
function concatenated(node: Cst, to: Lowering): Node {
  return to
    .all(namedOf(node))
    .reduce((left, right) => binary({ start: left.start, end: right.end }, left, '+', right))
}

/** A string that stands as a statement is read by people: docstrings. */
export function docstring(node: Cst, to: Lowering): Node {
  return prose(contentOf(node), decodeOf(node, to))
}

export const strings: Handlers = { string, concatenated_string: concatenated }
