import type { Cst } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import {
  array,
  call,
  construct,
  entry,
  identifier,
  logical,
  member,
  method,
  object,
  pattern,
  spread,
  written,
} from '../grammar/nodes.js'
import { formatted } from '../grammar/strings.js'
import type { Node } from '../script/tree.js'
import { decodeDouble } from './strings.js'

type Build = (at: Cst, args: readonly Node[], to: Lowering) => Node | undefined

/** `f(subject, argument)` is a method of the subject. */
const on =
  (name: string, subject = 0, argument = 1): Build =>
  (at, args) => {
    const target = args[subject]
    const other = args[argument]
    return target && other ? method(at, target, name, [other]) : undefined
  }

/** `f(subject)` gives the subject in another form. */
const of =
  (name: string): Build =>
  (at, [subject]) =>
    subject ? method(at, subject, name, []) : undefined

const matching =
  (name: string): Build =>
  (at, [source, subject, found], to) => {
    const regex = source && regexOf(source, to)
    // What is found is taken apart where a third argument receives it.
    return regex && subject ? method(at, regex, found ? 'exec' : name, [subject]) : undefined
  }

const replacing: Build = (at, [source, replacement, subject], to) => {
  const regex = source && regexOf(source, to)
  return regex && replacement && subject ? method(at, subject, 'replace', [regex, replacement]) : undefined
}

/** `sprintf` and its kin: a text with holes. */
const format: Build = (at, [text, ...args], to) =>
  text &&
  formatted(
    at,
    text,
    args,
    /%%|%(?:(?<place>\d+)\$)?[-+ 0]*(?:'.)?\d*(?:\.\d+)?[a-zA-Z]/g,
    to.text,
    decodeDouble,
  )

const cut: Build = (at, [subject, ...places]) =>
  subject && places.length > 0 ? method(at, subject, 'slice', places) : undefined

/** `env('NAME', 'default')`: a setting, or what stands in for it. */
const fallback: Build = (at, [name, value]) =>
  name && value ? logical(at, member(at, identifier(at, 'env'), name), '??', value) : undefined

/** The functions of PHP's library that read texts and lists, as methods of what they read. */
const IDIOMS: Readonly<Record<string, Build>> = {
  str_contains: on('includes'),
  mb_str_contains: on('includes'),
  str_starts_with: on('startsWith'),
  str_ends_with: on('endsWith'),
  strstr: on('includes'),
  stristr: on('includes'),
  mb_strstr: on('includes'),
  strpos: on('indexOf'),
  stripos: on('indexOf'),
  mb_strpos: on('indexOf'),
  mb_stripos: on('indexOf'),
  strrpos: on('lastIndexOf'),
  in_array: on('includes', 1, 0),
  array_search: on('indexOf', 1, 0),
  explode: on('split', 1, 0),
  str_replace: (at, [search, replacement, subject]) =>
    search && replacement && subject ? method(at, subject, 'replaceAll', [search, replacement]) : undefined,
  str_ireplace: (at, [search, replacement, subject]) =>
    search && replacement && subject ? method(at, subject, 'replaceAll', [search, replacement]) : undefined,
  implode: (at, [glue, list]) => (glue && list ? method(at, list, 'join', [glue]) : undefined),
  join: (at, [glue, list]) => (glue && list ? method(at, list, 'join', [glue]) : undefined),
  preg_match: matching('test'),
  preg_match_all: matching('exec'),
  preg_replace: replacing,
  preg_replace_callback: replacing,
  preg_split: (at, [source, subject], to) => {
    const regex = source && regexOf(source, to)
    return regex && subject ? method(at, subject, 'split', [regex]) : undefined
  },
  sprintf: format,
  vsprintf: (at, [text, list], to) =>
    list?.type === 'ArrayExpression' && text ? format(at, [text, ...list.elements], to) : undefined,
  strtolower: of('toLowerCase'),
  mb_strtolower: of('toLowerCase'),
  strtoupper: of('toUpperCase'),
  trim: of('trim'),
  rtrim: of('trimEnd'),
  ltrim: of('trim'),
  strval: of('toString'),
  array_values: of('slice'),
  array_unique: of('slice'),
  array_merge: (at, lists) =>
    array(
      at,
      lists.map((list) => spread(list, list)),
    ),
  array_map: on('map', 1, 0),
  array_filter: on('filter'),
  parse_url: (at, [url, part], to) => {
    if (!url) return undefined
    const parsed = construct(at, identifier(at, 'URL'), [url])
    const name = part && /^PHP_URL_(HOST|PATH|SCHEME|QUERY)$/.exec(to.slice(part))?.[1]
    return name ? member(at, parsed, name.toLowerCase()) : parsed
  },
  substr: cut,
  mb_substr: cut,
  env: fallback,
  config: fallback,
  curl_setopt: (at, [handle, option, value], to) =>
    handle && option && value
      ? call(at, identifier(at, 'curl_setopt'), [
          handle,
          object(value, [entry(value, identifier(option, to.slice(option)), value)]),
        ])
      : undefined,
}

/** What a call of a library function does in the neutral tree; `undefined` for every other function. */
export function idiom(at: Cst, name: string, args: readonly Node[], to: Lowering): Node | undefined {
  const built = Object.hasOwn(IDIOMS, name) ? IDIOMS[name]?.(at, args, to) : undefined
  return built?.type === 'CallExpression' ? written(built, name) : built
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' }

/** The pattern in a string of the form `/…/i`, whatever its delimiters. */
function regexOf(node: Node, to: Lowering): Node | undefined {
  if (node.type !== 'Literal' || typeof node.value !== 'string' || !node.content) return undefined
  const { start, end } = node.content
  const raw = node.value
  const written = to.text.slice(start, end)
  const open = /^\s*([^\w\s\\])/.exec(raw)
  if (!open) return undefined
  const close = raw.lastIndexOf(CLOSING[open[1] as string] ?? (open[1] as string))
  const from = open[0].length
  if (close < from) return undefined
  // Neither delimiters nor flags are written as escapes.
  const content = { start: start + from, end: end - (raw.length - close) }
  if (!written.endsWith(raw.slice(close))) return undefined
  return pattern(node, content, raw.slice(from, close), raw.slice(close + 1).trim(), 'pcre', node.decode)
}
