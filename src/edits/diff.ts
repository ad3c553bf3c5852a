import { Chalk } from 'chalk'
import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatch, structuredPatch } from 'diff'
import { detectEncoding, type Encoding } from '../files/source.js'

/** A file before and after; `undefined` for one that is created. */
export interface DiffFile {
  /** POSIX, relative to the working folder. */
  path: string
  before: Buffer | undefined
  after: Buffer
}

/** Changed lines up to which the shortest difference is looked for. */
const MAX_CHANGES = 5000
const CONTEXT = 3

/**
 * A unified diff as `git apply` takes it, in the working folder that the paths are relative to: without git's own
 * `diff --git` lines, which would make them relative to the top of the repository. It goes out as bytes: every
 * line is in the encoding of its own file, names are quoted as git quotes them.
 */
export function diffBytes(files: readonly DiffFile[]): Buffer {
  // One character a byte: the patch then holds the very bytes of the files.
  return Buffer.concat(
    files.map((file) => Buffer.from(formatPatch(patchOf(file), FILE_HEADERS_ONLY), 'latin1')),
  )
}

/** The same diff for reading: decoded, and coloured when the terminal has colours. */
export function diffText(files: readonly DiffFile[], color: boolean): string {
  return files.map((file) => readable(file, color)).join('')
}

function readable(file: DiffFile, color: boolean): string {
  const decode = decoder(file)
  const chalk = new Chalk({ level: color ? 1 : 0 })
  const lines = unified(file).split('\n')
  const body = lines.findIndex((line) => line.startsWith('@@'))
  return lines
    .map((line, i) => {
      if (i < body || line === '') return chalk.bold(line)
      if (line.startsWith('@@')) return chalk.cyan(line)
      const text = line[0] + decode(line.slice(1)).replace(/\r$/, '')
      return line[0] === '+' ? chalk.green(text) : line[0] === '-' ? chalk.red(text) : text
    })
    .join('\n')
}

/** Turns a line of one-character bytes into text; the line ends of UTF-16 lie between two bytes. */
function decoder({ before, after }: DiffFile): (line: string) => string {
  const encoding: Encoding = detectEncoding(before ?? after).encoding
  const text = new TextDecoder(encoding)
  if (!encoding.startsWith('utf-16')) return (line) => text.decode(Buffer.from(line, 'latin1'))
  return (line) => line.replaceAll('\0', '').replace(/^\u00ff\u00fe|^\u00fe\u00ff/, '')
}

/** The patch of one file; nothing when there is no line to show. */
function unified(file: DiffFile): string {
  const patch = patchOf(file)
  return patch.hunks.length > 0 ? formatPatch(patch, FILE_HEADERS_ONLY) : ''
}

function patchOf(file: DiffFile): StructuredPatch {
  const [before, after] = [file.before?.toString('latin1') ?? '', file.after.toString('latin1')]
  const names = [`a/${file.path}`, `b/${file.path}`] as const
  const patch =
    structuredPatch(...names, before, after, undefined, undefined, {
      context: CONTEXT,
      maxEditLength: MAX_CHANGES,
    }) ?? wholePatch(names, before, after)
  return file.before ? patch : { ...patch, oldFileName: '/dev/null' }
}

/** One hunk from the first line that differs to the last: right, if not short. */
function wholePatch(
  [oldFileName, newFileName]: readonly [string, string],
  before: string,
  after: string,
): StructuredPatch {
  const [old, now] = [linesOf(before), linesOf(after)]
  let head = 0
  while (head < old.length && head < now.length && old[head] === now[head]) head++
  let tail = 0
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail))
    tail++
  const from = Math.max(0, head - CONTEXT)
  const after_ = Math.min(tail, CONTEXT)
  const lines = [
    ...marked(' ', old.slice(from, head)),
    ...marked('-', old.slice(head, old.length - tail)),
    ...marked('+', now.slice(head, now.length - tail)),
    ...marked(' ', old.slice(old.length - tail, old.length - tail + after_)),
  ]
  const kept = head - from + after_
  const hunk = {
    oldStart: from + 1,
    oldLines: old.length - tail - head + kept,
    newStart: from + 1,
    newLines: now.length - tail - head + kept,
    lines,
  }
  return { oldFileName, newFileName, oldHeader: undefined, newHeader: undefined, hunks: [hunk] }
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function marked(mark: string, lines: readonly string[]): string[] {
  return lines.flatMap((line) =>
    line.endsWith('\n') ? [mark + line.slice(0, -1)] : [mark + line, '\\ No newline at end of file'],
  )
}
