import { KnownError } from '../errors.js'
import type { Report, Severity } from '../findings/finding.js'
import { nearest } from '../findings/nearest.js'
import { FORMATS, type Format, isFormat } from '../report/index.js'

/** Options that `audit` and `fix` share, as the command line hands them over. */
export interface CommonOptions {
  format?: string[]
  rule?: string[]
  skip?: string[]
  /** `undefined`: what the configuration says, else `warning`. */
  failOn?: FailOn
  kept?: boolean
  archives?: boolean
  changed?: boolean
  since?: string
  staged?: boolean
  config?: string | false | undefined
  baseline?: string | false | undefined
  stdin?: boolean
  stdinFilepath?: string
}

export const FAIL_ON = ['error', 'warning', 'info', 'never'] as const
export type FailOn = (typeof FAIL_ON)[number]

/** One report to make: to `file`, or to stdout. */
export interface Target {
  format: Format
  file?: string
}

/**
 * Reads `--format json`, `--format json=out.json`.
 * @throws KnownError `unknown-format`; `usage` for two reports on stdout
 */
export function targetsOf(values: readonly string[] = []): Target[] {
  const targets = values.map((value) => {
    const [name = '', ...file] = value.split('=')
    if (!isFormat(name)) {
      const near = nearest(name, FORMATS)
      throw new KnownError(
        'unknown-format',
        name,
        `${near ? `Did you mean ${near}? ` : ''}Formats: ${FORMATS.join(', ')}.`,
      )
    }
    if (file.length > 0 && file.join('=') === '')
      throw new KnownError('usage', `--format ${value} names no file`)
    return { format: name, ...(file.length > 0 ? { file: file.join('=') } : {}) }
  })
  if (targets.filter(({ file }) => file === undefined).length > 1) {
    const advice = 'Give all but one a file: --format pretty --format json=report.json.'
    throw new KnownError('usage', 'two reports cannot share stdout', advice)
  }
  return targets
}

/** The report path of content that comes from stdin; `undefined` without `--stdin`. */
export function stdinPath(options: CommonOptions, paths: readonly string[]): string | undefined {
  if (!options.stdin) {
    if (options.stdinFilepath !== undefined) throw new KnownError('usage', '--stdin-filepath needs --stdin')
    return undefined
  }
  if (paths.length > 0) throw new KnownError('usage', '--stdin takes no paths')
  if (!options.stdinFilepath) {
    const advice = 'Add --stdin-filepath script.js: the name tells the language.'
    throw new KnownError('usage', '--stdin needs --stdin-filepath', advice)
  }
  return options.stdinFilepath
}

/**
 * What `--changed`, `--since` and `--staged` restrict a run to.
 * @throws KnownError `usage` when they do not go together
 */
export function partOf({ changed, since, staged, stdin }: CommonOptions): 'changed' | 'staged' | undefined {
  const isChanged = changed || since !== undefined
  if (!isChanged && !staged) return undefined
  if (isChanged && staged) throw new KnownError('usage', '--staged and --changed exclude each other', '')
  if (stdin) throw new KnownError('usage', `--stdin takes no ${staged ? '--staged' : '--changed'}`, '')
  return staged ? 'staged' : 'changed'
}

/** Whether rules were left out of a run. */
export function isPartial({ rule = [], skip = [] }: CommonOptions): boolean {
  return rule.length + skip.length > 0
}

/** Rules and paths of a run as they would be typed again. */
export function scopeOf(options: CommonOptions, paths: readonly string[]): string {
  const files = options.stdinFilepath === undefined ? paths : [options.stdinFilepath]
  return [
    ...(options.rule ?? []).map((id) => `--rule ${id}`),
    ...(options.skip ?? []).map((id) => `--skip ${id}`),
    ...changesOf(options),
    ...files.map(quoted),
  ].join(' ')
}

/** What was staged cannot be written: the files that differ from the last commit can. */
function changesOf({ changed, since, staged }: CommonOptions): string[] {
  if (staged) return ['--since HEAD']
  if (since !== undefined) return [`--since ${quoted(since)}`]
  return changed ? ['--changed'] : []
}

/** As a shell takes it. */
function quoted(word: string): string {
  return /^[\w./@+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

const RANK: Record<FailOn, number> = { info: 0, warning: 1, error: 2, never: 3 }

/** Whether new findings of a severity make a run fail. */
export function counts(severity: Severity, failOn: FailOn): boolean {
  return RANK[severity] >= RANK[failOn]
}

/** 2 when the run is not complete, else 1 when a finding counts, else 0. */
export function exitCodeOf(report: Report, failOn: FailOn = 'warning'): number {
  if (report.errors.length > 0) return 2
  return report.findings.some(({ state, severity }) => state === 'new' && counts(severity, failOn)) ? 1 : 0
}
