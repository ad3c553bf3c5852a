import type { Cst } from '../grammar/cst.js'
import { call, construct, identifier, logical, member, method, spread, written } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { opaque } from './formats.js'

type OnObject = (at: Cst, object: Node, args: readonly Node[]) => Node | undefined
type OnArguments = (at: Cst, args: readonly Node[]) => Node | undefined

const called =
  (name: string): OnObject =>
  (at, object, args) =>
    method(at, object, name, args)

/** `f(x)` is what a function of the neutral tree does. */
const as =
  (name: string): OnArguments =>
  (at, args) =>
    args.length === 1 ? call(at, identifier(at, name), args) : undefined

/** Methods of texts, lists and tables. */
const METHODS: Readonly<Record<string, OnObject>> = {
  endswith: called('endsWith'),
  startswith: called('startsWith'),
  find: (at, object, args) => (args.length === 1 ? method(at, object, 'indexOf', args) : undefined),
  index: (at, object, args) => (args.length === 1 ? method(at, object, 'indexOf', args) : undefined),
  rfind: called('lastIndexOf'),
  __contains__: called('includes'),
  __eq__: (at, object, [arg]) =>
    arg && {
      type: 'BinaryExpression',
      start: at.start,
      end: at.end,
      parent: undefined,
      left: object,
      operator: '==',
      right: arg,
    },
  lower: called('toLowerCase'),
  casefold: called('toLowerCase'),
  upper: called('toUpperCase'),
  strip: called('trim'),
  lstrip: called('trim'),
  rstrip: called('trimEnd'),
  encode: (at, object) => method(at, object, 'toString', []),
  decode: (at, object) => method(at, object, 'toString', []),
  replace: (at, object, args) => (args.length >= 2 ? method(at, object, 'replaceAll', args) : undefined),
  split: called('split'),
  rsplit: called('split'),
  partition: called('split'),
  rpartition: called('split'),
  join: (at, object, [list, ...rest]) =>
    list && rest.length === 0 ? method(at, list, 'join', [object]) : undefined,
  format: (at, object, args) => opaque(at, object, args),
  format_map: (at, object, args) => opaque(at, object, args),
  append: called('push'),
  add: (at, object, args) => (args.length === 1 ? method(at, object, 'add', args) : undefined),
  extend: (at, object, [list]) => list && method(at, object, 'push', [spread(list, list)]),
  insert: (at, object, [, item]) => item && method(at, object, 'unshift', [item]),
  items: (at, object, args) => (args.length === 0 ? call(at, inTable(at, 'entries'), [object]) : undefined),
  keys: (at, object, args) => (args.length === 0 ? call(at, inTable(at, 'keys'), [object]) : undefined),
  values: (at, object, args) => (args.length === 0 ? call(at, inTable(at, 'values'), [object]) : undefined),
  copy: (at, object, args) => (args.length === 0 ? method(at, object, 'slice', []) : undefined),
}

const inTable = (at: Cst, name: string): Node => member(at, identifier(at, 'Object'), name)

/** What environments and settings are called. */
const ENVIRONMENT = /(?:^|\.)(?:environ|env|config|settings|secrets)$/i
/** Readers of a setting: `os.getenv`, decouple's `config`, environs' `env.str`. */
const READING = /^(?:getenv|env|config|get_env|getconf|str|url)$/

/** What a method call does in the neutral tree; `undefined` for every method that nobody knows here. */
export function methodIdiom(
  at: Cst,
  object: Node,
  receiver: string,
  name: string,
  args: readonly Node[],
): Node | undefined {
  if (name === 'get') return looked(at, object, receiver, args)
  const isReader = name === 'getenv' || (ENVIRONMENT.test(receiver) && READING.test(name))
  if (isReader) return setting(at, receiver === 'os' ? member(object, object, 'environ') : object, args)
  if (receiver === 'parse' || /^urllib\.parse$|^urlparse$/.test(receiver)) {
    const found = functionIdiom(at, name, args)
    if (found) return found
  }
  const built = Object.hasOwn(METHODS, name) ? METHODS[name]?.(at, object, args) : undefined
  return built?.type === 'CallExpression' ? written(built, name) : built
}

/** `table.get('key', default)`; a client's `get` is given an address. */
function looked(at: Cst, object: Node, receiver: string, args: readonly Node[]): Node | undefined {
  const [key, fallback, ...rest] = args
  const isKey = key?.type === 'Literal' && typeof key.value === 'string' && /^[\w-]+$/.test(key.value)
  if (!key || rest.length > 0 || fallback?.isNamed) return undefined
  if (!isKey && !(fallback && /^[A-Z][A-Z\d_]*$/.test(receiver))) return undefined
  const found = member(at, object, key)
  return fallback ? logical(at, found, '??', fallback) : found
}

/** A setting with what stands in for it, given by place or as `default=`. */
function setting(at: Cst, source: Node, args: readonly Node[]): Node | undefined {
  const [name, second] = args
  if (name?.type !== 'Literal') return undefined
  const named = second?.isNamed ? (second.properties as Node[]) : undefined
  const fallback = named
    ? (named.find((each) => each.key?.name === 'default')?.value as Node | undefined)
    : second
  const found = member(at, source, name)
  return fallback ? logical(at, found, '??', fallback) : found
}

/** Functions of the library that read texts and lists. */
const FUNCTIONS: Readonly<Record<string, OnArguments>> = {
  urlparse: (at, [url]) => url && construct(at, identifier(at, 'URL'), [url]),
  urlsplit: (at, [url]) => url && construct(at, identifier(at, 'URL'), [url]),
  urljoin: (at, [base, path]) => base && path && construct(at, identifier(at, 'URL'), [path, base]),
  quote: as('encodeURIComponent'),
  quote_plus: as('encodeURIComponent'),
  unquote: as('decodeURIComponent'),
  unquote_plus: as('decodeURIComponent'),
  str: as('String'),
  bytes: as('String'),
  repr: as('String'),
  set: as('Set'),
  frozenset: as('Set'),
  list: as('Array.from'),
  tuple: as('Array.from'),
  sorted: (at, [list]) => list && method(at, list, 'sort', []),
  len: (at, [value]) => value && member(at, value, 'length'),
  open: (at, args) => call(at, identifier(at, 'readFile'), args),
  getenv: (at, args) => setting(at, identifier(at, 'environ'), args),
  config: (at, args) => setting(at, identifier(at, 'config'), args),
  env: (at, args) => setting(at, identifier(at, 'env'), args),
}

/** What a call of a function does in the neutral tree; `undefined` for every function that nobody knows here. */
export function functionIdiom(at: Cst, name: string, args: readonly Node[]): Node | undefined {
  const built = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]?.(at, args) : undefined
  return built?.type === 'CallExpression' || built?.type === 'NewExpression' ? written(built, name) : built
}
