import type { Lexicon, StringForm } from './lexicon.js'

/** A string or comment as a tolerant lexer sees it; UTF-16 indices of the text. */
export interface Token {
  kind: 'string' | 'comment'
  /** With its delimiters. */
  start: number
  end: number
  /** Its content. */
  from: number
  to: number
  /** The closing delimiter of a string, `''` for comments. */
  quote: string
  form?: StringForm
}

interface Opener {
  pattern: RegExp
  kind: 'line' | 'block' | 'string'
  form?: StringForm
  close?: string
}

const compiled = new Map<Lexicon, { any: RegExp; openers: Opener[] }>()

function openersOf(lexicon: Lexicon): { any: RegExp; openers: Opener[] } {
  const known = compiled.get(lexicon)
  if (known) return known
  const sources: { source: string; opener: Omit<Opener, 'pattern'> }[] = [
    ...lexicon.line.map((source) => ({ source, opener: { kind: 'line' as const } })),
    ...lexicon.block.map(([open, close]) => ({
      source: open.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
      opener: { kind: 'block' as const, close },
    })),
    ...lexicon.strings.map((form) => ({ source: form.open, opener: { kind: 'string' as const, form } })),
  ]
  const made = {
    // Group names may occur once in an expression: the search needs none.
    any: new RegExp(sources.map(({ source }) => source.replace(/\(\?<(?![=!])\w+>/g, '(?:')).join('|'), 'g'),
    openers: sources.map(({ source, opener }) => ({ pattern: new RegExp(source, 'y'), ...opener })),
  }
  compiled.set(lexicon, made)
  return made
}

/** Strings and comments of `text[start, end)`, in order. An opening quote that nothing closes is ordinary text. */
export function tokensOf(text: string, lexicon: Lexicon, start: number, end: number): Token[] {
  const { any, openers } = openersOf(lexicon)
  const closer = closerOf(text, end)
  const tokens: Token[] = []
  any.lastIndex = start
  for (let hit = any.exec(text); hit && hit.index < end; hit = any.exec(text)) {
    const token = tokenAt(text, hit.index, openers, closer)
    if (token) tokens.push(token)
    any.lastIndex = Math.max(token ? token.end : 0, hit.index + 1)
  }
  return tokens
}

function tokenAt(text: string, at: number, openers: readonly Opener[], closer: Closer): Token | undefined {
  for (const { pattern, kind, form, close } of openers) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (!match) continue
    const from = at + match[0].length
    if (kind === 'line') {
      const to = closer.lineEnd(from)
      return { kind: 'comment', start: at, end: to, from, to, quote: '' }
    }
    if (kind === 'block') {
      const found = closer.next(close as string, from)
      const to = found < 0 ? closer.end : found
      return {
        kind: 'comment',
        start: at,
        end: Math.min(closer.end, to + (close as string).length),
        from,
        to,
        quote: '',
      }
    }
    const token = stringAt(text, at, from, match, form as StringForm, closer)
    if (token) return token
  }
  return undefined
}

function stringAt(
  text: string,
  start: number,
  from: number,
  match: RegExpExecArray,
  form: StringForm,
  closer: Closer,
): Token | undefined {
  const groups = match.groups ?? {}
  const word = groups.quote ?? groups.quote2
  if (match[0].startsWith('<<<') && word) {
    const close = new RegExp(`(?:^|\\n)[ \\t]*${word}\\b`, 'g')
    close.lastIndex = from - 1
    const found = close.exec(text)
    if (!found || found.index + found[0].length > closer.end) return undefined
    const to = Math.max(from, found.index)
    return { kind: 'string', start, end: found.index + found[0].length, from, to, quote: word, form }
  }
  const quote = groups.hash ? `"${groups.hash}` : (word ?? form.close ?? match[0])
  const to = closeOf(text, from, quote, form, closer)
  return to < 0 ? undefined : { kind: 'string', start, end: to + quote.length, from, to, quote, form }
}

function closeOf(text: string, from: number, quote: string, form: StringForm, closer: Closer): number {
  const limit = form.lines ? closer.end : closer.lineEnd(from)
  for (let at = closer.next(quote, from); at >= 0 && at < limit; at = closer.next(quote, at + 1)) {
    if (form.escapes === 'double') {
      if (text.startsWith(quote, at + quote.length)) {
        at += quote.length
        continue
      }
      return at
    }
    if (form.escapes === 'none' && form.regex !== true) return at
    if (!isEscaped(text, at, from) && !(form.regex && isInClass(text, from, at))) return at
  }
  return -1
}

function isEscaped(text: string, at: number, from: number): boolean {
  let count = 0
  while (at - count - 1 >= from && text[at - count - 1] === '\\') count++
  return count % 2 === 1
}

/** Whether an index of a regular expression lies in `[…]`, where its delimiter closes nothing. */
function isInClass(text: string, from: number, at: number): boolean {
  let isOpen = false
  for (let i = from; i < at; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '[') isOpen = true
    else if (text[i] === ']') isOpen = false
  }
  return isOpen
}

interface Closer {
  end: number
  /** Next index of `delimiter` from `from` on, -1 when there is none before the end. */
  next(delimiter: string, from: number): number
  lineEnd(from: number): number
}

/** Searches that remember their last answer, so that thousands of openers on one long line stay cheap. */
function closerOf(text: string, end: number): Closer {
  const found = new Map<string, { from: number; at: number }>()
  const next = (delimiter: string, from: number): number => {
    const last = found.get(delimiter)
    if (last && from >= last.from && (last.at < 0 || from <= last.at)) return last.at
    const index = text.indexOf(delimiter, from)
    const at = index < 0 || index + delimiter.length > end ? -1 : index
    found.set(delimiter, { from, at })
    return at
  }
  return {
    end,
    next,
    lineEnd(from) {
      const lf = next('\n', from)
      const cr = next('\r', from)
      if (lf < 0 && cr < 0) return end
      return lf < 0 ? cr : cr < 0 ? lf : Math.min(lf, cr)
    },
  }
}

/** Stands for string characters in masked text. */
export const STRING_MARK = '\ue001'

/** The text of `[start, end)` with comments blanked and strings replaced by marks, at the same indices from `start`. */
export function maskTokens(text: string, tokens: readonly Token[], start: number, end: number): string {
  const pieces: string[] = []
  let at = start
  for (const token of tokens) {
    if (token.end <= start || token.start >= end) continue
    pieces.push(text.slice(at, token.start))
    pieces.push((token.kind === 'string' ? STRING_MARK : ' ').repeat(token.end - token.start))
    at = token.end
  }
  pieces.push(text.slice(at, end))
  return pieces.join('')
}
