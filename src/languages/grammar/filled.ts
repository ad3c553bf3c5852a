import type { Node } from '../script/tree.js'
import { binary, type Decode, identifier, method, type Range } from './nodes.js'
import { stringOf } from './strings.js'

/** A literal that is a format, or a part of one. */
export interface Piece {
  at: Range
  /** Between the delimiters. */
  content: Range
  decode?: Decode | undefined
}

/** What a format is filled with: by place, and by name. */
export interface Filling {
  plain: readonly Node[]
  named: ReadonlyMap<string, Node>
}

/**
 * A format with its arguments as one text.
 * @param placeholder matches placeholders, with the group `name` for a name or place, and signs that stand for themselves
 * @param first the place of the first argument by number
 */
export function filled(
  at: Range,
  pieces: readonly Piece[],
  placeholder: RegExp,
  { plain, named }: Filling,
  source: string,
  first = 0,
): Node {
  const used = new Set<Node>()
  let next = 0
  const take = (name: string | undefined): Node | undefined => {
    if (name === undefined || name === '') return plain[next++]
    return /^\d+$/.test(name) ? plain[Number(name) - first] : named.get(name)
  }
  const texts = pieces.map(({ at: range, content, decode }) => {
    const holes = [...source.slice(content.start, content.end).matchAll(placeholder)].flatMap((match) => {
      if (/^(?:%%|\{\{|\}\})$/.test(match[0])) return []
      const start = content.start + match.index
      const hole = { start, end: start + match[0].length }
      const found = take(match.groups?.name ?? match.groups?.other)
      // An argument may be used twice, a node stands in one place.
      const isFresh = found !== undefined && !used.has(found)
      if (found) used.add(found)
      return [{ range: hole, node: isFresh ? found : identifier(hole, nameIn(found, match.groups?.name)) }]
    })
    return stringOf(range, content, holes, source, decode)
  })
  const text = texts.reduce((left, right) => binary({ start: left.start, end: right.end }, left, '+', right))
  const left = [...plain, ...named.values()].filter((arg) => !used.has(arg))
  return left.length > 0 ? method(at, text, 'concat', left) : { ...text, start: at.start, end: at.end }
}

/** Entries of a table by their keys. */
export function namedIn(table: Node): Map<string, Node> {
  const found = new Map<string, Node>()
  for (const { key, value } of table.properties as Node[])
    if (key) found.set(String(key.name ?? key.value), value as Node)
  return found
}

function nameIn(found: Node | undefined, name: string | undefined): string {
  if (found?.type === 'Identifier') return found.name as string
  return name && /^[a-z_]\w*$/i.test(name) ? name : '*'
}
