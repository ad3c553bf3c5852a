/** A string of a TOML file; UTF-16 indices, quotes left out. */
export interface TomlString {
  path: readonly string[]
  start: number
  end: number
  /** The delimiter as written. */
  quote: string
  /** The array that it is an item of. */
  list?: TomlList
}

/** An array with the ranges of its items, quotes included. */
export interface TomlList {
  path: readonly string[]
  items: { start: number; end: number; text?: string }[]
}

export interface TomlText {
  strings: TomlString[]
  keys: { path: readonly string[]; start: number; end: number }[]
  comments: [number, number][]
}

const SPACE = /(?:[ \t\r\n,])+/y
const COMMENT = /#[^\r\n]*/y
const HEAD = /\[{1,2}[ \t]*([^\]\r\n]+?)[ \t]*\]{1,2}/y
const KEY =
  /((?:"(?:\\.|[^"\\])*"|'[^']*'|[\w-]+)(?:[ \t]*\.[ \t]*(?:"(?:\\.|[^"\\])*"|'[^']*'|[\w-]+))*)[ \t]*=[ \t]*/y
const STRING =
  /"""(?:\\[\s\S]|"{0,2}(?!")|[^"\\])*?"""(?:"{0,2}(?!"))|'''[\s\S]*?'''(?!')|"(?:\\.|[^"\\\r\n])*"|'[^'\r\n]*'/y
const OTHER = /[^\s,\]}#"'[{][^\r\n,\]}#]*/y

/** Where every key, string and comment of a valid TOML file stands; `undefined` when it is written in a way unknown here. */
export function readToml(text: string): TomlText | undefined {
  const read: TomlText = { strings: [], keys: [], comments: [] }
  const reader = new Reader(text, read)
  let section: readonly string[] = []
  while (!reader.isAtEnd()) {
    if (reader.skip()) continue
    const head = reader.take(HEAD)
    if (head) {
      section = namesOf(head[1] as string)
      continue
    }
    if (!reader.pair(section)) return undefined
  }
  return read
}

function namesOf(written: string): string[] {
  const names = written.match(/"(?:\\.|[^"\\])*"|'[^']*'|[\w-]+/g) ?? []
  return names.map((name) => name.replace(/^["']|["']$/g, ''))
}

class Reader {
  private at = 0
  constructor(
    private readonly text: string,
    private readonly read: TomlText,
  ) {}

  isAtEnd(): boolean {
    return this.at >= this.text.length
  }

  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.text)
    if (match) this.at += match[0].length
    return match
  }

  /** White space, separators and comments. */
  skip(): boolean {
    if (this.take(SPACE)) return true
    const comment = this.take(COMMENT)
    if (comment) this.read.comments.push([comment.index, this.at])
    return comment !== null
  }

  pair(around: readonly string[]): boolean {
    const key = this.take(KEY)
    if (!key) return false
    const path = [...around, ...namesOf(key[1] as string)]
    this.read.keys.push({ path, start: key.index, end: key.index + (key[1] as string).length })
    return this.value(path)
  }

  private value(path: readonly string[], list?: TomlList): boolean {
    const start = this.at
    if (this.text[start] === '[') return this.array(path, list)
    if (this.text[start] === '{') return this.table(path, list)
    const string = this.take(STRING)
    if (!string) {
      const other = this.take(OTHER)
      list?.items.push({ start, end: start + (other?.[0].trimEnd().length ?? 0) })
      return other !== null
    }
    const quote = /^"""|^'''|^["']/.exec(string[0])?.[0] as string
    const inner = { start: start + quote.length, end: this.at - quote.length }
    list?.items.push({ start, end: this.at, text: this.text.slice(inner.start, inner.end) })
    this.read.strings.push({ path, ...inner, quote, ...(list && { list }) })
    return true
  }

  private array(path: readonly string[], around?: TomlList): boolean {
    const start = this.at++
    const list: TomlList = { path, items: [] }
    while (!this.isAtEnd()) {
      if (this.skip()) continue
      if (this.text[this.at] === ']') {
        this.at++
        around?.items.push({ start, end: this.at })
        return true
      }
      if (!this.value(path, list)) return false
    }
    return false
  }

  private table(path: readonly string[], around?: TomlList): boolean {
    const start = this.at++
    while (!this.isAtEnd()) {
      if (this.skip()) continue
      if (this.text[this.at] === '}') {
        this.at++
        around?.items.push({ start, end: this.at })
        return true
      }
      if (!this.pair(path)) return false
    }
    return false
  }
}
