import type { ForeignKey, StorageSystem, TableKey, TableSite } from '../../../storage.js'
import { keyName, staticText, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import { calledName } from '../call-parts.js'
import type { StorageContext } from '../context.js'
import { type Draft, emptyDraft, finished } from '../draft.js'
import { plural, snakeCase } from '../names.js'
import { innerOf, membersOf } from '../reading.js'
import {
  addIndexes,
  addMarked,
  columnName,
  columnOf,
  entryAt,
  isTrue,
  keyTo,
  type Marked,
  nameSpan,
  namesIn,
  option,
  tableIn,
  targetOf,
  textOption,
  writtenIn,
} from './parts.js'

/** What a library calls its marks on classes and their members. */
export interface Marks {
  system: StorageSystem
  /** What has to stand in the text. */
  module: RegExp
  entity: RegExp
  /** Options of the entity's mark that name the table. */
  table: readonly string[]
  tableName: (model: string) => string
  columnName: (property: string) => string
  column: RegExp
  primary: RegExp
  generated: RegExp
  /** Option that names a column, where it is no other library's word. */
  named?: string
}

interface Mark {
  name: string
  args: readonly Node[]
  /** Of the name and its arguments. */
  at: Node
}

const TYPEORM: Marks = {
  system: 'typeorm',
  module: /\btypeorm\b/,
  entity: /^(?:Entity|ChildEntity)$/,
  table: ['name'],
  tableName: snakeCase,
  columnName: (property) => property,
  column:
    /^(?:Column|PrimaryColumn|PrimaryGeneratedColumn|ObjectIdColumn|CreateDateColumn|UpdateDateColumn|DeleteDateColumn|VersionColumn|Generated)$/,
  primary: /^(?:PrimaryColumn|PrimaryGeneratedColumn|ObjectIdColumn)$/,
  generated: /^(?:PrimaryGeneratedColumn|ObjectIdColumn|Generated)$/,
  named: 'name',
}

const MIKRO: Marks = {
  system: 'mikro-orm',
  module: /@mikro-orm\//,
  entity: /^Entity$/,
  table: ['tableName', 'collection'],
  tableName: snakeCase,
  columnName: snakeCase,
  column: /^(?:Property|PrimaryKey|SerializedPrimaryKey|Enum)$/,
  primary: /^PrimaryKey$/,
  generated: /^$/,
}

const SEQUELIZE: Marks = {
  system: 'sequelize',
  module: /sequelize-typescript/,
  entity: /^Table$/,
  table: ['tableName'],
  tableName: plural,
  columnName: (property) => property,
  column: /^(?:Column|PrimaryKey|AutoIncrement|CreatedAt|UpdatedAt|DeletedAt)$/,
  primary: /^PrimaryKey$/,
  generated: /^AutoIncrement$/,
}

const MONGOOSE: Marks = {
  system: 'mongoose',
  module: /@nestjs\/mongoose|typegoose/,
  entity: /^(?:Schema|modelOptions|index)$/,
  table: ['collection'],
  tableName: (model) => plural(model.toLowerCase()),
  columnName: (property) => property,
  column: /^(?:Prop|prop)$/,
  primary: /^$/,
  generated: /^$/,
}

/** Classes with marks on them, of each library. */
export function decoratedTables(context: StorageContext): TableSite[] {
  const systems = [TYPEORM, MIKRO, SEQUELIZE, MONGOOSE].filter(({ module }) => module.test(context.text))
  if (systems.length === 0) return []
  return context.tree.nodes.flatMap((node) => {
    if (node.type !== 'ClassDeclaration' && node.type !== 'ClassExpression') return []
    return systems.flatMap((marks) => tableOf(node, marks, context) ?? []).slice(0, 1)
  })
}

function marksOf(node: Node): Mark[] {
  return ((node.decorators ?? []) as Node[]).flatMap((each) => {
    const at = unwrap((each.expression ?? each) as Node)
    if (at.type === 'CallExpression') return [{ name: calledName(at), args: at.arguments as Node[], at }]
    const name = at.type === 'MemberExpression' ? keyName(at) : (at.name as string | undefined)
    return name === undefined ? [] : [{ name, args: [], at }]
  })
}

function tableOf(node: Node, marks: Marks, context: StorageContext): TableSite | undefined {
  const own = marksOf(node)
  // Marks stand in front of `export` in older code.
  const outer = node.parent?.type.startsWith('Export') ? marksOf(node.parent) : []
  const all = [...own, ...outer]
  const entity = all.find(({ name }) => marks.entity.test(name))
  const members = membersOf(node).filter(({ type }) => type === 'PropertyDefinition')
  const isBase = !entity && members.some((each) => marksOf(each).some(({ name }) => marks.column.test(name)))
  const model = node.id?.name as string | undefined
  if ((!entity && !isBase) || model === undefined) return undefined
  const told = entity && tableNameIn(entity, marks, context)
  const to = emptyDraft()
  const options =
    entity &&
    tableIn(
      context,
      entity.args.find((each) => tableIn(context, each)),
    )
  const isUnderscored = isTrue(option(context, options, 'underscored'))
  const named = isUnderscored ? { ...marks, columnName: snakeCase } : marks
  const columns = members.flatMap((each) => memberOf(each, named, context))
  addMarked(
    to,
    columns.flatMap(({ column }) => column ?? []),
  )
  for (const { references } of columns) to.references.push(...references)
  sharedKeys(all, to, context, columns)
  addIndexes(context, to, entryAt(options, 'indexes', 'indices'))
  if (marks.system === 'mongoose') impliedId(to, node, context)
  return finished(to, {
    system: marks.system,
    part: 'model',
    change: 'create',
    name: told?.name ?? marks.tableName(model),
    model,
    span: told ? context.span(innerOf(told.at)) : nameSpan(context, node.id),
    whole: context.span(node),
    ...(marks.system === 'sequelize' && {
      written: writtenIn(context, node.body, options, (entity?.args.length ?? 0) > 0),
    }),
  })
}

/** Documents without an `_id` of their own are given one. */
export function impliedId(to: Draft, at: Node, context: StorageContext): void {
  const own = to.columns.find(({ name }) => name === '_id')
  if (own) {
    if (!to.keys.some(({ kind }) => kind === 'primary'))
      to.keys.unshift({ kind: 'primary', columns: ['_id'], span: own.span })
    return
  }
  const start = { start: at.start, end: at.start }
  to.keys.unshift({ kind: 'primary', columns: ['_id'], span: context.span(start) })
}

function tableNameIn(
  { args }: Mark,
  { table }: Marks,
  context: StorageContext,
): { name: string; at: Node } | undefined {
  for (const arg of args) {
    const text = staticText(arg)
    if (text !== undefined) return { name: text.replace(/^.*\./, ''), at: unwrap(arg) }
    const options = tableIn(context, arg)
    const inner = tableIn(context, entryAt(options, 'schemaOptions')) ?? options
    const at = option(context, inner, ...table)
    const name = at && staticText(at)
    if (at && name !== undefined) return { name, at }
  }
  return undefined
}

interface Member {
  property: string
  column?: Marked
  references: ForeignKey[]
  /** Keys that stand on the member alone. */
  name?: string
}

function memberOf(node: Node, marks: Marks, context: StorageContext): Member[] {
  const property = keyName(node)
  const all = marksOf(node)
  if (property === undefined || all.length === 0) return []
  const relation = all.find(({ name }) => /^(?:ManyToOne|OneToOne|BelongsTo)$/.test(name))
  if (relation) return relationOf(node, property, relation, all, marks, context)
  // Of several marks, that of the column has its name and its type.
  const mark =
    (marks.system === 'sequelize' ? all.find(({ name }) => name === 'Column') : undefined) ??
    all.find(({ name }) => marks.column.test(name))
  if (!mark) return []
  const options = all.flatMap(({ args }) => args.flatMap((each) => tableIn(context, each) ?? []))
  const own = tableIn(
    context,
    mark.args.find((each) => tableIn(context, each)),
  )
  const isPrimaryGenerated = all.some(({ name }) => marks.generated.test(name))
  const positional = mark.args.find((each) => !tableIn(context, each))
  const name =
    (marks.named ? textOption(context, own, marks.named) : undefined) ??
    (textOption(context, own, 'field', 'fieldName', 'columnName') === undefined
      ? marks.columnName(property)
      : undefined)
  const written = positional
    ? (staticText(positional) ?? context.slice(positional))
    : annotation(node, context)
  const column = columnOf(context, property, node.key, node, own, { name, type: written })
  const generated =
    isPrimaryGenerated ||
    column.column.generated ||
    (marks.system === 'mikro-orm' &&
      marks.primary.test(mark.name) &&
      /^number\b/.test(annotation(node, context) ?? '')) ||
    all.some(({ name, at }) => name === 'Default' && /uuid/i.test(context.slice(at)))
  const primary = all.find(({ name }) => marks.primary.test(name))
  const unique = all.find(
    ({ name, args }) => /^(?:Unique|Index|unique)$/.test(name) && isUniqueMark(name, args, context),
  )
  const index = all.find(({ name }) => /^Index(?:ed)?$/.test(name))
  const group = unique ?? index
  const groupName = marks.system === 'sequelize' && group ? groupOf(group, context) : undefined
  const foreign = all.find(({ name }) => name === 'ForeignKey')
  const target = foreign && targetOf(context, foreign.args[0])
  const marked: Marked = {
    ...column,
    column: {
      ...column.column,
      ...(generated && { generated: true }),
      ...(isOptional(node) && column.column.nullable === undefined && { nullable: true }),
    },
    ...(primary && { primary: context.span(primary.at) }),
    ...(unique && { unique: context.span(unique.at) }),
    ...(index && !unique && !column.unique && { index: context.span(index.at) }),
    ...(groupName !== undefined && (unique ? { uniqueGroup: groupName } : { indexGroup: groupName })),
    ...(target !== undefined &&
      foreign && { reference: keyTo(context, [column.column.name], target, [], foreign.at, options[0]) }),
  }
  return [{ property, column: marked, references: [] }]
}

function isUniqueMark(name: string, args: readonly Node[], context: StorageContext): boolean {
  if (/^unique$/i.test(name)) return true
  return args.some((each) => isTrue(option(context, tableIn(context, each), 'unique')))
}

/** The name by which columns share a key: `@Unique('owner')`, `@Index({ name: 'owner', unique: true })`. */
function groupOf({ args }: Mark, context: StorageContext): string | undefined {
  const [first] = args
  return first && (staticText(first) ?? textOption(context, tableIn(context, first), 'name'))
}

/** `@ManyToOne(() => User, …) @JoinColumn({ name: 'user_id' }) user: User`. */
function relationOf(
  node: Node,
  property: string,
  { name, args, at }: Mark,
  all: readonly Mark[],
  marks: Marks,
  context: StorageContext,
): Member[] {
  const join = all.find((each) => each.name === 'JoinColumn')
  const target = targetOf(context, args[0]) ?? textOption(context, tableIn(context, args[0]), 'entity')
  if (target === undefined || (name === 'OneToOne' && !join && marks.system === 'typeorm')) return []
  const options = tableIn(
    context,
    args.findLast((each) => tableIn(context, each)),
  )
  const joined = tableIn(context, join?.args[0])
  const foreign =
    textOption(context, joined, 'name') ??
    textOption(context, options, 'joinColumn', 'fieldName', 'foreignKey', 'name') ??
    (marks.system === 'sequelize' ? staticTextOf(args[1]) : undefined)
  const column = foreign ?? (marks.system === 'mikro-orm' ? `${snakeCase(property)}_id` : `${property}Id`)
  const key =
    textOption(context, joined, 'referencedColumnName') ?? textOption(context, options, 'referenceColumnName')
  const reference = keyTo(context, [column], target, key === undefined ? [] : [key], at, options)
  if (marks.system === 'mongoose' || marks.system === 'sequelize')
    return [{ property, references: [reference] }]
  const isPrimary =
    isTrue(option(context, options, 'primary')) || all.some((each) => marks.primary.test(each.name))
  const unique = all.find(
    (each) => /^(?:Unique|Index)$/.test(each.name) && isUniqueMark(each.name, each.args, context),
  )
  return [
    {
      property,
      column: {
        column: {
          name: column,
          property,
          span: nameSpan(context, node.key),
          whole: context.span(node),
        },
        ...(isPrimary && { primary: context.span(at) }),
        ...((unique ?? name === 'OneToOne') && { unique: context.span(unique?.at ?? at) }),
        reference,
      },
      references: [],
    },
  ]
}

const staticTextOf = (node: Node | undefined): string | undefined =>
  node && node.type !== 'SpreadElement' ? staticText(node) : undefined

/** `@Unique(['a', 'b'])`, `@Index('name', ['a'], { unique: true })`, `@Unique({ properties: ['a'] })` of the class. */
function sharedKeys(
  all: readonly Mark[],
  to: Draft,
  context: StorageContext,
  members: readonly Member[],
): void {
  for (const { name, args, at } of all) {
    if (!/^(?:Unique|Index|index)$/.test(name)) continue
    const [first, second] = args
    const options = tableIn(
      context,
      args.findLast((each) => tableIn(context, each)),
    )
    const list = first && staticTextOf(first) !== undefined ? second : first
    const isOptions = list && list === options && entryAt(options, 'properties', 'fields') !== undefined
    const names = isOptions
      ? namesIn(context, entryAt(options, 'properties', 'fields'))
      : // `@index({ subdomain: 1 }, { unique: true })`
        namesIn(context, list)
    if (names.length === 0) continue
    const kind: TableKey['kind'] =
      name === 'Unique' || isTrue(option(context, options, 'unique')) ? 'unique' : 'index'
    const called = staticTextOf(first) ?? textOption(context, options, 'name')
    to.keys.push({
      kind,
      columns: names.map(({ name }) => relationColumn(members, name) ?? columnName(to, name)),
      span: context.span(at),
      ...(called !== undefined && second && { name: called }),
    })
  }
}

const relationColumn = (members: readonly Member[], property: string): string | undefined =>
  members.find((each) => each.property === property)?.column?.column.name

function annotation(node: Node, context: StorageContext): string | undefined {
  const at = node.typeAnnotation?.typeAnnotation as Node | undefined
  return at && context.slice(at)
}

const isOptional = (node: Node): boolean => node.optional === true
