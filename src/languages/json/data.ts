import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser'
import type { Source } from '../../files/source.js'
import type { Span } from '../../sites.js'
import type { FileModel } from '../language.js'
import { spanOf } from '../site.js'

/** What `FileModel.data` holds for a JSON file: its value and where each part of it stands. Read lazily. */
export interface JsonData {
  kind: 'json'
  /** The parsed value; the last one of duplicate keys. `undefined` when the file is empty or too broken. */
  readonly value: unknown
  /** Span of the value at `path`, quotes and brackets included. */
  valueSpan(path: readonly (string | number)[]): Span | undefined
  /** Span of the key of the property at `path`, without its quotes. */
  keySpan(path: readonly (string | number)[]): Span | undefined
}

/** The JSON data of a model, or `undefined` for files of other kinds. */
export function jsonDataOf(model: Pick<FileModel, 'data'>): JsonData | undefined {
  const data = model.data as Partial<JsonData> | undefined
  return data?.kind === 'json' ? (data as JsonData) : undefined
}

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
