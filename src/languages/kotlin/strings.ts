import { type Cst, childOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { identifier, type Range, value } from '../grammar/nodes.js'
import { stringOf } from '../grammar/strings.js'
import { nameIn } from '../jvm/frames.js'
import { decodeEscapes } from '../jvm/texts.js'
import type { Node } from '../script/tree.js'

interface Filled {
  range: Range
  node: Node
}

/** `$name` between two braces of `${…}`; the grammar takes it for letters in some strings. */
const NAME = /\\.|\$([A-Za-z_]\w*)/g
const RAW_NAME = /\$([A-Za-z_]\w*)/g

function namesIn(from: number, until: number, isRaw: boolean, to: Lowering): Filled[] {
  return [...to.text.slice(from, until).matchAll(isRaw ? RAW_NAME : NAME)].flatMap((match) => {
    const name = match[1]
    if (name === undefined) return []
    const start = from + match.index
    const range = { start, end: start + match[0].length }
    const at = { start: start + 1, end: range.end }
    return [{ range, node: name === 'this' ? identifier(at, name) : nameIn(at, name, to) }]
  })
}

function string(node: Cst, to: Lowering): Node {
  const isRaw = node.type === 'multiline_string_literal'
  const width = isRaw ? 3 : 1
  const content = { start: node.start + width, end: node.end - width }
  const holes: Filled[] = []
  let from = content.start
  for (const child of node.children) {
    const inner = child.type === 'interpolation' ? child.children.find((each) => each.named) : undefined
    if (!inner) continue
    holes.push(...namesIn(from, child.start, isRaw, to), { range: child, node: to.lower(inner) })
    from = child.end
  }
  holes.push(...namesIn(from, content.end, isRaw, to))
  return stringOf(node, content, holes, to.text, isRaw ? undefined : decodeEscapes)
}

const number = (node: Cst, to: Lowering): Node =>
  value(node, Number(to.slice(node).replace(/_|[uUlLfF]+$/g, '')))

export const strings: Handlers = {
  string_literal: string,
  multiline_string_literal: string,
  character_literal: (node) => value(node, 0),
  number_literal: number,
  float_literal: number,
}

/** The only string that an annotation is given. */
export const textIn = (node: Cst | undefined): Cst | undefined => node && childOf(node, 'string_literal')
