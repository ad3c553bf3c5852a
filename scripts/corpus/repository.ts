import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Report } from '../../src/findings/finding.js'
import { type Hit, isVendored, searchWithGit, uncovered } from './accounting.js'
import { type Judgement, judge } from './judge.js'
import type { Label } from './labels.js'
import { type Parsed, parseEdited, sumParsed } from './parsing.js'
import { changedPaths, type Snapshot, snapshot } from './snapshot.js'
import { safeEdits, splice } from './splice.js'
import { audit, promisedCode, type Run, runTool } from './tool.js'

export interface RepositoryResult {
  repo: string
  commit: string
  report: Report
  judgements: Judgement[]
  /** Broken promises, in words. */
  problems: string[]
  changed: string[]
  /** Every file outside folders of other people's code, and every match of git's own search in them. */
  paths: string[]
  hits: Hit[]
  /** How the files parse that `fix --write` and `fix --write --unsafe` edited. */
  parsed: Parsed
  /** Seconds of the audit and of `fix --write`. */
  seconds: { audit: number; fix: number }
}

export interface Options {
  bin: string
  labels: readonly Label[]
  /** Folder for the copies. */
  work: string
  /** Leaves the fixed copy behind (without `undo`), for reading its diff. */
  keep: boolean
}

/** `owner/name` of a folder called `owner__name`. */
export function repositoryName(folder: string): string {
  return basename(folder).replace('__', '/')
}

/** Audits a copy of a work tree, fixes it, checks every promise on it, and judges it against the labels. */
export function checkRepository(folder: string, options: Options): RepositoryResult {
  const repo = repositoryName(folder)
  const copy = join(options.work, basename(folder))
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(options.work, { recursive: true })
  // Of a link the copy would be a link, and the fixes would be made in the folder itself.
  cpSync(realpathSync(folder), copy, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
  const problems: string[] = []
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: copy, encoding: 'utf8' }).trim()
  const before = snapshot(copy)
  const { report, run } = audit(options.bin, copy)
  const paths = [...before.keys()].filter((path) => !isVendored(path))
  const read = (path: string) => before.get(path)?.bytes ?? readFileSync(join(copy, path))
  const hits = searchWithGit(copy, read).filter((hit) => !isVendored(hit.path))
  checkAudit(report, run, hits, problems)
  const fix = runTool(options.bin, copy, ['fix', '--write'])
  const after = snapshot(copy)
  const changed = changedPaths(before, after)
  const parsed = [parseEdited(changed, { before, after }, 'fix', problems)]
  checkFix(report, before, after, changed, problems)
  checkAgain(options.bin, copy, after, fix, problems)
  if (!options.keep) {
    if (changed.length > 0) checkUndo(options.bin, copy, before, problems)
    parsed.push(checkUnsafe(options.bin, copy, before, problems))
    rmSync(copy, { recursive: true, force: true })
  }
  const labels = options.labels.filter((label) => label.repo === repo)
  const other = labels.find((label) => label.commit !== commit)
  if (other) problems.push(`labels are for ${other.commit.slice(0, 12)}, the work tree is at ${commit}`)
  const judgements = judge(labels, { findings: report.findings, kept: report.kept ?? [] }, (path) => {
    return before.get(path)?.bytes
  })
  const seconds = { audit: run.ms / 1000, fix: fix.ms / 1000 }
  return {
    repo,
    commit,
    report,
    judgements,
    problems,
    changed,
    paths,
    hits,
    parsed: sumParsed(parsed),
    seconds,
  }
}

function checkAudit(report: Report, run: Run, hits: readonly Hit[], problems: string[]): void {
  if (run.code !== promisedCode(report)) {
    problems.push(`audit: exit ${run.code} instead of ${promisedCode(report)}`)
  }
  if (run.stderr !== '') problems.push(`audit: stderr ${JSON.stringify(run.stderr.slice(0, 300))}`)
  const unclassified = (report.kept ?? []).filter((each) => each.reason === 'unclassified')
  for (const each of unclassified) problems.push(`unclassified: ${each.path}:${each.start.line}`)
  for (const hit of uncovered(hits, [...report.findings, ...(report.kept ?? [])])) {
    problems.push(`not accounted for: ${hit.path}:${hit.line}: ${hit.text}`)
  }
}

function checkFix(
  report: Report,
  before: Snapshot,
  after: Snapshot,
  changed: readonly string[],
  problems: string[],
): void {
  const edits = safeEdits(report.findings)
  for (const path of changed) {
    const [old, now] = [before.get(path), after.get(path)]
    if (!old || !now) {
      problems.push(`fix: ${path} ${old ? 'is gone' : 'was created'}`)
      continue
    }
    if (old.mode !== now.mode) problems.push(`fix: mode of ${path} changed`)
    try {
      if (!splice(old.bytes, edits.get(path) ?? []).equals(now.bytes)) {
        problems.push(`fix: ${path} is not the file with the edits of the audit`)
      }
    } catch (error) {
      problems.push(`fix: ${(error as Error).message}`)
    }
  }
  for (const path of edits.keys()) {
    if (!changed.includes(path)) problems.push(`fix: ${path} has safe edits and was not written`)
  }
}

function checkAgain(bin: string, copy: string, fixed: Snapshot, fix: Run, problems: string[]): void {
  const { report } = audit(bin, copy)
  if (fix.code !== promisedCode(report)) {
    problems.push(`fix: exit ${fix.code}, the audit after it promises ${promisedCode(report)}`)
  }
  for (const finding of report.findings.filter((each) => each.fix.kind === 'safe')) {
    problems.push(`after fix: ${finding.path}:${finding.start.line} is still safe to fix`)
  }
  runTool(bin, copy, ['fix', '--write'])
  for (const path of changedPaths(fixed, snapshot(copy))) problems.push(`second fix changed ${path}`)
}

function checkUndo(bin: string, copy: string, before: Snapshot, problems: string[]): void {
  const undo = runTool(bin, copy, ['undo'])
  if (undo.code !== 0) problems.push(`undo: exit ${undo.code}: ${undo.stderr.slice(0, 300)}`)
  for (const path of changedPaths(before, snapshot(copy))) problems.push(`undo left ${path} changed`)
  const status = execFileSync('git', ['status', '--porcelain'], { cwd: copy, encoding: 'utf8' })
  if (status !== '') problems.push(`undo: the work tree is not clean: ${status.slice(0, 300)}`)
}

/** What the fixes of class `review` leave behind parses, too, and is left alone by a second run. */
function checkUnsafe(bin: string, copy: string, before: Snapshot, problems: string[]): Parsed {
  const args = ['fix', '--write', '--unsafe']
  runTool(bin, copy, args)
  const after = snapshot(copy)
  const parsed = parseEdited(changedPaths(before, after), { before, after }, 'fix --unsafe', problems)
  runTool(bin, copy, args)
  for (const path of changedPaths(after, snapshot(copy))) problems.push(`second fix --unsafe changed ${path}`)
  return parsed
}
