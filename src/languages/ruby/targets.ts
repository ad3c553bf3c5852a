import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import {
  assignment,
  declare,
  exported,
  identifier,
  node as make,
  member,
  statement,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { addLocal, isTopLevel, localOf } from './frames.js'

const SEVERAL = /^(?:left_assignment_list|destructured_left_assignment|destructured_parameter)$/

/** What is written to; new variables are noted for the code that they belong to. */
export function target(node: Cst, to: Lowering): Node {
  if (node.type === 'identifier') {
    const name = to.slice(node)
    if (!localOf(to, name)) {
      addLocal(to, name)
      to.written(node, name)
    }
    return identifier(node, name)
  }
  if (SEVERAL.test(node.type))
    return make('ArrayPattern', node, { elements: namedOf(node).map((each) => target(each, to)) })
  if (node.type === 'rest_assignment') {
    const [inner] = namedOf(node)
    return make('RestElement', node, { argument: inner ? target(inner, to) : identifier(node, '*') })
  }
  return node.type === 'call' ? setter(node, to) : to.lower(node)
}

/** `client.host = …`. */
function setter(node: Cst, to: Lowering): Node {
  const receiver = fieldOf(node, 'receiver')
  const name = fieldOf(node, 'method')
  return receiver && name ? member(node, to.lower(receiver), to.slice(name), name) : to.lower(node)
}

/** A name that the language declares itself: parameters. */
export function parameterName(node: Cst, to: Lowering): Node {
  if (SEVERAL.test(node.type))
    return make('ArrayPattern', node, { elements: namedOf(node).map((each) => parameterName(each, to)) })
  addLocal(to, to.slice(node))
  return identifier(node, to.slice(node))
}

/** A statement that gives a name its first value declares it; constants can be read by every file. */
export function given(node: Cst, to: Lowering): Node {
  const left = fieldOf(node, 'left') as Cst
  const name = to.slice(left)
  const value = to.lower(fieldOf(node, 'right') as Cst)
  if (left.type === 'constant') {
    const declaration = declare(node, identifier(left, name), value, 'var')
    return isTopLevel(to) ? exported(node, declaration) : declaration
  }
  if (left.type !== 'identifier' || localOf(to, name) === 'around')
    return statement(node, assignment(node, target(left, to), '=', value))
  addLocal(to, name)
  return declare(node, identifier(left, name), value)
}
