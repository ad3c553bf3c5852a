import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { openConfiguration, UNCONFIGURED } from './config/load.js'
import { factsWithout } from './edits/trial.js'
import { type Verified, verify } from './edits/verify.js'
import { withoutReadOnlyFixes } from './engine/assemble.js'
import { knownPaths } from './engine/facts.js'
import {
  type CheckOptions,
  type CheckResult,
  FIX_ORDER,
  type Input,
  type RawFinding,
} from './engine/types.js'
import { contentsOf } from './files/contents.js'
import { listContents } from './files/list.js'
import { treatment } from './files/scan.js'
import type { Source } from './files/source.js'
import type { FixKind, Suppressed } from './findings/finding.js'
import { addLooks } from './findings/render.js'
import { suppress } from './findings/suppress.js'
import { catalog } from './rules/about/index.js'
import type { RuleInfo } from './rules/define-rule.js'
import { loadRules } from './rules/select.js'
import { type Examination, examine, examineFiles } from './run.js'

/** What is known about one file, as other tools ask: one at a time, perhaps with text that is not saved yet. */
export interface FileAnswer {
  source: Source
  /** Findings of the file in order, verified; suppressed ones are left out. */
  findings: readonly RawFinding[]
  /** Those that fixes within this file end. */
  fixed: ReadonlySet<RawFinding>
  /** The file with these fixes made. */
  after: Buffer
}

/** A project that was examined once, and answers for its files. */
export interface Project {
  /** `undefined` for a file that an audit leaves out: ignored, vendored, generated. `path` is a report path. */
  ask(path: string, bytes: Buffer): Promise<FileAnswer | undefined>
}

export interface ProjectOptions {
  rules: readonly RuleInfo[]
  /** Fixes to make: `['safe']`, or `['safe', 'review']`. */
  kinds: readonly FixKind[]
}

/** Examines everything below a folder, as `audit` does, so that one file is judged with all others in view. */
export async function openProject(root: string, { rules, kinds }: ProjectOptions): Promise<Project> {
  const isFolder = statSync(root, { throwIfNoEntry: false })?.isDirectory() ?? false
  const { configure } = isFolder ? await openConfiguration(root) : UNCONFIGURED
  const shared = { cwd: root, rules, configure, threads: 1 }
  const examination = await (isFolder ? examine(shared) : examineFiles(contentsOf([]), shared))
  const files = new Map(examination.listing.files.map((file) => [file.path, file]))
  const hits = new Map(examination.scanned.hits.map((hit) => [hit.path, hit]))
  let whole: Promise<(path: string) => FileAnswer | undefined> | undefined
  let before: ReadonlyMap<string, RawFinding[]> | undefined
  return {
    async ask(path, bytes) {
      const listed = files.get(path)
      // What is on the disk and git does not list is ignored; what is not there yet is new.
      const file = listed ?? (existsSync(join(root, path)) ? undefined : listContents([path])[0])
      if (file?.class !== 'editable' || Object.keys(treatment(file, bytes)).length > 0) return undefined
      if (hits.get(path)?.bytes.equals(bytes)) {
        const { inputs, result, options } = examination
        whole ??= verifySingle(examination, inputs, result, options, kinds).then(answers)
        return (await whole)(path)
      }
      before ??= byFile(examination.result.findings)
      return answers(await checkChanged(examination, { path, bytes }, before.get(path) ?? [], rules, kinds))(
        path,
      )
    },
  }
}

interface Checked {
  result: CheckResult
  verified: Verified
  suppressionOf(finding: RawFinding): Suppressed | undefined
}

/**
 * Checks a file whose text is not the one on the disk. Alone, when no rule knows a fact about it; else with what is known
 * about the others; and with all of them, when it now shares a fix with others.
 */
async function checkChanged(
  examination: Examination,
  input: Input,
  before: readonly RawFinding[],
  rules: readonly RuleInfo[],
  kinds: readonly FixKind[],
): Promise<Checked> {
  const { check, result } = examination
  const { listed } = examination.options
  const shared = {
    ...examination.options,
    // A clean project has asked no rule yet.
    rules: await loadRules(rules),
    listed: listed.includes(input.path) ? listed : [...listed, input.path],
  }
  let inputs: readonly Input[] = [input]
  let options: CheckOptions = { ...shared, facts: {} }
  let checked = await check(inputs, options)
  if (knownPaths(checked.facts).has(input.path)) {
    options = { ...shared, facts: factsWithout(result.facts, new Set([input.path])) }
    checked = await check(inputs, options)
  }
  let joined = joinKnown(checked.findings, before)
  if (!joined) {
    inputs = [...examination.inputs.filter(({ path }) => path !== input.path), input].sort(byPath)
    options = shared
    checked = await check(inputs, options)
    joined = checked.findings
  }
  const { policy } = examination
  if (policy) addLooks(joined, checked.sources)
  const { findings, suppressionOf } = suppress(joined, checked.sources, {
    accepted: policy?.suppression,
    known: catalog.map((rule) => rule.id),
    active: rules.map((rule) => rule.id),
  })
  const touched = new Set(findings.flatMap(({ fix }) => fix.edits.map(({ path }) => path)))
  const readOnly = [...touched].filter((path) => !isEditable(examination, path, input))
  const own = { ...checked, findings: withoutReadOnlyFixes(findings, new Set(readOnly)) }
  return verifySingle({ ...examination, suppressionOf }, inputs, own, options, kinds, input)
}

/**
 * Findings of one file whose fixes are one with those of other files: they get the edits there, as they were found
 * before. `undefined` when that does not tell, because the file has a part in such a fix that it had not.
 * @param before what was found in the file then
 */
function joinKnown(
  findings: readonly RawFinding[],
  before: readonly RawFinding[],
): readonly RawFinding[] | undefined {
  const joined: RawFinding[] = []
  for (const finding of findings) {
    if (finding.group === undefined) {
      joined.push(finding)
      continue
    }
    const known = before.find(
      ({ rule, group, message }) =>
        rule === finding.rule && group === finding.group && message === finding.message,
    )
    if (!known) return undefined
    joined.push(joinedWith(finding, known))
  }
  return joined
}

function joinedWith(finding: RawFinding, known: RawFinding): RawFinding {
  // Its fix was taken back: suppressed, or not to be written.
  if (known.fix.edits.length === 0) return { ...finding, help: known.help, fix: known.fix }
  const elsewhere = known.fix.edits.filter(({ path }) => path !== finding.span.file)
  const kind =
    FIX_ORDER.indexOf(known.fix.kind) < FIX_ORDER.indexOf(finding.fix.kind)
      ? known.fix.kind
      : finding.fix.kind
  const edits = [...finding.fix.edits, ...elsewhere]
  return { ...finding, fix: { ...finding.fix, kind, edits, create: known.fix.create } }
}

function isEditable(
  examination: Pick<Examination, 'isEditable'>,
  path: string,
  input: Input | undefined,
): boolean {
  return path === input?.path || examination.isEditable(path)
}

/** Verifies the fixes that stay within one file; the others are not tried. */
async function verifySingle(
  examination: Pick<Examination, 'check' | 'isEditable' | 'suppressionOf'>,
  inputs: readonly Input[],
  result: CheckResult,
  options: CheckOptions,
  kinds: readonly FixKind[],
  changed?: Input,
): Promise<Checked> {
  const { check, suppressionOf } = examination
  const verified = await verify(inputs, result, check, {
    ...options,
    kinds,
    isChosen: isWithinFile,
    isEditable: (path) => isEditable(examination, path, changed),
  })
  return { result, verified, suppressionOf }
}

/** Whether the fix of a finding, as one unit, changes nothing but the finding's own file. */
export function isWithinFile({ span, fix }: RawFinding): boolean {
  return fix.create.length === 0 && fix.edits.every(({ path }) => path === span.file)
}

/** What a check says of each file; looked up, because there may be thousands. */
function answers({ result, verified, suppressionOf }: Checked): (path: string) => FileAnswer | undefined {
  const fixed = new Set(verified.fixed)
  const after = new Map(verified.changes.map((change) => [change.path, change.after]))
  const findings = byFile(verified.findings.filter((finding) => !suppressionOf(finding)))
  return (path) => {
    const source = result.sources.get(path)
    if (!source) return undefined
    return { source, findings: findings.get(path) ?? [], fixed, after: after.get(path) ?? source.bytes }
  }
}

function byFile(findings: readonly RawFinding[]): Map<string, RawFinding[]> {
  const found = new Map<string, RawFinding[]>()
  for (const finding of findings) {
    const own = found.get(finding.span.file)
    if (own) own.push(finding)
    else found.set(finding.span.file, [finding])
  }
  return found
}

/** Where a file belongs: its repository, else the working folder, else its own folder; and its path there (POSIX). */
export function placeOf(file: string, cwd: string): { root: string; path: string } {
  const given = resolve(cwd, file)
  const folder = realFolder(dirname(given))
  const absolute = join(folder, basename(given))
  const root = repositoryAbove(folder) ?? (isInside(realFolder(cwd), absolute) ? realFolder(cwd) : folder)
  return { root, path: relative(root, absolute).split(sep).join('/') }
}

function repositoryAbove(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (dirname(at) === at) return undefined
  }
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '' && !isAbsolute(way) && way.split(sep)[0] !== '..'
}

/**
 * Whether a text is what its file holds. Other tools decode every file as UTF-8: what that damaged (U+FFFD) must not be
 * written back.
 */
export function isFaithful(file: string, text: string, bytes: Buffer): boolean {
  if (!text.isWellFormed()) return false
  if (!text.includes('\ufffd')) return true
  return existsSync(file) && readFileSync(file).equals(bytes)
}

function byPath(a: Input, b: Input): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}
