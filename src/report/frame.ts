import type { Source } from '../files/source.js'
import { excerpt } from '../findings/excerpt.js'
import type { Finding, Location } from '../findings/finding.js'
import { mask, maskKeeping } from '../findings/mask.js'
import { clean, type Style } from './style.js'
import { widthOf } from './width.js'

/** Lines of context above and below a token. */
const CONTEXT = 1

/** A longer line (in UTF-16 units) is shown around its first token only. */
const LONG = 1000

interface Row {
  line: number
  text: string
  /** Marked parts, UTF-16 indexes in `text`. */
  marks: { start: number; end: number }[]
}

/** Findings that are close enough together to share one frame. `found` is sorted by place. */
export function clusters(found: readonly Finding[]): Finding[][] {
  const result: Finding[][] = []
  for (const finding of found) {
    const last = result.at(-1)?.at(-1)
    if (last && finding.start.line - last.start.line <= 2 * CONTEXT + 1) result.at(-1)?.push(finding)
    else result.push([finding])
  }
  return result
}

/**
 * A code frame of tokens that stand close together: line numbers, one line of context, tokens underlined.
 * Secrets are masked, tabs expanded, long lines cut to the width. No source gives the excerpts alone.
 */
export function frame(found: readonly Finding[], source: Source | undefined, style: Style): string[] {
  const rows = source ? rowsOf(found, source) : found.map((finding) => excerptRow(finding))
  const digits = String(rows.at(-1)?.line ?? 0).length
  const gutter = (label: string) => style.chalk.dim(`    ${label.padStart(digits)} ${style.symbols.bar} `)
  const room = style.width - (digits + 7)
  const paint = style.severity(found[0]?.severity ?? 'info')
  const shown = dedent(rows)
  return shown.flatMap((row) => {
    const { text, marks } = fit(row, room, style)
    if (marks.length === 0) return [gutter(String(row.line)) + style.chalk.dim(text)]
    return [gutter(String(row.line)) + text, gutter('') + paint(underline(text, marks))].map((line) =>
      line.trimEnd(),
    )
  })
}

function rowsOf(found: readonly Finding[], source: Source): Row[] {
  const marked = new Map<number, Location[]>()
  for (const finding of found) {
    const same = marked.get(finding.start.line)
    if (same) same.push(finding)
    else marked.set(finding.start.line, [finding])
  }
  const lines = [...marked.keys()]
  const from = Math.max(1, Math.min(...lines) - CONTEXT)
  const to = Math.min(source.lineCount, Math.max(...lines) + CONTEXT)
  const rows: Row[] = []
  for (let line = from; line <= to; line++) rows.push(rowOf(source, line, marked.get(line) ?? []))
  while (rows[0] && isEmpty(rows[0])) rows.shift()
  while (rows.at(-1) && isEmpty(rows.at(-1) as Row)) rows.pop()
  return rows
}

function rowOf(source: Source, line: number, marked: readonly Location[]): Row {
  const [first] = marked
  const text = source.line(line)
  if (!first) return { line, text: mask(text.slice(0, LONG)), marks: [] }
  if (text.length > LONG) {
    const start = source.indexAt(first.start.offset)
    const end = first.end.line === line ? source.indexAt(first.end.offset) : start + 1
    const cut = excerpt(source.text, start, end, LONG / 4)
    return { line, text: cut.text, marks: [{ start: cut.start, end: cut.end }] }
  }
  const marks = marked.map(({ start, end }) => ({
    start: start.column - 1,
    end: end.line === line ? end.column - 1 : text.length,
  }))
  const masked = maskKeeping(text, marks)
  return {
    line,
    text: masked.text,
    marks: marks.map(({ start, end }) => ({ start: masked.at(start), end: masked.at(end) })),
  }
}

function excerptRow({ start, excerpt: text }: Finding): Row {
  return { line: start.line, text, marks: [] }
}

function isEmpty(row: Row): boolean {
  return row.marks.length === 0 && row.text.trim() === ''
}

/** Takes away the indentation that all rows share. */
function dedent(rows: readonly Row[]): Row[] {
  const expanded = rows.map(expandTabs)
  const used = expanded.filter(({ text }) => text.trim() !== '')
  const shared = Math.min(...used.map(({ text }) => text.length - text.trimStart().length))
  return expanded.map(({ line, text, marks }) => ({
    line,
    text: text.slice(shared),
    marks: marks.map(({ start, end }) => ({
      start: Math.max(0, start - shared),
      end: Math.max(0, end - shared),
    })),
  }))
}

function expandTabs({ line, text, marks }: Row): Row {
  const tabs = (index: number) => text.slice(0, index).split('\t').length - 1
  return {
    line,
    text: text.replaceAll('\t', '  '),
    marks: marks.map(({ start, end }) => ({ start: start + tabs(start), end: end + tabs(end) })),
  }
}

/** Cuts a row to `room` columns so that its first mark stays in sight. */
function fit({ text, marks }: Row, room: number, style: Style): Omit<Row, 'line'> {
  const safe = clean(text, style.symbols.bar !== '|')
  if (widthOf(safe) <= room) return { text: safe, marks }
  const { more } = style.symbols
  const [mark] = marks
  let from = 0
  if (mark && widthOf(safe.slice(0, mark.end)) > room - more.length) {
    const token = widthOf(safe.slice(mark.start, mark.end))
    const lead = Math.max(4, Math.floor((room - token) / 3))
    from = mark.start
    while (from > 0 && widthOf(safe.slice(from - 1, mark.start)) <= lead) from--
    // Where the rest of the line leaves room, more of its beginning is shown.
    while (from > 0 && widthOf(more + safe.slice(from - 1)) <= room) from--
    if (isLowSurrogate(safe, from)) from++
  }
  const head = from > 0 ? more : ''
  let to = Math.min(safe.length, from + room)
  while (to > from && widthOf(head + safe.slice(from, to) + more) > room) to--
  if (isLowSurrogate(safe, to)) to--
  const tail = to < safe.length ? more : ''
  const place = (index: number) => Math.min(Math.max(index, from), to) - from + head.length
  return {
    text: head + safe.slice(from, to) + tail,
    marks: marks
      .map(({ start, end }) => ({ start: place(start), end: place(end) }))
      .filter(({ start, end }) => end > start),
  }
}

function isLowSurrogate(text: string, index: number): boolean {
  const code = text.charCodeAt(index)
  return code >= 0xdc00 && code < 0xe000
}

/** `^^^^` under each mark, as wide as the characters above are on a terminal. */
function underline(text: string, marks: Row['marks']): string {
  let out = ''
  let width = 0
  for (const { start, end } of [...marks].sort((a, b) => a.start - b.start)) {
    const column = widthOf(text.slice(0, start))
    if (column < width) continue
    const marked = Math.max(1, widthOf(text.slice(start, end)))
    out += ' '.repeat(column - width) + '^'.repeat(marked)
    width = column + marked
  }
  return out
}
