import type { ColumnSite, KeyField, KeyUse, TableSite } from '../../storage.js'
import { keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { type Chain, calledAs, chainOf, isInnerLink, type Link } from './chains.js'
import { type Extractor, lastName, type StorageContext } from './context.js'
import { isAccountName, snakeCase } from './names.js'

/** `table! { name (key, key) { … } }`: the grammar sees a row of tokens. */
const TABLE =
  /\btable!\s*\{(?<front>(?:\s|\/\/[^\n]*|#\[[^\]]*\]|use\s+[^;]*;)*)(?<name>(?:\w+\s*\.\s*)?\w+)\s*(?:\(\s*(?<keys>[\w\s,]*?)\s*\)\s*)?\{(?<body>[^{}]*)\}/dg
const COLUMN = /(?<notes>(?:#\[[^\]]*\]\s*)*)(?<name>\w+)\s*->\s*(?<type>[\w:<>, ]+?)\s*(?:,|$)/dg
const JOINABLE = /\bjoinable!\s*\(\s*(?<from>\w+)\s*->\s*(?<to>\w+)\s*\(\s*(?<column>\w+)\s*\)/dg

type Places = Readonly<Record<string, [number, number] | undefined>>

function tablesIn(context: StorageContext): TableSite[] {
  return [...context.text.matchAll(TABLE)].flatMap((match) => {
    const { name = '', keys } = match.groups ?? {}
    const places: Places = match.indices?.groups ?? {}
    const whole = { start: match.index, end: match.index + match[0].length }
    const columns = columnsIn(places.body as [number, number], context)
    const key = places.keys ?? places.name
    const named = (keys ?? 'id')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '')
    const inDatabase = (column: string) => columns.find((each) => each.property === column)?.name ?? column
    return [
      {
        system: 'diesel' as const,
        part: 'model' as const,
        change: 'create' as const,
        name: name.replace(/^.*\.\s*/s, ''),
        span: spanAt(places.name, context),
        whole: context.span(whole),
        columns,
        keys: [{ kind: 'primary' as const, columns: named.map(inDatabase), span: spanAt(key, context) }],
        references: [],
      },
    ]
  })
}

const spanAt = (place: [number, number] | undefined, context: StorageContext) =>
  context.span({ start: place?.[0] ?? 0, end: place?.[1] ?? 0 })

function columnsIn([start, end]: [number, number], context: StorageContext): ColumnSite[] {
  // Comments keep their length, so that places stay those of the file.
  const body = context.text.slice(start, end).replace(/\/\/[^\n]*/g, ({ length }) => ' '.repeat(length))
  return [...body.matchAll(COLUMN)].map((match) => {
    const { name = '', type = '', notes = '' } = match.groups ?? {}
    const [from, to] = match.indices?.groups?.name ?? [0, 0]
    const own = /sql_name\s*=\s*"([^"]*)"/.exec(notes)?.[1]
    return {
      name: own ?? name,
      property: name,
      span: context.span({ start: start + from, end: start + to }),
      whole: context.span({ start: start + from, end: start + match.index + match[0].length }),
      type,
      ...(/^Nullable/.test(type) && { nullable: true }),
    }
  })
}

function joins(context: StorageContext): TableSite[] {
  return [...context.text.matchAll(JOINABLE)].map((match) => {
    const { from = '', to = '', column = '' } = match.groups ?? {}
    const places: Places = match.indices?.groups ?? {}
    return {
      system: 'diesel',
      part: 'model',
      change: 'alter',
      name: from,
      span: spanAt(places.from, context),
      whole: context.span({ start: match.index, end: match.index + match[0].length }),
      columns: [],
      keys: [],
      references: [{ columns: [column], table: to, targets: [], span: spanAt(places.column, context) }],
    }
  })
}

const KEEPS = /^(?:filter|or_filter)$/
const FINDS_ONE = /^(?:first|get_result|one|count|exists|optional|try_first)$/
const WRITES = /^(?:update|delete|exists)$/

function usesIn(context: StorageContext): KeyUse[] {
  return context.tree.nodes.flatMap((node) => {
    if (node.type !== 'CallExpression' || isInnerLink(node)) return []
    return useIn(chainOf(node), node, context) ?? []
  })
}

function useIn(chain: Chain, node: Node, context: StorageContext): KeyUse | undefined {
  const { links } = chain
  const conflict = links.find(({ name }) => /^on_conflict$/.test(name))
  if (conflict)
    return use(
      'upsert',
      chain,
      conflict.args.flatMap((each) => columnsOf(each, context)),
      context,
    )
  const fields = links.flatMap((link) => [
    ...(KEEPS.test(link.name) ? link.args.flatMap((each) => equalities(each, context)) : []),
    ...keyOf(link, context),
  ])
  const isOne =
    links.some(({ name, args }) => FINDS_ONE.test(name) || (name === 'limit' && args[0]?.value === 1)) ||
    WRITES.test(calleeAround(node))
  return isOne ? use('lookup', chain, fields, context) : undefined
}

/** `accounts.find(account_id)`, `Entity::find_by_id(account_id)`. */
function keyOf({ name, args: [first] }: Link, context: StorageContext): KeyField[] {
  const key = /^find(?:_by_id)?$/.test(name) && first ? lastName(first) : undefined
  return first && key !== undefined
    ? [{ name: key, value: context.slice(first), span: context.span(first) }]
    : []
}

/** `diesel::update(accounts.filter(…))`. */
function calleeAround({ parent }: Node): string {
  const callee = parent?.type === 'CallExpression' ? unwrap(parent.callee) : undefined
  return (callee && (lastName(callee) ?? '')) || ''
}

function use(
  kind: KeyUse['kind'],
  chain: Chain,
  fields: readonly KeyField[],
  context: StorageContext,
): KeyUse | undefined {
  const [first] = fields
  if (!first || !fields.some(({ name }) => isAccountName(name))) return undefined
  const called = calledAs(chain, context)
  const system = /\bdiesel\b/.test(context.text) ? ({ system: 'diesel' } as const) : {}
  return { kind, ...system, span: first.span, store: storeIn(chain, context), call: called, fields }
}

function storeIn({ root, links }: Chain, context: StorageContext): string {
  const inserted = links.find(({ name }) => name === 'insert_into')?.args[0] ?? root.arguments?.[0]
  const at = inserted ? unwrap(inserted) : root
  return context
    .slice(at)
    .replace(/(?:::|\.)(?:table|dsl)\b.*$/s, '')
    .replace(/^.*::/s, '')
    .replace(/\W.*$/s, '')
}

function columnsOf(node: Node, context: StorageContext): KeyField[] {
  const at = unwrap(node)
  if (at.type === 'ArrayExpression')
    return (at.elements as Node[]).flatMap((each) => columnsOf(each, context))
  const name = lastName(at)
  const place = at.type === 'MemberExpression' ? at.property : at
  return name === undefined ? [] : [{ name, span: context.span(place) }]
}

/** `accounts::subdomain.eq(sub).and(active.eq(true))`. */
function equalities(node: Node, context: StorageContext): KeyField[] {
  const at = unwrap(node)
  if (at.type === 'LogicalExpression')
    return [...equalities(at.left, context), ...equalities(at.right, context)]
  if (at.type === 'CallExpression') {
    const callee = unwrap(at.callee)
    if (callee.type !== 'MemberExpression' || !/^(?:and|or)$/.test(keyName(callee) ?? '')) return []
    return [callee.object, ...at.arguments].flatMap((each: Node) => equalities(each, context))
  }
  if (at.type !== 'BinaryExpression' || !/^={2,3}$/.test(at.operator)) return []
  return columnsOf(at.left, context).map((field) => ({
    ...field,
    name: snakeCase(field.name),
    value: context.slice(at.right),
  }))
}

/** Tables of Diesel, and what is asked of them. */
export const diesel: Extractor = {
  hint: /\bdiesel\b|\btable!|\bsea_orm\b/,
  extract: (context) => ({ tables: [...tablesIn(context), ...joins(context)], uses: usesIn(context) }),
}
