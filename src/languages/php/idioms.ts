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
  spread,
  written,
} from '../grammar/nodes.js'
import { formatted } from '../grammar/strings.js'
import type { Node } from '../script/tree.js'
import { regexOf } from './regex.js'
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
    1,
  )

const cut: Build = (at, [subject, ...places]) =>
  subject && places.length > 0 ? method(at, subject, 'slice', places) : undefined

/** `rtrim($x)`, or without a set of letters, which is no text to cut. */
const trimmed =
  (name: string): Build =>
  (at, [subject, letters]) =>
    subject ? method(at, subject, letters ? name : 'trim', letters ? [letters] : []) : undefined

/**
 * `strstr($x, 'y')` gives the rest of the text or nothing: as a condition it is a test (`truth`). With a third argument
 * it cuts.
 */
const rest: Build = (at, [subject, found, before]) =>
  subject && found ? method(at, subject, before ? 'split' : 'indexOf', [found]) : undefined

/** Where each text has a replacement of its own, a text more would move those behind it. */
const substituted: Build = (at, [search, replacement, subject]) => {
  if (!search || !replacement || !subject) return undefined
  const isOne = replacement.type === 'Literal' || replacement.type === 'TemplateLiteral'
  if (isOne || search.type === 'Literal') return method(at, subject, 'replaceAll', [search, replacement])
  return call(at, identifier(at, 'str_replace'), [spread(search, search), replacement, subject])
}

/** `env('NAME', 'default')`: a setting, or what stands in for it. */
const fallback: Build = (at, [name, value]) =>
  name && value ? logical(at, member(at, identifier(at, 'env'), name), '??', value) : undefined

/** Laravel's helpers for texts; those that test take one text or a list of them. */
function stringHelpers(facade: string): Record<string, Build> {
  const helpers: Record<string, Build> = {
    contains: on('includes'),
    startsWith: on('startsWith'),
    endsWith: on('endsWith'),
    is: (at, [pattern, subject]) => {
      if (!pattern || !subject) return undefined
      const isList = pattern.type === 'ArrayExpression'
      return isList ? method(at, pattern, 'includes', [subject]) : method(at, subject, 'has', [pattern])
    },
    before: on('split'),
    beforeLast: on('split'),
    after: on('split'),
    afterLast: on('split'),
    remove: on('split', 1, 0),
    replace: substituted,
    lower: of('toLowerCase'),
  }
  return Object.fromEntries(
    Object.entries(helpers).map(([name, build]) => [`${facade}::${name}`.toLowerCase(), build]),
  )
}

/** The functions of PHP's library that read texts and lists, as methods of what they read. */
const IDIOMS: Readonly<Record<string, Build>> = {
  str_contains: on('includes'),
  mb_str_contains: on('includes'),
  str_starts_with: on('startsWith'),
  str_ends_with: on('endsWith'),
  strstr: rest,
  stristr: rest,
  mb_strstr: rest,
  mb_stristr: rest,
  strrchr: on('slice'),
  strpos: on('indexOf'),
  stripos: on('indexOf'),
  mb_strpos: on('indexOf'),
  mb_stripos: on('indexOf'),
  strrpos: on('lastIndexOf'),
  substr_count: on('matchAll'),
  strcmp: on('localeCompare'),
  strcasecmp: on('localeCompare'),
  strnatcmp: on('localeCompare'),
  strnatcasecmp: on('localeCompare'),
  substr_compare: on('localeCompare'),
  fnmatch: on('has', 1, 0),
  ends_with: on('endsWith'),
  starts_with: on('startsWith'),
  str_is: on('has', 1, 0),
  in_array: on('includes', 1, 0),
  array_search: on('indexOf', 1, 0),
  array_key_exists: on('has', 1, 0),
  key_exists: on('has', 1, 0),
  array_flip: of('includes'),
  array_keys: (at, [table]) => table && call(at, member(at, identifier(at, 'Object'), 'keys'), [table]),
  array_intersect: on('filter'),
  array_diff: on('filter'),
  array_push: (at, [list, ...items]) => list && method(at, list, 'push', items),
  collect: of('slice'),
  explode: on('split', 1, 0),
  str_replace: substituted,
  str_ireplace: substituted,
  strtr: (at, [subject, from, to]) => {
    if (!subject || !from) return undefined
    return to ? call(at, identifier(at, 'strtr'), [subject, from, to]) : method(at, from, 'get', [subject])
  },
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
  rtrim: trimmed('trimEnd'),
  ltrim: trimmed('trimStart'),
  chop: trimmed('trimEnd'),
  strval: of('toString'),
  // Of another length, or turned round, a test of the new name fits no longer.
  strlen: of('search'),
  mb_strlen: of('search'),
  strrev: of('search'),
  array_values: of('slice'),
  array_unique: of('slice'),
  array_merge: (at, lists) =>
    array(
      at,
      lists.map((list) => spread(list, list)),
    ),
  array_map: on('map', 1, 0),
  array_filter: on('filter'),
  array_reduce: on('reduce'),
  array_walk: on('forEach'),
  preg_quote: (at, [text]) => text && call(at, identifier(at, 'escapeRegExp'), [text]),
  preg_grep: (at, [source, list], to) => {
    const regex = source && regexOf(source, to)
    return regex && list ? method(at, regex, 'test', [list]) : undefined
  },
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
  ...stringHelpers('Str'),
  'rule::in': of('includes'),
  'rule::notin': of('includes'),
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
  const key = name.toLowerCase()
  const built = Object.hasOwn(IDIOMS, key) ? IDIOMS[key]?.(at, args, to) : undefined
  return built?.type === 'CallExpression' ? written(built, name) : built
}
