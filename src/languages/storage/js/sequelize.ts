import type { TableKey, TableSite } from '../../../storage.js'
import { heldBy } from '../../script/held.js'
import { dottedName, keyName, staticText, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import { calledName } from '../call-parts.js'
import type { Extractor, StorageContext } from '../context.js'
import { type Draft, emptyDraft, finished } from '../draft.js'
import { plural, snakeCase } from '../names.js'
import { Steps } from '../php-tables.js'
import { innerOf, wordAt } from '../reading.js'
import {
  addIndexes,
  addMarked,
  columnName,
  columnOf,
  entryAt,
  isBack,
  isTrue,
  keyTo,
  nameSpan,
  namesIn,
  option,
  tableIn,
  targetOf,
  textOption,
  writtenIn,
} from './parts.js'

/** Columns of `{ subdomain: { type: DataTypes.STRING, unique: true }, name: DataTypes.STRING }`. */
function addAttributes(context: StorageContext, to: Draft, table: Node, isUnderscored: boolean): void {
  const columns = (table.properties as Node[]).flatMap((each) => {
    const name = each.type === 'Property' ? keyName(each) : undefined
    if (name === undefined) return []
    const value = heldBy(context.tree, each.value)
    const options = value.type === 'ObjectExpression' ? value : undefined
    return [
      columnOf(context, name, each.key, each, options, {
        ...(isUnderscored && { name: snakeCase(name) }),
        ...(!options && { type: context.slice(each.value) }),
      }),
    ]
  })
  addMarked(to, columns)
}

function modelOf(context: StorageContext, call: Node): TableSite | undefined {
  const name = calledName(call)
  const args = call.arguments as Node[]
  const isDefine = name === 'define' && args[0] !== undefined
  if (!isDefine && name !== 'init') return undefined
  const attributes = tableIn(context, isDefine ? args[1] : args[0])
  const options = tableIn(context, isDefine ? args[2] : args[1])
  if (!attributes || !isOfSequelize(context, attributes, options)) return undefined
  const callee = unwrap(call.callee)
  const own = callee.type === 'MemberExpression' ? dottedName(callee.object).replace(/^.*\./, '') : ''
  const told = isDefine ? args[0] && wordAt(context.tree, args[0]) : undefined
  const model =
    told?.text ??
    (/^(?:this|super|\*)?$/.test(own)
      ? (textOption(context, options, 'modelName') ?? classNameAround(call))
      : own)
  if (model === undefined) return undefined
  const isUnderscored = isTrue(option(context, options, 'underscored'))
  const named = options && option(context, options, 'tableName')
  const table = named && staticText(named)
  const entity = textOption(context, options, 'modelName') ?? model
  const isFrozen = isTrue(option(context, options, 'freezeTableName'))
  const derived = isFrozen ? entity : plural(isUnderscored ? snakeCase(entity) : entity)
  const to = emptyDraft()
  addAttributes(context, to, attributes, isUnderscored)
  addIndexes(context, to, entryAt(options, 'indexes'))
  return finished(to, {
    system: 'sequelize',
    part: 'model',
    change: 'create',
    name: table ?? derived,
    model,
    span:
      named && table !== undefined
        ? context.span(innerOf(named))
        : told
          ? context.span(told.at)
          : context.span(callee),
    whole: context.span(call),
    written: writtenIn(context, attributes, options, (isDefine ? args[2] : args[1]) !== undefined),
  })
}

function classNameAround(node: Node): string | undefined {
  for (let at = node.parent; at; at = at.parent)
    if (at.type === 'ClassDeclaration' || at.type === 'ClassExpression') return at.id?.name
  return undefined
}

function isOfSequelize(context: StorageContext, attributes: Node, options: Node | undefined): boolean {
  return (
    entryAt(options, 'sequelize') !== undefined ||
    /\b(?:DataTypes|Sequelize|DataType|types?|ST)\.[A-Z]/.test(context.slice(attributes))
  )
}

/** `Token.belongsTo(Account, { foreignKey: 'accountId' })`. */
function relationOf(context: StorageContext, call: Node): TableSite | undefined {
  const callee = unwrap(call.callee)
  if (callee.type !== 'MemberExpression' || keyName(callee) !== 'belongsTo') return undefined
  const model = dottedName(callee.object).replace(/^.*\./, '')
  const target = targetOf(context, call.arguments[0])
  const options = tableIn(context, call.arguments[1])
  const key = option(context, options, 'foreignKey')
  const column = key && (staticText(key) ?? textOption(context, key, 'name', 'field'))
  if (target === undefined || !/^\w+$/.test(model)) return undefined
  const own = column ?? `${target.charAt(0).toLowerCase()}${target.slice(1)}Id`
  const to = emptyDraft()
  const targetKey = textOption(context, options, 'targetKey')
  to.references.push(keyTo(context, [own], target, targetKey === undefined ? [] : [targetKey], call, options))
  return finished(to, {
    system: 'sequelize',
    part: 'model',
    change: 'alter',
    name: plural(model),
    model,
    span: nameSpan(context, callee.object),
    whole: context.span(call),
  })
}

/** Steps of a migration: `queryInterface.createTable('accounts', { … })`. */
function step(context: StorageContext, steps: Steps, call: Node): void {
  const name = calledName(call)
  const [first, second, third] = call.arguments as Node[]
  if (!first || !STEP.test(name) || isBack(call)) return
  const table = wordAt(
    context.tree,
    tableIn(context, first) ? option(context, tableIn(context, first), 'tableName') : first,
  )
  if (!table || first.type === 'SpreadElement') return
  const draftOf = () => steps.draft(table, call)
  const options = tableIn(context, third) ?? tableIn(context, second)
  switch (name) {
    case 'createTable': {
      const columns = tableIn(context, second)
      if (!columns || !/\.[A-Z]/.test(context.slice(columns))) return
      const to = steps.draft(table, call, 'create')
      addAttributes(context, to, columns, false)
      to.keys = to.keys.map((key) => {
        const { source } = context
        const words = source.text.slice(source.indexAt(key.span.start), source.indexAt(key.span.end))
        const isPlain = /^(?:unique|primaryKey)\s*:\s*true$/.test(words)
        return isPlain || key.kind === 'index' ? key : { ...key, special: true }
      })
      const uniques = tableIn(context, entryAt(tableIn(context, third), 'uniqueKeys'))
      for (const each of (uniques?.properties ?? []) as Node[]) {
        const fields =
          each.type === 'Property' ? namesIn(context, entryAt(tableIn(context, each.value), 'fields')) : []
        if (fields.length > 0)
          to.keys.push({
            kind: 'unique',
            columns: fields.map(({ name }) => columnName(to, name)),
            span: context.span(each),
            special: true,
          })
      }
      return
    }
    case 'addColumn':
    case 'changeColumn': {
      const column = second && wordAt(context.tree, second)
      if (column && third)
        addMarked(draftOf(), [
          columnOf(context, column.text, unwrap(second), call, tableIn(context, third), {
            type: context.slice(third),
          }),
        ])
      return
    }
    case 'addConstraint':
    case 'addIndex': {
      const fields = namesIn(
        context,
        entryAt(options, 'fields') ?? (tableIn(context, second) ? undefined : second),
      ).map((each) => each.name)
      const type = textOption(context, options, 'type') ?? ''
      if (fields.length === 0) return
      if (/foreign/i.test(type)) {
        const to = tableIn(context, entryAt(options, 'references'))
        const target = targetOf(context, entryAt(to, 'table', 'model'))
        const key = textOption(context, to, 'field', 'key')
        if (target !== undefined)
          draftOf().references.push(
            keyTo(context, fields, target, key === undefined ? [] : [key], call, options),
          )
        return
      }
      const isUnique = /unique/i.test(type) || isTrue(option(context, options, 'unique'))
      const kind = /primary/i.test(type)
        ? 'primary'
        : isUnique
          ? 'unique'
          : name === 'addIndex'
            ? 'index'
            : undefined
      const told = option(context, options, 'name')
      const called = told
        ? staticText(told)
        : ownName(table.text, fields, name === 'addIndex' ? 'index' : kind)
      if (kind)
        draftOf().keys.push({
          kind,
          columns: fields,
          span: context.span(call),
          ...(called !== undefined && { name: called }),
          ...(name === 'addIndex' && { isIndex: true }),
          ...(called === undefined || /\bwhere\s*:|\bliteral\b|\bfn\b/.test(context.slice(call))
            ? { special: true }
            : {}),
        })
      return
    }
    default: {
      const names = namesIn(context, second).map((each) => each.name)
      if (names.length === 0) return
      const kind =
        name === 'removeColumn'
          ? 'column'
          : names.some((each) => /pkey|primary|^pk_/i.test(each))
            ? 'primary'
            : 'unique'
      draftOf().drops.push({ kind, names })
    }
  }
}

/** How Sequelize calls a key that is given no name; only names that it leaves as they are. */
function ownName(
  table: string,
  columns: readonly string[],
  kind: TableKey['kind'] | undefined,
): string | undefined {
  const end = { primary: '_pk', unique: '_uk', index: '' }[kind ?? 'index']
  const name = `${[table, ...columns].join('_')}${end}`
  // Names of indexes are written in small letters with lines below.
  return kind !== 'index' || /^[a-z][a-z\d_]*$/.test(name) ? name : undefined
}

const STEP =
  /^(?:createTable|addColumn|changeColumn|addConstraint|addIndex|removeConstraint|removeIndex|removeColumn)$/

/** Models that are described by objects, and the steps of migrations. */
export const sequelize: Extractor = {
  hint: /sequelize|queryInterface|DataTypes/i,
  extract(context) {
    const tables: TableSite[] = []
    const steps = new Steps(context)
    for (const node of context.tree.nodes) {
      if (node.type !== 'CallExpression') continue
      const table = modelOf(context, node) ?? relationOf(context, node)
      if (table) tables.push(table)
      else step(context, steps, node)
    }
    return { tables: [...tables, ...steps.sites('sequelize', 'migration')] }
  },
}
