import { spawnSync } from 'node:child_process'
import type { Location } from '../../src/findings/finding.js'
import { overlaps, type Range } from './lines.js'

/** The old names as the tool promises to account for them, for an engine that is not the tool's. */
export const ACCOUNTED = String.raw`(?i)amocrm(\\*\.|%2e)(com|ru)|\bamocrm\b`

export interface Hit {
  path: string
  /** 1-based. */
  line: number
  /** 1-based, bytes. */
  column: number
  length: number
}

/** Every match of the old names in tracked and untracked, not ignored text files, found by git's own search. */
export function searchWithGit(folder: string): Hit[] {
  const result = spawnSync(
    'git',
    ['grep', '--untracked', '-z', '-I', '-n', '-o', '--column', '-P', '-e', ACCOUNTED],
    { cwd: folder, env: { ...process.env, LC_ALL: 'C' }, maxBuffer: 1 << 30, encoding: 'latin1' },
  )
  if (result.status !== 0 && result.status !== 1) throw new Error(`git grep: ${result.stderr}`)
  return parseHits(result.stdout)
}

/** Reads `path NUL line NUL column NUL text LF` as `git grep -z -n -o --column` prints it. */
export function parseHits(output: string): Hit[] {
  return output
    .split('\n')
    .filter(Boolean)
    .map((row) => {
      const [path = '', line = '0', column = '0', ...text] = row.split('\0')
      return {
        path: Buffer.from(path, 'latin1').toString('utf8'),
        line: Number(line),
        column: Number(column),
        length: text.join('\0').length,
      }
    })
}

/** Byte range of a hit in its file; git counts lines by LF alone. */
export function rangeOf(hit: Hit, bytes: Buffer): Range {
  let start = 0
  for (let line = 1; line < hit.line; line++) start = bytes.indexOf(10, start) + 1
  start += hit.column - 1
  return { start, end: start + hit.length }
}

/** Hits that neither a finding nor a kept occurrence covers. */
export function uncovered(
  hits: readonly Hit[],
  places: readonly Pick<Location, 'path' | 'start' | 'end'>[],
  read: (path: string) => Buffer,
): Hit[] {
  const byPath = new Map<string, Range[]>()
  for (const { path, start, end } of places) {
    const ranges = byPath.get(path) ?? []
    ranges.push({ start: start.offset, end: end.offset })
    byPath.set(path, ranges)
  }
  return hits.filter((hit) => {
    const range = rangeOf(hit, read(hit.path))
    return !byPath.get(hit.path)?.some((each) => overlaps(each, range))
  })
}

/** Whether a path lies in a folder of other people's code, which the tool counts as skipped. */
export function isVendored(path: string): boolean {
  return /(^|\/)(vendor|vendors|node_modules|bower_components|third[_-]?party)\//i.test(path)
}
