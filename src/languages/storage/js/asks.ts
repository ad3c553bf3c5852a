import type { KeyField, KeyUse } from '../../../storage.js'
import { heldBy } from '../../script/held.js'
import { dottedName, isFunction, isTransparent, keyName, staticText, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import { calledName, callIn } from '../call-parts.js'
import { type Chain, calledAs, chainOf, isInnerLink, type Link } from '../chains.js'
import { fieldsOfCondition } from '../conditions.js'
import { type Extractor, lastName, type StorageContext } from '../context.js'
import { isAccountName } from '../names.js'
import { entriesOf, innerOf } from '../reading.js'
import { entryAt, isTrue, listIn, namesIn, option, returned, tableIn } from './parts.js'

/** Methods that find one record, or change those that they find. */
const FINDS =
  /^(?:find(?:One|First|Unique)\w*|findBy|findByOrFail|exists?|existsBy|count|countBy|countDocuments|update(?:One|Many)?|replaceOne|delete(?:One|Many)?|destroy|remove|softDelete|nativeUpdate|nativeDelete)$/
const UPSERTS =
  /^(?:upsert|upsertMany|findOrCreate|findOrBuild|findCreateFind|findOrNew|findOrInsert|firstOrCreate|firstOrNew|updateOrCreate|findOneOrCreate|findOneAndUpsert)$/
const BY_KEY = /^(?:findByPk|findById|findByIdAndUpdate|findByIdAndDelete|findOneById|findOrFail)$/
/** Entries of options that are no conditions. */
const OPTIONS =
  /^(?:include|attributes|relations|select|order|orderBy|raw|transaction|lock|with|columns|populate|cache|data|create|update|skip|take|limit|offset|distinct|by)$/

/** What is asked is no table: clients of services, maps. */
const NO_TABLE =
  /^(?:axios|http|https|api|request|ajax|fetch|\$http|jQuery|\$|\w*(?:Api|Http|Map|Cache|Set|Params))$/

const WHERE = /^(?:where|andWhere|orWhere|whereRef|eq|match|filter|having)$/
const ONE =
  /^(?:first|firstOrFail|getOne|getOneOrFail|getRawOne|getCount|getExists|executeTakeFirst\w*|single|maybeSingle|update|updateTable|delete|deleteFrom|del|increment|decrement|count|patch|findOne|get|set|pluck|value)$/
const NAMES_TABLE =
  /^(?:from|into|table|collection|model|selectFrom|insertInto|updateTable|deleteFrom|insert|update|delete|getRepository|getMongoRepository|getCustomRepository|getModel|withSchema)$/

/** Records that are found or written by what tells accounts apart, through any of the libraries. */
export const asks: Extractor = {
  hint: /\bfind|where|upsert|[Oo]nConflict|orUpdate|exists|count|update|delete|destroy|\beq\(|_id\b/,
  extract(context) {
    const uses = context.tree.nodes.flatMap((node) =>
      node.type === 'CallExpression' && !isInnerLink(node) ? (useOf(chainOf(node), context) ?? []) : [],
    )
    return { uses }
  },
}

function useOf(chain: Chain, context: StorageContext): KeyUse | undefined {
  const { links } = chain
  if (links.length === 0 || NO_TABLE.test(dottedName(chain.root).replace(/^.*\./, ''))) return undefined
  const conflict = links.flatMap((link) => conflictsOf(link, context))
  if (conflict.length > 0) return use('upsert', chain, conflict, context)
  for (const link of links) {
    const found = foundBy(link, context)
    if (found && found.fields.length > 0) return use(found.kind, chain, found.fields, context)
  }
  if (!links.some(({ name }) => WHERE.test(name)) || !isOne(chain, context)) return undefined
  return use(
    'lookup',
    chain,
    links.flatMap((link) => whereOf(link, context)),
    context,
  )
}

function use(
  kind: KeyUse['kind'],
  chain: Chain,
  fields: readonly KeyField[],
  context: StorageContext,
): KeyUse | undefined {
  const named = fields.find(({ name }) => isAccountName(name))
  if (!named) return undefined
  return {
    kind,
    ...(isPrisma(chain, context) && { system: 'prisma' }),
    span: named.span,
    store: storeOf(chain, context),
    call: callOf(chain, context),
    fields,
  }
}

/** `prisma.account.findUnique({ where })`, `this.prisma.account`, `tx.account`, `db.account`. */
function isPrisma({ root, links }: Chain, context: StorageContext): boolean {
  const [first] = links
  const model = unwrap(root)
  if (!first || model.type !== 'MemberExpression') return false
  const client = lastName(model.object)
  return (
    client !== undefined &&
    /prisma|^(?:tx|db|client|orm|trx)$/i.test(client) &&
    /^(?:find(?:Unique|First)|upsert|update|delete|count)/.test(first.name) &&
    entryAt(tableIn(context, first.args[0]), 'where') !== undefined
  )
}

/** `db('accounts').where(…).first(…)` as `db.where.first`. */
function callOf(chain: Chain, context: StorageContext): string {
  const at = unwrap(chain.root)
  const name = at.type === 'CallExpression' ? calledName(at) : undefined
  return name === undefined
    ? calledAs(chain, context)
    : `${name}.${chain.links.map((link) => link.name).join('.')}`
}

/** What a method is told to find: an object of conditions, options with `where`, a name and a value, a key. */
function foundBy(
  { name, args }: Link,
  context: StorageContext,
): { kind: 'lookup' | 'upsert'; fields: KeyField[] } | undefined {
  const plain = args.filter(({ type }) => type !== 'SpreadElement')
  const [first, second] = plain
  if (!first) return undefined
  if (/^(?:create|insertOne|insert)$/.test(name))
    return { kind: 'upsert', fields: documentKey(first, context) }
  if (BY_KEY.test(name)) {
    const field = keyOf(second && isClass(first) ? second : first, context)
    return field && { kind: 'lookup', fields: [field] }
  }
  const isUpsert = UPSERTS.test(name)
  if (!isUpsert && !FINDS.test(name)) return extended(name, plain, context)
  const rest = isClass(first) && second ? plain.slice(1) : plain
  const options = rest.flatMap((each) => tableIn(context, each) ?? [])
  const kind =
    isUpsert || options.some((each) => isTrue(option(context, each, 'upsert'))) ? 'upsert' : 'lookup'
  const where = options.map((each) => entryAt(each, 'where')).find((each) => each !== undefined)
  if (where) return { kind, fields: conditions(where, context) }
  if (/^upsert/.test(name)) {
    const paths =
      rest[1] &&
      (tableIn(context, rest[1])
        ? entryAt(
            tableIn(context, rest[1]),
            'conflictPaths',
            'conflictFields',
            'onConflictFields',
            'onConflict',
          )
        : rest[1])
    return { kind, fields: namedFields(paths, context) }
  }
  const text = rest[0] && staticText(rest[0])
  if (text !== undefined && rest[1])
    return { kind, fields: compared(rest[0] as Node, text, rest[1], context) }
  // `repository.update({ subdomain }, values)`, and no `query.update(values)`.
  if (/^update(?:One|Many)?$/.test(name) && rest.length < 2) return undefined
  const only = rest[0]
  const table = only && tableIn(context, only)
  if (!only || (table && entriesOf(table).some((each) => OPTIONS.test(each.name)))) return undefined
  return table || unwrap(only).type === 'ArrayExpression'
    ? { kind, fields: conditions(only, context) }
    : undefined
}

/** Methods that a project adds to its client, with options like those of the client: `updateWithCacheInvalidate({ where })`. */
function extended(
  name: string,
  args: readonly Node[],
  context: StorageContext,
): { kind: 'lookup' | 'upsert'; fields: KeyField[] } | undefined {
  if (/^(?:find|get)(?:All|Many|AndCount\w*|AndCountAll)?$/.test(name)) return undefined
  if (!/^(?:get|find|update|delete|upsert|exists|count|load|fetch)(?!Many|All)\w*$/.test(name))
    return undefined
  const where = args.flatMap((each) => entryAt(tableIn(context, each), 'where') ?? [])[0]
  return where && { kind: /^upsert/.test(name) ? 'upsert' : 'lookup', fields: conditions(where, context) }
}

const isClass = (node: Node): boolean => {
  const at = unwrap(node)
  return at.type === 'Identifier' && /^[A-Z]/.test(at.name)
}

/** `create({ _id: subdomain })`. */
function documentKey(node: Node, context: StorageContext): KeyField[] {
  const entry = entriesOf(tableIn(context, node) ?? node).find(({ name }) => name === '_id')
  const field = entry && keyOf(entry.value, context)
  return field ? [field] : []
}

/** A value that is handed over as a key, by its own name. */
function keyOf(node: Node, context: StorageContext): KeyField | undefined {
  if (node.type === 'SpreadElement') return undefined
  const name = lastName(node)
  return name !== undefined && isAccountName(name)
    ? { name, value: context.slice(node), span: context.span(node) }
    : undefined
}

/** Fields that conditions compare: objects, `eq(accounts.subdomain, x)`, lists of them. */
function conditions(node: Node, context: StorageContext): KeyField[] {
  if (node.type === 'SpreadElement') return []
  const at = heldBy(context.tree, node)
  if (isFunction(at)) {
    const value = returned(at)
    return value ? conditions(value, context) : []
  }
  if (at.type === 'ArrayExpression') return listIn(context, at).flatMap((each) => conditions(each, context))
  if (at.type === 'CallExpression') return expression(at, context)
  if (at.type === 'LogicalExpression' || at.type === 'ConditionalExpression') return []
  if (at.type !== 'ObjectExpression') return []
  return (at.properties as Node[]).flatMap((each) => {
    if (each.type !== 'Property') return []
    const name = keyName(each) ?? dottedName(each.key)
    if (/^(?:AND|OR|\$and|\$or|(?:\w+\.)?Op\.(?:and|or)|or|and)$/.test(name))
      return conditions(each.value, context)
    if (/^(?:NOT|\$not|not|(?:\w+\.)?Op\.not)$/.test(name)) return []
    return fieldsOf(name, each, context)
  })
}

const EQUALS = /^(?:equals|eq|\$eq|in|\$in|like|iLike|(?:\w+\.)?Op\.(?:eq|in|like|iLike))$/
const UNEQUAL = /^(?:Not|MoreThan|MoreThanOrEqual|LessThan|LessThanOrEqual|Between|IsNull|Any)$/
const OTHERS =
  /^(?:\$\w+|(?:\w+\.)?Op\.\w+|not|notIn|lt|lte|gt|gte|contains|startsWith|endsWith|mode|search|is|isNot|ne)$/

function fieldsOf(name: string, entry: Node, context: StorageContext): KeyField[] {
  const value = unwrap(entry.value)
  const isText = entry.key.type === 'Literal'
  const span = context.span(isText ? innerOf(entry.key) : entry.key)
  if (value.type !== 'ObjectExpression') {
    // `Not(subdomain)`
    if (value.type === 'CallExpression' && UNEQUAL.test(calledName(value))) return []
    const own = /^(?:_id|id|pk)$/.test(name) ? keyOf(value, context)?.name : undefined
    const last = name.replace(/^.*\./, '').replace(/^\$|\$$/g, '')
    return [{ name: own ?? last, value: context.slice(entry.value), span }]
  }
  const inner = entriesOfAny(value)
  const equal = inner.find((each) => EQUALS.test(each.name))
  if (equal) return [{ name: name.replace(/^.*\./, ''), value: context.slice(equal.value), span }]
  if (inner.some((each) => OTHERS.test(each.name))) return []
  return conditions(value, context)
}

const entriesOfAny = (table: Node): { name: string; value: Node }[] =>
  (table.properties as Node[]).flatMap((each) =>
    each.type === 'Property'
      ? [{ name: keyName(each) ?? dottedName(each.key), value: each.value as Node }]
      : [],
  )

/** `eq(accounts.subdomain, subdomain)`, `and(…)`. */
function expression(call: Node, context: StorageContext): KeyField[] {
  const args = (call.arguments as Node[]).filter(({ type }) => type !== 'SpreadElement')
  const name = calledName(call)
  if (/^(?:and|or)$/.test(name)) return args.flatMap((each) => conditions(each, context))
  if (!/^(?:eq|ilike|like|inArray)$/.test(name)) return []
  const [left, right] = args
  const column = left && columnIn(unwrap(left))
  return column && right
    ? [{ name: column.name, value: context.slice(right), span: context.span(column.at) }]
    : []
}

/** `accounts.subdomain`, `lower(accounts.subdomain)`, ``sql`lower(${accounts.subdomain})` ``. */
function columnIn(at: Node): { name: string; at: Node } | undefined {
  if (at.type === 'MemberExpression') {
    const name = keyName(at)
    return name === undefined ? undefined : { name, at: at.property }
  }
  const inner =
    at.type === 'CallExpression'
      ? (at.arguments[0] as Node | undefined)
      : at.type === 'TaggedTemplateExpression'
        ? (at.quasi.expressions[0] as Node | undefined)
        : undefined
  return inner && inner.type !== 'SpreadElement' ? columnIn(unwrap(inner)) : undefined
}

/** Conditions of one step of a query. */
function whereOf({ name, args }: Link, context: StorageContext): KeyField[] {
  const [first, second, third] = args
  if (!WHERE.test(name) || !first || first.type === 'SpreadElement') return []
  const at = heldBy(context.tree, first)
  const text = staticText(at)
  if (text === undefined) return conditions(at, context)
  if (/^[\w.$"`]+$/.test(text)) {
    const operator = second && staticText(second)
    const isPair = third === undefined || name === 'eq'
    if (!isPair && !/^(?:=|==|===|like|ilike|in)$/i.test(operator ?? '')) return []
    return second ? compared(first, text, isPair ? second : (third as Node), context) : []
  }
  return inText(at, second, context)
}

function compared(at: Node, text: string, value: Node, context: StorageContext): KeyField[] {
  return [
    {
      name: text.replace(/["`]/g, '').replace(/^.*\./, ''),
      value: context.slice(value),
      span: context.span(innerOf(unwrap(at))),
    },
  ]
}

/** `where('account.subdomain = :subdomain', { subdomain: value })`. */
function inText(at: Node, values: Node | undefined, context: StorageContext): KeyField[] {
  const table = tableIn(context, values)
  const content = { start: at.start + 1, end: at.end - 1 }
  const written = { ...at, type: 'Literal', value: context.slice(content), content } as Node
  return fieldsOfCondition(context, written, []).map((field) => {
    const value = table && entryAt(table, field.value?.replace(/^:(?:\.\.\.)?/, '') ?? field.name)
    const param = new RegExp(
      `${field.name}["\`]?\\s*\\)?\\s*(?:=|in|i?like)\\s*\\(?:(?:\\.\\.\\.)?(\\w+)`,
      'i',
    ).exec(context.slice(content))?.[1]
    const told = value ?? (table && param !== undefined ? entryAt(table, param) : undefined)
    return told ? { ...field, value: context.slice(told) } : field
  })
}

/** `.onConflict('subdomain')`, `.onConflict((oc) => oc.column('subdomain'))`, `.onConflictDoUpdate({ target })`, `.orUpdate(…, ['subdomain'])`. */
function conflictsOf({ name, args }: Link, context: StorageContext): KeyField[] {
  const [first, second] = args
  if (name === 'orUpdate') return namedFields(second, context)
  if (!first || !/^onConflict/.test(name)) return []
  const at = heldBy(context.tree, first)
  if (isFunction(at)) {
    const value = returned(at)
    const inner = value && callIn(value)
    const columns = inner ? chainOf(inner).links.filter((link) => /^columns?$/.test(link.name)) : []
    return columns.flatMap((link) => namedFields(link.args[0], context))
  }
  return namedFields(at.type === 'ObjectExpression' ? entryAt(at, 'target') : at, context)
}

const namedFields = (node: Node | undefined, context: StorageContext): KeyField[] =>
  namesIn(context, node)
    .flatMap(({ name, at }) => name.split(/\s*,\s*/).map((each) => ({ name: each, at })))
    .map(({ name, at }) => ({
      name: name.replace(/^.*\./, ''),
      span: context.span(at.type === 'MemberExpression' ? at.property : innerOf(at)),
    }))

/** Whether a query gives one record: it says so, changes what it finds, or only the first one is looked at. */
function isOne({ links }: Chain, context: StorageContext): boolean {
  if (links.some(({ name }) => ONE.test(name))) return true
  if (links.some(({ name, args }) => /^(?:limit|take)$/.test(name) && args[0] && unwrap(args[0]).value === 1))
    return true
  let at = links.at(-1)?.call as Node
  while (at.parent && isTransparent(at.parent)) at = at.parent
  const { parent } = at
  if (parent?.type === 'MemberExpression' && parent.object === at) return keyName(parent) === '0'
  if (parent?.type !== 'VariableDeclarator' || parent.init !== at) return false
  if (parent.id.type === 'ArrayPattern') return parent.id.elements.length === 1
  if (parent.id.type !== 'Identifier') return false
  const readers = context.tree.resolve(parent.id.name, parent.id)?.references ?? []
  return readers.some(({ identifier }) => {
    const member = (identifier as Node).parent
    return member?.type === 'MemberExpression' && member.object === identifier && keyName(member) === '0'
  })
}

/** The table, model or class that is asked. */
function storeOf({ root, links }: Chain, context: StorageContext): string {
  for (const { name, args } of links) {
    const [first] = args
    if (!first || first.type === 'SpreadElement') continue
    const isStart = links[0]?.args === args && links.length > 1 && unwrap(root).type !== 'CallExpression'
    if (/^(?:insert|update|delete)$/.test(name) && !isStart) continue
    const told = tableArgument(name, first, context)
    if (told !== undefined) return told
  }
  const at = unwrap(root)
  if (at.type === 'CallExpression') {
    // `db('accounts').where(…)`
    const [first] = at.arguments as Node[]
    return (first && nameIn(first, context)) ?? calledName(at)
  }
  const held = heldBy(context.tree, at)
  if (held !== at && held.type === 'CallExpression') {
    const { links: made } = chainOf(held)
    for (const { name, args } of made)
      if (args[0] && NAMES_TABLE.test(name)) {
        const told = tableArgument(name, args[0], context)
        if (told !== undefined) return told
      }
  }
  const written = dottedName(at)
  const own = written.replace(/^.*\./, '')
  return typed(own, context) ?? plainStore(own)
}

/** A name without what says what kind of thing it is: `accountRepository`. */
const plainStore = (name: string): string => {
  const bare = name.replace(/^_+/, '').replace(/(?:Repository|Repo|Collection|Dao|Entity)$/i, '')
  return bare === '' ? name : bare
}

function tableArgument(name: string, first: Node, context: StorageContext): string | undefined {
  if (NAMES_TABLE.test(name)) return nameIn(first, context)
  // `manager.findOne(Account, …)`
  return isClass(first) && (FINDS.test(name) || UPSERTS.test(name)) ? unwrap(first).name : undefined
}

function nameIn(node: Node, context: StorageContext): string | undefined {
  const text = staticText(heldBy(context.tree, node))
  if (text !== undefined) return text.replace(/\s+as\s+.*$/i, '').replace(/^.*\./, '')
  const at = unwrap(node)
  if (at.type === 'Identifier') return at.name
  return at.type === 'MemberExpression' ? keyName(at) : undefined
}

/** What a repository is of: `private readonly repo: Repository<Account>`. */
function typed(name: string, context: StorageContext): string | undefined {
  if (!/^\w+$/.test(name)) return undefined
  const found = new RegExp(
    `\\b${name}[!?]?\\s*:\\s*(?:(?:\\w+\\.)?(?:Repository|EntityRepository|MongoRepository|TreeRepository|Model|ReturnModelType|Collection)<\\s*(?:typeof\\s+)?(\\w+)|typeof\\s+(\\w+))`,
  ).exec(context.text)
  const told = found?.[1] ?? found?.[2]
  return told?.replace(/Document$/, '')
}
