import type { ForeignKey, StorageSystem, TableKey, TableSite } from '../../storage.js'
import { keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import {
  calledName,
  callIn,
  isOn,
  itemsOf,
  literalOf,
  optionIn,
  plainArguments,
  receiverOf,
  textIn,
  textsIn,
} from './call-parts.js'
import type { Extractor, StorageContext } from './context.js'
import { addColumns, type ColumnFacts, emptyDraft, finished } from './draft.js'
import { classesIn, type ModelClass, metaOf, metaText } from './python-models.js'

/** How a library writes fields into its classes. */
interface Dialect {
  system: StorageSystem
  /** What fields are called on: `fields.CharField`, `peewee.CharField`, a bare name. */
  module: RegExp
  primary: readonly string[]
  /** Name of the column of a field: option, and what is put behind a relation's name. */
  column: string
  relation: RegExp
  generated: RegExp
}

const PEEWEE: Dialect = {
  system: 'peewee',
  module: /^(?:pw|peewee|\w*_ext)?$/,
  primary: ['primary_key'],
  column: 'column_name',
  relation: /^(?:ForeignKeyField|DeferredForeignKey)$/,
  generated: /^(?:Auto|BigAuto|Identity|PrimaryKey)Field$/,
}

const TORTOISE: Dialect = {
  system: 'tortoise',
  module: /(?:^|\.)fields$/,
  primary: ['primary_key', 'pk'],
  column: 'source_field',
  relation: /^(?:ForeignKey|OneToOne)(?:Field|NullableField)?$/,
  generated: /^$/,
}

interface Field {
  name: string
  member: Node
  call: Node
}

function fieldsOf({ members }: ModelClass, { module }: Dialect, context: StorageContext): Field[] {
  return members.flatMap((member) => {
    const call = callIn(member.value)
    const name = keyName(member)
    if (!call || name === undefined || !/Field$|^DeferredForeignKey$/.test(calledName(call))) return []
    const receiver = receiverOf(call)
    const isOwn = module.test(receiver ? context.slice(receiver) : '')
    return isOwn && !/^ManyToMany/.test(calledName(call)) ? [{ name, member, call }] : []
  })
}

function columnName({ name, call }: Field, dialect: Dialect, context: StorageContext): string {
  const given = textIn(optionIn(call, dialect.column, 'db_column')?.value, context)
  return given ?? (dialect.relation.test(calledName(call)) ? `${name}_id` : name)
}

function factsOf(field: Field, dialect: Dialect, context: StorageContext): ColumnFacts {
  const { name, member, call } = field
  const column = columnName(field, dialect, context)
  const option = (...names: readonly string[]) =>
    isOn(call, ...names) ? optionIn(call, ...names) : undefined
  const primary = option(...dialect.primary)
  const unique = option('unique')
  const index = option('index', 'db_index')
  const kind = calledName(call)
  const isAuto = dialect.generated.test(kind)
  const filled = optionIn(call, 'default')?.value
  const isWhole = /^(?:Small|Big)?IntField$/.test(kind) && primary && name === 'id'
  const isGenerated =
    isAuto ||
    isWhole ||
    isOn(call, 'generated') ||
    (filled !== undefined && /uuid/.test(context.slice(filled)))
  const isOneToOne = /^OneToOne/.test(kind)
  const at = primary ?? (isAuto ? call.callee : undefined)
  return {
    column: {
      name: column,
      ...(column !== name && { property: name }),
      span: context.span(member.key),
      whole: context.span(member),
      type: kind,
      ...(isOn(call, 'null') && { nullable: true }),
      ...(isGenerated && { generated: true }),
    },
    primary: at && context.span(at),
    unique: !at && (unique ?? isOneToOne) ? context.span(unique ?? call.callee) : undefined,
    index: index && context.span(index),
    reference: dialect.relation.test(kind) ? referenceOf(column, call, context) : undefined,
  }
}

function referenceOf(column: string, call: Node, context: StorageContext): ForeignKey | undefined {
  const to = plainArguments(call)[0] ?? optionIn(call, 'model', 'model_name')?.value
  if (!to) return undefined
  const target = optionIn(call, 'field', 'to_field')?.value
  const field = textIn(target, context) ?? (target && keyName(unwrap(target)))
  const onDelete = optionIn(call, 'on_delete')?.value
  const rule = onDelete && (textIn(onDelete, context) ?? context.slice(onDelete).replace(/^.*\./, ''))
  return {
    columns: [column],
    table: (textIn(to, context) ?? context.slice(to)).replace(/^.*\./, ''),
    targets: field === undefined ? [] : [field],
    span: context.span(call),
    ...(rule && { onDelete: rule.replaceAll('_', ' ') }),
  }
}

function tableOf(model: ModelClass, dialect: Dialect, context: StorageContext): TableSite[] {
  const fields = fieldsOf(model, dialect, context)
  if (fields.length === 0) return []
  const columnOf = (name: string) => {
    const field = fields.find((each) => each.name === name)
    return field ? columnName(field, dialect, context) : name
  }
  const made = addColumns(
    emptyDraft(),
    fields.map((field) => factsOf(field, dialect, context)),
  )
  made.keys.push(...metaKeys(model, columnOf, context))
  return [
    finished(made, {
      system: dialect.system,
      part: 'model',
      change: 'create',
      name:
        metaText(model, 'table_name', context) ??
        metaText(model, 'db_table', context) ??
        metaText(model, 'table', context) ??
        model.name.toLowerCase(),
      model: model.name,
      span: context.span(model.at),
      whole: context.span(model.node),
    }),
  ]
}

/** `CompositeKey('a', 'b')`, `indexes = ((('a', 'b'), True),)`, `unique_together = ('a', 'b')`. */
function metaKeys(
  model: ModelClass,
  columnOf: (name: string) => string,
  context: StorageContext,
): TableKey[] {
  const composite = callIn(metaOf(model, 'primary_key'))
  const primary =
    composite && calledName(composite) === 'CompositeKey'
      ? plainArguments(composite).flatMap((each) => textIn(each, context) ?? [])
      : []
  const indexes = itemsOf(metaOf(model, 'indexes'), context).flatMap((each): TableKey[] => {
    const [columns, isUnique] = each.type === 'ArrayExpression' ? (each.elements as Node[]) : []
    const names = columns && columns.type !== 'Literal' ? textsIn(columns, context) : []
    return names.length > 0
      ? [
          {
            kind: literalOf(isUnique) === true ? 'unique' : 'index',
            columns: names.map(columnOf),
            span: context.span(each),
          },
        ]
      : []
  })
  const together = metaOf(model, 'unique_together')
  const items = itemsOf(together, context)
  const isFlat = items.every((item) => textIn(item, context) !== undefined)
  const lists = isFlat ? (together && items.length > 0 ? [together] : []) : items
  return [
    ...(composite && primary.length > 0
      ? [{ kind: 'primary' as const, columns: primary.map(columnOf), span: context.span(composite) }]
      : []),
    ...indexes,
    ...lists.map((list) => ({
      kind: 'unique' as const,
      columns: textsIn(list, context).map(columnOf),
      span: context.span(list),
    })),
  ]
}

const reader = (hint: RegExp, dialect: Dialect): Extractor => ({
  hint,
  extract: (context) => ({ tables: classesIn(context).flatMap((model) => tableOf(model, dialect, context)) }),
})

/** Models of Peewee. */
export const peewee: Extractor = reader(/\b(?:peewee|playhouse)\b/, PEEWEE)

/** Models of Tortoise ORM. */
export const tortoise: Extractor = reader(/\btortoise\b/, TORTOISE)
