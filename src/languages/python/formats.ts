import { type Cst, childOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { binary, identifier, method, type Range } from '../grammar/nodes.js'
import { stringOf } from '../grammar/strings.js'
import type { Node } from '../script/tree.js'
import { contentOf, decodeOf } from './strings.js'

/** `%s`, `%(name)s`, `%-10.2f`; `%%` is a sign. */
const PERCENT = /%(?:%|(?:\((?<name>[^)]*)\))?[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?[diouxXeEfFgGcrsa])/g
/** `{}`, `{0}`, `{name.member[0]!r:>10}`; `{{` and `}}` are signs. */
const BRACES = /\{\{|\}\}|\{(?<name>[^{}:!.[\]]*)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g

/** `'https://%s.acme.com' % sub`, and the same with a tuple or a table. */
export function percent(node: Cst, format: Cst, argument: Node, to: Lowering): Node {
  const isTable = argument.type === 'ObjectExpression'
  const plain =
    argument.type === 'ArrayExpression' ? (argument.elements as Node[]) : isTable ? [] : [argument]
  const named = isTable ? namedIn(argument) : new Map<string, Node>()
  return filled(node, format, PERCENT, plain, named, to)
}

/** `'https://{}.acme.com'.format(sub)`. */
export function braces(node: Cst, format: Cst, args: readonly Node[], to: Lowering): Node {
  const table = args.find((arg) => arg.type === 'ObjectExpression' && arg.isNamed)
  const plain = args.filter((arg) => arg !== table)
  return filled(node, format, BRACES, plain, table ? namedIn(table) : new Map(), to)
}

/** A format that is a name here: what is put into it becomes a part of the text. */
export function opaque(node: Range, format: Node, args: readonly Node[]): Node {
  return method(node, format, 'concat', args)
}

function namedIn(table: Node): Map<string, Node> {
  const found = new Map<string, Node>()
  for (const { key, value } of table.properties as Node[])
    if (key) found.set(String(key.name ?? key.value), value as Node)
  return found
}

function filled(
  node: Cst,
  format: Cst,
  placeholder: RegExp,
  plain: readonly Node[],
  named: ReadonlyMap<string, Node>,
  to: Lowering,
): Node {
  const pieces =
    format.type === 'concatenated_string' ? format.children.filter((c) => c.type === 'string') : [format]
  const used = new Set<Node>()
  let next = 0
  const take = (name: string | undefined): Node | undefined => {
    if (name === undefined || name === '') return plain[next++]
    return /^\d+$/.test(name) ? plain[Number(name)] : named.get(name)
  }
  const texts = pieces.map((piece) => {
    const content = contentOf(piece)
    const holes = [...to.text.slice(content.start, content.end).matchAll(placeholder)].flatMap((match) => {
      if (/^(?:%%|\{\{|\}\})$/.test(match[0])) return []
      const start = content.start + match.index
      const range = { start, end: start + match[0].length }
      const found = take(match.groups?.name)
      // An argument may be used twice, a node stands in one place.
      const isFresh = found !== undefined && !used.has(found)
      if (found) used.add(found)
      return [{ range, node: isFresh ? found : identifier(range, nameIn(found, match.groups?.name)) }]
    })
    return stringOf(
      piece,
      content,
      holes,
      to.text,
      childOf(piece, 'interpolation') ? undefined : decodeOf(piece, to),
    )
  })
  const text = texts.reduce((left, right) => binary({ start: left.start, end: right.end }, left, '+', right))
  const left = [...plain, ...named.values()].filter((arg) => !used.has(arg))
  return left.length > 0 ? method(node, text, 'concat', left) : { ...text, start: node.start, end: node.end }
}

function nameIn(found: Node | undefined, name: string | undefined): string {
  if (found?.type === 'Identifier') return found.name as string
  return name && /^[a-z_]\w*$/i.test(name) ? name : '*'
}
