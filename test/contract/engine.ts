import { splice } from '../../src/edits/splice.js'
import { type Verified, verify } from '../../src/edits/verify.js'
import { check, checkLoaded, collect } from '../../src/engine/check.js'
import type { CheckResult, Input } from '../../src/engine/types.js'
import { createSource } from '../../src/files/source.js'
import type { FixKind, Kept } from '../../src/findings/finding.js'
import type { Rule } from '../../src/rules/define-rule.js'
import type { Files } from './cases.js'
import { deepFreeze } from './freeze.js'

export interface Run {
  rules: readonly Rule[]
  /** Fix classes to apply. */
  kinds: readonly FixKind[]
}

/** A finding with the parts that tests compare; line and column are 1-based. */
export interface Found {
  rule: string
  path: string
  line: number
  column: number
  kind: FixKind
  message: string
  excerpt: string
}

export interface Audit {
  findings: Found[]
  /** Places `path:line token` that nothing explains. */
  unclassified: string[]
  syntax: Record<string, 'tree' | 'text' | 'broken'>
  /** Byte ranges that findings and kept occurrences cover, by path. */
  covered: Map<string, { start: number; end: number }[]>
  verified: Verified
}

/** Checks and verifies in memory, as `audit` does. */
export async function audit(files: Files, run: Run): Promise<Audit> {
  const inputs = inputsOf(files)
  const options = { rules: run.rules, listed: [...files.keys()] }
  const result = await check(inputs, options)
  const verified = await verify(inputs, result, check, { ...options, kinds: run.kinds })
  return { ...describe(files, result, verified), verified }
}

/** The files after `fix --write` with the given classes. */
export async function fix(files: Files, run: Run): Promise<Files> {
  const { verified } = await audit(files, run)
  const after = new Map(files)
  for (const change of verified.changes) after.set(change.path, change.after)
  return after
}

/**
 * What an audit promises: the edits of every finding that it calls safe, spliced into the files. `undefined` when
 * fixes build on each other and take more than one pass.
 */
export function promised(files: Files, { verified }: Audit): Files | undefined {
  if (verified.passes > 1) return undefined
  const after = new Map(files)
  const safe = verified.findings.filter((finding) => finding.fix.kind === 'safe')
  for (const [path, bytes] of files) {
    const edits = safe.flatMap((finding) => finding.fix.edits).filter((edit) => edit.path === path)
    const result = splice(createSource(path, bytes), edits)
    if (!result.ok) throw new Error(`${path}: ${result.refusals[0]?.message}`)
    after.set(path, result.bytes)
  }
  for (const file of safe.flatMap((finding) => finding.fix.create))
    after.set(file.path, Buffer.from(file.text))
  return after
}

/** Runs every rule over models that cannot be changed; throws when one tries. */
export async function checkFrozen(files: Files, run: Run): Promise<void> {
  const loaded = await collect(inputsOf(files), run)
  for (const model of loaded.models) deepFreeze(model)
  for (const rule of run.rules) for (const model of loaded.models) rule.collect?.(model)
  checkLoaded(loaded, { rules: run.rules, listed: [...files.keys()] })
}

const MENTION = /amocrm(\\*\.|%2e)(com|ru)|\bAMOCRM\b/gi

/** Mentions of the old names that no finding and no kept occurrence covers, found independently. */
export function unexplained(files: Files, { covered }: Audit): string[] {
  const missing: string[] = []
  for (const [path, bytes] of files) {
    const source = createSource(path, bytes)
    for (const match of source.text.matchAll(MENTION)) {
      const [start, end] = [source.byteAt(match.index), source.byteAt(match.index + match[0].length)]
      const isCovered = covered.get(path)?.some((range) => range.start < end && start < range.end)
      if (!isCovered) missing.push(`${path}:${source.point(start).line} ${match[0]}`)
    }
  }
  return missing
}

function describe(files: Files, result: CheckResult, verified: Verified): Omit<Audit, 'verified'> {
  const sources = new Map([...files].map(([path, bytes]) => [path, createSource(path, bytes)]))
  const point = (path: string, offset: number) => {
    const { line, column } = sources.get(path)?.point(offset) ?? { line: 0, column: 0 }
    return { line, column }
  }
  const covered = new Map<string, { start: number; end: number }[]>()
  for (const { span } of [...verified.findings, ...result.kept]) {
    covered.set(span.file, [...(covered.get(span.file) ?? []), span])
  }
  return {
    findings: verified.findings.map(({ rule, span, fix, message }) => ({
      rule,
      path: span.file,
      ...point(span.file, span.start),
      kind: fix.kind,
      message,
      excerpt: files.get(span.file)?.subarray(span.start, span.end).toString('latin1') ?? '',
    })),
    unclassified: result.kept
      .filter((kept: Kept) => kept.reason === 'unclassified')
      .map(({ span, token }) => `${span.file}:${point(span.file, span.start).line} ${token}`),
    syntax: Object.fromEntries(Object.entries(result.states).map(([path, state]) => [path, state.syntax])),
    covered,
  }
}

export function inputsOf(files: Files): Input[] {
  return [...files].map(([path, bytes]) => ({ path, bytes }))
}
