import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser'
import type { Ecosystem } from '../../brand/sdks/index.js'
import type { Found } from './found.js'

/** Tree of a JSON text, `undefined` when there is none. */
export function readJson(text: string): Node | undefined {
  try {
    return parseTree(text, [], { allowTrailingComma: true, allowEmptyContent: true })
  } catch {
    // Brackets nested by the ten thousand exhaust the parser's stack.
    return undefined
  }
}

/** Entries `"name": "range"` of the groups of a manifest. */
export function* jsonEntries(
  ecosystem: Ecosystem,
  text: string,
  groups: readonly string[],
): Generator<Found> {
  const root = readJson(text)
  if (!root) return
  for (const group of groups) yield* entriesOf(ecosystem, findNodeAtLocation(root, [group]))
}

/** Entries of an object; a value that is itself an object has its version under that key. */
export function* entriesOf(ecosystem: Ecosystem, object: Node | undefined): Generator<Found> {
  if (object?.type !== 'object') return
  for (const property of object.children ?? []) {
    const [key, value] = property.children ?? []
    if (typeof key?.value !== 'string') continue
    const version = versionOf(value)
    yield { ecosystem, name: key.value, ...insideOf(key), ...(version !== undefined && { version }) }
  }
}

function versionOf(value: Node | undefined): string | undefined {
  if (typeof value?.value === 'string') return value.value
  if (value?.type !== 'object') return undefined
  const version = findNodeAtLocation(value, ['version']) ?? findNodeAtLocation(value, ['resolved'])
  return typeof version?.value === 'string' ? version.value : undefined
}

/** A string without its quotes. */
export function insideOf(node: Node): { start: number; end: number } {
  return { start: node.offset + 1, end: node.offset + node.length - 1 }
}
