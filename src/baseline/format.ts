import { KnownError } from '../errors.js'

/** A finding that was accepted: what it is and where it stands, and never on which line. */
export interface BaselineEntry {
  rule: string
  /** POSIX, from the folder of the baseline. */
  path: string
  fingerprint: string
  /** The line around, for people and for matching when the fingerprint has changed; secrets masked. */
  excerpt: string
  /** The function, class or key around, for people; `''` at the top level. */
  scope: string
}

/** A file that does not parse, and is known not to. */
export interface BaselineError {
  path: string
  code: string
}

export interface Baseline {
  version: 1
  findings: BaselineEntry[]
  errors: BaselineError[]
}

export const BASELINE_NAME = 'kommo-migrate.baseline.json'

/** A baseline as text: sorted, one entry a line, so that changes to it read well and merge well. */
export function printBaseline({ findings, errors }: Baseline): string {
  const list = (entries: readonly unknown[]) =>
    entries.length === 0
      ? '[]'
      : `[\n${entries.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n')}\n  ]`
  const entries = [...findings].sort(byPlace).map(({ rule, path, fingerprint, excerpt, scope }) => ({
    path,
    rule,
    fingerprint,
    excerpt,
    scope,
  }))
  const broken = [...errors]
    .sort((a, b) => compare(a.path, b.path) || compare(a.code, b.code))
    .map(({ path, code }) => ({ path, code }))
  return `{\n  "version": 1,\n  "findings": ${list(entries)},\n  "errors": ${list(broken)}\n}\n`
}

/**
 * @param shown how errors name the file
 * @throws KnownError `baseline` when it is none
 */
export function parseBaseline(text: string, shown: string): Baseline {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const conflict = /^(?:<{7}|={7}|>{7})/m.test(text)
    throw new KnownError(
      'baseline',
      `${shown}: ${conflict ? 'it holds the marks of a merge conflict' : (error as Error).message}`,
    )
  }
  const { version, findings, errors } = (value ?? {}) as Partial<Baseline>
  if (version !== 1)
    throw new KnownError(
      'baseline',
      `${shown}: ${version === undefined ? 'it is no baseline' : `version ${String(version)} is not known`}`,
    )
  if (!isListOf(findings, ['rule', 'path', 'fingerprint', 'excerpt', 'scope']))
    throw new KnownError('baseline', `${shown}: "findings" is no list of findings`)
  if (!isListOf(errors, ['path', 'code']))
    throw new KnownError('baseline', `${shown}: "errors" is no list of errors`)
  return { version, findings, errors }
}

function isListOf<T>(value: readonly T[] | undefined, keys: readonly (keyof T & string)[]): value is T[] {
  return (
    Array.isArray(value) &&
    value.every(
      (item) =>
        typeof item === 'object' && item !== null && keys.every((key) => typeof item[key] === 'string'),
    )
  )
}

function byPlace(a: BaselineEntry, b: BaselineEntry): number {
  return (
    compare(a.path, b.path) ||
    compare(a.rule, b.rule) ||
    compare(a.excerpt, b.excerpt) ||
    compare(a.fingerprint, b.fingerprint)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
