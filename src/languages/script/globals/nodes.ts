import { children } from '../link.js'
import type { Node, ScriptTree } from '../tree.js'

/** Innermost node whose range holds the UTF-16 offset `at`. */
export function nodeAt(root: Node, at: number): Node {
  let node = root
  for (;;) {
    const inner = inLists(node, at) ?? inChildren(node, at)
    if (!inner) return node
    node = inner
  }
}

/** Lists that grow with the file; their items stand in source order. */
const LONG_LISTS = ['body', 'properties', 'elements', 'arguments', 'cases', 'members'] as const

function inLists(node: Node, at: number): Node | undefined {
  for (const key of LONG_LISTS) {
    const list = node[key]
    if (!Array.isArray(list) || list.length < 16) continue
    const found = bySearch(list, at)
    if (found) return found
  }
  return undefined
}

/** The item of a sorted list that holds an offset. */
function bySearch(list: readonly (Node | null)[], at: number): Node | undefined {
  let low = 0
  let high = list.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const item = list[middle]
    // A hole of an array literal has no place: search the plain way.
    if (!item) return undefined
    if (at < item.start) high = middle - 1
    else if (at >= item.end) low = middle + 1
    else return item
  }
  return undefined
}

function inChildren(node: Node, at: number): Node | undefined {
  for (const child of children(node)) if (child.start <= at && at < child.end) return child
  return undefined
}

const WRAPPERS = new Set([
  'TSAsExpression',
  'TSTypeAssertion',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TypeCastExpression',
  'ChainExpression',
  'ParenthesizedExpression',
  'TSInstantiationExpression',
])

/** The expression inside casts, `!`, parentheses, optional chains and `(0, x)`. */
export function unwrap(node: Node): Node {
  let at = node
  for (;;) {
    if (WRAPPERS.has(at.type)) at = at.expression
    else if (at.type === 'SequenceExpression') at = at.expressions[at.expressions.length - 1]
    else return at
  }
}

/** The outermost cast, `!` or chain around an expression: what its surroundings see. */
export function wrapped(node: Node): Node {
  let at = node
  while (at.parent && WRAPPERS.has(at.parent.type) && at.parent.expression === at) at = at.parent
  return at
}

/** Text of a node without white space, to compare two pieces of code. */
export function compact(tree: ScriptTree, node: Node | null | undefined): string {
  return node ? tree.text.slice(node.start, node.end).replace(/\s+/g, '') : ''
}

/** Static name of a property key, member property or string; `undefined` when it is computed. */
export function staticName(node: Node, computed: boolean): string | undefined {
  if (!computed && (node.type === 'Identifier' || node.type === 'JSXIdentifier')) return node.name
  return stringValue(node)
}

/** Value of a string literal or of a template without holes. */
export function stringValue(node: Node | null | undefined): string | undefined {
  if (!node) return undefined
  const inner = unwrap(node)
  if (inner.type === 'Literal' || inner.type === 'StringLiteral')
    return typeof inner.value === 'string' ? inner.value : undefined
  if (inner.type === 'TemplateLiteral' && inner.expressions.length === 0)
    return inner.quasis[0]?.value?.cooked ?? undefined
  return undefined
}

/** Static name of the property that a member expression reads. */
export function memberName(node: Node): string | undefined {
  return node.type === 'MemberExpression' ? staticName(node.property, node.computed) : undefined
}

/** Dotted source name of a callee or object: `vi.stubGlobal`; `?` stands for what has no name. */
export function dottedName(node: Node): string {
  const at = unwrap(node)
  if (at.type === 'Identifier') return at.name
  if (at.type === 'ThisExpression') return 'this'
  if (at.type === 'MemberExpression') return `${dottedName(at.object)}.${memberName(at) ?? '?'}`
  return '?'
}

/** Static member path that follows an expression: `AMOCRM.data.current_card` -> ['data', 'current_card']. */
export function membersAfter(node: Node): string[] {
  const members: string[] = []
  let at = wrapped(node)
  for (let up = at.parent; up?.type === 'MemberExpression' && up.object === at; up = at.parent) {
    const name = memberName(up)
    if (name === undefined) break
    members.push(name)
    at = wrapped(up)
  }
  return members
}

/** Whether a function is entered between `node` and the top of its file (arrow functions keep `this`). */
export function ownThis(node: Node): Node | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'FunctionDeclaration' || at.type === 'FunctionExpression') return at
    if (at.type === 'PropertyDefinition' || at.type === 'StaticBlock' || at.type === 'AccessorProperty')
      return at
  }
  return undefined
}
