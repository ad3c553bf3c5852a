import { type Cst, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { assignment, declare, exported, node as make, other, statement } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { isHandedOut, isModuleLevel, isPrivate } from './frames.js'
import { nameOf } from './names.js'
import { patternsIn } from './patterns.js'

/** Settings of Django and its kin: the framework reads them. */
const READ_BY_FRAMEWORK = /^(?:ALLOWED_HOSTS|(?:CORS|CSRF|CSP)_\w+|(?:SESSION|LANGUAGE)_COOKIE_\w+)$/

const SEVERAL = new Set(['pattern_list', 'tuple_pattern', 'list_pattern', 'tuple', 'list', 'expression_list'])

/** Names that a value is bound to where the language declares them itself: parameters, loops of comprehensions. */
export function pattern(node: Cst, to: Lowering): Node {
  if (SEVERAL.has(node.type))
    return make('ArrayPattern', node, { elements: namedOf(node).map((each) => pattern(each, to)) })
  if (/splat/.test(node.type))
    return make('RestElement', node, { argument: pattern(namedOf(node)[0] as Cst, to) })
  return node.type === 'identifier' ? nameOf(node, to) : to.lower(node)
}

/** The same where a statement writes: plain names are noted for their function. */
export function target(node: Cst, to: Lowering): Node {
  for (const name of namesIn(node)) note(name, to)
  return pattern(node, to)
}

export function note(name: Cst, to: Lowering): void {
  if (!isHandedOut(to, to.slice(name))) to.written(name, to.slice(name))
}

function namesIn(node: Cst): Cst[] {
  if (node.type === 'identifier') return [node]
  return SEVERAL.has(node.type) || /splat/.test(node.type) ? namedOf(node).flatMap(namesIn) : []
}

/** A statement that gives a name its value declares it; what a module declares can be imported. */
export function given(at: Cst, left: Cst, value: Node | null, to: Lowering): Node {
  const name = to.slice(left)
  if (left.type !== 'identifier' || isHandedOut(to, name) || /^(?:self|cls)$/.test(name))
    return value
      ? statement(at, assignment(at, target(left, to), '=', value))
      : other(at, 'declaration', [to.lower(left)])
  const declaration = declare(at, nameOf(left, to), value && patternsIn(name, value))
  return isModuleLevel(to) && !isPrivate(name) && !READ_BY_FRAMEWORK.test(name)
    ? exported(at, declaration)
    : declaration
}
