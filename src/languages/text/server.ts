import type { Source } from '../../files/source.js'
import type { PatternSite, TextSite, Use } from '../../sites.js'
import { valueSites } from '../lists.js'
import { mentionsBrand } from '../site.js'
import { commentSites } from './code.js'
import { type Line, linesIn, wholeLine } from './settings.js'

/** Sites of `name args…` lines in nested braces or tags: nginx, Caddy, Apache, HCL. */
export function serverSites(source: Source, start: number, end: number): TextSite[] {
  const sites: TextSite[] = []
  const open: string[] = []
  for (const line of linesIn(source, start, end)) {
    const text = line.text.trim()
    if (text.startsWith('#')) {
      sites.push(...commentSites(source, line.start, line.start + line.text.length, open))
      continue
    }
    const words = wordsOf(text)
    if (mentionsBrand(text))
      sites.push(...wordSites(source, line, usesOf(words, text, open, source.text), [...open]))
    if (/\{\s*(?:#.*)?$/.test(text)) open.push(words.slice(0, 2).join(' '))
    else if (/^<[^/!]/.test(text)) open.push(words[0] ?? '')
    if (/^\}|^<\//.test(text)) open.pop()
  }
  return sites
}

const WORD = /"[^"]*"|'[^']*'|(?:%\{[^}]*\}|[^\s;{}])+/g

/** One site for every word of a line that mentions a brand, quotes left out; what is no word is one site of the line. */
function wordSites(source: Source, line: Line, uses: readonly Use[], open: readonly string[]): TextSite[] {
  const sites = [...line.text.matchAll(WORD)].flatMap((match) => {
    if (!mentionsBrand(match[0])) return []
    const quote = /^["']/.exec(match[0])?.[0] ?? ''
    const start = line.start + match.index + quote.length
    const end = line.start + match.index + match[0].length - quote.length
    return valueSites(source, { start, end, layers: [] }, { uses, owner: open, quote })
  })
  return sites.length > 0 ? sites : wholeLine(source, line, uses, open)
}

/** Words of a line without quotes, brackets of Apache's sections and separators. */
function wordsOf(text: string): string[] {
  const words = text.match(WORD) ?? []
  return words.map((word) => word.replace(/^["']|["']$|^<\/?|>$/g, ''))
}

const HEADER = /^(?:add_header|more_set_headers|proxy_set_header|(?:request)?header|header_(?:up|down))$/i
const HEADER_NAME = /^[+-]?([A-Z][\w]*(?:-[\w]+)+|Origin|Referer|Host|Location):?$/i

/** Directives of Apache and Caddy that send requests, or people, to the address they are given. */
const SENDING: readonly (readonly [RegExp, string])[] = [
  [/^(?:ProxyPass\w*|BalancerMember|reverse_proxy)$/i, 'fetch'],
  [/^(?:Redirect\w*|RewriteRule|redir|ErrorDocument)$/i, 'redirect'],
]

/** The `Host` of requests that the same file sends to that host. */
function isNameOfTarget(header: Use, words: readonly string[], whole: string): boolean {
  if (header.is !== 'argument' || !/^host$/i.test(header.name ?? '')) return false
  const host = (words.at(-1) ?? '').replace(/[^\w]/g, '\\$&')
  return new RegExp(`(?:reverse_proxy|ProxyPass)[^\\r\\n]*[\\s/]${host}(?![\\w.-])`, 'i').test(whole)
}

/** What the words of a line that sets a header are for; `undefined` for every other line. */
export function headerUse(words: readonly string[]): Use | undefined {
  const name = words[0] ?? ''
  if (!HEADER.test(name)) return undefined
  const header = words.map((word) => HEADER_NAME.exec(word)?.[1]).find((word) => word !== undefined)
  return header === undefined ? undefined : { is: 'argument', callee: name, index: 1, name: header }
}

/**
 * `serverSites` of a whole file of Apache or Caddy; `undefined` when its sections or braces do not match, or a line is no
 * directive.
 */
export function serverTreeSites(source: Source, dialect: 'apache' | 'caddy'): TextSite[] | undefined {
  const isWhole = dialect === 'apache' ? isApache(source.text) : isCaddy(source.text)
  return isWhole ? serverSites(source, 0, source.text.length) : undefined
}

/** Whether every line is a directive, a comment or the tag of a section, and every section is closed by its own tag. */
function isApache(text: string): boolean {
  const open: string[] = []
  let continues = false
  for (const [line] of text.matchAll(/[^\r\n]+/g)) {
    const isContinued = continues
    continues = line.endsWith('\\')
    if (isContinued || /^\s*(?:#|$)/.test(line)) continue
    const section = /^\s*<(\/?)([A-Za-z]\w*)(?:\s[^\r\n]*)?>\s*$/.exec(line)
    if (section?.[1] === '') open.push((section[2] as string).toLowerCase())
    else if (section) {
      if (open.pop() !== (section[2] as string).toLowerCase()) return false
    } else if (!/^\s*[A-Z][A-Za-z\d]*(?:\s|$)/.test(line) || /[;{}]\s*$/.test(line)) return false
  }
  return open.length === 0
}

function isCaddy(text: string): boolean {
  let depth = 0
  for (const [line] of text.matchAll(/[^\r\n]+/g)) {
    if (/^\s*#/.test(line)) continue
    if (/(?:^|\s)\{\s*(?:#.*)?$/.test(line)) depth++
    if (/^\s*\}/.test(line)) depth--
    if (depth < 0) return false
  }
  return depth === 0
}

/** What a line is for: a header that is sent, a test of the request, a key of a map, else a setting. */
function usesOf(words: readonly string[], text: string, open: readonly string[], whole: string): Use[] {
  const name = words[0] ?? ''
  const header = headerUse(words)
  if (header && isNameOfTarget(header, words, whole))
    return [{ is: 'argument', callee: 'fetch', as: name, index: 0 }]
  if (header) return [header]
  const callee = SENDING.find(([pattern]) => pattern.test(name))?.[1]
  if (callee) return [{ is: 'argument', callee, as: name, index: 0 }]
  const test = testOf(name, words, text)
  if (test) return [test]
  if (/^map\b/.test(open.at(-1) ?? '')) {
    const pattern = /^~\*?(.*)/.exec(name)?.[1]
    return pattern === undefined
      ? [{ is: 'key', of: [{ is: 'setting', path: [...open] }] }]
      : [patternUse(pattern, name.startsWith('~*') ? 'i' : '')]
  }
  const path = [...open, name, ...(/^(?:set|location|rewrite)$/i.test(name) ? words.slice(1, 2) : [])]
  return [{ is: 'setting', path }]
}

/** A condition on the request: nginx `if` and `valid_referers`, Apache `RewriteCond` and `SetEnvIf`, Caddy matchers. */
function testOf(name: string, words: readonly string[], text: string): Use | undefined {
  if (/^<(?:If|ElseIf)\b/i.test(text)) return { is: 'compare', operator: 'If' }
  const condition = /^if\s*\(\s*(\S+)\s*(!?~\*?|!?=)\s*(.*?)\s*\)/.exec(text)
  if (condition) {
    const [, subject = '', operator = '', value = ''] = condition
    if (!operator.includes('~')) return { is: 'compare', operator, with: subject }
    return patternUse(value.replace(/^["']|["']$/g, ''), operator.endsWith('*') ? 'i' : '')
  }
  if (name === 'valid_referers') return { is: 'compare', operator: name, with: '$http_referer' }
  if (/^RewriteCond$/i.test(name)) return patternUse(words[2] ?? '', /\[(?:.*,)?NC/i.test(text) ? 'i' : '')
  if (/^SetEnvIf(?:NoCase)?$/i.test(name)) return patternUse(words[2] ?? '', /NoCase$/i.test(name) ? 'i' : '')
  if (name.startsWith('@') && words[1] === 'header_regexp')
    return { is: 'pattern', of: { dialect: 're2', source: words.at(-1) ?? '', flags: '', op: 'test' } }
  if (name.startsWith('@')) return { is: 'compare', operator: words[1] ?? '', with: words[2] ?? '' }
  return undefined
}

function patternUse(source: string, flags: string): Use {
  const of: PatternSite = { dialect: 'pcre', source, flags, op: 'test' }
  return { is: 'pattern', of }
}
