import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { array, lambda, node as make, method, object, other, spread, written } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { pattern } from './targets.js'

const list = (node: Cst, to: Lowering): Node => array(node, to.all(namedOf(node)))

function dictionary(node: Cst, to: Lowering): Node {
  return object(
    node,
    namedOf(node).map((each) => (each.type === 'pair' ? pair(each, to) : to.lower(each))),
  )
}

/** A key that is a name is what the name holds. */
function pair(node: Cst, to: Lowering): Node {
  const key = to.lower(fieldOf(node, 'key') as Cst)
  return make('Property', node, {
    key,
    value: to.lower(fieldOf(node, 'value') as Cst),
    computed: key.type !== 'Literal',
    kind: 'init',
    method: false,
    shorthand: false,
  })
}

/** The parts of `[body for x in list if test]`. */
interface Comprehension {
  body: Cst
  clauses: { item: Cst; list: Cst; tests: Cst[] }[]
}

function comprehensionOf(node: Cst): Comprehension {
  const clauses: Comprehension['clauses'] = []
  for (const child of namedOf(node)) {
    if (child.type === 'for_in_clause')
      clauses.push({ item: fieldOf(child, 'left') as Cst, list: fieldOf(child, 'right') as Cst, tests: [] })
    else if (child.type === 'if_clause') clauses.at(-1)?.tests.push(namedOf(child)[0] as Cst)
  }
  return { body: fieldOf(node, 'body') as Cst, clauses }
}

/** `any(test(x) for x in list)` is `list.some(…)`; `name` is the method that the last step calls. */
export function mapped(node: Cst, name: string, to: Lowering): Node {
  const { body, clauses } = comprehensionOf(node)
  return clauses.reduceRight<(() => Node) | undefined>((inner, clause, index) => {
    const isLast = index === clauses.length - 1
    return () => {
      const filtered = clause.tests.reduce(
        (left, test) =>
          method(node, left, 'filter', [lambda(test, [pattern(clause.item, to)], to.lower(test))]),
        to.lower(clause.list),
      )
      const value = inner ? inner() : to.lower(body)
      const step = isLast ? name : name === 'map' ? 'flatMap' : name
      return method(node, filtered, step, [lambda(node, [pattern(clause.item, to)], value)])
    }
  }, undefined)?.() as Node
}

function comprehension(node: Cst, to: Lowering): Node {
  return written(mapped(node, 'map', to), 'for')
}

/** `{key: value for …}`: a table that is made of another list. */
function table(node: Cst, to: Lowering): Node {
  const { clauses } = comprehensionOf(node)
  if (clauses.length !== 1)
    return other(
      node,
      'table',
      clauses.flatMap(({ list }) => to.all([list])),
    )
  return mapped(node, 'map', to)
}

export const collections: Handlers = {
  list,
  tuple: list,
  set: list,
  dictionary,
  pair,
  list_comprehension: comprehension,
  set_comprehension: comprehension,
  generator_expression: comprehension,
  dictionary_comprehension: table,
  list_splat: (node, to) => spread(node, to.lower(namedOf(node)[0] as Cst)),
  dictionary_splat: (node, to) => spread(node, to.lower(namedOf(node)[0] as Cst)),
}
