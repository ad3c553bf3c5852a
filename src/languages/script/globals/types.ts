import type { Node } from '../tree.js'

/** Name of a type; an inline type that lists members is `inline`: its members are declarations of their own. */
export function typeName(type: Node): string {
  switch (type.type) {
    case 'TSAnyKeyword':
    case 'TSUnknownKeyword':
    case 'AnyTypeAnnotation':
      return 'any'
    case 'TSTypeReference':
      return nameOf(type.typeName)
    case 'TSTypeQuery': {
      const name = nameOf(type.exprName)
      return /^(?:window|self|top|parent)$/.test(name) ? 'Window' : name
    }
    case 'TSTypeLiteral':
      return type.members.some((member: Node) => member.type === 'TSIndexSignature') ? 'any' : 'inline'
    case 'TSIntersectionType': {
      const names: string[] = type.types.map(typeName)
      return (
        names.find((name) => name === 'any' || name === 'inline') ??
        names.find((name) => name !== 'Window') ??
        'Window'
      )
    }
    default:
      return 'any'
  }
}

function nameOf(node: Node): string {
  if (node.type === 'Identifier') {
    return ['Record', 'Map', 'Partial'].includes(node.name) ? 'any' : node.name
  }
  return node.type === 'TSQualifiedName' ? node.right.name : 'any'
}
