import type { Span } from '../../../sites.js'
import type { ColumnSite, ForeignKey, TableKey, WrittenModel } from '../../../storage.js'
import { heldBy } from '../../script/held.js'
import { dottedName, isFunction, keyName, staticText, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import type { StorageContext } from '../context.js'
import type { ColumnFacts, Draft } from '../draft.js'
import { addColumns } from '../draft.js'
import { entryOf, innerOf } from '../reading.js'

/** A table of options as far as it is written out; names that hold one are followed. */
export function tableIn(context: StorageContext, node: Node | undefined | null): Node | undefined {
  if (!node || node.type === 'SpreadElement') return undefined
  const at = heldBy(context.tree, node)
  return at.type === 'ObjectExpression' ? at : undefined
}

/** The value of an option, under the first of its names that is there. */
export function option(
  context: StorageContext,
  table: Node | undefined,
  ...names: string[]
): Node | undefined {
  const found = table && entryOf(table, ...names)
  return found && heldBy(context.tree, found)
}

export function textOption(
  context: StorageContext,
  table: Node | undefined,
  ...names: string[]
): string | undefined {
  const found = option(context, table, ...names)
  return found && staticText(found)
}

export const isTrue = (node: Node | undefined): boolean => node?.type === 'Literal' && node.value === true

/** Items of a list that is written out; a single value is a list of one. */
export function listIn(context: StorageContext, node: Node | undefined | null): Node[] {
  if (!node || node.type === 'SpreadElement') return []
  const at = heldBy(context.tree, node)
  if (at.type !== 'ArrayExpression') return [at]
  return (at.elements as (Node | null)[]).flatMap((each) =>
    each && each.type !== 'SpreadElement' ? [each] : [],
  )
}

/** Names of columns in a list: texts, members (`account.subdomain`), tables with a `name`. */
export function namesIn(
  context: StorageContext,
  node: Node | undefined | null,
): { name: string; at: Node }[] {
  if (node && isFunction(unwrap(node))) return namesIn(context, returned(unwrap(node)))
  const at = node && node.type !== 'SpreadElement' ? heldBy(context.tree, node) : undefined
  // `(table) => ({ domain: 1, code: 1 })`.
  if (at?.type === 'ObjectExpression' && entryOf(at, 'name', 'attribute', 'expression') === undefined)
    return (at.properties as Node[]).flatMap((each) => {
      const name = each.type === 'Property' ? keyName(each) : undefined
      return name === undefined ? [] : [{ name, at: each.key as Node }]
    })
  return listIn(context, node).flatMap((each) => {
    const item = heldBy(context.tree, each)
    const text = staticText(item) ?? textOption(context, item, 'name', 'attribute', 'expression')
    if (text !== undefined) return [{ name: text, at: unwrap(each) }]
    const name = item.type === 'MemberExpression' ? keyName(item) : undefined
    return name === undefined ? [] : [{ name, at: item }]
  })
}

/** What a function returns, where it returns one thing. */
export function returned(made: Node): Node | undefined {
  if (made.body?.type !== 'BlockStatement') return made.body && unwrap(made.body)
  const last = (made.body.body as Node[]).findLast(({ type }) => type === 'ReturnStatement')
  return last?.argument ? unwrap(last.argument) : undefined
}

/** The class or model that an argument names: `() => User`, `User`, `'User'`, `User.name`. */
export function targetOf(context: StorageContext, node: Node | undefined): string | undefined {
  if (!node || node.type === 'SpreadElement') return undefined
  const at = unwrap(node)
  if (isFunction(at)) return targetOf(context, returned(at))
  const text = staticText(at)
  if (text !== undefined) return text
  if (at.type === 'ObjectExpression') return textOption(context, at, 'tableName', 'entity')
  const name = dottedName(at)
    .replace(/\.name$/, '')
    .replace(/^.*\./, '')
  return /^\w+$/.test(name) ? name : undefined
}

/** Where a name stands, without its quotes. */
export const nameSpan = (context: StorageContext, key: Node): Span => context.span(innerOf(key))

/** A key that several columns name together: `unique: 'owner'`. */
export interface Marked extends ColumnFacts {
  uniqueGroup?: string | undefined
  indexGroup?: string | undefined
}

/** Puts columns in, with the keys that they name together. */
export function addMarked(to: Draft, all: readonly Marked[]): Draft {
  const plain = all.map((each) => ({
    ...each,
    ...(each.uniqueGroup !== undefined && { unique: undefined }),
    ...(each.indexGroup !== undefined && { index: undefined }),
  }))
  addColumns(to, plain)
  const groups = new Map<string, { kind: TableKey['kind']; columns: string[]; span: Span; name: string }>()
  for (const { column, unique, index, uniqueGroup, indexGroup } of all)
    for (const [kind, name, span] of [
      ['unique', uniqueGroup, unique],
      ['index', indexGroup, index],
    ] as const) {
      if (name === undefined || !span) continue
      const known = groups.get(`${kind} ${name}`)
      if (known) known.columns.push(column.name)
      else groups.set(`${kind} ${name}`, { kind, columns: [column.name], span, name })
    }
  to.keys.push(...groups.values())
  return to
}

/** Column names of a draft by what code calls them. */
export function columnName(of: Draft, name: string): string {
  const found =
    of.columns.find((each) => each.property === name) ?? of.columns.find((each) => each.name === name)
  return found?.name ?? name
}

/** A column as a table of options describes it: `{ type, primaryKey, unique, references }`. */
export function columnOf(
  context: StorageContext,
  property: string,
  key: Node,
  whole: Node,
  table: Node | undefined,
  told: { name?: string | undefined; type?: string | undefined } = {},
): Marked {
  const named = textOption(context, table, 'field', 'fieldName', 'columnName') ?? told.name
  const name = named ?? property
  const type = option(context, table, 'type', 'columnType')
  const nullable = nullableIn(context, table)
  const isGenerated = isGeneratedBy(context, table)
  const typeText = type ? context.slice(type).replace(/^['"`]|['"`]$/g, '') : told.type
  const column: ColumnSite = {
    name,
    ...(property !== name && { property }),
    span: nameSpan(context, key),
    whole: context.span(whole),
    ...(typeText !== undefined && typeText !== '' && { type: typeText }),
    ...(nullable !== undefined && { nullable }),
    ...(isGenerated && { generated: true }),
  }
  const place = (...names: string[]): Span | undefined => {
    const entry = table && entryNode(table, ...names)
    return entry && context.span(entry)
  }
  const unique = option(context, table, 'unique')
  const index = option(context, table, 'index')
  const isUniqueIndex = isTrue(option(context, tableIn(context, index), 'unique'))
  const isPrimary = isTrue(option(context, table, 'primary', 'primaryKey', 'isPrimary'))
  const isUnique =
    isTrue(unique) ||
    isTrue(option(context, table, 'isUnique')) ||
    unique?.type === 'ObjectExpression' ||
    isText(unique) ||
    // `unique: [true, 'message']`
    unique?.type === 'ArrayExpression'
  return {
    column,
    ...(isPrimary && { primary: place('primary', 'primaryKey', 'isPrimary') }),
    ...((isUnique || isUniqueIndex) && { unique: place('unique', 'isUnique') ?? place('index') }),
    ...(!isUnique && !isUniqueIndex && index && !isFalse(index) && { index: place('index') }),
    ...(unique &&
      (isText(unique) || textOption(context, unique, 'name') !== undefined) && {
        uniqueGroup: staticText(unique) ?? textOption(context, unique, 'name'),
      }),
    reference: referenceIn(context, name, table),
  }
}

const isText = (node: Node | undefined): boolean => node !== undefined && staticText(node) !== undefined
const isFalse = (node: Node): boolean => node.type === 'Literal' && node.value === false

/** The entry itself: `unique: true`. */
export function entryNode(table: Node, ...names: string[]): Node | undefined {
  return ((table.properties ?? []) as Node[]).find(
    (each) => each.type === 'Property' && names.includes(keyName(each) ?? ''),
  )
}

function nullableIn(context: StorageContext, table: Node | undefined): boolean | undefined {
  const nullable = option(context, table, 'nullable', 'allowNull', 'isNullable')
  if (nullable?.type === 'Literal' && typeof nullable.value === 'boolean') return nullable.value
  return isTrue(option(context, table, 'notNull')) || isTrue(option(context, table, 'required'))
    ? false
    : undefined
}

function isGeneratedBy(context: StorageContext, table: Node | undefined): boolean {
  if (
    isTrue(
      option(
        context,
        table,
        'autoIncrement',
        'autoincrement',
        'isGenerated',
        'autoIncrementIdentity',
        'identity',
      ),
    )
  )
    return true
  const generated = option(context, table, 'generated', 'generationStrategy')
  if (generated && !isFalse(generated)) return true
  const value = option(context, table, 'defaultValue', 'default', 'onCreate', 'defaultRaw')
  return (
    value !== undefined &&
    /uuid|gen_random|nanoid|nextval|autoincrement/i.test(context.slice(value).slice(0, 200))
  )
}

/** `references: { model: 'accounts', key: 'id' }, onDelete: 'CASCADE'`, `ref: 'Account'`. */
function referenceIn(
  context: StorageContext,
  column: string,
  table: Node | undefined,
): ForeignKey | undefined {
  const to = table && entryNode(table, 'references', 'ref')
  if (!to) return undefined
  const held = heldBy(context.tree, to.value)
  const isTable = held.type === 'ObjectExpression'
  const target = isTable
    ? targetOf(context, entryOf(held, 'model', 'table', 'target', 'name'))
    : targetOf(context, held)
  if (target === undefined) return undefined
  const key = isTable ? textOption(context, held, 'key', 'column', 'field') : undefined
  return keyTo(context, [column], target, key === undefined ? [] : [key], to, table)
}

export function keyTo(
  context: StorageContext,
  columns: readonly string[],
  table: string,
  targets: readonly string[],
  at: Node,
  options: Node | undefined,
): ForeignKey {
  const onDelete = textOption(context, options, 'onDelete', 'deleteRule')
  const onUpdate = textOption(context, options, 'onUpdate', 'updateRule')
  const name = textOption(context, options, 'name', 'foreignKeyConstraintName')
  return {
    columns,
    table,
    targets,
    span: context.span(at),
    ...(name !== undefined && { name }),
    ...(onDelete !== undefined && { onDelete }),
    ...(onUpdate !== undefined && { onUpdate }),
  }
}

/** `indexes: [{ unique: true, fields: ['subdomain'] }]` and the like. */
export function addIndexes(
  context: StorageContext,
  to: Draft,
  list: Node | undefined,
  kind: TableKey['kind'] = 'index',
): void {
  for (const each of list ? listIn(context, list) : []) {
    const table = tableIn(context, each)
    const columns = namesIn(
      context,
      entryAt(table, 'fields', 'columns', 'columnNames', 'properties', 'keys'),
    ).map(({ name }) => columnName(to, name))
    if (!table || columns.length === 0) continue
    const isUnique =
      isTrue(option(context, table, 'unique', 'isUnique')) ||
      /^unique$/i.test(textOption(context, table, 'type') ?? '')
    const name = textOption(context, table, 'name')
    to.keys.push({
      kind: isUnique ? 'unique' : kind,
      columns,
      span: context.span(each),
      ...(name !== undefined && { name }),
    })
  }
}

/**
 * Where a model that is described by tables is written.
 * @param columns the table of columns, or the body of a class
 * @param hasOptions options are told, whether or not `options` shows what they are
 */
export function writtenIn(
  context: StorageContext,
  columns: Node,
  options: Node | undefined,
  hasOptions: boolean,
): WrittenModel {
  const told = entryAt(options, 'indexes')
  const list = told && unwrap(told)
  const isList = list?.type === 'ArrayExpression'
  const isWhole = (table: Node) =>
    table.type !== 'ObjectExpression' ||
    (table.properties as Node[]).every((each) => each.type === 'Property' && !each.computed)
  const isOpen =
    !isWhole(columns) ||
    (options ? !isWhole(options) : hasOptions) ||
    (list !== undefined &&
      !(isList && (list.elements as (Node | null)[]).every((each) => each?.type === 'ObjectExpression')))
  return {
    columns: context.span(columns),
    ...(options && { options: context.span(options) }),
    ...(isList && { indexes: context.span(list) }),
    ...(isOpen && { isOpen }),
  }
}

export const entryAt = (table: Node | undefined, ...names: string[]): Node | undefined =>
  table && entryOf(table, ...names)

/** The innermost function or method with a name around a node goes back in time. */
export function isBack(node: Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'MethodDefinition' || at.type === 'Property') {
      if (/^(?:down|rollback|revert)$/.test(keyName(at) ?? '')) return true
    } else if (at.type === 'FunctionDeclaration' && /^(?:down|rollback)$/.test(at.id?.name ?? '')) return true
    else if (at.type === 'AssignmentExpression' && /(?:^|\.)down$/.test(dottedName(at.left))) return true
    else if (at.type === 'VariableDeclarator' && at.id.name === 'down') return true
  }
  return false
}
