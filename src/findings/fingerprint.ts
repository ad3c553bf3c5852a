import type { Source } from '../files/source.js'
import type { Span } from '../sites.js'

/** Minified files hold everything on one line: only this many UTF-16 units on either side of a token count. */
const REACH = 200

/** Blank lines and far-away scopes are looked for this many lines up or down. */
const LINES = 400

/**
 * A fingerprint for a finding that stays the same when lines are added, removed or indented elsewhere: a hash of
 * the rule, the scope around the line, and the line with its neighbours, white space normalised.
 * `used` counts the fingerprints that the path has so far: findings alike are numbered and get different ones.
 */
export function fingerprint(rule: string, span: Span, source: Source, used: Map<string, number>): string {
  const context = contextOf(source, span)
  const hash = digest([rule, ...context])
  const before = used.get(hash) ?? 0
  used.set(hash, before + 1)
  return before === 0 ? hash : digest([hash, String(before + 1)])
}

function contextOf(source: Source, span: Span): string[] {
  const { line } = source.point(span.start)
  const own = ownLine(source, span)
  if (own.length >= REACH * 2) return ['', own, '', '']
  return [
    scopeOf(source, line),
    normalise(own),
    neighbour(source, line, -1),
    neighbour(source, line, 1),
    source.text.slice(source.indexAt(span.start), source.indexAt(span.end)),
  ]
}

/** The line of the token, cut to `REACH` on both sides without ever walking a long line. */
function ownLine(source: Source, span: Span): string {
  const from = source.indexAt(span.start)
  const to = source.indexAt(span.end)
  const before = source.text.slice(Math.max(0, from - REACH), from)
  const after = source.text.slice(from, Math.max(to, from) + REACH)
  const start = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1
  const end = after.search(/[\r\n]/)
  return before.slice(start) + (end < 0 ? after : after.slice(0, end))
}

/**
 * The nearest line above with less indentation that holds a word: the function, class or key around. White space is
 * normalised; `''` at the top level.
 * @param line 1-based
 */
export function scopeOf(source: Source, line: number): string {
  const own = indentOf(cut(source, line))
  for (let above = line - 1; above > 0 && line - above <= LINES; above--) {
    const text = cut(source, above)
    if (/\w/.test(text) && indentOf(text) < own) return normalise(text)
  }
  return ''
}

function neighbour(source: Source, line: number, step: 1 | -1): string {
  for (let at = line + step; at > 0 && at <= source.lineCount && Math.abs(at - line) <= LINES; at += step) {
    const text = normalise(cut(source, at))
    if (text) return text
  }
  return ''
}

function cut(source: Source, line: number): string {
  return source.line(line).slice(0, REACH * 2)
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length
}

function normalise(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function digest(parts: readonly string[]): string {
  // Not imported: a clean repository has no finding, and loading it takes a tenth of the start.
  const { hash } = process.getBuiltinModule('node:crypto')
  return hash('sha256', parts.join('\0'), 'hex').slice(0, 16)
}
