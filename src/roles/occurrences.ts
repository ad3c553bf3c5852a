import { NAMING_CALLS, OWN_NAMES } from '../brand/keep.js'
import { flattenUses } from '../languages/flatten.js'
import type { Literal, Occurrence, TextSite } from '../sites.js'
import { type Joined, joinParts } from './joined.js'
import { isHostLabel, isHostText } from './subject.js'

/**
 * What stands behind the brand: `.com`, a part that is filled in elsewhere, a choice inside a pattern, or (`other`) a
 * constant of this file with the top-level domain of another company. `word`: nothing, a host is searched for the name.
 */
export type Tld = 'com' | 'open' | 'choice' | 'other' | 'word'

export interface FoundOccurrence extends Occurrence {
  tld: Tld
  /** What comes from several literals: the brand's letters, or the brand and its top-level domain. */
  split: 'no' | 'brand' | 'domain'
  /** A hole touches the domain without a dot: `${sub}amocrm.com`. */
  glued: boolean
  /** A `*` is written in front of the domain: `https://*.amocrm.com`. */
  wildcard: boolean
}

const BRAND = /amocrm/gi
/** A dot as strings, regular expressions, URLs and HTML write it. */
const DOT = /^(?:\\*\.|\[\.\]|%2e|&#46;|&#x2e;|&period;|\\+(?:x|u00)2e)/i
const HOLE = '\uE000'
const OPEN_GROUP = /^\((?:\?:|\?P?<\w+>)?(?:\\*\.|\[\.\])(?:\(|\[|\.\*|\\w)/

/**
 * Every host of amocrm.com in one text, in order. Boundaries are judged on decoded text: an escape (`\n`, `%2F`)
 * is a boundary, a further label (`amocrm.com.ua`) or letter (`myamocrm.com`) makes another host, and an `@` in
 * front an e-mail address; those are no occurrences.
 */
export function findOccurrences(site: TextSite): FoundOccurrence[] {
  const joined = joinParts(site.parts)
  const found: FoundOccurrence[] = []
  for (const match of joined.text.matchAll(BRAND)) {
    const occurrence = occurrenceAt(site, joined, match.index)
    if (occurrence) found.push(occurrence)
  }
  return found
}

function occurrenceAt(site: TextSite, joined: Joined, index: number): FoundOccurrence | undefined {
  const home = joined.literalAt(index)
  if (!home) return undefined
  const isBrandSplit = joined.literalAt(index + 5)?.literal !== home.literal
  const text = joined.text
  const isPattern = home.literal.layers.includes('regex') || site.uses.some((use) => use.is === 'pattern')
  const right =
    rightOf(text, index + 6, isPattern) ??
    rightInUses(site, text, index) ??
    wordIn(site, text, index) ??
    (isPattern ? undefined : anyZone(text, index))
  if (!right) return undefined
  const left = leftOf(text, index)
  if (!left) return undefined
  if (right.tld === 'open' && !isOpenHost(text, index, left, right.end)) return undefined
  if (right.tld === 'open' && isOwnName(site, home.literal, text, left)) return undefined
  const tokenStart = Math.max(left.tokenStart, home.start)
  const tokenEnd = Math.min(right.end, home.start + home.literal.text.length)
  const at = (from: number) => home.literal.at(from - home.start)
  const comHome = joined.literalAt(right.end - 1)
  if (right.tld === 'other' && comHome) return undefined
  const isDomainSplit = right.tld === 'com' && comHome !== undefined && comHome.literal !== home.literal
  return {
    site,
    literal: home.literal,
    at: { file: home.literal.span.file, start: at(tokenStart), end: at(tokenEnd) },
    brand: { file: home.literal.span.file, start: at(index), end: at(index + 6) },
    token: text.slice(tokenStart, tokenEnd),
    host: `${left.labels.map((label) => `${label}.`).join('')}amocrm.${right.tld === 'com' ? 'com' : '*'}`,
    path: pathAfter(text, right.end),
    scheme: left.scheme || schemeFromUses(site, left.hostStart, text),
    tld: right.tld,
    split: isBrandSplit || right.elsewhere ? 'brand' : isDomainSplit ? 'domain' : 'no',
    glued: left.glued,
    wildcard: !isPattern && text[tokenStart - 1] === '*' && left.labels[0] === '*',
  }
}

interface Right {
  tld: Tld
  /** Index behind the domain in the joined text. */
  end: number
  /** The top-level domain stands in another text that this one is a piece of. */
  elsewhere?: boolean
}

/** `const NAME = 'amocrm'` that is put together as `sub + '.' + NAME + '.com'`. */
function rightInUses(site: TextSite, text: string, index: number): Right | undefined {
  if (text !== 'amocrm' || index !== 0) return undefined
  const isHost = site.uses.some(
    (use) =>
      use.is === 'part' && /(?:\.|\/\/)$/.test(use.before) && /^\.com(?![\w-]|\.[a-z])/i.test(use.after),
  )
  return isHost ? { tld: 'com', end: 6, elsewhere: true } : undefined
}

/** `host.includes('amocrm')`, `host.split('.')[1] === 'amocrm'`, `/\bamocrm\b/.test(host)`. */
function wordIn(site: TextSite, text: string, index: number): Right | undefined {
  const isWord = flattenUses(site.uses).some((use) => {
    if (use.is === 'pattern') return isHostText(use.of.subject ?? '')
    if (text !== 'amocrm' || (use.is !== 'compare' && use.is !== 'argument')) return false
    const subject = use.test?.subject ?? ''
    return use.is === 'compare' ? isHostLabel(subject) : isHostText(subject)
  })
  return isWord ? { tld: 'word', end: index + 6 } : undefined
}

/** `case $host in *.amocrm.*)`: whatever zone it is. */
function anyZone(text: string, index: number): Right | undefined {
  const isWildcard = text.startsWith('*.', index - 2) && /^\.\*(?:$|["'/:*\s])/.test(text.slice(index + 6))
  return isWildcard ? { tld: 'open', end: index + 7 } : undefined
}

function rightOf(text: string, start: number, isPattern: boolean): Right | undefined {
  const dot = DOT.exec(text.slice(start, start + 12))
  if (!dot) {
    // `(amocrm|kommo)\.com`, `amocrm(?:\.ru|\.com)`: the choice is made around the brand.
    const rest = text.slice(start)
    if (!isPattern || !/^[|)(]/.test(rest)) return undefined
    // `amocrm(?:\.[a-z]+)+`: any top-level domain, its dot inside the group.
    if (OPEN_GROUP.test(rest)) return { tld: 'open', end: start }
    return /^[^\s]{0,80}?com\b/i.test(rest) ? { tld: 'choice', end: start } : undefined
  }
  const at = start + dot[0].length
  const rest = text.slice(at)
  if (/^com/i.test(rest)) {
    return endsHost(rest.slice(3), isPattern) ? { tld: 'com', end: at + 3 } : undefined
  }
  if (/^ru(?![\w-]|\.[a-z])/i.test(rest)) return { tld: 'other', end: at + 2 }
  if (rest === '' || rest.startsWith(HOLE)) return { tld: 'open', end: at }
  const group = /^[([{](?:\?:|\?<\w+>)?([a-z.|/,\s\\]{2,40})[)\]}]/i.exec(rest)
  if (group && /(?:^|[|/,\s])com(?:$|[|/,\s])/i.test(group[1] as string)) return { tld: 'choice', end: at }
  if (/^(?:%[sd]|\{|\$|<|:[a-z]|#\{)/i.test(rest)) return { tld: 'open', end: at }
  if (isPattern && /^(?:\(|\[|\.\*|\\w|\$)/.test(rest)) return { tld: 'open', end: at }
  return undefined
}

/** Whether the host ends before `rest`. */
function endsHost(rest: string, isPattern: boolean): boolean {
  if (rest === '' || rest.startsWith(HOLE)) return true
  if (/^[a-z0-9_-]/i.test(rest)) return false
  if (/^@/.test(rest)) return false
  const more = /^(?:\\*\.|%2e)(.?)/i.exec(rest)
  if (more) return !/[a-z0-9-]/i.test(more[1] as string) && !(more[1] === HOLE && !isPattern)
  return true
}

interface Left {
  /** Labels in front of the brand, outermost first; `*` for a hole or placeholder. */
  labels: string[]
  /** Start of the run of literal host characters. */
  tokenStart: number
  /** Start of the host, holes and placeholders included. */
  hostStart: number
  scheme: string
  glued: boolean
}

/** Reads labels backwards from the brand; `undefined` when the match belongs to another name. */
function leftOf(text: string, index: number): Left | undefined {
  const labels: string[] = []
  let at = index
  let tokenStart = index
  let inToken = true
  let glued = false
  for (;;) {
    const dot = dotBefore(text, at)
    if (dot === undefined) {
      const label = labelBefore(text, at)
      if (label && at === index) {
        if (!label.hole) return undefined
        glued = true
        labels.unshift('*')
        at = label.start
        continue
      }
      break
    }
    at = dot
    if (inToken) tokenStart = at
    const label = labelBefore(text, at)
    if (!label) {
      if (labels.length === 0) labels.unshift('*')
      break
    }
    labels.unshift(label.hole ? '*' : label.text.toLowerCase())
    at = label.start
    if (label.hole) inToken = false
    if (inToken) tokenStart = at
  }
  const before = text.slice(Math.max(0, at - 60), at)
  if (/(?:@|%40)$/i.test(before) && !/:\/\/[^\s/@]*@$/.test(before)) return undefined
  return { labels, tokenStart, hostStart: at, scheme: schemeBefore(before), glued }
}

/** Start of a dot that ends at `end`, escapes included. */
function dotBefore(text: string, end: number): number | undefined {
  const before = text.slice(Math.max(0, end - 8), end)
  const dot = /(?:\\*\.|\[\.\]|%2e|&#46;|&#x2e;|\\+(?:x|u00)2e)$/i.exec(before)
  return dot ? end - dot[0].length : undefined
}

/** The label, hole or placeholder that ends at `end`. */
function labelBefore(text: string, end: number): { start: number; text: string; hole: boolean } | undefined {
  const before = text.slice(Math.max(0, end - 120), end)
  const hole =
    /(?:\uE000+|\{\{[^{}]*\}\}|\$?\{[^{}\s]*\}|<[^<>\s]{1,40}>|\[[^[\]\s]{1,40}\][+*?]?|\((?:\?[:!=])?[^()\s]{0,60}\)[+*?]?|%\d*\$?[sd]|\*|\.[+*]\??|#\{[^{}]*\})$/i.exec(
      before,
    )
  if (hole) return { start: end - hole[0].length, text: hole[0], hole: true }
  const run = /[a-z0-9_-]+$/i.exec(before)
  if (!run) return undefined
  const from = end - run[0].length
  const escaped = escapedPrefix(text, from) || cookieMark(text, from)
  const word = run[0].slice(escaped)
  if (word === '') return undefined
  const colon = text[from - 1] === ':' && escaped === 0 && !/[a-z0-9]/i.test(text[from - 2] ?? ' ')
  return {
    start: from + escaped,
    text: word,
    hole: colon || (/^\$/.test(text[from - 1] ?? '') && escaped === 0),
  }
}

/** `#HttpOnly_` in front of the domain in a row of a cookie jar: its letters that a label could hold. */
function cookieMark(text: string, from: number): number {
  return text.startsWith('#HttpOnly_', from - 1) ? 'HttpOnly_'.length : 0
}

/** How many leading characters of a run belong to an escape in front of it: `\n`, `\b`, `%2F`. */
function escapedPrefix(text: string, from: number): number {
  if (text[from - 1] === '%' && /^[0-9a-f]{2}/i.test(text.slice(from, from + 2))) {
    return /^2d/i.test(text.slice(from, from + 2)) ? 0 : 2
  }
  let slashes = 0
  while (text[from - 1 - slashes] === '\\') slashes++
  return slashes > 0 ? 1 : 0
}

function schemeBefore(before: string): string {
  const match = /(?:([a-z][a-z0-9+]*\??)(?::|%3a))?(?:\\*\/|%2f){2}(?:[^\s/@]*@)?(?:\(\?:?)?$/i.exec(before)
  if (!match) return ''
  return match[1] ? `${match[1].replace('?', '').toLowerCase()}:` : '//'
}

/** A literal inside a larger text: `'https://' + (x ? 'a.amocrm.com' : …)`. */
function schemeFromUses(site: TextSite, hostStart: number, text: string): string {
  if (hostStart > 0 && text.slice(0, hostStart).trim() !== '') return ''
  for (const use of site.uses) {
    if (use.is === 'part') {
      const scheme = schemeBefore(use.before)
      if (scheme) return scheme
    }
  }
  return ''
}

/** Path behind a host: from the first `/`, holes as `*`. */
function pathAfter(text: string, end: number): string {
  const rest = text.slice(end, end + 400)
  const path = /^(?::\d+)?((?:\\*\/|%2f)[^\s"'`<>)|\\]*(?:\\\/[^\s"'`<>)|\\]*)*)/i.exec(rest)?.[1] ?? ''
  return path
    .replace(/\\/g, '')
    .replace(/%2f/gi, '/')
    .replace(/\uE000+/g, '*')
    .replace(/[.,;:!?]+$/, '')
}

/** Names of variables that hold a top-level domain, or a whole one. */
const OF_ZONE =
  /tld|zone|domain|suffix|country|region|locale|lang|brand|platform|host|(?:^|_)(?:ext|com|ru|dns)(?:$|_)/i

/** `webhooks.amocrm.{entity}`: a name of the program's own, with what it is about behind the brand. */
function isOwnName({ parts, uses }: TextSite, literal: Literal, text: string, left: Left): boolean {
  const next = parts[parts.indexOf(literal) + 1]
  if (next?.kind === 'hole' && next.name !== undefined && OF_ZONE.test(next.name)) return false
  const isWhole = left.hostStart === 0 && left.scheme === '' && !/[/\s]/.test(text)
  if (!isWhole) return false
  if (left.labels.length > 0) return OWN_NAMES.includes((left.labels[0] as string).toLowerCase())
  return uses.some(
    (use) => use.is === 'argument' && use.index === 0 && NAMING_CALLS.test(use.as ?? use.callee),
  )
}

/** `amocrm.` at the end of a text is a host only where it is written like one, not as the end of a sentence. */
function isOpenHost(text: string, index: number, left: Left, end: number): boolean {
  if (text.slice(index, index + 6) !== 'amocrm') return false
  const followed = end < text.length
  const before = text.slice(Math.max(0, index - 2), index)
  if (left.labels.length > 0 || left.scheme !== '') return true
  return before === ''
    ? followed || text.trim() === 'amocrm.'
    : /(?:[\s('"^/\\]|\\[a-z])$/i.test(before) && followed
}
