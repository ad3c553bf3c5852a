import { diffBytes, diffText } from '../edits/diff.js'
import { type FixOptions as EditOptions, type FixOutcome, fix as fixFiles } from '../edits/fix.js'
import { unseenNotes } from '../edits/unseen.js'
import { KnownError } from '../errors.js'
import { rootsOf } from '../files/writable.js'
import type { FixKind, Report } from '../findings/finding.js'
import { countFixes } from '../report/fixes.js'
import { plural } from '../report/style.js'
import { selectRules } from '../rules/select.js'
import { type Examination, examine, examineContent, toReport } from '../run.js'
import { settingsOf } from '../settings.js'
import { askEach } from './interactive.js'
import { keyOf } from './key.js'
import { type CommonOptions, exitCodeOf, isPartial, scopeOf, stdinPath, targetsOf } from './options.js'
import { emit, type OutputOptions } from './output.js'
import { progress } from './progress.js'
import { selecting } from './select.js'
import { note, type Terminal } from './terminal.js'

export interface FixOptions extends CommonOptions {
  write?: boolean
  unsafe?: boolean
  interactive?: boolean
  allowDirty?: boolean
  summary?: string
}

type Outcome = FixOutcome<Examination>

type Common = Omit<OutputOptions, 'exitCode'>

/** Shows, asks for, or applies fixes; gives the exit code. */
export async function fix(
  paths: readonly string[],
  options: FixOptions,
  terminal: Terminal,
): Promise<number> {
  const targets = targetsOf(options.format)
  const stdin = stdinPath(options, paths)
  refuseImpossible(options, terminal)
  const { select, contents: stagedContents } = selecting(options, terminal)
  const { configure, baseline, failOn } = await settingsOf(terminal.cwd, options)
  const content = stdin === undefined ? undefined : await terminal.readStdin()
  const line = progress(terminal)
  const open: Examination[] = []
  const edit: EditOptions<Examination> = {
    root: terminal.cwd,
    roots: rootsOf(terminal.cwd, paths),
    kinds: kindsOf(options),
    write: options.write ?? false,
    allowDirty: options.allowDirty ?? false,
    signal: terminal.signal,
    audit: async () => {
      const shared = {
        cwd: terminal.cwd,
        paths,
        rules: selectRules(options.rule, options.skip),
        kept: options.kept,
        configure,
        select,
        baseline,
        signal: terminal.signal,
        onProgress: line.report,
      }
      const examination =
        stdin === undefined || content === undefined
          ? await examine(shared)
          : await examineContent(stdin, content, shared)
      open.push(examination)
      return examination
    },
  }
  try {
    const outcome = options.interactive ? await interactive(edit, line.stop, terminal) : await fixFiles(edit)
    line.stop()
    const output = {
      targets,
      kept: options.kept ?? false,
      failOn,
      hasBaseline: baseline !== undefined,
      summary: options.summary,
      scope: scopeOf(options, paths),
      isPartial: isPartial(options),
      contents: stdin !== undefined && content ? new Map([[stdin, content]]) : stagedContents(),
    }
    const wantsWrite = options.write || options.interactive
    return wantsWrite
      ? await showWritten(outcome, output, terminal)
      : await showDiff(outcome, options, output, terminal)
  } finally {
    line.stop()
    await Promise.all(open.map((examination) => examination.close()))
  }
}

function refuseImpossible(
  { interactive, staged, stdin, summary, write }: FixOptions,
  { canAsk }: Terminal,
): void {
  if (summary !== undefined && !write && !interactive)
    throw new KnownError('usage', '--summary tells of what was written', 'Add --write.')
  if (staged && (write || interactive))
    throw new KnownError(
      'usage',
      'what is staged cannot be written',
      'kommo-migrate fix --staged | git apply --cached changes the index; fix --changed --write the files.',
    )
  if (stdin && (write || interactive))
    throw new KnownError(
      'usage',
      'content of --stdin cannot be written',
      'Without --write, fix prints its diff.',
    )
  if (interactive && !canAsk) throw new KnownError('not-a-terminal')
}

function kindsOf({ unsafe }: FixOptions): FixKind[] {
  return unsafe ? ['safe', 'review'] : ['safe']
}

/** Works out the fixes, asks for each, then writes what was agreed to. */
async function interactive(
  edit: EditOptions<Examination>,
  beforeAsking: () => void,
  terminal: Terminal,
): Promise<Outcome> {
  const planned = await fixFiles({ ...edit, write: false })
  beforeAsking()
  const agreed = await askEach(planned, edit.kinds, terminal)
  if (agreed.size === 0) return planned
  return fixFiles({ ...edit, write: true, isChosen: (finding) => agreed.has(keyOf(finding)) })
}

/** The dry run: the diff on stdout (or the reports that were asked for), a summary for people on stderr. */
async function showDiff(
  { audited, verified, changes }: Outcome,
  options: FixOptions,
  output: Common,
  terminal: Terminal,
): Promise<number> {
  const report = toReport(audited, verified.findings)
  const { stdout } = terminal
  const exitCode = exitCodeOf(report, output.failOn)
  await emit(report, terminal, { ...output, exitCode })
  if (output.targets.every(({ file }) => file !== undefined) && changes.length > 0)
    stdout.write(stdout.color || stdout.isTTY ? diffText(changes, stdout.color) : diffBytes(changes))
  note(terminal, dryNote(report, changes.length, options, output.scope))
  return exitCode
}

function dryNote(report: Report, files: number, { unsafe }: FixOptions, scope: string): string {
  // Fixes are made for what the baseline accepts, too.
  const open = report.findings.filter(({ state }) => state !== 'suppressed')
  const [safe, review, manual] = (['safe', 'review', 'manual'] as const).map((kind) => countFixes(open, kind))
  const fixes = (safe?.fixes ?? 0) + (unsafe ? (review?.fixes ?? 0) : 0)
  const command = `kommo-migrate fix${unsafe ? ' --unsafe' : ''} --write ${scope}`.trimEnd()
  const lines =
    files > 0
      ? [
          `Nothing is written yet: ${command} makes ${plural(fixes, 'fix', 'fixes')} in ${plural(files, 'file')}.`,
        ]
      : ['No fix to make.']
  if (!unsafe && review && review.fixes > 0)
    lines.push(`--unsafe adds ${plural(review.fixes, 'fix', 'fixes')} that want a look at the diff first.`)
  if (manual && manual.findings > 0)
    lines.push(`${plural(manual.findings, 'finding')} for a person: kommo-migrate audit says what to do.`)
  return lines.join('\n')
}

/** After a write: what is left, by class, and the order to deploy. */
async function showWritten(
  { audited, verified, written, refused, recovered, after }: Outcome,
  output: Common,
  terminal: Terminal,
): Promise<number> {
  const report = toReport(after?.audited ?? audited, (after?.verified ?? verified).findings)
  report.errors.push(
    ...refused.map(({ path, reason }) => ({ path, code: 'write-failed', message: `not written: ${reason}` })),
  )
  for (const { state, restored } of recovered) {
    const what =
      state === 'completed' ? 'had been completed' : `was taken back (${plural(restored.length, 'file')})`
    report.notes.push({ path: '', code: 'recovered', message: `an interrupted write ${what} first` })
  }
  const done = new Set(written)
  report.notes.push(...unseenNotes(verified, audited.result.sources, audited.options.rules, done))
  const fixed = verified.fixed.filter(({ span, fix }) =>
    fix.edits.length > 0 ? fix.edits.every(({ path }) => done.has(path)) : done.has(span.file),
  )
  const targets = output.targets.length > 0 ? output.targets : [{ format: 'pretty' as const }]
  const exitCode = exitCodeOf(report, output.failOn)
  await emit(report, terminal, {
    ...output,
    exitCode,
    targets,
    ...(written.length > 0 ? { written: { fixed, paths: written } } : {}),
  })
  const isTold = targets.some(({ format, file }) => format === 'pretty' && file === undefined)
  if (!isTold && written.length > 0)
    note(terminal, `${plural(fixed.length, 'finding')} fixed in ${plural(written.length, 'file')}.`)
  return exitCode
}
