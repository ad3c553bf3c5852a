import type { Cst } from '../grammar/cst.js'
import { holdsAll } from '../grammar/held.js'
import type { Lowering } from '../grammar/lowering.js'
import {
  call,
  identifier,
  logical,
  node as make,
  member,
  method,
  object,
  pattern,
  spread,
  written,
} from '../grammar/nodes.js'
import { formatted } from '../grammar/strings.js'
import type { Node } from '../script/tree.js'
import { decodeQuoted } from './strings.js'

type Build = (at: Cst, args: readonly Node[], to: Lowering) => Node | undefined

/** `f(subject, argument)` is a method of the subject. */
const on =
  (name: string): Build =>
  (at, [subject, argument]) =>
    subject && argument ? method(at, subject, name, [argument]) : undefined

/** `f(argument, subject)`. */
const of =
  (name: string): Build =>
  (at, [argument, subject]) =>
    subject && argument ? method(at, subject, name, [argument]) : undefined

/** `f(subject)` gives the subject in another form. */
const plain =
  (name: string): Build =>
  (at, [subject]) =>
    subject ? method(at, subject, name, []) : undefined

/** The value comes out as it is. */
const same: Build = (at, [first, ...others]) =>
  first && others.length === 0 ? make('ParenthesizedExpression', at, { expression: first }) : undefined

/** The first of several values that is there. */
const either: Build = (at, [first, ...others]) =>
  first && others.reduce((left, right) => logical(at, left, '??', right), first)

/** `regex(pattern, text)` gives what the pattern takes, and fails where it takes nothing. */
const matched =
  (name: string): Build =>
  (at, [source, subject]) => {
    const regex = source && regexOf(source)
    return regex && subject ? method(at, regex, name, [subject]) : undefined
  }

/** `can(regex(…))` is a test. */
const can: Build = (at, args) => {
  const [inner] = args
  const isRegex = inner?.type === 'CallExpression' && inner.written === 'regex'
  const regex = isRegex ? (inner.callee.object as Node) : undefined
  return regex ? method(at, regex, 'test', inner?.arguments as Node[]) : same(at, args, undefined as never)
}

const VERB = /%%|%[-+# 0]*\d*(?:\.\d*)?[a-zA-Z]/g

const format: Build = (at, [text, ...args], to) =>
  text && formatted(at, text, args, VERB, to.text, decodeQuoted)

/** `replace(text, "/pattern/", new)`: a pattern stands between slashes. */
const replace: Build = (at, [subject, old, text]) => {
  if (!subject || !old || !text) return undefined
  const content = old.content as { start: number; end: number } | undefined
  const source = typeof old.value === 'string' ? old.value : ''
  if (!content || !/^\/.+\/$/.test(source)) return method(at, subject, 'replaceAll', [old, text])
  const inside = { start: content.start + 1, end: content.end - 1 }
  const regex = pattern(old, inside, source.slice(1, -1), '', 're2', decodeQuoted)
  return method(at, subject, 'replace', [regex, text])
}

/** `lookup(table, key, default)`. */
const lookup: Build = (at, [table, key, fallback]) => {
  if (!table || !key) return undefined
  const found = member(at, table, key)
  return fallback ? logical(at, found, '??', fallback) : found
}

const merge: Build = (at, tables) =>
  object(
    at,
    tables.map((table) => spread(table, table)),
  )

const FUNCTIONS: Readonly<Record<string, Build>> = {
  contains: on('includes'),
  endswith: on('endsWith'),
  startswith: on('startsWith'),
  strcontains: on('includes'),
  trimsuffix: on('trimEnd'),
  trimprefix: on('trimEnd'),
  index: on('indexOf'),
  split: of('split'),
  join: of('join'),
  lower: plain('toLowerCase'),
  upper: plain('toUpperCase'),
  trimspace: plain('trim'),
  concat: (at, [first, ...others]) => first && method(at, first, 'concat', others),
  regex: matched('exec'),
  regexall: matched('exec'),
  replace,
  format,
  can,
  lookup,
  merge,
  coalesce: either,
  try: either,
  ...Object.fromEntries(
    [
      'toset',
      'tolist',
      'tostring',
      'distinct',
      'compact',
      'sort',
      'flatten',
      'sensitive',
      'nonsensitive',
    ].map((name) => [name, same]),
  ),
  jsonencode: (at, args) => call(at, member(at, identifier(at, 'JSON'), 'stringify'), args),
}

/** A call of a function of Terraform in the neutral tree. */
export function functionOf(at: Cst, name: Cst, args: readonly Node[], to: Lowering): Node {
  const word = to.slice(name)
  const built = Object.hasOwn(FUNCTIONS, word) ? FUNCTIONS[word]?.(at, args, to) : undefined
  // The pattern of `replace` stands inside its text.
  if (!built || (word !== 'replace' && !holdsAll(built, args, to.text)))
    return call(at, identifier(name, word), args)
  return built.type === 'CallExpression' ? written(built, word) : built
}

function regexOf(node: Node): Node | undefined {
  if (node.type !== 'Literal' || typeof node.value !== 'string' || !node.content) return undefined
  return pattern(node, node.content, node.value, '', 're2', decodeQuoted)
}
