import type { ColumnSite, ForeignKey, KeyField, KeyUse, TableKey, TableSite } from '../../storage.js'
import { keyName, staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { type Chain, calledAs, chainOf, isInnerLink, type Link } from './chains.js'
import { type Extractor, lastName, type StorageContext } from './context.js'
import { isAccountName, snakeCase } from './names.js'

interface Named {
  name: string
  at: { start: number; end: number }
}

/** `"accounts"`, `ACCOUNTS`, `Tables.ACCOUNTS.SUBDOMAIN`, `field("subdomain")`, `table(name("accounts"))`. */
function named(node: Node | undefined): Named | undefined {
  if (!node) return undefined
  const at = unwrap(node)
  const text = staticText(at)
  if (text !== undefined) return { name: text.replace(/^.*\./, ''), at: at.content ?? at }
  if (
    at.type === 'CallExpression' &&
    /^(?:field|table|name|unquotedName|quotedName)$/.test(lastName(at.callee) ?? '')
  )
    return named((at.arguments as Node[]).find((each) => named(each)))
  if (at.type !== 'MemberExpression' && at.type !== 'Identifier') return undefined
  const name = lastName(at)
  const place = at.type === 'MemberExpression' ? at.property : at
  return name === undefined ? undefined : { name: snakeCase(name), at: place }
}

const namesOf = (args: readonly Node[]): Named[] => args.flatMap((each) => named(each) ?? [])

function tablesIn(context: StorageContext): TableSite[] {
  return chains(context).flatMap((chain) => tableIn(chain, context) ?? [])
}

const chains = ({ tree }: StorageContext): Chain[] =>
  tree.nodes.filter((node) => node.type === 'CallExpression' && !isInnerLink(node)).map(chainOf)

function tableIn({ links }: Chain, context: StorageContext): TableSite | undefined {
  const made = links.findIndex(({ name }) =>
    /^(?:create(?:Temporary)?Table(?:IfNotExists)?|alterTable(?:IfExists)?|create(?:Unique)?Index(?:IfNotExists)?)$/.test(
      name,
    ),
  )
  const first = links[made]
  if (!first) return undefined
  const rest = links.slice(made + 1)
  const isIndex = /Index/.test(first.name)
  const on = isIndex ? rest.find(({ name }) => name === 'on') : undefined
  const table = named(isIndex ? on?.args[0] : first.args[0])
  if (!table) return undefined
  const keys: TableKey[] = []
  const references: ForeignKey[] = []
  if (on) {
    const columns = namesOf(on.args.slice(1)).map(({ name }) => name)
    keys.push({ kind: /Unique/.test(first.name) ? 'unique' : 'index', columns, span: context.span(on.call) })
  }
  for (const link of rest)
    for (const each of constraintsIn(link)) constrain(chainOf(each), keys, references, context)
  return {
    system: 'jooq',
    part: 'schema',
    change: /^create(?:Temporary)?Table/.test(first.name) ? 'create' : 'alter',
    name: table.name,
    span: context.span(table.at),
    whole: context.span(links.at(-1)?.call ?? first.call),
    columns: rest.flatMap((link) => columnIn(link, context)),
    keys: [...keys, ...rest.flatMap((link) => inlineKey(link, context))],
    references,
  }
}

/** `.column("account_id", BIGINT.nullable(false))`. */
function columnIn({ name, args, call }: Link, context: StorageContext): ColumnSite[] {
  const column = /^(?:column|add|addColumn|addColumnIfNotExists)$/.test(name) ? named(args[0]) : undefined
  if (!column || !args[1]) return []
  const type = context.slice(args[1])
  const start = unwrap(call.callee).property?.start ?? call.start
  return [
    {
      name: column.name,
      span: context.span(column.at),
      whole: context.span({ start, end: call.end }),
      type,
      ...(/identity\(true\)|serial/i.test(type) && { generated: true }),
    },
  ]
}

const constraintsIn = ({ name, args }: Link): Node[] =>
  /^(?:constraints?|add|addConstraint)$/.test(name)
    ? args.map(unwrap).filter(({ type }) => type === 'CallExpression')
    : []

function inlineKey({ name, args, call }: Link, context: StorageContext): TableKey[] {
  if (name !== 'primaryKey' && name !== 'unique') return []
  const start = unwrap(call.callee).property?.start ?? call.start
  const columns = namesOf(args).map((each) => each.name)
  return [
    { kind: name === 'unique' ? 'unique' : 'primary', columns, span: context.span({ start, end: call.end }) },
  ]
}

/** `constraint("pk").primaryKey("account_id")`, `DSL.unique("subdomain")`. */
function constrain(chain: Chain, keys: TableKey[], references: ForeignKey[], context: StorageContext): void {
  const root = unwrap(chain.root)
  const bare: Link[] =
    root.type === 'CallExpression'
      ? [{ name: lastName(root.callee) ?? '', key: root.callee, args: root.arguments, call: root }]
      : []
  const links = [...bare, ...chain.links]
  const whole = links.at(-1)?.call ?? root
  const find = (name: string) => links.find((each) => each.name === name)
  const own = find('constraint')?.args[0]
  const name = own && named(own)?.name
  for (const kind of ['primary', 'unique'] as const) {
    const link = find(kind === 'primary' ? 'primaryKey' : 'unique')
    if (link)
      keys.push({
        kind,
        columns: namesOf(link.args).map((each) => each.name),
        span: context.span(whole),
        ...(name && { name }),
      })
  }
  const target = find('references')
  const table = named(target?.args[0])
  const foreign = find('foreignKey')
  if (target && table && foreign)
    references.push({
      columns: namesOf(foreign.args).map((each) => each.name),
      table: table.name,
      targets: namesOf(target.args.slice(1)).map((each) => each.name),
      span: context.span(whole),
      ...(name && { name }),
    })
}

const FINDS_ONE = /^(?:fetch(?:One|Optional|Any|Single|Exists|Count|First)\w*|one|exists)$/

function usesIn(context: StorageContext): KeyUse[] {
  return chains(context).flatMap((chain) => useIn(chain, context) ?? [])
}

function useIn(chain: Chain, context: StorageContext): KeyUse | undefined {
  const { links } = chain
  const conflict = links.find(({ name }) => name === 'onConflict')
  if (conflict)
    return use(
      'upsert',
      chain,
      namesOf(conflict.args).map(({ name, at }) => ({ name, span: context.span(at) })),
      context,
    )
  const last = links.find(({ name }) => FINDS_ONE.test(name))
  if (!last) return undefined
  const asked = links
    .filter((link) => /^(?:where|and|having)$/.test(link.name) || link === last)
    .flatMap(({ args }) => args)
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
  const from = chain.links.find(({ name }) =>
    /^(?:selectFrom|from|insertInto|update|deleteFrom|fetchOne|fetchExists)$/.test(name),
  )
  const system = /\bjooq\b|DSLContext/.test(context.text) ? 'jooq' : 'jpa'
  const store = named(from?.args[0])?.name ?? ''
  return { kind, system, span: first.span, store, call: calledAs(chain, context), fields }
}

/** `ACCOUNTS.SUBDOMAIN.eq(subdomain).and(ACCOUNTS.ACTIVE.isTrue())`. */
function equalities(node: Node, context: StorageContext): KeyField[] {
  const at = unwrap(node)
  const callee = at.type === 'CallExpression' ? unwrap(at.callee) : undefined
  if (callee?.type !== 'MemberExpression') return []
  const name = keyName(callee) ?? ''
  const [value] = at.arguments as Node[]
  if (/^(?:and|or)$/.test(name))
    return [callee.object, ...at.arguments].flatMap((each: Node) => equalities(each, context))
  if (!/^(?:eq|equal|equalIgnoreCase|equalsIgnoreCase|in)$/.test(name) || !value) return []
  const column = named(callee.object)
  return column ? [{ name: column.name, value: context.slice(value), span: context.span(column.at) }] : []
}

/** Statements of jOOQ (and of Querydsl, whose conditions look the same). */
export const jooq: Extractor = {
  hint: /\bjooq\b|DSLContext|querydsl|QueryFactory/i,
  extract: (context) => ({ tables: tablesIn(context), uses: usesIn(context) }),
}
