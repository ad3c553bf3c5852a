import { decodeBackslashes } from '../decode.js'
import type { Cst } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { type Decode, other, type Range, text } from '../grammar/nodes.js'
import { holesOf, stringOf } from '../grammar/strings.js'
import type { Node } from '../script/tree.js'

/** `"…"`; every escape of HCL is one of JavaScript's. */
export const decodeQuoted: Decode = (source, start, end) => decodeBackslashes(source, start, end)

/** A string in quotes, with or without values filled in. */
function quoted(node: Cst, to: Lowering): Node {
  return templateOf(node, node.children, { start: node.start + 1, end: node.end - 1 }, to, decodeQuoted)
}

/** `<<EOT … EOT`: between the lines of its marks nothing is an escape. */
function heredoc(node: Cst, to: Lowering): Node {
  const [first, last] = node.children.filter((child) => child.type === 'heredoc_identifier')
  const start = to.text.indexOf('\n', first?.end ?? node.start) + 1 || (first?.end ?? node.start)
  const content = { start, end: Math.max(start, last?.start ?? node.end) }
  return templateOf(node, node.children, content, to)
}

function templateOf(at: Cst, children: readonly Cst[], content: Range, to: Lowering, decode?: Decode): Node {
  const parts = children.filter((child) => /^template_/.test(child.type))
  return stringOf(
    at,
    content,
    holesOf(parts, to, (child) => child.type === 'template_literal', { open: /^$/, close: /^$/ }),
    to.text,
    decode,
  )
}

/** The value between `${` and `}`. */
function interpolation(node: Cst, to: Lowering): Node {
  const inner = node.children.find((child) => child.type === 'expression')
  return inner ? to.lower(inner) : other(node, node.type, [])
}

export const strings: Handlers = {
  string_lit: quoted,
  quoted_template: quoted,
  heredoc_template: heredoc,
  template_interpolation: interpolation,
  // Inside a directive: `%{ if x }…%{ endif }`.
  template_literal: (node, to) => text(node, to.slice(node), node),
}
