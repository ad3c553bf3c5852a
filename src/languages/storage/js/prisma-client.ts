import type { KeyField, KeyUse } from '../../../storage.js'
import { keyName, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import type { Extractor, StorageContext } from '../context.js'
import { isAccountName } from '../names.js'
import { option, tableIn } from './parts.js'

const KINDS: Readonly<Record<string, KeyUse['kind']>> = {
  findUnique: 'lookup',
  findUniqueOrThrow: 'lookup',
  findFirst: 'lookup',
  findFirstOrThrow: 'lookup',
  update: 'lookup',
  delete: 'lookup',
  upsert: 'upsert',
}

/** What code asks of a Prisma client: `prisma.account.findUnique({ where: { subdomain } })`. */
export const prismaClient: Extractor = {
  hint: /\b(?:findUnique|findFirst|upsert|update|delete)(?:OrThrow)?\s*\(\s*\{/,
  extract(context) {
    const uses = context.tree.nodes.flatMap((node): KeyUse[] => {
      if (node.type !== 'CallExpression') return []
      const callee = unwrap(node.callee)
      const kind = callee.type === 'MemberExpression' ? KINDS[keyName(callee) ?? ''] : undefined
      const model = callee.type === 'MemberExpression' ? unwrap(callee.object) : undefined
      if (!kind || model?.type !== 'MemberExpression' || !isClient(model)) return []
      const where = option(context, tableIn(context, node.arguments[0] as Node | undefined), 'where')
      const fields = where ? fieldsOf(context, where) : []
      const [first] = fields.filter(({ name }) => isAccountName(name))
      if (!first) return []
      return [
        {
          kind,
          system: 'prisma',
          span: first.span,
          store: keyName(model) ?? '',
          call: context.slice(callee),
          fields,
        },
      ]
    })
    return { uses }
  },
}

/** `prisma.account`, `this.prisma.account`, `tx.account`, `db.account`. */
function isClient(model: Node): boolean {
  const client = unwrap(model.object)
  const name =
    client.type === 'MemberExpression'
      ? keyName(client)
      : client.type === 'Identifier'
        ? (client.name as string)
        : undefined
  return name !== undefined && /prisma|^(?:tx|db|client|orm|trx)$/i.test(name)
}

/** Fields of `where`, those of a compound key (`platform_accountId: { … }`) among them. */
function fieldsOf(context: StorageContext, where: Node): KeyField[] {
  if (where.type !== 'ObjectExpression') return []
  return (where.properties as Node[]).flatMap((entry): KeyField[] => {
    const name = entry.type === 'Property' ? keyName(entry) : undefined
    if (name === undefined) return []
    const value = unwrap(entry.value as Node)
    if (value.type === 'ObjectExpression' && name.includes('_')) return fieldsOf(context, value)
    return [{ name, value: context.slice(value), span: context.span(entry.key as Node) }]
  })
}
