import { type Cst, childOf, fieldOf, fieldsOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  array,
  assignment,
  block,
  call,
  declare,
  exported,
  fn,
  identifier,
  logical,
  node as make,
  method,
  other,
  type Range,
  spread,
  statement,
  text,
  value,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { glob } from './strings.js'
import { isSeenElsewhere, isWrittenOnce } from './survey.js'
import { entriesOf, tableOf } from './tables.js'

/** Statements of a script or block. */
export function statements(nodes: readonly Cst[], to: Lowering): Node[] {
  return nodes
    .filter((node) => node.named && node.type !== 'comment' && node.type !== 'heredoc_body')
    .map((node) => asStatement(node, to))
}

function asStatement(node: Cst, to: Lowering): Node {
  const lowered = to.lower(node)
  return /(?:Statement|Declaration)$/.test(lowered.type) ? lowered : statement(node, lowered)
}

function heldBy(node: Cst | undefined, to: Lowering): Node | null {
  if (!node) return null
  return node.type === 'array' ? list(node, to) : to.lower(node)
}

/** `(a b "c")`: words of a list, or the entries of a table. */
function list(node: Cst, to: Lowering): Node {
  const entries = entriesOf(node, to)
  if (entries) return tableOf(node, entries, to)
  return { ...array(node, to.all(namedOf(node))), form: 'words' }
}

/** `NAME=value`. What a function sets without `local` is the script's. */
function assign(node: Cst, to: Lowering, isLocal = false, isExported = false): Node {
  const target = fieldOf(node, 'name') as Cst
  const held = heldBy(fieldOf(node, 'value'), to)
  const name = to.slice(target)
  const isAdded = node.children.some((each) => each.type === '+=')
  if (target.type !== 'variable_name')
    return statement(
      node,
      other(node, 'subscript', [...to.all(namedOf(target).slice(1)), ...(held ? [held] : [])]),
    )
  const id = identifier(target, name)
  if (isAdded) {
    to.written(target, name)
    if (held?.type === 'ArrayExpression')
      return statement(node, method(node, id, 'push', [spread(held, held)]))
    return statement(node, assignment(node, id, '+=', held ?? value(node, '')))
  }
  if (isLocal) return declare(node, id, held, 'var')
  if (isWrittenOnce(to, name)) {
    const declared = declare(node, id, held, 'var')
    return isExported || isSeenElsewhere(to, name) ? exported(node, declared) : declared
  }
  to.written(target, name)
  return statement(node, assignment(node, id, '=', held ?? value(node, '')))
}

/** `local`, `export`, `readonly`, `declare`. */
function declaration(node: Cst, to: Lowering): Node {
  const keyword = to.slice(node.children[0] as Cst)
  const options = node.children
    .filter((each) => each.type === 'word')
    .map((each) => to.slice(each))
    .join(' ')
  const isLocal =
    keyword === 'local' ||
    (keyword !== 'export' && keyword !== 'readonly' && isInFunction(to) && !/-\w*g/.test(options))
  const isExported = keyword === 'export' || /-\w*x/.test(options)
  const assignments = node.children.filter((each) => each.type === 'variable_assignment')
  const [only, ...more] = assignments
  if (only && more.length === 0) return assign(only, to, isLocal, isExported)
  return block(
    node,
    assignments.map((each) => assign(each, to, isLocal, isExported)),
  )
}

const depths = new WeakMap<Lowering, number>()
const isInFunction = (to: Lowering): boolean => (depths.get(to) ?? 0) > 0

/** `f() { … }` is given its arguments by number. */
function functionOf(node: Cst, to: Lowering): Node {
  const name = fieldOf(node, 'name') as Cst
  const body = fieldOf(node, 'body') as Cst
  const front = { start: body.start, end: body.start }
  const params = ['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((each) => identifier(front, each))
  depths.set(to, (depths.get(to) ?? 0) + 1)
  const inside = block(body, statements(body.children, to))
  depths.set(to, (depths.get(to) ?? 1) - 1)
  return fn(node, identifier(name, to.slice(name)), params, inside)
}

/** The condition in front, and what stands behind it. */
function parts(node: Cst): { test: Cst[]; body: Cst[]; rest: Cst[] } {
  const then = node.children.findIndex((each) => each.type === 'then')
  const named = (from: number, until?: number) =>
    node.children.slice(from, until).filter((each) => each.named && each.type !== 'comment')
  const isRest = (each: Cst) => /^(?:elif|else)_clause$/.test(each.type)
  const behind = named(then + 1)
  return { test: named(0, then), body: behind.filter((each) => !isRest(each)), rest: behind.filter(isRest) }
}

function tested(nodes: readonly Cst[], at: Range, to: Lowering): Node {
  const expressions = to.all(nodes)
  const [only, ...more] = expressions
  if (only && more.length === 0 && !/(?:Statement|Declaration)$/.test(only.type)) return only
  return expressions.length === 0 ? value(at, true) : other(at, 'conditions', expressions)
}

function ifOf(node: Cst, to: Lowering, rest?: readonly Cst[]): Node {
  const { test, body, rest: own } = parts(node)
  const [next, ...later] = rest ?? own
  const range =
    body.length > 0
      ? { start: (body[0] as Cst).start, end: (body.at(-1) as Cst).end }
      : { start: node.end, end: node.end }
  return make('IfStatement', node, {
    test: tested(test, node, to),
    consequent: block(range, statements(body, to)),
    alternate: !next
      ? null
      : next.type === 'elif_clause'
        ? ifOf(next, to, later)
        : block(next, statements(next.children, to)),
  })
}

/** A pattern that hosts of somebody else fit as well. */
const OPEN = /\*["']?amocrm|amocrm\.com["']?\*/

/** `case $host in *.acme.com) … ;; esac`. */
function caseOf(node: Cst, to: Lowering): Node {
  const subject = fieldOf(node, 'value') as Cst
  const items = node.children.filter((each) => each.type === 'case_item')
  return make('SwitchStatement', node, {
    discriminant: to.lower(subject),
    cases: items.map((item) => {
      const labels = labelsOf(item).filter((each) => to.slice(each) !== '*')
      const first = labels[0]
      const last = labels.at(-1)
      const body = item.children.filter((each) => each.field === '' && each.named)
      const range =
        body.length > 0
          ? { start: (body[0] as Cst).start, end: (body.at(-1) as Cst).end }
          : { start: item.end, end: item.end }
      const joint = / \| /.test(first && last ? to.slice({ start: first.start, end: last.end }) : '')
        ? ' | '
        : '|'
      return make('SwitchCase', item, {
        test:
          first && last
            ? make(
                'CaseLabels',
                { start: first.start, end: last.end },
                {
                  labels: labels.map((each) => labelOf(each, to)),
                  joint,
                  isOpen: labels.some((each) => OPEN.test(to.slice(each))),
                },
              )
            : null,
        consequent: [block(range, statements(body, to))],
      })
    }),
  })
}

/** A pattern of `case`; pieces of it that touch each other are one: `*"acme.com"*`. */
interface Label extends Range {
  /** Where the pattern is of one piece. */
  only?: Cst
}

function labelsOf(item: Cst): Label[] {
  const labels: Label[] = []
  for (const piece of fieldsOf(item, 'value').filter((each) => each.named)) {
    const last = labels.at(-1)
    if (last?.end === piece.start) labels[labels.length - 1] = { start: last.start, end: piece.end }
    else labels.push({ start: piece.start, end: piece.end, only: piece })
  }
  return labels
}

const labelOf = (label: Label, to: Lowering): Node => (label.only ? to.lower(label.only) : glob(label, to))

/** `for each in a b "${list[@]}"`; an unquoted variable is taken apart at white space. */
function forOf(node: Cst, to: Lowering): Node {
  const name = fieldOf(node, 'variable')
  const body = fieldOf(node, 'body')
  const values = fieldsOf(node, 'value').filter((each) => each.named)
  if (name) to.written(name, to.slice(name))
  return make('ForOfStatement', node, {
    left: name ? identifier(name, to.slice(name)) : identifier({ start: node.start, end: node.start }, '_'),
    right: itemsOf(node, values, to),
    body: body ? block(body, statements(body.children, to)) : block({ start: node.end, end: node.end }, []),
    await: false,
  })
}

function itemsOf(node: Cst, values: readonly Cst[], to: Lowering): Node {
  const [only, ...more] = values
  if (!only) return value(node, null)
  if (more.length === 0) {
    const end = { start: only.end, end: only.end }
    if (only.type === 'simple_expansion') return method(only, to.lower(only), 'split', [text(end, ' ', end)])
    if (/\[[@*]\]/.test(to.slice(only))) return listIn(only, to)
  }
  const range = { start: only.start, end: (values.at(-1) as Cst).end }
  return {
    ...array(
      range,
      values.map((each) =>
        /\[[@*]\]/.test(to.slice(each)) ? spread(each, listIn(each, to)) : to.lower(each),
      ),
    ),
    form: 'words',
  }
}

/** The list in `"${hosts[@]}"`. */
function listIn(node: Cst, to: Lowering): Node {
  const inner = node.type === 'string' ? childOf(node, 'expansion') : node
  return to.lower(inner ?? node)
}

function loop(node: Cst, to: Lowering): Node {
  const body = fieldOf(node, 'body')
  const test = fieldsOf(node, 'condition').filter((each) => each.named)
  return make('WhileStatement', node, {
    test: tested(test, node, to),
    body: body ? block(body, statements(body.children, to)) : block({ start: node.end, end: node.end }, []),
  })
}

/** `a && b || c`: neither sign binds tighter. */
function chain(node: Cst, to: Lowering): Node {
  const [left, right, ...more] = namedOf(node)
  const sign = node.children.find((each) => each.type === '&&' || each.type === '||')
  if (!left || !right || !sign || more.length > 0) return other(node, 'list', to.all(namedOf(node)))
  const [a, b] = [to.lower(left), to.lower(right)].map((each) =>
    /(?:Statement|Declaration)$/.test(each.type) ? other(each, 'statement', [each]) : each,
  ) as [Node, Node]
  return logical(node, a, sign.type as '&&' | '||', b)
}

const nested = (node: Cst, to: Lowering): Node => block(node, statements(node.children, to))

export const blocks: Handlers = {
  variable_assignment: (node, to) => assign(node, to),
  variable_assignments: (node, to) =>
    block(
      node,
      namedOf(node).map((each) => assign(each, to)),
    ),
  declaration_command: declaration,
  function_definition: functionOf,
  if_statement: (node, to) => ifOf(node, to),
  case_statement: caseOf,
  for_statement: forOf,
  while_statement: loop,
  list: chain,
  compound_statement: nested,
  subshell: nested,
  do_group: nested,
  array: list,
  unset_command: (node) => call(node, identifier(node, 'unset'), []),
}
