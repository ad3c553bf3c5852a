import type { Node, ScriptTree } from '../tree.js'
import { boundName, declarator, declaredName, functionName, qualified, typeQuery } from './declarations.js'
import { accessOf, type Draft, OWN, writtenValue } from './draft.js'
import { compact, dottedName, membersAfter, staticName } from './nodes.js'
import { patternSource } from './patterns.js'
import { propertyDeclaration } from './properties.js'
import { settingOfKey } from './settings.js'
import { bareType, memberType } from './typing.js'
import { globalObject } from './window.js'

/** What a name is looked at with: the tree, the file's path, and whether a type checker reads the code. */
export interface Context {
  tree: ScriptTree
  path: string
  typed: boolean
}

/** What an identifier `AMOCRM` or `APP` is at its place. */
export function draftOfName(context: Context, node: Node): Draft {
  const up = node.parent as Node
  switch (up.type) {
    case 'MemberExpression':
      return up.property === node && !up.computed ? draftOfMember(context, up) : draftOfBare(context, node)
    case 'Property':
      return draftOfProperty(context, up, node)
    case 'PropertyDefinition':
    case 'AccessorProperty':
    case 'MethodDefinition':
    case 'TSAbstractPropertyDefinition':
    case 'TSAbstractMethodDefinition':
    case 'TSAbstractAccessorProperty':
      return up.key === node && !up.computed ? OWN : draftOfBare(context, node)
    case 'TSPropertySignature':
    case 'TSMethodSignature':
      return propertyDeclaration(context, up)
    case 'TSTypeQuery':
      return typeQuery(context.tree, node)
    case 'TSQualifiedName':
      return qualified(context.tree, up, node)
    case 'VariableDeclarator':
      return up.id === node ? declarator(context.tree, up, node) : draftOfBare(context, node)
    case 'DeclareVariable':
      return {
        access: 'declare',
        via: 'bare',
        place: { declares: 'type', value: compact(context.tree, node.typeAnnotation), typed: 'bare' },
      }
    case 'FunctionDeclaration':
      return up.id === node ? functionName(context.tree, up, node) : draftOfBare(context, node)
    case 'TSDeclareFunction':
    case 'TSModuleDeclaration':
    case 'ClassDeclaration':
      return up.id === node ? declaredName(context.tree, up, node) : draftOfBare(context, node)
    default:
      return isNameOnly(up, node) ? OWN : draftOfBare(context, node)
  }
}

const NAME_ONLY = new Set([
  'LabeledStatement',
  'BreakStatement',
  'ContinueStatement',
  'ImportSpecifier',
  'ImportDefaultSpecifier',
  'ImportNamespaceSpecifier',
  'ExportSpecifier',
  'ExportAllDeclaration',
  'ExportNamespaceSpecifier',
  'TSTypeReference',
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
  'TSEnumDeclaration',
  'TSEnumMember',
  'TSTypeParameter',
  'TSClassImplements',
  'TSInterfaceHeritage',
  'TSImportEqualsDeclaration',
  'TSNamespaceExportDeclaration',
  'TSNamedTupleMember',
  'TSImportType',
  'MetaProperty',
  'GenericTypeAnnotation',
  'ObjectTypeProperty',
  'TypeAlias',
  'InterfaceDeclaration',
])

/** Places where the name is a label, a type, or what a module calls its own. */
function isNameOnly(up: Node, node: Node): boolean {
  if (up.type === 'TSEnumMember') return up.initializer !== node
  return NAME_ONLY.has(up.type)
}

/** A free or bound name used as a value. */
function draftOfBare({ tree, typed }: Context, node: Node): Draft {
  const access = accessOf(node)
  return {
    access,
    via: 'bare',
    members: membersAfter(node),
    place: {
      ...(access === 'write' ? { value: compact(tree, writtenValue(node)) } : {}),
      ...(typed ? { typed: bareType(tree, node) } : {}),
    },
  }
}

/** `object.AMOCRM`, `object['AMOCRM']`: the constant when the object is the global object. */
export function draftOfMember({ tree, typed }: Context, member: Node): Draft {
  const object = globalObject(tree, member.object)
  if (!object) return OWN
  const access = accessOf(member)
  return {
    access,
    via: 'member',
    members: membersAfter(member),
    object: tree.text.slice(member.object.start, member.object.end),
    place: {
      ...object,
      ...(access === 'write' ? { value: compact(tree, writtenValue(member)) } : {}),
      ...(typed ? { typed: memberType(tree, member.object, member) } : {}),
    },
  }
}

/** A key or a value of an object literal or of a destructuring pattern. */
export function draftOfProperty(context: Context, property: Node, node: Node): Draft {
  const holder = property.parent as Node
  if (holder.type === 'ObjectPattern') return draftOfPattern(context, property, node)
  const isKey = property.key === node && !property.computed
  if (!isKey && !property.shorthand) return node.type === 'Identifier' ? draftOfBare(context, node) : OWN
  const assigned = assignedObject(context, holder)
  if (assigned) return { ...assigned, shorthand: property.shorthand === true }
  const setting = settingOfKey(context.tree, context.path, property)
  if (setting)
    return { access: 'declare', via: 'property', place: setting, shorthand: property.shorthand === true }
  return property.shorthand ? { ...draftOfBare(context, node), shorthand: true } : OWN
}

/** `Object.assign(window, { AMOCRM: … })` writes the global; so does `vi.stubGlobal`-like merging of a map. */
function assignedObject({ tree }: Context, object: Node): Draft | undefined {
  const call = object.parent
  if (
    call?.type !== 'CallExpression' ||
    !/^(?:Object\.(?:assign|defineProperties)|_\.(?:assign|extend|merge)|\$\.extend)$/.test(
      dottedName(call.callee),
    )
  ) {
    return undefined
  }
  const target = call.arguments[0] === object ? undefined : globalObject(tree, call.arguments[0])
  return target && { access: 'write', via: 'member', place: { ...target } }
}

/** `{ AMOCRM } = window`: a property taken out of the global object; else a binding or an own property. */
function draftOfPattern(context: Context, property: Node, node: Node): Draft {
  const { tree, typed } = context
  const source = property.computed ? undefined : patternSource(tree, property.parent as Node)
  const object = source?.object
  if (property.key.start === node.start && !property.computed && object) {
    return {
      access: 'read',
      via: 'member',
      object: source.text,
      shorthand: property.shorthand === true,
      place: {
        ...object,
        beside: siblings(property),
        ...(typed ? { typed: source.node ? memberType(tree, source.node, node) : 'Window' } : {}),
      },
    }
  }
  if (!property.shorthand && property.value !== node) return OWN
  if (!isAssigned(property.parent as Node)) return boundName(tree, node)
  const target = property.value.type === 'AssignmentPattern' ? property.value.left : property.value
  return { ...draftOfBare(context, target), shorthand: property.shorthand === true }
}

/** `({ AMOCRM } = x)`, `for ({ AMOCRM } of list)`: the pattern sets names, it declares none. */
function isAssigned(pattern: Node): boolean {
  let at = pattern
  while (
    at.parent &&
    /^(?:Property|ObjectPattern|ArrayPattern|AssignmentPattern|RestElement)$/.test(at.parent.type)
  )
    at = at.parent
  const up = at.parent
  return up?.left === at && /^(?:AssignmentExpression|ForOfStatement|ForInStatement)$/.test(up.type)
}

function siblings(property: Node): string[] {
  const list: Node[] = property.parent?.properties ?? []
  return list.flatMap((item) => {
    const name = item !== property && item.key ? staticName(item.key, item.computed) : undefined
    return name === undefined ? [] : [name]
  })
}
