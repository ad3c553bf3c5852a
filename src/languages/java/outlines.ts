import { type Cst, childOf, fieldOf, fieldsOf, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { call, identifier } from '../grammar/nodes.js'
import type { Outline, OutlineField } from '../grammar/outline.js'
import type { Node } from '../script/tree.js'
import { notesOf } from './annotations.js'

/** A class, record or interface with its fields, their types and annotations; getters with annotations are fields. */
export function outlinesIn(node: Cst, to: Lowering): Outline[] {
  const name = fieldOf(node, 'name')
  const body = fieldOf(node, 'body')
  if (!name) return []
  const components = fieldOf(node, 'parameters')
  return [
    {
      name: to.slice(name),
      at: name,
      whole: node,
      bases: basesOf(node, to),
      notes: notesOf(node, to),
      fields: [...(components ? namedOf(components) : []), ...(body ? namedOf(body) : [])].flatMap((each) =>
        fieldsIn(each, to),
      ),
    },
  ]
}

/** Types behind `extends` and `implements`, each with what stands between its angle brackets. */
function basesOf(node: Cst, to: Lowering): Node[] {
  return node.children
    .filter((each) => /^(?:superclass|super_interfaces|extends_interfaces)$/.test(each.type))
    .flatMap((each) => namedOf(childOf(each, 'type_list') ?? each))
    .map((each) => call(each, identifier(each, to.slice(each)), []))
}

function fieldsIn(each: Cst, to: Lowering): OutlineField[] {
  const type = fieldOf(each, 'type')
  const rest = { whole: each, notes: notesOf(each, to), ...(type && { written: to.slice(type) }) }
  if (each.type === 'method_declaration') return getter(each, rest, to)
  if (/^(?:field_declaration|formal_parameter)$/.test(each.type)) {
    const modifiers = childOf(each, 'modifiers')
    const isStatic = modifiers?.children.some((word) => word.type === 'static') ?? false
    const own = fieldOf(each, 'name')
    const names = own ? [own] : fieldsOf(each, 'declarator').flatMap((part) => fieldOf(part, 'name') ?? [])
    return names.map((name) => ({ name: to.slice(name), at: name, ...rest, ...(isStatic && { isStatic }) }))
  }
  return []
}

/** `@Id public Long getAccountId()`. */
function getter(each: Cst, rest: Omit<OutlineField, 'name' | 'at'>, to: Lowering): OutlineField[] {
  const name = fieldOf(each, 'name')
  const [, property] = /^(?:get|is)([A-Z]\w*)$/.exec(name ? to.slice(name) : '') ?? []
  if (!name || !property || rest.notes.length === 0) return []
  return [{ name: property.charAt(0).toLowerCase() + property.slice(1), at: name, ...rest }]
}
