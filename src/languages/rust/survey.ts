import { type Cst, fieldOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'

/** What is known of the file while its tree is turned. */
interface Known {
  parents: ReadonlyMap<Cst, Cst>
  /** Constants, statics and functions of the file's modules. */
  items: ReadonlySet<string>
  /** Modules of the crate stand in other files: they see what is private here. */
  hasModules: boolean
}

const files = new WeakMap<Lowering, Known>()

/** Looks through the tree once, before it is turned. */
export function survey(root: Cst, to: Lowering): void {
  const parents = new Map<Cst, Cst>()
  const items = new Set<string>()
  let hasModules = false
  const stack = [root]
  for (let at = stack.pop(); at; at = stack.pop()) {
    if (/^(?:const_item|static_item|function_item)$/.test(at.type)) {
      const name = fieldOf(at, 'name')
      if (name) items.add(to.slice(name))
    }
    if (at.type === 'mod_item' && !fieldOf(at, 'body')) hasModules = true
    for (const child of at.children) {
      parents.set(child, at)
      stack.push(child)
    }
  }
  files.set(to, { parents, items, hasModules })
}

const knownOf = (to: Lowering): Known => files.get(to) as Known

export const isItem = (to: Lowering, name: string): boolean => knownOf(to).items.has(name)

/** Whether other files can read an item: it is public, or they are modules below this one. */
export function isSeenElsewhere(node: Cst, to: Lowering): boolean {
  return isPublic(node) || knownOf(to).hasModules
}

export const isPublic = (node: Cst): boolean =>
  node.children.some((child) => child.type === 'visibility_modifier')

/** Functions that take arrays of any length. */
const ANY_LENGTH =
  /(?:^|::)(?:from|from_iter|list|extend|concat|args|envs|headers|allow_origin|allowed_origins|with_origins|new)$|\.(?:extend|chain|allow_origin|args|contains|concat|join)$/

/** Whether an array has as many values as its type says: `[&str; 2]`, and where a type that is not shown may say so. */
export function isFixed(node: Cst, to: Lowering): boolean {
  // What was written as a macro is a list that grows.
  if (/!\s*$/.test(to.text.slice(Math.max(0, node.start - 12), node.start)) || /^[^[]/.test(to.slice(node)))
    return false
  const { parents } = knownOf(to)
  let at: Cst = node
  let up = parents.get(at)
  const isBehind = up?.type === 'reference_expression'
  while (up && /^(?:reference_expression|parenthesized_expression|type_cast_expression)$/.test(up.type)) {
    at = up
    up = parents.get(at)
  }
  if (!up) return false
  const type = fieldOf(up, 'type')
  if (/^(?:let_declaration|const_item|static_item)$/.test(up.type))
    return type !== undefined && hasLength(type)
  if (isBehind) return up.type === 'array_expression'
  if (up.type === 'arguments') {
    const call = parents.get(up)
    const callee = call && fieldOf(call, 'function')
    return (
      callee === undefined ||
      !ANY_LENGTH.test(
        to
          .slice(callee)
          .replace(/\s+/g, '')
          .replace(/::<.*>$/, ''),
      )
    )
  }
  return !/^(?:field_expression|for_expression|index_expression)$/.test(up.type)
}

/** Where a declaration says in digits how many values its array has: the `2` of `const HOSTS: [&str; 2] = […]`. */
export function lengthOf(node: Cst, count: number, to: Lowering): Cst | undefined {
  const { parents } = knownOf(to)
  const up = parents.get(node)
  if (!up || !/^(?:let_declaration|const_item|static_item)$/.test(up.type)) return undefined
  const type = fieldOf(up, 'type')
  const length = type?.type === 'array_type' ? fieldOf(type, 'length') : undefined
  return length && to.slice(length) === String(count) ? length : undefined
}

/** An array type with its length anywhere in a type: `&'static [&str; 2]`. */
function hasLength(type: Cst): boolean {
  return (
    (type.type === 'array_type' && fieldOf(type, 'length') !== undefined) || type.children.some(hasLength)
  )
}
