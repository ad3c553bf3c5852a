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
    if (mentionsBrand(text)) sites.push(...wordSites(source, line, usesOf(words, text, open), [...open]))
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

const HEADER = /^(?:add_header|more_set_headers|proxy_set_header|header(?:_up|_down)?)$/i
const HEADER_NAME = /^[+-]?([A-Z][\w]*(?:-[\w]+)+|Origin|Referer|Host|Location):?$/i

/** What a line is for: a header that is sent, a test of the request, a key of a map, else a setting. */
function usesOf(words: readonly string[], text: string, open: readonly string[]): Use[] {
  const name = words[0] ?? ''
  if (HEADER.test(name)) {
    const header = words.map((word) => HEADER_NAME.exec(word)?.[1]).find((word) => word !== undefined)
    if (header) return [{ is: 'argument', callee: name, index: 1, name: header }]
  }
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
  const condition = /^if\s*\(\s*(\S+)\s*(!?~\*?|!?=)\s*(.*?)\s*\)/.exec(text)
  if (condition) {
    const [, subject = '', operator = '', value = ''] = condition
    if (!operator.includes('~')) return { is: 'compare', operator, with: subject }
    return patternUse(value.replace(/^["']|["']$/g, ''), operator.endsWith('*') ? 'i' : '')
  }
  if (name === 'valid_referers') return { is: 'compare', operator: name, with: '$http_referer' }
  if (/^RewriteCond$/i.test(name)) return patternUse(words[2] ?? '', /\[(?:.*,)?NC/i.test(text) ? 'i' : '')
  if (/^SetEnvIf(?:NoCase)?$/i.test(name)) return patternUse(words[2] ?? '', /NoCase$/i.test(name) ? 'i' : '')
  if (name.startsWith('@')) return { is: 'compare', operator: words[1] ?? '', with: words[2] ?? '' }
  return undefined
}

function patternUse(source: string, flags: string): Use {
  const of: PatternSite = { dialect: 'pcre', source, flags, op: 'test' }
  return { is: 'pattern', of }
}
