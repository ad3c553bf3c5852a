import type { Source } from '../../../files/source.js'
import type { TableSite } from '../../../storage.js'
import type { Change } from '../sql-edit.js'

/** The text of a class that declares a table; places are UTF-16 offsets in the file. */
export interface PythonClass {
  /** What stands in the brackets behind its name. */
  bases: string
  /** Start of the line above which new attributes belong, with the comments that speak of the first one. */
  first: number
  /** End of the line of the last column. */
  last: number
  indent: string
  /** End of line, and the quotes that the file prefers. */
  line: string
  quote: '"' | "'"
  /** The class `Meta` inside, if there is one. */
  meta?: { start: number; body: number; end: number; text: string; bases: string }
}

/** The class of a table; `undefined` where it is written in another way than line by line. */
export function pythonClass({ text, indexAt }: Source, table: TableSite): PythonClass | undefined {
  const [first] = table.columns
  const last = table.columns.at(-1)
  if (!first || !last) return undefined
  const [start, end] = [indexAt(table.whole.start), indexAt(table.whole.end)]
  const bases = /^class\s+\w+\s*\(([^()]*)\)\s*:/.exec(text.slice(start, end))?.[1]
  const at = lineStart(text, indexAt(first.span.start))
  const indent = /^[ \t]*/.exec(text.slice(at))?.[0] ?? ''
  if (bases === undefined || indent === '' || at + indent.length !== indexAt(first.span.start))
    return undefined
  const line = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const count = (quote: string) => text.split(quote).length
  const meta = metaIn(text, start, end, indent)
  return {
    bases: bases.trim(),
    first: aboveComments(text, at, indent),
    last: lineEnd(text, indexAt(last.whole.end)),
    indent,
    line,
    quote: count('"') >= count("'") ? '"' : "'",
    ...(meta && { meta }),
  }
}

function metaIn(text: string, start: number, end: number, indent: string): PythonClass['meta'] {
  const head = new RegExp(`^${indent}class[ \\t]+Meta[ \\t]*(?:\\(([^()\\n]*)\\))?[ \\t]*:[^\\r\\n]*`, 'm')
  const found = head.exec(text.slice(start, end))
  if (!found) return undefined
  const at = start + found.index
  const body = after(text, at + found[0].length)
  const inside = new RegExp(`(?:(?:${indent}[ \\t]+[^\\r\\n]*|[ \\t]*)(?:\\r\\n|\\n|\\r|$))*`, 'y')
  inside.lastIndex = body
  const own = (inside.exec(text)?.[0] ?? '').slice(0, Math.max(0, end - body))
  return { start: at, body, end: body + own.length, text: own, bases: (found[1] ?? '').trim() }
}

/** An entry at the head of a list that a name holds, in the form that the list has; `undefined` where it is no plain list. */
export function entryOf(
  text: string,
  within: { body: number; end: number },
  name: string,
  entry: string,
  { indent, line }: Pick<PythonClass, 'indent' | 'line'>,
): Change | undefined {
  const head = new RegExp(`^([ \\t]*)${name}\\s*=\\s*([[(])`, 'm').exec(text.slice(within.body, within.end))
  if (!head) return undefined
  const at = within.body + head.index + head[0].length
  const rest = text.slice(at, within.end)
  const isTuple = head[2] === '('
  if (/^[ \t]*(?:#[^\r\n]*)?[\r\n]/.test(rest))
    return { start: at, end: at, text: `${line}${head[1]}${indent}${entry},` }
  if (/^\s*[\])]/.test(rest)) return { start: at, end: at, text: isTuple ? `${entry},` : entry }
  return { start: at, end: at, text: `${entry}, ` }
}

/** Takes an argument out of a call, with its comma, and with its line where it has one of its own. */
export function withoutArgument(text: string, start: number, end: number): Change {
  const behind = /^[ \t]*,[ \t]*/.exec(text.slice(end))
  const line = lineStart(text, start)
  const isAlone = /^[ \t]*$/.test(text.slice(line, start))
  if (behind && isAlone && /^[\r\n]/.test(text.slice(end + behind[0].length)))
    return { start: line, end: after(text, end + behind[0].length), text: '' }
  if (behind) return { start, end: end + behind[0].length, text: '' }
  const before = /,\s*$/.exec(text.slice(0, start))
  return { start: before ? before.index : start, end, text: '' }
}

/**
 * Puts an argument behind the others of a call.
 * @param end behind the closing bracket
 */
export function withArgument(text: string, end: number, argument: string): Change {
  const at = text.slice(0, end - 1).trimEnd().length
  const before = text[at - 1]
  return {
    start: at,
    end: at,
    text: before === '(' ? argument : before === ',' ? ` ${argument},` : `, ${argument}`,
  }
}

/** Changes that put something in at one place are one change, in their order. */
export function joinedAt(changes: readonly Change[]): Change[] {
  const list: Change[] = []
  for (const change of changes) {
    const other = list.find(({ start, end }) => start === end && start === change.start && end === change.end)
    if (other) other.text += change.text
    else list.push({ ...change })
  }
  return list
}

export function linesOf(lines: readonly string[], indent: string, line: string): string {
  return lines.map((each) => `${indent}${each}${line}`).join('')
}

/** Comments right above a line speak of it: what is put in goes above them. */
function aboveComments(text: string, at: number, indent: string): number {
  let start = at
  while (start > 0) {
    const above = lineStart(text, start - (text.slice(start - 2, start) === '\r\n' ? 2 : 1))
    if (!text.slice(above, start).startsWith(`${indent}#`)) return start
    start = above
  }
  return start
}

function lineStart(text: string, at: number): number {
  return Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1
}

function lineEnd(text: string, at: number): number {
  const end = /[\r\n]/.exec(text.slice(at))
  return end ? at + end.index : text.length
}

/** Behind the end of the line. */
function after(text: string, at: number): number {
  const end = lineEnd(text, at)
  return end + (/^(?:\r\n|\n|\r)/.exec(text.slice(end))?.[0].length ?? 0)
}

/**
 * What puts names into the import of a module where they are missing: `from sqlalchemy import …`, in one line or in brackets.
 * `undefined` where there is no such statement, or something in it is renamed.
 */
export function withImported(
  text: string,
  module: string,
  names: readonly string[],
  line: string,
): Change[] | undefined {
  const wanted = [...new Set(names)].filter(
    (name) =>
      !new RegExp(`^from\\s[^\\n]*\\bimport\\b(?:[^(\\n]*|\\s*\\([^)]*)\\b${name}\\b`, 'm').test(text),
  )
  if (wanted.length === 0) return []
  const head = `^from[ \\t]+${module}[ \\t]+import[ \\t]*`
  const found = new RegExp(`${head}(?:\\(([^()]*)\\)|([^()\\\\#\\r\\n]*)$)`, 'm').exec(text)
  const written = found?.[1] ?? found?.[2]
  const listed = written?.replace(/#[^\r\n]*/g, (comment) => ' '.repeat(comment.length))
  if (!found || written === undefined || listed === undefined || /\bas\b|\*/.test(listed)) return undefined
  const start = found.index + found[0].lastIndexOf(written)
  return wanted.map((name) => {
    // Before the first name that stands behind it in the alphabet.
    const behind = [...listed.matchAll(/\w+/g)].find(([each]) => each.toLowerCase() > name.toLowerCase())
    if (behind) {
      const at = start + behind.index
      const isAlone = /[\r\n][ \t]*$/.test(text.slice(start - 1, at))
      const indent = /[ \t]*$/.exec(text.slice(0, at))?.[0] ?? ''
      return { start: at, end: at, text: isAlone ? `${name},${line}${indent}` : `${name}, ` }
    }
    const last = /\w(?=\W*$)/.exec(listed)
    const at = start + (last ? last.index + 1 : 0)
    const own = /(?:^|[\r\n])([ \t]+)\w+$/.exec(text.slice(0, at))?.[1]
    return { start: at, end: at, text: own === undefined ? `, ${name}` : `,${line}${own}${name}` }
  })
}
