import { type Cst, childOf, fieldOf, fieldsOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  block,
  call,
  classOf,
  exported,
  fn,
  identifier,
  node as make,
  methodOf,
  other,
  type Range,
  statement,
  value,
} from '../grammar/nodes.js'
import { withOutlines } from '../grammar/outline.js'
import type { Node } from '../script/tree.js'
import { declareAll, statements } from './body.js'
import { outlinesIn } from './outlines.js'
import { inFrame, receiverOf } from './receivers.js'

/** Statements of a file: what they declare is seen by every other file of the folder. */
export function fileStatements(root: Cst, to: Lowering): Node[] {
  return namedOf(root)
    .filter((node) => node.type !== 'package_clause')
    .flatMap((node) => {
      const specs = specsOf(node)
      if (specs) return specs.map((spec) => exported(spec, specOf(spec, to)))
      if (node.type === 'function_declaration') return [exported(node, functionOf(node, to))]
      return [to.lower(node)]
    })
}

/** `const ( A = "…" )` and `var x, y = "…", "…"`. */
function specsOf(node: Cst): Cst[] | undefined {
  if (node.type !== 'const_declaration' && node.type !== 'var_declaration') return undefined
  const list = childOf(node, 'var_spec_list')
  return namedOf(list ?? node).filter((child) => /^(?:const|var)_spec$/.test(child.type))
}

function specOf(spec: Cst, to: Lowering): Node {
  const values = fieldOf(spec, 'value')
  const kind = spec.type === 'const_spec' ? 'const' : 'let'
  return declareAll(
    spec,
    fieldsOf(spec, 'name').filter((each) => each.named),
    values ? namedOf(values) : [],
    kind,
    to,
  )
}

function localSpecs(node: Cst, to: Lowering): Node {
  const specs = (specsOf(node) ?? []).map((spec) => specOf(spec, to))
  const [first] = specs
  if (specs.length === 1 && first) return first
  const declarations = specs.flatMap((spec) => spec.declarations as Node[])
  return make('VariableDeclaration', node, { kind: 'let', declarations })
}

/** Names of a list of parameters; those of a type alone have none. */
function parametersOf(list: Cst | undefined, to: Lowering): Node[] {
  return (list ? namedOf(list) : []).flatMap((each) => {
    const isRest = each.type === 'variadic_parameter_declaration'
    return fieldsOf(each, 'name')
      .filter((name) => name.named)
      .map((name) => {
        const id = identifier(name, to.slice(name))
        return isRest ? make('RestElement', name, { argument: id }) : id
      })
  })
}

const namesOf = (list: Cst | undefined, to: Lowering): string[] =>
  list?.type === 'parameter_list'
    ? parametersOf(list, to).map((id) => (id.argument ?? id).name as string)
    : []

/** A function with its body; named results are declared in front of it. */
function functionOf(node: Cst, to: Lowering, receiver?: string): Node {
  const name = fieldOf(node, 'name')
  const body = fieldOf(node, 'body')
  const result = fieldOf(node, 'result')
  const front: Range = { start: body?.start ?? node.end, end: body?.start ?? node.end }
  const results = namesOf(result, to).filter((each) => each !== '_')
  const params = parametersOf(fieldOf(node, 'parameters'), to)
  // A function inside a method sees the receiver of that.
  const own = receiver ?? (name ? undefined : receiverOf(to))
  return inFrame(to, { results, ...(own !== undefined && { receiver: own }) }, () => {
    const inside = body ? statements(body, to) : []
    const declared = results.map((each) =>
      make('VariableDeclaration', front, {
        kind: 'let',
        declarations: [make('VariableDeclarator', front, { id: identifier(front, each), init: null })],
      }),
    )
    const id = name && receiver === undefined ? identifier(name, to.slice(name)) : null
    return fn(node, id, params, block(body ?? front, [...declared, ...inside]))
  })
}

/** `func (c *Client) Do()`: a method of a type that every file of the folder can add to. */
function methodDeclaration(node: Cst, to: Lowering): Node {
  const receiver = fieldOf(node, 'receiver')
  const name = fieldOf(node, 'name') as Cst
  const [own = ''] = namesOf(receiver, to)
  const member = methodOf(node, identifier(name, to.slice(name)), functionOf(node, to, own), 'public')
  return exported(node, statement(node, classOf(node, null, null, node, [member])))
}

/** Tags of fields are texts: `default:"…"`. */
function typeDeclaration(node: Cst, to: Lowering): Node {
  const tags: Node[] = []
  const stack = [node]
  for (let at = stack.pop(); at; at = stack.pop()) {
    for (const child of at.children) {
      if (child.field === 'tag') tags.push(other(child, 'tag', [to.lower(child)]))
      else stack.push(child)
    }
  }
  const body = tags.reverse().map((tag) => statement(tag, tag))
  return withOutlines(block(node, body), () => outlinesIn(node, to))
}

function importDeclaration(node: Cst, to: Lowering): Node {
  const list = childOf(node, 'import_spec_list') ?? node
  const specs = namedOf(list).filter((child) => child.type === 'import_spec')
  return block(
    node,
    specs.map((spec) => {
      const path = fieldOf(spec, 'path') as Cst
      return statement(spec, call(spec, identifier(spec, 'import'), [to.lower(path)]))
    }),
  )
}

export const declarations: Handlers = {
  import_declaration: importDeclaration,
  const_declaration: localSpecs,
  var_declaration: localSpecs,
  type_declaration: typeDeclaration,
  function_declaration: (node, to) => functionOf(node, to),
  method_declaration: methodDeclaration,
  func_literal: (node, to) => functionOf(node, to),
  package_clause: (node) => statement(node, value(node, null)),
}
