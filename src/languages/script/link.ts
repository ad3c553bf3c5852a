import { MARK, shapeOf } from './shapes.js'
import type { Node } from './tree.js'

/** A tree with parents, and lists of its nodes. */
export interface Linked {
  /** Every node, parents before children, in source order. */
  nodes: Node[]
  /** Those that the scopes of plain JavaScript are made from. */
  marked: Node[]
  /** Whether plain JavaScript is all there is: no types, elements, decorators, or nodes that no table knows. */
  isPlain: boolean
}

/** Gives every node its parent. Iterative, because minified code nests thousands deep. */
export function link(root: Node): Linked {
  const linked: Linked = { nodes: [], marked: [], isPlain: true }
  const { nodes, marked } = linked
  const stack: Node[] = [root]
  root.parent = undefined
  for (let node = stack.pop(); node; node = stack.pop()) {
    nodes.push(node)
    const shape = shapeOf(node.type)
    if (!shape?.isPlain) linked.isPlain = false
    else if (shape.mark !== MARK.none) marked.push(node)
    const keys = shape ? shape.keys : unknownKeys(node)
    // Backwards onto the stack, so that the first child is the next one off it.
    for (let i = keys.length - 1; i >= 0; i--) {
      const value = node[keys[i] as string]
      if (!value) continue
      if (Array.isArray(value)) {
        for (let j = value.length - 1; j >= 0; j--) {
          const item = value[j] as Node | null
          if (!item) continue
          item.parent = node
          stack.push(item)
        }
      } else {
        value.parent = node
        stack.push(value)
      }
    }
  }
  return linked
}

/** Lists of nodes that the analysis of typed trees reads without asking whether they are there. */
const LISTS: Record<string, readonly string[]> = {
  ClassDeclaration: ['decorators', 'implements'],
  ClassExpression: ['decorators', 'implements'],
  PropertyDefinition: ['decorators'],
  MethodDefinition: ['decorators'],
}

const NONE: readonly never[] = []

/**
 * Adds what the analysis of typed trees expects beyond what parsers give: lists that may be absent, and the `range` of
 * names and function bodies.
 */
export function completeTree(nodes: readonly Node[]): void {
  for (const node of nodes) {
    const { type } = node
    if (type === 'Identifier' || type === 'JSXIdentifier') node.range = [node.start, node.end]
    const lists = LISTS[type]
    if (lists) for (const list of lists) node[list] ??= NONE
    if (!Array.isArray(node.params)) continue
    for (const parameter of node.params as Node[]) parameter.decorators ??= NONE
    if (node.body && !Array.isArray(node.body)) node.body.range = [node.body.start, node.body.end]
  }
}

/** Direct child nodes in source order of their keys. */
export function children(node: Node): Node[] {
  const found: Node[] = []
  for (const key of shapeOf(node.type)?.keys ?? unknownKeys(node)) {
    const value = node[key]
    if (Array.isArray(value)) {
      for (const item of value) if (item) found.push(item)
    } else if (value) found.push(value as Node)
  }
  return found
}

/** Every node below `root`, itself included, parents before children, in source order. A whole tree has `nodes`. */
export function* walk(root: Node): Generator<Node> {
  const stack: Node[] = [root]
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node
    const below = children(node)
    for (let i = below.length - 1; i >= 0; i--) stack.push(below[i] as Node)
  }
}

const EMPTY: readonly string[] = []

/** Keys of node types that the table does not know (Flow): every property that holds nodes. */
function unknownKeys(node: Node): readonly string[] {
  const keys: string[] = []
  for (const [key, value] of Object.entries(node)) {
    if (key === 'parent' || key === 'loc' || key === 'extra' || key.endsWith('Comments')) continue
    const first = Array.isArray(value) ? value.find(Boolean) : value
    if (first && typeof first === 'object' && typeof first.type === 'string') keys.push(key)
  }
  return keys.length > 0 ? keys : EMPTY
}
