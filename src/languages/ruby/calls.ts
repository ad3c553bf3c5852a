import { type Cst, childOf, fieldOf, hasToken, namedOf } from '../grammar/cst.js'
import { holdsAll } from '../grammar/held.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { array, call, construct, identifier, node as make, member, object, other } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { blockOf } from './classes.js'
import { localOf } from './frames.js'
import { functionIdiom, methodIdiom } from './idioms.js'
import { formattedBy } from './strings.js'

/** Arguments of a call; named ones are the entries of a table behind the others, a block is the last. */
function argumentsOf(node: Cst, to: Lowering): Node[] {
  const list = fieldOf(node, 'arguments')
  const plain: Node[] = []
  const named: Node[] = []
  for (const argument of list ? namedOf(list) : []) {
    if (argument.type === 'pair' || argument.type === 'hash_splat_argument') named.push(to.lower(argument))
    else if (argument.type === 'block_argument')
      plain.push(other(argument, 'block', to.all(namedOf(argument))))
    else plain.push(to.lower(argument))
  }
  const [first] = named
  const table = first && object({ start: first.start, end: named.at(-1)?.end ?? first.end }, named)
  if (table) table.isNamed = true
  const block = fieldOf(node, 'block')
  return [...plain, ...(table ? [table] : []), ...(block ? [blockOf(block, to)] : [])]
}

/** A call that ends where its last argument does: what is put behind becomes a part of it. */
function isBare(node: Cst): boolean {
  const list = fieldOf(node, 'arguments')
  return list !== undefined && !hasToken(list, '(')
}

function callOf(node: Cst, to: Lowering): Node {
  const made = called(node, to)
  if (isBare(node) && made.type === 'CallExpression') made.isBare = true
  return made
}

function called(node: Cst, to: Lowering): Node {
  const receiver = fieldOf(node, 'receiver')
  const name = fieldOf(node, 'method')
  if (!name) return call(node, receiver ? to.lower(receiver) : identifier(node, '*'), argumentsOf(node, to))
  return receiver ? methodCall(node, receiver, name, to) : plainCall(node, name, to)
}

function plainCall(node: Cst, name: Cst, to: Lowering): Node {
  const word = to.slice(name)
  const args = argumentsOf(node, to)
  if (/^(?:format|sprintf)$/.test(word)) {
    const [format] = namedOf(fieldOf(node, 'arguments') ?? node)
    const made = format && formattedBy(node, format, args.slice(1), to)
    if (made) return made
  }
  if (word === 'raise' || word === 'fail')
    return make('ThrowStatement', node, {
      argument: args.length === 1 ? args[0] : other(node, 'raised', args),
    })
  const made = functionIdiom(node, word, args)
  return made && holdsAll(made, args, to.text) ? made : call(node, identifier(name, word), args)
}

function methodCall(node: Cst, receiver: Cst, name: Cst, to: Lowering): Node {
  const word = to.slice(name)
  const args = argumentsOf(node, to)
  const target = to.lower(receiver)
  const made = methodIdiom(node, target, word, args, to)
  if (made && holdsAll(made, args, to.text)) return made
  if (word === 'new' && /^(?:constant|scope_resolution)$/.test(receiver.type))
    return construct(node, target, args)
  const callee = member({ start: node.start, end: name.end }, target, word, name)
  // Without arguments it is read like an attribute.
  const isRead = args.length === 0 && !fieldOf(node, 'arguments')
  return isRead ? { ...callee, end: node.end } : call(node, callee, args)
}

/** `yield value`, `super(value)`. */
function handed(node: Cst, to: Lowering): Node {
  const list = childOf(node, 'argument_list')
  return call(
    node,
    identifier({ start: node.start, end: node.start }, node.type),
    to.all(list ? namedOf(list) : []),
  )
}

export const calls: Handlers = {
  call: callOf,
  yield: handed,
  super: (node, to) => (localOf(to, 'super') ? identifier(node, 'super') : handed(node, to)),
  argument_list: (node, to) => array(node, to.all(namedOf(node))),
}
