import { type Cst, childOf } from '../grammar/cst.js'
import { filled, namedIn, type Piece } from '../grammar/filled.js'
import type { Lowering } from '../grammar/lowering.js'
import { method, type Range } from '../grammar/nodes.js'
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
  return filled(node, piecesOf(format, to), PERCENT, { plain, named }, to.text)
}

/** `'https://{}.acme.com'.format(sub)`. */
export function braces(node: Cst, format: Cst, args: readonly Node[], to: Lowering): Node {
  const table = args.find((arg) => arg.type === 'ObjectExpression' && arg.isNamed)
  const plain = args.filter((arg) => arg !== table)
  const named = table ? namedIn(table) : new Map<string, Node>()
  return filled(node, piecesOf(format, to), BRACES, { plain, named }, to.text)
}

/** A format that is a name here: what is put into it becomes a part of the text. */
export function opaque(node: Range, format: Node, args: readonly Node[]): Node {
  return method(node, format, 'concat', args)
}

function piecesOf(format: Cst, to: Lowering): Piece[] {
  const strings =
    format.type === 'concatenated_string' ? format.children.filter((c) => c.type === 'string') : [format]
  return strings.map((string) => ({
    at: string,
    content: contentOf(string),
    decode: childOf(string, 'interpolation') ? undefined : decodeOf(string, to),
  }))
}
