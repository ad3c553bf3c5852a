import type { ForeignKey, KeyField, KeyUse, TableKey, TableSite } from '../../storage.js'
import { type Outline, type OutlineField, outlinesOf } from '../grammar/outline.js'
import { heldBy } from '../script/held.js'
import { keyName, staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { type Chain, calledAs, chainOf, isInnerLink, type Link } from './chains.js'
import { fieldsOfCondition } from './conditions.js'
import type { Extractor, StorageContext } from './context.js'
import { declaredType, tableMethods } from './go-types.js'
import { isAccountName, plural } from './names.js'

const INITIALISMS =
  /API|ASCII|CPU|CSS|DNS|EOF|GUID|HTML|HTTPS?|ID|IP|JSON|LHS|QPS|RAM|RHS|RPC|SLA|SMTP|SSH|TLS|TTL|UID|UI|UUID|URI|URL|UTF8|VM|XML|XSRF|XSS/g

/** A name of Go as GORM writes it in the database. */
export function gormName(name: string): string {
  const titled = name.replace(INITIALISMS, (word) => word.charAt(0) + word.slice(1).toLowerCase())
  return titled
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
}

/** Options of a tag by their names in small letters: `column:base_domain;uniqueIndex:idx_account`. */
function optionsOf(field: OutlineField): Map<string, string> {
  const written = /(?:^|\s)gorm:"((?:[^"\\]|\\.)*)"/.exec(field.tag?.text ?? '')?.[1] ?? ''
  const options = new Map<string, string>()
  for (const option of written.split(';')) {
    const [, name, value] = /^\s*(\w+|-)\s*(?::([\s\S]*))?$/.exec(option) ?? []
    // A field may stand in several indexes.
    if (name)
      options.set(
        options.has(name.toLowerCase()) ? `${name.toLowerCase()} ` : name.toLowerCase(),
        value ?? '',
      )
  }
  return options
}

const columnName = (field: OutlineField): string => optionsOf(field).get('column') || gormName(field.name)

const isList = (field: OutlineField): boolean => /^\*?\[\]\*?(?!byte\b|uint8\b)/.test(field.written ?? '')
const typeOf = (field: OutlineField): string =>
  (field.written ?? '').replace(/^[*[\]]+/, '').replace(/^.*\./, '')

/** Whether a field holds other records and no value of its own. */
function isAssociation(field: OutlineField, struct: Outline): boolean {
  const options = optionsOf(field)
  if (['foreignkey', 'references', 'many2many', 'polymorphic'].some((name) => options.has(name))) return true
  if (options.has('type') || options.has('serializer')) return false
  if (isList(field)) return /^[A-Z]/.test(typeOf(field))
  return ownKeyOf(field, struct) !== undefined && /^[A-Z]/.test(typeOf(field))
}

/** The field of a struct that holds the key of what `field` points to. */
function ownKeyOf(field: OutlineField, struct: Outline): OutlineField | undefined {
  const wanted = optionsOf(field).get('foreignkey') ?? `${field.name}ID`
  return struct.fields.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())
}

function tablesIn(context: StorageContext): TableSite[] {
  const names = tableMethods(context)
  const structs = outlinesOf(context.tree).filter((struct) => isTable(struct, names, context.text))
  return structs.flatMap((struct) => {
    const table = names.get(struct.name)?.text ?? plural(gormName(struct.name))
    return [tableOf(struct, table, context), ...heldElsewhere(struct, table, context)]
  })
}

function isTable({ name, fields }: Outline, names: ReadonlyMap<string, unknown>, text: string): boolean {
  return (
    names.has(name) ||
    fields.some(({ tag, written }) => /(?:^|\s)gorm:"/.test(tag?.text ?? '') || written === 'gorm.Model') ||
    new RegExp(`\\bAutoMigrate\\([^()]*&(?:\\w+\\.)?${name}\\{`).test(text)
  )
}

function tableOf(struct: Outline, name: string, context: StorageContext): TableSite {
  const fields = struct.fields.filter((field) => isColumn(field, struct))
  const model = struct.fields.find(({ written }) => written === 'gorm.Model')
  const id = model && [
    {
      name: 'id',
      property: 'ID',
      span: context.span(model.at),
      whole: context.span(model.whole),
      generated: true,
    },
  ]
  return {
    system: 'gorm',
    part: 'model',
    change: 'create',
    name,
    model: struct.name,
    span: context.span(struct.at),
    whole: context.span(struct.whole),
    columns: [...(id ?? []), ...fields.map((field) => columnOf(field, context))],
    keys: keysOf(struct, fields, model, context),
    references: struct.fields.flatMap((field) => referenceOf(field, struct, context) ?? []),
  }
}

function isColumn(field: OutlineField, struct: Outline): boolean {
  if (field.isEmbedded || !/^\p{Lu}/u.test(field.name)) return false
  return !optionsOf(field).has('-') && !isAssociation(field, struct)
}

function columnOf(field: OutlineField, context: StorageContext): TableSite['columns'][number] {
  const options = optionsOf(field)
  const type = options.get('type') ?? field.written
  const isGenerated =
    /^true$|^$/i.test(options.get('autoincrement') ?? 'false') ||
    /uuid|gen_random|nextval/i.test(options.get('default') ?? '') ||
    /serial/i.test(options.get('type') ?? '') ||
    (field.name === 'ID' && /^u?int/.test(field.written ?? '') && options.get('autoincrement') !== 'false')
  return {
    name: columnName(field),
    property: field.name,
    span: context.span(field.at),
    whole: context.span(field.whole),
    ...(type && { type }),
    ...(isGenerated && { generated: true }),
    ...(options.has('not null') && { nullable: false }),
  }
}

/** Where an option stands in its tag. */
function placeIn(
  field: OutlineField,
  word: RegExp,
  context: StorageContext,
): ReturnType<StorageContext['span']> {
  const at = field.tag?.at ?? field.at
  const match = word.exec(context.slice(at))
  return match
    ? context.span({ start: at.start + match.index, end: at.start + match.index + match[0].length })
    : context.span(at)
}

function keysOf(
  struct: Outline,
  fields: readonly OutlineField[],
  model: OutlineField | undefined,
  context: StorageContext,
): TableKey[] {
  const primary = fields.filter((field) =>
    ['primarykey', 'primary_key'].some((name) => optionsOf(field).has(name)),
  )
  const keys: TableKey[] = []
  const [first] = primary
  const plain = fields.find(({ name }) => name === 'ID')
  if (first)
    keys.push({
      kind: 'primary',
      columns: [...(model ? ['id'] : []), ...primary.map(columnName)],
      span: placeIn(first, /primary_?key/i, context),
    })
  else if (model) keys.push({ kind: 'primary', columns: ['id'], span: context.span(model.at) })
  else if (plain) keys.push({ kind: 'primary', columns: [columnName(plain)], span: context.span(plain.at) })
  const named = new Map<string, TableKey>()
  for (const field of fields)
    for (const key of indexesOf(field, context)) {
      const before = key.name ? named.get(key.name) : undefined
      const whole = before ? { ...before, columns: [...before.columns, ...key.columns] } : key
      named.set(key.name ?? `${struct.name}.${field.name}.${named.size}`, whole)
    }
  return [...keys, ...named.values()]
}

/** `unique`, `uniqueIndex:name,priority:1`, `index:name,unique`. */
function indexesOf(field: OutlineField, context: StorageContext): TableKey[] {
  const columns = [columnName(field)]
  return [...optionsOf(field)].flatMap(([written, value]): TableKey[] => {
    const option = written.trim()
    if (option === 'unique')
      return /^false$/i.test(value)
        ? []
        : [{ kind: 'unique', columns, span: placeIn(field, /unique\b/i, context) }]
    if (!/^(?:unique_?)?index$/.test(option)) return []
    const [name = '', ...rest] = value.split(',').map((part) => part.trim())
    const isUnique = option !== 'index' || rest.some((part) => /^unique$/i.test(part))
    const span = placeIn(field, new RegExp(`(?<!\\w)${option}\\b[^;"]*`, 'i'), context)
    return [{ kind: isUnique ? 'unique' : 'index', columns, span, ...(name && { name }) }]
  })
}

/** A struct that this one points to with a field of its own. */
function referenceOf(field: OutlineField, struct: Outline, context: StorageContext): ForeignKey | undefined {
  const own = ownKeyOf(field, struct)
  if (!own || isList(field) || !isAssociation(field, struct)) return undefined
  return keyTo([columnName(own)], plural(gormName(typeOf(field))), field, context)
}

function keyTo(columns: string[], table: string, field: OutlineField, context: StorageContext): ForeignKey {
  const options = optionsOf(field)
  const target = options.get('references')
  const [, onDelete] = /OnDelete:([^;,"]+)/i.exec(field.tag?.text ?? '') ?? []
  const [, onUpdate] = /OnUpdate:([^;,"]+)/i.exec(field.tag?.text ?? '') ?? []
  return {
    columns,
    table,
    targets: target ? [gormName(target)] : [],
    span: context.span(field.at),
    ...(onDelete && { onDelete }),
    ...(onUpdate && { onUpdate }),
  }
}

/** Keys in tables of other structs that point back to this one: `Contacts []Contact` with `foreignKey:AccountID`. */
function heldElsewhere(struct: Outline, table: string, context: StorageContext): TableSite[] {
  return struct.fields.flatMap((field): TableSite[] => {
    const wanted = optionsOf(field).get('foreignkey')
    if (!isAssociation(field, struct) || optionsOf(field).has('many2many')) return []
    if (!isList(field) && (ownKeyOf(field, struct) || !wanted)) return []
    const column = gormName(wanted || `${struct.name}ID`)
    return [
      {
        system: 'gorm',
        part: 'model',
        change: 'alter',
        name: plural(gormName(typeOf(field))),
        model: typeOf(field),
        span: context.span(field.at),
        whole: context.span(field.whole),
        columns: [],
        keys: [],
        references: [keyTo([column], table, field, context)],
      },
    ]
  })
}

const FINDS_ONE = /^(?:First|Take|Last|Count|Update|Updates|UpdateColumns?|Delete|Row|Exists)$/
const MAY_FIND_ONE = /^(?:Find|Scan)$/
const CONDITIONS = /^(?:Where|Not|Or)$/

function usesIn(context: StorageContext): KeyUse[] {
  return context.tree.nodes.flatMap((node) => {
    if (node.type !== 'CallExpression' || isInnerLink(node)) return []
    return useOf(chainOf(node), context) ?? []
  })
}

function useOf(chain: Chain, context: StorageContext): KeyUse | undefined {
  const links = chain.links
  const last = links.findLast(({ name }) => !/^(?:Error|RowsAffected|Debug)$/.test(name))
  if (!last) return undefined
  const model = modelOf(chain, last, context)
  if (/^FirstOr(?:Create|Init)$/.test(last.name))
    return use(
      'upsert',
      chain,
      model,
      [...wheres(links, model, context), ...inline(last, model, context)],
      context,
    )
  if (/^Create(?:InBatches)?$/.test(last.name)) {
    const fields = conflictColumns(links, context)
    return use('upsert', chain, model, fields, context)
  }
  const isOne =
    FINDS_ONE.test(last.name) || (MAY_FIND_ONE.test(last.name) && model.isOne) || links.some(isLimitedToOne)
  if (!isOne) return undefined
  const fields = [...wheres(links, model, context), ...inline(last, model, context)]
  return use('lookup', chain, model, fields, context)
}

const isLimitedToOne = ({ name, args }: Link): boolean => name === 'Limit' && args[0]?.value === 1

interface Asked {
  name: string
  isOne: boolean
}

function use(
  kind: KeyUse['kind'],
  chain: Chain,
  model: Asked,
  fields: readonly KeyField[],
  context: StorageContext,
): KeyUse | undefined {
  const [first] = fields
  if (!first || !fields.some(({ name }) => isAccountName(name))) return undefined
  return {
    kind,
    system: 'gorm',
    span: first.span,
    store: model.name || context.slice(chain.root),
    call: calledAs(chain, context),
    fields,
  }
}

/** What is asked: `Model(&Account{})`, `Table("accounts")`, else the type of what is filled. */
function modelOf({ links }: Chain, last: Link, context: StorageContext): Asked {
  for (const { name, args } of links) {
    const [first] = args
    if (!first || !/^(?:Model|Table)$/.test(name)) continue
    const text = staticText(heldBy(context.tree, first))
    return { name: text ?? declaredType(first, context)?.name ?? '', isOne: filledOne(last, context) }
  }
  const filled = last.args.find((each) => /^&|^\*?\w/.test(context.slice(each)))
  return { name: (filled && declaredType(filled, context)?.name) || '', isOne: filledOne(last, context) }
}

function filledOne({ args }: Link, context: StorageContext): boolean {
  const type = args[0] && declaredType(args[0], context)
  return type !== undefined && !type.isList
}

function wheres(links: readonly Link[], model: Asked, context: StorageContext): KeyField[] {
  return links
    .filter(({ name }) => CONDITIONS.test(name) && name !== 'Not')
    .flatMap(({ args }) => conditions(args, model, context))
}

/** Conditions behind what is filled: `First(&account, "subdomain = ?", subdomain)`. */
const inline = ({ args }: Link, model: Asked, context: StorageContext): KeyField[] =>
  conditions(args.slice(1), model, context)

function conditions(args: readonly Node[], { name }: Asked, context: StorageContext): KeyField[] {
  const [first, ...values] = args
  if (!first) return []
  const at = heldBy(context.tree, first)
  if (at.type === 'ObjectExpression') return entriesOf(at, name, context)
  const text = staticText(at)
  const [only] = values
  if (text !== undefined && /^[\w.]+$/.test(text) && only && values.length === 1)
    return [
      { name: text.replace(/^.*\./, ''), value: context.slice(only), span: context.span(at.content ?? at) },
    ]
  return fieldsOfCondition(context, at, values)
}

/** Fields of a struct or a map as columns. */
function entriesOf(at: Node, model: string, context: StorageContext): KeyField[] {
  const struct = outlinesOf(context.tree).find(({ name }) => name === model)
  return (at.properties as Node[]).flatMap((each) => {
    const key = each.type === 'Property' ? keyName(each) : undefined
    if (key === undefined) return []
    const field = struct?.fields.find(({ name }) => name === key)
    const name = field ? columnName(field) : gormName(key)
    return [{ name, value: context.slice(each.value), span: context.span(each.key.content ?? each.key) }]
  })
}

/** `clause.OnConflict{Columns: []clause.Column{{Name: "account_id"}}}`. */
function conflictColumns(links: readonly Link[], context: StorageContext): KeyField[] {
  const clauses = links.filter(({ name }) => name === 'Clauses').flatMap(({ args }) => args)
  return clauses.flatMap((each) => {
    const columns = entryIn(heldBy(context.tree, each), 'Columns')
    const list = columns && heldBy(context.tree, columns)
    return ((list?.elements ?? []) as Node[]).flatMap((column) => {
      const name = column && (entryIn(unwrap(column), 'Name') ?? column.arguments?.[0])
      const text = name && staticText(name)
      return text === undefined ? [] : [{ name: text, span: context.span(unwrap(name).content ?? name) }]
    })
  })
}

function entryIn(at: Node, name: string): Node | undefined {
  const found = ((at.properties ?? []) as Node[]).find(
    (each) => each.type === 'Property' && keyName(each) === name,
  )
  return found?.value
}

/** Structs of GORM, and what is asked of its tables. */
export const gorm: Extractor = {
  hint: /\bgorm\b/,
  extract: (context) => ({ tables: tablesIn(context), uses: usesIn(context) }),
}
