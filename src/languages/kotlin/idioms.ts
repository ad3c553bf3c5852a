import type { Lowering } from '../grammar/lowering.js'
import { construct, identifier, method, type Range, unary, written } from '../grammar/nodes.js'
import { inParentheses } from '../jvm/idioms.js'
import { format, regexOf } from '../jvm/texts.js'
import type { Node } from '../script/tree.js'

type BuildOn = (at: Range, subject: Node, args: readonly Node[], to: Lowering) => Node | undefined

const as =
  (name: string): BuildOn =>
  (at, subject, args) =>
    args[0] ? method(at, subject, name, [args[0]]) : undefined

const handed: BuildOn = (at, subject) => inParentheses(at, subject)

/** Whether the first argument is a pattern, or called one. */
const isPattern = (node: Node | undefined): boolean =>
  node?.regex !== undefined || /(?:re|regex|pattern)$/i.test(String(node?.name ?? node?.property?.name ?? ''))

/** `text matches regex` and `regex.matches(text)`. */
const matches: BuildOn = (at, subject, [other]) => {
  if (!other) return undefined
  return isPattern(other) ? method(at, other, 'test', [subject]) : method(at, subject, 'test', [other])
}

/** `regex.replace(text, …)`, `text.replace(regex, …)`, `text.replace(old, new)`. */
const replace: BuildOn = (at, subject, [first, second]) => {
  if (!first || !second) return undefined
  if (isPattern(subject)) return method(at, first, 'replace', [subject, second])
  return method(at, subject, isPattern(first) ? 'replace' : 'replaceAll', [first, second])
}

const toRegex: BuildOn = (_at, subject, [option], to) => {
  const said = option ? to.slice(option) : ''
  return said === '' || /IGNORE_CASE$/.test(said) ? regexOf(subject, said === '' ? '' : 'i') : undefined
}

const METHODS: Readonly<Record<string, BuildOn>> = {
  any: (at, subject, args) => (args[0] ? method(at, subject, 'some', args) : undefined),
  all: (at, subject, args) => (args[0] ? method(at, subject, 'every', args) : undefined),
  none: (at, subject, args) => (args[0] ? unary(at, '!', method(at, subject, 'some', args)) : undefined),
  matches,
  containsMatchIn: matches,
  matchesAt: matches,
  matchEntire: as('exec'),
  find: (at, subject, [only]) =>
    isPattern(subject) && only ? method(at, subject, 'exec', [only]) : undefined,
  replace,
  replaceFirst: replace,
  toRegex,
  removeSuffix: as('trimEnd'),
  removePrefix: as('trimEnd'),
  substringBefore: as('split'),
  substringBeforeLast: as('split'),
  substringAfter: as('split'),
  substringAfterLast: as('split'),
  takeLast: as('slice'),
  take: as('slice'),
  drop: as('slice'),
  dropLast: as('slice'),
  joinToString: as('join'),
  lowercase: (at, subject) => method(at, subject, 'toLowerCase', []),
  uppercase: (at, subject) => method(at, subject, 'toUpperCase', []),
  trimIndent: (at, subject) => method(at, subject, 'trim', []),
  trimMargin: (at, subject) => method(at, subject, 'trim', []),
  orEmpty: handed,
  asSequence: handed,
  toSet: handed,
  toMutableList: handed,
  toUri: handed,
  toHttpUrl: handed,
  toHttpUrlOrNull: handed,
  format: (at, subject, args, to) => format(at, subject, args, to),
}

/** Methods of Kotlin's library; `undefined` for every other one. */
export function kotlinMethod(
  at: Range,
  subject: Node,
  name: string,
  args: readonly Node[],
  to: Lowering,
): Node | undefined {
  const built = Object.hasOwn(METHODS, name) ? METHODS[name]?.(at, subject, args, to) : undefined
  return built?.type === 'CallExpression' ? written(built, name) : built
}

/** Constructors of patterns and addresses, which Kotlin calls as functions. */
export function kotlinFunction(at: Range, name: string, args: readonly Node[]): Node | undefined {
  const [first, ...more] = args
  if (!first) return undefined
  if (name === 'Regex') {
    const option = String(more[0]?.property?.name ?? '')
    return more.length === 0 || option === 'IGNORE_CASE'
      ? regexOf(first, more.length === 0 ? '' : 'i')
      : undefined
  }
  return /^(?:URL|URI|Url)$/.test(name) && more.length === 0
    ? construct(at, identifier(at, 'URL'), args)
    : undefined
}
