import type { KeyField, KeyUse } from '../../../storage.js'
import { keyName, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import { type Chain, calledAs, chainOf, isInnerLink, type Link } from '../chains.js'
import { lastName, type StorageContext } from '../context.js'
import { isAccountName } from '../names.js'
import { typeArgument } from './members.js'

const FINDS_ONE =
  /^(?:(?:First|Last|Single)(?:OrDefault)?|Any|Count|LongCount|Exists|Execute(?:Update|Delete))(?:Async)?$/
const KEEPS = /^(?:Where|TakeWhile)$/
/** What a database, or what stands for one, is called. */
const DATABASE =
  /db|context|ctx|repo|unit_?of_?work|uow|\bset\b|dbset|query|store|session|entities|tables?\b|collection/i

/** Records that code asks for by what they hold. */
export function lookups(context: StorageContext): KeyUse[] {
  const isMapped = /EntityFramework|DbContext|DbSet|IQueryable|linq2db|LinqToDB/.test(context.text)
  return context.tree.nodes.flatMap((node) => {
    if (node.type !== 'CallExpression' || isInnerLink(node)) return []
    const chain = chainOf(node)
    const isOurs = isMapped || DATABASE.test(context.slice(chain.root))
    return isOurs ? (lookupIn(chain, context) ?? []) : []
  })
}

function lookupIn(chain: Chain, context: StorageContext): KeyUse | undefined {
  const { links } = chain
  const last = links.at(-1)
  if (!last) return undefined
  if (/^Find(?:Async)?$/.test(last.name) && last.args[0]?.type !== 'ArrowFunctionExpression')
    return use(chain, keysOf(last.args, context), context)
  if (!FINDS_ONE.test(last.name)) return undefined
  const conditions = links
    .filter(({ name }) => KEEPS.test(name) || FINDS_ONE.test(name))
    .flatMap(({ args: [first] }) => (first ? equalitiesIn(first, context) : []))
  return use(chain, [...queryConditions(chain.root, context), ...conditions], context)
}

function use(chain: Chain, fields: readonly KeyField[], context: StorageContext): KeyUse | undefined {
  const [first] = fields
  if (!first || !fields.some(({ name }) => isAccountName(name))) return undefined
  const written = context.slice((chain.links.at(-1) as Link).call)
  const store = typeArgument(written, 'Set') ?? storeIn(chain.root, context)
  return {
    kind: 'lookup',
    system: 'ef-core',
    span: first.span,
    store,
    call: calledAs(chain, context),
    fields,
  }
}

const storeIn = (root: Node, context: StorageContext): string =>
  root.type === 'query_expression'
    ? (/\bin\s+[\w.]*?(\w+)\s/.exec(context.slice(root))?.[1] ?? '')
    : (lastName(root) ?? context.slice(root))

/** `FindAsync(subdomain)` asks by the primary key. */
function keysOf(args: readonly Node[], context: StorageContext): KeyField[] {
  return args
    .flatMap((each) => (each.type === 'ArrayExpression' ? (each.elements as Node[]) : [each]))
    .flatMap((each) => {
      const name = lastName(each)
      return name === undefined || /^(?:ct|cancellationToken|token)$/i.test(name)
        ? []
        : [{ name, value: context.slice(each), span: context.span(each) }]
    })
}

/** `from x in db.Accounts where x.Subdomain == s select x`. */
function queryConditions(root: Node, context: StorageContext): KeyField[] {
  const at = unwrap(root)
  if (at.type !== 'query_expression') return []
  return (at.body as Node[])
    .filter(({ type }) => type === 'where_clause')
    .flatMap(({ body }) => (body as Node[]).flatMap((each) => equalities(each, undefined, context)))
}

/** `x => x.Subdomain == subdomain && x.IsActive`. */
function equalitiesIn(lambda: Node, context: StorageContext): KeyField[] {
  const at = unwrap(lambda)
  if (at.type !== 'ArrowFunctionExpression') return []
  return equalities(at.body, at.params[0]?.name, context)
}

function equalities(node: Node, subject: string | undefined, context: StorageContext): KeyField[] {
  const at = unwrap(node)
  if (at.type === 'LogicalExpression')
    return [...equalities(at.left, subject, context), ...equalities(at.right, subject, context)]
  if (at.type === 'CallExpression' && /^(?:I?Like|Equals)$/.test(keyName(unwrap(at.callee)) ?? ''))
    return fieldIn(at.arguments[0], at.arguments[1], subject, context)
  if (at.type !== 'BinaryExpression' || !/^={2,3}$/.test(at.operator)) return []
  const left = fieldIn(at.left, at.right, subject, context)
  return left.length > 0 ? left : fieldIn(at.right, at.left, subject, context)
}

function fieldIn(
  node: Node | undefined,
  value: Node | undefined,
  subject: string | undefined,
  context: StorageContext,
): KeyField[] {
  const at = node && plain(node)
  if (!at || !value || at.type !== 'MemberExpression') return []
  const name = keyName(at)
  if (name === undefined || !isOf(at, subject)) return []
  return [{ name, value: context.slice(plain(value)), span: context.span(at.property) }]
}

/** Whether a member is one of the parameter of the condition, or of what that holds. */
function isOf(member: Node, subject: string | undefined): boolean {
  let at = unwrap(member)
  while (at.type === 'MemberExpression') at = unwrap(at.object)
  return at.type === 'Identifier' && (subject === undefined ? at.name.length <= 3 : at.name === subject)
}

/** A value without what changes its letters. */
function plain(node: Node): Node {
  const at = unwrap(node)
  const callee = at.type === 'CallExpression' ? unwrap(at.callee) : undefined
  const isForm =
    callee?.type === 'MemberExpression' &&
    /^(?:to(?:Lower|Upper)Case|trim|toString)$/.test(keyName(callee) ?? '')
  return isForm ? plain(callee.object) : at
}
