import type { SqlDialect, TableSite } from '../../storage.js'
import type { Node } from '../script/tree.js'
import {
  calledName,
  callIn,
  isOn,
  itemsOf,
  optionIn,
  placeOf,
  plainArguments,
  receiverOf,
  textIn,
} from './call-parts.js'
import type { Extractor, StorageContext } from './context.js'
import { addColumns, type Draft, emptyDraft, finished } from './draft.js'
import {
  addLine,
  columnFacts,
  droppedIndex,
  foreignKeyTo,
  indexKey,
  referenceFacts,
} from './rails-columns.js'
import { blockStatements, isBackwards } from './ruby-blocks.js'

/** What a statement does to a table; its first argument is the name of that. */
type Step = (args: readonly Node[], call: Node, to: Draft, context: StorageContext) => void

const addKey: Step = ([columns], call, to, context) => {
  const isUnique = calledName(call) !== 'add_index' || isOn(call, 'unique')
  const key = indexKey(columns, call, isUnique, context)
  if (key) to.keys.push(key)
}

const addReference: Step = ([label], call, to, context) => {
  const facts = label && referenceFacts(label, call, context)
  if (facts) addColumns(to, [facts])
}

const STEPS: Readonly<Record<string, Step>> = {
  change_table: (_, call, to, context) => addLines(to, call, context),
  add_index: addKey,
  add_unique_constraint: addKey,
  remove_index: ([columns], call, to, context) => {
    to.drops.push({ kind: 'unique', names: droppedIndex(columns, call, context) })
  },
  add_column: ([label, type], call, to, context) => {
    addColumns(to, columnFacts(label, call, textIn(type, context), context))
  },
  remove_column: ([label], _, to, context) => {
    const name = textIn(label, context)
    if (name !== undefined) to.drops.push({ kind: 'column', names: [name] })
  },
  add_reference: addReference,
  add_belongs_to: addReference,
  add_foreign_key: ([table], call, to, context) => {
    const key = table && foreignKeyTo(table, call, context)
    if (key) to.references.push(key)
  },
}

function addLines(to: Draft, call: Node, context: StorageContext): void {
  for (const each of blockStatements(call)) {
    const line = callIn(each)
    if (line && receiverOf(line)) addLine(to, line, context)
  }
}

function created(call: Node, context: StorageContext): Draft {
  const made = emptyDraft()
  // `create_table :accounts, primary_key: :subdomain, id: :string`.
  const labels = itemsOf(optionIn(call, 'primary_key')?.value, context)
  const [only] = labels
  const type = textIn(optionIn(call, 'id')?.value, context)
  const names = labels.flatMap((each) => textIn(each, context) ?? [])
  const option = optionIn(call, 'primary_key')
  if (only && option && names[0] !== undefined && names.length === 1) {
    const column = {
      name: names[0],
      span: context.span(placeOf(only)),
      whole: context.span(option),
      ...(type !== undefined && { type }),
    }
    addColumns(made, [{ column, primary: context.span(option) }])
  } else if (option && names.length > 1)
    made.keys.push({ kind: 'primary', columns: names, span: context.span(option) })
  addLines(made, call, context)
  return made
}

/** The database that a schema is made for, as far as words that only one of them knows tell. */
function dialectIn(text: string): SqlDialect | undefined {
  if (/\benable_extension\b|\bt\.(?:jsonb|citext)\b/.test(text)) return 'postgresql'
  return /ENGINE=InnoDB|charset: ["']utf8/.test(text) ? 'mysql' : undefined
}

function tableOf(call: Node, context: StorageContext): TableSite | undefined {
  const word = calledName(call)
  const step = Object.hasOwn(STEPS, word) ? STEPS[word] : undefined
  const isNew = word === 'create_table'
  const receiver = receiverOf(call)
  if ((!step && !isNew) || (receiver && !/^(?:self|connection)$/.test(context.slice(receiver))))
    return undefined
  const [label, ...args] = plainArguments(call)
  const name = textIn(label, context)
  if (!label || name === undefined || isBackwards(call)) return undefined
  const made = isNew ? created(call, context) : emptyDraft()
  step?.(args, call, made, context)
  const dialect = dialectIn(context.text)
  return finished(made, {
    system: 'rails',
    ...(dialect && { dialect }),
    part: /ActiveRecord::Migration\b/.test(context.text) ? 'migration' : 'schema',
    change: isNew ? 'create' : 'alter',
    name: name.replace(/^.*\./, ''),
    span: context.span(placeOf(label)),
    whole: context.span(call),
  })
}

/** Migrations of Rails, the way up, and `db/schema.rb`. */
export const rails: Extractor = {
  hint: /\bActiveRecord::(?:Migration|Schema)\b|\bcreate_table\b/,
  extract: (context) => ({
    tables: /\bSequel\b/.test(context.text)
      ? []
      : context.tree.nodes.flatMap((node) =>
          node.type === 'CallExpression' ? (tableOf(node, context) ?? []) : [],
        ),
  }),
}
