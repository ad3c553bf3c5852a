import { decodeBackslashes } from '../decode.js'
import { type Cst, childOf, namedOf } from '../grammar/cst.js'
import { filled, namedIn } from '../grammar/filled.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { array, binary, type Decode, node as make, other, type Range } from '../grammar/nodes.js'
import { stringOf } from '../grammar/strings.js'
import type { Node } from '../script/tree.js'
import { heredocOf } from './frames.js'

const decodeDouble: Decode = (text, start, end) => decodeBackslashes(text, start, end)

/** Between single quotes and in `%q` only `\'` and `\\` are escapes, and neither stands in a host. */
function isPlain(open: string): boolean {
  return /^(?:'|%q|%w|%i)/.test(open)
}

/** Between the delimiters. */
export function contentOf(node: Cst): Range {
  const [first] = node.children
  const last = node.children.at(-1)
  return { start: first?.end ?? node.start, end: last && last !== first ? last.start : node.end }
}

export function decodeOf(node: Cst, to: Lowering): Decode | undefined {
  const [first] = node.children
  return first && isPlain(to.slice(first)) ? undefined : decodeDouble
}

/** What is filled in, with its marks. */
export function holesIn(children: readonly Cst[], to: Lowering): { range: Range; node: Node }[] {
  return children
    .filter((child) => child.type === 'interpolation')
    .map((range) => {
      const inside = namedOf(range)
      const [only] = inside
      return {
        range,
        node: only && inside.length === 1 ? to.lower(only) : other(range, 'filled in', to.all(inside)),
      }
    })
}

function string(node: Cst, to: Lowering): Node {
  return stringOf(node, contentOf(node), holesIn(node.children, to), to.text, decodeOf(node, to))
}

function chained(node: Cst, to: Lowering): Node {
  return to
    .all(namedOf(node))
    .reduce((left, right) => binary({ start: left.start, end: right.end }, left, '+', right))
}

function heredoc(node: Cst, to: Lowering): Node {
  const body = heredocOf(to, node)
  if (!body) return stringOf(node, { start: node.end, end: node.end }, [], to.text)
  const content = { start: body.start, end: childOf(body, 'heredoc_end')?.start ?? body.end }
  const isRaw = /'/.test(to.slice(node))
  return stringOf(
    body,
    content,
    isRaw ? [] : holesIn(body.children, to),
    to.text,
    isRaw ? undefined : decodeDouble,
  )
}

/** `%w[a b]`: a list whose items have nothing but white space between them. */
function words(node: Cst, to: Lowering): Node {
  const items = namedOf(node).map((word) => stringOf(word, word, holesIn(word.children, to), to.text))
  const list = array(node, items)
  list.form = 'words'
  return list
}

function symbol(node: Cst, to: Lowering): Node {
  return stringOf(node, { start: node.start + 1, end: node.end }, [], to.text)
}

/** `%s`, `%<name>d`, `%{name}`; `%%` is a sign. */
const PLACEHOLDER =
  /%(?:%|\{(?<other>\w+)\}|[-+ 0#]*(?:(?:<(?<name>\w+)>)|(?:\d+\$))?[-+ 0#]*(?:\*|\d+)?(?:\.\d+)?[a-zA-Z])/g

/** `format('https://%s.acme.com', sub)` and `'https://%s.acme.com' % sub`. */
export function formattedBy(at: Cst, format: Cst, args: readonly Node[], to: Lowering): Node | undefined {
  if (format.type !== 'string' || childOf(format, 'interpolation')) return undefined
  const table = args.find((arg) => arg.type === 'ObjectExpression')
  const plain = args.filter((arg) => arg !== table)
  const piece = { at: format, content: contentOf(format), decode: decodeOf(format, to) }
  const named = table ? namedIn(table) : new Map<string, Node>()
  return filled(at, [piece], PLACEHOLDER, { plain, named }, to.text, 1)
}

export const strings: Handlers = {
  string,
  chained_string: chained,
  heredoc_beginning: heredoc,
  heredoc_body: (node) => make('EmptyStatement', { start: node.start, end: node.start }),
  string_array: words,
  symbol_array: words,
  simple_symbol: symbol,
  delimited_symbol: string,
  character: (node, to) => stringOf(node, { start: node.start + 1, end: node.end }, [], to.text),
  subshell: (node, to) => other(node, 'shell command', [string(node, to)]),
}
