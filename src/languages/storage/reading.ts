import { heldBy } from '../script/held.js'
import { isFunction, keyName, staticText, unwrap } from '../script/names.js'
import type { Node, ScriptTree } from '../script/tree.js'

export const isIn = (node: Node, outer: Node): boolean => node.start >= outer.start && node.end <= outer.end

/** The class around a node. */
export function classAround(node: Node): Node | undefined {
  let at = node.parent
  while (at && at.type !== 'ClassDeclaration' && at.type !== 'ClassExpression') at = at.parent
  return at
}

/** Name of the method of a class, or of the function, around a node. */
export function methodAround(node: Node): string | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'MethodDefinition') return keyName(at)
    if (at.type === 'FunctionDeclaration') return at.id?.name
  }
  return undefined
}

/** Members of a class, and what is written in front of each. */
export const membersOf = (of: Node): readonly Node[] => of.body.body as Node[]

/** The value that a field or constant of a class is given where it is declared. */
export function fieldIn(of: Node, name: string): Node | undefined {
  const found = membersOf(of).find((each) => each.type === 'PropertyDefinition' && keyName(each) === name)
  return found?.value ? unwrap(found.value) : undefined
}

/** What a method of a class returns first. */
export function returnedBy(tree: ScriptTree, of: Node, name: string): Node | undefined {
  const method = membersOf(of).find((each) => each.type === 'MethodDefinition' && keyName(each) === name)
  if (!method) return undefined
  const found = tree.nodes.find((node) => node.type === 'ReturnStatement' && isIn(node, method))
  return found?.argument ? heldBy(tree, found.argument) : undefined
}

/** What a name of the file, or a field or constant of the class around, holds; any other expression is itself. */
export function heldIn(tree: ScriptTree, node: Node): Node {
  const at = heldBy(tree, node)
  if (at.type !== 'MemberExpression') return at
  const around = classAround(at)
  const name = keyName(at)
  const object = unwrap(at.object)
  const isOwn =
    object.type === 'ThisExpression' ||
    (object.type === 'Identifier' && around?.id && object.name === around.id.name)
  return (around && isOwn && name !== undefined && fieldIn(around, name)) || at
}

/** A text as far as the file says it. */
export function textAt(tree: ScriptTree, node: Node | undefined): string | undefined {
  return node && staticText(heldIn(tree, node))
}

/** A text and where it stands, without its quotes. */
export interface Word {
  text: string
  at: { start: number; end: number }
}

export function wordAt(tree: ScriptTree, node: Node | undefined): Word | undefined {
  if (!node) return undefined
  const text = textAt(tree, node)
  return text === undefined ? undefined : { text, at: innerOf(unwrap(node)) }
}

/** Texts of a list, or the one text that stands there instead. */
export function wordsAt(tree: ScriptTree, node: Node | undefined): Word[] {
  if (!node) return []
  const list = heldIn(tree, node)
  const items = itemsOf(list)
  return (items ?? [node]).flatMap((item) => wordAt(tree, item) ?? [])
}

/** Elements of a list; a table whose keys are places is one, too. */
export function itemsOf(list: Node): Node[] | undefined {
  if (list.type === 'ArrayExpression')
    return (list.elements as (Node | null)[]).filter((each) => each !== null)
  if (list.type === 'ObjectExpression') return entriesOf(list).map(({ value }) => value)
  return undefined
}

/** Entries of a table with the names of their keys. */
export function entriesOf(table: Node): { name: string; key: Node; value: Node; node: Node }[] {
  if (table.type !== 'ObjectExpression') return []
  return (table.properties as Node[]).flatMap((node) => {
    const name = node.type === 'Property' ? keyName(node) : undefined
    return name === undefined ? [] : [{ name, key: node.key as Node, value: unwrap(node.value), node }]
  })
}

/** The value of an entry. */
export function entryOf(table: Node | undefined, ...names: string[]): Node | undefined {
  return table && entriesOf(table).find(({ name }) => names.includes(name))?.value
}

/** Where the text of a literal stands; any other node as it is. */
export function innerOf(node: Node): { start: number; end: number } {
  if (node.content) return node.content
  const isQuoted = node.type === 'Literal' && typeof node.value === 'string'
  return isQuoted ? { start: node.start + 1, end: node.end - 1 } : node
}

/** Parameters of a function, by name. */
export function parameterNames(node: Node): string[] {
  if (!isFunction(node)) return []
  return (node.params as Node[]).flatMap((param) => {
    const id = param.type === 'AssignmentPattern' ? param.left : param
    return id.type === 'Identifier' ? [id.name as string] : []
  })
}

/** Whether a step of a migration goes back. */
export function isDown(node: Node): boolean {
  return /^(?:safe)?(?:down|rollback|revert)$/i.test(methodAround(node) ?? '')
}
