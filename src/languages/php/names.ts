import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { identifier, member, other, self, value } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'

/** `self::`, `static::` and `parent::` speak of the class around. */
const OWN = /^(?:self|static|parent)$/i

/** `\App\Client` is `Client`: what the last part names. */
export function lastName(written: string): string {
  return written.slice(written.lastIndexOf('\\') + 1)
}

export function variable(node: Cst, to: Lowering): Node {
  const name = to.slice(node)
  return name === '$this' ? self(node) : identifier(node, name, name.slice(1))
}

/** A callee as PHP names it, what is handed over left out: `$client->post`, `Http::withToken()->get`. */
export function spoken(node: Cst, to: Lowering): string {
  const object = fieldOf(node, 'object')
  const scope = fieldOf(node, 'scope')
  const name = fieldOf(node, 'name')
  const brackets = /call_expression$/.test(node.type) ? '()' : ''
  if (object && name) return `${spoken(object, to)}->${to.slice(name)}${brackets}`
  if (scope && name) return `${lastName(to.slice(scope))}::${to.slice(name)}${brackets}`
  const called = node.type === 'function_call_expression' ? fieldOf(node, 'function') : undefined
  if (called) return `${lastName(to.slice(called))}()`
  return /^(?:variable_name|name|qualified_name)$/.test(node.type) ? lastName(to.slice(node)) : '(…)'
}

/** What stands in front of `::`. */
function scope(node: Cst, to: Lowering): Node {
  const written = to.slice(node)
  if (OWN.test(written)) return self(node)
  return node.type === 'name' || node.type === 'qualified_name' || node.type === 'relative_scope'
    ? identifier(node, lastName(written))
    : to.lower(node)
}

/** `$x->name`, `$x->{$name}`, `X::NAME`, `X::$name`. */
export function memberOf(node: Cst, object: Node, name: Cst | undefined, to: Lowering): Node {
  if (!name) return member(node, object, '*')
  if (name.type === 'name') return member(node, object, to.slice(name), name)
  if (name.type === 'variable_name' && node.type === 'scoped_property_access_expression')
    return member(node, object, to.slice(name).slice(1), name)
  return member(node, object, to.lower(name))
}

function access(node: Cst, to: Lowering): Node {
  const object = fieldOf(node, 'object') as Cst
  return memberOf(node, to.lower(object), fieldOf(node, 'name'), to)
}

function scoped(node: Cst, to: Lowering): Node {
  const [left, right] = namedOf(node)
  const name = fieldOf(node, 'name') ?? right
  return memberOf(node, scope((fieldOf(node, 'scope') ?? left) as Cst, to), name, to)
}

function subscript(node: Cst, to: Lowering): Node {
  const [object, index] = namedOf(node) as [Cst, Cst | undefined]
  return index ? member(node, to.lower(object), to.lower(index)) : other(node, 'append', [to.lower(object)])
}

const named = (node: Cst, to: Lowering): Node => identifier(node, lastName(to.slice(node)))

export const names: Handlers = {
  variable_name: variable,
  name: named,
  qualified_name: named,
  relative_scope: (node) => self(node),
  member_access_expression: access,
  nullsafe_member_access_expression: access,
  class_constant_access_expression: scoped,
  scoped_property_access_expression: scoped,
  subscript_expression: subscript,
  integer: (node, to) => value(node, Number(to.slice(node).replaceAll('_', ''))),
  float: (node, to) => value(node, Number(to.slice(node).replaceAll('_', ''))),
  boolean: (node, to) => value(node, /true/i.test(to.slice(node))),
  null: (node) => value(node, null),
}

/** The callee of `A::b()`. */
export function scopedCallee(node: Cst, to: Lowering): Node {
  return memberOf(node, scope(fieldOf(node, 'scope') as Cst, to), fieldOf(node, 'name'), to)
}
