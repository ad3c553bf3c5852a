import type { SqlToken } from './tokens.js'

/** A name with where it stands. */
export interface Named {
  name: string
  start: number
  end: number
}

/** Reads the tokens of one statement, or of a part of it, from left to right. */
export class Cursor {
  at = 0
  constructor(readonly tokens: readonly SqlToken[]) {}

  get done(): boolean {
    return this.at >= this.tokens.length
  }

  peek(ahead = 0): SqlToken | undefined {
    return this.tokens[this.at + ahead]
  }

  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token?.kind === 'word' && token.text === word
  }

  isSign(sign: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token?.kind === 'sign' && token.text === sign
  }

  /** Takes these words if all of them come next. */
  take(...words: string[]): boolean {
    if (!words.every((word, i) => this.isWord(word, i))) return false
    this.at += words.length
    return true
  }

  takeSign(sign: string): boolean {
    if (!this.isSign(sign)) return false
    this.at++
    return true
  }

  /** A name, of which schema and database in front are left out. */
  name(): Named | undefined {
    let token = this.peek()
    if (token?.kind !== 'word' && token?.kind !== 'name') return undefined
    this.at++
    while (this.isSign('.')) {
      const next = this.peek(1)
      if (next?.kind !== 'word' && next?.kind !== 'name') break
      this.at += 2
      token = next
    }
    return named(token)
  }

  /** The tokens between the bracket that comes next and its counterpart; `undefined` when none comes. */
  group(): SqlToken[] | undefined {
    if (!this.isSign('(')) return undefined
    const from = this.at + 1
    let depth = 0
    for (; !this.done; this.at++) {
      if (this.isSign('(')) depth++
      else if (this.isSign(')') && --depth === 0) {
        const inside = this.tokens.slice(from, this.at)
        this.at++
        return inside
      }
    }
    return this.tokens.slice(from)
  }
}

/** A name as databases store it when nobody quotes it: comparisons fold case anyway. */
export function named({ kind, text, start, end }: SqlToken, written?: string): Named {
  return kind === 'name'
    ? { name: text, start: start + 1, end: end - 1 }
    : { name: written ?? text.toLowerCase(), start, end }
}

/** Parts of a list, cut at the commas of its own level. */
export function listed(tokens: readonly SqlToken[]): SqlToken[][] {
  const parts: SqlToken[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.kind === 'sign' && token.text === '(') depth++
    if (token.kind === 'sign' && token.text === ')') depth--
    if (token.kind === 'sign' && token.text === ',' && depth === 0) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts.filter((part) => part.length > 0)
}

/** Names of columns in a list of a key: of an expression, those that it is made of. */
export function columnsOf(tokens: readonly SqlToken[]): string[] {
  return listed(tokens).flatMap((part) => {
    const [first, second] = part
    if (!first) return []
    // `lower(subdomain)`, `(lower(a))`, `name(100)`: a length in brackets belongs to a column, anything else is a call.
    const isCall =
      first.kind === 'word' && second?.kind === 'sign' && second.text === '(' && part[2]?.kind !== 'value'
    if (!isCall && (first.kind === 'word' || first.kind === 'name')) return [named(first).name]
    return part
      .filter(
        (token, i) =>
          (token.kind === 'word' || token.kind === 'name') &&
          part[i + 1]?.text !== '(' &&
          !/^(?:ASC|DESC|NULLS|FIRST|LAST|COLLATE|TEXT|VARCHAR)$/.test(token.text),
      )
      .map((token) => named(token).name)
  })
}
