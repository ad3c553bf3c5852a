import type { Cst } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import {
  array,
  binary,
  construct,
  identifier,
  logical,
  method,
  pattern,
  type Range,
  run,
  spread,
  template,
  unary,
  written,
} from '../grammar/nodes.js'
import { formatted } from '../grammar/strings.js'
import type { Node } from '../script/tree.js'
import { decodeRegular } from './strings.js'

type Build = (at: Cst, args: readonly Node[], to: Lowering) => Node | undefined

const PLACEHOLDER = /\{\{|\}\}|\{(?<place>\d+)(?:,-?\d+)?(?::[^{}]*)?\}/g

/** `string.Format`: a text with holes; a format that is written elsewhere is a piece of the result. */
const format: Build = (at, args, to) => {
  const index = args.findIndex((arg) => arg.type === 'Literal' && typeof arg.value === 'string')
  // A culture may stand in front.
  const from = index === 1 ? 1 : 0
  const text = args[from]
  if (!text) return undefined
  const values = args.slice(from + 1)
  const decode = to.text[text.start] === '"' ? decodeRegular : undefined
  return formatted(at, text, values, PLACEHOLDER, to.text, decode) ?? pieces(at, [text, ...values])
}

/** A text made of values alone. */
function pieces(at: Cst, values: readonly Node[]): Node {
  const gap = (index: number) => run({ start: index, end: index }, '')
  const last = values.at(-1)?.end ?? at.end
  return template(at, [...values.map((each) => gap(each.start)), gap(last)], values)
}

const join: Build = (at, [glue, first, ...rest]) => {
  if (!glue || !first) return undefined
  const list =
    rest.length > 0
      ? array({ start: first.start, end: rest.at(-1)?.end ?? first.end }, [first, ...rest])
      : first
  return method(at, list, 'join', [glue])
}

const concat: Build = (at, args) => (args.length > 1 ? pieces(at, args) : undefined)

const equal: Build = (at, [left, right]) => (left && right ? binary(at, left, '===', right) : undefined)

/** What it gives back is compared with a number in more than one way: no second one fits beside it. */
const compare: Build = (at, [left, right]) =>
  left && right ? method(at, left, 'localeCompare', [right]) : undefined

const empty: Build = (at, [text]) => (text ? unary(at, '!', text) : undefined)

/** `Regex.IsMatch(text, pattern, options)`. */
const matching =
  (name: string): Build =>
  (at, [text, source, options], to) => {
    const regex = source && regexOf(source, options, to)
    return regex && text ? method(at, regex, name, [text]) : undefined
  }

const replacing: Build = (at, [text, source, replacement, options], to) => {
  const regex = source && regexOf(source, options, to)
  return regex && text && replacement ? method(at, text, 'replace', [regex, replacement]) : undefined
}

/** By type and name. */
const STATIC: Readonly<Record<string, Build>> = {
  'string.Format': format,
  'String.Format': format,
  'string.Join': join,
  'String.Join': join,
  'string.Concat': concat,
  'String.Concat': concat,
  'string.Equals': equal,
  'String.Equals': equal,
  'string.IsNullOrEmpty': empty,
  'String.IsNullOrEmpty': empty,
  'string.IsNullOrWhiteSpace': empty,
  'String.IsNullOrWhiteSpace': empty,
  'string.Compare': compare,
  'String.Compare': compare,
  'string.CompareOrdinal': compare,
  'String.CompareOrdinal': compare,
  'Regex.IsMatch': matching('test'),
  'Regex.Match': matching('exec'),
  'Regex.Matches': matching('exec'),
  'Regex.Replace': replacing,
  'Regex.Split': (at, [text, source, options], to) => {
    const regex = source && regexOf(source, options, to)
    return regex && text ? method(at, text, 'split', [regex]) : undefined
  },
  'Uri.TryCreate': (at, [url]) => url && construct(at, identifier(at, 'URL'), [url]),
}

/** What a call of a static method of the library does in the neutral tree; `undefined` for every other method. */
export function staticIdiom(at: Cst, name: string, args: readonly Node[], to: Lowering): Node | undefined {
  const built = Object.hasOwn(STATIC, name) ? STATIC[name]?.(at, args, to) : undefined
  return built?.type === 'CallExpression' ? written(built, name) : built
}

/** Methods that take one text (or one function) and their names in the neutral tree. */
const WITH_ONE: Readonly<Record<string, string>> = {
  EndsWith: 'endsWith',
  StartsWith: 'startsWith',
  Contains: 'includes',
  ContainsKey: 'has',
  IndexOf: 'indexOf',
  LastIndexOf: 'lastIndexOf',
  Split: 'split',
  CompareTo: 'localeCompare',
  Any: 'some',
  Exists: 'some',
  All: 'every',
  Where: 'filter',
  Select: 'map',
  First: 'find',
  FirstOrDefault: 'find',
  Single: 'find',
  SingleOrDefault: 'find',
  Find: 'find',
  ForEach: 'forEach',
  Add: 'push',
  TrimEnd: 'trimEnd',
  TrimStart: 'trimEnd',
}

/** Methods that give what they are called on in another form. */
const WITHOUT: Readonly<Record<string, string>> = {
  ToLower: 'toLowerCase',
  ToLowerInvariant: 'toLowerCase',
  ToUpper: 'toUpperCase',
  ToUpperInvariant: 'toUpperCase',
  ToString: 'toString',
  Trim: 'trim',
  TrimEnd: 'trimEnd',
  TrimStart: 'trim',
  ToArray: 'slice',
  ToList: 'slice',
  ToHashSet: 'slice',
  AsReadOnly: 'slice',
  AsEnumerable: 'slice',
  Distinct: 'slice',
}

/** What a method of the library does in the neutral tree; `undefined` for every other method. */
export function methodIdiom(
  at: Cst,
  object: Node,
  name: string,
  args: readonly Node[],
  to: Lowering,
): Node | undefined {
  const as = (node: Node) => written(node, name)
  const [first, second] = args
  if (name === 'Equals') return first ? binary(at, object, '===', first) : undefined
  if (name === 'Substring' && first) return as(method(at, object, 'slice', args))
  if (isRegex(object, to)) {
    if (name === 'IsMatch' && first) return as(method(at, object, 'test', [first]))
    if (/^Match(?:es)?$/.test(name) && first) return as(method(at, object, 'exec', [first]))
    if (name === 'Replace' && first && second) return as(method(at, first, 'replace', [object, second]))
    if (name === 'Split' && first) return as(method(at, first, 'split', [object]))
  }
  if (name === 'IsMatch' && first) return as(method(at, object, 'test', [first]))
  if (name === 'Replace' && first && second) return as(method(at, object, 'replaceAll', [first, second]))
  if (name === 'Concat' && first) return array(at, [spread(object, object), spread(first, first)])
  if (name === 'Add' && second) return as(method(at, object, 'set', args))
  if (first && Object.hasOwn(WITH_ONE, name)) return as(method(at, object, WITH_ONE[name] as string, [first]))
  if (!first && Object.hasOwn(WITHOUT, name)) return as(method(at, object, WITHOUT[name] as string, []))
  if (name === 'GetValueOrDefault' && first && second)
    return logical(at, method(at, object, 'get', [first]), '??', second)
  return undefined
}

/** `Replace` and `Split` of a regular expression and of a text differ: the receiver's name tells. */
function isRegex(object: Node, to: Lowering): boolean {
  if (object.regex) return true
  return /(?:regex|pattern|_re|^re)\d*$|[a-z]Re$/i.test(to.text.slice(object.start, object.end))
}

const FLAGS: Readonly<Record<string, string>> = {
  IgnoreCase: 'i',
  Multiline: 'm',
  Singleline: 's',
  Compiled: '',
  CultureInvariant: '',
  ExplicitCapture: '',
  None: '',
}

/** The pattern in a string literal, with its options. */
export function regexOf(node: Node, options: Node | undefined, to: Lowering): Node | undefined {
  if (node.type !== 'Literal' || typeof node.value !== 'string' || !node.content) return undefined
  const said = options ? to.text.slice(options.start, options.end) : ''
  const flags = [...said.matchAll(/RegexOptions\.(\w+)/g)]
    .map(([, name]) => FLAGS[name as string] ?? 'x')
    .join('')
  return pattern(node, node.content as Range, node.value, flags, 'dotnet', node.decode)
}
