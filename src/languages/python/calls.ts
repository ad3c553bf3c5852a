import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import { holdsAll } from '../grammar/held.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { call, construct, entry, identifier, member, object } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { mapped } from './collections.js'
import { braces } from './formats.js'
import { functionIdiom, methodIdiom } from './idioms.js'
import { isString } from './operators.js'
import { capturing, compiledCall, patternCall, regexOf, tested } from './patterns.js'

/** Options whose text is a regular expression. */
const PATTERN_OPTION = /(?:^|_)(?:regex|regexp)$/

/** Arguments of a call; named ones are the entries of a table behind the others. */
export function argumentsOf(list: Cst | undefined, to: Lowering): Node[] {
  if (list?.type === 'generator_expression') return [to.lower(list)]
  const plain: Node[] = []
  const named: Node[] = []
  for (const argument of list ? namedOf(list) : []) {
    if (argument.type === 'keyword_argument') named.push(keyword(argument, to))
    else if (argument.type === 'dictionary_splat') named.push(to.lower(argument))
    else plain.push(to.lower(argument))
  }
  const [first] = named
  if (!first) return plain
  const table = object({ start: first.start, end: named.at(-1)?.end ?? first.end }, named)
  table.isNamed = true
  return [...plain, table]
}

function keyword(argument: Cst, to: Lowering): Node {
  const name = fieldOf(argument, 'name') as Cst
  const value = to.lower(fieldOf(argument, 'value') as Cst)
  const isPattern =
    PATTERN_OPTION.test(to.slice(name)) && value.type === 'Literal' && typeof value.value === 'string'
  return entry(
    argument,
    identifier(name, to.slice(name)),
    isPattern ? tested(regexOf(value, '', true)) : value,
  )
}

const QUANTIFIED: Readonly<Record<string, string>> = { any: 'some', all: 'every', next: 'find' }

function callOf(node: Cst, to: Lowering): Node {
  const callee = fieldOf(node, 'function') as Cst
  const list = fieldOf(node, 'arguments')
  const name = callee.type === 'identifier' ? to.slice(callee) : undefined
  const inner = list?.type === 'generator_expression' ? list : namedOf(list ?? node)[0]
  const quantifier = name && QUANTIFIED[name]
  if (quantifier && /^(?:generator_expression|list_comprehension)$/.test(inner?.type ?? ''))
    return mapped(inner as Cst, quantifier, to)
  return callee.type === 'attribute' ? methodCall(node, callee, list, to) : plainCall(node, callee, list, to)
}

function plainCall(node: Cst, callee: Cst, list: Cst | undefined, to: Lowering): Node {
  const args = argumentsOf(list, to)
  const name = to.slice(callee)
  if (callee.type !== 'identifier') return call(node, to.lower(callee), args)
  const made = functionIdiom(node, name, args)
  return made && holdsAll(made, args, to.text) ? made : invoked(node, to.lower(callee), name, args)
}

function methodCall(node: Cst, callee: Cst, list: Cst | undefined, to: Lowering): Node {
  const receiver = fieldOf(callee, 'object') as Cst
  const property = fieldOf(callee, 'attribute') as Cst
  const name = to.slice(property)
  const args = argumentsOf(list, to)
  if (name === 'format' && isString(receiver)) return braces(node, receiver, args, to)
  const written = to.slice(receiver)
  if (/^(?:re2?|regex)$/.test(written)) {
    const found = patternCall(node, name, args, to)
    if (found && holdsAll(found, args, to.text)) return found
  }
  const object = capturing(to.lower(receiver))
  const made = compiledCall(node, object, name, args) ?? methodIdiom(node, object, written, name, args)
  if (made && holdsAll(made, args, to.text)) return made
  const called = member({ start: callee.start, end: callee.end }, object, name, property)
  return invoked(node, called, name, args)
}

/** By convention a name that begins with a capital is a class: its call makes an object. */
function invoked(node: Cst, callee: Node, name: string, args: readonly Node[]): Node {
  return /^_*[A-Z][a-z\d]*[A-Za-z]*$/.test(name) && /[a-z]/.test(name)
    ? construct(node, callee, args)
    : call(node, callee, args)
}

export const calls: Handlers = { call: callOf }
