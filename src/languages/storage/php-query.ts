import type { KeyField, KeyUse } from '../../storage.js'
import { heldBy } from '../script/held.js'
import { isFunction, keyName, staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { chainsIn, type Link, plainChainOf, type WholeChain } from './chains.js'
import { fieldsOfCondition } from './conditions.js'
import { composed, fieldOf, type StorageContext } from './context.js'
import { isAccountName, snakeCase } from './names.js'
import {
  classAround,
  entriesOf,
  heldIn,
  innerOf,
  itemsOf,
  parameterNames,
  textAt,
  wordAt,
} from './reading.js'

/** Calls that only start a query. */
const QUERY = /^(?:new\w*[qQ]uery|query|find|builder|withTrashed|getConnection|connection|lockForUpdate)$/
/** Words behind `where` that are no name of a column. */
const NO_COLUMN =
  /^(?:In|Not|Null|Has|Doesnt|Raw|Date|Time|Day|Month|Year|Column|Between|Key|Exists|Json|Like|Any|All|None|Relation|Morph|BelongsTo|Pivot|Full|Integer|Row|Past|Future|Today|Before|After|Value|Attached|Sub|Nested|Strict|Instance|Of)(?![a-z])|^$/

/**
 * The chain with the calls that its variable was made by, and those made on it since, in front: `$query->first()` of a
 * `$query` that has its own conditions.
 * @param ends calls that give a record and no query any more
 */
export function wholeChain(context: StorageContext, chain: WholeChain, ends: RegExp): WholeChain {
  const held = heldBy(context.tree, chain.root)
  if (held === chain.root || held.type !== 'CallExpression') return chain
  const before = plainChainOf(held)
  if (before.links.length === 0 || before.links.some(({ name }) => ends.test(name))) return chain
  const since = statementsOn(context, chain.root)
  return { root: before.root, links: [...before.links, ...since, ...chain.links], node: chain.node }
}

/** Calls that stand for themselves: `$query->where('subdomain', $host);`. */
function statementsOn({ tree }: StorageContext, name: Node): Link[] {
  const variable = tree.resolve(name.name, name)
  return (variable?.references ?? []).flatMap(({ identifier }) => {
    if (identifier.start >= name.start) return []
    let at: Node = identifier
    while (
      at.parent?.type === 'MemberExpression' &&
      at.parent.object === at &&
      at.parent.parent?.type === 'CallExpression' &&
      at.parent.parent.callee === at.parent
    )
      at = at.parent.parent
    return at !== identifier && at.parent?.type === 'ExpressionStatement' ? plainChainOf(at).links : []
  })
}

/** Fields that must equal a value for a record to be found, and the first call that says so. */
export function equalities(
  context: StorageContext,
  links: readonly Link[],
): { fields: KeyField[]; first: Link | undefined } {
  let first: Link | undefined
  const fields = links.flatMap((link) => {
    const found = equalitiesOf(context, link)
    if (found.length > 0) first ??= link
    return found
  })
  return { fields, first }
}

function equalitiesOf(context: StorageContext, { name, args, key }: Link): KeyField[] {
  if (/^(?:(?:or|and)?_?where_?raw|whereRaw)$/i.test(name)) return comparedIn(context, args)
  if (/^(?:or|and)?(?:where)(?:Relation|_?has)$/i.test(name))
    return args.flatMap((each) => innerEqualities(context, each))
  if (/^(?:(?:or|and)_?)?(?:filter_?)?where$|^firstWhere$/i.test(name)) return whereFields(context, args)
  const dynamic = /^(?:orWhere|where)([A-Z]\w*)$/.exec(name)?.[1]
  if (dynamic === undefined || NO_COLUMN.test(dynamic) || args.length !== 1) return []
  return [{ name: snakeCase(dynamic), ...valued(context, args[0]), span: context.span(key) }]
}

function whereFields(context: StorageContext, args: readonly Node[]): KeyField[] {
  const [first, second, third] = args
  if (!first) return []
  if (isFunction(unwrap(first))) return innerEqualities(context, first)
  const table = heldIn(context.tree, first)
  if (table.type === 'ObjectExpression') return fieldsOfTable(context, table)
  const items = itemsOf(table)
  if (items?.length) return listFields(context, items)
  const equal = plainChainOf(first).links.at(-1)
  if (equal?.name === 'eq') return whereFields(context, equal.args)
  const raw = rawColumn(context, first)
  const word = wordAt(context.tree, first)
  if (!raw && !word) return second ? [] : comparedIn(context, args)
  if (!second) return comparedIn(context, args)
  const operator = third && staticText(second)
  if (third && !/^=+$/.test(operator ?? ''))
    return word && /[=?]/.test(word.text) ? comparedIn(context, args) : []
  if (word && !/^[\w.`"]+$/.test(word.text)) return comparedIn(context, args)
  const column = raw ?? (word as NonNullable<typeof word>)
  return [{ name: bare(column.text), ...valued(context, third ?? second), span: context.span(column.at) }]
}

/** What a condition that stands for itself asks: a table, a list, a text. */
export function conditionFields(context: StorageContext, node: Node): KeyField[] {
  return whereFields(context, [node])
}

/** `[['subdomain', '=', $host], …]`, `['=', 'subdomain', $host]`, `['and', …]`. */
function listFields(context: StorageContext, items: readonly Node[]): KeyField[] {
  const [first, ...rest] = items as [Node, ...Node[]]
  const word = staticText(first)
  if (word !== undefined && /^(?:and|or)$/i.test(word))
    return rest.flatMap((each) => whereFields(context, [each]))
  if (word !== undefined && /^=+$/.test(word)) return whereFields(context, rest)
  return items.flatMap((item) => whereFields(context, itemsOf(unwrap(item)) ?? []))
}

/** `DB::raw('LOWER(subdomain)')`. */
function rawColumn(context: StorageContext, node: Node) {
  const { links } = plainChainOf(node)
  const [raw] = links
  const word = links.length === 1 && raw?.name === 'raw' ? wordAt(context.tree, raw.args[0]) : undefined
  const name = word && /(\w+)[`"]?\s*\)*$/.exec(word.text)
  return word && name?.[1] ? { text: name[1], at: word.at } : undefined
}

/** Fields of a table of conditions: `['subdomain' => $host, 'is_active' => true]`. */
export function fieldsOfTable(context: StorageContext, table: Node): KeyField[] {
  return entriesOf(table).flatMap(({ name, key, value, node }) => {
    if (/^\d+$/.test(name)) return whereFields(context, itemsOf(value) ?? [])
    if (/^(?:AND|OR)\b/.test(name)) return fieldsOfTable(context, value)
    const column = /^=?(?:this\.)?([\w.]+)\s*=?$/.exec(name)?.[1]
    if (column === undefined || isFunction(value)) return []
    const at = wordAt(context.tree, key)?.at ?? (key.type === 'Identifier' ? key : node)
    return [{ name: bare(column), ...valued(context, value), span: context.span(at) }]
  })
}

/** Conditions that a function puts on the query that it is given. */
function innerEqualities(context: StorageContext, node: Node): KeyField[] {
  const body = unwrap(node)
  if (!isFunction(body)) return []
  const [parameter] = parameterNames(body)
  return chainsIn(context.tree, body.body)
    .filter(({ root }) => root.type === 'Identifier' && root.name === parameter)
    .flatMap(({ links }) => equalities(context, links).fields)
}

/** Columns that a condition in SQL's words compares with one value. */
function comparedIn(context: StorageContext, [condition, values]: readonly Node[]): KeyField[] {
  if (!condition) return []
  const filled = values && (itemsOf(heldIn(context.tree, values)) ?? [])
  return [...fieldsOfCondition(context, condition, filled ?? []), ...filledIn(context, unwrap(condition))]
}

/** `"subdomain = '$subdomain'"`, `'account_id = ' . $id`. */
function filledIn(context: StorageContext, at: Node): KeyField[] {
  if (at.type !== 'TemplateLiteral' && at.type !== 'BinaryExpression') return []
  const told = composed(context, at)
  return [...(told?.text.matchAll(/(?<![\w{])([A-Za-z_]\w*)[`"\]]?\s*=\s*['"]?\{([^}]*)\}/g) ?? [])].map(
    ([, name, filled]) => {
      const value = told?.fields.find((field) => field.name === filled)?.value
      return { name: name as string, ...(value !== undefined && { value }), span: context.span(innerOf(at)) }
    },
  )
}

export const bare = (column: string): string => column.replace(/[`"]/g, '').replace(/^.*\./, '')

function valued(context: StorageContext, node: Node | undefined): { value?: string } {
  return node ? { value: context.slice(node) } : {}
}

/** The value that a record is found by where no column is named: `Account::find($accountId)`. */
export function keyField(context: StorageContext, node: Node | undefined): KeyField | undefined {
  if (!node) return undefined
  const at = unwrap(node)
  if (at.type === 'Identifier' || at.type === 'MemberExpression') {
    const field = fieldOf(context, at)
    return field && isAccountName(field.name) ? { ...field, name: bare(field.name) } : undefined
  }
  // `$this->argument('account_id')`, `$request->input('account_id')`.
  const named = at.type === 'CallExpression' ? textAt(context.tree, at.arguments[0]) : undefined
  return named !== undefined && /^[\w.]+$/.test(named) && isAccountName(named)
    ? { name: bare(named), value: context.slice(at), span: context.span(at) }
    : undefined
}

/** What is asked, as written: the model, the table, or the class that asks itself. */
export function storeOf(context: StorageContext, { root, links }: WholeChain): string {
  const table = links.find(
    ({ name, args }) => /^(?:table|from|collection|getRepository)$/.test(name) && args[0],
  )
  if (table) {
    const argument = table.args[0] as Node
    return textAt(context.tree, argument) ?? classNamed(argument) ?? context.slice(argument)
  }
  const [first] = links
  const isVariable =
    root.type === 'ThisExpression' || root.label !== undefined || root.type === 'MemberExpression'
  // `$user->amoAccounts()->where(…)`.
  if (isVariable && first?.args.length === 0 && links.length > 1 && !QUERY.test(first.name)) return first.name
  if (root.type === 'ThisExpression') return classAround(root)?.id?.name ?? 'this'
  if (root.type === 'NewExpression') return root.callee.name ?? 'new'
  if (root.type === 'Identifier') return root.label ?? root.name
  return (root.type === 'MemberExpression' && keyName(root)) || context.slice(root)
}

export function classNamed(node: Node): string | undefined {
  const at = unwrap(node)
  const isClass = at.type === 'MemberExpression' && at.property?.name === 'class'
  return isClass && at.object.type === 'Identifier' ? at.object.name : undefined
}

/** Uses without those that are seen again because a query is asked twice. */
export function once(uses: readonly KeyUse[]): KeyUse[] {
  const seen = new Set<number>()
  return uses.filter(({ span }) => !seen.has(span.start) && seen.add(span.start))
}

/** A call in its own words. */
export function callOf(context: StorageContext, { call, key }: Link): string {
  return typeof call.written === 'string' ? call.written : context.slice({ start: call.start, end: key.end })
}
