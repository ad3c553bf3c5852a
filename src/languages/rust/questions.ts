import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { binary, logical, other } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { nameOf } from './names.js'
import { isString } from './strings.js'

/** What is asked of a value; made anew for every question. */
type Subject = () => Node

/** Patterns that hold another one, which alone says something about a text. */
const WRAPPING = /^(?:Some|Ok|Err|Cow::Borrowed)$/

/** Patterns of a choice, and those inside `Some(…)`. */
export function choices(pattern: Cst, to: Lowering): Cst[] {
  if (pattern.type === 'or_pattern' || isChoice(pattern, to))
    return namedOf(pattern).flatMap((each) => choices(each, to))
  if (pattern.type === 'tuple_struct_pattern' || pattern.type === 'call_expression') {
    const [type, inner, ...more] =
      pattern.type === 'call_expression'
        ? [fieldOf(pattern, 'function') as Cst, ...namedOf(fieldOf(pattern, 'arguments') as Cst)]
        : namedOf(pattern)
    if (type && inner && more.length === 0 && WRAPPING.test(to.slice(type))) return choices(inner, to)
  }
  if (pattern.type === 'reference_pattern' || pattern.type === 'reference_expression') {
    const inner = namedOf(pattern).at(-1)
    return inner ? choices(inner, to) : []
  }
  return [pattern]
}

/** `"a" | "b"` where the grammar was shown an expression. */
const isChoice = (node: Cst, to: Lowering): boolean =>
  node.type === 'binary_expression' && to.slice(fieldOf(node, 'operator') as Cst) === '|'

/** A constant: written out, or a name in capitals. */
export const isConstant = (node: Cst, to: Lowering): boolean =>
  isString(node) ||
  (/^(?:scoped_)?identifier$/.test(node.type) && /(?:^|::)[A-Z][A-Z\d_]+$/.test(to.slice(node)))

export const constantOf = (node: Cst, to: Lowering): Node =>
  isString(node) ? to.lower(node) : nameOf(node, to)

/** `matches!(host, "a" | "b")`, `if let Some("a") = host`: a comparison with each, which further ones join in a pattern's own words. */
export function asked(pattern: Cst, subject: Subject, to: Lowering): Node {
  const tests = constantsIn(pattern, to).map((each) => ({
    ...binary(each, subject(), '===', constantOf(each, to)),
    joint: '|',
  }))
  return tests.length > 0
    ? tests.reduce<Node>(
        (left, right) => logical({ start: left.start, end: right.end }, left, '||', right),
        tests.shift() as Node,
      )
    : other(pattern, 'pattern', [subject()])
}

/** Constants that a pattern compares with, wherever they stand in it: each may be a choice of its own. */
export function constantsIn(pattern: Cst, to: Lowering): Cst[] {
  if (isConstant(pattern, to)) return [pattern]
  if (pattern.type === 'call_expression')
    return namedOf(fieldOf(pattern, 'arguments') as Cst).flatMap((each) => constantsIn(each, to))
  return pattern.children
    .filter((each) => each.named && each.field !== 'type' && each.field !== 'condition')
    .flatMap((each) => constantsIn(each, to))
}
