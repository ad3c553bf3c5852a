import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import {
  assignment,
  block,
  identifier,
  node as make,
  type Range,
  statement,
  value,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'

const SILENT = new Set([
  'empty_statement',
  'fallthrough_statement',
  'break_statement',
  'continue_statement',
  'goto_statement',
  'label_name',
])

/** Statements of a block, of a case. */
export function statements(node: Cst, to: Lowering): Node[] {
  return namedOf(childOf(node, 'statement_list') ?? node)
    .filter((child) => !SILENT.has(child.type))
    .map((child) => asStatement(child, to))
}

export function asStatement(node: Cst, to: Lowering): Node {
  const lowered = to.lower(node)
  return /(?:Statement|Declaration)$/.test(lowered.type) ? lowered : statement(node, lowered)
}

/**
 * `a, b := f()`: the first name gets what a function gives back, others (an error, a flag) get nothing that is text. As many values
 * as names go to them in order.
 */
export function declareAll(
  at: Range,
  names: readonly Cst[],
  values: readonly Cst[],
  kind: 'let' | 'const',
  to: Lowering,
): Node {
  const declarations = names.map((name, i) => {
    const init = values[i]
    return make('VariableDeclarator', init ? { start: name.start, end: init.end } : name, {
      id: identifier(name, to.slice(name)),
      init: init ? to.lower(init) : null,
    })
  })
  return make('VariableDeclaration', at, { kind, declarations })
}

export const bodyOf = (label: Cst, to: Lowering): Node[] => {
  const list = childOf(label, 'statement_list')
  return list ? statements(list, to) : []
}

/** A write to one name; what a function gives back besides its first result is no text. */
export function write(at: Range, target: Cst, held: Cst | undefined, operator: string, to: Lowering): Node {
  const right = held ? to.lower(held) : value({ start: target.end, end: target.end }, null)
  if (to.slice(target) === '_') return right
  const place = held ? { start: at.start, end: Math.max(at.end, held.end) } : at
  return assignment(place, to.lower(target), operator, right)
}

export const sequence = (at: Range, writes: readonly Node[]): Node =>
  block(
    at,
    writes.map((each) => statement(each, each)),
  )

/** `if x := f(); x != "" {}`: the name lives in the statement. */
export function withInitializer(node: Cst, inside: Node, to: Lowering): Node {
  const initializer = fieldOf(node, 'initializer')
  return initializer ? block(node, [asStatement(initializer, to), inside]) : inside
}
