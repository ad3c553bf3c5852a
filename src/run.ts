import { resolve } from 'node:path'
import type { Scope } from './baseline/accept.js'
import type { BaselineFile } from './baseline/file.js'
import { namesClient } from './brand/clients/packages.js'
import { namesSdk } from './brand/sdks/index.js'
import type { Selection } from './changes/selection.js'
import { withCompanions } from './companions.js'
import { applyToListing, withLevels, withTolerance } from './config/apply.js'
import type { Policy } from './config/policy.js'
import { type Ahead, begin } from './engine/ahead.js'
import { assemble, withoutReadOnlyFixes } from './engine/assemble.js'
import { APPLICABILITY } from './engine/facts.js'
import { createPool, type Pool, type PoolOptions } from './engine/pool.js'
import type { Check, CheckOptions, CheckResult, Input, RawFinding } from './engine/types.js'
import type { Contents } from './files/contents.js'
import type { Listing } from './files/discover.js'
import { type ListedFile, namedContent } from './files/list.js'
import { minimalNeedles } from './files/needles.js'
import { readText } from './files/read-text.js'
import { type Hit, type Scanned, treatment } from './files/scan.js'
import { createSource, type Source } from './files/source.js'
import { createWriteCheck, rootsOf } from './files/writable.js'
import { answerApplicability } from './findings/applicability-answers.js'
import type { Report, Suppressed } from './findings/finding.js'
import { addLooks } from './findings/render.js'
import { suppress } from './findings/suppress.js'
import { catalog } from './rules/about/index.js'
import type { RuleInfo } from './rules/define-rule.js'
import { loadRules } from './rules/select.js'

export type Phase = 'list' | 'read' | 'check' | 'verify'

export interface RunOptions {
  /** The working folder, absolute: report paths are relative to it. */
  cwd: string
  /** Files, folders and globs; none means the working folder. */
  paths?: readonly string[] | undefined
  /** Rules to run; all of them by default. */
  rules?: readonly RuleInfo[] | undefined
  /** Whether the report lists every kept occurrence. */
  kept?: boolean | undefined
  /** 1 keeps everything in this thread. */
  threads?: number | undefined
  /** What was begun for this run already. */
  ahead?: Ahead | undefined
  /** Ends the run: it then rejects with the signal's reason. */
  signal?: AbortSignal | undefined
  /** What the configuration says, for the files that were listed. */
  configure?: ((listing: Listing) => Promise<Policy | undefined>) | undefined
  /** Restricts the report to some of the files that were listed. */
  select?: ((listing: Listing) => Promise<Selection>) | undefined
  /** Puts what is in archives into the list, and gives its contents by report path. */
  expand?: ((listing: Listing) => Promise<ReadonlyMap<string, Buffer>>) | undefined
  /** What was accepted earlier. */
  baseline?: BaselineFile | undefined
  /** Called often; `total` is 0 while nobody knows it. */
  onProgress?: ((phase: Phase, done: number, total: number) => void) | undefined
}

/** What verification looks like from here (`src/edits/verify.ts`). */
export type Verify = (
  inputs: readonly Input[],
  result: CheckResult,
  check: Check,
  options: CheckOptions & {
    kinds: readonly ['safe']
    isEditable: (path: string) => boolean
    whyLocked: (path: string) => string | undefined
  },
) => Promise<{ findings: RawFinding[] }>

/** Everything that is known after the rules ran and before fixes are verified: where `fix` starts from. */
export interface Examination {
  listing: Listing
  scanned: Scanned
  /** Files that were checked as code, in report order. */
  inputs: Input[]
  /** Suppressed findings, and fixes that would touch a read-only file, have no edits any more. */
  result: CheckResult
  /** Who has accepted a finding, and why; `undefined` when nobody has. */
  suppressionOf(finding: RawFinding): Suppressed | undefined
  /** Whether a file may be written. */
  isEditable(path: string): boolean
  /** Why a file cannot be written (`is read-only`), or `undefined`: its safe fix is then work for a person. */
  whyLocked(path: string): string | undefined
  /** Where a report path lies on disk. */
  absolute(path: string): string
  check: Check
  options: CheckOptions
  kept: boolean
  /** What the configuration says of the files; `undefined` without one. */
  policy: Policy | undefined
  /** Report paths that the report is about; all without it. */
  only: ReadonlySet<string> | undefined
  /** Marks findings and errors of a report that the baseline accepts. */
  accept: ((found: Pick<Report, 'findings' | 'errors' | 'notes'>) => typeof found) | undefined
  /** Ends the second thread. */
  close(): void
}

/**
 * Audits: discover, read, check, suppress, verify, report.
 * @throws KnownError for paths that do not exist, and the signal's reason when aborted
 */
export async function run(options: RunOptions, verify: Verify): Promise<Report> {
  return finish(await examine(options), options, verify)
}

/** Audits files that are not on the disk. */
export async function runFiles(contents: Contents, options: RunOptions, verify: Verify): Promise<Report> {
  return finish(await examineFiles(contents, options), options, verify)
}

/** Audits one content that is not read from disk, as if it stood at `path`. */
export async function runStdin(
  path: string,
  bytes: Buffer,
  options: RunOptions,
  verify: Verify,
): Promise<Report> {
  return finish(await examineContent(path, bytes, options), options, verify)
}

async function finish(examination: Examination, options: RunOptions, verify: Verify): Promise<Report> {
  try {
    options.onProgress?.('verify', 0, 0)
    const { inputs, result, check, isEditable, whyLocked } = examination
    const verified = { ...examination.options, kinds: ['safe'] as const, isEditable, whyLocked }
    const { findings } =
      result.findings.length > 0 ? await verify(inputs, result, check, verified) : { findings: [] }
    options.signal?.throwIfAborted()
    return toReport(examination, findings)
  } finally {
    examination.close()
  }
}

/** The report of an examination; `findings` are those of its result after verification. */
export function toReport(examination: Examination, findings: readonly RawFinding[]): Report {
  const { options, result } = examination
  const about = answerApplicability(options.listed, result.facts[APPLICABILITY] ?? {})
  return assemble({ ...examination, about }, findings)
}

/** The first half of a run, up to verification. The caller closes what it gets. */
export async function examine(options: RunOptions): Promise<Examination> {
  const { cwd, paths = [], signal } = options
  const ahead = options.ahead ?? begin(options)
  const pool = createPool({ ...poolOptions(options), helper: ahead.helper })
  try {
    options.onProgress?.('list', 0, 0)
    const listing = await ahead.listing
    signal?.throwIfAborted()
    const selection = await options.select?.(listing)
    const policy = await options.configure?.(listing)
    if (policy) applyToListing(listing, policy)
    const staged = selection?.staged
    const archived = await options.expand?.(listing)
    const held = new Map([...(staged ?? []), ...(archived ?? [])])
    const scan = held.size > 0 ? (await import('./archives/overlay.js')).overlaid(pool.scan, held) : pool.scan
    const scanned = await scanFor(listing, options, scan)
    const examination = await checkHits(listing, scanned, pool, { ...options, policy, selection, held })
    // What stands in the index is not written.
    if (staged) return examination
    const check = createWriteCheck(rootsOf(cwd, paths))
    return { ...examination, whyLocked: (path) => check(resolve(cwd, examination.absolute(path))) }
  } catch (error) {
    pool.close()
    // Whatever was ended on the way says so in its own words.
    options.signal?.throwIfAborted()
    throw error
  }
}

/** The same for files that are not on the disk. */
export async function examineFiles(contents: Contents, options: RunOptions): Promise<Examination> {
  const pool = createPool(poolOptions(options))
  try {
    options.onProgress?.('list', 0, 0)
    options.signal?.throwIfAborted()
    const { scan, read } = contents
    const listing = { ...contents.listing }
    const policy = await options.configure?.(listing)
    if (policy) applyToListing(listing, policy)
    return await checkHits(listing, await scanFor(listing, options, scan), pool, { ...options, policy }, read)
  } catch (error) {
    pool.close()
    // Whatever was ended on the way says so in its own words.
    options.signal?.throwIfAborted()
    throw error
  }
}

async function scanFor(listing: Listing, options: RunOptions, scan: Pool['scan']): Promise<Scanned> {
  const rules = options.rules ?? catalog
  const needles = minimalNeedles(rules.flatMap(({ needles, signs = [] }) => [...needles, ...signs]))
  const scanned = await scan(listing.files, needles)
  if (scanned.deleted.size > 0)
    listing.files = listing.files.filter((file) => !scanned.deleted.has(file.path))
  const all = await withCompanions(listing.files, scanned, rules, scan)
  options.signal?.throwIfAborted()
  return all
}

/** The same for one content that is not read from disk. */
export async function examineContent(path: string, bytes: Buffer, options: RunOptions): Promise<Examination> {
  const listing: Listing = { files: [namedContent(path)], errors: [], notes: [] }
  const policy = await options.configure?.(listing)
  if (policy) applyToListing(listing, policy)
  const [file] = listing.files as [ListedFile]
  const hits: Hit[] = file.class === 'skipped' ? [] : [{ path, bytes, ...treatment(file, bytes) }]
  const skipped = file.class === 'skipped' ? { [file.reason]: 1 } : {}
  const contentOf = (asked: string) => (asked === path ? bytes : undefined)
  const scanned: Scanned = { hits, skipped, errors: [], deleted: new Set(), read: hits.length, contentOf }
  return checkHits(listing, scanned, createPool(poolOptions(options)), { ...options, policy })
}

async function checkHits(
  listing: Listing,
  scanned: Scanned,
  pool: Pool,
  options: RunOptions & {
    policy: Policy | undefined
    selection?: Selection | undefined
    held?: ReadonlyMap<string, Buffer>
  },
  readContent: (absolute: string) => string | undefined = readText,
): Promise<Examination> {
  const infos = options.rules ?? catalog
  const listed = listing.files.filter(isOwn).map((file) => file.path)
  const textOf = (file: ListedFile) => {
    const bytes = scanned.contentOf(file.path) ?? options.held?.get(file.path)
    return bytes ? createSource(file.path, bytes).text : readContent(file.absolute)
  }
  const inputs = scanned.hits.filter(isExamined).map(({ path, bytes }) => ({ path, bytes }))
  // A clean tree asks no rule.
  const rules = inputs.length > 0 ? await loadRules(infos) : []
  const checkOptions: CheckOptions = { rules, listed, link: linker(listing, listed, textOf) }
  const { policy } = options
  const checkAll = checkOnly(infos, pool.check)
  const leveled = policy ? withLevels(checkAll, policy) : checkAll
  const { only, staged } = options.selection ?? {}
  const check = only ? checkAbout(only, leveled) : leveled
  const result = inputs.length > 0 ? await check(inputs, checkOptions) : nothingChecked()
  const checked = policy ? withTolerance(result, policy) : result
  options.signal?.throwIfAborted()
  const readOnly = new Set(scanned.hits.filter((hit) => hit.readOnly).map((hit) => hit.path))
  // Entries of the configuration may name a finding by its fingerprint.
  if (policy) addLooks(checked.findings, checked.sources)
  const active = infos.map((rule) => rule.id)
  const { findings, suppressionOf, notes } = suppress(checked.findings, checked.sources, {
    known: catalog.map((rule) => rule.id),
    active,
    accepted: policy?.suppression,
  })
  const isWhole = only === undefined && (options.paths ?? []).every((path) => path === '.')
  if (policy && isWhole) notes.push(...policy.unused(active))
  let places: Map<string, string> | undefined
  const absolute = (path: string) => {
    places ??= new Map(listing.files.map((file) => [file.path, file.absolute]))
    return places.get(path)
  }
  return {
    listing,
    scanned,
    inputs,
    result: {
      ...checked,
      findings: withoutReadOnlyFixes(findings, readOnly),
      notes: [...checked.notes, ...notes],
    },
    suppressionOf,
    isEditable: (path) =>
      absolute(path) !== undefined && !readOnly.has(path) && (policy?.includes(path) ?? true),
    whyLocked: () => undefined,
    absolute: (path) => absolute(path) ?? path,
    check,
    options: checkOptions,
    kept: options.kept ?? false,
    policy,
    only,
    accept:
      options.baseline &&
      (await acceptor(options.baseline, {
        cwd: options.cwd,
        listing,
        isWhole,
        only,
        active,
        isStaged: staged !== undefined,
        signal: options.signal,
      })),
    close: pool.close,
  }
}

async function acceptor(baseline: BaselineFile, scope: Scope): Promise<Examination['accept']> {
  return (await import('./baseline/accept.js')).createAcceptor(baseline, scope)
}

/** Findings elsewhere are left out, before fixes are verified and after. */
function checkAbout(only: ReadonlySet<string>, check: Check): Check {
  return async (inputs, options) => {
    const result = await check(inputs, options)
    return { ...result, findings: result.findings.filter(({ span }) => only.has(span.file)) }
  }
}

const isTelling = (text: string): boolean => namesSdk(text) || namesClient(text)

/** Code, and lock files that pin a library or client: they say which version is in use. */
function isExamined({ keep, bytes }: Hit): boolean {
  return keep === undefined || (keep === 'lock-file' && isTelling(bytes.toString('latin1')))
}

/**
 * Every rule runs, so that the accounting of mentions is the same whatever was chosen; findings of the others are left
 * out. A caller's own rules run alone.
 */
function checkOnly(chosen: readonly RuleInfo[], check: Check): Check {
  if (chosen.length === catalog.length || !chosen.every((rule) => catalog.includes(rule))) return check
  const ids = new Set(chosen.map((rule) => rule.id))
  return async (inputs, options) => {
    const result = await check(inputs, { ...options, rules: await loadRules(catalog) })
    return { ...result, findings: result.findings.filter((finding) => ids.has(finding.rule)) }
  }
}

/** Follows exported hosts through the project; looks at files only when there are any. */
function linker(
  listing: Listing,
  listed: readonly string[],
  textOf: (file: ListedFile) => string | undefined,
): NonNullable<CheckOptions['link']> {
  let sources: Map<string, ListedFile> | undefined
  const read = (path: string) => {
    sources ??= new Map(listing.files.filter(isEditable).map((file) => [file.path, file]))
    const file = sources.get(path)
    return file && textOf(file)
  }
  return async (facts) => (await import('./engine/link.js')).linkExports(facts, listed, read)
}

function isEditable(file: ListedFile): boolean {
  return file.class === 'editable'
}

/** Other people's code says nothing about the project. */
function isOwn(file: ListedFile): boolean {
  return file.class !== 'skipped' || (file.reason !== 'vendored' && file.reason !== 'submodule')
}

function nothingChecked(): CheckResult {
  const sources = new Map<string, Source>()
  return { findings: [], kept: [], errors: [], notes: [], parsed: 0, facts: {}, states: {}, sources }
}

function poolOptions(options: RunOptions): PoolOptions {
  return { threads: options.threads, signal: options.signal, progress: options.onProgress }
}
