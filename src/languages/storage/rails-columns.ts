import type { ForeignKey, TableKey } from '../../storage.js'
import { keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import {
  calledName,
  isOn,
  itemsOf,
  literalOf,
  optionIn,
  placeOf,
  plainArguments,
  textIn,
} from './call-parts.js'
import type { StorageContext } from './context.js'
import { addColumns, type ColumnFacts, type Draft } from './draft.js'
import { plural } from './names.js'

/** Methods of a table that declare no column. */
const NO_COLUMN =
  /^(?:index|timestamps|foreign_key|check_constraint|exclusion_constraint|unique_constraint|unique_key|remove\w*|rename\w*|change\w*|references|belongs_to|column|primary_key|includes)$/

/** What a line of a table's block says: `t.string :subdomain, index: { unique: true }`. */
export function addLine(to: Draft, call: Node, context: StorageContext): void {
  const word = calledName(call)
  const args = plainArguments(call)
  const [first] = args
  if (/^(?:references|belongs_to)$/.test(word)) {
    addColumns(
      to,
      args.flatMap((each) => referenceFacts(each, call, context) ?? []),
    )
  } else if (word === 'index' || word === 'unique_constraint' || word === 'unique_key') {
    const key = indexKey(first, call, word !== 'index' || isOn(call, 'unique'), context)
    if (key) to.keys.push(key)
  } else if (word === 'foreign_key') {
    const key = first && foreignKeyTo(first, call, context)
    if (key) to.references.push(key)
  } else if (word === 'column') {
    addColumns(to, columnFacts(first, call, textIn(args[1], context), context))
  } else if (word === 'primary_key') {
    addColumns(to, columnFacts(first, call, textIn(args[1], context) ?? 'primary_key', context, true))
  } else if (word === 'remove' || word === 'remove_column') {
    to.drops.push({ kind: 'column', names: args.flatMap((each) => textIn(each, context) ?? []) })
  } else if (word === 'remove_index') {
    to.drops.push({ kind: 'unique', names: droppedIndex(first, call, context) })
  } else if (/^[a-z_\d]+$/.test(word) && !NO_COLUMN.test(word)) {
    addColumns(
      to,
      args.flatMap((each) => columnFacts(each, call, word, context)),
    )
  }
}

/** Columns of an index that goes away, or its name. */
export function droppedIndex(first: Node | undefined, call: Node, context: StorageContext): string[] {
  const given = first ?? optionIn(call, 'column')?.value ?? optionIn(call, 'name')?.value
  return itemsOf(given, context).flatMap((each) => textIn(each, context) ?? [])
}

/** A column by its name, with the options of the call that declares it. */
export function columnFacts(
  label: Node | undefined,
  call: Node,
  type: string | undefined,
  context: StorageContext,
  isPrimary = false,
): ColumnFacts[] {
  const name = textIn(label, context)
  if (!label || name === undefined) return []
  const primary = isOn(call, 'primary_key') ? optionIn(call, 'primary_key') : isPrimary ? call : undefined
  const nullable = literalOf(optionIn(call, 'null')?.value)
  const filled = optionIn(call, 'default')?.value
  const isGenerated =
    (isPrimary && name === 'id') ||
    (filled && /uuid|nextval/i.test(context.slice(filled))) ||
    isOn(call, 'auto_increment')
  return [
    {
      column: {
        name,
        span: context.span(placeOf(label)),
        whole: context.span(call),
        ...(type !== undefined && { type }),
        ...(typeof nullable === 'boolean' && { nullable }),
        ...(isGenerated && { generated: true }),
      },
      primary: primary && context.span(primary),
      ...indexOption(call, context),
    },
  ]
}

/** `index: true`, `index: { unique: true }`. */
function indexOption(call: Node, context: StorageContext): Pick<ColumnFacts, 'unique' | 'index'> {
  const option = optionIn(call, 'index')
  if (!option) return {}
  const value = unwrap(option.value)
  const isUnique = entryOf(value, 'unique', (each) => literalOf(each) === true)
  if (isUnique) return { unique: context.span(option) }
  return literalOf(value) === false ? {} : { index: context.span(option) }
}

function entryOf<T>(table: Node, name: string, read: (value: Node) => T): T | undefined {
  if (table.type !== 'ObjectExpression') return undefined
  const found = (table.properties as Node[]).find(
    (each) => each.type === 'Property' && keyName(each) === name,
  )
  return found && read(found.value)
}

/** `t.references :account, foreign_key: { to_table: :amo_accounts }`: by convention the key of that table. */
export function referenceFacts(label: Node, call: Node, context: StorageContext): ColumnFacts | undefined {
  const word = textIn(label, context)
  if (word === undefined) return undefined
  const option = optionIn(call, 'foreign_key')?.value as Node | undefined
  const text = (name: string) => option && entryOf(unwrap(option), name, (value) => textIn(value, context))
  const target = text('primary_key')
  const onDelete = text('on_delete')
  const name = `${word}_id`
  const type = textIn(optionIn(call, 'type')?.value, context)
  return {
    column: {
      name,
      ...(name !== word && { property: word }),
      span: context.span(placeOf(label)),
      whole: context.span(call),
      ...(type !== undefined && { type }),
    },
    ...indexOption(call, context),
    reference: isOn(call, 'polymorphic')
      ? undefined
      : {
          columns: [name],
          table: text('to_table') ?? plural(word),
          targets: target === undefined ? [] : [target],
          span: context.span(call),
          ...(onDelete !== undefined && { onDelete }),
        },
  }
}

/** `add_foreign_key :tokens, :accounts, column: :subdomain, primary_key: :subdomain`. */
export function foreignKeyTo(to: Node, call: Node, context: StorageContext): ForeignKey | undefined {
  const table = textIn(to, context)
  if (table === undefined) return undefined
  const text = (name: string) => textIn(optionIn(call, name)?.value, context)
  const own = itemsOf(optionIn(call, 'column')?.value, context).flatMap((each) => textIn(each, context) ?? [])
  const targets = itemsOf(optionIn(call, 'primary_key')?.value, context).flatMap(
    (each) => textIn(each, context) ?? [],
  )
  const onDelete = text('on_delete')
  const name = text('name')
  return {
    columns: own.length > 0 ? own : [`${table.replace(/ies$/, 'y').replace(/s$/, '')}_id`],
    table,
    targets,
    span: context.span(call),
    ...(name !== undefined && { name }),
    ...(onDelete !== undefined && { onDelete }),
  }
}

/** An index over columns, or over an expression: `'lower(subdomain)'`. */
export function indexKey(
  columns: Node | undefined,
  call: Node,
  isUnique: boolean,
  context: StorageContext,
): TableKey | undefined {
  const names = itemsOf(columns, context).flatMap((each) => {
    const text = textIn(each, context)
    if (text === undefined || /^\w+$/.test(text)) return text ?? []
    return text.match(/\b[a-z_]\w*\b(?!\s*\()/gi) ?? []
  })
  const name = textIn(optionIn(call, 'name')?.value, context)
  if (names.length === 0) return undefined
  return {
    kind: isUnique ? 'unique' : 'index',
    columns: names,
    span: context.span(call),
    ...(name !== undefined && { name }),
  }
}
