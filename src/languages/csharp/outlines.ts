import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { call, identifier } from '../grammar/nodes.js'
import type { Outline, OutlineField } from '../grammar/outline.js'
import type { Node } from '../script/tree.js'

type Notes = (node: Cst, to: Lowering) => Node[]

/** A class or record with its properties, their types and attributes. */
export function outlinesIn(node: Cst, to: Lowering, notesOf: Notes): Outline[] {
  const name = fieldOf(node, 'name')
  if (!name) return []
  const body = fieldOf(node, 'body')
  const list = childOf(node, 'parameter_list')
  const bases = childOf(node, 'base_list')
  return [
    {
      name: to.slice(name),
      at: name,
      whole: node,
      bases: (bases ? namedOf(bases) : []).map((each) => call(each, identifier(each, to.slice(each)), [])),
      notes: notesOf(node, to),
      fields: [...(list ? namedOf(list) : []), ...(body ? namedOf(body) : [])].flatMap((each) =>
        fieldsIn(each, to, notesOf),
      ),
    },
  ]
}

function fieldsIn(each: Cst, to: Lowering, notesOf: Notes): OutlineField[] {
  const isField = each.type === 'field_declaration'
  if (!isField && !/^(?:property_declaration|parameter)$/.test(each.type)) return []
  const declaration = isField ? childOf(each, 'variable_declaration') : each
  const type = declaration && fieldOf(declaration, 'type')
  const names = isField
    ? (declaration ? namedOf(declaration) : [])
        .filter((child) => child.type === 'variable_declarator')
        .map((child) => fieldOf(child, 'name'))
    : [fieldOf(each, 'name')]
  const isStatic = each.children.some(
    (child) => child.type === 'modifier' && /^(?:static|const)$/.test(to.slice(child)),
  )
  return names.flatMap((name) =>
    name
      ? [
          {
            name: to.slice(name),
            at: name,
            whole: each,
            notes: notesOf(each, to),
            ...(isStatic && { isStatic }),
            ...(type && { written: to.slice(type) }),
          },
        ]
      : [],
  )
}
