import type { Cst } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import {
  binary,
  construct,
  identifier,
  member,
  method,
  pattern,
  run,
  template,
  written,
} from '../grammar/nodes.js'
import { formatted } from '../grammar/strings.js'
import type { Node } from '../script/tree.js'
import { decodeInterpreted } from './strings.js'

type Build = (at: Cst, args: readonly Node[], to: Lowering) => Node | undefined

/** `f(subject, argument)` is a method of the subject; further arguments (a count) say nothing about texts. */
const on =
  (name: string): Build =>
  (at, [target, other]) =>
    target && other ? method(at, target, name, [other]) : undefined

/** `f(subject)` gives the subject in another form. */
const of =
  (name: string): Build =>
  (at, [subject]) =>
    subject ? method(at, subject, name, []) : undefined

const equal: Build = (at, [left, right]) => (left && right ? binary(at, left, '===', right) : undefined)

const replace: Build = (at, [subject, old, text, count]) => {
  if (!subject || !old || !text) return undefined
  const once = count?.type === 'Literal' && count.value === 1
  return method(at, subject, once ? 'replace' : 'replaceAll', [old, text])
}

const parse: Build = (at, [url]) => (url ? construct(at, identifier(at, 'URL'), [url]) : undefined)

const VERB = /%%|%[-+# 0]*\d*(?:\.\d*)?(?:\[(?<place>\d+)\])?[a-zA-Z]/g

/** `fmt.Sprintf`: a text with holes; a format that is written elsewhere is a piece of the result. */
const format: Build = (at, [text, ...args], to) => {
  if (!text) return undefined
  if (text.type !== 'Literal') return pieces(at, [text, ...args])
  const decode = to.text[text.start] === '`' ? undefined : decodeInterpreted
  const verbs = [...String(text.value).matchAll(VERB)].filter(([verb]) => verb !== '%%')
  const placed = verbs.filter((verb) => verb.groups?.place !== undefined).length
  if (placed !== 0 && placed !== verbs.length) return pieces(at, [text, ...args])
  // Places count from one.
  const values = placed > 0 ? [text, ...args] : args
  return formatted(at, text, values, VERB, to.text, decode) ?? pieces(at, [text, ...args])
}

/** A text made of values alone. */
function pieces(at: Cst, values: readonly Node[]): Node {
  const gap = (index: number) => run({ start: index, end: index }, '')
  const last = values.at(-1)?.end ?? at.end
  return template(at, [...values.map((each) => gap(each.start)), gap(last)], values)
}

const print: Build = (at, values) => (values.length > 0 ? pieces(at, values) : undefined)

const compile: Build = (_at, [source], to) => source && regexOf(source, to)

const matches: Build = (at, [source, subject], to) => {
  const regex = source && regexOf(source, to)
  return regex && subject ? method(at, regex, 'test', [subject]) : undefined
}

/** Functions on texts that exist for bytes as well. */
const TEXTS: Readonly<Record<string, Build>> = {
  Contains: on('includes'),
  HasPrefix: on('startsWith'),
  HasSuffix: on('endsWith'),
  Index: on('indexOf'),
  LastIndex: on('lastIndexOf'),
  // What they give back is compared with a number in more than one way: no second one fits beside it.
  Count: on('localeCompare'),
  Compare: on('localeCompare'),
  EqualFold: equal,
  Equal: equal,
  Split: on('split'),
  SplitN: on('split'),
  SplitAfter: on('split'),
  SplitAfterN: on('split'),
  Cut: on('split'),
  CutSuffix: on('split'),
  CutPrefix: on('split'),
  Fields: of('split'),
  Join: on('join'),
  Replace: replace,
  ReplaceAll: replace,
  ToLower: of('toLowerCase'),
  ToUpper: of('toUpperCase'),
  Title: of('toString'),
  Clone: of('toString'),
  TrimSpace: of('trim'),
  Trim: on('trimEnd'),
  TrimLeft: on('trimEnd'),
  TrimRight: on('trimEnd'),
  TrimPrefix: on('trimEnd'),
  TrimSuffix: on('trimEnd'),
  ContainsFunc: on('some'),
  IndexFunc: on('some'),
}

/** By package and name. */
const FUNCTIONS: Readonly<Record<string, Build>> = {
  ...Object.fromEntries(
    ['strings', 'bytes'].flatMap((owner) =>
      Object.entries(TEXTS).map(([name, build]) => [`${owner}.${name}`, build]),
    ),
  ),
  'slices.Contains': on('includes'),
  'slices.Index': on('indexOf'),
  'slices.ContainsFunc': on('some'),
  'slices.IndexFunc': on('findIndex'),
  'slices.Clone': of('slice'),
  'lo.Contains': on('includes'),
  'lo.IndexOf': on('indexOf'),
  'fmt.Sprintf': format,
  'fmt.Sprint': print,
  'url.Parse': parse,
  'url.ParseRequestURI': parse,
  'url.JoinPath': print,
  'regexp.MustCompile': compile,
  'regexp.Compile': compile,
  'regexp.MustCompilePOSIX': compile,
  'regexp.MatchString': matches,
  'regexp.Match': matches,
}

/** What a call of a library function does in the neutral tree; `undefined` for every other function. */
export function functionIdiom(at: Cst, name: string, args: readonly Node[], to: Lowering): Node | undefined {
  const built = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]?.(at, args, to) : undefined
  return built?.type === 'CallExpression' ? written(built, name) : built
}

const MATCHING = /^Match(?:String|Reader)?$/
const FINDING = /^Find(?:All)?(?:String(?:Submatch)?|Submatch)(?:Index)?$/
const REPLACING = /^ReplaceAll(?:Literal)?(?:String)?(?:Func)?$/

/** Methods of the library whose names alone tell what they do. */
export function methodIdiom(at: Cst, object: Node, name: string, args: readonly Node[]): Node | undefined {
  const [first, second] = args
  const as = (node: Node) => written(node, name)
  if (args.length === 1 && MATCHING.test(name)) return as(method(at, object, 'test', args))
  if (first && FINDING.test(name)) return as(method(at, object, 'exec', [first]))
  if (first && second && REPLACING.test(name)) return as(method(at, first, 'replace', [object, second]))
  if (args.length > 0) return undefined
  if (name === 'Hostname') return member(at, object, 'hostname')
  return name === 'String' ? as(method(at, object, 'toString', [])) : undefined
}

/** The pattern in a string literal. */
function regexOf(node: Node, to: Lowering): Node | undefined {
  if (node.type !== 'Literal' || typeof node.value !== 'string' || !node.content) return undefined
  const isRaw = to.text[node.start] === '`'
  const decode = isRaw ? undefined : decodeInterpreted
  return pattern(node, node.content, node.value, '', 're2', decode)
}
