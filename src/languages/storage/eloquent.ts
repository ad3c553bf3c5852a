import type {
  ColumnSite,
  ForeignKey,
  KeyField,
  KeyUse,
  StorageFacts,
  TableKey,
  TableSite,
} from '../../storage.js'
import { keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { chainsIn, type Link, type WholeChain } from './chains.js'
import type { Extractor, StorageContext } from './context.js'
import { docProperties } from './doc-properties.js'
import { modelOf } from './laravel.js'
import { isAccountName, plural, snakeCase } from './names.js'
import {
  bare,
  callOf,
  conditionFields,
  equalities,
  fieldsOfTable,
  keyField,
  once,
  storeOf,
  wholeChain,
} from './php-query.js'
import {
  entriesOf,
  entryOf,
  fieldIn,
  heldIn,
  isDown,
  isIn,
  itemsOf,
  membersOf,
  textAt,
  type Word,
  wordAt,
  wordsAt,
} from './reading.js'

/** Ends of a query that gives, changes or counts what the conditions single out. */
const ENDS =
  /^(?:get|first|firstOrFail|firstOr|firstWhere|sole|soleValue|value|valueOrFail|exists|existsOr|doesntExist|doesntExistOr|count|update|delete|forceDelete|restore|increment|decrement|row|row_array|getRow|getRowArray|fetch|fetchAssoc|fetchObject)$/
const UPSERTS =
  /^(?:updateOrCreate|firstOrCreate|firstOrNew|createOrFirst|updateOrInsert|incrementOrCreate|findOrCreate)$/
const BY_KEY = /^(?:find|findOrFail|findOrNew|findOr|findSole|whereKey)$/
/** Frameworks whose queries are read by names of their own. */
const OTHERS = /\byii\\|\bYii::|\bDoctrine\\|\bBitrix\\|\bEntityManagerInterface\b/
const LISTS = ['fillable', 'hidden', 'allowedFields', 'visible', 'dates']

/** Laravel's models and queries; queries of CodeIgniter read the same. */
export const eloquent: Extractor = {
  hint: /\bwhere|\bOrCreate|OrCreate\(|OrNew\(|OrInsert\(|upsert\(|::find|->find|\$primaryKey|\$table\b|\$fillable|extends \w*Model\b/i,
  extract(context): Partial<StorageFacts> {
    const isOther = OTHERS.test(context.text) && !/\b(?:Illuminate|Laravel)\\/.test(context.text)
    const chains = isOther ? [] : chainsIn(context.tree)
    return {
      tables: isOther ? [] : modelsOf(context),
      uses: once(chains.flatMap((chain) => (isDown(chain.node) ? [] : (useOf(context, chain) ?? [])))),
    }
  },
}

function modelsOf(context: StorageContext): TableSite[] {
  return context.tree.nodes.flatMap((node) =>
    node.type === 'ClassDeclaration' && node.id && node.superClass ? (modelTable(context, node) ?? []) : [],
  )
}

function modelTable(context: StorageContext, node: Node): TableSite | undefined {
  const parent = String(node.superClass.name ?? '')
  const fields = new Set(
    membersOf(node).flatMap((each) => (each.type === 'PropertyDefinition' ? keyName(each) : [])),
  )
  const isModel = /^(?:Eloquent|Authenticatable|(?:Morph)?Pivot)$|Model$/.test(parent)
  if (!isModel || !['table', 'primaryKey', ...LISTS, 'casts', 'guarded'].some((name) => fields.has(name)))
    return undefined
  const named = wordAt(context.tree, fieldIn(node, 'table'))
  const primary = wordsAt(context.tree, fieldIn(node, 'primaryKey'))
  const isCounted =
    fieldIn(node, 'incrementing')?.value !== false &&
    fieldIn(node, 'useAutoIncrement')?.value !== false &&
    textAt(context.tree, fieldIn(node, 'keyType')) !== 'string'
  const id: Word[] = primary.length > 0 ? primary : [{ text: 'id', at: node.id }]
  const columns = columnsOf(context, node, id, isCounted && id.length === 1)
  if (!columns.some(({ name }) => isAccountName(name)) && primary.length === 0) return undefined
  const keys: TableKey[] = [
    {
      kind: 'primary',
      columns: id.map(({ text }) => text),
      span: context.span(memberNamed(node, 'primaryKey') ?? node.id),
    },
  ]
  return {
    system: 'eloquent',
    part: 'model',
    change: 'create',
    name: named?.text ?? plural(snakeCase(node.id.name)),
    model: node.id.name,
    span: context.span(named?.at ?? node.id),
    whole: context.span(node),
    columns,
    keys,
    references: relationsOf(context, node),
  }
}

const memberNamed = (node: Node, name: string): Node | undefined =>
  membersOf(node).find((each) => each.type === 'PropertyDefinition' && keyName(each) === name)

function columnsOf(
  context: StorageContext,
  node: Node,
  id: readonly Word[],
  isCounted: boolean,
): ColumnSite[] {
  const words = [...id, ...LISTS.flatMap((name) => wordsAt(context.tree, fieldIn(node, name)))]
  const casts = fieldIn(node, 'casts')
  const types = new Map<string, string>()
  for (const { name, key, value } of casts ? entriesOf(casts) : []) {
    const type = textAt(context.tree, value)
    if (type !== undefined) types.set(name, type)
    words.push({ text: name, at: wordAt(context.tree, key)?.at ?? key })
  }
  for (const { name, type, at } of docProperties(context, node)) {
    if (!types.has(name)) types.set(name, type)
    words.push({ text: name, at })
  }
  const seen = new Set<string>()
  return words.flatMap(({ text, at }) => {
    if (seen.has(text)) return []
    seen.add(text)
    const span = context.span(at)
    const type = types.get(text)
    const isId = isCounted && id.some((each) => each.text === text)
    return [
      {
        name: text,
        span,
        whole: span,
        ...(type !== undefined && { type }),
        ...(isId && { generated: true }),
      },
    ]
  })
}

/** `return $this->belongsTo(Account::class, 'account_id')`. */
function relationsOf(context: StorageContext, node: Node): ForeignKey[] {
  return chainsIn(context.tree, node).flatMap(({ links }) => {
    const link = links.find(({ name }) => name === 'belongsTo')
    const model = modelOf(link?.args[0])
    if (!link || model === undefined) return []
    const method = membersOf(node).find((each) => isIn(link.call, each))
    const relation = method && keyName(method)
    const column =
      textAt(context.tree, link.args[1]) ?? (relation === undefined ? undefined : `${snakeCase(relation)}_id`)
    if (column === undefined) return []
    const target = textAt(context.tree, link.args[2])
    return [
      {
        columns: [column],
        table: model,
        targets: target === undefined ? [] : [target],
        span: context.span({ start: link.key.start, end: link.call.end }),
      },
    ]
  })
}

function useOf(context: StorageContext, short: WholeChain): KeyUse | undefined {
  const chain = wholeChain(context, short, ENDS)
  const { links } = chain
  const upsert = links.find(({ name }) => UPSERTS.test(name) || name === 'upsert')
  if (upsert) return made(context, chain, upsert, 'upsert', upsertFields(context, upsert, links))
  const found = links.find(({ name }) => /^findFirst(?:By[A-Z]\w*)?$/.test(name))
  if (found) return made(context, chain, found, 'lookup', firstFields(context, found))
  const byKey = links.find(({ name, args }) => BY_KEY.test(name) && args.length > 0)
  const key = byKey && keyField(context, byKey.args[0])
  if (byKey && key) return made(context, chain, byKey, 'lookup', [key])
  const isOne = links.some(
    ({ name, args }) => ENDS.test(name) || (/^(?:limit|take)$/.test(name) && args[0]?.value === 1),
  )
  if (!isOne) return undefined
  const { fields, first } = equalities(context, links)
  return first && made(context, chain, first, 'lookup', fields)
}

/** Phalcon's `findFirst("domain = '$domain'")`, `findFirst(['conditions' => …, 'bind' => …])`, `findFirstByDomain($domain)`. */
function firstFields(context: StorageContext, { name, args, key }: Link): KeyField[] {
  const [first] = args
  const property = /^findFirstBy(\w+)$/.exec(name)?.[1]
  if (property !== undefined)
    return [
      { name: snakeCase(property), ...(first && { value: context.slice(first) }), span: context.span(key) },
    ]
  const given = first && heldIn(context.tree, first)
  const condition = given && (entryOf(given, 'conditions', '0') ?? itemsOf(given)?.[0] ?? first)
  return condition ? conditionFields(context, condition) : []
}

function upsertFields(context: StorageContext, link: Link, links: readonly Link[]): KeyField[] {
  if (link.name === 'upsert')
    return wordsAt(context.tree, link.args[1]).map(({ text, at }) => ({
      name: bare(text),
      span: context.span(at),
    }))
  const before = equalities(context, links.slice(0, links.indexOf(link))).fields
  const table = link.args[0] && unwrap(link.args[0])
  return [...before, ...(table ? tableFields(context, table) : [])]
}

function tableFields(context: StorageContext, node: Node): KeyField[] {
  return fieldsOfTable(context, heldIn(context.tree, node))
}

function made(
  context: StorageContext,
  chain: WholeChain,
  link: Link,
  kind: 'lookup' | 'upsert',
  fields: readonly KeyField[],
): KeyUse | undefined {
  const named = fields.find(({ name }) => isAccountName(name))
  if (!named) return undefined
  return {
    kind,
    system: 'eloquent',
    span: named.span,
    store: storeOf(context, chain),
    call: callOf(context, link),
    fields,
  }
}
