import { keyName, staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'

/** Arguments by name: those in their order, then those that are written with a name (a table behind the others). */
export function byName(args: readonly Node[], names: readonly string[]): Map<string, Node> {
  const found = new Map<string, Node>()
  const last = args.at(-1)
  const isNamed = last?.type === 'ObjectExpression'
  args.forEach((arg, i) => {
    const name = names[i]
    if (name !== undefined && !(isNamed && arg === last)) found.set(name, arg)
  })
  for (const each of isNamed ? propertiesOf(last) : []) {
    const name = keyName(each)
    if (name !== undefined) found.set(name, each.value)
  }
  return found
}

/** Entries of a table that is written out. */
export function propertiesOf(node: Node): Node[] {
  const at = unwrap(node)
  return at.type === 'ObjectExpression'
    ? (at.properties as Node[]).filter(({ type }) => type === 'Property')
    : []
}

/** The value of one entry of a table that is written out. */
export const entryOf = (node: Node, name: string): Node | undefined =>
  propertiesOf(node).find((each) => keyName(each) === name)?.value

/** Texts of a text or of a list of them, each with its place. */
export function textsOf(node: Node | undefined): { name: string; at: Node }[] {
  if (!node) return []
  const at = unwrap(node)
  if (at.type === 'ArrayExpression')
    return (at.elements as (Node | null)[]).flatMap((each) => textsOf(each ?? undefined))
  const name = staticText(at)
  return name === undefined ? [] : [{ name, at: at.content ?? at }]
}
