import { spawnSync } from 'node:child_process'
import type { Location } from '../../src/findings/finding.js'
import { overlaps, type Range } from './lines.js'

/** The old names as the tool promises to account for them, for an engine that is not the tool's. */
const ACCOUNTED = String.raw`(?i)amocrm(\\*\.|%2e)(com|ru)|\bamocrm\b`
const SAME = /amocrm(\\*\.|%2e)(com|ru)|\bamocrm\b/gi

export interface Hit extends Range {
  path: string
  /** 1-based, ended by LF as git counts. */
  line: number
  /** The matched text, byte for byte. */
  text: string
}

/** Every match of the old names in tracked and untracked, not ignored text files, found by git's own search. */
export function searchWithGit(folder: string, read: (path: string) => Buffer): Hit[] {
  const result = spawnSync('git', ['grep', '--untracked', '-zInoP', '-e', ACCOUNTED], {
    cwd: folder,
    env: { ...process.env, LC_ALL: 'C' },
    maxBuffer: 1 << 30,
    encoding: 'latin1',
  })
  if (result.status !== 0 && result.status !== 1) throw new Error(`git grep: ${result.stderr}`)
  return locate(parseMatches(result.stdout), read)
}

interface Match {
  path: string
  line: number
  text: string
}

/** Reads `path NUL line NUL text LF` as `git grep -z -n -o` prints it. */
function parseMatches(output: string): Match[] {
  return output
    .split('\n')
    .filter(Boolean)
    .map((row) => {
      const [path = '', line = '0', ...text] = row.split('\0')
      return { path: Buffer.from(path, 'latin1').toString('utf8'), line: Number(line), text: text.join('\0') }
    })
}

/**
 * Adds byte offsets. git's columns are wrong from a line's second match on (`-o --column`), so its matches are laid
 * over our own of the same line, in order; throws when the two do not agree.
 */
function locate(matches: readonly Match[], read: (path: string) => Buffer): Hit[] {
  const hits: Hit[] = []
  let path = ''
  let line = 0
  let ours: RegExpExecArray[] = []
  let starts: number[] = []
  let bytes: Buffer = Buffer.alloc(0)
  for (const match of matches) {
    if (match.path !== path) {
      path = match.path
      line = 0
      bytes = read(path)
      starts = lineStarts(bytes)
    }
    if (match.line !== line) {
      line = match.line
      ours = [...bytes.toString('latin1', starts[line - 1], starts[line]).matchAll(SAME)]
    }
    const own = ours.shift()
    if (own?.[0] !== match.text) throw new Error(`${path}:${line}: git grep finds other matches`)
    const start = (starts[line - 1] ?? 0) + own.index
    hits.push({ ...match, start, end: start + match.text.length })
  }
  return hits
}

/** Offsets at which lines begin, and the file's end; lines end with LF. */
function lineStarts(bytes: Buffer): number[] {
  const starts = [0]
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) starts.push(at + 1)
  starts.push(bytes.length)
  return starts
}

/** Hits that neither a finding nor a kept occurrence covers. */
export function uncovered(
  hits: readonly Hit[],
  places: readonly Pick<Location, 'path' | 'start' | 'end'>[],
): Hit[] {
  const byPath = new Map<string, Range[]>()
  for (const { path, start, end } of places) {
    const ranges = byPath.get(path) ?? []
    ranges.push({ start: start.offset, end: end.offset })
    byPath.set(path, ranges)
  }
  return hits.filter((hit) => !byPath.get(hit.path)?.some((each) => overlaps(each, hit)))
}

/** Whether a path lies in a folder of other people's code, which the tool counts as skipped. */
export function isVendored(path: string): boolean {
  return /(^|\/)(vendor|vendors|node_modules|bower_components|third[_-]?party)\//i.test(path)
}
