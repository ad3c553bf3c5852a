import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { array, construct, entry, identifier, object, other, spread } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { argumentsOf } from './calls.js'
import { regexOf } from './idioms.js'
import { elementBinding, plainName } from './names.js'

/** Types that hold what they are given. */
const LIST =
  /^(?:List|HashSet|SortedSet|ImmutableList|ImmutableHashSet|Collection|Queue|Stack|ReadOnlyCollection|FrozenSet)$/

function creation(node: Cst, to: Lowering): Node {
  const type = fieldOf(node, 'type')
  return created(node, type ? plainName(type, to) : '', to)
}

/** `new(…) { … }` takes its type from what it is given to. */
export function created(node: Cst, type: string, to: Lowering): Node {
  const args = argumentsOf(fieldOf(node, 'arguments') ?? childOf(node, 'argument_list'), to)
  const initializer = childOf(node, 'initializer_expression')
  const held = initializer && initialized(initializer, to)
  if (type === 'Uri') return construct(node, identifier(node, 'URL'), args)
  if (type === 'Regex') {
    const regex = args[0] && regexOf(args[0], args[1], to)
    return regex ?? construct(node, identifier(node, 'RegExp'), args)
  }
  if (held?.type === 'ArrayExpression' || LIST.test(type)) {
    const items = (held?.type === 'ArrayExpression' ? held.elements : []) as Node[]
    return array(held ?? node, [
      ...args.filter((arg) => arg.type !== 'Literal').map((arg) => spread(arg, arg)),
      ...items,
    ])
  }
  if (held && (type === '' || /Dictionary$/.test(type)) && args.length === 0) return held
  return construct(node, identifier(node, type || 'new'), held ? [...args, held] : args)
}

/** `{ Host = "…" }`, `{ ["com"] = "…" }`, `{ { "com", "…" } }`, `{ "…", "…" }`. */
function initialized(node: Cst, to: Lowering): Node {
  const items = namedOf(node)
  const isTable = items.some(
    (item) =>
      item.type === 'assignment_expression' ||
      (item.type === 'initializer_expression' && namedOf(item).length === 2),
  )
  if (!isTable) return array(node, to.all(items))
  return object(
    node,
    items.map((item) => pair(item, to)),
  )
}

function pair(item: Cst, to: Lowering): Node {
  if (item.type === 'initializer_expression') {
    const [key, value] = namedOf(item) as [Cst, Cst]
    return entry(item, to.lower(key), to.lower(value))
  }
  const left = fieldOf(item, 'left')
  const right = fieldOf(item, 'right')
  if (item.type !== 'assignment_expression' || !left || !right) return spread(item, to.lower(item))
  const value = right.type === 'initializer_expression' ? initialized(right, to) : to.lower(right)
  if (left.type === 'identifier') return entry(item, identifier(left, to.slice(left)), value)
  const index = namedOf(left)[0]
  const key = index ? namedOf(index)[0] : undefined
  return entry(item, key ? to.lower(key) : other(left, 'key', []), value)
}

function arrayCreation(node: Cst, to: Lowering): Node {
  const initializer = childOf(node, 'initializer_expression')
  return initializer ? array(initializer, to.all(namedOf(initializer))) : array(node, [])
}

/** `["a", "b", ..rest]`. */
function collection(node: Cst, to: Lowering): Node {
  return (
    elementBinding(node, to) ??
    array(
      node,
      namedOf(node).map((item) => {
        const inner = item.type === 'argument' ? (namedOf(item).at(-1) as Cst) : item
        const [from] = namedOf(inner)
        return /^(?:range_expression|spread_element)$/.test(inner.type) && from
          ? spread(inner, to.lower(from))
          : to.lower(inner)
      }),
    )
  )
}

/** `new { host = "…", other }` and `settings with { Host = "…" }`: names, signs and values in a row. */
function anonymous(node: Cst, to: Lowering): Node {
  const properties: Node[] = []
  const { children } = node
  children.forEach((child, i) => {
    if (!child.named || children[i - 1]?.type === '=') return
    if (children[i + 1]?.type !== '=') {
      properties.push(...projected(child, to))
      return
    }
    const value = children.slice(i + 2).find((each) => each.named)
    if (value)
      properties.push(
        entry({ start: child.start, end: value.end }, identifier(child, to.slice(child)), to.lower(value)),
      )
  })
  return object(node, properties)
}

/** `x.Host` among the members of an anonymous type: a member of that name. */
function projected(child: Cst, to: Lowering): Node[] {
  const name = child.type === 'identifier' ? child : fieldOf(child, 'name')
  if (!/^(?:identifier|member_access_expression)$/.test(child.type) || !name) return []
  return [entry(child, identifier(name, to.slice(name)), to.lower(child))]
}

function changed(node: Cst, to: Lowering): Node {
  const [source, ...initializers] = namedOf(node)
  const parts = initializers.flatMap((each) => anonymous(each, to).properties as Node[])
  return object(node, [...(source ? [spread(source, to.lower(source))] : []), ...parts])
}

export const creations: Handlers = {
  object_creation_expression: creation,
  implicit_object_creation_expression: creation,
  array_creation_expression: arrayCreation,
  implicit_array_creation_expression: arrayCreation,
  initializer_expression: initialized,
  element_binding_expression: collection,
  collection_expression: collection,
  anonymous_object_creation_expression: anonymous,
  with_expression: changed,
}
