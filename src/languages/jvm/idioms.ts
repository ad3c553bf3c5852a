import type { Lowering } from '../grammar/lowering.js'
import {
  array,
  binary,
  construct,
  entry,
  identifier,
  lambda,
  node as make,
  member,
  method,
  object,
  type Range,
  unary,
  written,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { format, pieces, regexOf } from './texts.js'

type Build = (at: Range, args: readonly Node[], to: Lowering) => Node | undefined
type BuildOn = (at: Range, subject: Node, args: readonly Node[], to: Lowering) => Node | undefined

export const inParentheses = (at: Range, expression: Node): Node =>
  make('ParenthesizedExpression', at, { expression })

const on =
  (name: string): Build =>
  (at, [subject, other]) =>
    subject && other ? method(at, subject, name, [other]) : undefined

const equal: Build = (at, [left, right]) => (left && right ? binary(at, left, '===', right) : undefined)

const list: Build = (at, args) => (args[0]?.type === 'SpreadElement' ? undefined : array(at, args))

const same: Build = (at, [value, ...more]) =>
  value && more.length === 0 ? inParentheses(at, value) : undefined

/** `Map.of(key, value, …)`. */
const pairs: Build = (at, args) =>
  args.length % 2 === 0
    ? object(
        at,
        args.flatMap((key, i) => (i % 2 === 0 ? [pair(key, args[i + 1] as Node)] : [])),
      )
    : undefined

/** An entry of a map; a name as its key is read. */
export function pair(key: Node, value: Node): Node {
  const isName = key.type === 'Identifier' || key.type === 'MemberExpression'
  return entry({ start: key.start, end: value.end }, isName ? inParentheses(key, key) : key, value)
}

const formats: Build = (at, args, to) => {
  // A locale may stand in front.
  const [text, ...values] = args[0]?.type === 'Literal' || args[1]?.type !== 'Literal' ? args : args.slice(1)
  return text && format(at, text, values, to)
}

const join: Build = (at, [glue, ...values]) => {
  const [only] = values
  if (!glue || !only) return undefined
  return method(at, values.length === 1 ? only : array(at, values), 'join', [glue])
}

const url: Build = (at, [address]) => (address ? construct(at, identifier(at, 'URL'), [address]) : undefined)

const compile: Build = (at, [source, flags], to) => {
  const said = flags ? to.slice(flags) : ''
  const isKnown = !flags || /^(?:Pattern\.)?CASE_INSENSITIVE$/.test(said)
  return isKnown ? regexOf(source, said === '' ? '' : 'i') : source && pieces(at, [source])
}

const matches: Build = (at, [source, subject]) => {
  const regex = regexOf(source)
  return regex && subject ? method(at, regex, 'test', [subject]) : undefined
}

const LISTS = [
  ...['List.of', 'Set.of', 'Arrays.asList', 'Stream.of', 'ImmutableList.of', 'ImmutableSet.of', 'asList'],
  ...['Lists.newArrayList', 'Sets.newHashSet', 'listOf', 'setOf', 'mutableListOf', 'mutableSetOf', 'arrayOf'],
  ...['hashSetOf', 'linkedSetOf', 'arrayListOf', 'sequenceOf', 'listOfNotNull', 'Flux.just'],
]
const SAME = [
  ...['Collections.unmodifiableList', 'Collections.unmodifiableSet', 'List.copyOf', 'Set.copyOf'],
  ...['Arrays.stream', 'Optional.of', 'Optional.ofNullable', 'Objects.requireNonNull', 'String.valueOf'],
  ...['ImmutableList.copyOf', 'ImmutableSet.copyOf', 'Objects.toString'],
]

/** Functions by owner and name. */
const FUNCTIONS: Readonly<Record<string, Build>> = {
  ...Object.fromEntries(LISTS.map((name) => [name, list])),
  ...Object.fromEntries(SAME.map((name) => [name, same])),
  ...Object.fromEntries(
    ['StringUtils', 'Strings'].flatMap((owner) => [
      [`${owner}.equals`, equal],
      [`${owner}.equalsIgnoreCase`, equal],
      [`${owner}.contains`, on('includes')],
      [`${owner}.containsIgnoreCase`, on('includes')],
      [`${owner}.startsWith`, on('startsWith')],
      [`${owner}.startsWithIgnoreCase`, on('startsWith')],
      [`${owner}.endsWith`, on('endsWith')],
      [`${owner}.endsWithIgnoreCase`, on('endsWith')],
      [`${owner}.indexOf`, on('indexOf')],
      [`${owner}.split`, on('split')],
      [`${owner}.right`, on('slice')],
      [`${owner}.left`, on('slice')],
      [`${owner}.substring`, on('slice')],
    ]),
  ),
  // A list of exactly one.
  'Collections.singletonList': (at, args) => ({ ...array(at, args), isFixed: true }),
  'Collections.singleton': (at, args) => ({ ...array(at, args), isFixed: true }),
  'Map.of': pairs,
  'ImmutableMap.of': pairs,
  'Objects.equals': equal,
  'String.format': formats,
  'String.join': join,
  'URI.create': url,
  'Pattern.compile': compile,
  'Pattern.matches': matches,
}

/** What a call of a library function does in the neutral tree; `undefined` for every other function. */
export function functionIdiom(
  at: Range,
  name: string,
  args: readonly Node[],
  to: Lowering,
): Node | undefined {
  const built = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]?.(at, args, to) : undefined
  return built?.type === 'CallExpression' ? written(built, name) : built
}

/** A method of one argument under the name that it has in the neutral tree. */
const as =
  (name: string): BuildOn =>
  (at, subject, args) =>
    args.length >= 1 ? method(at, subject, name, [args[0] as Node]) : undefined

/** A method that hands the list or text on. */
const handed: BuildOn = (at, subject) => inParentheses(at, subject)

const compared: BuildOn = (at, subject, args) =>
  args.length >= 1 ? binary(at, subject, '===', args[0] as Node) : undefined

const bare =
  (name: string): BuildOn =>
  (at, subject, args) =>
    args.length === 0 ? method(at, subject, name, []) : undefined

/** A test of every element by a function. */
const tested =
  (name: string, isNegated = false): BuildOn =>
  (at, subject, args) => {
    const [predicate] = args
    if (!predicate) return undefined
    const test = method(at, subject, name, [predicate])
    return isNegated ? unary(at, '!', test) : test
  }

/** An order, or equality of parts: what is compared is known, another test cannot be put beside it. */
const ordered: BuildOn = (at, subject, args) => {
  const text = args.find((arg) => typeof arg.value === 'string') ?? args[0]
  return text && method(at, subject, 'localeCompare', [text])
}

/** `map.put("key", value)`; an address as the key is a request. */
const put: BuildOn = (at, subject, args) => {
  const key = args[0]?.value
  return args.length === 2 && typeof key === 'string' && !key.includes('/')
    ? method(at, subject, 'set', args)
    : undefined
}

const replaced =
  (isPattern: boolean): BuildOn =>
  (at, subject, [old, text]) => {
    const source = isPattern ? regexOf(old) : old
    return source && text
      ? method(at, subject, isPattern ? 'replace' : 'replaceAll', [source, text])
      : undefined
  }

const host =
  (name: string): BuildOn =>
  (at, subject, args) =>
    args.length === 0 ? member(at, subject, name) : undefined

/** Methods of texts, lists, streams and addresses that both languages have. */
const METHODS: Readonly<Record<string, BuildOn>> = {
  contains: as('includes'),
  endsWith: as('endsWith'),
  startsWith: as('startsWith'),
  indexOf: as('indexOf'),
  lastIndexOf: as('lastIndexOf'),
  equals: compared,
  equalsIgnoreCase: compared,
  contentEquals: compared,
  compareTo: ordered,
  compareToIgnoreCase: ordered,
  regionMatches: ordered,
  containsKey: as('has'),
  put,
  putIfAbsent: put,
  replace: replaced(false),
  replaceAll: replaced(true),
  replaceFirst: replaced(true),
  toLowerCase: (at, subject) => method(at, subject, 'toLowerCase', []),
  toUpperCase: (at, subject) => method(at, subject, 'toUpperCase', []),
  trim: bare('trim'),
  strip: bare('trim'),
  concat: as('concat'),
  anyMatch: tested('some'),
  allMatch: tested('every'),
  noneMatch: tested('some', true),
  stream: handed,
  parallelStream: handed,
  toList: handed,
  collect: handed,
  toArray: handed,
  distinct: handed,
  intern: handed,
  formatted: (at, subject, args, to) => format(at, subject, args, to),
  getHost: host('hostname'),
  getAuthority: host('host'),
}

/** Methods whose names alone tell what they do; `undefined` for every other one. */
export function methodIdiom(
  at: Range,
  subject: Node,
  name: string,
  args: readonly Node[],
  to: Lowering,
): Node | undefined {
  const built = Object.hasOwn(METHODS, name) ? METHODS[name]?.(at, subject, args, to) : undefined
  return built?.type === 'CallExpression' ? written(built, name) : built
}

/** Settings of frameworks that take any number of origins as arguments: they are a list. */
const LISTING = /^CrossOrigin$|^(?:allowed|setAllowed|add)?(?:[oO]rigins|[oO]riginPatterns|[hH]osts)$/

/** Arguments of a call as rules read them. */
export function listed(name: string, args: readonly Node[]): readonly Node[] {
  const first = args[0]
  const last = args.at(-1)
  if (!first || !last || !LISTING.test(name)) return args
  if (args.some(({ type }) => type === 'ArrayExpression' || type === 'SpreadElement')) return args
  const isTexts = args.every(
    (arg) => arg.type === 'TemplateLiteral' || (arg.type === 'Literal' && typeof arg.value === 'string'),
  )
  return isTexts ? [array({ start: first.start, end: last.end }, args)] : args
}

/** `host::endsWith`, `String::trim`: a function that calls the method. */
export function reference(at: Range, owner: Node, name: string, isType: boolean, to: Lowering): Node {
  const front = { start: at.start, end: at.start }
  const each = identifier(front, 'each')
  const subject = isType ? identifier(front, 'each') : owner
  const args = isType ? [] : [identifier(front, 'each')]
  const body =
    methodIdiom(at, subject, name, args, to) ?? make('CallExpression', at, callTo(at, subject, name, args))
  // `"acme.com"::equals` has no place for a second test.
  return lambda(at, [each], { ...body, isIndivisible: true })
}

const callTo = (at: Range, subject: Node, name: string, args: readonly Node[]) => ({
  callee: member(at, subject, name),
  arguments: args,
  optional: false,
})

/** Arguments under the names that a constructor of this file gives them. */
export function named(args: readonly Node[], names: readonly string[] | undefined): readonly Node[] {
  const first = args[0]
  const last = args.at(-1)
  if (!first || !last || !names || names.length < args.length) return args
  const entries = args.map((arg, i) => {
    const front = { start: arg.start, end: arg.start }
    return entry(arg, identifier(front, names[i] as string), arg)
  })
  return [object({ start: first.start, end: last.end }, entries)]
}
