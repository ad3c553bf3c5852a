import { type Cst, childOf, fieldOf, fieldsOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  block,
  call,
  declare,
  exported,
  identifier,
  node as make,
  statement,
  value,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { variable } from './names.js'
import { assignStatement, target } from './operators.js'
import { noteGlobal } from './shared.js'
import { truth } from './truth.js'

const SILENT = new Set(['text', 'php_tag', 'php_end_tag', 'text_interpolation', 'empty_statement'])

/** Statements of a block, of a file, of a namespace that has a body. */
export function statements(nodes: readonly Cst[], to: Lowering): Node[] {
  return nodes
    .filter((node) => node.named && !SILENT.has(node.type) && !/comment$/.test(node.type))
    .flatMap((node) => one(node, to))
}

function one(node: Cst, to: Lowering): Node | Node[] {
  if (node.type === 'namespace_definition') {
    const body = fieldOf(node, 'body')
    return body ? statements(body.children, to) : []
  }
  if (node.type === 'const_declaration') return constants(node, to)
  return to.lower(node)
}

/** `const A = '…', B = '…';`: every file can read them. */
function constants(node: Cst, to: Lowering): Node[] {
  return node.children
    .filter((child) => child.type === 'const_element')
    .map((element) => {
      const [name, init] = namedOf(element) as [Cst, Cst]
      return exported(element, declare(element, identifier(name, to.slice(name)), to.lower(init), 'const'))
    })
}

function expression(node: Cst, to: Lowering): Node {
  const [inner] = namedOf(node)
  if (!inner) return block(node, [])
  return assignStatement(node, inner, to) ?? definition(node, inner, to) ?? statement(node, to.lower(inner))
}

/** `define('NAME', '…')` declares a constant. */
function definition(node: Cst, inner: Cst, to: Lowering): Node | undefined {
  const callee = inner.type === 'function_call_expression' && fieldOf(inner, 'function')
  if (!callee || to.slice(callee).toLowerCase() !== 'define') return undefined
  const [name, init] = namedOf(fieldOf(inner, 'arguments') as Cst).map((argument) => namedOf(argument)[0])
  const word = name && /^(['"])(\w+)\1$/.exec(to.slice(name))?.[2]
  if (!word || !init) return undefined
  return exported(node, declare(node, identifier(name, word), to.lower(init), 'const'))
}

function body(node: Cst | undefined, at: Cst, to: Lowering): Node {
  return node ? to.lower(node) : block({ start: at.end, end: at.end }, [])
}

function ifOf(node: Cst, to: Lowering): Node {
  return chain(node, fieldsOf(node, 'alternative'), to)
}

function chain(node: Cst, alternatives: readonly Cst[], to: Lowering): Node {
  const [next, ...rest] = alternatives
  const alternate = !next
    ? null
    : next.type === 'else_if_clause'
      ? chain(next, rest, to)
      : body(fieldOf(next, 'body'), next, to)
  return make('IfStatement', node, {
    test: truth(to.lower(fieldOf(node, 'condition') as Cst)),
    consequent: body(fieldOf(node, 'body'), node, to),
    alternate,
  })
}

function foreach(node: Cst, to: Lowering): Node {
  const items = namedOf(node).filter((child) => child.field !== 'body')
  const [list, each] = items as [Cst, Cst]
  const left = each.type === 'pair' ? namedOf(each).at(-1) : each
  if (each.type === 'pair') target(namedOf(each)[0] as Cst, to)
  return make('ForOfStatement', node, {
    left: target(left as Cst, to),
    right: to.lower(list),
    body: body(fieldOf(node, 'body'), node, to),
    await: false,
  })
}

function switchOf(node: Cst, to: Lowering): Node {
  const cases = namedOf(fieldOf(node, 'body') as Cst).map((label) => {
    const test = fieldOf(label, 'value')
    return make('SwitchCase', label, {
      test: test ? to.lower(test) : null,
      consequent: statements(
        label.children.filter((child) => child !== test),
        to,
      ),
    })
  })
  return make('SwitchStatement', node, { discriminant: to.lower(fieldOf(node, 'condition') as Cst), cases })
}

/** `match ($x) { 'a', 'b' => …, default => … }`. */
function match(node: Cst, to: Lowering): Node {
  const arms = namedOf(fieldOf(node, 'body') as Cst).map((arm) => {
    const labels = fieldOf(arm, 'conditional_expressions')
    return make('MatchArm', arm, {
      labels: labels ? to.all(namedOf(labels)) : [],
      body: to.lower(fieldOf(arm, 'return_expression') as Cst),
    })
  })
  return make('MatchExpression', node, { discriminant: to.lower(fieldOf(node, 'condition') as Cst), arms })
}

function loop(node: Cst, to: Lowering): Node {
  const test = fieldOf(node, 'condition')
  return make('WhileStatement', node, {
    test: test ? truth(to.lower(test)) : value(node, true),
    body: body(fieldOf(node, 'body'), node, to),
  })
}

function forOf(node: Cst, to: Lowering): Node {
  const inside = namedOf(node)
  return block(
    node,
    inside.map((child) =>
      /(?:statement|block)$/.test(child.type) ? to.lower(child) : statement(child, to.lower(child)),
    ),
  )
}

function tryOf(node: Cst, to: Lowering): Node {
  const handlers = node.children
    .filter((child) => child.type === 'catch_clause')
    .map((clause) => to.lower(clause))
  const end = childOf(node, 'finally_clause')
  const tried = body(fieldOf(node, 'body'), node, to)
  return block(node, [tried, ...handlers, ...(end ? [body(fieldOf(end, 'body'), end, to)] : [])])
}

function catchOf(node: Cst, to: Lowering): Node {
  const name = fieldOf(node, 'name')
  if (name) target(name, to)
  return body(fieldOf(node, 'body'), node, to)
}

function returned(node: Cst, to: Lowering): Node {
  const [argument] = namedOf(node)
  return make('ReturnStatement', node, { argument: argument ? to.lower(argument) : null })
}

function printed(node: Cst, to: Lowering): Node {
  return statement(node, call(node, identifier(node, 'echo'), to.all(namedOf(node))))
}

/** `global $host;`: from here on the name is the file's. */
function globals(node: Cst, to: Lowering): Node {
  for (const name of namedOf(node)) noteGlobal(to, to.slice(name))
  return block(node, [])
}

/** `static $hosts = […];` */
function statics(node: Cst, to: Lowering): Node {
  const declared = namedOf(node).flatMap((each) => {
    const name = fieldOf(each, 'name')
    const init = fieldOf(each, 'value')
    return name ? [declare(each, variable(name, to), init ? to.lower(init) : null)] : []
  })
  return block(node, declared)
}

const included = (node: Cst, to: Lowering): Node =>
  call(node, identifier(node, 'import'), to.all(namedOf(node)))

export const blocks: Handlers = {
  compound_statement: (node, to) => block(node, statements(node.children, to)),
  colon_block: (node, to) => block(node, statements(node.children, to)),
  expression_statement: expression,
  if_statement: ifOf,
  switch_statement: switchOf,
  match_expression: match,
  foreach_statement: foreach,
  while_statement: loop,
  do_statement: loop,
  for_statement: forOf,
  try_statement: tryOf,
  catch_clause: catchOf,
  return_statement: returned,
  echo_statement: printed,
  print_intrinsic: printed,
  throw_expression: (node, to) =>
    make('ThrowStatement', node, { argument: to.lower(namedOf(node)[0] as Cst) }),
  include_expression: included,
  include_once_expression: included,
  require_expression: included,
  require_once_expression: included,
  global_declaration: globals,
  function_static_declaration: statics,
  namespace_use_declaration: (node) => block(node, []),
}
