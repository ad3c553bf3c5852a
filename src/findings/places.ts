import type { Source } from '../files/source.js'
import type { Location } from './finding.js'

/** A piece of a text: where it begins (UTF-16) and what it is. */
export interface Match {
  index: number
  0: string
}

/** Whether a place stands behind `//`, `#`, `--` or in a line of a block comment. */
export function isCommented(text: string, at: number): boolean {
  // Only up to the line feed: files without a lone CR would be searched to their beginning.
  const before = text.slice(text.lastIndexOf('\n', at) + 1, at)
  const line = before.slice(before.lastIndexOf('\r') + 1)
  return /^\s*(\/\/|#|\*|\/\*|<!--|--)/.test(line) || /\s\/\/\s/.test(line)
}

/** The first match of a pattern that holds. */
export function firstMatch(
  text: string,
  pattern: RegExp,
  holds: (text: string, match: RegExpExecArray) => boolean,
): RegExpExecArray | undefined {
  const all = new RegExp(pattern, 'gi')
  for (let match = all.exec(text); match; match = all.exec(text)) if (holds(text, match)) return match
  return undefined
}

/** Where a piece stands in its file. */
export function placeOf(source: Source, match: Match): Location {
  return placeAt(source, source.byteAt(match.index), source.byteAt(match.index + match[0].length))
}

/** The place of a span of bytes. */
export function placeAt(source: Source, start: number, end: number): Location {
  return { path: source.path, start: source.point(start), end: source.point(end) }
}

/** The beginning of a file, where the file itself is the evidence. */
export function startOf(path: string): Location {
  const point = { line: 1, column: 1, offset: 0 }
  return { path, start: point, end: point }
}
