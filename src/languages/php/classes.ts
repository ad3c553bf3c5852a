import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  type Access,
  assignment,
  block,
  classOf,
  exported,
  fn,
  identifier,
  lambda,
  node as make,
  member,
  methodOf,
  other,
  parameter,
  property,
  self,
  statement,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { lastName, variable } from './names.js'
import { withoutGlobals } from './shared.js'
import { statements } from './statements.js'

function accessOf(node: Cst, to: Lowering): Access {
  const modifier = childOf(node, 'visibility_modifier')
  return modifier && /^private/i.test(to.slice(modifier)) ? 'private' : 'public'
}

function parametersOf(node: Cst, to: Lowering): { params: Node[]; promoted: Node[] } {
  const list = fieldOf(node, 'parameters')
  const promoted: Node[] = []
  const params = (list ? namedOf(list) : []).map((each) => {
    const name = fieldOf(each, 'name')
    if (!name) return other(each, each.type, [])
    const init = fieldOf(each, 'default_value')
    const left = variable(name, to)
    if (each.type === 'property_promotion_parameter')
      promoted.push(...attributesOf(each, to), promotion(each, name, to))
    if (each.type === 'variadic_parameter') return make('RestElement', each, { argument: left })
    return parameter(each, left, init && to.lower(init))
  })
  return { params, promoted }
}

/** `private string $host` in a constructor's parameters is a property that is given the parameter. */
function promotion(each: Cst, name: Cst, to: Lowering): Node {
  const target = { ...member(name, self(name), to.slice(name).slice(1)), accessibility: accessOf(each, to) }
  return statement(each, assignment(name, target, '=', variable(name, to)))
}

function functionOf(node: Cst, to: Lowering, id: Node | null): Node {
  const body = fieldOf(node, 'body')
  const at = body ?? { start: node.end, end: node.end }
  let params: Node[] = []
  const inside = withoutGlobals(to, () =>
    to.inFunction(at, () => {
      const read = parametersOf(node, to)
      params = read.params
      return [...read.promoted, ...(body ? statements(body.children, to) : [])]
    }),
  )
  return fn(node, id, params, block(at, inside))
}

function arrow(node: Cst, to: Lowering): Node {
  return lambda(node, parametersOf(node, to).params, to.lower(fieldOf(node, 'body') as Cst))
}

function declaredFunction(node: Cst, to: Lowering): Node {
  const name = fieldOf(node, 'name') as Cst
  return exported(node, functionOf(node, to, identifier(name, to.slice(name))))
}

function membersOf(body: Cst | undefined, to: Lowering): Node[] {
  return (body ? namedOf(body) : []).flatMap((each) => [
    ...attributesOf(each, to),
    ...memberOfClass(each, to),
  ])
}

/** What is said of a member or class in front of it. */
function attributesOf(node: Cst, to: Lowering): Node[] {
  const list = childOf(node, 'attribute_list')
  return list ? [other(list, 'attributes', to.all(namedOf(list)))] : []
}

function memberOfClass(each: Cst, to: Lowering): Node[] {
  const access = accessOf(each, to)
  switch (each.type) {
    case 'const_declaration':
      return namedOf(each)
        .filter((element) => element.type === 'const_element')
        .map((element) => {
          const [name, init] = namedOf(element) as [Cst, Cst]
          return property(element, identifier(name, to.slice(name)), to.lower(init), access)
        })
    case 'property_declaration':
      return namedOf(each)
        .filter((element) => element.type === 'property_element')
        .map((element) => {
          const name = fieldOf(element, 'name') ?? (namedOf(element)[0] as Cst)
          const init = fieldOf(element, 'default_value')
          return property(
            element,
            identifier(name, to.slice(name).slice(1)),
            init ? to.lower(init) : null,
            access,
          )
        })
    case 'enum_case': {
      const name = fieldOf(each, 'name') as Cst
      const init = fieldOf(each, 'value')
      return [property(each, identifier(name, to.slice(name)), init ? to.lower(init) : null, 'public')]
    }
    case 'method_declaration': {
      const name = fieldOf(each, 'name') as Cst
      return [methodOf(each, identifier(name, to.slice(name)), functionOf(each, to, null), access)]
    }
    default:
      return [other(each, each.type, to.all(namedOf(each)))]
  }
}

const declaredClass = (node: Cst, to: Lowering): Node => exported(node, classFrom(node, to))

function classFrom(node: Cst, to: Lowering): Node {
  const name = fieldOf(node, 'name')
  const base = childOf(node, 'base_clause')
  const parent = base && namedOf(base)[0]
  const body = fieldOf(node, 'body')
  const id = name ? identifier(name, to.slice(name)) : null
  const superClass = parent ? identifier(parent, lastName(to.slice(parent))) : null
  return classOf(node, id, superClass, body ?? node, [...attributesOf(node, to), ...membersOf(body, to)])
}

export const classes: Handlers = {
  class_declaration: declaredClass,
  anonymous_class: classFrom,
  interface_declaration: declaredClass,
  trait_declaration: declaredClass,
  enum_declaration: declaredClass,
  function_definition: declaredFunction,
  anonymous_function: (node, to) => functionOf(node, to, null),
  anonymous_function_creation_expression: (node, to) => functionOf(node, to, null),
  arrow_function: arrow,
}
