import type { KeyField, KeyUse, StorageSystem } from '../../storage.js'
import { keyName, nameOf, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import {
  calledName,
  callIn,
  itemsOf,
  namedArguments,
  optionIn,
  placeOf,
  plainArguments,
  receiverOf,
  textIn,
} from './call-parts.js'
import { fieldsOfCondition } from './conditions.js'
import { type Extractor, fieldOf, type StorageContext } from './context.js'
import { endingsOf } from './endings.js'
import { isAccountName } from './names.js'

const CONDITION = /^(?:where|rewhere|filter|create_with)$/

/** What ends a question for one record. */
const SINGLE =
  /^(?:first|first!|take|take!|last|last!|sole|one|single_record!?|find_sole_by|exists\?|any\?|none\?|empty\?|present\?|blank\?|pick|get|count|update|update_all|delete|delete_all|destroy_all|first_or_(?:create|initialize)!?)$/

const FINDING = /^(?:find_by!?|find_sole_by|exists\?|first!?|find|destroy_by|delete_by)$/
const WRITING =
  /^(?:find_or_create_by!?|find_or_initialize_by|create_or_find_by!?|find_or_create|find_or_new|update_or_create|update_or_new)$/
/** What a model asks of itself. */
const OWN = /^(?:where|find_by!?|find_or_create_by!?|find_or_initialize_by|exists\?)$/
const DYNAMIC = /^find_(?<write>or_(?:create|initialize)_)?by_(?<names>[a-z]\w*?)!?$/

function usesIn(context: StorageContext): KeyUse[] {
  const { nodes } = context.tree
  return nodes.flatMap((node) => {
    if (node.type === 'MemberExpression') return byIndex(node, context) ?? []
    if (callIn(node) !== node || !(receiverOf(node) || OWN.test(calledName(node)))) return []
    return [
      byConditions(node, context) ??
        byCall(node, context) ??
        byConflict(node, context) ??
        byName(node, context) ??
        [],
    ].flat()
  })
}

function use(
  kind: KeyUse['kind'],
  call: Node,
  fields: readonly KeyField[],
  context: StorageContext,
  ending = '',
): KeyUse | undefined {
  const first = fields.find(({ name }) => isAccountName(name))
  const names = namesOf(call)
  return (
    first && {
      kind,
      system: systemOf(context),
      span: first.span,
      store: storeOf(call, context),
      call: [receiverText(call, context), ...names, ...(ending ? [ending] : [])].filter(Boolean).join('.'),
      fields,
    }
  )
}

const systemOf = ({ text }: StorageContext): StorageSystem =>
  /\bSequel\b|\bDB\[:/.test(text) ? 'sequel' : /\bMongoid\b/.test(text) ? 'mongodb' : 'rails'

/** What the chain starts with: `Account`, `current_user.accounts`, `DB[:accounts]`. */
function receiverText(call: Node, context: StorageContext): string {
  const [first] = callsOf(call)
  const start = first && receiverOf(first)
  return start ? context.slice(start) : ''
}

/** The same, or the class around a call without a receiver. */
function storeOf(call: Node, context: StorageContext): string {
  const written = receiverText(call, context)
  if (written !== '' && written !== 'self') return written
  for (let at = call.parent; at; at = at.parent)
    if (at.type === 'ClassDeclaration' || at.type === 'ClassExpression') return nameOf(at) ?? written
  return written
}

/** Calls of a chain in their order, this one the last. */
function callsOf(call: Node): Node[] {
  const receiver = receiverOf(call)
  const inner = receiver && callIn(receiver)
  return [...(inner && receiverOf(inner) ? callsOf(inner) : []), call]
}

const namesOf = (call: Node): string[] => callsOf(call).map(calledName)

/** `Account.where(subdomain: x).first`. */
function byConditions(call: Node, context: StorageContext): KeyUse | undefined {
  if (!CONDITION.test(calledName(call))) return undefined
  const fields = callsOf(call).flatMap((each) =>
    CONDITION.test(calledName(each)) ? conditionsOf(each, context) : [],
  )
  if (!fields.some(({ name }) => isAccountName(name))) return undefined
  const endings = [...endingsOf(call, context)]
  // A further condition is asked for itself, with this one.
  if (endings.some((name) => CONDITION.test(name) || FINDING_BY.test(name))) return undefined
  const ending = endings.find((name) => SINGLE.test(name))
  if (ending === undefined) return undefined
  return use(/^first_or_/.test(ending) ? 'upsert' : 'lookup', call, fields, context, ending)
}

/** Endings that name fields of their own. */
const FINDING_BY = /^(?:find_by!?|find_or_\w+|insert_conflict)$/

function conditionsOf(call: Node, context: StorageContext): KeyField[] {
  const [first, ...values] = plainArguments(call)
  return [
    ...entriesOf(namedArguments(call), context),
    ...(first ? tableOrText(unwrap(first), values, context) : []),
  ]
}

function tableOrText(at: Node, values: readonly Node[], context: StorageContext): KeyField[] {
  if (at.type === 'ObjectExpression') return entriesOf(at.properties as Node[], context)
  return fieldsOfCondition(context, at, values)
}

/** Entries of a table as conditions: a list, a range or a table of its own is none. */
function entriesOf(properties: readonly Node[], context: StorageContext): KeyField[] {
  return properties.flatMap((each) => {
    const name = each.type === 'Property' ? keyName(each) : undefined
    if (name === undefined) return []
    const value = unwrap(each.value)
    if (value.type === 'ObjectExpression') return entriesOf(value.properties as Node[], context)
    if (value.type === 'ArrayExpression') return []
    return [
      {
        name: name.replace(/^.*\./, ''),
        value: context.slice(each.value),
        span: context.span(placeOf(each.key)),
      },
    ]
  })
}

/** `Account.find_by(subdomain: x)`, `find_or_create_by(account_id: id)`. */
function byCall(call: Node, context: StorageContext): KeyUse | undefined {
  const word = calledName(call)
  if (!FINDING.test(word) && !WRITING.test(word)) return undefined
  const before = callsOf(call).slice(0, -1)
  const own = conditionsOf(call, context)
  const fields = [
    ...before.flatMap((each) => (CONDITION.test(calledName(each)) ? conditionsOf(each, context) : [])),
    ...own,
  ]
  if (own.length === 0 && word !== 'find') return undefined
  if (word === 'find' && own.length === 0) {
    const [value] = plainArguments(call)
    const receiver = receiverOf(call)
    const field =
      value && receiver && /^(?:::)?[A-Z][\w:]*$/.test(context.slice(receiver))
        ? fieldOf(context, value)
        : undefined
    return field && use('lookup', call, [field], context)
  }
  return use(WRITING.test(word) ? 'upsert' : 'lookup', call, fields, context)
}

/** `Account.upsert_all(rows, unique_by: :subdomain)`, Sequel's `insert_conflict(target: :subdomain)`. */
function byConflict(call: Node, context: StorageContext): KeyUse | undefined {
  const word = calledName(call)
  if (!/^(?:upsert(?:_all)?|insert(?:_all)?!?|insert_conflict|import!?)$/.test(word)) return undefined
  const nested = optionIn(call, 'on_duplicate_key_update', 'on_duplicate_key_ignore')?.value
  const inner = nested && unwrap(nested)
  const target =
    optionIn(call, 'unique_by', 'target')?.value ??
    (inner?.type === 'ObjectExpression'
      ? (inner.properties as Node[]).find((each) => keyName(each) === 'conflict_target')?.value
      : undefined)
  const fields = itemsOf(target, context).flatMap((each) => {
    const text = textIn(each, context)
    const [, listed] = /^(?:index|idx)_\w+?_on_(\w+)$/.exec(text ?? '') ?? []
    const span = context.span(placeOf(each))
    return (listed?.split('_and_') ?? (text === undefined ? [] : [text])).map((name) => ({ name, span }))
  })
  return use('upsert', call, fields, context)
}

/** `Account.find_by_subdomain(x)`, `find_or_create_by_account_id(id)`. */
function byName(call: Node, context: StorageContext): KeyUse | undefined {
  const { write, names } = DYNAMIC.exec(calledName(call))?.groups ?? {}
  const callee = unwrap(call.callee)
  if (names === undefined || callee.type !== 'MemberExpression') return undefined
  const values = plainArguments(call)
  if (values.length === 0) return undefined
  const span = context.span(callee.property)
  const fields = names.split('_and_').map((name, i) => {
    const value = values[i]
    return { name, ...(value && { value: context.slice(value) }), span }
  })
  return use(write ? 'upsert' : 'lookup', call, fields, context)
}

/** Sequel's `Account[subdomain: x]`. */
function byIndex(member: Node, context: StorageContext): KeyUse | undefined {
  const entry = member.property as Node
  if (!member.computed || entry.type !== 'Property' || !/\bSequel\b/.test(context.text)) return undefined
  const fields = entriesOf([entry], context)
  const first = fields.find(({ name }) => isAccountName(name))
  const store = context.slice(member.object)
  return first && { kind: 'lookup', system: 'sequel', span: first.span, store, call: `${store}[]`, fields }
}

/** What Active Record and Sequel are asked by. */
export const rubyAsks: Extractor = {
  hint: /\b(?:find\w*|where|rewhere|filter|first|exists|upsert\w*|insert\w*|import|update_or_\w+|create_or_find_by|delete_by|destroy_by)\b|\bSequel\b/,
  extract: (context) => ({ uses: usesIn(context) }),
}
