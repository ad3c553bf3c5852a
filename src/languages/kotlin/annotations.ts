import { type Cst, childOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { call, identifier, node as make, member, other, statement } from '../grammar/nodes.js'
import { stringOf } from '../grammar/strings.js'
import { listed } from '../jvm/idioms.js'
import { decodeEscapes } from '../jvm/texts.js'
import type { Node } from '../script/tree.js'
import { argumentsOf } from './arguments.js'
import { textIn } from './strings.js'

const modifiersOf = (node: Cst): Cst | undefined => childOf(node, 'modifiers')

export const isPrivate = (node: Cst, to: Lowering): boolean => {
  const modifiers = modifiersOf(node)
  const visibility = modifiers && childOf(modifiers, 'visibility_modifier')
  return visibility !== undefined && to.slice(visibility) === 'private'
}

function invocationsIn(node: Cst): Cst[] {
  const modifiers = modifiersOf(node)
  return (modifiers ? namedOf(modifiers) : [])
    .filter((each) => each.type === 'annotation')
    .flatMap((each) => childOf(each, 'constructor_invocation') ?? [])
}

const nameOf = (invocation: Cst, to: Lowering): string =>
  to.slice(childOf(invocation, 'user_type') as Cst).replace(/^.*\./s, '')

/** Annotations of a declaration as calls; what `@Value` injects is told by `placeholderOf`. */
export function annotationsOf(node: Cst, to: Lowering): Node[] {
  return invocationsIn(node)
    .filter((each) => placeholder(each, to) === undefined)
    .map((each) => statement(each, invoked(each, to)))
}

/** Every annotation of a declaration as a call, those without arguments as well. */
export function notesOf(node: Cst, to: Lowering): Node[] {
  const modifiers = modifiersOf(node) ?? childOf(node, 'parameter_modifiers')
  return (modifiers ? namedOf(modifiers) : [])
    .filter((each) => each.type === 'annotation')
    .flatMap((each) => {
      const made = childOf(each, 'constructor_invocation')
      if (made) return [invoked(made, to)]
      const type = childOf(each, 'user_type')
      return type ? [call(each, identifier(type, to.slice(type).replace(/^.*\./s, '')), [])] : []
    })
}

function invoked(invocation: Cst, to: Lowering): Node {
  const name = nameOf(invocation, to)
  const args = argumentsOf(childOf(invocation, 'value_arguments'), to)
  return call(invocation, identifier(childOf(invocation, 'user_type') as Cst, name), listed(name, args))
}

/** `@Name("…")` in front of a class is at times read as an expression in parentheses with an annotation. */
export const annotations: Handlers = {
  annotated_expression: (node, to) => {
    const [annotation, ...rest] = namedOf(node)
    const [value] = rest
    const type = annotation && childOf(annotation, 'user_type')
    if (!type || rest.length !== 1 || value?.type !== 'parenthesized_expression')
      return other(node, node.type, to.all(namedOf(node)))
    const name = to.slice(type).replace(/^.*\./s, '')
    return call(node, identifier(type, name), listed(name, to.all(namedOf(value))))
  },
}

/** What stands in for the setting that `@Value("\${name:default}")` injects. */
export function placeholderOf(declaration: Cst, to: Lowering): Node | undefined {
  for (const each of invocationsIn(declaration)) {
    const found = placeholder(each, to)
    if (found) return found
  }
  return undefined
}

function placeholder(invocation: Cst, to: Lowering): Node | undefined {
  if (nameOf(invocation, to) !== 'Value') return undefined
  const [only] = namedOf(childOf(invocation, 'value_arguments') ?? { ...invocation, children: [] })
  const text = textIn(only)
  const match = text && /^"(\\\$\{([\w.-]+):)([^{}"\\]+)\}"$/.exec(to.slice(text))
  if (!text || !match) return undefined
  const start = text.start + 1 + (match[1] as string).length
  const content = { start, end: start + (match[3] as string).length }
  const key = { start: text.start + 4, end: text.start + 4 + (match[2] as string).length }
  return make('LogicalExpression', text, {
    left: member(key, identifier(key, 'env'), match[2] as string),
    operator: '??',
    right: stringOf(content, content, [], to.text, decodeEscapes),
  })
}
