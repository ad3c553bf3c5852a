import { verify } from './edits/verify.js'
import { KnownError } from './errors.js'
import type { Report } from './findings/finding.js'
import { nearest } from './findings/nearest.js'
import type { Rule } from './rules/define-rule.js'
import { rules } from './rules/index.js'
import { type Phase, run, runStdin } from './run.js'

export type { ErrorCode } from './errors.js'
export { KnownError } from './errors.js'
export type {
  Applicability,
  Edit,
  Finding,
  Fix,
  FixKind,
  KeptReason,
  Location,
  Point,
  Report,
  Role,
  RunError,
  Severity,
} from './findings/finding.js'
export { KEPT_REASONS } from './findings/finding.js'
export type { KeepExample, Rule, RuleExample } from './rules/define-rule.js'
export { type Phase, rules }

export interface AuditOptions {
  /** The working folder; report paths are relative to it. Default: that of the process. */
  cwd?: string | undefined
  /** Files, folders and globs. Default: the working folder. */
  paths?: readonly string[] | undefined
  /** Ids of the rules to run. Default: all. */
  rules?: readonly string[] | undefined
  /** Ids of rules to leave out. */
  skip?: readonly string[] | undefined
  /** Lists every kept occurrence in `report.kept`. */
  kept?: boolean | undefined
  /** 1 keeps everything in the calling thread; by default large trees use a second one. */
  threads?: 1 | 2 | undefined
  signal?: AbortSignal | undefined
  /** `total` is 0 while nobody knows it. */
  onProgress?: ((phase: Phase, done: number, total: number) => void) | undefined
}

/**
 * Audits files and folders; writes nothing.
 * @throws KnownError `no-such-path`, `unknown-rule`; the reason of `signal` when it aborts
 */
export async function audit(options: AuditOptions = {}): Promise<Report> {
  return run(runOptions(options), verify)
}

/**
 * Audits one content as if it stood at `path` (report path, its name picks the language).
 * @throws KnownError `unknown-rule`; the reason of `signal` when it aborts
 */
export async function auditContent(
  path: string,
  content: string | Uint8Array,
  options: Omit<AuditOptions, 'paths'> = {},
): Promise<Report> {
  return runStdin(path, Buffer.from(content as Uint8Array), runOptions(options), verify)
}

/**
 * The rules with these ids, in the order of the documentation; all of them without a choice.
 * @throws KnownError `unknown-rule`
 */
export function selectRules(only: readonly string[] = [], skip: readonly string[] = []): Rule[] {
  const ids = rules.map((rule) => rule.id)
  for (const id of [...only, ...skip]) {
    if (ids.includes(id)) continue
    const near = nearest(id, ids)
    throw new KnownError('unknown-rule', id, near ? `Did you mean ${near}?` : undefined)
  }
  return rules.filter(({ id }) => (only.length === 0 || only.includes(id)) && !skip.includes(id))
}

function runOptions({ cwd, rules: only, skip, ...rest }: AuditOptions) {
  return { ...rest, cwd: cwd ?? process.cwd(), rules: selectRules(only, skip) }
}
