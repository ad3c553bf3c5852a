import type { ColumnSite, ForeignKey, KeyUse, StorageFacts, TableKey, TableSite } from '../../storage.js'
import { staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { chainsIn, fromName, type Link, plainChainOf, type WholeChain } from './chains.js'
import { composed, type Extractor, type StorageContext } from './context.js'
import { docProperties } from './doc-properties.js'
import type { Draft } from './draft.js'
import { isAccountName, snakeCase } from './names.js'
import {
  callOf,
  classNamed,
  conditionFields,
  equalities,
  keyField,
  once,
  storeOf,
  wholeChain,
} from './php-query.js'
import { Steps } from './php-tables.js'
import {
  entriesOf,
  entryOf,
  isDown,
  isIn,
  itemsOf,
  membersOf,
  returnedBy,
  textAt,
  type Word,
  wordAt,
  wordsAt,
} from './reading.js'

const ENDS = /^(?:one|exists|count|scalar|column)$/
const COUNTED = /^(?:pk|upk|bigpk|ubigpk)$|\bauto_?increment\b|\bserial\b/i

/** Migrations, active records and queries of Yii 2. */
export const yii: Extractor = {
  hint: /\byii\\|\bYii::|\bsafeUp\b/,
  extract: (context): Partial<StorageFacts> => ({
    tables: [...migrationsOf(context), ...recordsOf(context)],
    uses: once(
      chainsIn(context.tree).flatMap((chain) => (isDown(chain.node) ? [] : (useOf(context, chain) ?? []))),
    ),
  }),
}

/** `{{%account}}` is `account` behind the prefix of the installation. */
const bareTable = (word: Word | undefined): Word | undefined =>
  word && { ...word, text: word.text.replace(/^\{\{%?(.*)\}\}$/, '$1').replace(/^.*\./, '') }

function migrationsOf(context: StorageContext): TableSite[] {
  const steps = new Steps(context)
  for (const { links, node } of chainsIn(context.tree)) {
    const link = links.at(-1)
    if (link && !isDown(node)) for (const each of links) addStep(context, steps, each, node)
  }
  return steps.sites('yii2', /\bMigration\b/.test(context.text) ? 'migration' : 'schema')
}

function addStep(context: StorageContext, steps: Steps, link: Link, node: Node): void {
  const { tree } = context
  const { name, args } = link
  const table = (place: number): Word | undefined => bareTable(wordAt(tree, args[place]))
  const names = (place: number): string[] =>
    wordsAt(tree, args[place]).flatMap(({ text }) => text.split(/\s*,\s*/))
  const span = context.span(fromName(link))
  if (name === 'createTable') {
    const word = table(0)
    const columns = args[1] && unwrap(args[1])
    if (!word || columns?.type !== 'ObjectExpression') return
    const draft = steps.draft(word, node, 'create')
    for (const entry of entriesOf(columns))
      addColumn(context, draft, entry.name, entry.key, entry.value, entry.node)
    return
  }
  const isKeyed = /^(?:addPrimaryKey|createIndex|addForeignKey|dropPrimaryKey|dropIndex)$/.test(name)
  const word = isKeyed
    ? table(1)
    : /^(?:addColumn|alterColumn|dropColumn|renameColumn)$/.test(name)
      ? table(0)
      : undefined
  if (!word) return
  const draft = steps.draft(word, node)
  const key = textAt(tree, args[0])
  switch (name) {
    case 'addPrimaryKey':
    case 'createIndex': {
      const kind = name === 'addPrimaryKey' ? 'primary' : args[3]?.value === true ? 'unique' : 'index'
      if (names(2).length > 0)
        draft.keys.push({ kind, columns: names(2), span, ...(key !== undefined && { name: key }) })
      return
    }
    case 'addForeignKey': {
      const target = table(3)
      const [onDelete, onUpdate] = [textAt(tree, args[5]), textAt(tree, args[6])]
      if (!target) return
      const isUnread = (args[5] && onDelete === undefined) || (args[6] && onUpdate === undefined)
      draft.references.push({
        columns: names(2),
        table: target.text,
        targets: names(4),
        span,
        ...(key !== undefined && { name: key }),
        ...(onDelete !== undefined && { onDelete }),
        ...(onUpdate !== undefined && { onUpdate }),
        ...(isUnread && { special: true }),
      })
      return
    }
    case 'dropPrimaryKey':
    case 'dropIndex':
      draft.drops.push({
        kind: name === 'dropIndex' ? 'unique' : 'primary',
        names: key === undefined ? [] : [key],
      })
      return
    case 'dropColumn':
      draft.drops.push({ kind: 'column', names: names(1) })
      return
    case 'renameColumn': {
      const to = wordAt(tree, args[2])
      draft.drops.push({ kind: 'column', names: names(1) })
      if (to) draft.columns.push({ name: to.text, span: context.span(to.at), whole: span })
      return
    }
    default: {
      const column = wordAt(tree, args[1])
      if (column && args[2] && args[1]) addColumn(context, draft, column.text, args[1], args[2], link.call)
    }
  }
}

/** `'subdomain' => $this->string(63)->unique()`, `'id' => 'pk'`, and a key as a text among the columns. */
function addColumn(
  context: StorageContext,
  draft: Draft,
  name: string,
  key: Node,
  given: Node,
  whole: Node,
): void {
  const { links } = plainChainOf(given)
  const written = links.length > 0 ? undefined : composed(context, given)?.text
  if (/^\d+$/.test(name)) {
    const stated = /\b(primary\s+key|unique(?:\s+(?:key|index))?)\s*\w*\s*\(([^)]*)\)/i.exec(written ?? '')
    if (!stated) return
    const columns = (stated[2] ?? '').split(',').map((each) => each.replace(/[`"\s[\]]/g, ''))
    const kind = /^primary/i.test(stated[1] ?? '') ? 'primary' : 'unique'
    draft.keys.push({ kind, columns, span: context.span(given) })
    return
  }
  const [first, ...rest] = links
  const has = (word: string): Link | undefined => rest.find((link) => link.name === word)
  const appended = textAt(context.tree, has('append')?.args[0]) ?? ''
  const isCounted = first
    ? /^(?:big)?primaryKey$/i.test(first.name)
    : /_PK\}|_UPK\}|_BIGPK\}/.test(written ?? '') || COUNTED.test(written ?? '')
  const isPrimary = isCounted || /primary\s+key/i.test(written ?? appended)
  const unique = has('unique') ?? (/\bunique\b/i.test(written ?? appended) ? given : undefined)
  const isNull = has('null') ? true : has('notNull') || /not\s+null/i.test(written ?? '') ? false : undefined
  const at = wordAt(context.tree, key)?.at ?? key
  const size = first?.args[0]?.value
  draft.columns.push({
    name,
    span: context.span(at),
    whole: context.span(whole),
    type: first
      ? typeof size === 'number'
        ? `${first.name}(${size})`
        : first.name
      : written?.includes('{')
        ? context.slice(given)
        : (written ?? context.slice(given)),
    ...(isNull !== undefined && { nullable: isNull }),
    ...((isCounted || /auto_?increment/i.test(appended)) && { generated: true }),
  })
  if (isPrimary)
    draft.keys.push({ kind: 'primary', columns: [name], span: context.span(first ? fromName(first) : given) })
  if (unique) {
    const place = 'call' in unique ? fromName(unique as Link) : given
    draft.keys.push({ kind: 'unique', columns: [name], span: context.span(place) })
  }
}

function recordsOf(context: StorageContext): TableSite[] {
  return context.tree.nodes.flatMap((node) => {
    const isRecord =
      node.type === 'ClassDeclaration' && node.id && /ActiveRecord$/.test(node.superClass?.name ?? '')
    return isRecord ? (recordOf(context, node) ?? []) : []
  })
}

function recordOf(context: StorageContext, node: Node): TableSite | undefined {
  const named = returnedBy(context.tree, node, 'tableName')
  const table = bareTable(wordAt(context.tree, named))
  const primary = returnedBy(context.tree, node, 'primaryKey')
  const ids = wordsAt(context.tree, primary)
  const rules = rulesOf(context, node)
  const keys: TableKey[] = [
    ...(primary && ids.length > 0
      ? [{ kind: 'primary' as const, columns: ids.map(({ text }) => text), span: context.span(primary) }]
      : []),
    ...rules.flatMap(({ keys: found }) => found),
  ]
  const words = [
    ...ids,
    // What is said to be unique is where the column stands, not what is said to be required.
    ...[...rules].sort((a, b) => b.keys.length - a.keys.length).flatMap(({ words: found }) => found),
    ...docProperties(context, node).map(({ name, at, type }) => ({ text: name, at, type })),
  ]
  if (!words.some(({ text }) => isAccountName(text)) && ids.length === 0) return undefined
  const columns = new Map<string, ColumnSite>()
  for (const { text, at, type } of words as (Word & { type?: string })[]) {
    const span = context.span(at)
    const known = columns.get(text)
    if (!known) columns.set(text, { name: text, span, whole: span, ...(type !== undefined && { type }) })
    else if (type !== undefined) columns.set(text, { ...known, type })
  }
  return {
    system: 'yii2',
    part: 'model',
    change: 'create',
    name: table?.text ?? snakeCase(node.id.name),
    model: node.id.name,
    span: context.span(table && table.at.start >= node.start ? table.at : node.id),
    whole: context.span(node),
    columns: [...columns.values()],
    keys,
    references: relationsOf(context, node),
  }
}

/** `[['account_id', 'subdomain'], 'unique', 'targetAttribute' => [...]]` among the rules of a record. */
function rulesOf(context: StorageContext, node: Node): { words: Word[]; keys: TableKey[] }[] {
  const list = returnedBy(context.tree, node, 'rules')
  const flat = (items: readonly Node[]): Node[] =>
    items.flatMap((item) =>
      item.type === 'SpreadElement' ? flat(itemsOf(unwrap(item.argument)) ?? []) : [unwrap(item)],
    )
  return flat((list && itemsOf(list)) ?? []).map((rule) => {
    const [attributes, kind] = itemsOf(rule) ?? []
    const words = wordsAt(context.tree, attributes)
    if (!kind || staticText(kind) !== 'unique') return { words, keys: [] }
    const target = wordsAt(context.tree, entryOf(rule, 'targetAttribute')).map(({ text }) => text)
    const groups = target.length > 0 ? [target] : words.map(({ text }) => [text])
    return { words, keys: groups.map((columns) => ({ kind: 'unique', columns, span: context.span(rule) })) }
  })
}

/** `return $this->hasOne(Account::class, ['id' => 'account_id'])`: the column here points to the other table's. */
function relationsOf(context: StorageContext, node: Node): ForeignKey[] {
  return chainsIn(context.tree, node).flatMap(({ links }) => {
    const link = links.find(({ name }) => name === 'hasOne')
    const [model, on] = link?.args ?? []
    const name = model && (classNamed(model) ?? calledOn(model))
    if (!link || name === undefined || !on || !membersOf(node).some((each) => isIn(link.call, each)))
      return []
    return entriesOf(unwrap(on)).flatMap(({ name: target, value }) => {
      const column = textAt(context.tree, value)
      if (column === undefined) return []
      return [{ columns: [column], table: name, targets: [target], span: context.span(fromName(link)) }]
    })
  })
}

/** `Account::className()`. */
function calledOn(node: Node): string | undefined {
  const { root, links } = plainChainOf(node)
  return links.length === 1 && root.type === 'Identifier' ? root.name : undefined
}

function useOf(context: StorageContext, short: WholeChain): KeyUse | undefined {
  const chain = wholeChain(context, short, ENDS)
  const { links } = chain
  const direct = links.find(({ name }) => /^(?:findOne|deleteAll|updateAll|updateAllCounters)$/.test(name))
  const condition = direct?.args[/^update/.test(direct.name) ? 1 : 0]
  const isOne = links.some(({ name }) => ENDS.test(name))
  const asked = direct
    ? { fields: condition ? conditionFields(context, condition) : [], first: direct }
    : isOne
      ? equalities(context, links)
      : { fields: [], first: undefined }
  const single = direct?.name === 'findOne' && asked.fields.length === 0 && keyField(context, direct.args[0])
  const fields = single ? [single] : asked.fields
  const named = fields.find(({ name }) => isAccountName(name))
  if (!named || !asked.first) return undefined
  return {
    kind: 'lookup',
    system: 'yii2',
    span: named.span,
    store: storeOf(context, chain).replace(/^\{\{%?(.*)\}\}$/, '$1'),
    call: callOf(context, asked.first),
    fields,
  }
}
