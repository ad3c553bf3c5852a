import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { block, logical, node as make, statement } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { asStatement, bodyOf, declareAll, withInitializer } from './body.js'

function switchOf(node: Cst, to: Lowering): Node {
  const subject = fieldOf(node, 'value')
  const cases = namedOf(node).filter((child) => /^(?:expression|default)_case$/.test(child.type))
  if (!subject) return withInitializer(node, chain(node, cases, to), to)
  const inside = make('SwitchStatement', node, {
    discriminant: to.lower(subject),
    cases: cases.map((each) =>
      make('SwitchCase', each, {
        test: labelsOf(each, to),
        consequent: bodyOf(each, to),
      }),
    ),
  })
  return withInitializer(node, inside, to)
}

/** `case "a", "b":` lists its labels. */
function labelsOf(label: Cst, to: Lowering): Node | null {
  const list = fieldOf(label, 'value')
  return list ? make('CaseLabels', list, { labels: to.all(namedOf(list)) }) : null
}

/** A switch without a subject is a chain of conditions, in which the default comes last wherever it stands. */
function chain(node: Cst, cases: readonly Cst[], to: Lowering): Node {
  const tested = cases.filter((each) => each.type !== 'default_case')
  const rest = cases.find((each) => each.type === 'default_case')
  const end = rest ? block(rest, bodyOf(rest, to)) : null
  const whole = tested.reduceRight<Node | null>((alternate, each) => {
    const tests = to.all(namedOf(fieldOf(each, 'value') as Cst))
    const test = tests.reduce((left, right) =>
      logical({ start: left.start, end: right.end }, left, '||', right),
    )
    const list = childOf(each, 'statement_list')
    return make(
      'IfStatement',
      { start: each.start, end: node.end },
      {
        test,
        consequent: block(list ?? { start: each.end, end: each.end }, bodyOf(each, to)),
        alternate,
      },
    )
  }, end)
  return whole ?? block(node, [])
}

/** `switch v := x.(type)`: types say nothing about texts. */
function typeSwitch(node: Cst, to: Lowering): Node {
  const alias = fieldOf(node, 'alias')
  const names = alias ? namedOf(alias) : []
  const subject = fieldOf(node, 'value') as Cst
  const cases = namedOf(node).filter((child) => /_case$/.test(child.type))
  const first = names[0]
    ? declareAll(node, names, [subject], 'let', to)
    : statement(subject, to.lower(subject))
  return block(node, [first, ...cases.map((each) => block(each, bodyOf(each, to)))])
}

function selectOf(node: Cst, to: Lowering): Node {
  return block(
    node,
    namedOf(node).map((each) => {
      const communication = fieldOf(each, 'communication')
      return block(each, [...(communication ? [asStatement(communication, to)] : []), ...bodyOf(each, to)])
    }),
  )
}

export const switches: Handlers = {
  expression_switch_statement: switchOf,
  type_switch_statement: typeSwitch,
  select_statement: selectOf,
}
