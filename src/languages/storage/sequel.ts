import type { TableSite } from '../../storage.js'
import type { Node } from '../script/tree.js'
import {
  calledName,
  callIn,
  isOn,
  itemsOf,
  literalOf,
  optionIn,
  placeOf,
  plainArguments,
  receiverOf,
  textIn,
} from './call-parts.js'
import type { Extractor, StorageContext } from './context.js'
import { addColumns, type Draft, emptyDraft, finished } from './draft.js'
import { indexKey } from './rails-columns.js'
import { blockStatements, isBackwards } from './ruby-blocks.js'

/** Methods of a table's block that are no types. */
const NO_TYPE =
  /^(?:index|unique|primary_key|foreign_key|constraint|check|full_text_index|drop_\w+|rename_\w+|set_\w+|add_\w+|lambda|proc|puts)$/

/** A line of `create_table(:accounts) do … end` or `alter_table`. */
function addLine(to: Draft, call: Node, context: StorageContext): void {
  const word = calledName(call).replace(/^add_(?=column|index|unique_constraint|primary_key|foreign_key)/, '')
  const [first, second] = plainArguments(call)
  const names = itemsOf(first, context).flatMap((each) => textIn(each, context) ?? [])
  const isList = first?.type === 'ArrayExpression'
  const [name] = names
  if (!first || name === undefined) return
  const span = context.span(call)
  if (word === 'index' || word === 'unique' || word === 'unique_constraint') {
    const key = indexKey(first, call, word !== 'index' || isOn(call, 'unique'), context)
    if (key) to.keys.push(key)
  } else if (word === 'primary_key' && isList) {
    to.keys.push({ kind: 'primary', columns: names, span })
  } else if (word === 'drop_index' || word === 'drop_constraint') {
    to.drops.push({ kind: /pkey$/.test(name) ? 'primary' : 'unique', names })
  } else if (word === 'drop_column') {
    to.drops.push({ kind: 'column', names })
  } else if (!NO_TYPE.test(calledName(call)) || /^(?:primary_key|foreign_key|column)$/.test(word)) {
    addColumn(to, word, name, first, second, call, context)
  }
}

function addColumn(
  to: Draft,
  word: string,
  name: string,
  label: Node,
  second: Node | undefined,
  call: Node,
  context: StorageContext,
): void {
  const span = context.span(call)
  const table = word === 'foreign_key' ? textIn(second, context) : undefined
  const target = textIn(optionIn(call, 'key')?.value, context)
  const type = word === 'column' && second ? context.slice(second) : word
  const nullable = literalOf(optionIn(call, 'null')?.value)
  const primary = isOn(call, 'primary_key')
    ? optionIn(call, 'primary_key')
    : word === 'primary_key'
      ? call
      : undefined
  const unique = isOn(call, 'unique') ? optionIn(call, 'unique') : undefined
  const isGenerated = word === 'primary_key' && optionIn(call, 'type') === undefined && name === 'id'
  addColumns(to, [
    {
      column: {
        name,
        span: context.span(placeOf(label)),
        whole: span,
        type,
        ...(typeof nullable === 'boolean' && { nullable }),
        ...(isGenerated && { generated: true }),
      },
      primary: primary && context.span(primary),
      unique: primary ? undefined : unique && context.span(unique),
      reference:
        table === undefined
          ? undefined
          : { columns: [name], table, targets: target === undefined ? [] : [target], span },
    },
  ])
}

function tableOf(call: Node, context: StorageContext): TableSite | undefined {
  const word = calledName(call)
  const isNew = /^create_table[?!]?$/.test(word)
  const [label, columns] = plainArguments(call)
  const name = textIn(label, context)
  if (!label || name === undefined || isBackwards(call)) return undefined
  const made = emptyDraft()
  if (isNew || word === 'alter_table')
    for (const each of blockStatements(call)) {
      const line = callIn(each)
      if (line && !receiverOf(line)) addLine(made, line, context)
    }
  else if (word === 'add_index') {
    const key = indexKey(columns, call, isOn(call, 'unique'), context)
    if (!key) return undefined
    made.keys.push(key)
  } else return undefined
  return finished(made, {
    system: 'sequel',
    part: /\bSequel\.migration\b/.test(context.text) ? 'migration' : 'schema',
    change: isNew ? 'create' : 'alter',
    name,
    span: context.span(placeOf(label)),
    whole: context.span(call),
  })
}

/** Migrations of Sequel, the way up, and tables that code makes with it. */
export const sequel: Extractor = {
  hint: /\bsequel\b|\bDB\.(?:create|alter)_table/i,
  extract: (context) => ({
    tables: context.tree.nodes.flatMap((node) =>
      node.type === 'CallExpression' ? (tableOf(node, context) ?? []) : [],
    ),
  }),
}
