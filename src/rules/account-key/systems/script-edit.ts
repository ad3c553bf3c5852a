import type { Change } from '../sql-edit.js'

/** A script with comments as spaces: every place stays where it is. */
export function withoutComments(text: string): string {
  return text.replace(
    /'(?:\\.|[^'\\\r\n])*'|"(?:\\.|[^"\\\r\n])*"|`(?:\\[\s\S]|[^`\\])*`|\/\*[\s\S]*?\*\/|\/\/[^\r\n]*/g,
    (words) => (words.startsWith('/') ? words.replace(/[^\r\n]/g, ' ') : words),
  )
}

/**
 * Takes an entry out of a table or list with the comma that goes with it; the only entry of a table that is the last argument
 * goes with its braces. `undefined` where it stands in a way of its own.
 */
export function withoutEntry(text: string, start: number, end: number): Change | undefined {
  const alone = /(?:,\s*)?\{\s*$/.exec(text.slice(0, start))
  const closed = /^\s*,?\s*\}/.exec(text.slice(end))
  if (alone && closed) return { start: alone.index, end: end + closed[0].length, text: '' }
  const behind = /^\s*,\s*/.exec(text.slice(end))
  if (behind && !/^[}\]]/.test(text.slice(end + behind[0].length)))
    return { start, end: end + behind[0].length, text: '' }
  if (behind) {
    const gap = /\s*$/.exec(text.slice(0, start))?.[0].length ?? 0
    return { start: start - gap, end: end + behind[0].indexOf(',') + 1, text: '' }
  }
  const before = /\s*,\s*$/.exec(text.slice(0, start))
  return before ? { start: before.index, end, text: '' } : undefined
}

/** Lines of a bracketed list stand below each other, or not. */
interface Layout {
  readonly line: string
  /** Between the bracket and an entry: a line with its indent, or a space. */
  readonly gap: string
}

/** @param span of the brackets, in UTF-16 units */
function layoutOf(text: string, { start, end }: Span, indent: string): Layout {
  const line = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const inside = text.slice(start + 1, end - 1)
  if (!/[\r\n]/.test(inside)) return { line, gap: text[start] === '[' ? '' : ' ' }
  const own = /(?:\r\n|\n|\r)([ \t]*)[^\s]/.exec(inside)?.[1]
  const outer = /(?:^|[\r\n])([ \t]*)[^\r\n]*$/.exec(text.slice(0, start + 1))?.[1] ?? ''
  return { line, gap: `${line}${own ?? outer + indent}` }
}

export interface Span {
  readonly start: number
  readonly end: number
}

/** Puts entries in front of those that a table has. */
export function prepended(text: string, span: Span, entries: readonly string[], indent: string): Change {
  const { gap } = layoutOf(text, span, indent)
  const at = span.start + 1
  // A remark behind the bracket stays there.
  const remark = gap === ' ' ? undefined : /^[ \t]*\/\/[^\r\n]*/.exec(text.slice(at))
  const from = at + (remark?.[0].length ?? 0)
  return { start: from, end: from, text: entries.map((each) => `${gap}${each},`).join('') }
}

/** Puts entries behind those that a table or a list has. */
export function appended(text: string, span: Span, entries: readonly string[], indent: string): Change {
  const { gap, line } = layoutOf(text, span, indent)
  const bare = withoutComments(text.slice(span.start, span.end - 1))
  const last = /\S(?=\s*$)/.exec(bare)
  const at = span.start + (last?.index ?? 0) + 1
  const isEmpty = at === span.start + 1
  const isBroken = gap.startsWith(line)
  const hasComma = last?.[0] === ','
  const list = entries.join(isBroken ? `,${gap}` : ', ')
  if (isEmpty)
    return { start: at, end: at, text: `${gap}${list}${isBroken ? `,${gap.slice(0, -indent.length)}` : gap}` }
  const first = hasComma ? '' : ','
  const tail = hasComma ? ',' : ''
  return { start: at, end: at, text: `${first}${isBroken ? gap : ' '}${list}${tail}` }
}

/**
 * Brings names in beside those that are brought in from a library; `undefined` where they stand there under another name.
 * @param unused names that nothing asks for any more
 */
export function importChange(
  text: string,
  library: string,
  names: readonly string[],
  unused: readonly string[],
): Change[] | undefined {
  const found = new RegExp(`\\bimport\\s*\\{([^}]*)\\}\\s*from\\s*(['"])${library}\\2`).exec(text)
  if (!found) return undefined
  const inside = found[1] as string
  const known = inside.split(',').map((each) => each.trim())
  if (known.some((each) => /\bas\b|^type\b/.test(each) && names.some((name) => each.includes(name))))
    return undefined
  const missing = names.filter((name) => !known.includes(name))
  // Names that stand for something else in the file.
  if (
    missing.some((name) => new RegExp(`\\b(?:class|const|function|import)\\s+\\{?\\s*${name}\\b`).test(text))
  )
    return undefined
  const start = found.index + found[0].indexOf('{') + 1
  const gap = /(?:\r\n|\n|\r)[ \t]*(?=\S)/.exec(inside)?.[0] ?? ' '
  const changes: Change[] = []
  let added = missing
  for (const name of unused) {
    const at = new RegExp(`\\b${name}\\b`).exec(inside)?.index
    if (at === undefined) continue
    const from = start + at
    if (added.length > 0) changes.push({ start: from, end: from + name.length, text: added.join(`,${gap}`) })
    else {
      const before = /,\s*$/.exec(inside.slice(0, at))
      const behind = /^,\s*/.exec(inside.slice(at + name.length))
      if (before) changes.push({ start: start + before.index, end: from + name.length, text: '' })
      else if (behind) changes.push({ start: from, end: from + name.length + behind[0].length, text: '' })
    }
    added = []
  }
  if (added.length === 0) return changes
  const last = /\S(?=\s*$)/.exec(inside)
  if (!last) return undefined
  const at = start + last.index + 1
  const list = added.map((name) => `${gap}${name}`).join(',')
  return [...changes, { start: at, end: at, text: last[0] === ',' ? `${list},` : `,${list}` }]
}
