import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  block,
  declare,
  identifier,
  logical,
  node as make,
  type Range,
  statement,
  value,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { annotationsOf } from './annotations.js'
import { bodyOfEntry, branchesOf, entriesOf, labelsOf, subjectOf } from './operators.js'
import { declaredNames, nameOf } from './parameters.js'

/** Statements of a block. */
export function statements(children: readonly Cst[], to: Lowering): Node[] {
  return children.flatMap((child) => [...annotationsOf(child, to), asStatement(child, to)])
}

export function asStatement(node: Cst, to: Lowering): Node {
  const lowered =
    node.type === 'if_expression'
      ? ifOf(node, to)
      : node.type === 'when_expression'
        ? whenOf(node, to)
        : to.lower(node)
  return /(?:Statement|Declaration)$/.test(lowered.type) ? lowered : statement(node, lowered)
}

function inBlock(node: Cst, to: Lowering): Node {
  return block(node, statements(node.type === 'block' ? namedOf(node) : [node], to))
}

function ifOf(node: Cst, to: Lowering): Node {
  const { then, otherwise } = branchesOf(node)
  const end = { start: node.end, end: node.end }
  return make('IfStatement', node, {
    test: to.lower(fieldOf(node, 'condition') as Cst),
    consequent: then ? inBlock(then, to) : block(end, []),
    alternate: otherwise
      ? otherwise.type === 'if_expression'
        ? ifOf(otherwise, to)
        : inBlock(otherwise, to)
      : null,
  })
}

/** With a subject it is a switch, without one a chain of conditions. */
function whenOf(node: Cst, to: Lowering): Node {
  const subject = subjectOf(node)
  const entries = entriesOf(node)
  if (subject)
    return make('SwitchStatement', node, {
      discriminant: to.lower(subject),
      cases: entries.map((entry) => {
        const labels = labelsOf(entry, subject, to)
        const [first] = labels
        const last = labels.at(-1)
        const test = first && last && make('CaseLabels', { start: first.start, end: last.end }, { labels })
        return make('SwitchCase', entry, {
          test: test ?? null,
          consequent: [inBlock(bodyOfEntry(entry), to)],
        })
      }),
    })
  const rest = entries.find((entry) => labelsOf(entry, undefined, to).length === 0)
  const tested = entries.filter((entry) => entry !== rest)
  const chain = tested.reduceRight<Node | null>(
    (alternate, entry) => {
      const test = labelsOf(entry, undefined, to).reduce((left, right) =>
        logical({ start: left.start, end: right.end }, left, '||', right),
      )
      return make(
        'IfStatement',
        { start: entry.start, end: node.end },
        { test, consequent: inBlock(bodyOfEntry(entry), to), alternate },
      )
    },
    rest ? inBlock(bodyOfEntry(rest), to) : null,
  )
  return chain ?? block(node, [])
}

/** The body of a lambda: what its last expression gives is what the lambda gives. */
export function bodyOf(at: Range, body: readonly Cst[], to: Lowering): Node {
  const last = body.at(-1)
  if (last && body.length === 1 && !/assignment|declaration|statement|return|throw/.test(last.type))
    return to.lower(last)
  const before = statements(body.slice(0, -1), to)
  if (!last) return block(at, before)
  const lowered = asStatement(last, to)
  const end =
    lowered.type === 'ExpressionStatement'
      ? make('ReturnStatement', lowered, { argument: lowered.expression })
      : lowered
  return block(at, [...before, end])
}

/** What a property holds at first; what `lazy { … }` gives later is that, too. */
export function initOf(node: Cst, to: Lowering): Node | undefined {
  const sign = node.children.findIndex((each) => each.type === '=')
  const init = sign < 0 ? undefined : node.children.slice(sign + 1).find((each) => each.named)
  if (init) return to.lower(init)
  const delegate = childOf(node, 'property_delegate')
  const held = delegate && namedOf(delegate)[0]
  if (!held) return undefined
  const lowered = to.lower(held)
  const given =
    lowered.type === 'CallExpression' && /^lazy\b/.test(to.slice(held)) ? lowered.arguments.at(-1) : undefined
  return given?.type === 'ArrowFunctionExpression' && given.expression ? given.body : lowered
}

function local(node: Cst, to: Lowering): Node {
  const names = declaredNames(node)
  const init = initOf(node, to) ?? null
  const [first, ...more] = names
  if (first && more.length === 0) return declare(node, identifier(first, to.slice(first)), init, 'let')
  const declarations = names.map((name) =>
    make('VariableDeclarator', name, { id: identifier(name, to.slice(name)), init: null }),
  )
  const declared = make('VariableDeclaration', node, { kind: 'let', declarations })
  return init ? block(node, [declared, statement(init, init)]) : declared
}

function forOf(node: Cst, to: Lowering): Node {
  const names = declaredNames(node)
  const at = node.children.findIndex((each) => each.type === 'in')
  const [list, body] = node.children.slice(at + 1).filter((each) => each.named)
  const declarations = names.map((name) =>
    make('VariableDeclarator', name, { id: identifier(name, to.slice(name)), init: null }),
  )
  return make('ForOfStatement', node, {
    left: make('VariableDeclaration', names[0] ?? node, { kind: 'let', declarations }),
    right: list ? to.lower(list) : value(node, null),
    body: body ? inBlock(body, to) : block({ start: node.end, end: node.end }, []),
    await: false,
  })
}

function loop(node: Cst, to: Lowering): Node {
  const body = namedOf(node).find((each) => each.field !== 'condition')
  return make('WhileStatement', node, {
    test: to.lower(fieldOf(node, 'condition') as Cst),
    body: body ? inBlock(body, to) : block({ start: node.end, end: node.end }, []),
  })
}

function tryOf(node: Cst, to: Lowering): Node {
  return block(
    node,
    namedOf(node).map((each) => {
      const body = each.type === 'block' ? each : childOf(each, 'block')
      const caught = each.type === 'catch_block' ? nameOf(each) : undefined
      const front = caught ? [declare(caught, identifier(caught, to.slice(caught)), null, 'let')] : []
      return body ? block(each, [...front, inBlock(body, to)]) : asStatement(each, to)
    }),
  )
}

const leaving =
  (type: string) =>
  (node: Cst, to: Lowering): Node => {
    const argument = namedOf(node).find((each) => each.field !== 'label')
    return make(type, node, { argument: argument ? to.lower(argument) : null })
  }

export const blocks: Handlers = {
  block: inBlock,
  property_declaration: local,
  for_statement: forOf,
  while_statement: loop,
  do_while_statement: loop,
  try_expression: tryOf,
  return_expression: leaving('ReturnStatement'),
  throw_expression: leaving('ThrowStatement'),
}
