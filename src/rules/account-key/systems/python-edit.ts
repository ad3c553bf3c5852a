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
