import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser'
import type { Source } from '../../files/source.js'
import type { Span } from '../../sites.js'
import { spanOf } from '../site.js'
import type { JsonData } from './shape.js'

export { type JsonData, jsonDataOf } from './shape.js'

/** Lazy access to the JSON of a source; nothing is parsed before it is asked for. Never throws. */
export function jsonData(source: Source): JsonData {
  let tree: Node | undefined | null = null
  const root = (): Node | undefined => {
    if (tree === null) tree = readTree(source.text)
    return tree
  }
  const nodeAt = (path: readonly (string | number)[]): Node | undefined => {
    const top = root()
    return top && findNodeAtLocation(top, [...path])
  }
  const rangeOf = (node: Node | undefined, inset: number): Span | undefined =>
    node && spanOf(source, node.offset + inset, node.offset + node.length - inset)
  return {
    kind: 'json',
    get value() {
      const top = root()
      return top && toValue(top)
    },
    valueSpan: (path) => rangeOf(nodeAt(path), 0),
    keySpan(path) {
      const property = nodeAt(path)?.parent
      return property?.type === 'property' ? rangeOf(property.children?.[0], 1) : undefined
    },
  }
}

function readTree(text: string): Node | undefined {
  try {
    return parseTree(text, [], { allowTrailingComma: true, allowEmptyContent: true })
  } catch {
    // Brackets nested by the ten thousand exhaust the parser's stack.
    return undefined
  }
}

function toValue(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(toValue)
  if (node.type !== 'object') return node.value
  const value: Record<string, unknown> = {}
  for (const property of node.children ?? []) {
    const [key, child] = property.children ?? []
    if (!key || !child) continue
    Object.defineProperty(value, key.value as string, {
      value: toValue(child),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return value
}
