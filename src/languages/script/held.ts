import { unwrap } from './names.js'
import type { Node, ScriptTree } from './tree.js'

/** What a name that is written once in the file holds; any other expression is itself. */
export function heldBy(tree: ScriptTree, node: Node): Node {
  const at = unwrap(node)
  if (at.type !== 'Identifier') return at
  const variable = tree.resolve(at.name, at)
  const [definition] = variable?.defs ?? []
  const declared = definition?.node as Node | undefined
  const writes = variable?.references.filter((reference) => reference.isWrite()) ?? []
  if (variable?.defs.length !== 1 || writes.length > 1) return at
  const init = declared?.type === 'VariableDeclarator' && declared.id.type === 'Identifier' && declared.init
  return init ? unwrap(init) : at
}
