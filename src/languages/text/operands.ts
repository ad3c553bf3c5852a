import type { Lexicon } from './lexicon.js'
import { STRING_MARK } from './tokens.js'

/** How far an operand, an argument list or a statement is followed. */
const LIMIT = 2000

const OPEN = '([{'
const CLOSE = ')]}'

/** What a character does to the depth of brackets: 1 opens, -1 closes. A table, because whole lists are walked. */
const DEPTH = new Int8Array(128)
for (const char of OPEN) DEPTH[char.charCodeAt(0)] = 1
for (const char of CLOSE) DEPTH[char.charCodeAt(0)] = -1

function depthAt(text: string, index: number): number {
  return DEPTH[text.charCodeAt(index)] ?? 0
}

const COMMA = 44
const SEMICOLON = 59

/** Index after the operand that starts at `at` of masked text: up to the next operator of lower rank. */
export function operandEnd(masked: string, at: number, lexicon: Lexicon): number {
  let depth = 0
  let i = at
  for (; i < masked.length && i - at < LIMIT; i++) {
    const char = masked[i] as string
    if (OPEN.includes(char)) depth++
    else if (CLOSE.includes(char)) {
      if (depth === 0) break
      depth--
    } else if (depth === 0 && isStop(masked, i, lexicon)) break
  }
  while (i > at && /\s/.test(masked[i - 1] as string)) i--
  return i
}

/** Index where the operand that ends at `end` starts. */
export function operandStart(masked: string, end: number, lexicon: Lexicon): number {
  let depth = 0
  let i = end
  for (; i > 0 && end - i < LIMIT; i--) {
    const char = masked[i - 1] as string
    if (CLOSE.includes(char)) depth++
    else if (OPEN.includes(char)) {
      if (depth === 0) break
      depth--
    } else if (depth === 0 && isStop(masked, i - 1, lexicon)) break
  }
  const keyword =
    /^(?:.*\b(?:return|echo|print|yield|case|when|throw|new|else|and|or|in|if|unless|elsif|elif|while|not)\b)?\s*/.exec(
      masked.slice(i, end),
    )
  return i + (keyword?.[0].length ?? 0)
}

function isStop(masked: string, i: number, lexicon: Lexicon): boolean {
  const char = masked[i] as string
  if (char === STRING_MARK || ',;?=<&|!'.includes(char)) return true
  if (char === '>') return masked[i - 1] !== '-' && masked[i - 1] !== '?'
  if (char === ':') return masked[i - 1] !== ':' && masked[i + 1] !== ':'
  if (char === '\n' || char === '\r') return lexicon.lineEnds
  if (lexicon.join === '\\+') return char === '+'
  return lexicon.language === 'php' && char === '.'
}

/** The bracket that encloses index `at` of masked text, with the number of commas in between. */
export function enclosing(
  masked: string,
  at: number,
): { open: number; char: string; commas: number } | undefined {
  let depth = 0
  let commas = 0
  const limit = Math.max(0, at - LIMIT)
  for (let i = at - 1; i >= limit; i--) {
    const step = depthAt(masked, i)
    if (step < 0) depth++
    else if (step > 0) {
      if (depth === 0) return { open: i, char: masked[i] as string, commas }
      depth--
    } else if (depth === 0) {
      const code = masked.charCodeAt(i)
      if (code === COMMA) commas++
      else if (code === SEMICOLON) return undefined
    }
  }
  return undefined
}

/** Index of the bracket that closes the one at `open`; -1 when it is too far away or missing. */
export function closing(masked: string, open: number): number {
  let depth = 0
  const limit = Math.min(masked.length, open + 3 * LIMIT)
  for (let i = open; i < limit; i++) {
    depth += depthAt(masked, i)
    if (depth === 0) return i
  }
  return -1
}

/** UTF-16 ranges of the comma-separated items between `from` and `to` of masked text, white space cut off. */
export function itemsBetween(masked: string, from: number, to: number): [number, number][] {
  const items: [number, number][] = []
  let depth = 0
  let start = from
  const add = (end: number): void => {
    let first = start
    let last = end
    while (first < last && /\s/.test(masked[first] as string)) first++
    while (last > first && /\s/.test(masked[last - 1] as string)) last--
    if (last > first) items.push([first, last])
  }
  for (let i = from; i < to; i++) {
    depth += depthAt(masked, i)
    if (depth === 0 && masked.charCodeAt(i) === COMMA) {
      add(i)
      start = i + 1
    }
  }
  add(to)
  return items
}
