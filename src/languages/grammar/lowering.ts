import type { Node } from '../script/tree.js'
import { type Cst, namedOf } from './cst.js'
import { declare, identifier, other, type Range } from './nodes.js'

/** Turns nodes of one grammar into neutral ones; a type without an entry becomes an `other` node. */
export type Handlers = Readonly<Record<string, (node: Cst, to: Lowering) => Node>>

/** What handlers share while one file is turned into the neutral tree. */
export interface Lowering {
  text: string
  /** The neutral node of an expression or statement. */
  lower(node: Cst): Node
  all(nodes: readonly Cst[]): Node[]
  /** The node as written. */
  slice(node: Range): string
  /** Notes a variable that an expression writes without declaring it: its function declares it then. */
  written(at: Range, name: string): void
  /** Runs `body` as a function of its own and puts the declarations that it needs in front of its statements. */
  inFunction(at: Range, body: () => Node[]): Node[]
}

/**
 * Functions between a syntax tree of one language and the tree that rules' adapters read.
 * @param handlers by node type of the grammar
 */
export function createLowering(text: string, handlers: Handlers): Lowering {
  let frame = new Map<string, Range>()
  const to: Lowering = {
    text,
    lower(node) {
      const handler = handlers[node.type]
      return handler ? handler(node, to) : other(node, node.type, to.all(namedOf(node)))
    },
    all: (nodes) => nodes.map(to.lower),
    slice: ({ start, end }) => text.slice(start, end),
    written(at, name) {
      if (!frame.has(name)) frame.set(name, at)
    },
    inFunction(at, body) {
      const outer = frame
      frame = new Map()
      const statements = body()
      const declarations = [...frame.keys()].map((name) => {
        const front = { start: at.start, end: at.start }
        return declare(front, identifier(front, name), null)
      })
      frame = outer
      return [...declarations, ...statements]
    },
  }
  return to
}
