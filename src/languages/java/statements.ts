import { type Cst, childOf, fieldOf, fieldsOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { block, declare, identifier, node as make, other, statement, value } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { annotationsOf } from './annotations.js'

const SILENT = new Set(['break_statement', 'continue_statement', 'empty_statement'])

/** Statements of a block. */
export function statements(node: Cst, to: Lowering): Node[] {
  return namedOf(node)
    .filter((child) => !SILENT.has(child.type))
    .flatMap((child) => [...annotationsOf(child, to), asStatement(child, to)])
}

export function asStatement(node: Cst, to: Lowering): Node {
  if (SILENT.has(node.type)) return block(node, [])
  const lowered = to.lower(node.type === 'switch_expression' ? { ...node, type: 'switch_statement' } : node)
  return /(?:Statement|Declaration)$/.test(lowered.type) ? lowered : statement(node, lowered)
}

/** The condition of a statement, without the parentheses that every one has. */
export function conditionOf(node: Cst, to: Lowering): Node {
  const condition = fieldOf(node, 'condition')
  if (!condition) return value({ start: node.start, end: node.start }, true)
  const inner = condition.type === 'parenthesized_expression' ? namedOf(condition)[0] : condition
  return to.lower(inner ?? condition)
}

function local(node: Cst, to: Lowering): Node {
  const declarations = fieldsOf(node, 'declarator').map((each) => {
    const name = fieldOf(each, 'name') as Cst
    const init = fieldOf(each, 'value')
    return make('VariableDeclarator', each, {
      id: identifier(name, to.slice(name)),
      init: init ? to.lower(init) : null,
    })
  })
  return make('VariableDeclaration', node, { kind: 'let', declarations })
}

function ifOf(node: Cst, to: Lowering): Node {
  const alternative = fieldOf(node, 'alternative')
  return make('IfStatement', node, {
    test: conditionOf(node, to),
    consequent: asStatement(fieldOf(node, 'consequence') as Cst, to),
    alternate: alternative ? asStatement(alternative, to) : null,
  })
}

function forEach(node: Cst, to: Lowering): Node {
  const name = fieldOf(node, 'name') as Cst
  return make('ForOfStatement', node, {
    left: declare(name, identifier(name, to.slice(name)), null, 'let'),
    right: to.lower(fieldOf(node, 'value') as Cst),
    body: asStatement(fieldOf(node, 'body') as Cst, to),
    await: false,
  })
}

function forOf(node: Cst, to: Lowering): Node {
  const front = [...fieldsOf(node, 'init').filter((each) => each.named)].map((each) => asStatement(each, to))
  const body = asStatement(fieldOf(node, 'body') as Cst, to)
  const loop = make('WhileStatement', node, { test: conditionOf(node, to), body })
  const updates = fieldsOf(node, 'update').filter((each) => each.named)
  return block(node, [...front, loop, ...updates.map((each) => asStatement(each, to))])
}

function loop(node: Cst, to: Lowering): Node {
  return make('WhileStatement', node, {
    test: conditionOf(node, to),
    body: asStatement(fieldOf(node, 'body') as Cst, to),
  })
}

/** Resources, the block, what catches and what ends it, one after the other. */
function tryOf(node: Cst, to: Lowering): Node {
  const resources = fieldOf(node, 'resources')
  const front = (resources ? namedOf(resources) : []).map((each) => {
    const name = fieldOf(each, 'name')
    const held = fieldOf(each, 'value')
    if (!name) return asStatement(namedOf(each)[0] ?? each, to)
    return declare(each, identifier(name, to.slice(name)), held ? to.lower(held) : null, 'const')
  })
  const clauses = namedOf(node).filter((each) => /^(?:catch|finally)_clause$/.test(each.type))
  return block(node, [
    ...front,
    to.lower(fieldOf(node, 'body') as Cst),
    ...clauses.map((each) => clauseOf(each, to)),
  ])
}

function clauseOf(clause: Cst, to: Lowering): Node {
  const body = (fieldOf(clause, 'body') ?? childOf(clause, 'block')) as Cst
  const caught = childOf(clause, 'catch_formal_parameter')
  const name = caught && fieldOf(caught, 'name')
  const front = name ? [declare(name, identifier(name, to.slice(name)), null, 'let')] : []
  return block(clause, [...front, to.lower(body)])
}

function returned(type: string): (node: Cst, to: Lowering) => Node {
  return (node, to) => {
    const [argument] = namedOf(node)
    return make(type, node, { argument: argument ? to.lower(argument) : null })
  }
}

const inBlock = (node: Cst, to: Lowering): Node => block(node, statements(node, to))

export const blocks: Handlers = {
  block: inBlock,
  constructor_body: inBlock,
  expression_statement: (node, to) => asStatement(namedOf(node)[0] as Cst, to),
  local_variable_declaration: local,
  if_statement: ifOf,
  enhanced_for_statement: forEach,
  for_statement: forOf,
  while_statement: loop,
  do_statement: loop,
  try_statement: tryOf,
  try_with_resources_statement: tryOf,
  synchronized_statement: (node, to) => to.lower(fieldOf(node, 'body') as Cst),
  labeled_statement: (node, to) => asStatement(namedOf(node)[1] as Cst, to),
  return_statement: returned('ReturnStatement'),
  throw_statement: returned('ThrowStatement'),
  yield_statement: (node, to) => statement(node, other(node, 'yield', to.all(namedOf(node)))),
}
