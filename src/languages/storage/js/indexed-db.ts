import type { Span } from '../../../sites.js'
import type { TableKey, TableSite } from '../../../storage.js'
import { heldBy } from '../../script/held.js'
import { dottedName, keyName, staticText, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import { calledName } from '../call-parts.js'
import type { Extractor, StorageContext } from '../context.js'
import { type Draft, emptyDraft, finished } from '../draft.js'
import { innerOf } from '../reading.js'
import { isTrue, listIn, option, tableIn } from './parts.js'

/** A store and what is known of it so far. */
interface Store {
  name: string
  to: Draft
  at: Node
  whole: Node
  change: TableSite['change']
}

/** Names of what a key is made of: `'account.id'` is the `id` of an account. */
const KEY_PATH = /^[\w$.-]+$/

/** `'subdomain'`, `['subdomain', 'code']`. */
function pathsIn(context: StorageContext, node: Node | undefined): { name: string; at: Node }[] {
  return listIn(context, node).flatMap((each) => {
    const name = staticText(heldBy(context.tree, each))
    return name !== undefined && KEY_PATH.test(name) ? [{ name, at: unwrap(each) }] : []
  })
}

function addKey(
  context: StorageContext,
  to: Draft,
  kind: TableKey['kind'],
  paths: readonly { name: string; at: Node }[],
  rest: { at: Node; name?: string; generated?: boolean },
): void {
  if (paths.length === 0) return
  for (const { name, at } of paths)
    if (!to.columns.some((each) => each.name === name)) {
      const span = context.span(innerOf(at))
      to.columns.push({ name, span, whole: span, ...(rest.generated && { generated: true }) })
    }
  to.keys.push({
    kind,
    columns: paths.map(({ name }) => name),
    span: context.span(rest.at),
    ...(rest.name !== undefined && { name: rest.name }),
  })
}

/** `db.createObjectStore('accounts', { keyPath: 'subdomain' })`. */
function made(context: StorageContext, call: Node): Store | undefined {
  const [first, second] = call.arguments as Node[]
  const name = first && staticText(heldBy(context.tree, first))
  if (name === undefined) return undefined
  const options = tableIn(context, second)
  const path = option(context, options, 'keyPath')
  const to = emptyDraft()
  addKey(context, to, 'primary', pathsIn(context, path), {
    at: path ?? call,
    generated: isTrue(option(context, options, 'autoIncrement')),
  })
  return { name, to, at: innerOf(unwrap(first as Node)) as Node, whole: call, change: 'create' }
}

/** The call that gave the store on which an index is made: a variable, or the call in front. */
function storeCall(context: StorageContext, call: Node): Node | undefined {
  const callee = unwrap(call.callee)
  const object = callee.type === 'MemberExpression' ? heldBy(context.tree, callee.object) : undefined
  return object?.type === 'CallExpression' ? object : undefined
}

/** Stores and indexes of the browser's own interface, and of `idb`, which has its names. */
function plainStores(context: StorageContext): Store[] {
  const stores = new Map<Node, Store>()
  for (const node of context.tree.nodes) {
    if (node.type !== 'CallExpression' || calledName(node) !== 'createObjectStore') continue
    const store = made(context, node)
    if (store) stores.set(node, store)
  }
  for (const node of context.tree.nodes) {
    if (node.type !== 'CallExpression' || calledName(node) !== 'createIndex') continue
    const call = storeCall(context, node)
    const own = call && (stores.get(call) ?? opened(context, call))
    if (!call || !own) continue
    stores.set(call, own)
    const [first, second, third] = node.arguments as Node[]
    const isUnique = isTrue(option(context, tableIn(context, third), 'unique'))
    const name = first && staticText(heldBy(context.tree, first))
    addKey(context, own.to, isUnique ? 'unique' : 'index', pathsIn(context, second), {
      at: node,
      ...(name !== undefined && { name }),
    })
  }
  return [...stores.values()]
}

/** `request.transaction.objectStore('accounts')`: a store that another version made. */
function opened(context: StorageContext, call: Node): Store | undefined {
  if (calledName(call) !== 'objectStore') return undefined
  const [first] = call.arguments as Node[]
  const name = first && staticText(heldBy(context.tree, first))
  return name === undefined
    ? undefined
    : { name, to: emptyDraft(), at: innerOf(unwrap(first as Node)) as Node, whole: call, change: 'alter' }
}

/** `db.version(2).stores({ accounts: 'subdomain, &domain, [account_id+platform]' })`. */
function dexieStores(context: StorageContext): Store[] {
  return context.tree.nodes.flatMap((node) => {
    if (node.type !== 'CallExpression' || calledName(node) !== 'stores') return []
    const callee = unwrap(node.callee)
    if (callee.type !== 'MemberExpression' || !/(?:^|\.)version$/.test(callOf(callee.object))) return []
    const table = tableIn(context, node.arguments[0])
    return ((table?.properties ?? []) as Node[]).flatMap((each) => {
      const name = each.type === 'Property' ? keyName(each) : undefined
      const text = each.type === 'Property' ? staticText(unwrap(each.value)) : undefined
      return name === undefined || text === undefined ? [] : [dexieStore(context, name, text, each)]
    })
  })
}

const callOf = (node: Node): string => {
  const at = unwrap(node)
  return at.type === 'CallExpression' ? dottedName(at.callee) || calledName(at) : ''
}

/** The first entry is the primary key; `++` counts, `&` is unique, `*` has several values, `[a+b]` is made of several. */
function dexieStore(context: StorageContext, name: string, text: string, entry: Node): Store {
  const to = emptyDraft()
  const inner = innerOf(unwrap(entry.value))
  let at = 0
  text.split(',').forEach((written, i) => {
    const lead = written.length - written.trimStart().length
    const word = written.trim()
    const marks = /^[+&*]*/.exec(word)?.[0] ?? ''
    const path = word.slice(marks.length)
    const names = (/^\[(.+)\]$/.exec(path)?.[1] ?? path).split('+').map((each) => each.trim())
    if (path !== '' && names.every((each) => KEY_PATH.test(each))) {
      const kind = i === 0 ? 'primary' : marks.includes('&') ? 'unique' : 'index'
      // A text with escapes is not as long as what it says: then the whole of it is the place.
      const isPlain = inner.end - inner.start === text.length
      const start = inner.start + at + lead + marks.length
      const node = (isPlain ? { start, end: start + path.length } : inner) as Node
      const span: Span = context.span(node)
      for (const column of names)
        if (!to.columns.some((each) => each.name === column))
          to.columns.push({
            name: column,
            span,
            whole: span,
            ...(marks.includes('++') && { generated: true }),
          })
      to.keys.push({ kind, columns: names, span })
    }
    at += written.length + 1
  })
  return { name, to, at: innerOf(entry.key) as Node, whole: entry, change: 'create' }
}

/** Name of the database that the file opens: `indexedDB.open('x')`, `openDB('x')`, `new Dexie('x')`, `super('x')` of a Dexie. */
function databaseIn(context: StorageContext): string | undefined {
  const names = context.tree.nodes.flatMap((node) => {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return []
    const callee = unwrap(node.callee)
    const opens =
      callee.type === 'Super'
        ? /extends\s+(?:\w+\.)?Dexie\b/.test(context.text)
        : /(?:^|\.)(?:indexedDB\.open|openDB|Dexie)$/i.test(dottedName(callee))
    const name = opens && node.arguments[0] ? staticText(heldBy(context.tree, node.arguments[0])) : undefined
    return name === undefined ? [] : [name]
  })
  return new Set(names).size === 1 ? names[0] : undefined
}

/** Stores of IndexedDB in browsers: its own interface, `idb`, and Dexie. */
export const indexedDb: Extractor = {
  hint: /createObjectStore|objectStore|Dexie|\.stores\(/,
  extract(context) {
    const database = databaseIn(context)
    const tables = [...plainStores(context), ...dexieStores(context)].map(({ name, to, at, whole, change }) =>
      finished(to, {
        system: 'indexed-db',
        part: 'model',
        change,
        name,
        ...(database !== undefined && { database }),
        span: context.span(at),
        whole: context.span(whole),
      }),
    )
    return { tables }
  },
}
