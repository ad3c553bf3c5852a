import type { Source } from '../../../files/source.js'
import type { Use } from '../../../sites.js'
import { isTransparent, keyName, staticText, unwrap } from '../names.js'
import type { Node, ScriptTree } from '../tree.js'

/** What following a value found: its uses, and whether all of them were seen. */
export interface Flow {
  uses: Use[]
  /** `false` when the value leaves what this file shows. */
  closed: boolean
}

/** Where a value lies inside a container that is followed: property names, `[]` for an array element. */
export type Path = readonly string[]

/** A value on its way: where it stands, inside what, how far from its start, and what was found. */
export interface Step {
  node: Node
  path: Path
  depth: number
  out: Flow
}

/** What the handlers share while they follow one value through a script. */
export interface Context {
  tree: ScriptTree
  source: Source
  /** UTF-16 index in `source.text` at which `tree.text` starts. */
  base: number
  /** Follows the value of an expression further; handlers call each other only through this. */
  follow(step: Step): void
  /** Every name under which a value is bound: declarations, parameters, patterns. */
  bind(target: Node, step: Step): void
  /** Member accesses of a name anywhere in the file: properties are followed by name. */
  membersNamed(name: string): readonly Node[]
  /** Properties of that name in patterns that take objects apart: `const { name } = …`. */
  takenNamed(name: string): readonly Node[]
}

/** Member accesses and properties of patterns by name, worked out once a tree and only when asked for. */
export function nameIndex(tree: ScriptTree): Pick<Context, 'membersNamed' | 'takenNamed'> {
  let known: Record<'members' | 'taken', Map<string, Node[]>> | undefined
  const index = () => {
    if (known) return known
    known = { members: new Map(), taken: new Map() }
    for (const node of tree.nodes) {
      const isTaken = node.type === 'Property' && node.parent?.type === 'ObjectPattern'
      const key = isTaken || node.type === 'MemberExpression' ? keyName(node) : undefined
      if (key === undefined) continue
      const nodes = isTaken ? known.taken : known.members
      const list = nodes.get(key)
      if (list) list.push(node)
      else nodes.set(key, [node])
    }
    return known
  }
  return {
    membersNamed: (name) => index().members.get(name) ?? [],
    takenNamed: (name) => index().taken.get(name) ?? [],
  }
}

/** The value flows somewhere that this file does not show. */
export function leave(out: Flow, note: string): void {
  out.uses.push({ is: 'unknown', note })
  out.closed = false
}

/** Follows a container into a list of uses of its own. */
export function nestedUses(context: Context, step: Step): Use[] {
  const inner: Flow = { uses: [], closed: true }
  context.follow({ ...step, out: inner })
  if (!inner.closed) step.out.closed = false
  return inner.uses
}

/** Longest piece of source that a use carries: enough for any test or header name. */
const MAX_TEXT = 300

/** Source of a node, shortened. */
export function textOf(tree: ScriptTree, node: Node): string {
  return tree.text.slice(node.start, Math.min(node.end, node.start + MAX_TEXT))
}

/** The call whose callee is this member access, through casts and optional chains. */
export function calledBy(member: Node): Node | undefined {
  let at = member
  while (at.parent && isTransparent(at.parent)) at = at.parent
  return at.parent?.type === 'CallExpression' && at.parent.callee === at ? at.parent : undefined
}

/** Text of a composed expression with `*` for what is not written there. */
export function shapeOf(node: Node): string {
  const at = unwrap(node)
  const text = staticText(at)
  if (text !== undefined) return text
  if (at.type === 'BinaryExpression' && at.operator === '+') return shapeOf(at.left) + shapeOf(at.right)
  if (at.type === 'TemplateLiteral') {
    return at.quasis
      .map((quasi: Node, i: number) => {
        const hole = at.expressions[i] as Node | undefined
        return (quasi.value.cooked ?? '') + (hole ? shapeOf(hole) : '')
      })
      .join('')
  }
  return '*'
}
