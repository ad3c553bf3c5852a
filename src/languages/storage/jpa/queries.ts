import type { KeyField, KeyUse } from '../../../storage.js'
import { heldBy } from '../../script/held.js'
import { keyName, staticText, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import { calledAs, chainOf, isInnerLink, type Link } from '../chains.js'
import { fieldsOfCondition } from '../conditions.js'
import { lastName, type StorageContext } from '../context.js'
import { isAccountName } from '../names.js'

const BY_KEY =
  /^(?:find|findById|existsById|getById|getOne|getReference(?:ById)?|deleteById|load|findByIdOrNull|byId|findOptional)$/
/** Keepers of records. */
const KEEPER = /(?:repo(?:sitory)?|dao|em|entityManager|session|manager|store)s?$/i
const FINDS_ONE =
  /^(?:getSingleResult(?:OrNull)?|uniqueResult(?:Optional)?|getFirstResult|singleResult|firstResult|findFirst|firstResultOptional|singleResultOptional)$/

/** Records that code asks for by key or by a query. */
export function queries(context: StorageContext): KeyUse[] {
  return context.tree.nodes.flatMap((node) => {
    if (node.type !== 'CallExpression') return []
    const criteria = criterion(node, context)
    if (criteria) return [criteria]
    return isInnerLink(node) ? [] : (asked(node, context) ?? [])
  })
}

function asked(node: Node, context: StorageContext): KeyUse | undefined {
  const chain = chainOf(node)
  const byKey = chain.links.find(({ name }) => BY_KEY.test(name))
  const keeper = lastName(chain.root) ?? ''
  if (byKey && KEEPER.test(keeper))
    return use(keyFields(byKey, context), storeOf(byKey, keeper, context), calledAs(chain, context))
  const query = chain.links.find(({ name }) => name === 'createQuery')
  const text = query?.args[0]
  if (!text || !chain.links.some(({ name }) => FINDS_ONE.test(name))) return undefined
  const held = heldBy(context.tree, text)
  // A query that begins with `select` is read with every other text of that kind.
  const store = /^\s*from\s+(?:\w+\.)*(\w+)/i.exec(staticText(held) ?? '')?.[1]
  if (store === undefined) return undefined
  return use(fieldsOfCondition(context, held, [], /\bwhere\b/i), store, calledAs(chain, context))
}

function use(fields: readonly KeyField[], store: string, call: string): KeyUse | undefined {
  const [first] = fields
  if (!first || !fields.some(({ name }) => isAccountName(name))) return undefined
  return { kind: 'lookup', system: 'jpa', span: first.span, store, call, fields }
}

/** `em.find(Account.class, subdomain)`, `repository.findById(subdomain)`. */
function keyFields({ args }: Link, context: StorageContext): KeyField[] {
  const key = args.length > 1 ? args[1] : args[0]
  const name = key && lastName(key)
  return key && name !== undefined ? [{ name, value: context.slice(key), span: context.span(key) }] : []
}

function storeOf({ args }: Link, keeper: string, context: StorageContext): string {
  const [type] = args
  return (
    (args.length > 1 && type && /^(?:\w+\.)*(\w+)(?:\.class|::class)/.exec(context.slice(type))?.[1]) ||
    keeper
  )
}

/** `builder.equal(root.get("subdomain"), subdomain)` where one record is asked for. */
function criterion(node: Node, context: StorageContext): KeyUse | undefined {
  const callee = unwrap(node.callee)
  if (callee.type !== 'MemberExpression' || keyName(callee) !== 'equal') return undefined
  if (!/getSingleResult|uniqueResult|findFirst|findOne|setMaxResults\(1\)/.test(context.text))
    return undefined
  const [path, value] = (node.arguments as Node[]).map(unwrap)
  const got = path?.type === 'CallExpression' ? unwrap(path.callee) : undefined
  if (!path || got?.type !== 'MemberExpression' || keyName(got) !== 'get') return undefined
  const property = path.arguments[0] as Node | undefined
  const name = property && staticText(property)
  if (!property || name === undefined) return undefined
  const span = context.span(unwrap(property).content ?? property)
  const field = { name, ...(value && { value: context.slice(value) }), span }
  return use([field], lastName(got.object) ?? '', context.slice(callee))
}
