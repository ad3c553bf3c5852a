import { decodeBackslashes } from '../decode.js'
import type { Cst } from '../grammar/cst.js'
import { namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { type Decode, type Range, value } from '../grammar/nodes.js'
import { stringOf } from '../grammar/strings.js'
import type { Node } from '../script/tree.js'

/** `"…"`. */
export const decodeRegular: Decode = (text, start, end) => decodeBackslashes(text, start, end)

/** In `@"…"` a quote is written twice, and nothing else is an escape. */
const decodeVerbatim: Decode = (text, start, end) => {
  const written = text.slice(start, end)
  if (!written.includes('""')) return undefined
  const map: number[] = []
  let decoded = ''
  for (let at = 0; at < written.length; at++) {
    map.push(start + at)
    decoded += written[at]
    if (written[at] === '"' && written[at + 1] === '"') at++
  }
  return { text: decoded, map }
}

function regular(node: Cst, to: Lowering): Node {
  const quotes = node.children.filter((child) => child.type === '"')
  const content: Range = {
    start: quotes[0]?.end ?? node.start + 1,
    end: quotes.at(-1)?.start ?? node.end - 1,
  }
  return stringOf(node, content, [], to.text, decodeRegular)
}

function verbatim(node: Cst, to: Lowering): Node {
  return stringOf(
    node,
    { start: node.start + 2, end: to.text.lastIndexOf('"', node.end - 1) },
    [],
    to.text,
    decodeVerbatim,
  )
}

function raw(node: Cst, to: Lowering): Node {
  const quotes = /^\$*("{3,})/.exec(to.slice(node))?.[0].length ?? 3
  const end = to.text.lastIndexOf('"""', node.end - 1)
  return stringOf(node, { start: node.start + quotes, end: Math.max(node.start + quotes, end) }, [], to.text)
}

/** `$"…{x}…"`, verbatim and raw ones too. */
function interpolated(node: Cst, to: Lowering): Node {
  const written = to.slice(node)
  const opening = /^[$@]*"+/.exec(written)?.[0] ?? '$"'
  const quotes = /"+$/.exec(opening)?.[0].length ?? 1
  const isRaw = quotes >= 3
  const width = isRaw ? quotes : 1
  const start = node.start + opening.length - (quotes - width)
  const decode = isRaw ? undefined : opening.includes('@') ? decodeVerbatim : decodeRegular
  const holes = node.children
    .filter((child) => child.type === 'interpolation')
    .map((child) => ({ range: child as Range, node: holeOf(child, to) }))
  return stringOf(node, { start, end: node.end - width }, holes, to.text, decode)
}

function holeOf(interpolation: Cst, to: Lowering): Node {
  const inner = namedOf(interpolation).find((child) => !/^interpolation_/.test(child.type))
  return inner ? to.lower(inner) : value(interpolation, null)
}

export const strings: Handlers = {
  string_literal: regular,
  verbatim_string_literal: verbatim,
  raw_string_literal: raw,
  interpolated_string_expression: interpolated,
  character_literal: (node) => value(node, 0),
}
