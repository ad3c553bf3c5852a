import type { OptionTable, Package } from '../../requests.js'
import { dottedName, keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from '../storage/context.js'
import { entriesOf, entryOf, isIn } from '../storage/reading.js'
import type { Call } from './call.js'
import { goImports } from './imports.js'

/**
 * The table of options that decides for a call: that of the client that it goes through, else its own. Only one that is
 * written out in the very call, without parts that stand elsewhere.
 */
export function optionTable(context: StorageContext, call: Call): OptionTable | undefined {
  if (context.language === 'go') return recordTable(context, call)
  const [table] = call.creation ? call.creation.options : call.options
  const user = call.creation?.node ?? call.node
  if (table?.type !== 'ObjectExpression' || !isIn(table, user)) return undefined
  const parts = table.properties as Node[]
  const entries = entriesOf(table)
  if (entries.length !== parts.length) return undefined
  const authorization = authorizationIn(context, entryOf(table, 'headers'))
  const last = parts.at(-1)
  return {
    span: context.span(table),
    names: entries.map(({ name }) => name),
    ...(last && { last: context.span(last) }),
    ...(authorization !== undefined && { authorization }),
  }
}

/** `http.Client{…}` with named fields, or none at all. */
function recordTable(context: StorageContext, { client, creation }: Call): OptionTable | undefined {
  const node = creation?.node
  if (client !== 'net/http' || !node || !/^\w+\.Client\s*\{/.test(context.slice(node))) return undefined
  const parts = ((node.properties ?? node.elements) as Node[] | undefined) ?? []
  const entries = entriesOf(node)
  const packages = packagesAt(context, node, ['net/http', 'errors', 'strings'])
  if (entries.length !== parts.length || !packages || isSpare(context, node)) return undefined
  const last = parts.at(-1)
  return {
    span: context.span(node),
    names: entries.map(({ name }) => name),
    ...(last && { last: context.span(last) }),
    packages,
  }
}

/** `if client == nil { client = &http.Client{} }`: what stands in for a client that others may hand in. */
function isSpare({ tree }: StorageContext, node: Node): boolean {
  let at = node
  while (at.parent && at.parent.type !== 'AssignmentExpression' && at.parent.end <= node.end + 1)
    at = at.parent
  const left = at.parent?.type === 'AssignmentExpression' ? unwrap(at.parent.left) : undefined
  const variable = left?.type === 'Identifier' ? tree.resolve(left.name, left) : undefined
  return variable?.defs.some(({ type }) => type === 'Parameter') === true
}

/** Names of packages at a place; `undefined` where such a name means something else there. */
function packagesAt(context: StorageContext, place: Node, paths: readonly string[]): Package[] | undefined {
  const imports = goImports(context.text)
  const found = paths.flatMap((path): Package[] => {
    const [name] = [...imports].find(([, module]) => module === path) ?? []
    const called = name ?? path.slice(path.lastIndexOf('/') + 1)
    const isTaken =
      context.tree.resolve(called, place) !== undefined || (name === undefined && isNamed(context, called))
    return isTaken || !/^[a-z]\w*$/i.test(called)
      ? []
      : [{ path, name: called, isImported: name !== undefined }]
  })
  return found.length === paths.length ? found : undefined
}

/** Whether a file has anything by a name that it does not import. */
function isNamed({ tree, text }: StorageContext, name: string): boolean {
  return (
    goImports(text).has(name) ||
    new RegExp(`^[ \\t]*(?:(?:type|func|var|const)[ \\t]+)?${name}[ \\t(=]`, 'm').test(text) ||
    tree.nodes.some((node) => node.type === 'Identifier' && node.name === name)
  )
}

function authorizationIn(context: StorageContext, headers: Node | undefined): string | undefined {
  if (!headers) return undefined
  if (headers.type === 'ObjectExpression') {
    const value = authorizationOf(headers)
    return value && isRepeatable(context, value) ? context.slice(value) : undefined
  }
  if (headers.type !== 'Identifier') return undefined
  const variable = context.tree.resolve(headers.name, headers)
  const [definition] = (variable?.defs ?? []) as unknown as { node: Node }[]
  const init = definition?.node.type === 'VariableDeclarator' ? definition.node.init : undefined
  const held = init && unwrap(init as Node)
  const key = held?.type === 'ObjectExpression' ? authorizationKey(held) : undefined
  return key !== undefined && isRepeatable(context, headers) ? `${headers.name}.${key}` : undefined
}

const AUTHORIZATION = /^authorization$/i

const authorizationOf = (table: Node): Node | undefined =>
  entriesOf(table).find(({ name }) => AUTHORIZATION.test(name))?.value

const authorizationKey = (table: Node): string | undefined =>
  entriesOf(table).find(({ name }) => AUTHORIZATION.test(name))?.name

/** Whether an expression gives the same, or what has become of it, when it is evaluated once more. */
function isRepeatable(context: StorageContext, node: Node): boolean {
  const at = unwrap(node)
  switch (at.type) {
    case 'Literal':
      return typeof at.value === 'string'
    case 'TemplateLiteral':
      return (at.expressions as Node[]).every((each) => isRepeatable(context, each))
    case 'BinaryExpression':
      return at.operator === '+' && isRepeatable(context, at.left) && isRepeatable(context, at.right)
    case 'MemberExpression':
      return !at.computed && keyName(at) !== undefined && !dottedName(at).includes('*') && isRoot(context, at)
    case 'Identifier':
      return isConstant(context, at)
    default:
      return false
  }
}

function isRoot(context: StorageContext, member: Node): boolean {
  let at = member
  while (at.type === 'MemberExpression') at = unwrap(at.object)
  if (at.type === 'ThisExpression') return true
  return at.type === 'Identifier' && (at.name === 'process' || isConstant(context, at))
}

/** Bound in this file, and never given another value. */
function isConstant({ tree }: StorageContext, name: Node): boolean {
  const variable = tree.resolve(name.name, name)
  return (
    variable?.defs.length === 1 && variable.references.every((each) => !each.isWrite() || each.init === true)
  )
}
