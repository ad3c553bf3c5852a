import type { Node } from '../script/tree.js'
import type { StorageContext } from './context.js'

/** Columns that the comment in front of a class says that it has: `@property string $subdomain`. */
export function docProperties(
  context: StorageContext,
  node: Node,
): { name: string; type: string; at: { start: number; end: number } }[] {
  const comment = docOf(context, node)
  if (!comment) return []
  const written = context.slice(comment)
  const stated = /@property(?:-\w+)?\s+([\w|?\\]+)\s+\$(\w+)/g
  return [...written.matchAll(stated)].flatMap((match) => {
    const [all, type, name] = match as unknown as [string, string, string]
    // Objects are relations, apart from dates.
    if (
      !/^\??(?:int|integer|string|bool|boolean|float|double|mixed|array|null|[\w\\]*(?:Carbon|DateTime)\w*)\b/i.test(
        type,
      )
    )
      return []
    const start = comment.start + match.index + all.length - name.length
    return [{ name, type, at: { start, end: start + name.length } }]
  })
}

/** The documentation comment in front of a node, attributes and modifiers apart. */
export function docOf(
  { tree, text }: StorageContext,
  node: Node,
): { start: number; end: number } | undefined {
  const before = tree.comments.filter(({ type, end }) => type === 'Block' && end <= node.start).at(-1)
  if (!before?.value.startsWith('/**')) return undefined
  const between = text.slice(before.end, node.start).replace(/\/\/[^\n]*/g, '')
  return /^(?:\s|#\[[^\n]*\]|\b(?:abstract|final|readonly|public|protected|private|var|static|\??[\w\\|]+)\b)*\$?$/.test(
    between,
  )
    ? before
    : undefined
}
