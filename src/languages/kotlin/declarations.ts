import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  block,
  call,
  classOf,
  construct,
  exported,
  fn,
  identifier,
  node as make,
  methodOf,
  other,
  property,
  self,
  statement,
} from '../grammar/nodes.js'
import { withOutlines } from '../grammar/outline.js'
import { inClass, inLocals } from '../jvm/frames.js'
import { named } from '../jvm/idioms.js'
import type { Node } from '../script/tree.js'
import { annotationsOf, isPrivate, placeholderOf } from './annotations.js'
import { argumentsOf } from './arguments.js'
import { componentsOf, constructorOf, noteConstructors } from './constructors.js'
import { outlinesIn } from './outlines.js'
import { declaredNames, localsOf, nameOf, parametersOf } from './parameters.js'
import { bindPrefixes } from './prefixes.js'
import { asStatement, initOf, statements } from './statements.js'

const SILENT = new Set(['package_header', 'import', 'file_annotation', 'type_alias', 'shebang'])
const DECLARED = /^(?:property|function|class|object)_declaration$/

/** Statements of a file: what is not private is seen by other files. */
export function fileStatements(root: Cst, to: Lowering): Node[] {
  bindPrefixes(root)
  noteConstructors(root, to)
  return namedOf(root)
    .filter((node) => !SILENT.has(node.type))
    .flatMap((node) => {
      const lowered =
        node.type === 'function_declaration' ? functionOf(node, to, true) : asStatement(node, to)
      const isOpen = DECLARED.test(node.type) && !isPrivate(node, to) && /Declaration$/.test(lowered.type)
      const isDone = lowered.type === 'ExportNamedDeclaration'
      return [...annotationsOf(node, to), isOpen && !isDone ? exported(node, lowered) : lowered]
    })
}

const nameFieldOf = (node: Cst): Cst | undefined => fieldOf(node, 'name') ?? nameOf(node)

/** Members of a class with those of its companion, which are seen by the same bare names. */
function membersIn(body: Cst | undefined): Cst[] {
  return (body ? namedOf(body) : []).flatMap((each) =>
    each.type === 'companion_object' ? membersIn(childOf(each, 'class_body')) : [each],
  )
}

function declaredClass(node: Cst, to: Lowering): Node {
  const name = node.type === 'object_literal' ? undefined : nameFieldOf(node)
  const id = name ? identifier(name, to.slice(name)) : null
  const made = withOutlines(classWith(node, id, to), () => outlinesIn(node, to))
  return name && !isPrivate(node, to) ? exported(node, made) : made
}

function classWith(node: Cst, id: Node | null, to: Lowering): Node {
  const body = childOf(node, 'class_body', 'enum_class_body')
  const components = componentsOf(node)
  const members = membersIn(body)
  const fields = new Set(components.flatMap((each) => nameOf(each) ?? []).map((each) => to.slice(each)))
  const methods = new Set<string>()
  for (const each of members) {
    if (each.type === 'property_declaration')
      for (const name of declaredNames(each)) fields.add(to.slice(name))
    const name = nameFieldOf(each)
    if (name && each.type === 'enum_entry') fields.add(to.slice(name))
    if (name && each.type === 'function_declaration') methods.add(to.slice(name))
  }
  return inClass(to, { fields, methods }, () =>
    classOf(node, id, null, body ?? node, [
      ...components.flatMap((each) => componentOf(each, to)),
      ...parents(node, to),
      ...members.flatMap((each) => memberOf(each, id, to)),
    ]),
  )
}

const initializer = (at: Cst, body: readonly Node[]): Node => make('StaticBlock', at, { body })

/** `class Client(private val host: String = "…")`. */
function componentOf(each: Cst, to: Lowering): Node[] {
  const name = nameOf(each)
  if (!name) return []
  const isKept = each.children.some((child) => child.type === 'val' || child.type === 'var')
  const access = isPrivate(each, to) || !isKept ? 'private' : 'public'
  const held = initOf(each, to) ?? placeholderOf(each, to) ?? null
  const annotations = annotationsOf(each, to)
  return [
    ...(annotations.length > 0 ? [initializer(each, annotations)] : []),
    property(each, identifier(name, to.slice(name)), held, access),
  ]
}

/** Arguments of the class that it is derived from. */
function parents(node: Cst, to: Lowering): Node[] {
  const list = childOf(node, 'delegation_specifiers')
  const made = (list ? namedOf(list) : []).flatMap((each) => childOf(each, 'constructor_invocation') ?? [])
  return made.map((each) => {
    const type = childOf(each, 'user_type') as Cst
    const args = argumentsOf(childOf(each, 'value_arguments'), to)
    return initializer(each, [statement(each, construct(each, identifier(type, to.slice(type)), args))])
  })
}

function memberOf(each: Cst, owner: Node | null, to: Lowering): Node[] {
  const access = isPrivate(each, to) ? 'private' : 'public'
  const annotations = annotationsOf(each, to)
  const front = annotations.length > 0 ? [initializer(each, annotations)] : []
  switch (each.type) {
    case 'property_declaration':
      return [...front, ...propertyOf(each, access, to)]
    case 'enum_entry':
      return [...front, entryOf(each, owner, to)]
    case 'function_declaration': {
      const name = nameFieldOf(each) as Cst
      return [...front, methodOf(each, identifier(name, to.slice(name)), functionOf(each, to, false), access)]
    }
    case 'anonymous_initializer':
      return [initializer(each, statements(namedOf(childOf(each, 'block') ?? each), to))]
    case 'secondary_constructor':
      return [methodOf(each, identifier(each, 'constructor'), functionOf(each, to, false), 'public')]
    default:
      return [initializer(each, [...annotations, asStatement(each, to)])]
  }
}

function propertyOf(each: Cst, access: 'public' | 'private', to: Lowering): Node[] {
  const getter = childOf(each, 'getter')
  return declaredNames(each).map((name) => {
    const id = identifier(name, to.slice(name))
    const held = initOf(each, to) ?? placeholderOf(each, to)
    if (getter && !held) return { ...methodOf(each, id, functionOf(getter, to, false), access), kind: 'get' }
    return property(each, id, held ?? null, access)
  })
}

function entryOf(each: Cst, owner: Node | null, to: Lowering): Node {
  const name = nameFieldOf(each) as Cst
  const type = String(owner?.name ?? '')
  const args = named(argumentsOf(childOf(each, 'value_arguments'), to), constructorOf(to, type))
  const [only] = args
  const isNamed = args.length === 1 && only?.type === 'ObjectExpression'
  const front = { start: each.start, end: each.start }
  const held = isNamed ? (only as Node) : construct(each, identifier(front, type), args)
  return property(each, identifier(name, to.slice(name)), held, 'public')
}

/** A function with a block or with `= value`. */
function functionOf(node: Cst, to: Lowering, isNamed: boolean): Node {
  const body = childOf(node, 'function_body') ?? childOf(node, 'block')
  const inner = body && (body.type === 'block' ? body : namedOf(body)[0])
  const at = body ?? { start: node.end, end: node.end }
  const name = isNamed ? nameFieldOf(node) : undefined
  return inLocals(to, localsOf(node, to), () => {
    const params = parametersOf(node, to)
    const inside = to.inFunction(at, () => {
      if (!inner) return delegation(node, to)
      if (inner.type === 'block') return [...delegation(node, to), ...statements(namedOf(inner), to)]
      return [make('ReturnStatement', inner, { argument: to.lower(inner) })]
    })
    return fn(node, name ? identifier(name, to.slice(name)) : null, params, block(at, inside))
  })
}

/** `constructor(a: String) : this(a, "…")`. */
function delegation(node: Cst, to: Lowering): Node[] {
  const made = childOf(node, 'constructor_delegation_call')
  if (!made) return []
  return [statement(made, call(made, self(made), argumentsOf(childOf(made, 'value_arguments'), to)))]
}

export const declarations: Handlers = {
  class_declaration: declaredClass,
  object_declaration: declaredClass,
  object_literal: (node, to) => other(node, 'object', [classWith(node, null, to)]),
  function_declaration: (node, to) => functionOf(node, to, true),
  anonymous_function: (node, to) => functionOf(node, to, false),
}
