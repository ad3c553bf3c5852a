import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { identifier, logical, node as make, other } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { namesIn } from './bindings.js'
import { asked, choices, constantOf, constantsIn, isConstant } from './questions.js'
import { inBlock, tailStatement } from './statements.js'

interface Arm {
  labels: Node[]
  guard: Node | undefined
}

/** What an arm is chosen by; a name takes everything, `_` too. */
function armOf(arm: Cst, to: Lowering): Arm {
  const pattern = fieldOf(arm, 'pattern') as Cst
  const condition = fieldOf(pattern, 'condition')
  const inner = pattern.children.find((each) => each.named && each !== condition)
  for (const name of inner ? namesIn(inner, to) : []) to.written(name, to.slice(name))
  const guard = condition && to.lower(condition)
  const labels = (inner ? choices(inner, to) : []).flatMap((each) => {
    if (isConstant(each, to)) return [constantOf(each, to)]
    if (each.type === 'identifier' && /^[a-z_]/.test(to.slice(each))) return []
    const constants = constantsIn(each, to)
    return constants.length > 0 ? constants.map((c) => constantOf(c, to)) : [other(each, 'pattern', [])]
  })
  return { labels, guard }
}

const armsOf = (node: Cst): Cst[] =>
  namedOf(fieldOf(node, 'body') as Cst).filter((each) => each.type === 'match_arm')

/** A decision that is a value. */
function matchValue(node: Cst, to: Lowering): Node {
  return make('MatchExpression', node, {
    discriminant: to.lower(fieldOf(node, 'value') as Cst),
    arms: armsOf(node).map((arm) => {
      const { labels, guard } = armOf(arm, to)
      return make('MatchArm', arm, {
        labels: guard ? [...labels, guard] : labels,
        body: to.lower(fieldOf(arm, 'value') as Cst),
        joint: ' | ',
        isGuarded: guard !== undefined,
      })
    }),
  })
}

/** A decision whose arms are statements; `isTail` when what they give is what the function gives. */
function matchStatement(node: Cst, to: Lowering, isTail: boolean): Node {
  return make('SwitchStatement', node, {
    discriminant: to.lower(fieldOf(node, 'value') as Cst),
    cases: armsOf(node).map((arm) => {
      const { labels, guard } = armOf(arm, to)
      const first = labels[0]
      const last = labels.at(-1)
      const value = fieldOf(arm, 'value') as Cst
      const body = isTail ? tailStatement(value, to) : inBlock(value, to)
      const inside = guard
        ? make(
            'IfStatement',
            { start: guard.start, end: body.end },
            { test: guard, consequent: body, alternate: null },
          )
        : body
      return make('SwitchCase', arm, {
        test:
          first && last
            ? make('CaseLabels', { start: first.start, end: last.end }, { labels, joint: ' | ' })
            : null,
        consequent: [inside],
      })
    }),
  })
}

export const matches: Handlers = {
  match_expression: matchValue,
  match_statement: (node, to) => matchStatement(node, to, false),
  match_tail: (node, to) => matchStatement(node, to, true),
  // `let` in a condition.
  let_condition: letCondition,
  let_chain: (node, to) =>
    namedOf(node)
      .map((each) => to.lower(each))
      .reduce((left, right) => logical({ start: left.start, end: right.end }, left, '&&', right)),
}

/** `if let Some(x) = …`: a name is given the value, a constant is compared with it. */
function letCondition(node: Cst, to: Lowering): Node {
  const pattern = fieldOf(node, 'pattern') as Cst
  const value = fieldOf(node, 'value') as Cst
  if (choices(pattern, to).some((each) => isConstant(each, to)))
    return make('ParenthesizedExpression', node, {
      expression: asked(pattern, () => to.lower(value), to),
    })
  const names = namesIn(pattern, to)
  const held = to.lower(value)
  for (const name of names) to.written(name, to.slice(name))
  const [only, ...more] = names
  if (!only) return held
  if (more.length > 0) return other(node, 'let', [held])
  return make('AssignmentExpression', node, {
    left: identifier(only, to.slice(only)),
    operator: '=',
    right: held,
  })
}
