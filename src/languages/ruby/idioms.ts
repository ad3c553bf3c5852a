import type { Cst } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import {
  array,
  call,
  construct,
  entry,
  identifier,
  logical,
  node as make,
  member,
  method,
  object as table,
  written,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { constructed, matched } from './patterns.js'

type OnObject = (at: Cst, object: Node, args: readonly Node[], to: Lowering) => Node | undefined

const called =
  (name: string): OnObject =>
  (at, object, args) =>
    method(at, object, name, args)

/** With arguments alone: without, a method of that name is something else. */
const given =
  (name: string): OnObject =>
  (at, object, args) =>
    args.length > 0 ? method(at, object, name, args) : undefined

/** What gives the same value in another form. */
const same: OnObject = (at, object, args) =>
  args.length === 0 ? make('ParenthesizedExpression', at, { expression: object }) : undefined

/** `host.end_with?('.a', '.b')`: the endings are a list that grows. */
const among =
  (name: string): OnObject =>
  (at, object, args) => {
    const [first] = args
    if (!first) return undefined
    if (args.length === 1 && first.type === 'SpreadElement') return method(at, object, name, [first.argument])
    const isWritten = args.every((arg) => arg.type === 'Literal' || arg.type === 'TemplateLiteral')
    if (args.length === 1 && !isWritten) return method(at, object, name, args)
    return method(at, object, name, [array({ start: first.start, end: args.at(-1)?.end ?? first.end }, args)])
  }

const matching: OnObject = (at, object, [other], to) => other && matched(at, object, other, to)

const inTable =
  (name: string): OnObject =>
  (at, object, args) =>
    args.length === 0 ? call(at, member(at, identifier(at, 'Object'), name), [object]) : undefined

/** Methods of texts, lists and tables. */
const METHODS: Readonly<Record<string, OnObject>> = {
  'end_with?': among('endsWith'),
  'ends_with?': among('endsWith'),
  'start_with?': among('startsWith'),
  'starts_with?': among('startsWith'),
  'include?': given('includes'),
  'member?': given('includes'),
  'key?': given('includes'),
  'has_key?': given('includes'),
  'in?': (at, object, [list]) => list && method(at, list, 'includes', [object]),
  index: given('includes'),
  'eql?': (at, object, [other]) => other && method(at, object, 'equals', [other]),
  'casecmp?': (at, object, [other]) => other && method(at, object, 'equals', [other]),
  casecmp: (at, object, [other]) => other && method(at, object, 'equals', [other]),
  'match?': matching,
  match: matching,
  scan: (at, object, [regex]) => regex && method(at, regex, 'exec', [object]),
  sub: given('replace'),
  gsub: given('replaceAll'),
  'sub!': given('replace'),
  'gsub!': given('replaceAll'),
  split: given('split'),
  partition: given('split'),
  rpartition: given('split'),
  join: given('join'),
  'any?': given('some'),
  'none?': given('some'),
  'one?': given('some'),
  'all?': given('every'),
  each: given('forEach'),
  each_entry: given('forEach'),
  map: given('map'),
  collect: given('map'),
  flat_map: given('flatMap'),
  select: given('filter'),
  reject: given('filter'),
  detect: given('find'),
  find: (at, object, args) =>
    args.at(-1)?.type === 'ArrowFunctionExpression' ? method(at, object, 'find', args) : undefined,
  push: called('push'),
  append: called('push'),
  unshift: called('unshift'),
  prepend: called('unshift'),
  add: given('add'),
  values: inTable('values'),
  keys: inTable('keys'),
  downcase: called('toLowerCase'),
  upcase: called('toUpperCase'),
  strip: called('trim'),
  chomp: called('trimEnd'),
  chop: called('slice'),
  to_s: same,
  to_str: same,
  to_sym: same,
  freeze: same,
  dup: same,
  clone: same,
  presence: same,
  html_safe: same,
  strip_heredoc: same,
  squish: same,
  to_a: same,
  to_set: same,
  uniq: same,
  compact: same,
  length: (at, object) => member(at, object, 'length'),
  size: (at, object) => member(at, object, 'length'),
  bytesize: (at, object) => member(at, object, 'length'),
  fetch: (at, object, args) => fetched(at, object, args),
}

/** `ENV.fetch('NAME', 'default')`, `options.fetch(:host) { 'default' }`. */
function fetched(at: Cst, object: Node, [key, fallback]: readonly Node[]): Node | undefined {
  if (key?.type !== 'Literal' || typeof key.value !== 'string' || !/^\w+$/.test(key.value)) return undefined
  const found = member(at, object, key)
  if (!fallback) return found
  const isBlock = fallback.type === 'ArrowFunctionExpression'
  if (isBlock && !fallback.expression) return undefined
  return logical(at, found, '??', isBlock ? fallback.body : fallback)
}

/** What a method call does in the neutral tree; `undefined` for every method that nobody knows here. */
export function methodIdiom(
  at: Cst,
  object: Node,
  name: string,
  args: readonly Node[],
  to: Lowering,
): Node | undefined {
  const receiver = to.slice(object)
  const [first, second] = args
  if (/(?:^|::)URI$/.test(receiver) && first) {
    if (name === 'parse') return written(construct(at, identifier(at, 'URL'), [first]), 'URI.parse')
    if (name === 'join' && second)
      return written(construct(at, identifier(at, 'URL'), [second, first]), 'URI.join')
  }
  if (receiver === 'Regexp' && first) {
    if (name === 'new' || name === 'compile') return constructed(at, first, second ? 'i' : '')
    if (name === 'escape' || name === 'quote') return call(at, identifier(at, 'escapeRegExp'), [first])
  }
  if (DIRECTIVE.test(name) && first) return policy(at, object, name, args)
  const built = Object.hasOwn(METHODS, name) ? METHODS[name]?.(at, object, args, to) : undefined
  return built?.type === 'CallExpression' ? written(built, name) : built
}

/** Directives of a policy as Rails and secure_headers call them. */
const DIRECTIVE =
  /^(?:frame_ancestors|form_action|(?:default|connect|script|img|media|frame|child|font|style|object|worker|manifest)_src)$/

/** `policy.connect_src :self, 'https://…'`: the sources are a list. */
function policy(at: Cst, object: Node, name: string, args: readonly Node[]): Node {
  const range = { start: args[0]?.start ?? at.start, end: args.at(-1)?.end ?? at.end }
  const sources = entry(range, identifier({ start: range.start, end: range.start }, name), array(range, args))
  return call(at, member(at, object, name), [table(range, [sources])])
}

/** Calls of frameworks whose arguments are a list of what is let in. */
const LISTING = /^(?:origins)$/

/** What a call without a receiver does in the neutral tree. */
export function functionIdiom(at: Cst, name: string, args: readonly Node[]): Node | undefined {
  const [first] = args
  if (!first) return undefined
  if (name === 'URI') return construct(at, identifier(at, 'URL'), [first])
  if (name === 'String' || name === 'Array')
    return call(at, identifier(at, name === 'String' ? 'String' : 'Array.from'), args)
  if (LISTING.test(name)) {
    const list = array({ start: first.start, end: args.at(-1)?.end ?? first.end }, args)
    return call(at, identifier(at, name), [list])
  }
  return undefined
}
