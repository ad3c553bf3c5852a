import type { Source } from '../../files/source.js'
import type { Use } from '../../sites.js'
import { keyName } from '../script/names.js'
import type { Node, ScriptTree } from '../script/tree.js'
import { createFollower } from '../script/uses.js'
import type { Range } from './nodes.js'

/**
 * Uses of a name that another file declares: a constant (`AMO_HOST`) or a member of a class (`Client.HOST`). Members of
 * other classes that bear the same name are left out.
 * @returns `undefined` when some mention is neither a read, a declaration of the file's own nor a comment, or a read
 * hands the value on to where nobody looks
 */
export function readsOf(
  tree: ScriptTree,
  source: Source,
  name: string,
  imports: readonly Range[] = [],
  sharesVariables = false,
): Use[] | undefined {
  const [key, owner] = name.split('.').reverse() as [string, string | undefined]
  const understood = [...tree.comments, ...imports].map(({ start, end }) => ({ start, end }))
  const reads: Node[] = []
  for (const node of tree.nodes) {
    const named = node.type === 'Identifier' && node.name === key ? node : undefined
    // What the neutral tree adds is written nowhere.
    if (!named || named.start === named.end) continue
    const holder = heldBy(named)
    if (isDeclared(named) || (!holder && isOwn(tree, named, sharesVariables))) understood.push(named)
    else if (owner === undefined ? !holder : holder !== undefined) {
      understood.push(named)
      if (!holder) reads.push(named)
      else if (isOfClass(tree, holder, owner as string)) reads.push(holder)
    }
  }
  const isUnderstood = (at: number) => understood.some(({ start, end }) => start <= at && at < end)
  // `$HOST` is the variable of that name where variables are marked so, a name of its own elsewhere.
  const front = sharesVariables ? '\\w' : '[\\w$]'
  const word = new RegExp(`(?<!${front})${key.replace(/[$]/g, '\\$&')}(?![\\w$])`, 'g')
  for (const { index } of tree.text.matchAll(word)) if (!isUnderstood(index)) return undefined
  return followed(tree, source, reads)
}

/** Whether a name is one of the file's own; a value that is made of the name's own takes what another program set. */
function isOwn(tree: ScriptTree, name: Node, sharesVariables: boolean): boolean {
  const variable = tree.resolve(name.name, name)
  if (!variable || !sharesVariables) return variable !== undefined
  const word = new RegExp(`\\b${name.name}\\b`)
  return variable.defs.every(
    ({ node }) =>
      node.end > node.start && node.init && !word.test(tree.text.slice(node.init.start, node.init.end)),
  )
}

/** The same for languages in which a name with its dots is one name, read as such by every file. */
export function readsOfWhole(tree: ScriptTree, source: Source, name: string): Use[] | undefined {
  const reads = tree.nodes.filter(
    (node) => node.type === 'Identifier' && node.name === name && !tree.resolve(name, node),
  )
  return followed(tree, source, reads)
}

function followed(tree: ScriptTree, source: Source, reads: readonly Node[]): Use[] | undefined {
  const follower = createFollower(tree, source, 0)
  const found: Use[] = []
  for (const node of reads) {
    const { uses, closed } = follower.usesOf(node)
    if (!closed) return undefined
    const place = `${source.path}:${source.point(source.byteAt(node.start)).line}`
    found.push(
      ...uses.map((use) => (use.is === 'argument' || use.is === 'compare' ? { ...use, place } : use)),
    )
  }
  return found
}

/** The access of which a name is the member. */
function heldBy(name: Node): Node | undefined {
  const { parent } = name
  return parent?.type === 'MemberExpression' && parent.property === name && !parent.computed
    ? parent
    : undefined
}

/** The name of a member, a key or a function that the file declares itself. */
function isDeclared(name: Node): boolean {
  const { parent } = name
  return (
    parent !== undefined &&
    /^(?:PropertyDefinition|MethodDefinition|Property)$/.test(parent.type) &&
    parent.key === name &&
    keyName(parent) === name.name
  )
}

/** `Client::HOST`, `self::HOST` of a class that may be derived, `$client->host` and `options.Host` of any object. */
function isOfClass(tree: ScriptTree, { object }: Node, owner: string): boolean {
  if (object.type !== 'Identifier' || object.label !== undefined || object.name === owner) return true
  return !/^[A-Z]/.test(object.name) || tree.resolve(object.name, object) !== undefined
}
