import type { Use } from '../../../sites.js'
import { spanOf } from '../../site.js'
import { keyName, staticText } from '../names.js'
import type { Node } from '../tree.js'
import type { Context } from './context.js'

/** What a literal type is for: the type that it belongs to, and its union where every member is the name of a host. */
export function typeUses({ source, base }: Context, literal: Node): Use[] {
  let member = literal
  while (member.parent?.type === 'TSParenthesizedType') member = member.parent
  const name = typeName(member)
  const use: Use = { is: 'type', ...(name !== undefined && { name }) }
  const members = member.parent?.type === 'TSUnionType' ? (member.parent.types as Node[]) : []
  const texts = members.map(memberText)
  if (members.length < 2 || !texts.every((text) => text !== undefined && HOST.test(text))) return [use]
  const items = members.map((one, i) => ({
    text: texts[i] as string,
    span: spanOf(source, base + one.start, base + one.end),
  }))
  return [use, { is: 'element', of: { form: 'or', items, uses: [], ...(name !== undefined && { name }) } }]
}

const HOST = /^(?:[a-z]+:)?(?:\/\/)?(?:[\w*-]+\.)+(?:[a-z]{2,}|\*)(?::\d+)?\/?$/i

/** Text of a literal type, `*` for what a template leaves open; `undefined` for other types. */
function memberText(type: Node): string | undefined {
  if (type.type === 'TSLiteralType') return staticText(type.literal as Node)
  if (type.type !== 'TSTemplateLiteralType') return undefined
  return (type.quasis as Node[]).map((quasi) => quasi.value.cooked as string).join('*')
}

/** Name of the alias, property or variable that a type is written for. */
function typeName(type: Node): string | undefined {
  for (let at = type.parent; at; at = at.parent) {
    if (at.type === 'TSTypeAliasDeclaration') return at.id.name
    if (at.type === 'TSPropertySignature' || at.type === 'PropertyDefinition') return keyName(at)
    if (at.type === 'Identifier') return at.name
    if (/Statement$|Declaration$|^Program$/.test(at.type)) return undefined
  }
  return undefined
}
