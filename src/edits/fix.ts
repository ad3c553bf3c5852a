import { relative, resolve, sep } from 'node:path'
import type { Check, CheckOptions, CheckResult, Input, RawFinding } from '../engine/types.js'
import { KnownError } from '../errors.js'
import { createWriteCheck } from '../files/writable.js'
import type { FixKind } from '../findings/finding.js'
import { dirtyFiles } from './dirty.js'
import { type Change, type Journal, journalOf } from './journal.js'
import { withLock } from './lock.js'
import { type Recovered, recover, recoverLocked } from './undo.js'
import { type FileChange, type Verified, verify } from './verify.js'
import { modeOf, writeBundles } from './write.js'

/** What was read and what the engine said about it: an `Examination` of `src/run.ts` is one. */
export interface Audited {
  inputs: readonly Input[]
  result: CheckResult
  options: CheckOptions
  check: Check
  /** Whether an existing file may be edited. */
  isEditable?: (path: string) => boolean
  /** Why a file, by report path, cannot be written. Absent: the disk is asked. */
  whyLocked?: (path: string) => string | undefined
}

export interface FixOptions<A extends Audited> {
  /** Absolute folder that report paths are relative to. */
  root: string
  /** Given paths, absolute: nothing outside them is written. */
  roots: readonly string[]
  /** `['safe']`, or with `--unsafe` `['safe', 'review']`. */
  kinds: readonly FixKind[]
  /** `false`: only work out what would be written. */
  write: boolean
  allowDirty: boolean
  /** Says no to findings that stay as they are, such as those that the user turned down. */
  isChosen?: ((finding: RawFinding) => boolean) | undefined
  /** Reads and checks the project as it is on the disk; called again after a write. */
  audit: () => Promise<A>
  /** Aborted before the write begins, it rejects with the signal's reason. */
  signal?: AbortSignal | undefined
}

export interface FixOutcome<A extends Audited = Audited> {
  /** The audit before, and the fixes as they were verified. */
  audited: A
  verified: Verified
  /** What was written, or would be. */
  changes: FileChange[]
  /** Interrupted writes of earlier runs that were ended first. */
  recovered: Recovered[]
  /** Report paths, sorted; empty without `write`. */
  written: string[]
  /** Files that could not be written, by report path; the run is not complete then. */
  refused: { path: string; reason: string }[]
  /** The audit after the write; `undefined` when nothing was written. */
  after: { audited: A; verified: Verified } | undefined
}

/**
 * Audit, choose, verify, write, audit again. Without `write` nothing is touched. Throws `dirty-files` with the names
 * when a file to be edited holds work that no commit has, `locked` when another process writes, and
 * `journal-not-written` when the journal cannot be kept: nothing is written then.
 */
export async function fix<A extends Audited>(options: FixOptions<A>): Promise<FixOutcome<A>> {
  const journal = journalOf(options.root)
  const recovered = options.write ? await recover(journal) : []
  const audited = await options.audit()
  const { verified, refused } = await choose(audited, options)
  const outcome: FixOutcome<A> = {
    audited,
    verified,
    changes: verified.changes,
    recovered,
    written: [],
    refused,
    after: undefined,
  }
  options.signal?.throwIfAborted()
  if (!options.write || verified.changes.length === 0) return outcome
  await writeAll(journal, outcome, options)
  if (outcome.written.length > 0) {
    const after = await options.audit()
    outcome.after = { audited: after, verified: (await choose(after, options)).verified }
  }
  return outcome
}

type Choice = Pick<FixOptions<Audited>, 'root' | 'roots' | 'kinds' | 'write' | 'isChosen'>

/** Verified fixes. Those that need a file that cannot be written are left out; when writing, such files are named. */
async function choose(audited: Audited, options: Choice): Promise<Pick<FixOutcome, 'verified' | 'refused'>> {
  const { inputs, result, check, isEditable } = audited
  const { kinds, isChosen } = options
  const whyLocked = audited.whyLocked ?? writeCheck(options)
  const locked = new Map<string, string>()
  const verified = await verify(inputs, result, check, {
    ...audited.options,
    kinds,
    isChosen,
    isEditable,
    whyLocked(path) {
      const reason = whyLocked(path)
      if (reason) locked.set(path, reason)
      return reason
    },
  })
  const refused = options.write ? [...locked].map(([path, reason]) => ({ path, reason })) : []
  return { verified, refused }
}

function writeCheck({ root, roots }: Choice): (path: string) => string | undefined {
  const check = createWriteCheck(roots)
  return (path) => check(resolve(root, path))
}

async function writeAll(
  journal: Journal,
  outcome: FixOutcome,
  options: Omit<FixOptions<Audited>, 'audit'>,
): Promise<void> {
  const { root, roots } = options
  const changes = new Map(outcome.changes.map((change) => [change.path, absolute(root, change)]))
  if (!options.allowDirty) {
    const dirty = await dirtyFiles(journal, [...changes.values()])
    if (dirty.length > 0)
      throw new KnownError('dirty-files', dirty.map((path) => named(root, path)).join(', '))
  }
  const bundles = outcome.verified.bundles.map((paths) => paths.flatMap((path) => changes.get(path) ?? []))
  const { written, refused } = await withLock(journal, async () => {
    // Another run may have been killed since this one began.
    outcome.recovered.push(...(await recoverLocked(journal)))
    return writeBundles(journal, bundles, { what: 'fix', roots })
  })
  outcome.written = written.map((path) => named(root, path)).sort()
  outcome.refused.push(...refused.map(({ path, reason }) => ({ path: named(root, path), reason })))
  const done = new Set(outcome.written)
  outcome.changes = outcome.changes.filter(({ path }) => done.has(path))
}

function absolute(root: string, { path, before, after }: FileChange): Change {
  const place = resolve(root, ...path.split('/'))
  return { path: place, before, after, mode: modeOf(place) }
}

function named(root: string, path: string): string {
  return relative(root, path).split(sep).join('/')
}
