import type { ColumnSite, ForeignKey, KeyField, KeyUse, TableKey, TableSite } from '../../storage.js'
import type { Outline } from '../grammar/outline.js'
import { dottedName, keyName, staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { entryOf, textsOf } from './arguments.js'
import { type Chain, calledAs, chainOf, isInnerLink } from './chains.js'
import { type Extractor, lastName, type StorageContext } from './context.js'
import { isAccountName, snakeCase } from './names.js'

const TABLE = /^(?:\w+\.)*(?<id>(?:U?Int|U?Long|UUID|Kotlin(?:x)?UUID|Composite)?Id|UUID)?Table(?:<.*>)?$/

function tablesIn(context: StorageContext): TableSite[] {
  return context.tree.nodes.flatMap((node) => {
    const outlines = node.outlines as (() => Outline[]) | undefined
    if (!outlines || !node.body) return []
    return outlines().flatMap((struct) => {
      const base = struct.bases.find(({ callee }) => TABLE.test(callee.name ?? ''))
      return base ? [tableOf(node, struct, base, context)] : []
    })
  })
}

interface Column {
  site: ColumnSite
  keys: TableKey[]
  references: ForeignKey[]
}

function tableOf(node: Node, struct: Outline, base: Node, context: StorageContext): TableSite {
  const [named] = textsOf(base.arguments[0])
  const members = node.body.body as Node[]
  const columns = members.flatMap((member) => columnOf(member, context) ?? [])
  const sites = columns.map(({ site }) => site)
  const names = (nodes: readonly Node[]) =>
    nodes.flatMap((each) => {
      const property = lastName(each)
      if (property === undefined || each.type === 'ObjectExpression') return []
      return [sites.find((site) => site.property === property)?.name ?? property]
    })
  const own = TABLE.exec(base.callee.name)?.groups?.id
  const hasOwn = own !== undefined && own !== 'Id' && own !== 'CompositeId'
  const id: ColumnSite = {
    name: textsOf(base.arguments[1])[0]?.name ?? 'id',
    property: 'id',
    span: context.span(struct.at),
    whole: context.span(struct.at),
    generated: true,
  }
  const said = primaryOf(members, names, context)
  const primary: TableKey[] = said
    ? [said]
    : hasOwn
      ? [{ kind: 'primary', columns: [id.name], span: context.span(base) }]
      : []
  return {
    system: 'exposed',
    part: 'model',
    change: 'create',
    name: named?.name.replace(/^.*\./, '') ?? struct.name.replace(/Table$/, ''),
    model: struct.name,
    span: context.span(struct.at),
    whole: context.span(struct.whole),
    columns: [...(hasOwn && !sites.some(({ property }) => property === 'id') ? [id] : []), ...sites],
    keys: [...primary, ...columns.flatMap(({ keys }) => keys), ...indexes(members, names, context)],
    references: columns.flatMap(({ references }) => references),
  }
}

const COLUMN =
  /^(?:reference|optReference|customEnumeration|enumeration\w*|(?:small|large|big)?(?:int|integer|serial|decimal|text|blob)|u?(?:int|integer|long|short|byte)|varchar|char|text|mediumText|largeText|uuid|bool|float|double|date\w*|time\w*|json\w*|binary|array|javaUUID|registerColumn)$/

/** `val subdomain = varchar("subdomain", 100).uniqueIndex()`. */
function columnOf(member: Node, context: StorageContext): Column | undefined {
  if (member.type !== 'PropertyDefinition' || !member.value) return undefined
  const value = unwrap(member.value)
  const { root, links } = value.type === 'CallExpression' ? chainOf(value) : { root: value, links: [] }
  const made = unwrap(root)
  if (made.type !== 'CallExpression') return undefined
  const type = dottedName(made.callee).replace(/^this\./, '')
  const [named] = textsOf(made.arguments[0])
  const property = keyName(member)
  if (!COLUMN.test(type) || !named || property === undefined) return undefined
  const has = (name: RegExp) => links.find((link) => name.test(link.name))
  const site: ColumnSite = {
    name: named.name,
    property,
    span: context.span(named.at),
    whole: context.span(member),
    type,
    ...(has(/^nullable$/) && { nullable: true }),
    ...(has(/^auto(?:Increment|Generate)$|^clientDefault$/) && { generated: true }),
  }
  const keys = links.flatMap(({ name, args, call }): TableKey[] => {
    const isUnique = name === 'uniqueIndex' || (name === 'index' && isTrueIn(args, 'isUnique'))
    const kind = name === 'primaryKey' ? 'primary' : isUnique ? 'unique' : 'index'
    if (kind === 'index' && name !== 'index') return []
    const { property } = unwrap(call.callee)
    return [{ kind, columns: [named.name], span: context.span({ start: property.start, end: call.end }) }]
  })
  const pointing =
    has(/^references$/)?.args ?? (/reference$/i.test(type) ? (made.arguments as Node[]).slice(1) : [])
  const target = pointing[0] && /^(\w+)(?:\.(\w+))?$/.exec(context.slice(pointing[0]))
  const reference: ForeignKey[] = target
    ? [
        {
          columns: [named.name],
          table: target[1] as string,
          targets: target[2] ? [target[2]] : [],
          span: context.span(named.at),
        },
      ]
    : []
  return { site, keys, references: reference }
}

/** `index(true, …)`, `index("name", isUnique = true)`. */
function isTrueIn(args: readonly Node[], name: string): boolean {
  const last = args.at(-1)
  return (
    args.some((each) => each.value === true) || (last !== undefined && entryOf(last, name)?.value === true)
  )
}

/** `override val primaryKey = PrimaryKey(accountId, name = "PK_accounts")`. */
function primaryOf(
  members: readonly Node[],
  names: (nodes: readonly Node[]) => string[],
  context: StorageContext,
): TableKey | undefined {
  const member = members.find((each) => each.type === 'PropertyDefinition' && keyName(each) === 'primaryKey')
  const made = member?.value && unwrap(member.value)
  if (!made || !/^(?:New|Call)Expression$/.test(made.type) || lastName(made.callee) !== 'PrimaryKey')
    return undefined
  return { kind: 'primary', columns: names(made.arguments), span: context.span(made) }
}

/** `init { uniqueIndex("name", accountId, subdomain) }`. */
function indexes(
  members: readonly Node[],
  names: (nodes: readonly Node[]) => string[],
  context: StorageContext,
): TableKey[] {
  return members
    .filter(({ type }) => type === 'StaticBlock')
    .flatMap(({ body }) => body as Node[])
    .flatMap(({ expression }): TableKey[] => {
      const call = expression && unwrap(expression)
      const name = call?.type === 'CallExpression' ? lastName(call.callee) : undefined
      if (!call || (name !== 'uniqueIndex' && name !== 'index')) return []
      const args = call.arguments as Node[]
      const isUnique = name === 'uniqueIndex' || isTrueIn(args, 'isUnique')
      const columns = names(
        args.filter((each) => /^(?:Identifier|MemberExpression)$/.test(unwrap(each).type)),
      )
      return [{ kind: isUnique ? 'unique' : 'index', columns, span: context.span(call) }]
    })
}

const FINDS_ONE =
  /^(?:single(?:OrNull)?|first(?:OrNull)?|empty|notEmpty|any|none|count|update|deleteWhere|exists)$/
const ASKS =
  /^(?:select|selectAll|selectBatched|find|findSingleByAndUpdate|where|andWhere|adjustWhere|update|deleteWhere)$/

function usesIn(context: StorageContext): KeyUse[] {
  return context.tree.nodes.flatMap((node) => {
    if (node.type !== 'CallExpression' || isInnerLink(node)) return []
    return useIn(chainOf(node), context) ?? []
  })
}

function useIn(chain: Chain, context: StorageContext): KeyUse | undefined {
  const { links } = chain
  const upsert = links.find(({ name }) => /^(?:batchU|u)psert(?:Returning)?$/.test(name))
  if (upsert)
    return use(
      'upsert',
      chain,
      upsert.args
        .filter(({ type }) => type === 'MemberExpression')
        .flatMap((each) => column(each, undefined, context)),
      context,
    )
  const byId = links.find(({ name }) => /^findById(?:AndUpdate)?$/.test(name))?.args[0]
  const key = byId && lastName(byId)
  if (byId && key !== undefined && /^[A-Z]/.test(lastName(chain.root) ?? ''))
    return use(
      'lookup',
      chain,
      [{ name: key, value: context.slice(byId), span: context.span(byId) }],
      context,
    )
  const isOne = links.some(
    ({ name, args }) => FINDS_ONE.test(name) || (name === 'limit' && args[0]?.value === 1),
  )
  if (!isOne) return undefined
  const asked = links.filter(({ name }) => ASKS.test(name)).flatMap(({ args }) => args)
  return use(
    'lookup',
    chain,
    asked.flatMap((each) => equalities(each, context)),
    context,
  )
}

function use(
  kind: KeyUse['kind'],
  chain: Chain,
  fields: readonly KeyField[],
  context: StorageContext,
): KeyUse | undefined {
  const [first] = fields
  if (!first || !fields.some(({ name }) => isAccountName(name))) return undefined
  const store = lastName(chain.root) ?? ''
  return { kind, system: 'exposed', span: first.span, store, call: calledAs(chain, context), fields }
}

/** `{ (Accounts.subdomain eq subdomain) and (Accounts.active eq true) }`. */
function equalities(node: Node, context: StorageContext): KeyField[] {
  const at = unwrap(node)
  if (at.type === 'ArrowFunctionExpression') return equalities(at.body, context)
  if (at.type === 'BlockStatement')
    return (at.body as Node[]).flatMap((each) =>
      equalities(each.expression ?? each.argument ?? each, context),
    )
  if (at.type !== 'eq' && at.type !== 'and' && at.type !== 'or') return []
  const [left, right] = at.body as Node[]
  if (!left || !right) return []
  if (at.type === 'eq') return column(left, right, context)
  return [...equalities(left, context), ...equalities(right, context)]
}

function column(node: Node, value: Node | undefined, context: StorageContext): KeyField[] {
  const at = unwrap(node)
  // `Accounts.subdomain.lowerCase() eq …`
  if (at.type === 'CallExpression' && unwrap(at.callee).type === 'MemberExpression')
    return column(unwrap(at.callee).object, value, context)
  const name = lastName(at)
  if (name === undefined || staticText(at) !== undefined) return []
  const place = at.type === 'MemberExpression' ? at.property : at
  return [{ name: snakeCase(name), ...(value && { value: context.slice(value) }), span: context.span(place) }]
}

/** Tables of Exposed, and what is asked of them. */
export const exposed: Extractor = {
  hint: /\bexposed\b|:\s*\w*Table\s*\(/,
  extract: (context) => ({ tables: tablesIn(context), uses: usesIn(context) }),
}
