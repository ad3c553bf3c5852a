import { type Cst, childOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  assignment,
  conditional,
  identifier,
  logical,
  node as make,
  member,
  method,
  other,
  type Range,
  value,
  written,
} from '../grammar/nodes.js'
import { prose } from '../grammar/prose.js'
import type { Node } from '../script/tree.js'
import { word } from './strings.js'
import { isTable, isWritten } from './survey.js'

/** A variable; one that the script never sets comes from the environment, and belongs to the whole of it. */
function nameOf(node: Cst, to: Lowering): Node {
  const name = to.slice(node)
  if (!isWritten(to, name)) to.written(node, name)
  return identifier(node, name)
}

/** `${hosts[0]}`, `${hosts[@]}`. */
function subscript(node: Cst, to: Lowering): Node {
  const [name, place] = namedOf(node) as [Cst, Cst]
  const list = nameOf(name, to)
  if (!/^[@*]$/.test(to.slice(place))) return member(node, list, to.lower(place))
  return isTable(to, to.slice(name)) ? method(node, list, 'values', []) : list
}

function simple(node: Cst, to: Lowering): Node {
  const [name] = namedOf(node)
  // With its sign, as messages show it.
  return name ? { ...nameOf(name, to), start: node.start, end: node.end } : other(node, 'expansion', [])
}

/** `${name}`, `${name:-default}`, `${host%.acme.com}`, `${host/old/new}`. */
function expansion(node: Cst, to: Lowering): Node {
  const at = node.children.findIndex((each) =>
    /^(?:variable_name|special_variable_name|subscript)$/.test(each.type),
  )
  const name = node.children[at]
  if (!name) return other(node, 'expansion', to.all(namedOf(node)))
  if (node.children[at - 1]?.type === '!') return keysOf(node, name, to)
  const subject = name.type === 'subscript' ? subscript(name, to) : nameOf(name, to)
  if (to.slice(node).startsWith('${#')) return member(node, subject, 'length')
  const rest = node.children.slice(at + 1).filter((each) => each.type !== '}')
  const [sign, ...more] = rest
  if (!sign) return make('ParenthesizedExpression', node, { expression: subject })
  const operator = to.slice(sign)
  const values = more.filter((each) => each.named)
  const [first, second] = values
  const given = first
    ? values.length === 1 || /^\//.test(operator)
      ? to.lower(first)
      : joined(values, to)
    : undefined
  if (/^:?-$/.test(operator)) return given ? logical(node, subject, '??', given) : subject
  if (/^:?=$/.test(operator)) to.written(name, to.slice(name))
  if (/^:?=$/.test(operator)) return given ? assignment(node, subject, '??=', given) : subject
  if (/^:?\+$/.test(operator))
    return given ? conditional(node, subject, given, value({ start: node.end, end: node.end }, '')) : subject
  if (/^:?\?$/.test(operator)) return demanded(node, subject, values)
  if (/^[%#]{1,2}$/.test(operator) && given)
    return written(method(node, subject, 'trimEnd', [given]), operator)
  if (/^\/[/#%]?$/.test(operator) && given) {
    const end = { start: node.end, end: node.end }
    const replacement = second ? to.lower(second) : word(end, to)
    return written(method(node, subject, 'replaceAll', [given, replacement]), '/')
  }
  if (/^[,^]{1,2}$/.test(operator)) return method(node, subject, 'toLowerCase', [])
  if (operator === ':' && first) return written(method(node, subject, 'slice', to.all(values)), ':')
  return other(node, operator, [subject, ...to.all(values)])
}

/** `${name:?message}`: the message is for whoever forgot to set it. */
function demanded(node: Cst, subject: Node, message: readonly Cst[]): Node {
  const words = message.map((each) => prose(each))
  return words.length === 0
    ? make('ParenthesizedExpression', node, { expression: subject })
    : make('SequenceExpression', node, { expressions: [...words, subject] })
}

/** `${!hosts[@]}`: the keys of a table. `${!name}` is the variable that `name` names. */
function keysOf(node: Cst, name: Cst, to: Lowering): Node {
  const [table, place] = namedOf(name)
  return table && place && /^[@*]$/.test(to.slice(place))
    ? method(node, nameOf(table, to), 'keys', [])
    : other(node, 'indirection', [to.lower(name)])
}

/** Several pieces behind one sign are one text. */
function joined(values: readonly Cst[], to: Lowering): Node {
  const range: Range = { start: (values[0] as Cst).start, end: (values.at(-1) as Cst).end }
  return to.lower({ ...(values[0] as Cst), ...range, type: 'concatenation', children: [...values] })
}

/** `$(curl …)`, `$(printf …)`: what a command writes. */
function substitution(node: Cst, to: Lowering): Node {
  const inside = namedOf(node)
  const [only, ...more] = inside
  if (!only || more.length > 0) return other(node, 'substitution', to.all(inside))
  const lowered = to.lower(only)
  const shown = lowered.shown as Node | undefined
  return make('ParenthesizedExpression', node, { expression: shown ?? lowered })
}

export const expansions: Handlers = {
  simple_expansion: simple,
  expansion,
  subscript,
  variable_name: nameOf,
  special_variable_name: nameOf,
  command_substitution: substitution,
  process_substitution: substitution,
  arithmetic_expansion: (node) => value(node, 0),
  string_expansion: (node, to) => to.lower(childOf(node, 'string') ?? node),
}
