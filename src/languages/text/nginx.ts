import type { Source } from '../../files/source.js'
import type { ListSite, TextSite, Use } from '../../sites.js'
import { filledSites } from '../lists.js'
import { literal, mentionsBrand, spanOf, textSite } from '../site.js'
import { commentSites } from './code.js'
import { type Directive, type NginxFile, readNginx, type Word } from './nginx-reader.js'
import { headerUse } from './server.js'
import { HOLES } from './settings.js'

/** Sites of a configuration of nginx, whole or a part that is included; `undefined` when it is none. */
export function nginxSites(source: Source): TextSite[] | undefined {
  const file = readNginx(source.text)
  if (!file) return undefined
  const sites = file.comments.flatMap(([start, end]) => commentSites(source, start, end))
  for (const directive of file.directives) {
    for (const [index, word] of directive.words.entries()) {
      if (mentionsBrand(word.text)) sites.push(...wordSites(source, file, directive, index))
    }
  }
  return sites
}

function wordSites(source: Source, file: NginxFile, directive: Directive, index: number): TextSite[] {
  const word = directive.words[index] as Word
  const uses = usesOf(source, file, directive, index)
  const pattern = uses.find((use) => use.is === 'pattern')
  const owner = directive.open.map((block) => block.join(' '))
  const { quote } = word
  if (pattern?.is !== 'pattern') {
    return filledSites(
      source,
      { start: word.start, end: word.end, layers: [] },
      { uses, owner, quote },
      HOLES,
    )
  }
  const start = word.start + word.text.indexOf(pattern.of.source)
  const part = literal(source, start, start + pattern.of.source.length, undefined, ['string', 'regex'])
  return [textSite(source, [part], { uses, owner, quote })]
}

/** Directives that send requests, or people, to the address they are given. */
const SENDING: Readonly<Record<string, string>> = {
  proxy_pass: 'fetch',
  grpc_pass: 'fetch',
  return: 'redirect',
  rewrite: 'redirect',
}
/** Directives that replace what they are given first. */
const COMPARING = /^(?:sub_filter|proxy_redirect|proxy_cookie_domain|subs_filter|js_set)$/

function usesOf(source: Source, file: NginxFile, directive: Directive, index: number): readonly Use[] {
  const { words, open } = directive
  const name = words[0]?.text ?? ''
  const path = [...open.map((block) => block.slice(0, 2).join(' ')), name]
  const block = open.at(-1)
  if (block?.[0] === 'map' || block?.[0] === 'geo') {
    return index === 0 ? keyUses(source, file, directive) : mapValueUses(directive)
  }
  if (name === 'if') return conditionUses(words, index)
  if (name === 'valid_referers') return refererUses(source, words, index)
  if (COMPARING.test(name)) return [{ is: 'compare', operator: name }]
  if (isNameOfTarget(file, words, index)) return [{ is: 'argument', callee: 'fetch', as: name, index: 0 }]
  const header = headerUse(words.map(({ text }) => text))
  if (header) return [header]
  const callee = name === 'server' && block?.[0] === 'upstream' ? 'fetch' : SENDING[name]
  if (callee && index > 0) return [{ is: 'argument', callee, as: name, index: 0 }]
  return [{ is: 'setting', path: name === 'set' ? [...path, words[1]?.text ?? ''] : path }]
}

/** What a map gives: the answer to a key that names the host as well, else what its variable is called for. */
function mapValueUses({ words, open }: Directive): Use[] {
  const [, subject = '', variable = ''] = open.at(-1) ?? []
  if (mentionsBrand(words[0]?.text ?? '')) return [{ is: 'compare', operator: 'map', with: subject }]
  return [{ is: 'setting', path: [variable.replace(/^\$/, '')] }]
}

/** The name under which a server is asked that the same file sends requests to. */
function isNameOfTarget(file: NginxFile, words: readonly Word[], index: number): boolean {
  const [name, header] = words.map(({ text }) => text)
  const isName = name === 'proxy_ssl_name' || (name === 'proxy_set_header' && /^host$/i.test(header ?? ''))
  const host = words[index]?.text.toLowerCase() ?? ''
  return isName && file.directives.some((other) => isSentTo(other, host))
}

function isSentTo({ words, open }: Directive, host: string): boolean {
  const name = words[0]?.text ?? ''
  const isTarget = name === 'proxy_pass' || (name === 'server' && open.at(-1)?.[0] === 'upstream')
  return (
    isTarget &&
    new RegExp(`(?:^|/)${host.replace(/[^a-z\d]/g, '\\$&')}(?:[:/]|$)`, 'i').test(words[1]?.text ?? '')
  )
}

/** The key of a map: a pattern, or one of the lines that the map lists. */
function keyUses(source: Source, file: NginxFile, { words, open, block }: Directive): Use[] {
  const key = words[0]?.text ?? ''
  const subject = open.at(-1)?.[1] ?? ''
  const pattern = /^~\*?/.exec(key)?.[0]
  if (pattern) return [patternOf(key.slice(pattern.length), pattern === '~*')]
  const lines = file.directives.filter((other) => other.block === block)
  const isPlain = words.slice(1).every(({ text }) => !mentionsBrand(text))
  const of: ListSite = {
    form: 'words',
    items: lines.map(({ words, start, end }) => ({
      text: words[0]?.text ?? '',
      span: spanOf(source, start, end),
    })),
    uses: [{ is: 'compare', operator: 'map', with: subject }],
    // What the key stands for names the host as well: that is for a person to write.
    ...(!isPlain && { placed: true }),
  }
  return [{ is: 'element', of }]
}

/** `if ($http_origin ~* "…")`. */
function conditionUses(words: readonly Word[], index: number): Use[] {
  const operator = words[index - 1]?.text ?? ''
  const subject = (words[index - 2]?.text ?? '').replace(/^\(/, '')
  if (!/~/.test(operator)) return [{ is: 'compare', operator, with: subject }]
  const word = words[index] as Word
  const text = word.quote === '' && words.at(-1) === word ? word.text.replace(/\)$/, '') : word.text
  return [patternOf(text, operator.endsWith('*'))]
}

function refererUses(source: Source, words: readonly Word[], index: number): Use[] {
  const text = words[index]?.text ?? ''
  if (text.startsWith('~')) return [patternOf(text.slice(1), true)]
  const items = words.slice(1).map((word) => ({
    text: word.text,
    span: spanOf(source, word.start - word.quote.length, word.end + word.quote.length),
  }))
  const uses: Use[] = [{ is: 'compare', operator: 'valid_referers', with: '$http_referer' }]
  return [{ is: 'element', of: { form: 'words', items, uses } }]
}

function patternOf(source: string, ignoresCase: boolean): Use {
  return { is: 'pattern', of: { dialect: 'pcre', source, flags: ignoresCase ? 'i' : '', op: 'test' } }
}
