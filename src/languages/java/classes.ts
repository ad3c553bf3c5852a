import { type Cst, childOf, fieldOf, fieldsOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  block,
  classOf,
  construct,
  exported,
  fn,
  identifier,
  node as make,
  methodOf,
  property,
  statement,
} from '../grammar/nodes.js'
import { withOutlines } from '../grammar/outline.js'
import { inClass, inLocals } from '../jvm/frames.js'
import { named } from '../jvm/idioms.js'
import type { Node } from '../script/tree.js'
import { annotationsOf, isPrivate, placeholderOf } from './annotations.js'
import { constructorOf, noteConstructors } from './constructors.js'
import { outlinesIn } from './outlines.js'
import { localsOf, parameterNames, parametersOf } from './parameters.js'
import { asStatement, statements } from './statements.js'

const SILENT = new Set(['package_declaration', 'import_declaration', 'module_declaration'])

/** Statements of a file: its types are seen by every other file of the package. */
export function fileStatements(root: Cst, to: Lowering): Node[] {
  noteConstructors(root, to)
  return namedOf(root)
    .filter((node) => !SILENT.has(node.type))
    .flatMap((node) => [...annotationsOf(node, to), asStatement(node, to)])
}

function membersIn(body: Cst): Cst[] {
  return namedOf(body).flatMap((each) => (each.type === 'enum_body_declarations' ? namedOf(each) : [each]))
}

const declaratorsOf = (each: Cst): Cst[] => fieldsOf(each, 'declarator')

/** A class with the members that its body declares. */
function bodyOfClass(
  node: Cst,
  id: Node | null,
  body: Cst,
  to: Lowering,
  components: readonly string[] = [],
): Node {
  const members = membersIn(body)
  const fields = new Set(components)
  const methods = new Set<string>()
  for (const each of members) {
    for (const declarator of declaratorsOf(each)) fields.add(to.slice(fieldOf(declarator, 'name') as Cst))
    const name = fieldOf(each, 'name')
    if (name && each.type === 'enum_constant') fields.add(to.slice(name))
    if (name && each.type === 'method_declaration') methods.add(to.slice(name))
  }
  return inClass(to, { fields, methods }, () =>
    classOf(
      node,
      id,
      null,
      body,
      members.flatMap((each) => memberOf(each, id, to)),
    ),
  )
}

function memberOf(each: Cst, owner: Node | null, to: Lowering): Node[] {
  const access = isPrivate(each) ? 'private' : 'public'
  const annotations = annotationsOf(each, to)
  const front = annotations.length > 0 ? [initializer(each, annotations)] : []
  switch (each.type) {
    case 'field_declaration':
    case 'constant_declaration':
      return [
        ...front,
        ...declaratorsOf(each).map((declarator) => {
          const name = fieldOf(declarator, 'name') as Cst
          const init = fieldOf(declarator, 'value')
          const held = init ? to.lower(init) : (placeholderOf(each, to) ?? null)
          const at = { start: declarator.start, end: Math.max(declarator.end, held?.end ?? 0) }
          return property(
            held && held.start < at.start ? { start: held.start, end: at.end } : at,
            identifier(name, to.slice(name)),
            held,
            access,
          )
        }),
      ]
    case 'enum_constant':
      return [...front, constant(each, owner, to)]
    case 'annotation_type_element_declaration': {
      const name = fieldOf(each, 'name') as Cst
      const init = fieldOf(each, 'value')
      return [property(each, identifier(name, to.slice(name)), init ? to.lower(init) : null, 'public')]
    }
    case 'method_declaration':
    case 'constructor_declaration':
    case 'compact_constructor_declaration': {
      const name = fieldOf(each, 'name') as Cst
      return [...front, methodOf(each, identifier(name, to.slice(name)), functionOf(each, to), access)]
    }
    case 'static_initializer':
    case 'block':
      return [initializer(each, statements(childOf(each, 'block') ?? each, to))]
    default:
      return [initializer(each, [...annotations, asStatement(each, to)])]
  }
}

const initializer = (at: Cst, body: readonly Node[]): Node => make('StaticBlock', at, { body })

/** `COM("acme.com")`: the constant is made with what stands behind it. */
function constant(each: Cst, owner: Node | null, to: Lowering): Node {
  const name = fieldOf(each, 'name') as Cst
  const list = fieldOf(each, 'arguments')
  const body = fieldOf(each, 'body')
  const type = String(owner?.name ?? '')
  const front = { start: each.start, end: each.start }
  const args = list ? named(to.all(namedOf(list)), constructorOf(to, type)) : []
  const [only] = args
  const isNamed = args.length === 1 && only?.type === 'ObjectExpression'
  const held = isNamed ? only : construct(each, identifier(front, type), args)
  const inside = body ? [bodyOfClass(body, null, body, to)] : []
  const init = inside.length > 0 ? make('SequenceExpression', each, { expressions: [...inside, held] }) : held
  return property(each, identifier(name, to.slice(name)), init as Node, 'public')
}

function functionOf(node: Cst, to: Lowering): Node {
  const body = fieldOf(node, 'body')
  const at = body ?? { start: node.end, end: node.end }
  const list = fieldOf(node, 'parameters')
  return inLocals(to, localsOf(node, to), () => {
    const params = parametersOf(list, to)
    const annotations = (list ? namedOf(list) : []).flatMap((each) => annotationsOf(each, to))
    const inside = to.inFunction(at, () => [...annotations, ...(body ? statements(body, to) : [])])
    return fn(node, null, params, block(at, inside))
  })
}

function declared(node: Cst, to: Lowering): Node {
  const name = fieldOf(node, 'name') as Cst
  const body = fieldOf(node, 'body') as Cst
  const components = node.type === 'record_declaration' ? parameterNames(fieldOf(node, 'parameters'), to) : []
  const made = withOutlines(bodyOfClass(node, identifier(name, to.slice(name)), body, to, components), () =>
    outlinesIn(node, to),
  )
  return isPrivate(node) ? made : exported(node, made)
}

export const classes: Handlers = {
  class_body: (node, to) => bodyOfClass(node, null, node, to),
  class_declaration: declared,
  interface_declaration: declared,
  enum_declaration: declared,
  record_declaration: declared,
  annotation_type_declaration: declared,
  package_declaration: (node) => statement(node, identifier(node, 'package')),
  import_declaration: (node) => statement(node, identifier(node, 'import')),
}
