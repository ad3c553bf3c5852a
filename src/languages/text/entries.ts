/** Formats of `name = value` lines. */
export type PairDialect = 'env' | 'ini' | 'properties'

/** A name with its value; UTF-16 indices, quotes left out. */
export interface Entry {
  section: readonly string[]
  name: string
  /** Where the name stands. */
  at: readonly [number, number]
  start: number
  end: number
  quote: string
}

export interface Entries {
  entries: Entry[]
  comments: (readonly [number, number])[]
}

const END = String.raw`[ \t]*(?=[\r\n]|$)`
const NAMES: Readonly<Record<PairDialect, RegExp>> = {
  env: /[ \t]*(?:(?:export|set)[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/y,
  // Indented, only `=` separates: `https://…` goes on a value of the line above.
  ini: /(?:([^\s=:#;![][^=:\r\n]*?)[ \t]*(?:=|:(?!\/\/))|[ \t]+([\w.\-[\]/]+)[ \t]*=)[ \t]*/y,
  properties: /[ \t]*((?:\\.|[^\s=:#!\\])(?:\\.|[^\s=:\\])*)(?:[ \t]*[=:][ \t]*|[ \t]+|(?=[\r\n]|$))/y,
}
const COMMENTS: Readonly<Record<PairDialect, RegExp>> = {
  env: /[ \t]*(#[^\r\n]*)/y,
  ini: /[ \t]*([#;][^\r\n]*)/y,
  properties: /[ \t]*([#!][^\r\n]*)/y,
}
const SECTION = new RegExp(String.raw`[ \t]*\[([^\]\r\n]+)\](?:[ \t]*[#;][^\r\n]*)?${END}`, 'y')
const BREAK = /\r\n|\r|\n/y
const BLANK = /[ \t]*(?=[\r\n]|$)/y
/** A name without a value, as some programs of INI files take it. */
const BARE = new RegExp(String.raw`[ \t]*[\w.-]+${END}`, 'y')
const QUOTED: Readonly<Record<string, RegExp>> = {
  '"': /"(?:\\[\s\S]|[^"\\])*"/y,
  "'": /'[^']*'/y,
  '`': /`[^`]*`/y,
}
const BEHIND = /[ \t]*(?:([#;][^\r\n]*))?(?=[\r\n]|$)/y
const PLAIN = /(?:(?![ \t]+[#;])[^\r\n])*/y
const CONTINUED = /(?:\\(?:\r\n|[\s\S])|[^\\\r\n])*/y
const INDENTED = /(?:\r\n|\r|\n)[ \t]+(?![#;\s])[^\r\n]+/y

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** Reads `name = value` lines; `undefined` as soon as a line is none of what the format knows. */
export function readEntries(text: string, dialect: PairDialect): Entries | undefined {
  const found: Entries = { entries: [], comments: [] }
  let section: readonly string[] = []
  let at = 0
  while (at < text.length) {
    const skipped = matchAt(BREAK, text, at)
    if (skipped) {
      at += skipped[0].length
      continue
    }
    const comment = matchAt(COMMENTS[dialect], text, at)
    const head = dialect === 'ini' ? matchAt(SECTION, text, at) : null
    const blank = matchAt(BLANK, text, at)
    if (comment)
      found.comments.push([at + comment[0].length - (comment[1] as string).length, at + comment[0].length])
    if (head) section = (head[1] as string).split('.').map((part) => part.trim().replace(/^["']|["']$/g, ''))
    const whole = comment ?? head ?? blank
    if (whole) {
      at += whole[0].length
      continue
    }
    const next = readEntry(text, at, dialect, section, found)
    if (next === undefined) return undefined
    at = next
  }
  return found
}

function readEntry(
  text: string,
  at: number,
  dialect: PairDialect,
  section: readonly string[],
  found: Entries,
): number | undefined {
  const head = matchAt(NAMES[dialect], text, at)
  if (!head) {
    const bare = dialect === 'ini' ? matchAt(BARE, text, at) : null
    return bare ? at + bare[0].length : undefined
  }
  const name = (head[1] ?? head[2]) as string
  const from = at + head[0].indexOf(name)
  const entry = { section, name, at: [from, from + name.length] as const }
  const start = at + head[0].length
  const value = readValue(text, start, dialect)
  found.entries.push({ ...entry, ...value })
  if (value.comment) found.comments.push(value.comment)
  return value.next
}

interface Value {
  start: number
  end: number
  quote: string
  comment?: readonly [number, number]
  next: number
}

function readValue(text: string, start: number, dialect: PairDialect): Value {
  if (dialect === 'properties') {
    const end = start + (matchAt(CONTINUED, text, start)?.[0].length ?? 0)
    return { start, end, quote: '', next: end }
  }
  return (
    (dialect === 'env' || QUOTED[text[start] ?? ''] ? readQuoted(text, start, dialect) : undefined) ??
    readPlain(text, start, dialect)
  )
}

function readQuoted(text: string, start: number, dialect: PairDialect): Value | undefined {
  const quote = text[start] ?? ''
  const pattern = QUOTED[quote]
  const value = pattern && (dialect === 'env' || quote !== '`') ? matchAt(pattern, text, start) : null
  if (!value || (dialect === 'ini' && /[\r\n]/.test(value[0]))) return undefined
  const end = start + value[0].length
  const behind = matchAt(BEHIND, text, end)
  if (!behind) return undefined
  const next = end + behind[0].length
  const comment = behind[1] === undefined ? undefined : ([next - behind[1].length, next] as const)
  return { start: start + 1, end: end - 1, quote, next, ...(comment && { comment }) }
}

function readPlain(text: string, start: number, dialect: PairDialect): Value {
  const value = matchAt(PLAIN, text, start)?.[0] ?? ''
  let end = start + value.trimEnd().length
  const behind = matchAt(BEHIND, text, end)
  let next = end + (behind?.[0].length ?? 0)
  const comment = behind?.[1] === undefined ? undefined : ([next - behind[1].length, next] as const)
  if (dialect === 'ini' && !comment) {
    for (let more = matchAt(INDENTED, text, next); more; more = matchAt(INDENTED, text, next)) {
      if (matchAt(NAMES.ini, text, next + (/^(?:\r\n|\r|\n)/.exec(more[0])?.[0].length ?? 0))) break
      next += more[0].length
      end = next
    }
  }
  return { start, end, quote: '', next, ...(comment && { comment }) }
}
