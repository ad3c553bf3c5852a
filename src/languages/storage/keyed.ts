import type { KeyUse } from '../../storage.js'
import { outlinesOf } from '../grammar/outline.js'
import { heldBy } from '../script/held.js'
import { dottedName, isFunction, keyName, nameOf, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { type Composed, composed, type Extractor, lastName, type StorageContext } from './context.js'
import type { KeyedCalls, KeyedKind } from './keyed/calls.js'
import { isAccountName } from './names.js'
import { classAround, isIn, membersOf } from './reading.js'

/** Names of things that keep something for each account, whatever they are made of. */
const KEEPERS =
  /(?:maps?|dict|cache|caches|cached|registry|pool|pending|in_?flight\w*|refresh(?:es|ing)?|locks?|locked|mutex(?:es)?|queues?|limits?|limiters?|buckets?|timers?|timeouts?|promises|instances?|tokens?|clients?|accounts?|sessions?|connections?|stores?|last\w*|by_?(?:sub_?domain|domain|account|account_?id|host|portal))$/i
/** Those of them that are maps without being seen made as one. */
const MAPS =
  /(?:maps?|dict|cache|registry|pending|in_?flight\w*|locks|mutexes|queues|limits|limiters|buckets|timers|promises|instances|by_?(?:sub_?domain|domain|account|account_?id|host|portal))$/i
const BROWSER = /^(?:local|session)Storage$/
const CONTEXT = /^(?:ctx|context|c|r\.Context\(\)|req\.Context\(\)|context\.\w+\(\))$/
const HASH = /^h_?(?:get|set|setnx|set_nx|del|exists|incr_?by)$/i
const SQL_TABLE = /\b(?:from|into|table|update|join|table\s+if\s+(?:not\s+)?exists)\s+["'`[]?[\w.]*$/i

/** Keys of stores, names of files and of tables that are made of what tells accounts apart. */
export function keyed(calls: KeyedCalls): Extractor {
  return {
    hint: /cache|redis|rdb|kv|lock|mutex|map|dict|token|client|account|session|instance|pending|flight|queue|limit|file|open|path|storage|collection|table|from\s|into\s|[\w)]\[/i,
    extract(context) {
      const reader = new Reader(context, calls)
      for (const node of context.tree.nodes) reader.read(node)
      // What uses them comes first.
      for (const node of context.tree.nodes) if (isFunction(node)) reader.builder(node)
      return { uses: reader.uses }
    },
  }
}

/** What a key is written as, with what stands in it. */
interface Key extends Composed {
  at: Node
}

class Reader {
  readonly uses: KeyUse[] = []
  private readonly seen = new Set<string>()
  private made: Map<string, Node[]> | undefined
  private types: Map<string, string> | undefined

  constructor(
    private readonly context: StorageContext,
    private readonly calls: KeyedCalls,
  ) {}

  read(node: Node): void {
    if (node.type === 'CallExpression' || node.type === 'NewExpression') this.call(node)
    else if (node.type === 'MemberExpression' && node.computed) this.member(node)
    else if (node.type === 'BinaryExpression' && node.operator === 'in') this.has(node)
    else if (node.type === 'Property' && node.computed) this.property(node)
    else if (node.type === 'TemplateLiteral') this.template(node)
  }

  private template(node: Node): void {
    this.query(node)
    const { files } = this.calls
    const key = files && this.key(node)
    if (key && files.test(key.text)) this.add('file', key.text, '', key)
  }

  private call(node: Node): void {
    const name = plainName(node)
    const args = (node.arguments as Node[]).filter(
      (arg, i) => !(i === 0 && CONTEXT.test(this.context.slice(arg))),
    )
    const callee = unwrap(node.callee)
    const isMethod = node.type === 'CallExpression' && callee.type === 'MemberExpression'
    const method = isMethod ? (written(node, keyName(callee)) ?? '') : ''
    const told = this.calls.functions.find((each) => each.name.test(name))
    if (told) {
      const key = told.key === 'all' ? this.path(args) : this.key(args[told.key ?? 0])
      if (key) this.add(told.kind, name, '', key, args)
      return
    }
    if (!isMethod || args.length === 0) return
    const object = this.opened(unwrap(callee.object))
    const kind = this.kindOf(object, method) ?? this.kindOf(object, keyName(callee) ?? '')
    if (!kind) return
    const called = this.calledAs(callee, method, name)
    const outer = isHashed(method, object) && args[0] ? composed(this.context, args[0]) : undefined
    const inner = outer && this.key(args[1])
    if (outer && inner)
      this.add(kind, called, storeName(object), { ...inner, text: `${outer.text} ${inner.text}` }, args)
    for (const arg of elementsOf(args[0])) {
      const key = this.key(arg, kind === 'browser')
      if (key) this.add(kind, called, storeName(object), key, args)
    }
  }

  /** A call as written, where that is a chain of names. */
  private calledAs(callee: Node, method: string, name: string): string {
    const object = this.context.slice(callee.object)
    return /^[\w.]+$/.test(object) ? `${object}.${method}` : name
  }

  private kindOf(object: Node, method: string): KeyedKind | undefined {
    const written = plainOf(dottedName(object))
    const own = written.replace(/^.*\./, '')
    const bare = own.replace(/\(\)$/, '')
    const type = this.typeOf(object)
    for (const { kind, name, made, typed, methods } of this.calls.stores) {
      if (!methods.test(method)) continue
      if (typed && type !== undefined && typed.test(type)) return kind
      if (name && (name.test(bare) || name.test(own))) return kind
      if (made && this.madeBy(object).some((each) => made.test(each))) return kind
    }
    const { maps } = this.calls
    if (!maps?.methods.test(method)) return undefined
    if (type !== undefined && maps.typed?.test(type))
      return /Semaphore|Mutex|\bLock/.test(type) ? 'lock' : (kindOfKeeper(bare) ?? 'map')
    if (MAPS.test(bare)) return 'map'
    return KEEPERS.test(bare) && this.madeBy(object).some((each) => maps.made.test(each)) ? 'map' : undefined
  }

  /** `clients` of `clients.read().unwrap()`. */
  private opened(object: Node): Node {
    const { guards } = this.calls
    let at = object
    while (guards && at.type === 'CallExpression') {
      const callee = unwrap(at.callee)
      if (callee.type !== 'MemberExpression' || !guards.test(written(at, keyName(callee)) ?? '')) break
      at = unwrap(callee.object)
    }
    return at
  }

  /** The type that a field of that name is declared with. */
  private typeOf(object: Node): string | undefined {
    const name = lastName(object)
    if (name === undefined || !/^(?:Identifier|MemberExpression)$/.test(object.type)) return undefined
    this.types ??= new Map(
      outlinesOf(this.context.tree).flatMap(({ fields }) =>
        fields.flatMap((field) => (field.written === undefined ? [] : [[field.name, field.written]])),
      ),
    )
    return this.types.get(name)
  }

  /** What an object is made by, wherever the file gives its name a value. */
  private madeBy(object: Node): string[] {
    const direct = makerOf(object)
    const name = lastName(object)
    const others =
      name === undefined ? [] : (this.makers().get(name) ?? []).flatMap((each) => makerOf(each) ?? [])
    return direct === undefined ? others : [direct, ...others]
  }

  private makers(): Map<string, Node[]> {
    if (this.made) return this.made
    const made = new Map<string, Node[]>()
    for (const node of this.context.tree.nodes) {
      const [to, value] =
        node.type === 'VariableDeclarator'
          ? [node.id, node.init]
          : node.type === 'AssignmentExpression'
            ? [node.left, node.right]
            : node.type === 'PropertyDefinition'
              ? [node, node.value]
              : []
      if (!to || !value) continue
      const name =
        to.type === 'PropertyDefinition'
          ? keyName(to)
          : /^(?:Identifier|MemberExpression)$/.test(to.type)
            ? lastName(to)
            : undefined
      if (name === undefined) continue
      const known = made.get(name)
      if (known) known.push(value)
      else made.set(name, [value])
    }
    this.made = made
    return made
  }

  /** `clients[subdomain]`, `localStorage[key]`. */
  private member(node: Node): void {
    const object = unwrap(node.object)
    const own = plainOf(dottedName(object)).replace(/^.*\./, '')
    const type = this.calls.maps?.typed && this.typeOf(object)
    const isMap = type !== undefined && this.calls.maps?.typed?.test(type)
    const kind = kindOfKeeper(own) ?? (isMap ? 'map' : undefined)
    const key = kind && this.key(node.property)
    if (key) this.add(kind, `${plainOf(dottedName(object))}[]`, storeName(object), key, writtenTo(node))
  }

  /** `subdomain in clients`. */
  private has(node: Node): void {
    const object = unwrap(node.right)
    const kind = kindOfKeeper(plainOf(dottedName(object)).replace(/^.*\./, ''))
    const key = kind && this.key(node.left)
    if (key) this.add(kind, `in ${plainOf(dottedName(object))}`, storeName(object), key)
  }

  /** `const clients = { [subdomain]: client }`. */
  private property(node: Node): void {
    // Python's `{account.subdomain: account for account in accounts}` is a function from one to the other.
    const isTable = /^(?:ObjectExpression|ArrowFunctionExpression)$/.test(node.parent?.type ?? '')
    const name = isTable && node.parent ? nameOf(node.parent) : undefined
    const own = name === undefined ? '' : plainOf(name).replace(/^.*\./, '')
    const kind = kindOfKeeper(own)
    const key = kind && this.key(node.key)
    if (key) this.add(kind, `${own}[]`, own, key, [node.value])
  }

  /** A table in SQL whose name has an account's name in it. */
  private query(node: Node): void {
    const quasis = node.quasis as Node[]
    ;(node.expressions as Node[]).forEach((hole, i) => {
      const before = (quasis[i]?.value.raw ?? '') as string
      if (!SQL_TABLE.test(before)) return
      const name = lastName(hole)
      if (name === undefined || !isAccountName(name)) return
      const text = `${/[\w.]*$/.exec(before)?.[0] ?? ''}{${name}}${/^\w*/.exec(quasis[i + 1]?.value.raw ?? '')?.[0] ?? ''}`
      const field = { name, value: this.context.slice(hole), span: this.context.span(hole) }
      this.add('table', 'SQL', '', { text, fields: [field], at: hole })
    })
  }

  /** A function that puts keys together for others: `tokensKey(subdomain)`, `CACHE_KEYS.tokens(subdomain)`. */
  builder(node: Node): void {
    const value = returnedBy(node)
    const at = value && unwrap(value)
    if (!at || !/^(?:TemplateLiteral|BinaryExpression)$/.test(at.type)) return
    const name = builderName(node)
    const key = name === undefined ? undefined : this.told(at)
    const fixed = key?.text.replace(/\{[^}]*\}/g, '') ?? ''
    if (!key || name === undefined || /[\s/<]/.test(fixed) || !/[:_.-]|\w/.test(fixed)) return
    if (key.fields.some((field) => isAccountName(field.name))) this.add('cache', name, '', key)
  }

  /** A key with a name of an account in it; `isNamed` where the text of the key may be that name. */
  private key(node: Node | undefined, isNamed = false): Key | undefined {
    if (!node || node.type === 'SpreadElement') return undefined
    const at = unwrap(node)
    const key = this.returned(at) ?? this.told(at)
    if (!key) return undefined
    if (key.fields.some(({ name }) => isAccountName(name))) return key
    const word = isNamed && key.fields.length === 0 ? key.text.replace(/^.*[.:/]/, '') : ''
    if (word === '' || !isAccountName(word.replaceAll('-', '_'))) return undefined
    return { ...key, fields: [{ name: word, span: this.context.span(at.content ?? innerOf(key.at)) }] }
  }

  private told(at: Node): Key | undefined {
    const told = composed(this.context, at)
    return told && { ...told, at: wholeOf(this.context, at) }
  }

  /** The key that a function of the file puts together: `redis.get(tokenKey(subdomain))`. */
  private returned(at: Node): Key | undefined {
    const call = heldBy(this.context.tree, at)
    if (call.type !== 'CallExpression') return undefined
    const made = this.functionOf(unwrap(call.callee))
    const value = made && returnedBy(made)
    if (!value || !/^(?:TemplateLiteral|BinaryExpression)$/.test(unwrap(value).type)) return undefined
    return this.told(unwrap(value))
  }

  private functionOf(callee: Node): Node | undefined {
    if (callee.type === 'Identifier') {
      const variable = this.context.tree.resolve(callee.name, callee)
      const node = variable?.defs[0]?.node as Node | undefined
      if (!node || variable?.defs.length !== 1) return undefined
      const value = node.type === 'VariableDeclarator' ? node.init && unwrap(node.init) : node
      return value && isFunction(value) ? value : undefined
    }
    const around = callee.type === 'MemberExpression' ? classAround(callee) : undefined
    const object = around && unwrap(callee.object)
    const isOwn =
      object?.type === 'ThisExpression' ||
      (object?.type === 'Identifier' && /^(?:self|static|cls)$/.test(plainOf(object.name)))
    const isNamed = object?.type === 'Identifier' && around?.id && object.name === around.id.name
    if (!around || !(isOwn || isNamed)) return undefined
    const found = membersOf(around).find((each) => keyName(each) === keyName(callee))
    const value = found?.value && unwrap(found.value)
    return value && isFunction(value) ? value : undefined
  }

  /** Parts of a path, put together. */
  private path(args: readonly Node[]): Key | undefined {
    const [first] = args
    const last = args.at(-1)
    if (!first || !last) return undefined
    const parts = args.flatMap((arg) =>
      arg.type === 'SpreadElement' ? [] : (composed(this.context, arg) ?? []),
    )
    const fields = parts.flatMap((part) => part.fields)
    const named = args.find((arg) =>
      composed(this.context, arg)?.fields.some(({ name }) => isAccountName(name)),
    )
    if (!named) return undefined
    const at = wholeOf(this.context, unwrap(named))
    return { text: parts.map(({ text }) => text).join('/'), fields, at }
  }

  private add(kind: KeyedKind, call: string, store: string, key: Key, args: readonly Node[] = []): void {
    // The address of a request, and no file.
    if (/:\/\//.test(key.text)) return
    if (kind === 'file' && /^\{(?:url|uri|link)\}/i.test(key.text)) return
    const span = this.context.span(innerOf(key.at))
    const mark = `${kind === 'file' ? 'file' : ''}${span.start}`
    if (
      this.seen.has(mark) ||
      this.uses.some((use) => use.span.start <= span.start && span.end <= use.span.end && use.kind === kind)
    )
      return
    this.seen.add(mark)
    const beside = besideOf(this.context, args)
    this.uses.push({
      kind,
      span,
      store,
      call,
      fields: key.fields,
      text: key.text,
      ...(beside.length > 0 && { beside }),
    })
  }
}

function kindOfKeeper(name: string): KeyedKind | undefined {
  if (BROWSER.test(name)) return 'browser'
  if (!KEEPERS.test(name)) return undefined
  return /cached?s?$/i.test(name) ? 'cache' : /locks?$|mutex(?:es)?$/i.test(name) ? 'lock' : 'map'
}

/** The name of a method as the language writes it. */
const written = (call: Node, name: string | undefined): string | undefined =>
  typeof call.written === 'string' && /^\w+$/.test(call.written) ? call.written : name

/** Whether a table of fields is kept under the key: `HSET key field value`. */
const isHashed = (method: string, object: Node): boolean =>
  HASH.test(method) ||
  (method !== 'delete' && /opsForHash|boundHashOps/.test(dottedName(object))) ||
  /^hash(?:get|set|delete|exists)/i.test(method)

const KEYS =
  /(?:^|_|[a-z])(?:key|keys)(?:s|of|for|by\w*|_?builder|_?name)?$|^(?:key|cache_?key|redis_?key|lock_?(?:key|name))/i

/** The name of a function, or of the table that it stands in, that says that it makes keys. */
function builderName(node: Node): string | undefined {
  const own = node.id?.name ?? nameOf(node)
  if (typeof own === 'string' && KEYS.test(plainOf(own))) return plainOf(own)
  const table = node.parent?.type === 'Property' ? node.parent.parent : undefined
  const outer = table?.type === 'ObjectExpression' ? nameOf(table) : undefined
  return outer !== undefined && KEYS.test(plainOf(outer)) ? `${plainOf(outer)}.${own ?? ''}` : undefined
}

/** A name without the marks of its language. */
const plainOf = (name: string): string => name.replace(/[$@&]/g, '')

function plainName(node: Node): string {
  const name = plainOf(dottedName(node.callee))
  return node.type === 'NewExpression' ? `new ${name}` : name
}

function storeName(object: Node): string {
  const name = plainOf(dottedName(object)).replace(/^this\./, '')
  return name.includes('*') ? name.replace(/^.*\*\.?/, '') : name
}

/** What is called where a value is made; `{}` for a table that is written out. */
function makerOf(value: Node): string | undefined {
  const at = unwrap(value)
  if (at.type === 'ObjectExpression') return '{}'
  if (at.type === 'NewExpression') return `new ${plainOf(dottedName(at.callee))}`
  if (at.type === 'CallExpression') return plainOf(dottedName(at.callee))
  if (at.type === 'LogicalExpression') return makerOf(at.right)
  return undefined
}

/** Elements of a list of keys, or the one key that stands there. */
function elementsOf(node: Node | undefined): Node[] {
  if (!node) return []
  const at = unwrap(node)
  return at.type === 'ArrayExpression'
    ? (at.elements as (Node | null)[]).flatMap((each) => each ?? [])
    : [node]
}

/** Where a key is put together, if its name stands for that. */
function wholeOf(context: StorageContext, at: Node): Node {
  const held = heldBy(context.tree, at)
  return /^(?:TemplateLiteral|BinaryExpression|Literal)$/.test(held.type) ? held : at
}

/** A text without its quotes. */
function innerOf(node: Node): { start: number; end: number } {
  if (node.type === 'Literal' && typeof node.value === 'string')
    return node.content ?? { start: node.start + 1, end: node.end - 1 }
  return node
}

function returnedBy(made: Node): Node | undefined {
  if (made.body?.type !== 'BlockStatement') return made.body
  const [only, ...more] = (made.body.body as Node[]).filter(({ type }) => type === 'ReturnStatement')
  return only && more.length === 0 && isIn(only, made) ? (only.argument ?? undefined) : undefined
}

/** What is given to a member: `tokens[subdomain] = { access_token }`. */
function writtenTo(node: Node): Node[] {
  const { parent } = node
  return parent?.type === 'AssignmentExpression' && parent.left === node ? [node, parent.right] : []
}

/** Names of what is written under a key. */
function besideOf(context: StorageContext, args: readonly Node[]): string[] {
  const names = args.slice(1, 4).flatMap((arg) => namesIn(context, arg, 2))
  return [...new Set(names)].slice(0, 12)
}

function namesIn(context: StorageContext, node: Node, depth: number): string[] {
  if (node.type === 'SpreadElement') return []
  const at = heldBy(context.tree, node)
  if (at.type === 'ObjectExpression')
    return (at.properties as Node[]).flatMap((each) =>
      each.type === 'Property' ? (keyName(each) ?? []) : [],
    )
  if (at.type === 'CallExpression' && depth > 0)
    return (at.arguments as Node[]).flatMap((arg) => namesIn(context, arg, depth - 1))
  const name = /^(?:Identifier|MemberExpression)$/.test(at.type) ? lastName(at) : undefined
  return name === undefined ? [] : [name]
}
