import { resolve } from 'node:path'
import type { RawFinding } from '../engine/types.js'
import { minimalNeedles, needlePattern } from '../files/needles.js'
import { createSource } from '../files/source.js'
import type { FixKind } from '../findings/finding.js'
import { mask } from '../findings/mask.js'
import { type FileAnswer, isFaithful, isWithinFile, openProject, type Project, placeOf } from '../project.js'
import { selectRules } from '../rules/select.js'

/** The file that a codemod runner hands over. */
export interface FileInfo {
  /** Absolute, or relative to the working folder. */
  path: string
  source: string
}

/** One file to transform, and what with. Plain data: it crosses threads. */
export interface Task {
  file: FileInfo
  /** Ids of the rules whose fixes are made. */
  rules: readonly string[]
  /** Also makes fixes of class `review`. */
  unsafe: boolean
  /** Absolute. */
  cwd: string
}

export interface Transformed {
  /** The new source; absent when nothing changes. */
  source?: string
  /** What is left for a person, one line each. */
  reports: string[]
  /** How often what happened. */
  stats: Record<string, number>
}

/**
 * Makes the fixes of some rules that stay within one UTF-8 file; the bytes are those of `kommo-migrate fix --write`.
 * Everything else is left alone and reported.
 */
export async function transformFile({ file, rules: ids, unsafe, cwd }: Task): Promise<Transformed> {
  const rules = selectRules(ids)
  const needles = minimalNeedles(rules.flatMap((rule) => rule.needles))
  if (!needlePattern(needles).test(file.source)) return UNCHANGED
  const bytes = Buffer.from(file.source, 'utf8')
  const { encoding } = createSource(file.path, bytes)
  if (encoding !== 'utf-8' || !isFaithful(resolve(cwd, file.path), file.source, bytes)) return NOT_UTF8
  const { root, path } = placeOf(file.path, cwd)
  const kinds: FixKind[] = unsafe ? ['safe', 'review'] : ['safe']
  const answer = await (await projectOf(root, ids, kinds)).ask(path, bytes)
  if (!answer) return UNCHANGED
  const told = tell(answer, kinds)
  return answer.after.equals(bytes) ? told : { ...told, source: answer.after.toString('utf8') }
}

const UNCHANGED: Transformed = { reports: [], stats: {} }

const NOT_UTF8: Transformed = {
  reports: ['is not UTF-8 and was left alone: kommo-migrate fix --write keeps its encoding'],
  stats: { 'kommo-migrate: not UTF-8': 1 },
}

const projects = new Map<string, Promise<Project>>()

/** Examined once a process: runners call one transform for many files. */
function projectOf(root: string, ruleIds: readonly string[], kinds: readonly FixKind[]): Promise<Project> {
  const key = [root, ...ruleIds, ...kinds].join('\0')
  let project = projects.get(key)
  if (!project) {
    project = openProject(root, { rules: selectRules(ruleIds), kinds })
    projects.set(key, project)
  }
  return project
}

function tell({ source, findings, fixed }: FileAnswer, kinds: readonly FixKind[]): Transformed {
  const told: Transformed = { reports: [], stats: {} }
  for (const finding of findings) {
    const why = fixed.has(finding) ? 'fixed' : reasonOf(finding, kinds)
    const name = `kommo-migrate: ${why}`
    told.stats[name] = (told.stats[name] ?? 0) + 1
    if (fixed.has(finding) || finding.severity === 'info') continue
    const { line, column } = source.point(finding.span.start)
    told.reports.push(
      `${line}:${column} ${finding.rule} [${why}] ${mask(finding.message)} ${mask(finding.help)}`,
    )
  }
  return told
}

function reasonOf(finding: RawFinding, kinds: readonly FixKind[]): string {
  if (finding.fix.kind === 'manual') return 'for a person'
  if (!isWithinFile(finding)) return 'one fix over several files: kommo-migrate fix --write'
  return kinds.includes(finding.fix.kind) ? 'for a person' : 'review: --unsafe=true makes it'
}
