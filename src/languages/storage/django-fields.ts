import type { TableKey } from '../../storage.js'
import type { Range } from '../grammar/nodes.js'
import { keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import {
  calledName,
  callIn,
  isOn,
  itemsOf,
  optionIn,
  plainArguments,
  receiverOf,
  textIn,
  textsIn,
} from './call-parts.js'
import type { StorageContext } from './context.js'
import type { ColumnFacts } from './draft.js'

const RELATION = /^(?:ForeignKey|OneToOneField|\w*ForeignKey|ParentalKey)$/
const WITHOUT_COLUMN =
  /^(?:ManyToManyField|GenericRelation|GenericForeignKey|CompositePrimaryKey|ForeignObject)$/

/** Whether a value makes a column: `models.CharField(…)`, `EncryptedTextField(…)`. */
export function isField(call: Node): boolean {
  const name = calledName(call)
  return (/Field$/.test(name) || RELATION.test(name)) && !WITHOUT_COLUMN.test(name)
}

/** Whether it comes from Django's own module. */
export function isOwnField(call: Node, context: StorageContext): boolean {
  const receiver = receiverOf(call)
  if (receiver) return /(?:^|[._])models$/.test(context.slice(receiver)) && isField(call)
  return isField(call) && /from\s+django\.db\.models\b/.test(context.text)
}

/**
 * The column of a field.
 * @param at its name where it is declared
 */
export function fieldFacts(
  name: string,
  at: Range,
  call: Node,
  whole: Range,
  context: StorageContext,
): ColumnFacts {
  const kind = calledName(call)
  const isRelation = RELATION.test(kind)
  const column = columnNameOf(name, call, context)
  const primary = isOn(call, 'primary_key') ? optionIn(call, 'primary_key') : undefined
  const unique = isOn(call, 'unique') ? optionIn(call, 'unique') : undefined
  const index = isOn(call, 'db_index') ? optionIn(call, 'db_index') : undefined
  const isOneToOne = /^OneToOne/.test(kind)
  const isGenerated =
    /AutoField$/.test(kind) || /uuid[14]/.test(writtenIn(call, context, 'default', 'db_default'))
  return {
    column: {
      name: column,
      ...(column !== name && { property: name }),
      span: context.span(at),
      whole: context.span(whole),
      type: kind,
      ...(isOn(call, 'null') && { nullable: true }),
      ...(isGenerated && { generated: true }),
    },
    primary: primary && context.span(primary),
    unique: !primary && (unique ?? isOneToOne) ? context.span(unique ?? call.callee) : undefined,
    index: index && context.span(index),
    reference: isRelation ? referenceOf(column, call, context) : undefined,
  }
}

/** The name in the database of a field. */
export function columnNameOf(name: string, call: Node | undefined, context: StorageContext): string {
  const given = call && textIn(optionIn(call, 'db_column')?.value, context)
  return given ?? (call && RELATION.test(calledName(call)) ? `${name}_id` : name)
}

const writtenIn = (call: Node, context: StorageContext, ...names: string[]): string => {
  const value = optionIn(call, ...names)?.value
  return value ? context.slice(value) : ''
}

function referenceOf(column: string, call: Node, context: StorageContext): ColumnFacts['reference'] {
  const [first, second] = plainArguments(call)
  const to = first ?? optionIn(call, 'to')?.value
  if (!to) return undefined
  const table = (textIn(to, context) ?? context.slice(to)).replace(/^.*\./, '')
  const field = textIn(optionIn(call, 'to_field')?.value, context)
  const onDelete = (writtenIn(call, context, 'on_delete') || (second ? context.slice(second) : '')).replace(
    /^.*\./,
    '',
  )
  return {
    columns: [column],
    table,
    targets: field === undefined ? [] : [field],
    span: context.span(call),
    ...(onDelete && { onDelete: onDelete.replaceAll('_', ' ') }),
  }
}

/** `unique_together`: one list of names, or a list of such lists. */
export function togetherKeys(
  value: Node | undefined,
  kind: 'unique' | 'index',
  columnOf: (field: string) => string,
  context: StorageContext,
): TableKey[] {
  const items = itemsOf(value, context)
  const isFlat = items.every((item) => textIn(item, context) !== undefined)
  const lists = isFlat ? (value && items.length > 0 ? [value] : []) : items
  return lists.map((list) => ({
    kind,
    columns: textsIn(list, context).map(columnOf),
    span: context.span(list),
  }))
}

/** `UniqueConstraint(fields=[…], name=…)`, `Index(Lower('subdomain'), name=…)`. */
export function constraintKey(
  node: Node,
  columnOf: (field: string) => string,
  context: StorageContext,
): TableKey | undefined {
  const call = callIn(node)
  const name = call && calledName(call)
  if (!call || !name || !/^(?:UniqueConstraint|\w*Index)$/.test(name)) return undefined
  const listed = textsIn(optionIn(call, 'fields')?.value, context)
  const expressed = plainArguments(call).flatMap((each) => namesIn(each, context))
  const label = textIn(optionIn(call, 'name')?.value, context)
  return {
    kind: name === 'UniqueConstraint' ? 'unique' : 'index',
    columns: [...listed, ...expressed].map((each) => columnOf(each.replace(/^-/, ''))),
    span: context.span(call),
    ...(label !== undefined && { name: label }),
  }
}

/** Names of fields in an expression: `Lower('subdomain').desc()`. */
function namesIn(node: Node, context: StorageContext): string[] {
  const text = textIn(node, context)
  if (text !== undefined) return [text]
  const call = callIn(node)
  if (!call) return []
  const receiver = receiverOf(call)
  return [
    ...(receiver ? namesIn(receiver, context) : []),
    ...plainArguments(call).flatMap((each) => namesIn(each, context)),
  ]
}

/** Entries of a dictionary by their keys. */
export function entryIn(table: Node | undefined, name: string): Node | undefined {
  const at = table && unwrap(table)
  if (at?.type !== 'ObjectExpression') return undefined
  return (at.properties as Node[]).find((each) => each.type === 'Property' && keyName(each) === name)?.value
}
