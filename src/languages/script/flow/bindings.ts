import { isScriptLet, isScriptVar } from '../globals/bindings.js'
import { dottedName, isTransparent, keyName, unwrap } from '../names.js'
import type { Node } from '../tree.js'
import { type Context, leave, type Step } from './context.js'
import { peerOfWrite } from './peers.js'
import { addedSite } from './statements.js'

/**
 * Properties are followed by name alone: in a file that reads one of this name more often, most reads are of another
 * object, and following each value to each of them would be quadratic.
 */
const MAX_NAMESAKES = 100

/** The value gets a name, or is taken apart by a pattern: every read of it is a use. */
export function bindTarget(context: Context, target: Node, step: Step): void {
  const { path, out } = step
  const inside = { ...step, path: path.slice(1) }
  switch (target.type) {
    case 'ObjectPattern':
      for (const property of target.properties as Node[]) {
        if (property.type === 'RestElement') context.bind(property.argument, step)
        else if (path.length === 0 || keyName(property) === path[0]) {
          const value = property.value as Node
          context.bind(value.type === 'AssignmentPattern' ? value.left : value, inside)
        }
      }
      break
    case 'ArrayPattern':
      for (const element of target.elements as (Node | null)[]) if (element) context.bind(element, inside)
      break
    case 'TSParameterProperty':
      context.bind(target.parameter, step)
      break
    case 'MemberExpression':
      out.uses.push({ is: 'binding', name: dottedName(target) })
      followReads(context, step, keyName(target), target)
      break
    case 'Identifier':
      bindName(context, target, step)
      break
    default:
      leave(out, target.type)
  }
}

function bindName(context: Context, target: Node, step: Step): void {
  const { out } = step
  const variable = context.tree.resolve(target.name, target)
  const exported = variable?.defs.some(({ type, node }) => type !== 'Parameter' && isExported(node)) ?? false
  const tree = context.tree
  const shared = variable !== undefined && (isScriptVar(tree, variable) || isScriptLet(tree, variable))
  const name = dottedName(target)
  out.uses.push({
    is: 'binding',
    name,
    ...(exported && { exported }),
    ...(shared && { shared }),
  })
  if (!variable) {
    leave(out, `global ${name}`)
    return
  }
  for (const reference of variable.references) {
    if (!reference.isRead()) continue
    const at = reference.identifier
    if (at.parent?.type === 'ExportSpecifier') {
      out.uses.push({ is: 'binding', name, exported: true })
      continue
    }
    if (isModuleExports(at)) {
      out.uses.push({ is: 'binding', name, exported: true })
      continue
    }
    context.follow({ ...step, node: at, depth: step.depth + 1 })
  }
}

/** `x = value`, `this.x = value`, `x += value`, `x ??= value`. */
export function bindAssignment(context: Context, step: Step, assignment: Node): void {
  if (assignment.right !== step.node) return
  const { out, path } = step
  const target = unwrap(assignment.left)
  if (assignment.operator === '+=') out.uses.push({ is: 'part', before: '*', after: '' })
  if (assignment.operator === '||=' || assignment.operator === '??=') {
    out.uses.push({ is: 'default', of: dottedName(target) })
  }
  if (target.type === 'MemberExpression') {
    const name = dottedName(target)
    const exported = /^(module\.)?exports\b/.test(name)
    const key = keyName(target)
    const isOwn = target.object.type === 'ThisExpression' && isPublic(context, target)
    const elsewhere = isOwn ? nameElsewhere(context, target) : undefined
    const peer = step.path.length === 0 ? peerOfWrite(context, assignment) : {}
    out.uses.push({ is: 'binding', name, ...(exported && { exported }), ...peer })
    if (elsewhere !== undefined) out.uses.push({ is: 'binding', name: elsewhere, exported: true })
    else if (key === undefined || isOwn) out.closed = false
    followReads(context, step, key, target, elsewhere !== undefined)
  } else {
    if (assignment.operator === '+=' && path.length === 0 && isList(context, target))
      out.uses.push({
        is: 'binding',
        name: dottedName(target),
        added: addedSite(context, step.node, assignment, target),
      })
    context.bind(target, step)
  }
  if (assignment.parent?.type !== 'ExpressionStatement') context.follow({ ...step, node: assignment })
}

/** `hosts += "acme.com"` where `hosts` is a list from the start. */
function isList({ tree }: Context, target: Node): boolean {
  const definition =
    target.type === 'Identifier' ? tree.resolve(target.name, target)?.defs[0]?.node : undefined
  const init =
    definition?.type === 'VariableDeclarator' && definition.init ? unwrap(definition.init) : undefined
  return tree.joins !== undefined && init?.type === 'ArrayExpression'
}

/** A class property. */
export function bindMember(context: Context, step: Step, member: Node): void {
  const key = keyName(member)
  const elsewhere = isPublic(context, member) ? nameElsewhere(context, member) : undefined
  step.out.uses.push({
    is: 'binding',
    name: elsewhere ?? key ?? '*',
    ...(elsewhere !== undefined && { exported: true }),
  })
  if (elsewhere === undefined && isPublic(context, member)) step.out.closed = false
  followReads(context, step, key, member, elsewhere !== undefined)
}

/**
 * The name under which files of other languages than scripts read a member, `Client.HOST`: they name classes without
 * importing them from anywhere.
 */
function nameElsewhere({ tree }: Context, member: Node): string | undefined {
  const key = keyName(member)
  const owner = tree.joins ? classAround(member) : undefined
  return owner?.id && key !== undefined ? `${owner.id.name}.${key}` : undefined
}

function classAround(member: Node): Node | undefined {
  let owner: Node | undefined = member
  while (owner && !/^Class(?:Declaration|Expression)$/.test(owner.type)) owner = owner.parent
  return owner
}

/** Whether other files can read a member of the class that a node stands in: the class is exported. */
function isPublic(context: Context, member: Node): boolean {
  const key = (member.key ?? member.property) as Node | undefined
  if (key?.type === 'PrivateIdentifier' || member.accessibility === 'private') return false
  const owner = classAround(member)
  if (!owner || (context.tree.joins && isPrivateIn(owner, member))) return false
  if (isExported(owner) || isModuleExports(owner)) return true
  const variable = owner.id ? context.tree.resolve(owner.id.name, owner) : undefined
  return (
    variable?.references.some((reference) => {
      const at = reference.identifier
      return (
        at.parent?.type === 'ExportSpecifier' ||
        at.parent?.type === 'ExportDefaultDeclaration' ||
        isModuleExports(at)
      )
    }) ?? false
  )
}

/** The class declares the property that is written as its own. */
function isPrivateIn(owner: Node, member: Node): boolean {
  const key = keyName(member)
  return (owner.body.body as Node[]).some(
    (each) => each.type === 'PropertyDefinition' && each.accessibility === 'private' && keyName(each) === key,
  )
}

export function bindEnumMember(context: Context, step: Step, member: Node): void {
  const name = String(member.id?.name ?? member.id?.value ?? '*')
  const owner = enumName(member)
  step.out.uses.push({ is: 'binding', name }, { is: 'type', value: true, ...(owner && { name: owner }) })
  if (isExported(member)) step.out.closed = false
  followReads(context, { ...step, path: [] }, name, member)
}

function enumName(member: Node): string | undefined {
  let at: Node | undefined = member
  while (at && at.type !== 'TSEnumDeclaration') at = at.parent
  return at?.id?.name
}

/** `for (const x of list)`. */
export function bindLoop(context: Context, step: Step, left: Node): void {
  const target = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : left
  if (target) context.bind(target, { ...step, path: step.path.slice(1), depth: step.depth + 1 })
}

/** Reads of a property by its name, wherever they stand in the file; without any, other files must read it. */
function followReads(
  context: Context,
  step: Step,
  key: string | undefined,
  except: Node,
  isFollowedElsewhere = false,
): void {
  if (key === undefined) return
  let reads = 0
  const named = context.membersNamed(key)
  if (named.length > MAX_NAMESAKES) {
    leave(step.out, `${key} is read in too many places`)
    return
  }
  for (const member of named) {
    if (member === except || isWritten(member)) continue
    reads++
    context.follow({ ...step, node: member, depth: step.depth + 1 })
  }
  for (const property of context.takenNamed(key)) {
    reads++
    const value = property.value as Node
    context.bind(value.type === 'AssignmentPattern' ? value.left : value, { ...step, depth: step.depth + 1 })
  }
  if (reads === 0 && !isFollowedElsewhere) step.out.closed = false
}

function isWritten(member: Node): boolean {
  const parent = member.parent
  return parent?.type === 'AssignmentExpression' && parent.left === member && parent.operator === '='
}

/** Whether a declaration stands under `export`. */
export function isExported(definition: Node): boolean {
  for (let at: Node | undefined = definition; at; at = at.parent) {
    if (at.type === 'ExportNamedDeclaration' || at.type === 'ExportDefaultDeclaration') return true
    if (at.type === 'Program' || at.type === 'BlockStatement') return false
  }
  return false
}

/** `module.exports = X` and `module.exports = { X }`. */
function isModuleExports(reference: Node): boolean {
  let at: Node | undefined = reference.parent
  while (at && (isTransparent(at) || at.type === 'Property' || at.type === 'ObjectExpression')) at = at.parent
  return at?.type === 'AssignmentExpression' && /^(module\.)?exports\b/.test(dottedName(at.left))
}
