import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { block, declare, identifier, node as make, type Range, statement, value } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { namesIn } from './bindings.js'

const SILENT = /^(?:empty_statement|label|use_declaration|extern_crate_declaration|mutable_specifier)$/

/** Statements of a block. */
export function statements(node: Cst, to: Lowering): Node[] {
  return namedOf(node)
    .filter((each) => !SILENT.test(each.type))
    .flatMap((each) => statementsOf(each, to))
}

function statementsOf(node: Cst, to: Lowering): Node[] {
  if (node.type === 'let_declaration') return letOf(node, to)
  const statement = asStatement(node, to)
  // What a module or an item stands for may be more than one declaration.
  return statement.type === 'Items' ? (statement.body as Node[]) : [statement]
}

function asStatement(node: Cst, to: Lowering): Node {
  const inside = node.type === 'expression_statement' ? (namedOf(node)[0] ?? node) : node
  switch (inside.type) {
    case 'if_expression':
      return ifOf(inside, to, false)
    case 'match_expression':
      return to.lower({ ...inside, type: 'match_statement' })
    case 'block':
    case 'unsafe_block':
      return inBlock(inside, to)
    default: {
      const lowered = to.lower(inside)
      return /(?:Statement|Declaration|^Items)$/.test(lowered.type) ? lowered : statement(node, lowered)
    }
  }
}

/** A block, or what an arm does without one, as a block of statements. */
export function inBlock(node: Cst, to: Lowering): Node {
  if (node.type === 'unsafe_block') return inBlock(namedOf(node)[0] ?? node, to)
  return block(node, node.type === 'block' ? statements(node, to) : statementsOf(node, to))
}

/** Statements whose last expression is what they give. */
function tail(node: Cst, to: Lowering): Node[] {
  const children = namedOf(node).filter((each) => !SILENT.test(each.type))
  const last = children.at(-1)
  const before = children.slice(0, -1).flatMap((each) => statementsOf(each, to))
  if (!last) return before
  // A block-like expression stands as a statement without a semicolon; what it gives is given back all the same.
  const inside = last.type === 'expression_statement' ? namedOf(last)[0] : undefined
  const isBlockLike = inside !== undefined && !to.slice(last).endsWith(';')
  if (isBlockLike) return [...before, tailStatement(inside, to)]
  const isGiven = !/_(?:statement|declaration|item)$/.test(last.type)
  return [...before, ...(isGiven ? [tailStatement(last, to)] : statementsOf(last, to))]
}

/** What an expression gives is what the function gives. */
export function tailStatement(node: Cst, to: Lowering): Node {
  switch (node.type) {
    case 'block':
      return block(node, tail(node, to))
    case 'unsafe_block':
      return tailStatement(namedOf(node)[0] ?? node, to)
    case 'if_expression':
      return isSimple(node) ? returned(node, to.lower(node)) : ifOf(node, to, true)
    case 'match_expression':
      return isSimple(node) ? returned(node, to.lower(node)) : to.lower({ ...node, type: 'match_tail' })
    case 'return_expression':
    case 'for_expression':
    case 'while_expression':
    case 'loop_expression':
      return asStatement(node, to)
    default:
      return returned(node, to.lower(node))
  }
}

const returned = (at: Range, argument: Node): Node =>
  /(?:Statement|Declaration)$/.test(argument.type) ? argument : make('ReturnStatement', at, { argument })

/** Every branch is one expression. */
function isSimple(node: Cst): boolean {
  if (node.type === 'block') {
    const [only, ...more] = namedOf(node)
    return only !== undefined && more.length === 0 && isSimple(only)
  }
  if (node.type === 'if_expression') {
    const alternative = fieldOf(node, 'alternative')
    const otherwise = alternative && namedOf(alternative)[0]
    return otherwise !== undefined && isSimple(fieldOf(node, 'consequence') as Cst) && isSimple(otherwise)
  }
  if (node.type === 'match_expression')
    return namedOf(fieldOf(node, 'body') as Cst).every(
      (arm) => arm.type !== 'match_arm' || isSimple(fieldOf(arm, 'value') as Cst),
    )
  return !/^(?:return|break|continue|while|for|loop)_expression$|_(?:statement|declaration|item)$/.test(
    node.type,
  )
}

/** Body of a function: what its last expression gives is what the function gives. */
export function functionBody(body: Cst, to: Lowering, front: readonly Node[]): Node {
  return block(body, [...front, ...to.inFunction(body, () => tail(body, to))])
}

function ifOf(node: Cst, to: Lowering, isTail: boolean): Node {
  const alternative = fieldOf(node, 'alternative')
  const otherwise = alternative && namedOf(alternative)[0]
  const branch = (at: Cst) => (isTail ? tailStatement(at, to) : inBlock(at, to))
  return make('IfStatement', node, {
    test: to.lower(fieldOf(node, 'condition') as Cst),
    consequent: branch(fieldOf(node, 'consequence') as Cst),
    alternate: otherwise
      ? otherwise.type === 'if_expression'
        ? ifOf(otherwise, to, isTail)
        : branch(otherwise)
      : null,
  })
}

/** `let x = …`, `let Some(x) = … else { … }`, `let (a, b) = (…, …)`. */
function letOf(node: Cst, to: Lowering): Node[] {
  const pattern = fieldOf(node, 'pattern') as Cst
  const held = fieldOf(node, 'value')
  const alternative = fieldOf(node, 'alternative')
  const rest = alternative ? [inBlock(alternative, to)] : []
  const names = namesIn(pattern, to)
  const values = pattern.type === 'tuple_pattern' && held?.type === 'tuple_expression' ? namedOf(held) : []
  const parts =
    pattern.type === 'tuple_pattern' ? pattern.children.filter((c) => c.named || c.type === '_') : []
  if (values.length > 0 && values.length === parts.length)
    return [
      ...values.map((each, i) => {
        const [name] = namesIn(parts[i] as Cst, to)
        const init = to.lower(each)
        return name ? declare(each, identifier(name, to.slice(name)), init, 'let') : statement(each, init)
      }),
      ...rest,
    ]
  const init = held ? to.lower(held) : null
  const [only, ...more] = names
  if (only && more.length === 0)
    return [declare(node, identifier(only, to.slice(only)), init, 'let'), ...rest]
  const declared = names.map((name) => declare(name, identifier(name, to.slice(name)), null, 'let'))
  return [...declared, ...(init ? [statement(node, init)] : []), ...rest]
}

/** `for (i, each) in list.iter().enumerate()`: the last name is the value's. */
function forOf(node: Cst, to: Lowering): Node {
  const pattern = fieldOf(node, 'pattern') as Cst
  const list = fieldOf(node, 'value') as Cst
  const names = namesIn(pattern, to)
  const counted = /\.\s*enumerate\s*\(\s*\)$/.exec(to.slice(list))
  const callee = counted ? fieldOf(list, 'function') : undefined
  const source = callee ? (fieldOf(callee, 'value') ?? list) : list
  const each = counted ? names.at(-1) : names.length === 1 ? names[0] : undefined
  const others = names.filter((name) => name !== each)
  const declarator = make('VariableDeclarator', pattern, {
    id: each
      ? identifier(each, to.slice(each))
      : identifier({ start: pattern.start, end: pattern.start }, '_'),
    init: null,
  })
  const loop = make('ForOfStatement', node, {
    left: make('VariableDeclaration', pattern, { kind: 'let', declarations: [declarator] }),
    right: to.lower(source),
    body: inBlock(fieldOf(node, 'body') as Cst, to),
    await: false,
  })
  if (others.length === 0) return loop
  return block(node, [
    ...others.map((name) => declare(name, identifier(name, to.slice(name)), null, 'let')),
    loop,
  ])
}

function loopOf(node: Cst, to: Lowering): Node {
  const condition = fieldOf(node, 'condition')
  return make('WhileStatement', node, {
    test: condition ? to.lower(condition) : value({ start: node.start, end: node.start }, true),
    body: inBlock(fieldOf(node, 'body') as Cst, to),
  })
}

function leaving(node: Cst, to: Lowering): Node {
  const argument = namedOf(node).find((each) => each.type !== 'label')
  return make('ReturnStatement', node, { argument: argument ? to.lower(argument) : null })
}

export const blocks: Handlers = {
  expression_statement: asStatement,
  for_expression: forOf,
  while_expression: loopOf,
  loop_expression: loopOf,
  return_expression: leaving,
  // What a loop is left with is what it gives.
  break_expression: leaving,
  continue_expression: (node) => value(node, null),
}
