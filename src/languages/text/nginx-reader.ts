/** A word of a directive; UTF-16 indices, quotes left out. */
export interface Word {
  text: string
  start: number
  end: number
  quote: string
}

export interface Directive {
  words: readonly Word[]
  /** From its first character to behind its semicolon or brace. */
  start: number
  end: number
  /** Words of the blocks around it, the outermost first. */
  open: readonly (readonly string[])[]
  /** Which block it stands in. */
  block: number
}

export interface NginxFile {
  directives: Directive[]
  comments: (readonly [number, number])[]
}

const SPACE = /\s+/y
const COMMENT = /#[^\r\n]*/y
const QUOTED = /"((?:\\[\s\S]|[^"\\])*)"|'((?:\\[\s\S]|[^'\\])*)'/y
const PLAIN = /(?:\\[\s\S]|\$\{[^}\s]*\}|[^\s;{}"'\\])(?:\\[\s\S]|\$\{[^}\s]*\}|[^\s;{}\\])*/y
const LUA = /_by_lua_block$/

/** Reads nginx's grammar: words that end in `;` or open a block; `undefined` when the text does not follow it. */
export function readNginx(text: string): NginxFile | undefined {
  const file: NginxFile = { directives: [], comments: [] }
  const open: { words: string[]; block: number }[] = []
  let words: Word[] = []
  let blocks = 0
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) at += match[0].length
    return match
  }
  const close = (): void => {
    const [first] = words
    if (first) {
      const start = first.start - first.quote.length
      const around = open.map((each) => each.words)
      file.directives.push({ words, start, end: at, open: around, block: open.at(-1)?.block ?? 0 })
    }
    words = []
  }
  while (at < text.length) {
    if (take(SPACE)) continue
    const comment = take(COMMENT)
    if (comment) {
      file.comments.push([comment.index, at])
      continue
    }
    const char = text[at]
    if (char === ';') {
      at++
      if (words.length === 0) return undefined
      close()
    } else if (char === '{') {
      at++
      const names = words.map((word) => word.text)
      if (names.length === 0) return undefined
      close()
      if (LUA.test(names[0] as string)) {
        const end = endOfBlock(text, at)
        if (end === undefined) return undefined
        at = end
      } else open.push({ words: names, block: ++blocks })
    } else if (char === '}') {
      at++
      if (words.length > 0 || !open.pop()) return undefined
    } else {
      const quoted = take(QUOTED)
      const plain = quoted ? null : take(PLAIN)
      if (quoted) {
        const quote = quoted[0][0] as string
        words.push({ text: quoted[1] ?? quoted[2] ?? '', start: quoted.index + 1, end: at - 1, quote })
      } else if (plain) words.push({ text: plain[0], start: plain.index, end: at, quote: '' })
      else return undefined
    }
  }
  return words.length === 0 && open.length === 0 && file.directives.length > 0 ? file : undefined
}

/** Index behind the brace that closes a block of another language; its strings are taken for balanced. */
function endOfBlock(text: string, from: number): number | undefined {
  let depth = 1
  for (let i = from; i < text.length; i++) {
    if (text[i] === '{') depth++
    else if (text[i] === '}' && --depth === 0) return i + 1
  }
  return undefined
}
