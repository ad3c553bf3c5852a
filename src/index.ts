import { statSync } from 'node:fs'
import { KnownError } from './errors.js'
import { bufferOf, type Content, contentsOf } from './files/contents.js'
import type { Report } from './findings/finding.js'
import type { AuditOptions, FixOptions, FixResult } from './interface.js'
import { catalog } from './rules/about/index.js'
import { selectRules } from './rules/select.js'
import { type Phase, run, runFiles, runStdin, type Verify } from './run.js'
import { settingsOf } from './settings.js'

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
export type { AuditOptions, FixOptions, FixResult } from './interface.js'
export type { KeepExample, RuleExample, RuleInfo } from './rules/define-rule.js'
export { type Content, type Phase, selectRules }

/** What every rule says of itself, in the order of the documentation. */
export const rules = catalog

/** Loaded when there are findings. */
const verify: Verify = async (...given) => (await import('./edits/verify.js')).verify(...given)

/**
 * Audits files and folders, or files in memory; writes nothing.
 * @throws KnownError `no-such-path`, `unknown-rule`, `usage`, `configuration`, `baseline`; the reason of `signal` when it aborts
 */
export async function audit(options: AuditOptions = {}): Promise<Report> {
  const { files } = withOneSource(options)
  const given = await runOptions(options)
  return files ? runFiles(contentsOf(files), given, verify) : run(given, verify)
}

/**
 * Works out every safe fix, verified in memory, and writes it only with `write`. What it changes is, byte by byte, what
 * `kommo-migrate fix --write` does.
 * @throws KnownError as `audit`; with `write` also `dirty-files`, `locked`, `write-failed`, `journal-not-read`, `journal-not-written`
 */
export async function fix(options: FixOptions = {}): Promise<FixResult> {
  if (withOneSource(options).files && options.write)
    throw new KnownError('usage', 'files in memory cannot be written', 'Take `changes` of the result.')
  const { fixWith } = await import('./fix.js')
  return fixWith(await runOptions(options))
}

/**
 * Audits one content as if it stood at `path` (report path, its name picks the language).
 * @throws KnownError `unknown-rule`; the reason of `signal` when it aborts
 */
export async function auditContent(
  path: string,
  content: string | Uint8Array,
  options: Omit<AuditOptions, 'paths' | 'files'> = {},
): Promise<Report> {
  return runStdin(path, bufferOf(content), await runOptions(options), verify)
}

/** Options as callers without types may give them, too. */
function withOneSource<T extends AuditOptions>(options: T): T {
  const { cwd, files } = options
  for (const key of ['paths', 'files', 'rules', 'skip'] as const) {
    if (options[key] !== undefined && !Array.isArray(options[key]))
      throw new KnownError('usage', `${key} is no list`, `Write it as \`${key}: […]\`.`)
  }
  if (files && options.paths)
    throw new KnownError('usage', 'files and paths exclude each other', '`files` are the whole project.')
  for (const [index, { path, contents }] of files?.entries() ?? []) {
    if (typeof path !== 'string' || (typeof contents !== 'string' && !(contents instanceof Uint8Array)))
      throw new KnownError(
        'usage',
        `files[${index}] needs a path and contents`,
        'Contents are text or bytes.',
      )
  }
  if (!files && cwd !== undefined && !statSync(cwd, { throwIfNoEntry: false })?.isDirectory())
    throw new KnownError('no-such-path', cwd)
  return options
}

async function runOptions<T extends AuditOptions>(options: T) {
  const { cwd = process.cwd(), rules: only, skip, config, baseline, ...rest } = options
  const inMemory = options.files ? false : undefined
  const settings = await settingsOf(cwd, { config: config ?? inMemory, baseline: baseline ?? inMemory })
  return {
    ...rest,
    cwd,
    rules: selectRules(only, skip),
    configure: settings.configure,
    baseline: settings.baseline,
  }
}
