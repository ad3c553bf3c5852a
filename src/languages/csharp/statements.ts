import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { block, identifier, node as make, other, statement, value } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { created } from './creations.js'
import { plainName } from './names.js'
import { caseTest } from './patterns.js'

const SILENT =
  /^(?:using_directive|extern_alias_directive|empty_statement|break_statement|continue_statement|goto_statement|(?:modifier|attribute_list|global_attribute)|shebang_directive|preproc_(?:region|endregion|pragma|line|nullable|warning|error|define|undef|arg))$/
const NESTING =
  /^(?:namespace_declaration|file_scoped_namespace_declaration|declaration_list|global_statement|preproc_(?:if|elif|else))$/

/** Statements of a block, of a file, of a namespace. */
export function statements(nodes: readonly Cst[], to: Lowering): Node[] {
  return nodes
    .filter((node) => node.named && !SILENT.test(node.type) && !/comment$/.test(node.type))
    .flatMap((node) => {
      if (NESTING.test(node.type))
        return statements(
          node.children.filter((child) => child.field !== 'name' && child.field !== 'condition'),
          to,
        )
      return [asStatement(node, to)]
    })
}

function asStatement(node: Cst, to: Lowering): Node {
  const lowered = to.lower(node)
  return /(?:Statement|Declaration)$/.test(lowered.type) ? lowered : statement(node, lowered)
}

/** The value behind `=`. */
export function initOf(node: Cst): Cst | undefined {
  const at = node.children.findIndex((child) => child.type === '=')
  return at < 0
    ? undefined
    : node.children.slice(at + 1).find((child) => child.named && child.type !== 'comment')
}

/** A value that a declaration gives its type to. */
export function heldBy(type: Cst | undefined, init: Cst, to: Lowering): Node {
  return init.type === 'implicit_object_creation_expression' && type
    ? created(init, plainName(type, to), to)
    : to.lower(init)
}

function declaration(node: Cst, to: Lowering): Node {
  const inner = node.type === 'variable_declaration' ? node : (childOf(node, 'variable_declaration') as Cst)
  const isConst = node.children.some((child) => child.type === 'modifier' && to.slice(child) === 'const')
  const type = fieldOf(inner, 'type')
  const declarations = namedOf(inner)
    .filter((child) => child.type === 'variable_declarator')
    .map((each) => {
      const init = initOf(each)
      return make('VariableDeclarator', each, {
        id: idOf(each, to),
        init: init ? heldBy(type, init, to) : null,
      })
    })
  return make('VariableDeclaration', node, { kind: isConst ? 'const' : 'let', declarations })
}

function idOf(declarator: Cst, to: Lowering): Node {
  const name = fieldOf(declarator, 'name')
  if (name) return identifier(name, to.slice(name))
  const tuple = childOf(declarator, 'tuple_pattern')
  const elements = tuple ? namedOf(tuple).map((each) => identifier(each, to.slice(each))) : []
  return make('ArrayPattern', declarator, { elements })
}

function body(node: Cst | undefined, at: Cst, to: Lowering): Node {
  if (!node) return block({ start: at.end, end: at.end }, [])
  return node.type === 'empty_statement' ? block(node, []) : asStatement(node, to)
}

function ifOf(node: Cst, to: Lowering): Node {
  const alternative = fieldOf(node, 'alternative')
  return make('IfStatement', node, {
    test: to.lower(fieldOf(node, 'condition') as Cst),
    consequent: body(fieldOf(node, 'consequence'), node, to),
    alternate: alternative ? body(alternative, node, to) : null,
  })
}

function switchOf(node: Cst, to: Lowering): Node {
  const subject = fieldOf(node, 'value') as Cst
  const cases = namedOf(fieldOf(node, 'body') as Cst)
    .filter((section) => section.type === 'switch_section')
    .map((section) => {
      const isDefault = section.children[0]?.type === 'default'
      const [first, ...rest] = namedOf(section)
      return make('SwitchCase', section, {
        test: isDefault || !first ? null : caseTest(first, subject, to),
        consequent: statements(isDefault && first ? [first, ...rest] : rest, to),
      })
    })
  return make('SwitchStatement', node, { discriminant: to.lower(subject), cases })
}

function foreach(node: Cst, to: Lowering): Node {
  const left = fieldOf(node, 'left') as Cst
  const names = left.type === 'identifier' ? [left] : namedOf(left)
  const ids = names.map((name) => identifier(name, to.slice(name)))
  const [only] = ids
  const id = ids.length === 1 && only ? only : make('ArrayPattern', left, { elements: ids })
  return make('ForOfStatement', node, {
    left: make('VariableDeclaration', left, {
      kind: 'let',
      declarations: [make('VariableDeclarator', left, { id, init: null })],
    }),
    right: to.lower(fieldOf(node, 'right') as Cst),
    body: body(fieldOf(node, 'body'), node, to),
    await: false,
  })
}

function loop(node: Cst, to: Lowering): Node {
  const test = fieldOf(node, 'condition')
  const whole = make('WhileStatement', node, {
    test: test ? to.lower(test) : value(node, true),
    body: body(fieldOf(node, 'body'), node, to),
  })
  const around = ['initializer', 'update'].flatMap((field) => {
    const part = fieldOf(node, field)
    return part ? [asStatement(part, to)] : []
  })
  return around.length > 0 ? block(node, [...around, whole]) : whole
}

/** `using`, `lock`, `fixed`, `checked`, `try` and what belongs to it: what stands in them, one behind the other. */
function nested(node: Cst, to: Lowering): Node {
  return block(
    node,
    namedOf(node)
      .filter((child) => !/^(?:catch_declaration|label_name)$/.test(child.type) && child.field !== 'label')
      .map((child) => asStatement(child, to)),
  )
}

function returned(node: Cst, to: Lowering): Node {
  const [argument] = namedOf(node)
  return make('ReturnStatement', node, { argument: argument ? to.lower(argument) : null })
}

export const blocks: Handlers = {
  block: (node, to) => block(node, statements(node.children, to)),
  expression_statement: (node, to) => statement(node, to.lower(namedOf(node)[0] as Cst)),
  local_declaration_statement: declaration,
  variable_declaration: declaration,
  if_statement: ifOf,
  switch_statement: switchOf,
  foreach_statement: foreach,
  while_statement: loop,
  do_statement: loop,
  for_statement: loop,
  try_statement: nested,
  catch_clause: nested,
  finally_clause: nested,
  using_statement: nested,
  lock_statement: nested,
  fixed_statement: nested,
  checked_statement: nested,
  unsafe_statement: nested,
  labeled_statement: nested,
  return_statement: returned,
  throw_statement: (node, to) => {
    const [argument] = namedOf(node)
    return make('ThrowStatement', node, { argument: argument ? to.lower(argument) : value(node, null) })
  },
  yield_statement: (node, to) => other(node, 'yield', to.all(namedOf(node))),
  declaration_expression: (node, to) => {
    const name = fieldOf(node, 'name')
    return name ? identifier(name, to.slice(name)) : other(node, 'declaration', [])
  },
}
