import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { identifier, member, method, other, self, spread, value } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { isInClass, isMemberConstant, localOf } from './frames.js'

/** A variable, or a method of the object that is called without anything. */
function name(node: Cst, to: Lowering): Node {
  const written = to.slice(node)
  return localOf(to, written) || !isInClass(to)
    ? identifier(node, written)
    : member(node, self(node), written)
}

/** A constant of a class is a member of it, in the class as outside. */
function constant(node: Cst, to: Lowering): Node {
  const written = to.slice(node)
  return isInClass(to) && isMemberConstant(to, written)
    ? member(node, self(node), written)
    : identifier(node, written)
}

/** `@host` is what the reader `host` gives. */
function instanceVariable(node: Cst, to: Lowering): Node {
  return member(node, self(node), to.slice(node).replace(/^@+/, ''), node)
}

function scoped(node: Cst, to: Lowering): Node {
  const scope = fieldOf(node, 'scope')
  const last = fieldOf(node, 'name') as Cst
  return scope ? member(node, to.lower(scope), to.slice(last), last) : identifier(node, to.slice(last))
}

/** `list[0]`, `table[:key]`, and cuts as calls of `slice`. */
function element(node: Cst, to: Lowering): Node {
  const [object, index, ...rest] = namedOf(node).filter((child) => child.type !== 'block') as [Cst, ...Cst[]]
  const holder = to.lower(object)
  if (!index) return other(node, 'empty index', [holder])
  if (index.type === 'regex') return method(node, to.lower(index), 'exec', [holder])
  if (index.type === 'range') return method(node, holder, 'slice', to.all(namedOf(index)))
  if (rest.length > 0) return method(node, holder, 'slice', to.all([index, ...rest]))
  return member(node, holder, to.lower(index))
}

export const names: Handlers = {
  identifier: name,
  constant,
  self: (node) => self(node),
  instance_variable: instanceVariable,
  class_variable: instanceVariable,
  global_variable: (node, to) => identifier(node, to.slice(node)),
  scope_resolution: scoped,
  element_reference: element,
  hash_key_symbol: (node, to) => identifier(node, to.slice(node)),
  splat_argument: (node, to) => spread(node, to.lower(namedOf(node)[0] ?? node)),
  hash_splat_argument: (node, to) => spread(node, to.lower(namedOf(node)[0] ?? node)),
  integer: (node, to) => value(node, Number(to.slice(node).replaceAll('_', ''))),
  float: (node, to) => value(node, Number(to.slice(node).replaceAll('_', ''))),
  true: (node) => value(node, true),
  false: (node) => value(node, false),
  nil: (node) => value(node, null),
}
