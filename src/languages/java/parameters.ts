import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { identifier, node as make, parameter } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { placeholderOf } from './annotations.js'

const nameNode = (each: Cst): Cst | undefined =>
  fieldOf(each, 'name') ?? fieldOf(childOf(each, 'variable_declarator') ?? each, 'name')

/** Parameters of a method, a constructor, a record. A placeholder's default is that of the parameter. */
export function parametersOf(list: Cst | undefined, to: Lowering): Node[] {
  return (list ? namedOf(list) : []).flatMap((each) => {
    const name = nameNode(each)
    if (!name) return []
    const id = identifier(name, to.slice(name))
    if (each.type === 'spread_parameter') return [make('RestElement', each, { argument: id })]
    return [parameter(each, id, placeholderOf(each, to))]
  })
}

/** Names of parameters in order, as a constructor gives them to fields. */
export function parameterNames(list: Cst | undefined, to: Lowering): string[] {
  return (list ? namedOf(list) : []).flatMap((each) => {
    const name = nameNode(each)
    return name ? [to.slice(name)] : []
  })
}

const DECLARING =
  /^(?:variable_declarator|formal_parameter|catch_formal_parameter|resource|enhanced_for_statement|instanceof_expression)$/

/** Names that a method or a lambda declares anywhere inside, classes in it left out. */
export function localsOf(node: Cst, to: Lowering): Set<string> {
  const names = new Set<string>()
  const stack = [node]
  for (let at = stack.pop(); at; at = stack.pop()) {
    if (at.type === 'class_body' && at !== node) continue
    const name = DECLARING.test(at.type) ? fieldOf(at, 'name') : undefined
    if (name) names.add(to.slice(name))
    if (at.type === 'lambda_expression') {
      const list = fieldOf(at, 'parameters') as Cst
      for (const each of list.type === 'identifier' ? [list] : namedOf(list))
        if (each.type === 'identifier') names.add(to.slice(each))
    }
    stack.push(...at.children)
  }
  return names
}
