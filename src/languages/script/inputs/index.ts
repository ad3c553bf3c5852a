import type { Source } from '../../../files/source.js'
import type { HostPlace, InputSite } from '../../../sites.js'
import { spanOf } from '../../site.js'
import { compositionOf } from '../flow/compose.js'
import { keyName } from '../names.js'
import type { Node, ScriptTree } from '../tree.js'
import { createFollower, type Follower } from '../uses.js'
import { type Source as InputSource, sourceAt } from './sources.js'

/** A script without these reads nothing of the kind. */
const WORTH_LOOKING = /\breferer\b|_links/

/**
 * Every value that whoever calls the program chooses, followed to where it becomes a host.
 * @param base UTF-16 index in `source.text` at which `tree.text` starts
 */
export function collectInputs(tree: ScriptTree, source: Source, base: number): InputSite[] {
  if (!WORTH_LOOKING.test(tree.text)) return []
  const follower = createFollower(tree, source, base)
  return tree.nodes.flatMap((node) => {
    const found = sourceAt(tree, node)
    return found ? [siteOf(found, follower, (at) => spanOf(source, base + at.start, base + nameEnd(at)))] : []
  })
}

function siteOf(
  { name, from, node, isTarget }: InputSource,
  follower: Follower,
  span: (node: Node) => HostPlace['span'],
): InputSite {
  const reached: Node[] = []
  const visit = (at: Node) => reached.push(at)
  const { uses } = isTarget ? follower.usesOfName(node, visit) : follower.usesVisited(node, visit)
  const hosts = reached.flatMap((at) => placeAt(at, follower, span))
  return { name, span: span(node), from, uses, hosts: hosts.sort((a, b) => a.span.start - b.span.start) }
}

/** A typed parameter ends with its type. */
function nameEnd(node: Node): number {
  return node.type === 'Identifier' ? node.start + node.name.length : node.end
}

/** Keys of options, and words of setters, that take a host. */
const HOSTED =
  /^(?:(?:base|account|api|full)?_?(?:url|host|hostname|domain|server)|host_?name|prefix_?url|set\w*(?:domain|host|url))$/i

/** The place where a value that stands there becomes a host, if it does. */
function placeAt(node: Node, follower: Follower, span: (node: Node) => HostPlace['span']): HostPlace[] {
  const { top, before, after } = compositionOf(node)
  if (top !== node) {
    if (!/(?:^|[\s*]|https?:)\/\/$/i.test(before) && !/^(?:\*|https?):?\/\/$/i.test(before)) return []
    if (!/^(?:$|[/:?#])/.test(after)) return []
    return [{ span: span(node), path: after, uses: follower.usesOf(top).uses }]
  }
  return isHostArgument(node) ? [{ span: span(node), uses: follower.usesOf(node).uses }] : []
}

/** `{ hostname: value }`, `new Client(value)`, `client.setDomain(value)`. */
function isHostArgument(node: Node): boolean {
  const parent = node.parent
  if (parent?.type === 'Property' && parent.value === node && parent.parent?.type === 'ObjectExpression')
    return HOSTED.test(keyName(parent) ?? '')
  if (parent?.type === 'NewExpression') return parent.arguments.includes(node)
  if (parent?.type !== 'CallExpression' || !parent.arguments.includes(node)) return false
  return (
    parent.callee.type === 'MemberExpression' &&
    /^set/.test(keyName(parent.callee) ?? '') &&
    HOSTED.test(keyName(parent.callee) ?? '')
  )
}
