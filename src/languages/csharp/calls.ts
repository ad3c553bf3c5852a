import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { array, call, entry, identifier, object, type Range } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { methodIdiom, staticIdiom } from './idioms.js'
import { plainName } from './names.js'

/** How texts are compared: it says nothing about them. */
const COMPARISON = /^(?:System\.)?(?:StringComparison|StringComparer)\./

/** `origins:` of an attribute's argument, which is no field. */
const labelOf = (argument: Cst): Cst | undefined =>
  argument.children[1]?.type === ':' ? argument.children[0] : undefined

/** Arguments of a call; named ones are the entries of a table behind the others. */
export function argumentsOf(list: Cst | undefined, to: Lowering): Node[] {
  const plain: Node[] = []
  const named: Node[] = []
  for (const argument of list ? namedOf(list) : []) {
    const name = fieldOf(argument, 'name') ?? labelOf(argument)
    const value = namedOf(argument).find((child) => child !== name)
    if (!value || COMPARISON.test(to.slice(value))) continue
    const label = name ?? (value.type === 'assignment_expression' ? fieldOf(value, 'left') : undefined)
    const held = name ? value : label ? (fieldOf(value, 'right') as Cst) : value
    const isAttribute = argument.type === 'attribute_argument'
    if (label && (name || isAttribute))
      named.push(entry(argument, identifier(label, to.slice(label)), to.lower(held)))
    else plain.push(to.lower(value))
  }
  const [first] = named
  return first
    ? [...plain, object({ start: first.start, end: named.at(-1)?.end ?? first.end }, named)]
    : plain
}

function invocation(node: Cst, to: Lowering): Node {
  const callee = fieldOf(node, 'function') as Cst
  const args = argumentsOf(fieldOf(node, 'arguments'), to)
  if (callee.type === 'identifier' && to.slice(callee) === 'nameof')
    return { ...call(node, identifier(node, 'nameof'), []), ...namedIn(fieldOf(node, 'arguments'), to) }
  const target = fieldOf(callee, 'expression')
  const field = callee.type === 'member_access_expression' ? fieldOf(callee, 'name') : undefined
  if (target && field) {
    const built = staticIdiom(node, `${plainName(target, to)}.${plainName(field, to)}`, args, to)
    if (built) return built
  }
  const lowered = to.lower(callee)
  if (lowered.type === 'MemberExpression' && !lowered.computed) {
    const built = methodIdiom(node, lowered.object, lowered.property.name, args, to)
    if (built) return built
  }
  return call(node, lowered, LISTING.test(to.slice(callee)) ? [listOf(args)] : args)
}

/** What `nameof` names: the last name in its parentheses. */
function namedIn(list: Cst | undefined, to: Lowering): { names?: { text: string; at: Range } } {
  const written = list ? to.slice(list) : ''
  const text = /(\w+)\s*\)$/.exec(written)?.[1]
  if (!list || text === undefined) return {}
  const start = list.start + written.lastIndexOf(text)
  return { names: { text, at: { start, end: start + text.length } } }
}

/** Methods that take any number of hosts, one an argument. */
const LISTING = /(?:^|[.\s])(?:WithOrigins|FrameAncestors|AddOrigins|CustomSources)$/

function listOf(args: readonly Node[]): Node {
  const [first] = args
  const last = args.at(-1)
  if (!first || !last) return array({ start: 0, end: 0 }, [])
  // One argument that is no text is itself the list.
  if (args.length === 1 && !/^(?:Literal|TemplateLiteral|BinaryExpression)$/.test(first.type)) return first
  return array({ start: first.start, end: last.end }, args)
}

export const calls: Handlers = {
  invocation_expression: invocation,
  argument: (node, to) => to.lower(namedOf(node).at(-1) as Cst),
}
