import { existsSync, realpathSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import type { Listing } from '../files/discover.js'
import type { Finding, Report, RunError } from '../findings/finding.js'
import type { BaselineFile } from './file.js'
import type { BaselineEntry } from './format.js'
import { type Match, matchBaseline } from './match.js'
import { renamedSince } from './renames.js'

/** What a run is about. */
export interface Scope {
  cwd: string
  listing: Listing
  /** Whether it looks at everything below the working folder. */
  isWhole: boolean
  /** Report paths that it is restricted to. */
  only?: ReadonlySet<string> | undefined
  /** Ids of the rules that run. */
  active: readonly string[]
  /** Whether the index is looked at, not the work tree. */
  isStaged?: boolean | undefined
  signal?: AbortSignal | undefined
}

export type Matcher = (findings: readonly Finding[], errors: readonly RunError[]) => Match

/** Makes ready what matches findings with a baseline; git is asked only when a file of it is not where it was. */
export async function createMatcher(file: BaselineFile, scope: Scope): Promise<Matcher> {
  const { baseline, folder } = file
  const cwd = realpathSync(scope.cwd)
  const isThere = (path: string) => existsSync(join(folder, path))
  const isMoved = [...baseline.findings, ...baseline.errors].some(({ path }) => !isThere(path))
  const renamed = isMoved
    ? await renamedSince(folder, file.file, scope.isStaged ?? false, scope.signal)
    : new Map<string, string>()
  const listed = new Set(scope.listing.files.map(({ path }) => path))
  const pathOf = cwd === folder ? same : (path: string) => posix(relative(folder, resolve(cwd, path)))
  const reported = cwd === folder ? same : (path: string) => posix(relative(cwd, join(folder, path)))
  const coverage = {
    renamed,
    isThere,
    isCovered(path: string, rule: string) {
      if (rule !== '' && !scope.active.includes(rule)) return false
      const own = reported(path)
      if (scope.only) return scope.only.has(own)
      return listed.has(own) || (scope.isWhole && !own.startsWith('../') && !isThere(path))
    },
  }
  return (findings, errors) =>
    matchBaseline(
      baseline,
      { findings: findings.filter(({ state }) => state !== 'suppressed'), errors },
      pathOf,
      coverage,
    )
}

type Part = Pick<Report, 'findings' | 'errors' | 'notes'>

/** Makes ready what marks the findings and errors that a baseline accepts, and says what of it is stale. */
export async function createAcceptor(file: BaselineFile, scope: Scope): Promise<(found: Part) => Part> {
  const match = await createMatcher(file, scope)
  const shown = posix(relative(realpathSync(scope.cwd), file.file))
  return (found) => accept(found, match, shown)
}

function accept(report: Part, match: Matcher, shown: string): Part {
  const { findings, errors, stale } = match(report.findings, report.errors)
  const accepted = report.errors.filter((error) => errors.has(error))
  return {
    findings: report.findings.map((finding) =>
      findings.has(finding) ? { ...finding, state: 'baseline' } : finding,
    ),
    errors: report.errors.filter((error) => !errors.has(error)),
    notes: [
      ...report.notes,
      ...accepted.map((error) => ({ ...error, message: `${error.message} (accepted in the baseline)` })),
      ...staleNote(stale.findings, stale.errors, shown),
    ],
  }
}

function staleNote(
  findings: readonly BaselineEntry[],
  errors: readonly { path: string }[],
  shown: string,
): Report['notes'] {
  const count = findings.length + errors.length
  if (count === 0) return []
  const paths = [...new Set([...findings, ...errors].map(({ path }) => path))]
  const named = paths.slice(0, 3).join(', ') + (paths.length > 3 ? ` and ${paths.length - 3} more` : '')
  const what = count === 1 ? '1 entry stands for nothing' : `${count} entries stand for nothing`
  const message = `${what} any more (${named}): kommo-migrate baseline --prune takes ${count === 1 ? 'it' : 'them'} out`
  return [{ path: shown, code: 'baseline-stale', message }]
}

function same(path: string): string {
  return path
}

function posix(path: string): string {
  return path.split(sep).join('/')
}
