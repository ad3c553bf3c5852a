import { type Cst, childOf, fieldOf, fieldsOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { block, conditional, node as make, other, statement, value } from '../grammar/nodes.js'
import { prose } from '../grammar/prose.js'
import type { Node } from '../script/tree.js'
import { given, target } from './targets.js'

const SILENT = new Set(['empty_statement', 'heredoc_body', 'alias', 'undef'])

/**
 * Statements of a body.
 * @param isResult whether the value of the last one is what the code around gives back
 */
export function statements(nodes: readonly Cst[], to: Lowering, isResult = false): Node[] {
  const inside = nodes.filter((node) => node.named && !SILENT.has(node.type) && !/comment$/.test(node.type))
  return inside.map((node, i) => one(node, to, isResult && i === inside.length - 1))
}

function one(node: Cst, to: Lowering, isResult: boolean): Node {
  switch (node.type) {
    case 'if':
    case 'unless':
    case 'elsif':
      return branch(node, to, isResult)
    case 'if_modifier':
    case 'unless_modifier':
      return modified(node, to, isResult)
    case 'case':
    case 'case_match':
      return caseOf(node, to, isResult)
    case 'begin':
      return block(node, parts(node.children, to, isResult))
    case 'assignment':
      return given(node, to)
    case 'method':
    case 'singleton_method':
    case 'class':
    case 'module':
    case 'singleton_class':
    case 'return':
    case 'while':
    case 'until':
    case 'while_modifier':
    case 'until_modifier':
    case 'for':
    case 'uninterpreted':
      return to.lower(node)
    default:
      return finished(node, to, isResult)
  }
}

function finished(node: Cst, to: Lowering, isResult: boolean): Node {
  const lowered = to.lower(node)
  if (/^(?:ThrowStatement|ReturnStatement|BlockStatement)$/.test(lowered.type)) return lowered
  return isResult ? make('ReturnStatement', node, { argument: lowered }) : statement(node, lowered)
}

/** Statements of a body with its `rescue`, `else` and `ensure`. */
export function parts(nodes: readonly Cst[], to: Lowering, isResult: boolean): Node[] {
  const isClause = (node: Cst) => /^(?:rescue|ensure|else)$/.test(node.type)
  const plain = statements(
    nodes.filter((node) => !isClause(node)),
    to,
    isResult,
  )
  return [...plain, ...nodes.filter(isClause).map((node) => clause(node, to, isResult))]
}

function clause(node: Cst, to: Lowering, isResult: boolean): Node {
  const caught = fieldOf(node, 'variable')
  const name = caught && namedOf(caught)[0]
  if (name) target(name, to)
  const inside =
    fieldOf(node, 'body')?.children ??
    node.children.filter((child) => child.type !== 'exceptions' && child !== caught)
  return block(node, statements(inside, to, isResult && node.type !== 'ensure'))
}

function body(node: Cst | undefined, at: Cst, to: Lowering, isResult: boolean): Node {
  if (!node) return block({ start: at.end, end: at.end }, [])
  if (node.type === 'elsif') return branch(node, to, isResult)
  return block(node, statements(node.children, to, isResult))
}

/** `unless` is an `if` with its arms changed: its test stays as it is written. */
function branch(node: Cst, to: Lowering, isResult: boolean): Node {
  const test = to.lower(fieldOf(node, 'condition') as Cst)
  const first = fieldOf(node, 'consequence')
  const second = fieldOf(node, 'alternative')
  const then = body(first, node, to, isResult)
  const otherwise = second ? body(second, node, to, isResult) : null
  return node.type === 'unless'
    ? make('IfStatement', node, {
        test,
        consequent: otherwise ?? block({ start: node.end, end: node.end }, []),
        alternate: then,
      })
    : make('IfStatement', node, { test, consequent: then, alternate: otherwise })
}

function modified(node: Cst, to: Lowering, isResult: boolean): Node {
  const test = to.lower(fieldOf(node, 'condition') as Cst)
  const inner = fieldOf(node, 'body') as Cst
  const then = block(inner, [one(inner, to, isResult)])
  return node.type === 'unless_modifier'
    ? make('IfStatement', node, {
        test,
        consequent: block({ start: node.end, end: node.end }, []),
        alternate: then,
      })
    : make('IfStatement', node, { test, consequent: then, alternate: null })
}

/** `when 'a', /b/` is one case a label, of which the last holds the statements. */
function caseOf(node: Cst, to: Lowering, isResult: boolean): Node {
  const subject = fieldOf(node, 'value')
  const cases = namedOf(node).flatMap((each) => {
    if (each.type === 'else')
      return [make('SwitchCase', each, { test: null, consequent: statements(each.children, to, isResult) })]
    if (each.type === 'in_clause') return [shaped(each, to, isResult)].flat()
    if (each.type !== 'when') return []
    const labels = fieldsOf(each, 'pattern').flatMap(namedOf)
    const then = fieldOf(each, 'body')
    const consequent = then ? statements(then.children, to, isResult) : []
    return labels.map((label, i) =>
      labelled(label, each, i === labels.length - 1 ? consequent : undefined, to),
    )
  })
  return make('SwitchStatement', node, {
    discriminant: subject ? to.lower(subject) : value(node, true),
    cases,
  })
}

/** `in 'a' | 'b'`: a pattern of plain texts is a label; any other takes values apart. */
function shaped(node: Cst, to: Lowering, isResult: boolean): Node[] {
  const shape = fieldOf(node, 'pattern') as Cst
  const guard = fieldOf(node, 'guard')
  const then = fieldOf(node, 'body')
  const labels = shape.type === 'alternative_pattern' ? namedOf(shape) : [shape]
  const isPlain =
    !guard && labels.every((label) => /^(?:string|simple_symbol|regex|integer)$/.test(label.type))
  if (!isPlain) bindNames(shape, to)
  const tests = isPlain ? [] : to.all(guard ? [shape, ...namedOf(guard)] : [shape])
  const consequent = then ? statements(then.children, to, isResult) : []
  if (!isPlain) return [make('SwitchCase', node, { test: other(node, 'pattern', tests), consequent })]
  return labels.map((label, i) =>
    labelled(label, node, i === labels.length - 1 ? consequent : undefined, to, ' | '),
  )
}

/** Names that a pattern gives. */
function bindNames(node: Cst, to: Lowering): void {
  if (node.type === 'identifier') target(node, to)
  for (const child of namedOf(node)) bindNames(child, to)
}

function labelled(label: Cst, when: Cst, consequent: Node[] | undefined, to: Lowering, joint = ', '): Node {
  const test = to.lower(label)
  if (test.regex || test.dialect) test.isTested = true
  const at = consequent ? { start: label.start, end: when.end } : label
  return make('SwitchCase', at, { test, consequent: consequent ?? [], joint })
}

/** The value of an `if` whose arms are one expression each. */
function chosen(node: Cst, to: Lowering): Node {
  const [first, second] = [fieldOf(node, 'consequence'), fieldOf(node, 'alternative')]
  const then = only(first)
  const otherwise = second?.type === 'elsif' ? second : only(second)
  if (!then || !otherwise)
    return other(node, 'branch', [
      one({ ...node, type: node.type === 'elsif' ? 'if' : node.type }, to, false),
    ])
  const test = to.lower(fieldOf(node, 'condition') as Cst)
  const [a, b] = [to.lower(then), to.lower(otherwise)]
  return node.type === 'unless' ? conditional(node, test, b, a) : conditional(node, test, a, b)
}

function only(node: Cst | undefined): Cst | undefined {
  const inside = node ? namedOf(node).filter((child) => !SILENT.has(child.type)) : []
  return inside.length === 1 ? inside[0] : undefined
}

/** The value of a `case` whose arms are one expression each. */
function matchedValue(node: Cst, to: Lowering): Node {
  const arms = namedOf(node).filter((each) => each.type === 'when' || each.type === 'else')
  const values = arms.map((each) => only(each.type === 'else' ? each : fieldOf(each, 'body')))
  if (values.some((each) => each === undefined)) return other(node, 'case', [caseOf(node, to, false)])
  const subject = fieldOf(node, 'value')
  return make('MatchExpression', node, {
    discriminant: subject ? to.lower(subject) : value(node, true),
    arms: arms.map((each, i) =>
      make('MatchArm', each, {
        labels: to.all(fieldsOf(each, 'pattern').flatMap(namedOf)),
        body: to.lower(values[i] as Cst),
        joint: ', ',
      }),
    ),
  })
}

function grouped(node: Cst, to: Lowering): Node {
  const inside = namedOf(node)
  const [single] = inside
  return single && inside.length === 1
    ? make('ParenthesizedExpression', node, { expression: to.lower(single) })
    : other(node, 'statements', statements(node.children, to))
}

function returned(node: Cst, to: Lowering): Node {
  const list = childOf(node, 'argument_list')
  const values = list ? namedOf(list) : []
  if (values.length > 1) return statement(node, other(node, 'several values', to.all(values)))
  return make('ReturnStatement', node, { argument: values[0] ? to.lower(values[0]) : null })
}

function loop(node: Cst, to: Lowering): Node {
  const inner = fieldOf(node, 'body')
  return make('WhileStatement', node, {
    test: to.lower(fieldOf(node, 'condition') as Cst),
    body: block(
      inner ?? node,
      inner ? statements(node.type.endsWith('modifier') ? [inner] : inner.children, to) : [],
    ),
  })
}

function forOf(node: Cst, to: Lowering): Node {
  const list = fieldOf(node, 'value') as Cst
  const inner = fieldOf(node, 'body')
  const left = target(fieldOf(node, 'pattern') as Cst, to)
  return make('ForOfStatement', node, {
    left,
    right: to.lower(namedOf(list)[0] ?? list),
    body: block(inner ?? node, inner ? statements(inner.children, to) : []),
    await: false,
  })
}

const nothing = (node: Cst): Node => block({ start: node.start, end: node.start }, [])

export const blocks: Handlers = {
  if: chosen,
  unless: chosen,
  elsif: chosen,
  if_modifier: (node, to) => other(node, 'modifier', [modified(node, to, false)]),
  unless_modifier: (node, to) => other(node, 'modifier', [modified(node, to, false)]),
  case: matchedValue,
  case_match: (node, to) => other(node, 'case', [caseOf(node, to, false)]),
  begin: (node, to) => other(node, 'begin', parts(node.children, to, false)),
  parenthesized_statements: grouped,
  return: returned,
  while: loop,
  until: loop,
  while_modifier: loop,
  until_modifier: loop,
  for: forOf,
  uninterpreted: (node) => statement(node, prose(node)),
  alias: nothing,
  undef: nothing,
}
