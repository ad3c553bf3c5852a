import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { identifier, member, method, other, self, value, written } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { isMember } from './members.js'

function name(node: Cst, to: Lowering): Node {
  const word = to.slice(node)
  return isMember(to, word) ? member(node, self(node), word, node) : identifier(node, word)
}

/** `Get<T>` is `Get`. */
export function plainName(node: Cst, to: Lowering): string {
  const inner = node.type === 'generic_name' ? namedOf(node)[0] : undefined
  const word = to.slice(inner ?? node)
  return word.slice(word.lastIndexOf('.') + 1)
}

function access(node: Cst, to: Lowering): Node {
  const field = fieldOf(node, 'name') as Cst
  return property(node, to.lower(fieldOf(node, 'expression') as Cst), field, to)
}

/** What several libraries call the host of an address. */
const HOST = /^(?:DnsSafeHost|IdnHost|Authority)$/
/** What holds a whole address, by its name: the host of anything else may be a setting. */
const ADDRESS = /(?:ur[il]|request|referr?er|origin)\w*\)?$/i

/** A property by its name, whatever the expression that it is read from. */
export function property(at: Cst, object: Node, field: Cst, to: Lowering): Node {
  const word = plainName(field, to)
  const isHost = HOST.test(word) || (word === 'Host' && isAddress(object, to))
  return member(at, object, isHost ? 'host' : word, field)
}

function isAddress(object: Node, to: Lowering): boolean {
  return object.type === 'NewExpression' || ADDRESS.test(to.text.slice(object.start, object.end))
}

const subjects = new WeakMap<Lowering, Node[]>()

/** `host?.Length`: what stands behind the question mark belongs to what stands in front. */
function conditionalAccess(node: Cst, to: Lowering): Node {
  const subject = fieldOf(node, 'condition') as Cst
  const binding = namedOf(node).find((child) => child !== subject) as Cst
  const stack = subjects.get(to) ?? []
  subjects.set(to, stack)
  stack.push(to.lower(subject))
  const lowered = to.lower(binding)
  stack.pop()
  return lowered.start === binding.start ? { ...lowered, start: node.start } : lowered
}

function boundMember(node: Cst, to: Lowering): Node {
  const subject = subjects.get(to)?.at(-1)
  const field = fieldOf(node, 'name') as Cst
  return subject ? property(node, subject, field, to) : other(node, 'member', [])
}

/** `table["key"]`, `host[..^11]`. */
function elementAccess(node: Cst, to: Lowering): Node {
  const object = to.lower(fieldOf(node, 'expression') as Cst)
  return indexed(node, object, fieldOf(node, 'subscript') as Cst, to)
}

function indexed(node: Cst, object: Node, list: Cst, to: Lowering): Node {
  const index = namedOf(namedOf(list)[0] ?? list)[0]
  if (!index) return other(node, 'element', [object])
  if (index.type === 'range_expression')
    return written(method(node, object, 'slice', to.all(namedOf(index))), '[..]')
  return member(node, object, to.lower(index))
}

/** `?["key"]`; without a subject it is a list: `["a", "b"]`. */
export function elementBinding(node: Cst, to: Lowering): Node | undefined {
  const subject = subjects.get(to)?.at(-1)
  return subject ? indexed(node, subject, node, to) : undefined
}

const number = (node: Cst, to: Lowering): Node =>
  value(node, Number.parseFloat(to.slice(node).replaceAll('_', '')))

export const names: Handlers = {
  identifier: name,
  generic_name: (node, to) => identifier(node, plainName(node, to)),
  qualified_name: (node, to) => identifier(node, plainName(node, to)),
  alias_qualified_name: (node, to) => identifier(node, plainName(node, to)),
  predefined_type: (node, to) => identifier(node, to.slice(node)),
  this: (node) => self(node),
  base: (node) => self(node),
  member_access_expression: access,
  conditional_access_expression: conditionalAccess,
  member_binding_expression: boundMember,
  element_access_expression: elementAccess,
  integer_literal: number,
  real_literal: number,
  boolean_literal: (node, to) => value(node, to.slice(node) === 'true'),
  null_literal: (node) => value(node, null),
}
