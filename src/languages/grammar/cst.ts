import type { Tree } from 'web-tree-sitter'

/** A node of a concrete syntax tree as its grammar names it; plain data, so that no parser's object outlives parsing. */
export interface Cst {
  type: string
  /** `false` for punctuation and keywords, whose type is their text. */
  named: boolean
  /** Field of the parent that it fills, `''` when none. */
  field: string
  /** UTF-16 offsets in the parsed text. */
  start: number
  end: number
  children: Cst[]
}

/** Names of signs that grammars write in more than one way. */
const DELIMITER = /["'`/% ]/

/** Copies a tree out of the parser's memory, with the place of its first error. */
export function readTree(tree: Tree): { root: Cst; error?: number } {
  const cursor = tree.walk()
  // Every question to the cursor crosses into WebAssembly: what a type tells once is not asked again.
  const { types } = tree.language
  const named: boolean[] = []
  const read = (): Cst => {
    const id = cursor.nodeTypeId
    named[id] ??= cursor.nodeIsNamed
    const isNamed = named[id] === true
    const type = types[id] ?? cursor.nodeType
    const start = cursor.startIndex
    // Keywords and signs are as long as their names, delimiters (`%q(` is called `"`) are not; a missing one is not there.
    const end =
      isNamed || DELIMITER.test(type) || cursor.nodeIsMissing ? cursor.endIndex : start + type.length
    return { type, named: isNamed, field: cursor.currentFieldName ?? '', start, end, children: [] }
  }
  const root = read()
  const path: Cst[] = [root]
  let error = root.type === 'ERROR' ? 0 : undefined
  for (;;) {
    if (!cursor.gotoFirstChild()) {
      while (!cursor.gotoNextSibling()) {
        path.pop()
        if (cursor.gotoParent()) continue
        cursor.delete()
        return error === undefined ? { root } : { root, error }
      }
      path.pop()
    }
    const node = read()
    if (error === undefined && (node.type === 'ERROR' || cursor.nodeIsMissing)) error = node.start
    ;(path.at(-1) as Cst).children.push(node)
    path.push(node)
  }
}

/** The child that fills a field. */
export function fieldOf(node: Cst, field: string): Cst | undefined {
  return node.children.find((child) => child.field === field)
}

/** Every child that fills a field. */
export function fieldsOf(node: Cst, field: string): Cst[] {
  return node.children.filter((child) => child.field === field)
}

/** Named children, comments left out. */
export function namedOf(node: Cst): Cst[] {
  return node.children.filter((child) => child.named && !/comment$/.test(child.type))
}

/** The first child of one of the types. */
export function childOf(node: Cst, ...types: string[]): Cst | undefined {
  return node.children.find((child) => types.includes(child.type))
}

/** Whether the node has that keyword or sign as a child. */
export function hasToken(node: Cst, token: string): boolean {
  return node.children.some((child) => !child.named && child.type === token)
}
