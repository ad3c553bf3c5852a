import type { KeyField, KeyUse, StorageSystem } from '../../storage.js'
import { heldBy } from '../script/held.js'
import { walk } from '../script/link.js'
import { keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import {
  calledName,
  callIn,
  itemsOf,
  namedArguments,
  optionIn,
  placeOf,
  plainArguments,
  textIn,
} from './call-parts.js'
import { type Chain, calledAs, chainOf, isInnerLink, type Link } from './chains.js'
import { type Extractor, fieldOf, type StorageContext } from './context.js'
import { endingsOf } from './endings.js'
import { isAccountName } from './names.js'

/** Steps that name the records by equality. */
const CONDITION = /^(?:filter|filter_by|where|afilter)$/

/** What ends a question for one record. */
const SINGLE =
  /^a?(?:first|last|latest|earliest|get|get_or_none|first_or_none|one|one_or_none|scalar|scalar_one|scalar_one_or_none|first_or_404|one_or_404|get_or_404|exists|count|update|delete|fetchone|fetch_one|fetchrow|fetchval|fetch_val|exec_first|get_object_or_404|contains)$/

/** Calls that find one record themselves, with what they find it by. */
const FINDING = /^a?(?:get|get_or_none|get_or_404|exists|get_object_or_404|get_or_none_by|find_one)$/

const WRITING = /^a?(?:get_or_create|update_or_create|get_or_new)$/

/** What stands for a whole table: `Account`, `models.Account`, `Account.objects`, `self.model`. */
const TABLE_LIKE = /(?:^|\.)_?[A-Z]\w*$|(?:^|\.)(?:objects|\w*manager|query|model|\w*_set|queryset|qs)$/

function usesIn(context: StorageContext): KeyUse[] {
  return context.tree.nodes.flatMap((node) => {
    if (callIn(node) !== node || isInnerLink(node)) return []
    const chain = chainOf(node)
    return [
      byConditions(chain, node, context),
      byCall(chain, context),
      byKey(chain, context),
      byConflict(chain, context),
      byIdentity(chain, node, context),
    ].flatMap((use) => use ?? [])
  })
}

const use = (
  kind: KeyUse['kind'],
  fields: readonly KeyField[],
  about: Pick<KeyUse, 'store' | 'call'> & { system?: StorageSystem | undefined; beside?: readonly string[] },
): KeyUse | undefined => {
  const first = fields.find(({ name }) => isAccountName(name))
  const { system, beside, ...rest } = about
  return (
    first && {
      kind,
      span: first.span,
      fields,
      ...rest,
      ...(system && { system }),
      ...(beside && beside.length > 0 && { beside }),
    }
  )
}

/** `Account.objects.filter(subdomain=x).first()`, `select(Account).where(Account.subdomain == x)`. */
function byConditions(chain: Chain, node: Node, context: StorageContext): KeyUse | undefined {
  const { links } = chain
  const at = links.findIndex(({ name }) => CONDITION.test(name))
  if (at < 0) return undefined
  const fields = links.flatMap(({ name, args, call }) =>
    CONDITION.test(name) ? conditionsIn(args, call, context) : [],
  )
  if (!fields.some(({ name }) => isAccountName(name))) return undefined
  const last = links.findLastIndex(({ name }) => CONDITION.test(name))
  const later = links.slice(last + 1)
  const endings = new Set([...later.map(({ name }) => name), ...endingsOf(node, context)])
  const isWrite = /^(?:update|delete|exists)$/.test(rootCall(chain))
  const isLimited = later.some(
    ({ name, args }) => name === 'limit' && args[0] && context.slice(args[0]) === '1',
  )
  if (!isWrite && !isLimited && ![...endings].some((name) => SINGLE.test(name))) return undefined
  return use('lookup', fields, {
    store: storeOf(chain, context),
    call: askedAs(chain, context),
    system: systemOf(chain, context),
  })
}

/** The function that a chain starts with: `select` of `select(Account).where(…)`. */
const rootCall = ({ root }: Chain): string => (callIn(root) ? calledName(root) : '')

/** `Account.objects.get(subdomain=x)`, `Account.get_or_create(subdomain=x)`, `get_object_or_404(Account, subdomain=x)`. */
function byCall(chain: Chain, context: StorageContext): KeyUse | undefined {
  const { root, links } = chain
  const first = callIn(root)
  if (first && /^a?get_object_or_404$/.test(calledName(first))) {
    const [table] = plainArguments(first)
    return use('lookup', equalities(first, context), {
      store: table ? context.slice(table) : '',
      call: calledName(first),
      system: 'django',
    })
  }
  const asked = links.find(({ name }) => FINDING.test(name) || WRITING.test(name))
  if (!asked) return undefined
  const before = links.slice(0, links.indexOf(asked))
  const isQuery = before.some(
    ({ name }) =>
      CONDITION.test(name) ||
      /^(?:select|select_related|prefetch_related|all|using|only|select_for_update)$/.test(name),
  )
  if (!isQuery && !TABLE_LIKE.test(context.slice(root))) return undefined
  const isWrite = WRITING.test(asked.name)
  const fields = [
    ...equalities(asked.call, context),
    ...(isWrite ? [] : plainArguments(asked.call).flatMap((each) => comparisons(each, context))),
  ]
  const beside = namesIn(optionIn(asked.call, 'defaults')?.value)
  return use(isWrite ? 'upsert' : 'lookup', fields, {
    store: storeOf(chain, context),
    call: askedAs({ root, links: links.slice(0, links.indexOf(asked) + 1) }, context),
    system: systemOf(chain, context),
    beside,
  })
}

/** `session.get(Account, subdomain)`, `Account.query.get(subdomain)`, `Account.get_by_id(subdomain)`. */
function byKey(chain: Chain, context: StorageContext): KeyUse | undefined {
  const { root, links } = chain
  const asked = links.at(-1)
  if (!asked || !/^(?:get|get_one|get_or_404|get_by_id)$/.test(asked.name) || links.length > 2)
    return undefined
  const args = plainArguments(asked.call)
  const isSession = /(?:^|[._])(?:session|db)$/.test(context.slice(root))
  const isTable = /^[A-Z]\w*$/.test(
    context
      .slice(root)
      .replace(/\.query$/, '')
      .replace(/^.*\./, ''),
  )
  const [table, value] =
    isSession && args.length === 2 ? args : isTable && args.length === 1 ? [root, args[0]] : []
  const field = value && unwrap(value).type !== 'BinaryExpression' ? fieldOf(context, value) : undefined
  if (
    !table ||
    !field ||
    !(isSession || /\.query$|get_by_id/.test(askedAs(chain, context)) || /\.query$/.test(context.slice(root)))
  )
    return undefined
  return use('lookup', [field], {
    store: context.slice(table).replace(/\.query$/, ''),
    call: askedAs(chain, context),
    system: systemOf(chain, context),
  })
}

/** `insert(Account).on_conflict_do_update(index_elements=['subdomain'])`, Peewee's `on_conflict(conflict_target=[…])`. */
function byConflict(chain: Chain, context: StorageContext): KeyUse | undefined {
  const asked = chain.links.find(({ name }) =>
    /^(?:on_conflict(?:_do_update|_do_nothing|_ignore)?|a?bulk_create)$/.test(name),
  )
  const target = asked && optionIn(asked.call, 'index_elements', 'conflict_target', 'unique_fields')?.value
  if (!asked || !target) return undefined
  const fields = itemsOf(target, context).flatMap((each) => {
    const text = textIn(each, context)
    const name = text ?? keyName(unwrap(each))
    return name === undefined ? [] : [{ name, span: context.span(placeOf(each)) }]
  })
  const written = optionIn(asked.call, 'set_', 'update')?.value
  return use('upsert', fields, {
    store: storeOf(chain, context),
    call: askedAs(chain, context),
    system: systemOf(chain, context),
    beside: namesIn(written),
  })
}

/**
 * What asks by the primary key without its name, or writes the row that has it: `Account.objects.get(pk=x)`,
 * `session.get(Account, x)`, `session.merge(Account(…))`, `Account(subdomain=x)` that is saved. Such a use has the field `pk`.
 */
function byIdentity(chain: Chain, node: Node, context: StorageContext): KeyUse | undefined {
  const { root, links } = chain
  const calls = [...(callIn(root) ? [callIn(root) as Node] : []), ...links.map(({ call }) => call)]
  const asked = calls.find((call) =>
    namedArguments(call).some((each) => /^pk(?:__\w+)?$/.test(keyName(each) ?? '')),
  )
  const found = (kind: 'lookup' | 'upsert', at: Node, about: Pick<KeyUse, 'store' | 'call'>): KeyUse => ({
    kind,
    span: context.span(at),
    fields: [{ name: 'pk', span: context.span(at) }],
    ...about,
    system: systemOf(chain, context) ?? 'django',
  })
  const call = askedAs(chain, context)
  if (asked) {
    const isShort = /get_object_or_404$/.test(calledName(asked))
    const [table] = isShort ? plainArguments(asked) : []
    return found('lookup', asked, { store: table ? context.slice(table) : storeOf(chain, context), call })
  }
  const last = links.at(-1)
  if (last && /^(?:get|get_one|merge|in_bulk|get_by_id)$/.test(last.name) && links.length < 3) {
    const [first, ...rest] = plainArguments(last.call)
    const isSession = /session|(?:^|[._])db$/i.test(context.slice(root))
    if (isSession && last.name === 'merge' && first) {
      const made = callIn(heldBy(context.tree, first))
      return made && found('upsert', last.call, { store: calledName(made), call })
    }
    if (isSession && first && rest.length > 0 && /^[A-Z][\w.]*$/.test(context.slice(first)))
      return found('lookup', last.call, { store: context.slice(first), call })
    if (first && /(?:^|\.)[A-Z]\w*\.(?:query|objects)$/.test(context.slice(root)))
      return found('lookup', last.call, { store: storeOf(chain, context), call })
  }
  const made = callIn(root) ?? (links.length === 0 ? callIn(node) : undefined)
  const isSaved =
    /\.a?save\(/.test(context.text) && /\bdjango\b|\bpeewee\b|\btortoise\b|\.objects\b/.test(context.text)
  if (!made || !isSaved || !/^[A-Z][a-z]\w*$/.test(calledName(made))) return undefined
  return namedArguments(made).some((each) => isAccountName(keyName(each) ?? ''))
    ? found('upsert', made, { store: calledName(made), call: calledName(made) })
    : undefined
}

const namesIn = (table: Node | undefined): string[] =>
  ((table && unwrap(table).properties) ?? []).flatMap((each: Node) => keyName(each) ?? [])

function conditionsIn(args: Link['args'], call: Node, context: StorageContext): KeyField[] {
  return [...equalities(call, context), ...args.flatMap((each) => comparisons(each, context))]
}

/** Options of queries that are no conditions. */
const NO_FIELD = /^(?:defaults|using|create_defaults|for_update|options)$/

/** Operators behind the name of a field that still ask for one value. */
const EXACT = /__(?:i?exact|iexact|i?startswith|i?contains)$/

/** Named arguments as conditions, those of `Q(…)` as well: `owner__subdomain__iexact=x`. */
function equalities(call: Node, context: StorageContext): KeyField[] {
  const own = namedArguments(call).flatMap((each) => {
    const name = keyName(each) ?? ''
    if (NO_FIELD.test(name) || /__(?:in|isnull|gte?|lte?|range|endswith|i?regex)$/.test(name)) return []
    return [
      {
        name: lastOf(name.replace(EXACT, '')),
        value: context.slice(each.value),
        span: context.span(each.key),
      },
    ]
  })
  const inner = plainArguments(call).flatMap((each) =>
    [...walk(each)].flatMap((node) =>
      callIn(node) === node && calledName(node) === 'Q' ? equalities(node, context) : [],
    ),
  )
  return [...own, ...inner]
}

const lastOf = (path: string): string => path.replace(/^.*__/, '')

/** `Account.subdomain == x` anywhere in a condition. */
function comparisons(condition: Node, context: StorageContext): KeyField[] {
  return [...walk(condition)].flatMap((node) => {
    if (node.type === 'BinaryExpression' && node.operator === '==') {
      const pair = columnOf(node.left) ? [node.left, node.right] : [node.right, node.left]
      const column = columnOf(pair[0] as Node)
      return column ? [fieldAt(column, pair[1] as Node, context)] : []
    }
    const call = callIn(node)
    if (call !== node || !/^(?:ilike|like|is_|contains)$/.test(calledName(node))) return []
    const column = columnOf(unwrap(node.callee).object as Node)
    const [value] = plainArguments(node)
    return column && value ? [fieldAt(column, value, context)] : []
  })
}

const fieldAt = (column: Node, value: Node, context: StorageContext): KeyField => ({
  name: keyName(column) as string,
  value: context.slice(value),
  span: context.span(column.property as Node),
})

/** `Account.subdomain`, `accounts.c.subdomain`, `func.lower(Account.subdomain)`. */
function columnOf(node: Node | undefined): Node | undefined {
  const at = node && unwrap(node)
  if (!at) return undefined
  const call = callIn(at)
  if (call) {
    if (/^(?:lower|upper|trim|coalesce|cast)$/i.test(calledName(call))) return columnOf(call.arguments[0])
    return /^(?:toLowerCase|lower)$/.test(calledName(call)) ? columnOf(unwrap(call.callee).object) : undefined
  }
  if (at.type !== 'MemberExpression' || at.computed) return undefined
  const object = unwrap(at.object)
  const name = object.type === 'MemberExpression' ? keyName(object) : (object.name as string | undefined)
  return name !== undefined && (/^_?[A-Z]/.test(name) || name === 'c') ? at : undefined
}

/** A chain as written, without its arguments: `select.where`, `Account.objects.get`. */
function askedAs(chain: Chain, context: StorageContext): string {
  const first = rootCall(chain)
  return first ? [first, ...chain.links.map(({ name }) => name)].join('.') : calledAs(chain, context)
}

/** A chain with what its first name was made by: `query` of `query = select(Account)`. */
function started(chain: Chain, context: StorageContext): Chain {
  const held = chain.root.type === 'Identifier' ? callIn(heldBy(context.tree, chain.root)) : undefined
  if (!held) return chain
  const { root, links } = chainOf(held)
  return { root, links: [...links, ...chain.links] }
}

/** The model or table that a chain asks. */
function storeOf(chain: Chain, context: StorageContext): string {
  const { root, links } = started(chain, context)
  const first = callIn(root)
  const source = [...(first ? [first] : []), ...links.map(({ call }) => call)].find((call) =>
    /^(?:query|select|update|delete|insert|exists)$/.test(calledName(call)),
  )
  const [table] = source ? plainArguments(source) : []
  const written = table ? context.slice(table) : context.slice(root)
  return written.replace(/\.(?:objects|query|__table__)$/, '').replace(/^\[(.*)\]$/, '$1')
}

function systemOf({ root, links }: Chain, context: StorageContext): StorageSystem | undefined {
  const { text } = context
  if (/\.objects\b/.test(context.slice(root))) return /\bmongoengine\b/.test(text) ? 'mongodb' : 'django'
  if (/\bsqlmodel\b/.test(text)) return 'sqlmodel'
  const names = [rootCall({ root, links }), ...links.map(({ name }) => name)]
  if (/\bpeewee\b/.test(text)) return 'peewee'
  if (/\btortoise\b/.test(text)) return 'tortoise'
  if (
    names.some((name) => /^(?:filter_by|query|select|execute|scalars?)$/.test(name)) ||
    /\.query\b/.test(context.slice(root))
  )
    return 'sqlalchemy'
  if (/\bsqlalchemy\b/.test(text)) return 'sqlalchemy'
  if (/\bdjango\b/.test(text)) return 'django'
  return undefined
}

/** What Python's libraries for tables are asked by. */
export const pythonAsks: Extractor = {
  hint: /\b(?:filter|filter_by|where|get_object_or_404|\w*get|get_or_none|get_or_create|update_or_create|on_conflict\w*|get_by_id|bulk_create|merge|in_bulk|a?save)\s*\(/,
  extract: (context) => ({ uses: usesIn(context) }),
}
