import type { Grammar } from '../grammar/runtime.js'

/** What is skipped or told apart on the way through a file: comments, strings, characters, macros and brackets. */
const TOKEN =
  /\/\/[^\n]*|\/\*|\b[bc]?r(#*)"|"(?:[^"\\]|\\[\s\S])*"|'(?:\\(?:u\{[^}']*\}|x[\da-fA-F]{2}|[\s\S])|[^\\'\n])'|([A-Za-z_]\w*)!(\s*)([([{])|[()[\]{}]/g

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** Macros that are a list of what stands in them. */
const LISTS = /^(?:vec|smallvec|arrayvec|hashset|btreeset|indexset|set|array)$/
/** Macros around declarations. */
const AROUND_ITEMS = /^(?:lazy_static|thread_local)$/

interface Macro {
  name: string
  /** Of its name. */
  start: number
  open: number
  close: number
}

/**
 * The tree of a file. What a macro is given is a row of tokens to the grammar: where it reads as arguments, it is written as a
 * call of the same length (`format!(…)` as `format (…)`), a list macro as a list, the condition of `matches!` with `&&`.
 */
export function parseWithMacros(text: string, grammar: Grammar): ReturnType<Grammar['parse']> {
  const macros = macrosIn(text)
  if (macros.length === 0) return grammar.parse(text)
  const whole = grammar.parse(written(text, macros))
  if (whole.error === undefined) return whole
  const fine = macros.filter((macro) => isCall(text, macro, macros, grammar))
  const some = grammar.parse(written(text, fine))
  return some.error === undefined ? some : grammar.parse(text)
}

/** Whether what a macro is given reads as arguments, with those of macros in it. */
function isCall(text: string, macro: Macro, all: readonly Macro[], grammar: Grammar): boolean {
  const inside = all.filter((each) => each.open > macro.open && each.close < macro.close)
  const isAlone = (macros: readonly Macro[]) => {
    const call = written(text, [...macros, macro]).slice(macro.start, macro.close + 1)
    const code = AROUND_ITEMS.test(macro.name) ? call : `fn a() { b(${call}); }`
    return grammar.parse(code).error === undefined
  }
  return isAlone(inside) || (inside.length > 0 && isAlone([]))
}

function macrosIn(text: string): Macro[] {
  const found: Macro[] = []
  const open: { sign: string; macro?: Macro }[] = []
  TOKEN.lastIndex = 0
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const [token, hashes, name, , sign] = match
    if (token === '/*') TOKEN.lastIndex = commentEnd(text, TOKEN.lastIndex)
    else if (hashes !== undefined) {
      const end = text.indexOf(`"${hashes}`, TOKEN.lastIndex)
      if (end < 0) return found
      TOKEN.lastIndex = end + hashes.length + 1
    } else if (name !== undefined && sign !== undefined) {
      const at = match.index + token.length - 1
      const isTaken = isConverted(name, sign)
      const macro = { name, start: match.index, open: at, close: -1 }
      open.push({ sign: CLOSING[sign] as string, ...(isTaken && { macro }) })
    } else if (CLOSING[token]) open.push({ sign: CLOSING[token] })
    else if (token.length === 1 && ')]}'.includes(token)) {
      const last = open.pop()
      if (last?.sign !== token) return found
      if (last.macro) found.push({ ...last.macro, close: match.index })
    }
  }
  return found
}

/** Comments nest. */
function commentEnd(text: string, from: number): number {
  const sign = /\/\*|\*\//g
  sign.lastIndex = from
  for (let depth = 1, match = sign.exec(text); match; match = sign.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1
    if (depth === 0) return sign.lastIndex
  }
  return text.length
}

function isConverted(name: string, sign: string): boolean {
  if (AROUND_ITEMS.test(name)) return sign === '{'
  return LISTS.test(name) || sign !== '{'
}

/** The text with macros as calls, lists and plain declarations; of the same length. */
function written(text: string, macros: readonly Macro[]): string {
  const signs = text.split('')
  const blank = (from: number, to: number) => {
    for (let i = from; i < to; i++) if (signs[i] !== '\n' && signs[i] !== '\r') signs[i] = ' '
  }
  for (const { name, start, open, close } of macros) {
    if (AROUND_ITEMS.test(name)) {
      blank(start, open + 1)
      blank(close, close + 1)
      const inside = /^(\s*(?:pub(?:\([^)]*\))?\s+)?static\s+)(ref\b)/gm
      for (const match of text.slice(open + 1, close).matchAll(inside)) {
        const at = open + 1 + match.index + (match[1] as string).length
        blank(at, at + 3)
      }
    } else if (LISTS.test(name)) {
      blank(start, open)
      signs[open] = '['
      signs[close] = ']'
    } else {
      const guard = name === 'matches' ? guardIn(text.slice(open + 1, close)) : -1
      if (guard >= 0) signs.fill('&', open + 1 + guard, open + 3 + guard)
      blank(start + name.length, open)
      signs[open] = '('
      signs[close] = ')'
    }
  }
  return signs.join('')
}

/** `matches!(host, "a" | "b" if secure)`: where the condition begins. */
function guardIn(args: string): number {
  return args.replace(/"(?:[^"\\]|\\[\s\S])*"/g, ({ length }) => '"'.repeat(length)).search(/(?<=\s)if(?=\s)/)
}
