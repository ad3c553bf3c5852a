import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { block, construct, identifier, node as make, other, statement } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { asStatement, declareAll, sequence, statements, withInitializer, write } from './body.js'
import { resultsOf } from './receivers.js'

/** `x := …` declares, unless the value speaks of an outer variable of that name: then both are taken for one. */
function shortDeclaration(node: Cst, to: Lowering): Node {
  const names = namedOf(fieldOf(node, 'left') as Cst)
  const values = namedOf(fieldOf(node, 'right') as Cst)
  const right = to.slice(fieldOf(node, 'right') as Cst)
  const isRenewed = names
    .map((name) => to.slice(name))
    .some((name) => name !== '_' && new RegExp(`(?<![\\w."])${name}(?![\\w"]|\\.[A-Z])`).test(right))
  if (!isRenewed) return declareAll(node, names, values, 'let', to)
  return sequence(
    node,
    names.map((name, i) => write(node, name, values[i], '=', to)),
  )
}

function assign(node: Cst, to: Lowering): Node {
  const targets = namedOf(fieldOf(node, 'left') as Cst)
  const values = namedOf(fieldOf(node, 'right') as Cst)
  const operator = to.slice(fieldOf(node, 'operator') as Cst)
  const [first] = targets
  if (targets.length === 1 && first) return statement(node, write(node, first, values[0], operator, to))
  return sequence(
    node,
    targets.map((target, i) => write(target, target, values[i], '=', to)),
  )
}

function ifOf(node: Cst, to: Lowering): Node {
  const alternative = fieldOf(node, 'alternative')
  const decision = make('IfStatement', node, {
    test: to.lower(fieldOf(node, 'condition') as Cst),
    consequent: to.lower(fieldOf(node, 'consequence') as Cst),
    alternate: alternative ? to.lower(alternative) : null,
  })
  return withInitializer(node, decision, to)
}

/** A function gives back its first value as itself; where the others go nobody can tell from here. */
function returned(node: Cst, to: Lowering): Node {
  const [list] = namedOf(node)
  const values = list ? to.all(namedOf(list)) : resultsOf(to).map((name) => identifier(node, name))
  const [first, ...rest] = values
  if (!first) return make('ReturnStatement', node, { argument: null })
  if (rest.length === 0) return make('ReturnStatement', node, { argument: first })
  const further = rest.map((each) => other(each, 'a further result', [each]))
  return make('ReturnStatement', node, {
    argument: make(
      'SequenceExpression',
      { start: first.start, end: node.end },
      { expressions: [...further, first] },
    ),
  })
}

const running = (node: Cst, to: Lowering): Node => statement(node, to.lower(namedOf(node)[0] as Cst))

function labelled(node: Cst, to: Lowering): Node {
  const inner = namedOf(node).find((child) => child.type !== 'label_name')
  return inner ? asStatement(inner, to) : block(node, [])
}

function sent(node: Cst, to: Lowering): Node {
  const channel = to.lower(fieldOf(node, 'channel') as Cst)
  return statement(
    node,
    construct(node, identifier(node, 'send'), [channel, to.lower(fieldOf(node, 'value') as Cst)]),
  )
}

function received(node: Cst, to: Lowering): Node {
  const left = fieldOf(node, 'left')
  const right = fieldOf(node, 'right') as Cst
  const isDeclared = node.children.some((child) => child.type === ':=')
  if (!left) return statement(node, to.lower(right))
  if (isDeclared) return declareAll(node, namedOf(left), [right], 'let', to)
  return sequence(
    node,
    namedOf(left).map((name, i) => write(name, name, i === 0 ? right : undefined, '=', to)),
  )
}

export const blocks: Handlers = {
  block: (node, to) => block(node, statements(node, to)),
  statement_list: (node, to) => block(node, statements(node, to)),
  expression_statement: running,
  short_var_declaration: shortDeclaration,
  assignment_statement: assign,
  if_statement: ifOf,
  return_statement: returned,
  go_statement: running,
  defer_statement: running,
  labeled_statement: labelled,
  send_statement: sent,
  receive_statement: received,
  inc_statement: running,
  dec_statement: running,
}
