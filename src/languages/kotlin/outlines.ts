import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { call, identifier } from '../grammar/nodes.js'
import type { Outline, OutlineField } from '../grammar/outline.js'
import type { Node } from '../script/tree.js'
import { notesOf } from './annotations.js'
import { argumentsOf } from './arguments.js'
import { componentsOf } from './constructors.js'
import { declaredNames, nameOf } from './parameters.js'

/** A class or object with its properties, their types and annotations. */
export function outlinesIn(node: Cst, to: Lowering): Outline[] {
  const name = fieldOf(node, 'name') ?? nameOf(node)
  if (!name) return []
  const body = childOf(node, 'class_body', 'enum_class_body')
  const properties = (body ? namedOf(body) : []).filter((each) => each.type === 'property_declaration')
  return [
    {
      name: to.slice(name),
      at: name,
      whole: node,
      bases: basesOf(node, to),
      notes: notesOf(node, to),
      fields: [
        ...componentsOf(node).flatMap((each) => fieldOfComponent(each, to)),
        ...properties.flatMap((each) => fieldsIn(each, to)),
      ],
    },
  ]
}

/** `Table("accounts")`, `JpaRepository<Account, Long>`. */
function basesOf(node: Cst, to: Lowering): Node[] {
  const list = childOf(node, 'delegation_specifiers')
  return (list ? namedOf(list) : []).flatMap((each) => {
    const made = childOf(each, 'constructor_invocation')
    const type = childOf(made ?? each, 'user_type')
    if (!type) return []
    return [
      call(each, identifier(type, to.slice(type)), argumentsOf(made && childOf(made, 'value_arguments'), to)),
    ]
  })
}

const typeOf = (each: Cst): Cst | undefined => namedOf(each).find(({ type }) => /_type$/.test(type))

function fieldOfComponent(each: Cst, to: Lowering): OutlineField[] {
  const name = nameOf(each)
  const type = typeOf(each)
  if (!name || !each.children.some((child) => child.type === 'val' || child.type === 'var')) return []
  return [
    {
      name: to.slice(name),
      at: name,
      whole: each,
      notes: notesOf(each, to),
      ...(type && { written: to.slice(type) }),
    },
  ]
}

function fieldsIn(each: Cst, to: Lowering): OutlineField[] {
  const declaration = childOf(each, 'variable_declaration')
  const type = declaration && typeOf(declaration)
  return declaredNames(each).map((name) => ({
    name: to.slice(name),
    at: name,
    whole: each,
    notes: notesOf(each, to),
    ...(type && { written: to.slice(type) }),
  }))
}
