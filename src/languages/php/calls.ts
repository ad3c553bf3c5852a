import { type Cst, childOf, fieldOf, hasToken, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  array,
  call,
  construct,
  entry,
  identifier,
  object,
  other,
  spread,
  written,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { idiom } from './idioms.js'
import { lastName, memberOf, scopedCallee, spoken } from './names.js'
import { tableCall } from './shared.js'

/** Arguments of a call; named ones are the entries of a table behind the others. */
export function argumentsOf(list: Cst | undefined, to: Lowering): Node[] {
  const plain: Node[] = []
  const named: Node[] = []
  for (const argument of list ? namedOf(list) : []) {
    const name = fieldOf(argument, 'name')
    const value = namedOf(argument).find((child) => child !== name && child.type !== 'reference_modifier')
    if (!value) continue
    if (name) named.push(entry(argument, identifier(name, to.slice(name)), to.lower(value)))
    else plain.push(to.lower(value))
  }
  const [first] = named
  return first
    ? [...plain, object({ start: first.start, end: named.at(-1)?.end ?? first.end }, named)]
    : plain
}

function functionCall(node: Cst, to: Lowering): Node {
  const callee = fieldOf(node, 'function') as Cst
  const args = argumentsOf(fieldOf(node, 'arguments'), to)
  if (callee.type !== 'name' && callee.type !== 'qualified_name') return call(node, to.lower(callee), args)
  const name = lastName(to.slice(callee))
  // What it puts into a table, or takes out of one, are variables by their names.
  if (/^(?:compact|extract)$/i.test(name)) return tableCall(node, name, args)
  return idiom(node, name, args, to) ?? call(node, identifier(callee, name), args)
}

function memberCall(node: Cst, to: Lowering): Node {
  const target = fieldOf(node, 'object') as Cst
  const name = fieldOf(node, 'name')
  const callee = { ...node, end: name?.end ?? node.end }
  const built = call(
    node,
    memberOf(callee, to.lower(target), name, to),
    argumentsOf(fieldOf(node, 'arguments'), to),
  )
  // Lists of frameworks take several values at once, like those of the neutral tree.
  return name && /^(?:push|unshift)$/.test(to.slice(name)) ? built : written(built, saidOf(node, to))
}

const saidOf = (node: Cst, to: Lowering): string => spoken(node, to).replace(/\(\)$/, '')

function scopedCall(node: Cst, to: Lowering): Node {
  const args = argumentsOf(fieldOf(node, 'arguments'), to)
  const name = `${to.slice(fieldOf(node, 'scope') as Cst)}::${to.slice(fieldOf(node, 'name') as Cst)}`
  return (
    idiom(node, lastName(name), args, to) ??
    written(call(node, scopedCallee(node, to), args), saidOf(node, to))
  )
}

function creation(node: Cst, to: Lowering): Node {
  const name = childOf(node, 'name', 'qualified_name')
  const anonymous = childOf(node, 'anonymous_class')
  const args = argumentsOf(childOf(anonymous ?? node, 'arguments'), to)
  if (anonymous) return construct(node, to.lower(anonymous), args)
  if (!name) return other(node, 'object of a class without a name', to.all(namedOf(node)))
  return construct(node, identifier(name, lastName(to.slice(name))), args)
}

/** A list, or a table as soon as one element has a key. */
function arrayOf(node: Cst, to: Lowering): Node {
  const elements = namedOf(node)
  const isTable = elements.some((element) => hasToken(element, '=>'))
  if (!isTable)
    return array(
      node,
      elements.map((element) => elementOf(element, to)),
    )
  return object(
    node,
    elements.map((element, index) => {
      const [key, value] = namedOf(element)
      if (!hasToken(element, '=>') || !key || !value) {
        const item = elementOf(element, to)
        return item.type === 'SpreadElement' ? item : entry(element, identifier(element, String(index)), item)
      }
      return entry(element, to.lower(key), to.lower(value))
    }),
  )
}

function elementOf(element: Cst, to: Lowering): Node {
  if (element.type === 'variadic_unpacking') return to.lower(element)
  const inner = element.type === 'array_element_initializer' ? namedOf(element).at(-1) : element
  return to.lower(inner ?? element)
}

/** `#[Route('/amo', host: '…')]` is a call of its name. */
function attribute(node: Cst, to: Lowering): Node {
  const name = childOf(node, 'name', 'qualified_name') ?? node
  const args = argumentsOf(fieldOf(node, 'parameters') ?? childOf(node, 'arguments'), to)
  return call(node, identifier(name, lastName(to.slice(name))), args)
}

export const calls: Handlers = {
  attribute,
  function_call_expression: functionCall,
  member_call_expression: memberCall,
  nullsafe_member_call_expression: memberCall,
  scoped_call_expression: scopedCall,
  object_creation_expression: creation,
  array_creation_expression: arrayOf,
  variadic_unpacking: (node, to) => spread(node, to.lower(namedOf(node)[0] as Cst)),
  by_ref: (node, to) => to.lower(namedOf(node)[0] as Cst),
}
