import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  type Access,
  block,
  classOf,
  exported,
  fn,
  identifier,
  lambda,
  methodOf,
  other,
  parameter,
  property,
  self,
} from '../grammar/nodes.js'
import { children } from '../script/link.js'
import { isFunction } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { mentionsBrand } from '../site.js'
import { insideFunction, isModuleLevel, isPrivate } from './frames.js'
import { statements } from './statements.js'
import { docstring } from './strings.js'
import { pattern } from './targets.js'

function parametersOf(list: Cst | undefined, to: Lowering): Node[] {
  return (list ? namedOf(list) : []).flatMap((each) => {
    const name = fieldOf(each, 'name') ?? (each.type === 'typed_parameter' ? namedOf(each)[0] : each)
    const init = fieldOf(each, 'value')
    if (!name || /separator$/.test(each.type) || /^(?:self|cls)$/.test(to.slice(name))) return []
    return [parameter(each, pattern(name, to), init && to.lower(init))]
  })
}

function functionOf(node: Cst, to: Lowering, id: Node | null): Node {
  // Defaults are worked out where the function stands.
  const params = parametersOf(fieldOf(node, 'parameters'), to)
  const inner = fieldOf(node, 'body') as Cst
  const inside = insideFunction(to, () => to.inFunction(inner, () => statements(inner.children, to)))
  return fn(node, id, params, block(inner, [...typesOf(node, to), ...inside]))
}

/** Types of parameters and results that name a host (`Literal['…']`). */
function typesOf(node: Cst, to: Lowering): Node[] {
  const list = fieldOf(node, 'parameters')
  const types = [
    ...(list ? namedOf(list) : []).map((each) => fieldOf(each, 'type')),
    fieldOf(node, 'return_type'),
  ]
  return types.flatMap((type) =>
    type && mentionsBrand(to.slice(type)) ? [other(type, 'type', to.all(namedOf(type)))] : [],
  )
}

function published(node: Cst, name: string, declaration: Node, to: Lowering): Node {
  return isModuleLevel(to) && !isPrivate(name) ? exported(node, declaration) : declaration
}

function declaredFunction(node: Cst, to: Lowering): Node {
  const name = fieldOf(node, 'name') as Cst
  return published(node, to.slice(name), functionOf(node, to, identifier(name, to.slice(name))), to)
}

function declaredClass(node: Cst, to: Lowering): Node {
  const name = fieldOf(node, 'name') as Cst
  return published(node, to.slice(name), classNode(node, to, identifier(name, to.slice(name))), to)
}

function classNode(node: Cst, to: Lowering, id: Node | null): Node {
  const bases = fieldOf(node, 'superclasses')
  const parent = bases && namedOf(bases)[0]
  const inner = fieldOf(node, 'body') as Cst
  const superClass = parent && /^(?:identifier|attribute)$/.test(parent.type) ? to.lower(parent) : null
  const known = new Set<string>()
  const members = insideFunction(to, () => namedOf(inner).flatMap((each) => memberOf(each, known, to)))
  const made = classOf(node, id, superClass, inner, members)
  made.heritage = bases ? to.slice(bases).slice(1, -1) : ''
  return made
}

const accessOf = (name: string): Access => (isPrivate(name) && !/__$/.test(name) ? 'private' : 'public')

/** @param known attributes so far, which the code of a class reads by their bare names */
function memberOf(node: Cst, known: Set<string>, to: Lowering): Node[] {
  if (node.type === 'decorated_definition') {
    const decorators = namedOf(node).filter((child) => child.type === 'decorator')
    const made = memberOf(fieldOf(node, 'definition') as Cst, known, to)
    if (decorators.some((each) => /(?:^|[@._])(?:cached_)?property\b/.test(to.slice(each))))
      for (const each of made) if (each.type === 'MethodDefinition') each.kind = 'get'
    return [...decorators.map((each) => other(each, 'decorator', to.all(namedOf(each)))), ...made]
  }
  if (node.type === 'function_definition') {
    const name = fieldOf(node, 'name') as Cst
    return [
      methodOf(node, identifier(name, to.slice(name)), functionOf(node, to, null), accessOf(to.slice(name))),
    ]
  }
  if (node.type === 'class_definition') {
    const name = fieldOf(node, 'name') as Cst
    return [
      property(node, identifier(name, to.slice(name)), classNode(node, to, null), accessOf(to.slice(name))),
    ]
  }
  const [inside] = namedOf(node)
  if (node.type !== 'expression_statement' || !inside) return [other(node, node.type, [to.lower(node)])]
  if (inside.type === 'string') return [other(node, 'docstring', [docstring(inside, to)])]
  const name = inside.type === 'assignment' ? fieldOf(inside, 'left') : undefined
  const right = inside.type === 'assignment' ? fieldOf(inside, 'right') : undefined
  if (name?.type !== 'identifier' || right?.type === 'assignment')
    return [other(node, node.type, to.all([inside]))]
  const written = to.slice(name)
  const init = right ? own(to.lower(right), known) : null
  known.add(written)
  const made = property(node, identifier(name, written), init, accessOf(written))
  const type = fieldOf(inside, 'type')
  if (type) made.annotation = to.slice(type)
  return [made]
}

/** Bare names of attributes in the code of a class speak of the class; functions in it do not see them. */
function own(node: Node, known: ReadonlySet<string>): Node {
  if (known.size === 0 || isFunction(node)) return node
  if (node.type === 'Identifier') return known.has(node.name) ? becomeMember(node) : node
  for (const child of children(node)) if (!isLabel(node, child)) own(child, known)
  return node
}

function isLabel(node: Node, child: Node): boolean {
  return !node.computed && (child === node.property || (node.type === 'Property' && child === node.key))
}

function becomeMember(node: Node): Node {
  const property = identifier({ start: node.start, end: node.end }, node.name)
  return Object.assign(node, {
    type: 'MemberExpression',
    object: self(node),
    property,
    computed: false,
    name: undefined,
  })
}

export const classes: Handlers = {
  function_definition: declaredFunction,
  class_definition: declaredClass,
  lambda: (node, to) =>
    lambda(node, parametersOf(fieldOf(node, 'parameters'), to), to.lower(fieldOf(node, 'body') as Cst)),
}
