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
  node as make,
  methodOf,
  other,
  parameter,
  property,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { addLocal, inside, insideClass, isTopLevel } from './frames.js'
import { parts, statements } from './statements.js'
import { parameterName } from './targets.js'

/** Names of parameters first: a default may read those in front of it. */
function parametersOf(list: Cst | undefined, to: Lowering): Node[] {
  return (list ? namedOf(list) : []).flatMap((each) => {
    const name =
      fieldOf(each, 'name') ?? (/^(?:identifier|destructured_parameter)$/.test(each.type) ? each : undefined)
    if (!name) return []
    const init = fieldOf(each, 'value')
    const left = parameterName(name, to)
    if (/splat/.test(each.type)) return [make('RestElement', each, { argument: left })]
    return [parameter(each, left, init && to.lower(init))]
  })
}

function functionOf(node: Cst, to: Lowering, id: Node | null): Node {
  const body = fieldOf(node, 'body')
  const at = body ?? { start: node.end, end: node.end }
  let params: Node[] = []
  const content = inside(to, false, () =>
    to.inFunction(at, () => {
      params = parametersOf(fieldOf(node, 'parameters'), to)
      if (!body) return []
      return body.type === 'body_statement' ? parts(body.children, to, true) : statements([body], to, true)
    }),
  )
  return fn(node, id, params, block(at, content))
}

/** A block that is handed to a method, a `lambda`, a `proc`. */
export function blockOf(node: Cst, to: Lowering): Node {
  return inside(to, true, () => {
    const body = fieldOf(node, 'body')
    const at = body ?? { start: node.end, end: node.end }
    let params: Node[] = []
    const content = to.inFunction(at, () => {
      params = parametersOf(fieldOf(node, 'parameters'), to)
      if (params.length === 0) params = placesIn(node, to)
      return body ? parts(body.children, to, true) : []
    })
    const [only] = content
    const isValue = content.length === 1 && only?.type === 'ReturnStatement'
    return lambda(node, params, isValue ? (only.argument as Node) : block(at, content))
  })
}

/** `_1` and `it` of a block without parameters. */
function placesIn(node: Cst, to: Lowering): Node[] {
  const name = /\b(?:_1|it)\b/.exec(to.slice(node))?.[0]
  if (name === undefined) return []
  addLocal(to, name)
  return [identifier({ start: node.start, end: node.start }, name)]
}

function arrow(node: Cst, to: Lowering): Node {
  const inner = fieldOf(node, 'body') as Cst
  const list = fieldOf(node, 'parameters')
  return blockOf(
    list ? { ...inner, children: [{ ...list, field: 'parameters' }, ...inner.children] } : inner,
    to,
  )
}

function declaredMethod(node: Cst, to: Lowering): Node {
  const name = fieldOf(node, 'name') as Cst
  const made = functionOf(node, to, identifier(name, to.slice(name)))
  return isTopLevel(to) ? exported(node, made) : made
}

function declaredClass(node: Cst, to: Lowering): Node {
  const isTop = isTopLevel(to)
  const name = fieldOf(node, 'name')
  const base = fieldOf(node, 'superclass')
  const parent = base && namedOf(base)[0]
  const superClass = parent && /^(?:constant|scope_resolution)$/.test(parent.type) ? to.lower(parent) : null
  const id = name?.type === 'constant' ? identifier(name, to.slice(name)) : null
  const made = classNode(
    node,
    id ?? (name ? identifier(name, to.slice(name).replace(/.*::/, '')) : null),
    superClass,
    to,
  )
  made.heritage = parent ? to.slice(parent) : ''
  return isTop ? exported(node, made) : made
}

function classNode(node: Cst, id: Node | null, superClass: Node | null, to: Lowering): Node {
  const body = fieldOf(node, 'body')
  let access: Access = 'public'
  const members = insideClass(to, () =>
    (body ? namedOf(body) : []).flatMap((each) => {
      if (each.type === 'identifier') {
        const word = to.slice(each)
        if (/^(?:private|protected)$/.test(word)) access = 'private'
        if (word === 'public') access = 'public'
        return []
      }
      return memberOf(each, access, to)
    }),
  )
  return classOf(node, id, superClass, body ?? { start: node.end, end: node.end }, members)
}

function memberOf(node: Cst, access: Access, to: Lowering): Node[] {
  switch (node.type) {
    case 'method':
    case 'singleton_method': {
      const name = fieldOf(node, 'name') as Cst
      const made = methodOf(node, identifier(name, to.slice(name)), functionOf(node, to, null), access)
      // A method without parameters is read like an attribute.
      if (!fieldOf(node, 'parameters')) made.kind = 'get'
      return [made]
    }
    case 'class':
    case 'module': {
      const name = fieldOf(node, 'name') as Cst
      const parent = fieldOf(node, 'superclass')
      const inner = classNode(node, null, null, to)
      inner.heritage = parent ? to.slice(namedOf(parent)[0] ?? parent) : ''
      return [property(node, identifier(name, to.slice(name)), inner, 'public')]
    }
    case 'singleton_class': {
      const body = fieldOf(node, 'body')
      return (body ? namedOf(body) : []).flatMap((each) =>
        each.type === 'identifier' ? [] : memberOf(each, access, to),
      )
    }
    case 'assignment': {
      const left = fieldOf(node, 'left') as Cst
      if (left.type !== 'constant' && left.type !== 'class_variable') break
      const name = to.slice(left).replace(/^@+/, '')
      const isHidden =
        left.type === 'class_variable' || new RegExp(`private_constant\\b[^\\n]*:${name}\\b`).test(to.text)
      const value = to.lower(fieldOf(node, 'right') as Cst)
      return [property(node, identifier(left, name), value, isHidden ? 'private' : 'public')]
    }
  }
  if (node.type === 'call' && /^(?:private|protected)$/.test(to.slice(fieldOf(node, 'method') ?? node))) {
    const inner = namedOf(fieldOf(node, 'arguments') ?? node)[0]
    if (inner?.type === 'method') return memberOf(inner, 'private', to)
  }
  return [other(node, 'class statement', statements([node], to))]
}

export const classes: Handlers = {
  method: declaredMethod,
  singleton_method: declaredMethod,
  class: declaredClass,
  module: declaredClass,
  singleton_class: (node, to) => classNode(node, null, null, to),
  lambda: arrow,
  block: blockOf,
  do_block: blockOf,
}
