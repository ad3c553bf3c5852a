import type { Source } from '../../files/source.js'
import type { Hole, Literal, TextSite, Use } from '../../sites.js'
import { decodeBackslashes, decodeDoubled } from '../decode.js'
import { withHeader } from '../header.js'
import { holeSites, partsOf, type Written } from '../holes.js'
import { valueSites } from '../lists.js'
import { hole, literal, mentionsBrand, textSite } from '../site.js'
import type { Lexicon } from './lexicon.js'
import { operandEnd, operandStart } from './operands.js'
import { sqlUses } from './sql-uses.js'
import { maskTokens, type Token, tokensOf } from './tokens.js'
import { type Code, usesOf } from './uses.js'

/** Sites of `[start, end)` of the source, read as code of a language by a lexer that knows its strings and comments. */
export function codeSites(source: Source, lexicon: Lexicon, start: number, end: number): TextSite[] {
  const { text } = source
  const tokens = tokensOf(text, lexicon, start, end)
  const masked = maskTokens(text, tokens, start, end)
  const byStart = new Map(tokens.filter((t) => t.kind === 'string').map((t) => [t.start, t]))
  const byEnd = new Map(tokens.filter((t) => t.kind === 'string').map((t) => [t.end, t]))
  const code: Code = {
    source,
    lexicon,
    masked,
    base: start,
    tokens: [],
    stringAt: (i) => byStart.get(i + start),
  }
  const sites: TextSite[] = []
  const done = new Set<Token>()
  let at = start
  tokens.forEach((token, index) => {
    sites.push(...bareSites(source, at, token.start, lexicon.language))
    at = token.end
    if (done.has(token) || !mentionsBrand(text.slice(token.start, token.end))) return
    if (token.kind === 'comment') {
      sites.push(...commentSites(source, token.start, token.end))
      return
    }
    const near = { ...code, tokens: tokens.slice(Math.max(0, index - 40), index + 40) }
    const chain = chainOf(near, token, byStart, byEnd)
    for (const part of chain.tokens) done.add(part)
    sites.push(...chainSites(near, chain))
  })
  sites.push(...bareSites(source, at, end, lexicon.language))
  return sites
}

/** One site a line: a licence header is not one text. */
export function commentSites(
  source: Source,
  start: number,
  end: number,
  owner: readonly string[] = [],
): TextSite[] {
  return lineSites(source, start, end, [{ is: 'comment' }], owner)
}

/** Code outside strings and comments that mentions a brand: identifiers, namespaces, constants. */
function bareSites(source: Source, start: number, end: number, language: string): TextSite[] {
  const sites = lineSites(source, start, end, [{ is: 'unknown', note: 'code' }], [], true)
  return language === 'shell' ? sites.flatMap((site) => assignmentSites(source, site)) : sites
}

/** `HOST=acme.example.com` without quotes, also behind `export`, `ENV` and `ARG`: a site for what is assigned. */
function assignmentSites(source: Source, site: TextSite): TextSite[] {
  const [part] = site.parts
  const match =
    part?.kind === 'literal'
      ? /^((?:(?:export|ENV|ARG|set)\s+)?([A-Za-z_]\w*)=)\S*$/.exec(part.text)
      : undefined
  const [, head = '', name = ''] = match ?? []
  if (!part || !match || mentionsBrand(name)) return [site]
  const start = source.indexAt(part.span.start) + head.length
  const uses: Use[] = [{ is: 'binding', name }]
  return valueSites(
    source,
    { start, end: source.indexAt(part.span.end), layers: [] },
    { uses, lexical: true },
  )
}

/** One site for every line of `[start, end)` that mentions a brand. */
export function lineSites(
  source: Source,
  start: number,
  end: number,
  uses: readonly Use[],
  owner: readonly string[] = [],
  lexical = false,
): TextSite[] {
  if (start >= end) return []
  const text = source.text.slice(start, end)
  if (!mentionsBrand(text)) return []
  const sites: TextSite[] = []
  for (const line of text.matchAll(/[^\r\n]+/g)) {
    if (!mentionsBrand(line[0])) continue
    const from = start + line.index + (/^\s*/.exec(line[0])?.[0].length ?? 0)
    const to = start + line.index + line[0].trimEnd().length
    sites.push(textSite(source, [literal(source, from, to, undefined, [])], { uses, owner, lexical }))
  }
  return sites
}

interface Chain {
  parts: (Literal | Hole)[]
  tokens: Token[]
  /** Range of the whole expression in the masked text. */
  start: number
  end: number
}

/** A literal with everything that is concatenated to it, left and right. */
function chainOf(code: Code, token: Token, byStart: Map<number, Token>, byEnd: Map<number, Token>): Chain {
  const chain: Chain = {
    parts: literalParts(code, token),
    tokens: [token],
    start: token.start - code.base,
    end: token.end - code.base,
  }
  if (!code.lexicon.join) return chain
  const after = new RegExp(`\\s*${code.lexicon.join}(?!=)\\s*`, 'y')
  const before = new RegExp(`${code.lexicon.join}\\s*$`)
  for (let steps = 0; steps < 50; steps++) {
    after.lastIndex = chain.end
    const match = after.exec(code.masked)
    if (!match) break
    const at = chain.end + match[0].length
    const next = byStart.get(at + code.base)
    const end = next ? next.end - code.base : operandEnd(code.masked, at, code.lexicon)
    if (end === at) break
    if (next) chain.tokens.push(next)
    chain.parts.push(...(next ? literalParts(code, next) : [holeAt(code, at, end)]))
    chain.end = end
  }
  for (let steps = 0; steps < 50; steps++) {
    const left = code.masked.slice(Math.max(0, chain.start - 200), chain.start)
    const match = before.exec(left)
    if (!match) break
    const end = chain.start - match[0].length - (/\s*$/.exec(left.slice(0, match.index))?.[0].length ?? 0)
    const previous = byEnd.get(end + code.base)
    const start = previous ? previous.start - code.base : operandStart(code.masked, end, code.lexicon)
    if (start >= end) break
    if (previous) chain.tokens.push(previous)
    chain.parts.unshift(...(previous ? literalParts(code, previous) : [holeAt(code, start, end)]))
    chain.start = start
  }
  const appended = appendedTo(code, chain.start)
  if (appended) chain.parts.unshift(appended)
  return chain
}

/** The variable of `$url .= '…'` and `url += '…'`: the text goes on what it holds. */
function appendedTo(code: Code, start: number): Hole | undefined {
  const match = /([$@]?[\w\]]+(?:(?:->|::|\.)\w+)*)\s*[.+]=\s*$/.exec(
    code.masked.slice(Math.max(0, start - 120), start),
  )
  return match
    ? holeAt(code, start - match[0].length, start - match[0].length + (match[1] as string).length)
    : undefined
}

function holeAt(code: Code, start: number, end: number): Hole {
  const from = code.base + start
  const to = code.base + end
  const written = code.source.text.slice(from, to)
  const name = /^[$@]?[\w\\]+(?:(?:->|::|\.)[$\w]+)*$/.test(written) ? written.replace(/^\$/, '') : undefined
  return hole(code.source, from, to, name)
}

function literalParts(code: Code, token: Token): (Literal | Hole)[] {
  const written = writtenOf(code, token)
  return partsOf(code.source, written, holesOf(token))
}

function holesOf(token: Token): RegExp | undefined {
  return token.form?.holes ? new RegExp(token.form.holes, 'g') : undefined
}

/** The token's content, decoded as its language decodes it; a regular expression keeps its source. */
function writtenOf(code: Code, { from, to, form, quote }: Token): Written {
  const text = code.source.text
  const decoded =
    form?.escapes === 'c'
      ? decodeBackslashes(text, from, to, true)
      : form?.escapes === 'double'
        ? decodeDoubled(text, from, to, quote)
        : undefined
  return { start: from, end: to, decoded, layers: form?.regex ? ['regex'] : ['string'] }
}

function chainSites(code: Code, chain: Chain): TextSite[] {
  const { source, base } = code
  const read = code.lexicon.language === 'sql' ? sqlUses : usesOf
  const uses = withHeader(read(code, chain.start, chain.end), chain.parts[0])
  const token = chain.tokens[0] as Token
  const facts = {
    uses,
    quote: token.quote,
    lexical: true,
    expression: [base + chain.start, base + chain.end] as [number, number],
  }
  if (chain.tokens.length > 1 || chain.parts.length > 1 || uses.some((use) => use.is === 'pattern')) {
    const isPattern = uses.some((use) => use.is === 'pattern')
    const parts = isPattern && !token.form?.regex ? chain.parts.map((p) => asRegex(source, p)) : chain.parts
    const inside = chain.tokens.flatMap((each) => holeSites(source, literalParts(code, each), []))
    return [textSite(source, parts, facts), ...inside]
  }
  return valueSites(source, writtenOf(code, token), facts)
}

function asRegex(source: Source, part: Literal | Hole): Literal | Hole {
  if (part.kind === 'hole') return part
  return literal(source, source.indexAt(part.span.start), source.indexAt(part.span.end), undefined, [
    'string',
    'regex',
  ])
}
