import type { Node, ScriptTree } from '../tree.js'
import { staticName } from './nodes.js'
import { calledWith, GLOBAL_OBJECTS, globalObject } from './window.js'

/** The global object that a pattern takes apart. */
export interface PatternSource {
  object: { doubt?: string }
  text: string
  node?: Node
}

/** The object that a pattern takes apart, when it is the global object. */
export function patternSource(tree: ScriptTree, pattern: Node): PatternSource | undefined {
  const up = pattern.parent
  if (!up) return undefined
  const known = (node: Node | null | undefined, doubt?: string): PatternSource | undefined => {
    const object = node ? globalObject(tree, node) : undefined
    if (!object || !node) return undefined
    return { object: doubt ? { doubt } : object, text: tree.text.slice(node.start, node.end), node }
  }
  if (up.type === 'VariableDeclarator' && up.id === pattern) return known(up.init)
  if (up.type === 'AssignmentExpression' && up.left === pattern) return known(up.right)
  if (up.type === 'AssignmentPattern' && up.left === pattern) {
    return known(up.right, 'a caller may pass an object of its own here')
  }
  if (up.type === 'Property' && up.value === pattern && up.parent?.type === 'ObjectPattern') {
    const key = staticName(up.key, up.computed)
    const outer = key !== undefined && GLOBAL_OBJECTS.has(key) ? patternSource(tree, up.parent) : undefined
    return outer && { object: outer.object, text: key as string }
  }
  return known(calledWith(up, pattern))
}
