import type { TableKey, TableSite } from '../../storage.js'
import { isFunction, nameOf } from '../script/names.js'
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
  textsIn,
} from './call-parts.js'
import type { Extractor, StorageContext } from './context.js'
import { addColumns, emptyDraft, finished } from './draft.js'
import { tableOf } from './sqlalchemy.js'
import { columnFacts, columnIn, labelIn } from './sqlalchemy-columns.js'

/** What a step does to a table: `args` without the table's name. */
type Step = (args: readonly Node[], call: Node, context: StorageContext) => Partial<TableSite> | undefined

const STEPS: Readonly<Record<string, Step>> = {
  add_column: ([made], _, context) => {
    const call = callIn(made)
    const facts = call && columnFacts(call, undefined, call, context)
    return facts && addColumns(emptyDraft(), [facts])
  },
  drop_column: ([name], _, context) => dropped('column', textIn(name, context)),
  create_primary_key: (args, call, context) => key('primary', args, call, context),
  create_unique_constraint: (args, call, context) => key('unique', args, call, context),
  create_index: (args, call, context) => {
    const made = key(isOn(call, 'unique') ? 'unique' : 'index', args, call, context)
    return made?.keys && { keys: made.keys.map((each) => ({ ...each, isIndex: true })) }
  },
  drop_index: ([name], _, context) => dropped('unique', labelIn(name, context)),
  drop_constraint: ([name], call, context) => {
    const label = labelIn(name, context) ?? ''
    const kind = textIn(optionIn(call, 'type_')?.value, context) ?? kindByName(label)
    return kind === 'primary' || kind === 'unique' ? dropped(kind, label) : undefined
  },
}

/** Steps whose first argument is the name of what they make, the table stands behind it. */
const NAME_FIRST = /^(?:create_(?:primary_key|unique_constraint|index)|drop_(?:index|constraint))$/

function kindByName(name: string): string {
  if (/pkey$|^pk_/i.test(name)) return 'primary'
  return /fkey$|^fk_|^ck_|check$/i.test(name) ? 'other' : 'unique'
}

const dropped = (
  kind: 'column' | 'primary' | 'unique',
  name: string | undefined,
): Partial<TableSite> | undefined => (name === undefined ? undefined : { drops: [{ kind, names: [name] }] })

function key(
  kind: TableKey['kind'],
  [label, columns]: readonly Node[],
  call: Node,
  context: StorageContext,
): Partial<TableSite> | undefined {
  const list = columns ?? optionIn(call, 'columns')?.value
  const names = itemsOf(list, context).flatMap((each) => columnIn(each, context))
  const name = labelIn(label, context)
  if (names.length === 0) return undefined
  return { keys: [{ kind, columns: names, span: context.span(list), ...(name !== undefined && { name }) }] }
}

/** `op.create_foreign_key(name, source, referent, local, remote)`. */
function foreignKey(call: Node, isBatch: boolean, context: StorageContext): TableSite | undefined {
  const args = plainArguments(call)
  const [label, source, referent, local, remote] = isBatch ? [args[0], undefined, ...args.slice(1)] : args
  const table = textIn(referent ?? optionIn(call, 'referent_table')?.value, context)
  const columns = textsIn(local ?? optionIn(call, 'local_cols')?.value, context)
  if (table === undefined || columns.length === 0) return undefined
  const name = labelIn(label, context)
  const onDelete = textIn(optionIn(call, 'ondelete')?.value, context)
  return alteration(call, source ?? optionIn(call, 'source_table')?.value, context, {
    references: [
      {
        columns,
        table,
        targets: textsIn(remote ?? optionIn(call, 'remote_cols')?.value, context),
        span: context.span(call),
        ...(name !== undefined && { name }),
        ...(onDelete !== undefined && { onDelete }),
      },
    ],
  })
}

function stepOf(call: Node, batches: readonly Node[], context: StorageContext): TableSite | undefined {
  const word = calledName(call)
  const receiver = receiverOf(call)
  const isBatch = receiver?.type === 'Identifier' && /batch/.test(receiver.name)
  if (!receiver || (!isBatch && context.slice(receiver) !== 'op')) return undefined
  const args = plainArguments(call)
  if (word === 'create_table') return created(call, args, context)
  if (word === 'create_foreign_key') return foreignKey(call, isBatch, context)
  const step = Object.hasOwn(STEPS, word) ? STEPS[word] : undefined
  if (!step) return undefined
  const isNameFirst = NAME_FIRST.test(word)
  const place = isNameFirst ? 1 : 0
  const table = isBatch
    ? batches.findLast(({ start }) => start < call.start)?.arguments[0]
    : (args[place] ?? optionIn(call, 'table_name')?.value)
  const rest = isBatch ? args : args.filter((_, i) => i !== place)
  const change = step(rest, call, context)
  return change && alteration(call, table, context, change)
}

function created(
  call: Node,
  [label, ...elements]: readonly Node[],
  context: StorageContext,
): TableSite | undefined {
  const name = textIn(label, context)
  if (!label || name === undefined) return undefined
  return finished(tableOf(elements, context), {
    system: 'alembic',
    part: 'migration',
    change: 'create',
    name,
    span: context.span(placeOf(label)),
    whole: context.span(call),
  })
}

function alteration(
  call: Node,
  table: Node | undefined,
  context: StorageContext,
  { columns = [], keys = [], references = [], drops = [] }: Partial<TableSite>,
): TableSite | undefined {
  const name = textIn(table, context)
  if (!table || name === undefined) return undefined
  return {
    system: 'alembic',
    part: 'migration',
    change: 'alter',
    name,
    span: context.span(placeOf(table)),
    whole: context.span(call),
    columns,
    keys,
    references,
    ...(drops.length > 0 && { drops }),
  }
}

/** Whether a call only runs on the way back. */
function isBackwards(call: Node): boolean {
  for (let at = call.parent; at; at = at.parent)
    if (isFunction(at) && /downgrade|rollback/.test(nameOf(at) ?? '')) return true
  return false
}

/** Steps of Alembic's migrations, those of the way up. */
export const alembic: Extractor = {
  hint: /\balembic\b/,
  extract(context) {
    const calls = context.tree.nodes.filter((node) => callIn(node) === node && !isBackwards(node))
    const batches = calls.filter((call) => calledName(call) === 'batch_alter_table')
    return { tables: calls.flatMap((call) => stepOf(call, batches, context) ?? []) }
  },
}
