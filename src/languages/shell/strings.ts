import { decodeBackslashes } from '../decode.js'
import type { Cst } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { binary, type Decode, identifier, node as make, type Range, text, value } from '../grammar/nodes.js'
import { stringOf } from '../grammar/strings.js'
import type { Node } from '../script/tree.js'

/** Between double quotes a backslash keeps four signs and the end of a line from meaning something. */
const decodeQuoted: Decode = (source, start, end) => decodeBackslashes(source, start, end, '"$`\\\n\r')
const decodeAnsi: Decode = (source, start, end) => decodeBackslashes(source, start, end)

const isHole = (node: Cst): boolean => /expansion$|substitution$/.test(node.type)

const holesIn = (node: Cst, to: Lowering): { range: Range; node: Node }[] =>
  node.children.filter(isHole).map((range) => ({ range, node: to.lower(range) }))

function quoted(node: Cst, to: Lowering): Node {
  const open = to.slice(node).startsWith('$') ? 2 : 1
  const content = { start: node.start + open, end: node.end - 1 }
  const holes = holesIn(node, to)
  const [only] = holes
  // `"$host"` is the value itself.
  if (only && only.range.start === content.start && only.range.end === content.end)
    return make('ParenthesizedExpression', node, { expression: only.node })
  return stringOf(node, content, holes, to.text, decodeQuoted)
}

/** A word as it stands; a backslash in front of a letter is that letter. */
export function word(node: Range, to: Lowering): Node {
  const written = to.slice(node)
  return text(node, written.replace(/\\(.)/gs, '$1'), node, written.includes('\\') ? decodeAnsi : undefined)
}

/** Variables in a pattern, which the grammar takes for letters of it. */
const VARIABLE = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*|\d))/g

/** A pattern of `case` and `[[ … ]]`; quotes in it are written along. */
export function glob(node: Range, to: Lowering): Node {
  const holes = [...to.slice(node).matchAll(VARIABLE)].map((match) => {
    const start = node.start + match.index
    const range = { start, end: start + match[0].length }
    return { range, node: identifier(range, (match[1] ?? match[2]) as string) }
  })
  return holes.length > 0 ? stringOf(node, node, holes, to.text) : word(node, to)
}

/** `"https://"acme".amocrm.com"`: pieces that stand side by side are one text. */
function concatenation(node: Cst, to: Lowering): Node {
  const pieces = node.children.filter((each) => each.named).map((each) => to.lower(each))
  const [first, ...rest] = pieces
  if (!first) return word(node, to)
  const joined = rest.reduce(
    (left, right) => binary({ start: left.start, end: right.end }, left, '+', right),
    first,
  )
  return { ...joined, start: node.start, end: node.end }
}

/** The lines of a heredoc; nothing is filled in where its mark is quoted. */
export function heredoc(body: Cst, mark: string, to: Lowering): Node {
  const holes = /^['"\\]/.test(mark) ? [] : holesIn(body, to)
  return stringOf(body, body, holes, to.text)
}

export const strings: Handlers = {
  string: quoted,
  translated_string: quoted,
  raw_string: (node, to) => stringOf(node, { start: node.start + 1, end: node.end - 1 }, [], to.text),
  ansi_c_string: (node, to) =>
    stringOf(node, { start: node.start + 2, end: node.end - 1 }, [], to.text, decodeAnsi),
  word,
  extglob_pattern: glob,
  regex: glob,
  concatenation,
  number: (node, to) => value(node, Number(to.slice(node))),
}
