import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { createMatcher } from '../baseline/accept.js'
import { type BaselineFile, placeOfBaseline, readBaseline } from '../baseline/file.js'
import { BASELINE_NAME, type Baseline, type BaselineEntry, printBaseline } from '../baseline/format.js'
import { KnownError } from '../errors.js'
import type { Source } from '../files/source.js'
import type { Finding, Report } from '../findings/finding.js'
import { scopeOf } from '../findings/fingerprint.js'
import { mask } from '../findings/mask.js'
import { plural } from '../report/style.js'
import { catalog } from '../rules/about/index.js'
import { examine, toReport } from '../run.js'
import { configurationOf } from '../settings.js'
import { progress } from './progress.js'
import type { Terminal } from './terminal.js'

export interface BaselineOptions {
  prune?: boolean
  baseline?: string
  config?: string | false
}

const EMPTY: Baseline = { version: 1, findings: [], errors: [] }

/** Writes the baseline, or takes out of it what has gone; gives the exit code. */
export async function baseline(
  paths: readonly string[],
  options: BaselineOptions,
  terminal: Terminal,
): Promise<number> {
  const cwd = realpathSync(terminal.cwd)
  const { main, configure } = await configurationOf(cwd, options)
  const place = placeOfBaseline(cwd, options.baseline, main)?.file ?? join(main?.folder ?? cwd, BASELINE_NAME)
  const before = existing(cwd, place, options)
  const line = progress(terminal)
  const examination = await examine({
    cwd,
    paths,
    configure,
    signal: terminal.signal,
    onProgress: line.report,
  })
  try {
    line.stop()
    // Fixes are not verified: what can be fixed is no part of a baseline.
    const report = toReport(examination, examination.result.findings)
    const match = await createMatcher(before, {
      cwd,
      listing: examination.listing,
      isWhole: paths.every((path) => path === '.'),
      active: catalog.map(({ id }) => id),
      signal: terminal.signal,
    })
    const { findings, errors, used, stale } = match(report.findings, report.errors)
    const pathOf = (path: string) => relative(before.folder, resolve(cwd, path)).split(sep).join('/')
    const added = options.prune
      ? EMPTY
      : newEntries(report, examination.result.sources, findings, errors, pathOf)
    const after: Baseline = {
      version: 1,
      findings: [...used.findings, ...added.findings],
      errors: [...used.errors, ...added.errors],
    }
    write(place, printBaseline(after))
    const open = report.findings.filter(({ state }) => state !== 'suppressed').length
    const unfit = report.errors.filter(({ code }) => code !== PARSE_ERROR)
    terminal.stdout.write(
      told(pathOfShown(cwd, place), { after, added, stale, left: options.prune ? open - findings.size : 0 }),
    )
    for (const { path, message } of unfit) terminal.stderr.write(`kommo-migrate: ${path}: ${message}\n`)
    return unfit.length > 0 ? 2 : 0
  } finally {
    line.stop()
    examination.close()
  }
}

/** The only errors that can be lived with: the others say that something was not looked at. */
const PARSE_ERROR = 'parse-error'

function existing(cwd: string, file: string, { prune }: BaselineOptions): BaselineFile {
  if (existsSync(file)) return readBaseline(cwd, file)
  if (prune) throw new KnownError('baseline', `${pathOfShown(cwd, file)}: there is no such file to prune`)
  return { file, folder: dirname(file), baseline: EMPTY }
}

function newEntries(
  report: Report,
  sources: ReadonlyMap<string, Source>,
  known: ReadonlySet<Finding>,
  knownErrors: ReadonlySet<Report['errors'][number]>,
  pathOf: (path: string) => string,
): Baseline {
  const findings = report.findings
    .filter((finding) => finding.state !== 'suppressed' && !known.has(finding))
    .map((finding): BaselineEntry => {
      const source = sources.get(finding.path)
      return {
        rule: finding.rule,
        path: pathOf(finding.path),
        fingerprint: finding.fingerprint,
        excerpt: finding.excerpt,
        scope: source ? mask(scopeOf(source, finding.start.line)) : '',
      }
    })
  const errors = report.errors
    .filter((error) => error.code === PARSE_ERROR && !knownErrors.has(error))
    .map(({ path, code }) => ({ path: pathOf(path), code }))
  return { version: 1, findings, errors }
}

interface Outcome {
  after: Baseline
  added: Baseline
  stale: Baseline
  /** Findings that it does not accept. */
  left: number
}

function told(shown: string, { after, added, stale, left }: Outcome): string {
  const all = size(after)
  const parts = [
    size(added) > 0 ? `${size(added)} new` : '',
    size(stale) > 0 ? `${plural(size(stale), 'stale entry', 'stale entries')} taken out` : '',
  ].filter(Boolean)
  const lines = [
    `${shown}: ${plural(all, 'entry', 'entries')}${parts.length > 0 ? ` (${parts.join(', ')})` : ', nothing has changed'}.`,
  ]
  if (left > 0) lines.push(`${plural(left, 'finding')} not in it: kommo-migrate lists them.`)
  if (size(added) > 0) lines.push('Commit it: from now on only new findings make the check fail.')
  return `${lines.join('\n')}\n`
}

function size({ findings, errors }: Baseline): number {
  return findings.length + errors.length
}

function pathOfShown(cwd: string, file: string): string {
  return relative(cwd, file).split(sep).join('/')
}

/** Whole or not at all; an unchanged file keeps its time. */
function write(file: string, text: string): void {
  try {
    if (existsSync(file) && readFileSync(file, 'utf8') === text) return
    writeFileAtomic.sync(file, text)
  } catch (error) {
    throw new KnownError('report-not-written', (error as Error).message)
  }
}
