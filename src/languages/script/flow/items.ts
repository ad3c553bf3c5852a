import { walk } from '../link.js'
import { dottedName, isTransparent, keyName, staticText, unwrap } from '../names.js'
import type { Node, ScriptTree } from '../tree.js'
import { type Context, calledBy, shapeOf, textOf } from './context.js'

/** Text of a list's item: a literal, the source of a pattern, what a constant stands for, `*` for what is not written. */
export function itemText({ tree }: Context, item: Node): string {
  const at = unwrap(item)
  if (at.regex) return at.regex.pattern
  if (at.type === 'Identifier') {
    const definition = tree.resolve(at.name, at)?.defs[0]?.node
    const init =
      definition?.type === 'VariableDeclarator' && definition.init ? unwrap(definition.init) : undefined
    if (init) return staticText(init) ?? init.regex?.pattern ?? '*'
  }
  const member = memberValue(tree, at)
  if (member) return staticText(member) ?? member.regex?.pattern ?? '*'
  return at.type === 'ObjectExpression' ? textOf(tree, at) : shapeOf(at)
}

/** `list.push(...items)`: the list holds them in any order. */
function isGrowing(call: Node): boolean {
  return call.callee.type === 'MemberExpression' && /^(?:push|unshift)$/.test(keyName(call.callee) ?? '')
}

/** What `Host.Acme` stands for: the value of an enum's member, or of a constant object's property, in the same file. */
export function memberValue(tree: ScriptTree, member: Node): Node | undefined {
  const owner = member.type === 'MemberExpression' ? unwrap(member.object) : undefined
  const name = owner?.type === 'Identifier' ? keyName(member) : undefined
  if (owner === undefined || name === undefined) return undefined
  const definition = tree.resolve(owner.name, owner)?.defs[0]?.node as Node | undefined
  if (definition?.type === 'TSEnumDeclaration') {
    const members = (definition.body?.members ?? definition.members ?? []) as Node[]
    const found = members.find(({ id }) => (id?.name ?? id?.value) === name)?.initializer as Node | undefined
    return found && unwrap(found)
  }
  const init =
    definition?.type === 'VariableDeclarator' && definition.init ? unwrap(definition.init) : undefined
  if (init?.type !== 'ObjectExpression') return undefined
  const property = (init.properties as Node[]).find(
    (each) => each.type === 'Property' && keyName(each) === name,
  )
  return property && unwrap(property.value as Node)
}

/** Lists whose items are values of their own, never pairs or tuples. */
const FLATTENED = /^(?:flat|flatMap|concat)$/

/**
 * Whether items of an array are told apart by their place: it is taken apart, read by number, a tuple by its type, the
 * arguments of a call, an entry of a table, or its places are looked up for something else.
 */
export function isReadByPlace(context: Context, array: Node): boolean {
  if (array.isFixed) return true
  let at = array
  while (at.parent && (isTransparent(at.parent) || isFrozen(at.parent))) at = at.parent
  const parent = at.parent
  switch (parent?.type) {
    case 'ArrayExpression':
      return !isFlattened(parent)
    case 'SpreadElement':
      return parent.parent?.type === 'CallExpression' && !isGrowing(parent.parent)
    case 'VariableDeclarator':
      return parent.id.type === 'ArrayPattern' || isTuple(parent.id) || isNamedByPlace(context, parent)
    case 'AssignmentExpression':
      return parent.left.type === 'ArrayPattern'
    case 'PropertyDefinition':
      return isTuple(parent)
    case 'MemberExpression':
      return readsPlace(at)
    default:
      return false
  }
}

/** `const hosts: Host[] = […]` where the type names hosts of amocrm.com: it takes no other. */
export function isTypedByHosts({ tree }: Context, array: Node): boolean {
  const types: Node[] = []
  let at = array
  for (; at.parent && (isTransparent(at.parent) || isFrozen(at.parent)); at = at.parent) {
    const type = at.parent.typeAnnotation as Node | undefined
    if (type) types.push(type)
  }
  const holder = at.parent?.type === 'VariableDeclarator' ? (at.parent.id as Node) : at.parent
  if (holder?.typeAnnotation) types.push(holder.typeAnnotation as Node)
  return types.some((type) => namesHost(tree, type))
}

function namesHost(tree: ScriptTree, type: Node): boolean {
  const written = (node: Node) => /amocrm/i.test(tree.text.slice(node.start, node.end))
  if (written(type)) return true
  for (const node of walk(type)) {
    if (node.type !== 'TSTypeReference' || node.typeName?.type !== 'Identifier') continue
    const definition = tree.resolve(node.typeName.name, node)?.defs[0]?.node as Node | undefined
    if (definition && /^TS/.test(definition.type) && written(definition)) return true
  }
  return false
}

function isFrozen(node: Node): boolean {
  return node.type === 'CallExpression' && /^Object\.(?:freeze|seal)$/.test(dottedName(node.callee))
}

function isFlattened(list: Node): boolean {
  const member = list.parent
  return member?.type === 'MemberExpression' && FLATTENED.test(keyName(member) ?? '')
}

/** `const list: [string, string]`; a rest element makes it as long as one likes. */
function isTuple(node: Node): boolean {
  let type = node.typeAnnotation?.typeAnnotation as Node | undefined
  if (type?.type === 'TSTypeOperator') type = type.typeAnnotation as Node
  if (type?.type !== 'TSTupleType') return false
  return !(type.elementTypes as Node[]).some((element) => element.type === 'TSRestType')
}

function isNamedByPlace({ tree }: Context, declarator: Node): boolean {
  if (declarator.id.type !== 'Identifier') return false
  const references = tree.resolve(declarator.id.name, declarator)?.references ?? []
  return references.some((reference) => readsPlace(reference.identifier))
}

/** `list[1]`, `list.at(0)`, `list.length`, `const [a] = list`, `names[list.indexOf(x)]`. */
function readsPlace(list: Node): boolean {
  let at = list
  while (at.parent && isTransparent(at.parent)) at = at.parent
  const parent = at.parent
  if (parent?.type === 'SpreadElement') return parent.parent?.type === 'CallExpression'
  if (parent?.type === 'VariableDeclarator') return parent.init === at && parent.id.type === 'ArrayPattern'
  if (parent?.type !== 'MemberExpression' || parent.object !== at) return false
  const name = keyName(parent)
  const call = calledBy(parent)
  if (!call) return /^\d+$/.test(name ?? '') || (name === 'length' && isCounted(parent))
  if (/^(?:indexOf|lastIndexOf|findIndex|findLastIndex)$/.test(name ?? '')) return !isCompared(call)
  return /^(?:at|shift|pop|splice|entries)$/.test(name ?? '')
}

/** A loop over a list asks for its length as well; only another comparison depends on how long it is. */
function isCounted(length: Node): boolean {
  const parent = length.parent
  if (parent?.type !== 'BinaryExpression') return false
  return /^[!=]==?$/.test(parent.operator) && parent.right.type === 'Literal' && parent.right.value > 0
}

function isCompared(call: Node): boolean {
  const parent = call.parent
  return (
    parent?.type === 'BinaryExpression' || (parent?.type === 'UnaryExpression' && parent.operator === '~')
  )
}
