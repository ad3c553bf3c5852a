import { Chalk, type ChalkInstance } from 'chalk'
import type { FixKind, Severity } from '../findings/finding.js'
import type { ReportContext } from './context.js'
import { grouped } from './grouped.js'
import { breakLines, widthOf } from './width.js'

/** Everything that depends on the terminal: colours, symbols, wrapping. */
export interface Style {
  chalk: ChalkInstance
  symbols: typeof UNICODE
  width: number
  severity(severity: Severity): ChalkInstance
  kind(kind: FixKind): ChalkInstance
}

const UNICODE = {
  error: '✖',
  warning: '▲',
  info: '●',
  done: '✔',
  arrow: '→',
  bar: '│',
  line: '─',
  dot: '·',
  more: '…',
  dash: '–',
}

const ASCII: typeof UNICODE = {
  error: 'x',
  warning: '!',
  info: 'i',
  done: 'ok',
  arrow: '->',
  bar: '|',
  line: '-',
  dot: '-',
  more: '...',
  dash: '-',
}

/** Text never runs wider than this, however wide the terminal is. */
const READABLE = 100

export function styleOf(context: Pick<ReportContext, 'color' | 'unicode' | 'width'>): Style {
  const chalk = new Chalk({ level: context.color ? 1 : 0 })
  const severities = { error: chalk.red, warning: chalk.yellow, info: chalk.blue }
  const kinds = { safe: chalk.green, review: chalk.yellow, manual: chalk.magenta }
  return {
    chalk,
    symbols: context.unicode ? UNICODE : ASCII,
    width: Math.max(40, Math.min(context.width, READABLE)),
    severity: (severity) => severities[severity],
    kind: (kind) => kinds[kind],
  }
}

/** Wraps to the style's width; the first line starts with `first`, all others with blanks of the same width. */
export function wrap(style: Style, first: string, text: string): string {
  const indent = widthOf(first)
  const lines = breakLines(text, Math.max(20, style.width - indent))
  return lines.map((line, index) => (index === 0 ? first : ' '.repeat(indent)) + line).join('\n')
}

/** `left` and `right` at the two ends of a line; `undefined` when they do not fit on one. */
export function spread(style: Style, left: string, right: string): string | undefined {
  const gap = style.width - widthOf(left) - widthOf(right)
  return gap >= 2 ? left + ' '.repeat(gap) + right : undefined
}

/** Control characters and those that change the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach the terminal
const UNPRINTABLE = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Text of others on one line of a terminal: what could move the cursor becomes a replacement character. */
export function clean(text: string, unicode = true): string {
  return text.replace(UNPRINTABLE, unicode ? '\ufffd' : '?')
}

/** Text with its `code` in colour; as it is where there is none. */
export function inline(text: string, { chalk }: Style): string {
  if (chalk.level === 0) return text
  return text.replace(/`([^`]+)`/g, (_, code: string) => chalk.cyan(code))
}

/** `1 file`, `2,000 files`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}
