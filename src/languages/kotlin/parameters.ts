import { type Cst, childOf, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { identifier, node as make, parameter } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'

export const nameOf = (node: Cst): Cst | undefined => childOf(node, 'identifier')

/** Parameters of a function; what stands behind `=` is the default of the one in front. */
export function parametersOf(node: Cst, to: Lowering): Node[] {
  const list = childOf(node, 'function_value_parameters')
  const params: Node[] = []
  const children = list?.children ?? []
  children.forEach((each, i) => {
    const name = each.type === 'parameter' ? nameOf(each) : undefined
    if (!name) return
    const id = identifier(name, to.slice(name))
    const before = children[i - 1]
    const isRest = before?.type === 'parameter_modifiers' && /\bvararg\b/.test(to.slice(before))
    const init = children[i + 1]?.type === '=' ? children[i + 2] : undefined
    params.push(
      isRest
        ? make('RestElement', each, { argument: id })
        : parameter(init ? { start: each.start, end: init.end } : each, id, init && to.lower(init)),
    )
  })
  return params
}

/** Names that a function or a lambda declares anywhere inside, classes in it left out. */
export function localsOf(node: Cst, to: Lowering): Set<string> {
  const names = new Set(['it'])
  const stack = [node]
  for (let at = stack.pop(); at; at = stack.pop()) {
    if (/class_body$/.test(at.type) && at !== node) continue
    const name = /^(?:variable_declaration|parameter|catch_block)$/.test(at.type) ? nameOf(at) : undefined
    if (name) names.add(to.slice(name))
    stack.push(...at.children)
  }
  return names
}

/** Names that a property declaration gives, one or several in parentheses. */
export function declaredNames(node: Cst): Cst[] {
  const several = childOf(node, 'multi_variable_declaration')
  return namedOf(several ?? node)
    .filter((each) => each.type === 'variable_declaration')
    .flatMap((each) => nameOf(each) ?? [])
}
