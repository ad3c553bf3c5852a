import type { ColumnSite, KeyUse, StorageFacts, TableSite } from '../../storage.js'
import { unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { chainsIn, type Link, plainChainOf, type WholeChain } from './chains.js'
import type { Extractor, StorageContext } from './context.js'
import { type Draft, emptyDraft, partsOf } from './draft.js'
import { isAccountName } from './names.js'
import { callOf, conditionFields, equalities, keyField, once, storeOf, wholeChain } from './php-query.js'
import { entriesOf, entryOf, heldIn, returnedBy, textAt, type Word, wordAt } from './reading.js'

const ENDS =
  /^(?:fetch|fetchObject|fetchRaw|getRow|getRowById|getByPrimary|getById|getCount|queryCountTotal)$/

/** Tables of Bitrix' own object mapping. */
export const bitrix: Extractor = {
  hint: /\bDataManager\b|\bBitrix\\Main\b|\bgetMap\b/,
  extract: (context): Partial<StorageFacts> => ({
    tables: context.tree.nodes.flatMap((node) => tableOf(context, node) ?? []),
    uses: once(chainsIn(context.tree).flatMap((chain) => useOf(context, chain) ?? [])),
  }),
}

function tableOf(context: StorageContext, node: Node): TableSite | undefined {
  if (node.type !== 'ClassDeclaration' || !/DataManager$/.test(node.superClass?.name ?? '')) return undefined
  const named = wordAt(context.tree, returnedBy(context.tree, node, 'getTableName'))
  const map = returnedBy(context.tree, node, 'getMap')
  if (!map || !node.id) return undefined
  const draft = emptyDraft()
  if (map.type === 'ArrayExpression')
    for (const item of map.elements as Node[]) if (item) addField(context, draft, undefined, item)
  for (const { name, key, value } of entriesOf(map))
    addField(
      context,
      draft,
      /^\d+$/.test(name) ? undefined : { text: name, at: wordAt(context.tree, key)?.at ?? key },
      value,
    )
  const isWithin = named && named.at.start >= node.start && named.at.end <= node.end
  return {
    system: 'bitrix',
    part: 'model',
    change: 'create',
    name: named?.text ?? node.id.name.replace(/Table$/, '').toLowerCase(),
    model: node.id.name,
    span: context.span(isWithin ? named.at : node.id),
    whole: context.span(node),
    ...partsOf(draft),
  }
}

/** `'DOMAIN' => ['primary' => true]`, `new StringField('DOMAIN', ['primary' => true])`, `(…)->configurePrimary()`. */
function addField(context: StorageContext, draft: Draft, key: Word | undefined, given: Node): void {
  const { root, links } = plainChainOf(given)
  const isObject = root.type === 'NewExpression'
  const word = key ?? (isObject ? wordAt(context.tree, root.arguments[0]) : undefined)
  if (!word || (!isObject && root.type !== 'ObjectExpression')) return
  const kind = isObject ? String(root.callee.name ?? '').replace(/Field$/, '') : undefined
  if (isRelation(context, draft, word, kind, root)) return
  const found = isObject ? root.arguments[1] : root
  const options = found && heldIn(context.tree, found)
  const is = (option: string, method: string): Node | Link | undefined => {
    const link = links.find(({ name, args }) => name === method && args[0]?.value !== false)
    const entry =
      options && entriesOf(options).find(({ name, value }) => name === option && value.value === true)
    return link ?? entry?.node
  }
  const type = kind ?? textAt(context.tree, entryOf(options, 'data_type'))
  const place = (at: Node | Link) =>
    context.span('call' in at ? { start: (at as Link).key.start, end: (at as Link).call.end } : (at as Node))
  const [primary, unique, counted] = [
    is('primary', 'configurePrimary'),
    is('unique', 'configureUnique'),
    is('autocomplete', 'configureAutocomplete'),
  ]
  const name = textAt(context.tree, entryOf(options, 'column_name')) ?? word.text
  draft.columns.push({
    name,
    span: context.span(word.at),
    whole: context.span(given),
    ...(type !== undefined && { type: type.toLowerCase() }),
    ...(counted && { generated: true }),
  } satisfies ColumnSite)
  if (primary) {
    // Several of them are one key together.
    const known = draft.keys.findIndex(({ kind: each }) => each === 'primary')
    const before = known < 0 ? undefined : draft.keys.splice(known, 1)[0]
    draft.keys.unshift({
      kind: 'primary',
      columns: [...(before?.columns ?? []), name],
      span: before?.span ?? place(primary),
    })
  }
  if (unique) draft.keys.push({ kind: 'unique', columns: [name], span: place(unique) })
}

/** `new Reference('ACCOUNT', AccountTable::class, Join::on('this.ACCOUNT_ID', 'ref.ID'))`. */
function isRelation(
  context: StorageContext,
  draft: Draft,
  word: Word,
  kind: string | undefined,
  root: Node,
): boolean {
  if (kind !== undefined && !/Reference$|^(?:OneToMany|ManyToMany|Expression)/.test(kind)) return false
  if (kind === undefined && !entryOf(root, 'reference') && !entryOf(root, 'expression')) return false
  if (kind !== undefined && !/Reference$/.test(kind)) return true
  const at = root.type === 'NewExpression' ? root.arguments[2] : entryOf(root, 'reference')
  const target = root.type === 'NewExpression' ? root.arguments[1] : entryOf(root, 'data_type')
  const join = at ? pairOf(context, unwrap(at)) : undefined
  const name =
    target && (textAt(context.tree, target) ?? plainChainOf(target).root.object?.name ?? target.object?.name)
  if (join && typeof name === 'string')
    draft.references.push({
      columns: [join.own],
      table: name.replace(/^.*\\/, ''),
      targets: [join.other],
      span: context.span(word.at),
    })
  return true
}

/** The column here and the one there. */
function pairOf(context: StorageContext, at: Node): { own: string; other: string } | undefined {
  const on = plainChainOf(at).links.find(({ name }) => name === 'on')
  const pair = on
    ? on.args.map((each) => textAt(context.tree, each))
    : entriesOf(at).flatMap(({ name, value }) => [name, textAt(context.tree, value)])
  const own = pair.find((each) => /^=?this\./.test(each ?? ''))?.replace(/^=?this\./, '')
  const other = pair.find((each) => /^ref\./.test(each ?? ''))?.replace(/^ref\./, '')
  return own !== undefined && other !== undefined ? { own, other } : undefined
}

function useOf(context: StorageContext, short: WholeChain): KeyUse | undefined {
  if (!/\bBitrix\\|\bDataManager\b|Table::/.test(context.text)) return undefined
  const chain = wholeChain(context, short, ENDS)
  const { links } = chain
  if (!links.some(({ name }) => ENDS.test(name)) || isLooped(short.node)) return undefined
  const byKey = links.find(({ name }) => /^get(?:ByPrimary|ById|RowById)$/.test(name))
  const listed = links.find(({ name }) => /^(?:getList|getRow|getCount)$/.test(name))
  const filter = listed?.args[0] && heldIn(context.tree, listed.args[0])
  const condition = listed?.name === 'getCount' ? filter : entryOf(filter, 'filter')
  const asked = byKey
    ? { fields: [keyField(context, byKey.args[0]) ?? []].flat(), first: byKey }
    : listed
      ? { fields: condition ? conditionFields(context, condition) : [], first: listed }
      : equalities(context, links)
  const named = asked.fields.find(({ name }) => isAccountName(name))
  if (!named || !asked.first) return undefined
  return {
    kind: 'lookup',
    system: 'bitrix',
    span: named.span,
    store: storeOf(context, chain),
    call: callOf(context, asked.first),
    fields: asked.fields,
  }
}

/** `while ($row = $result->fetch())` goes through many. */
function isLooped(node: Node): boolean {
  let at = node
  while (
    at.parent &&
    /^(?:AssignmentExpression|ParenthesizedExpression|LogicalExpression)$/.test(at.parent.type)
  )
    at = at.parent
  return at.parent?.type === 'WhileStatement'
}
