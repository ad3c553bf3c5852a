import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { call, entry, identifier, node as make, member, object, statement } from '../grammar/nodes.js'
import { stringOf } from '../grammar/strings.js'
import { decodeEscapes } from '../jvm/texts.js'
import type { Node } from '../script/tree.js'

const modifiersOf = (node: Cst): Cst | undefined => childOf(node, 'modifiers')

function annotationsIn(node: Cst): Cst[] {
  const modifiers = modifiersOf(node)
  return modifiers ? namedOf(modifiers).filter((each) => /annotation$/.test(each.type)) : []
}

const nameOf = (annotation: Cst, to: Lowering): string =>
  to.slice(fieldOf(annotation, 'name') as Cst).replace(/^.*\./s, '')

export const isPrivate = (node: Cst): boolean =>
  modifiersOf(node)?.children.some((each) => each.type === 'private') ?? false

/** Annotations of a declaration as calls; what `@Value` injects is told by `placeholderOf`. */
export function annotationsOf(node: Cst, to: Lowering): Node[] {
  return annotationsIn(node)
    .filter((each) => fieldOf(each, 'arguments') && placeholder(each, to) === undefined)
    .map((each) => statement(each, annotation(each, to)))
}

/** Every annotation of a declaration as a call, those without arguments as well. */
export const notesOf = (node: Cst, to: Lowering): Node[] =>
  annotationsIn(node).map((each) => annotation(each, to))

/** `@Name(value, key = value)`. */
export function annotation(node: Cst, to: Lowering): Node {
  const list = fieldOf(node, 'arguments')
  const args = list ? namedOf(list) : []
  const named = args.filter((each) => each.type === 'element_value_pair')
  const plain = to.all(args.filter((each) => each.type !== 'element_value_pair'))
  const entries = named.map((each) => {
    const key = fieldOf(each, 'key') as Cst
    return entry(each, identifier(key, to.slice(key)), to.lower(fieldOf(each, 'value') as Cst))
  })
  const first = named[0]
  const last = named.at(-1)
  const options = first && last ? [object({ start: first.start, end: last.end }, entries)] : []
  return call(node, identifier(fieldOf(node, 'name') as Cst, nameOf(node, to)), [...plain, ...options])
}

/** What stands in for the setting that `@Value("${name:default}")` injects into a field or parameter. */
export function placeholderOf(declaration: Cst, to: Lowering): Node | undefined {
  for (const each of annotationsIn(declaration)) {
    const found = placeholder(each, to)
    if (found) return found
  }
  return undefined
}

function placeholder(annotation: Cst, to: Lowering): Node | undefined {
  const list = fieldOf(annotation, 'arguments')
  const [only] = list ? namedOf(list) : []
  if (nameOf(annotation, to) !== 'Value' || only?.type !== 'string_literal') return undefined
  const match = /^"(\$\{([\w.-]+):)([^{}"\\]+)\}"$/.exec(to.slice(only))
  if (!match) return undefined
  const start = only.start + 1 + (match[1] as string).length
  const content = { start, end: start + (match[3] as string).length }
  const key = { start: only.start + 3, end: only.start + 3 + (match[2] as string).length }
  return make('LogicalExpression', only, {
    left: member(key, identifier(key, 'env'), match[2] as string),
    operator: '??',
    right: stringOf(content, content, [], to.text, decodeEscapes),
  })
}
