import type { ColumnSite, ForeignKey, KeyField, KeyUse, TableKey, TableSite } from '../../storage.js'
import { type Outline, outlinesOf } from '../grammar/outline.js'
import { keyName, staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { entryOf, textsOf } from './arguments.js'
import { type Chain, calledAs, chainOf, isInnerLink, type Link } from './chains.js'
import { type Extractor, lastName, type StorageContext } from './context.js'
import { gormName } from './gorm.js'
import { isAccountName, plural } from './names.js'

/** Methods of a schema by the type that they belong to, then by name. */
function methodsIn(context: StorageContext): Map<string, Map<string, Node>> {
  const found = new Map<string, Map<string, Node>>()
  for (const node of context.tree.nodes) {
    if (node.type !== 'MethodDefinition') continue
    const [, receiver] = /^func\s*\(\s*(?:\w+\s+)?\*?(\w+)\s*\)/.exec(context.slice(node)) ?? []
    const name = keyName(node)
    if (!receiver || name === undefined) continue
    const methods = found.get(receiver) ?? new Map<string, Node>()
    found.set(receiver, methods.set(name, node))
  }
  return found
}

const isIn = (node: Node, outer: Node): boolean => node.start >= outer.start && node.end <= outer.end

/** Chains in a method that start with a function of a package: `field.String("subdomain").Unique()`. */
function chainsOf(method: Node | undefined, from: string, context: StorageContext): Chain[] {
  if (!method) return []
  return context.tree.nodes
    .filter((node) => node.type === 'CallExpression' && isIn(node, method) && !isInnerLink(node))
    .map(chainOf)
    .filter(({ root, links }) => links.length > 0 && root.type === 'Identifier' && root.name === from)
}

function tablesIn(context: StorageContext): TableSite[] {
  const methods = methodsIn(context)
  return outlinesOf(context.tree)
    .filter(({ fields }) => fields.some(({ written }) => /^ent\.(?:Schema|Mixin)$/.test(written ?? '')))
    .map((struct) => tableOf(struct, methods.get(struct.name) ?? new Map(), context))
}

function tableOf(struct: Outline, methods: ReadonlyMap<string, Node>, context: StorageContext): TableSite {
  const fields = chainsOf(methods.get('Fields'), 'field', context).filter(
    ({ links: [first] }) => first?.args[0],
  )
  const columns = fields.flatMap((chain) => columnOf(chain, context) ?? [])
  const id = columns.find(({ property }) => property === 'id')
  const annotations = methods.get('Annotations')
  const composite = chainsOf(annotations, 'field', context).find(({ links: [first] }) => first?.name === 'ID')
  const [joined] = composite?.links ?? []
  const own: ColumnSite = {
    name: 'id',
    property: 'id',
    span: context.span(struct.at),
    whole: context.span(struct.at),
    generated: true,
  }
  const primary: TableKey = joined
    ? {
        kind: 'primary',
        columns: joined.args.flatMap((each) => textsOf(each)).map(({ name }) => name),
        span: context.span(joined.call),
      }
    : { kind: 'primary', columns: [id?.name ?? 'id'], span: id?.span ?? own.span }
  return {
    system: 'ent',
    part: 'model',
    change: 'create',
    name: tableName(annotations, context) ?? plural(gormName(struct.name)),
    model: struct.name,
    span: context.span(struct.at),
    whole: context.span(struct.whole),
    columns: id || joined ? columns : [own, ...columns],
    keys: [
      primary,
      ...fields.flatMap((chain) => uniqueOf(chain, context)),
      ...indexes(methods, columns, context),
    ],
    references: edges(methods.get('Edges'), columns, context),
  }
}

/** `entsql.Annotation{Table: "amo_accounts"}`, `entsql.Table("amo_accounts")`. */
function tableName(annotations: Node | undefined, context: StorageContext): string | undefined {
  if (!annotations) return undefined
  for (const node of context.tree.nodes) {
    if (!isIn(node, annotations)) continue
    const isTable = node.type === 'CallExpression' && lastName(node.callee) === 'Table'
    const said = isTable
      ? node.arguments[0]
      : node.type === 'ObjectExpression'
        ? entryOf(node, 'Table')
        : undefined
    const text = said && staticText(said)
    if (text !== undefined) return text
  }
  return undefined
}

const linkIn = ({ links }: Chain, name: string): Link | undefined => links.find((each) => each.name === name)

function columnOf(chain: Chain, context: StorageContext): ColumnSite | undefined {
  const [first] = chain.links
  const [named] = textsOf(first?.args[0])
  if (!first || !named) return undefined
  const key = linkIn(chain, 'StorageKey')?.args[0]
  const stored = key && staticText(key)
  const isGenerated =
    linkIn(chain, 'DefaultFunc') ?? (first.name === 'UUID' ? linkIn(chain, 'Default') : undefined)
  return {
    name: stored ?? named.name,
    property: named.name,
    span: context.span(named.at),
    whole: context.span(chain.links.at(-1)?.call ?? first.call),
    type: first.name,
    ...(linkIn(chain, 'Nillable') && { nullable: true }),
    ...(isGenerated && { generated: true }),
  }
}

function uniqueOf(chain: Chain, context: StorageContext): TableKey[] {
  const unique = linkIn(chain, 'Unique')
  const column = columnOf(chain, context)
  if (!unique || !column) return []
  const { property } = unwrap(unique.call.callee)
  return [
    {
      kind: 'unique',
      columns: [column.name],
      span: context.span({ start: property.start, end: unique.call.end }),
    },
  ]
}

function indexes(
  methods: ReadonlyMap<string, Node>,
  columns: readonly ColumnSite[],
  context: StorageContext,
): TableKey[] {
  return chainsOf(methods.get('Indexes'), 'index', context).flatMap((chain): TableKey[] => {
    const fields = linkIn(chain, 'Fields')
    if (!fields) return []
    const names = fields.args.flatMap((each) => textsOf(each)).map(({ name }) => name)
    const edges = (linkIn(chain, 'Edges')?.args ?? [])
      .flatMap((each) => textsOf(each))
      .map(({ name }) => name)
    const stored = (name: string) => columns.find(({ property }) => property === name)?.name ?? name
    return [
      {
        kind: linkIn(chain, 'Unique') ? 'unique' : 'index',
        columns: [...names.map(stored), ...edges],
        span: context.span(fields.call),
      },
    ]
  })
}

/** `edge.From("owner", User.Type).Ref("accounts").Field("owner_id").Unique()`. */
function edges(
  method: Node | undefined,
  columns: readonly ColumnSite[],
  context: StorageContext,
): ForeignKey[] {
  return chainsOf(method, 'edge', context).flatMap((chain): ForeignKey[] => {
    const [first] = chain.links
    const [field] = textsOf(linkIn(chain, 'Field')?.args[0])
    const model = first?.args[1] && /(\w+)\.Type\b/.exec(context.slice(first.args[1]))?.[1]
    if (!first || !field || !model) return []
    const stored = columns.find(({ property }) => property === field.name)?.name ?? field.name
    return [{ columns: [stored], table: plural(gormName(model)), targets: [], span: context.span(field.at) }]
  })
}

const FINDS_ONE = /^(?:Only|First|OnlyID|FirstID|Exist|Count|Exec|Save)X?$/
const PREDICATE = /^(?<name>[A-Z]\w*?)(?:EQ|EqualFold|In)?$/
const NEGATIVE = /(?:NEQ|NotIn|GTE?|LTE?|IsNil|NotNil|HasPrefix|HasSuffix|Contains|ContainsFold)$/

function usesIn(context: StorageContext): KeyUse[] {
  return context.tree.nodes.flatMap((node) => {
    if (node.type !== 'CallExpression' || isInnerLink(node)) return []
    return useIn(chainOf(node), context) ?? []
  })
}

function useIn(chain: Chain, context: StorageContext): KeyUse | undefined {
  const { links } = chain
  const conflict = links.find(({ name }) => name === 'OnConflictColumns' || name === 'OnConflict')
  if (conflict)
    return use(
      'upsert',
      chain,
      conflict.args.flatMap((each) => conflictColumns(each, context)),
      context,
    )
  const [first] = links
  if (/^GetX?$/.test(first?.name ?? '') && first?.args.length === 2) {
    const key = first.args[1] as Node
    const name = lastName(key)
    const field = name === undefined ? [] : [{ name, value: context.slice(key), span: context.span(key) }]
    return use('lookup', chain, field, context)
  }
  if (!links.some(({ name }) => /^(?:Query|Update|Delete)$/.test(name))) return undefined
  if (!links.some(({ name }) => FINDS_ONE.test(name))) return undefined
  const asked = links.filter(({ name }) => name === 'Where').flatMap(({ args }) => args)
  return use(
    'lookup',
    chain,
    asked.flatMap((each) => predicates(each, context)),
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
  return { kind, system: 'ent', span: first.span, store, call: calledAs(chain, context), fields }
}

/** `amoaccount.Subdomain(sub)`, `amoaccount.And(…)`. */
function predicates(node: Node, context: StorageContext): KeyField[] {
  const at = unwrap(node)
  const callee = at.type === 'CallExpression' ? unwrap(at.callee) : undefined
  if (callee?.type !== 'MemberExpression') return []
  const written = keyName(callee) ?? ''
  if (/^(?:And|Or)$/.test(written))
    return (at.arguments as Node[]).flatMap((each) => predicates(each, context))
  const name = NEGATIVE.test(written) ? undefined : PREDICATE.exec(written)?.groups?.name
  const [value] = at.arguments as Node[]
  if (!name || !value) return []
  return [{ name: gormName(name), value: context.slice(value), span: context.span(callee.property) }]
}

/** `amoaccount.FieldSubdomain`, `"subdomain"`, `sql.ConflictColumns(…)`. */
function conflictColumns(node: Node, context: StorageContext): KeyField[] {
  const at = unwrap(node)
  if (at.type === 'CallExpression')
    return (at.arguments as Node[]).flatMap((each) => conflictColumns(each, context))
  const [text] = textsOf(at)
  if (text) return [{ name: text.name, span: context.span(text.at) }]
  const name = lastName(at)?.replace(/^Field(?=[A-Z])/, '')
  return name === undefined ? [] : [{ name: gormName(name), span: context.span(at.property ?? at) }]
}

/** Schemas of ent, and what is asked of its clients. */
export const ent: Extractor = {
  hint: /\bent\b/,
  extract: (context) => ({ tables: tablesIn(context), uses: usesIn(context) }),
}
