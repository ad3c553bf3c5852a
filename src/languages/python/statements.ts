import { type Cst, fieldOf, fieldsOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  array,
  assignment,
  block,
  call,
  identifier,
  node as make,
  other,
  statement,
  value,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { mentionsBrand } from '../site.js'
import { handOut } from './frames.js'
import { isString } from './operators.js'
import { capturing, isTakenApart } from './patterns.js'
import { docstring } from './strings.js'
import { given, note, target } from './targets.js'

/** Statements of a block or of a file. */
export function statements(nodes: readonly Cst[], to: Lowering): Node[] {
  return nodes
    .filter((node) => node.named && !/comment$/.test(node.type))
    .flatMap((node) => {
      if (node.type === 'expression_statement') return expression(node, to)
      return node.type === 'decorated_definition' ? decorated(node, to) : [to.lower(node)]
    })
}

/** A decorator is a call beside what it decorates. */
function decorated(node: Cst, to: Lowering): Node[] {
  return namedOf(node).map((child) =>
    child.type === 'decorator' ? statement(child, to.lower(namedOf(child)[0] as Cst)) : to.lower(child),
  )
}

function expression(node: Cst, to: Lowering): Node[] {
  const inside = namedOf(node)
  const [first] = inside
  if (!first) return []
  if (inside.length > 1) return [statement(node, other(node, 'several values', to.all(inside)))]
  if (isString(first))
    return first.type === 'string' ? [docstring(first, to)] : [statement(node, to.lower(first))]
  if (first.type === 'assignment') return assigned(node, first, to)
  return [statement(node, to.lower(first))]
}

/** `a = b = value`, `a, b = b, a`, `name: type = value`. */
function assigned(at: Cst, node: Cst, to: Lowering): Node[] {
  const left = fieldOf(node, 'left') as Cst
  const right = fieldOf(node, 'right')
  const type = fieldOf(node, 'type')
  const typed = type && mentionsBrand(to.slice(type)) ? [other(type, 'type', to.all(namedOf(type)))] : []
  if (!right) return left.type === 'identifier' ? [given(at, left, null, to), ...typed] : typed
  const lefts = namedOf(left)
  const rights = namedOf(right)
  const isPairwise =
    left.type === 'pattern_list' &&
    right.type === 'expression_list' &&
    lefts.length === rights.length &&
    ![...lefts, ...rights].some((each) => /splat/.test(each.type))
  if (isPairwise) return lefts.map((each, i) => given(rights[i] as Cst, each, to.lower(rights[i] as Cst), to))
  const value = assignedValue(right, to)
  return [given(at, left, isTakenApart(left, to) ? capturing(value) : value, to), ...typed]
}

function assignedValue(right: Cst, to: Lowering): Node {
  if (right.type === 'expression_list') return array(right, to.all(namedOf(right)))
  return to.lower(right)
}

/** The inner assignment of `a = b = value`. */
function chained(node: Cst, to: Lowering): Node {
  const left = fieldOf(node, 'left') as Cst
  const right = fieldOf(node, 'right')
  if (!right) return to.lower(left)
  return assignment(node, target(left, to), '=', assignedValue(right, to))
}

function augmented(node: Cst, to: Lowering): Node {
  const operator = to.slice(fieldOf(node, 'operator') as Cst)
  const left = target(fieldOf(node, 'left') as Cst, to)
  const right = to.lower(fieldOf(node, 'right') as Cst)
  // `list += […]` makes the list longer.
  if (operator === '+=' && right.type === 'ArrayExpression')
    return call(
      node,
      make('MemberExpression', left, { object: left, property: identifier(left, 'push'), computed: false }),
      [make('SpreadElement', right, { argument: right })],
    )
  return operator === '+=' ? assignment(node, left, operator, right) : other(node, operator, [left, right])
}

export function body(node: Cst | undefined, at: Cst, to: Lowering): Node {
  return node ? block(node, statements(node.children, to)) : block({ start: at.end, end: at.end }, [])
}

function ifOf(node: Cst, to: Lowering): Node {
  return chain(node, fieldsOf(node, 'alternative'), to)
}

function chain(node: Cst, alternatives: readonly Cst[], to: Lowering): Node {
  const [next, ...rest] = alternatives
  const test = to.lower(fieldOf(node, 'condition') as Cst)
  const consequent = body(fieldOf(node, 'consequence'), node, to)
  const alternate = !next
    ? null
    : next.type === 'elif_clause'
      ? chain({ ...next, end: alternatives.at(-1)?.end ?? next.end }, rest, to)
      : body(fieldOf(next, 'body'), next, to)
  return make('IfStatement', node, { test, consequent, alternate })
}

function forOf(node: Cst, to: Lowering): Node {
  const { item, list } = counted(fieldOf(node, 'left') as Cst, fieldOf(node, 'right') as Cst, to)
  const loop = make('ForOfStatement', node, {
    left: target(item, to),
    right: to.lower(list),
    body: body(fieldOf(node, 'body'), node, to),
    await: false,
  })
  const end = fieldOf(node, 'alternative')
  return end ? block(node, [loop, body(fieldOf(end, 'body'), end, to)]) : loop
}

/** `for i, x in enumerate(list)` goes over the list. */
function counted(item: Cst, list: Cst, to: Lowering): { item: Cst; list: Cst } {
  const callee = list.type === 'call' ? fieldOf(list, 'function') : undefined
  const names = namedOf(item)
  const [inner] = namedOf(fieldOf(list, 'arguments') ?? list)
  if (!callee || to.slice(callee) !== 'enumerate' || names.length !== 2 || !inner) return { item, list }
  target(names[0] as Cst, to)
  return { item: names[1] as Cst, list: inner }
}

function loop(node: Cst, to: Lowering): Node {
  return make('WhileStatement', node, {
    test: to.lower(fieldOf(node, 'condition') as Cst),
    body: body(fieldOf(node, 'body'), node, to),
  })
}

/** `with open(a) as b:`. */
function withOf(node: Cst, to: Lowering): Node {
  const items = namedOf(node)
    .filter((child) => child.type === 'with_clause')
    .flatMap(namedOf)
    .map((item) => fieldOf(item, 'value') ?? item)
  return block(node, [...items.map((item) => entered(item, to)), body(fieldOf(node, 'body'), node, to)])
}

function entered(item: Cst, to: Lowering): Node {
  const [made, alias] = item.type === 'as_pattern' ? namedOf(item) : [item]
  const name = alias && (namedOf(alias)[0] ?? alias)
  const opened = to.lower(made as Cst)
  return name ? given(item, name, opened, to) : statement(item, opened)
}

function tryOf(node: Cst, to: Lowering): Node {
  return block(
    node,
    namedOf(node).map((part) => (part.type === 'block' ? body(part, part, to) : clause(part, to))),
  )
}

/** `except`, `else` and `finally`. */
function clause(node: Cst, to: Lowering): Node {
  const inside = namedOf(node)
  const caught = inside.find((child) => child.type === 'as_pattern')
  const alias = caught && namedOf(caught).at(-1)
  const name = alias && (namedOf(alias)[0] ?? alias)
  if (name?.type === 'identifier') note(name, to)
  const inner = inside.find((child) => child.type === 'block')
  return body(inner, node, to)
}

function matchOf(node: Cst, to: Lowering): Node {
  const subject = fieldsOf(node, 'subject')
  const cases = namedOf(fieldOf(node, 'body') as Cst).flatMap((each) => caseOf(each, to))
  return make('SwitchStatement', node, {
    discriminant:
      subject.length === 1 ? to.lower(subject[0] as Cst) : other(node, 'subjects', to.all(subject)),
    cases,
  })
}

/** `case 'a' | 'b':` is one case a label, of which the last holds the statements. */
function caseOf(node: Cst, to: Lowering): Node[] {
  const patterns = namedOf(node).filter((child) => child.type === 'case_pattern')
  const guard = fieldOf(node, 'guard')
  const labels = patterns.length === 1 ? labelsOf(patterns[0] as Cst) : undefined
  const consequent = statements((fieldOf(node, 'consequence') as Cst).children, to)
  if (!labels || guard) {
    const tests = [...(labels ? [] : patterns), ...(labels ?? []), ...(guard ? namedOf(guard) : [])]
    return [make('SwitchCase', node, { test: other(node, 'pattern', to.all(tests)), consequent })]
  }
  if (labels.length === 0) return [make('SwitchCase', node, { test: null, consequent })]
  return labels.map((label, i) => {
    const isLast = i === labels.length - 1
    const at = isLast ? { start: label.start, end: node.end } : label
    return make('SwitchCase', at, {
      test: to.lower(label),
      consequent: isLast ? consequent : [],
      joint: ' | ',
    })
  })
}

/**
 * Plain texts and constants of a pattern; none for `_`, `undefined` for a pattern that takes values apart or gives them
 * a name. A name with its dots (`Hosts.ACME`) is compared with.
 */
function labelsOf(pattern: Cst): Cst[] | undefined {
  const inside = namedOf(pattern)
  if (inside.length === 0) return []
  const [only] = inside
  const labels = only?.type === 'union_pattern' ? namedOf(only) : inside
  const isPlain = labels.every(
    (label) =>
      /^(?:string|concatenated_string|integer|true|false|none)$/.test(label.type) ||
      (label.type === 'dotted_name' && namedOf(label).length > 1),
  )
  return isPlain ? labels : undefined
}

function returned(node: Cst, to: Lowering): Node {
  const [argument] = namedOf(node)
  if (argument?.type === 'expression_list')
    return statement(node, other(node, 'several values', to.all(namedOf(argument))))
  return make('ReturnStatement', node, { argument: argument ? to.lower(argument) : null })
}

function raised(node: Cst, to: Lowering): Node {
  const [argument] = namedOf(node)
  return make('ThrowStatement', node, { argument: argument ? to.lower(argument) : value(node, null) })
}

function asserted(node: Cst, to: Lowering): Node {
  return statement(
    node,
    call(node, identifier({ start: node.start, end: node.start }, 'assert'), to.all(namedOf(node))),
  )
}

function shared(node: Cst, to: Lowering): Node {
  for (const name of namedOf(node)) handOut(to, to.slice(name))
  return nothing(node)
}

function printed(node: Cst, to: Lowering): Node {
  return statement(
    node,
    call(node, identifier({ start: node.start, end: node.start }, 'print'), to.all(namedOf(node))),
  )
}

const nothing = (node: Cst): Node => block(node, [])

export const blocks: Handlers = {
  block: (node, to) => body(node, node, to),
  assignment: chained,
  augmented_assignment: augmented,
  if_statement: ifOf,
  for_statement: forOf,
  while_statement: loop,
  with_statement: withOf,
  try_statement: tryOf,
  match_statement: matchOf,
  return_statement: returned,
  raise_statement: raised,
  assert_statement: asserted,
  print_statement: printed,
  global_statement: shared,
  nonlocal_statement: shared,
  delete_statement: (node, to) => statement(node, other(node, 'del', to.all(namedOf(node)))),
  pass_statement: nothing,
  break_statement: nothing,
  continue_statement: nothing,
  import_statement: nothing,
  import_from_statement: nothing,
  future_import_statement: nothing,
  type_alias_statement: nothing,
}
