import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { node as make, other, type Range } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { asStatement, conditionOf, statements } from './statements.js'

const armsOf = (node: Cst): Cst[] => namedOf(fieldOf(node, 'body') as Cst)

/** A switch whose value nobody takes. */
function switchStatement(node: Cst, to: Lowering): Node {
  return make('SwitchStatement', node, {
    discriminant: conditionOf(node, to),
    cases: armsOf(node).flatMap((arm) => casesOf(arm, to)),
  })
}

/** `case "a": case "b": …` falls from one label to the next, `case "a", "b" -> …` lists them. */
function casesOf(arm: Cst, to: Lowering): Node[] {
  const labels = namedOf(arm).filter((each) => each.type === 'switch_label')
  const rest = namedOf(arm).filter((each) => each.type !== 'switch_label')
  const body = arm.type === 'switch_rule' ? rest.map((each) => asStatement(each, to)) : runOf(arm, rest, to)
  return labels.map((label, i) => {
    const isLast = i === labels.length - 1
    const at = isLast ? { start: label.start, end: arm.end } : label
    return make('SwitchCase', at, { test: testOf(arm, label, to), consequent: isLast ? body : [] })
  })
}

function runOf(arm: Cst, rest: readonly Cst[], to: Lowering): Node[] {
  return statements({ ...arm, children: [...rest] }, to)
}

function testOf(arm: Cst, label: Cst, to: Lowering): Node | null {
  const labels = labelsOf(label, to)
  const [first] = labels
  const last = labels.at(-1)
  if (!first || !last) return null
  if (labels.length === 1 && arm.type !== 'switch_rule') return first
  return make('CaseLabels', { start: first.start, end: last.end }, { labels })
}

/** Labels of a case; a pattern of types says nothing about texts, what its guard asks may. */
function labelsOf(label: Cst, to: Lowering): Node[] {
  return namedOf(label).map((each) => {
    if (each.type === 'guard') return other(each, each.type, to.all(namedOf(each)))
    return /pattern/.test(each.type) ? other(each, each.type, []) : to.lower(each)
  })
}

/** A switch that is a value. */
function switchValue(node: Cst, to: Lowering): Node {
  const arms = armsOf(node)
  if (arms.some((arm) => arm.type !== 'switch_rule'))
    return other(node, 'switch', [switchStatement(node, to)])
  return make('MatchExpression', node, {
    discriminant: conditionOf(node, to),
    arms: arms.map((arm) => {
      const label = childOf(arm, 'switch_label') as Cst
      const body = namedOf(arm).find((each) => each.type !== 'switch_label') as Cst
      return make('MatchArm', arm as Range, { labels: labelsOf(label, to), body: armOf(body, to) })
    }),
  })
}

function armOf(body: Cst, to: Lowering): Node {
  const [only, ...more] = namedOf(body)
  if (body.type === 'expression_statement' && only) return to.lower(only)
  if (body.type === 'block' && only?.type === 'yield_statement' && more.length === 0)
    return to.lower(namedOf(only)[0] as Cst)
  return other(body, body.type, [asStatement(body, to)])
}

/** The grammar has one name for both: a statement comes under another. */
export const switches: Handlers = { switch_expression: switchValue, switch_statement: switchStatement }
