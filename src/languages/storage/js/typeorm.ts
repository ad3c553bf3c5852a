import type { TableSite } from '../../../storage.js'
import { heldBy } from '../../script/held.js'
import { staticText, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import { calledName, callIn } from '../call-parts.js'
import type { Extractor, StorageContext } from '../context.js'
import { type Draft, emptyDraft, finished } from '../draft.js'
import { snakeCase } from '../names.js'
import { Steps } from '../php-tables.js'
import { entriesOf, heldIn, innerOf, wordAt } from '../reading.js'
import { decoratedTables } from './decorated.js'
import {
  addIndexes,
  addMarked,
  columnOf,
  entryAt,
  isBack,
  keyTo,
  listIn,
  nameSpan,
  namesIn,
  option,
  tableIn,
  targetOf,
  textOption,
} from './parts.js'

/** `new Table({ … })` or the table itself. */
function describedBy(context: StorageContext, node: Node | undefined): Node | undefined {
  if (!node || node.type === 'SpreadElement') return undefined
  const at = heldBy(context.tree, node)
  return at.type === 'ObjectExpression' ? at : tableIn(context, callIn(at)?.arguments[0])
}

function addTableColumns(context: StorageContext, to: Draft, list: readonly Node[]): void {
  addMarked(
    to,
    list.flatMap((each) => {
      const table = describedBy(context, each)
      const named = option(context, table, 'name')
      const name = named && staticText(named)
      return table && named && name !== undefined ? [columnOf(context, name, named, table, table)] : []
    }),
  )
}

function addForeignKeys(context: StorageContext, to: Draft, list: readonly Node[]): void {
  for (const each of list) {
    const table = describedBy(context, each)
    const columns = namesIn(context, entryAt(table, 'columnNames')).map(({ name }) => name)
    const target = textOption(context, table, 'referencedTableName')
    const targets = namesIn(context, entryAt(table, 'referencedColumnNames')).map(({ name }) => name)
    if (target !== undefined && columns.length > 0)
      to.references.push(keyTo(context, columns, target, targets, each, table))
  }
}

function addShared(
  context: StorageContext,
  to: Draft,
  kind: 'unique' | 'index',
  list: readonly Node[],
): void {
  for (const each of list) {
    const table = describedBy(context, each)
    if (table) addIndexes(context, to, table, kind)
  }
}

const STEP =
  /^(?:createTable|addColumns?|changeColumn|createPrimaryKey|createUniqueConstraints?|createInd(?:ex|ices)|createForeignKeys?|dropPrimaryKey|dropUniqueConstraint|dropIndex|dropColumns?)$/

/** `queryRunner.createTable(new Table({ … }))` and the steps that follow it. */
function step(context: StorageContext, steps: Steps, call: Node): void {
  const name = calledName(call)
  const [first, second, third] = call.arguments as Node[]
  if (!first || !STEP.test(name) || isBack(call)) return
  if (name === 'createTable') {
    created(context, steps, call, first)
    return
  }
  const table = wordAt(context.tree, first)
  if (!table || !second) return
  const to = steps.draft({ ...table, text: table.text.replace(/^.*\./, '') }, call)
  const list = listIn(context, second)
  if (/^addColumn/.test(name)) addTableColumns(context, to, list)
  else if (name === 'changeColumn') addTableColumns(context, to, third ? [third] : [])
  else if (name === 'createPrimaryKey')
    to.keys.push({
      kind: 'primary',
      columns: namesIn(context, second).map((each) => each.name),
      span: context.span(call),
    })
  else if (/^createUnique/.test(name)) addShared(context, to, 'unique', list)
  else if (/^createInd/.test(name)) addShared(context, to, 'index', list)
  else if (/^createForeign/.test(name)) addForeignKeys(context, to, list)
  else if (name === 'dropPrimaryKey') to.drops.push({ kind: 'primary', names: [] })
  else {
    const names = namesIn(context, second).map((each) => each.name)
    if (names.length > 0) to.drops.push({ kind: /Column/.test(name) ? 'column' : 'unique', names })
  }
}

function created(context: StorageContext, steps: Steps, call: Node, first: Node): void {
  const table = describedBy(context, first)
  const named = table && entryAt(table, 'name')
  const name = named && staticText(heldIn(context.tree, named))
  if (!table || !named || name === undefined) return
  const to = steps.draft({ text: name.replace(/^.*\./, ''), at: innerOf(unwrap(named)) }, call, 'create')
  addTableColumns(context, to, listIn(context, entryAt(table, 'columns')))
  addShared(context, to, 'unique', listIn(context, entryAt(table, 'uniques')))
  addShared(context, to, 'index', listIn(context, entryAt(table, 'indices')))
  addForeignKeys(context, to, listIn(context, entryAt(table, 'foreignKeys')))
}

/** `new EntitySchema({ name, tableName, columns: { … } })`, of TypeORM and of MikroORM. */
function schemaOf(context: StorageContext, node: Node): TableSite | undefined {
  if (!/^(?:EntitySchema|defineEntity)$/.test(calledName(node))) return undefined
  const table = tableIn(context, node.arguments[0])
  const fields = tableIn(context, entryAt(table, 'columns', 'properties'))
  if (!table || !fields) return undefined
  const isMikro = entryAt(table, 'properties') !== undefined
  const target =
    textOption(context, table, 'name', 'className') ?? targetOf(context, entryAt(table, 'class', 'target'))
  const named = option(context, table, 'tableName', 'collection')
  const told = named && staticText(named)
  if (target === undefined) return undefined
  const to = emptyDraft()
  addMarked(
    to,
    entriesOf(fields).map(({ name, key, value, node: entry }) => {
      const options = tableIn(context, value)
      const own = isMikro ? undefined : textOption(context, options, 'name')
      return columnOf(context, name, key, entry, options, { name: own ?? (isMikro ? snakeCase(name) : name) })
    }),
  )
  addIndexes(context, to, entryAt(table, 'uniques'), 'unique')
  addIndexes(context, to, entryAt(table, 'indices', 'indexes'))
  return finished(to, {
    system: isMikro ? 'mikro-orm' : 'typeorm',
    part: 'model',
    change: 'create',
    name: told ?? snakeCase(target),
    model: target,
    span: nameSpan(context, named && told !== undefined ? named : (entryAt(table, 'name', 'class') ?? node)),
    whole: context.span(node),
  })
}

/** Classes with marks on them, of TypeORM and the others; schemas that are objects; migrations of TypeORM. */
export const typeorm: Extractor = {
  hint: /typeorm|@mikro-orm|sequelize-typescript|@nestjs\/mongoose|typegoose|EntitySchema|queryRunner/,
  extract(context) {
    const tables = decoratedTables(context)
    const steps = new Steps(context)
    for (const node of context.tree.nodes) {
      if (node.type !== 'CallExpression' && node.type !== 'NewExpression') continue
      const schema = schemaOf(context, node)
      if (schema) tables.push(schema)
      else if (node.type === 'CallExpression' && /queryRunner|\bTable\b/.test(context.text))
        step(context, steps, node)
    }
    return { tables: [...tables, ...steps.sites('typeorm', 'migration')] }
  },
}
