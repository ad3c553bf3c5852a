import { type Cst, fieldOf, fieldsOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { identifier, member, method, other, self, value } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { capturing } from './patterns.js'

/** The object that a method is called on, by the names that everybody gives it. */
const OWN = /^(?:self|cls)$/

export function nameOf(node: Cst, to: Lowering): Node {
  const name = to.slice(node)
  return OWN.test(name) ? self(node) : identifier(node, name)
}

/** Members whose names are other ones in the neutral tree. */
const RENAMED: Readonly<Record<string, string>> = { netloc: 'host' }

function attribute(node: Cst, to: Lowering): Node {
  const name = fieldOf(node, 'attribute') as Cst
  const written = to.slice(name)
  const object = capturing(to.lower(fieldOf(node, 'object') as Cst))
  return member(node, object, RENAMED[written] ?? written, name)
}

/** `x[i]`, `x['key']`, and `x[a:b]` as a call of `slice`. */
function subscript(node: Cst, to: Lowering): Node {
  const object = capturing(to.lower(fieldOf(node, 'value') as Cst))
  const [index, ...rest] = fieldsOf(node, 'subscript')
  if (!index) return other(node, 'empty subscript', [object])
  if (index.type === 'slice') return method(node, object, 'slice', to.all(namedOf(index)))
  return rest.length > 0
    ? other(node, 'several subscripts', [object, ...to.all([index, ...rest])])
    : member(node, object, to.lower(index))
}

export const names: Handlers = {
  identifier: nameOf,
  dotted_name: (node, to) =>
    namedOf(node)
      .map((part) => nameOf(part, to))
      .reduce((object, part) => member(node, object, part.name as string, part)),
  attribute,
  subscript,
  integer: (node, to) => value(node, Number(to.slice(node).replaceAll('_', ''))),
  float: (node, to) => value(node, Number(to.slice(node).replaceAll('_', ''))),
  true: (node) => value(node, true),
  false: (node) => value(node, false),
  none: (node) => value(node, null),
}
