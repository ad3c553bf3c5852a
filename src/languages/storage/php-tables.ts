import type { StorageSystem, TableSite } from '../../storage.js'
import { unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { chainsIn, type Link, type WholeChain } from './chains.js'
import type { StorageContext } from './context.js'
import { type Draft, emptyDraft, partsOf } from './draft.js'
import { isDown, type Word } from './reading.js'

/** A table that code builds by calls on one object. */
export interface Build {
  name: Word
  change: 'create' | 'alter'
  /** The call that gives the object. */
  start: Link
  /** All calls on it. */
  links: Link[]
  node: Node
}

/** Tables that are built by calls, also by calls on the variable that holds them. Steps back are left out. */
export function builds(
  context: StorageContext,
  begin: (chain: WholeChain) => Pick<Build, 'name' | 'change' | 'start'> | undefined,
): Build[] {
  const found: Build[] = []
  const held = new Map<string, Build>()
  for (const chain of chainsIn(context.tree)) {
    if (isDown(chain.node)) continue
    const begun = begin(chain)
    if (!begun) {
      if (chain.root.type === 'Identifier') held.get(chain.root.name)?.links.push(...chain.links)
      continue
    }
    const links = chain.links.slice(chain.links.indexOf(begun.start) + 1)
    const build = { ...begun, links, node: chain.node }
    found.push(build)
    const name = holderOf(chain.node)
    if (name !== undefined) held.set(name, build)
  }
  return found
}

/** The variable that a value is given to. */
function holderOf(node: Node): string | undefined {
  let at = node
  while (at.parent && unwrap(at.parent) !== at.parent) at = at.parent
  const { parent } = at
  if (parent?.type === 'VariableDeclarator' && parent.init === at) return parent.id.name
  return parent?.type === 'AssignmentExpression' && parent.right === at ? parent.left.name : undefined
}

/** Tables that a file makes and changes by calls of their own, what belongs to one table together. */
export class Steps {
  private readonly tables = new Map<
    string,
    { name: Word; change: 'create' | 'alter'; node: Node; draft: Draft }
  >()

  constructor(private readonly context: StorageContext) {}

  draft(name: Word, node: Node, change: 'create' | 'alter' = 'alter'): Draft {
    const known = this.tables.get(name.text)
    if (known) return known.draft
    const draft = emptyDraft()
    this.tables.set(name.text, { name, change, node, draft })
    return draft
  }

  sites(system: StorageSystem, part: TableSite['part']): TableSite[] {
    return [...this.tables.values()].map(({ name, change, node, draft }) => ({
      system,
      part,
      change,
      name: name.text,
      span: this.context.span(name.at),
      whole: this.context.span(node),
      ...partsOf(draft),
    }))
  }
}
