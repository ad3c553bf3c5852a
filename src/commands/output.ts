import { appendFileSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { repositoryOf } from '../edits/repository.js'
import { KnownError } from '../errors.js'
import { createSource, type Source } from '../files/source.js'
import type { Report } from '../findings/finding.js'
import type { ReportContext, Written } from '../report/context.js'
import { renderReport } from '../report/index.js'
import { linksOf } from './links.js'
import { counts, type FailOn, type Target } from './options.js'
import type { Terminal } from './terminal.js'

export interface OutputOptions {
  targets: readonly Target[]
  kept: boolean
  /** Content that is not on disk, by report path. */
  contents?: ReadonlyMap<string, Buffer> | undefined
  written?: Written
  /** Arguments that a command named in the report repeats. */
  scope: string
  /** Whether `--rule` or `--skip` left rules out. */
  isPartial: boolean
  exitCode: number
  failOn: FailOn
  hasBaseline: boolean
  /** Where the text of a pull request goes. */
  summary?: string | undefined
}

/** A comment on a pull request takes this many characters at GitHub; GitLab takes more. */
const COMMENT = 65_536

/** Renders a report to every target: files first, then stdout. */
export async function emit(report: Report, terminal: Terminal, options: OutputOptions): Promise<void> {
  const { stdout } = terminal
  const link = linksOf(terminal.env)
  const base: ReportContext = {
    color: false,
    unicode: true,
    width: 80,
    kept: options.kept,
    scope: options.scope,
    isPartial: options.isPartial,
    prefix: prefixOf(terminal.cwd),
    exitCode: options.exitCode,
    hasBaseline: options.hasBaseline,
    counts: (severity) => counts(severity, options.failOn),
    limit: COMMENT,
    ...(link ? { link } : {}),
    source: sourceReader(terminal.cwd, options.contents),
    ...(options.written ? { written: options.written } : {}),
  }
  for (const { format, file } of options.targets) {
    if (file !== undefined) save(resolve(terminal.cwd, file), await renderReport(format, report, base))
  }
  if (options.summary !== undefined) {
    const { pullRequest } = await import('../report/pull-request.js')
    save(resolve(terminal.cwd, options.summary), pullRequest(report, base))
  }
  if (options.targets.some(({ format }) => format === 'github')) await summarize(report, terminal, base)
  const shown = { ...base, color: stdout.color, unicode: terminal.unicode, width: stdout.width }
  for (const { format, file } of options.targets) {
    if (file === undefined) stdout.write(await renderReport(format, report, shown))
  }
}

/** The summary of a job in GitHub Actions takes 1 MiB of Markdown a step ("Workflow commands", job summaries). */
const SUMMARY = 1024 * 1024

/** Annotations are ten a level: the whole report goes to the summary of the job, where the runner names its file. */
async function summarize(report: Report, { env }: Terminal, context: ReportContext): Promise<void> {
  const file = env.GITHUB_STEP_SUMMARY
  if (!file) return
  const taken = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  const text = await renderReport('markdown', report, { ...context, limit: Math.max(0, SUMMARY - taken) })
  try {
    appendFileSync(file, text)
  } catch (error) {
    throw new KnownError('report-not-written', (error as Error).message)
  }
}

/** Where the working folder lies in its repository. */
function prefixOf(cwd: string): string {
  const folder = realpathSync(cwd)
  const repository = repositoryOf(folder)
  return repository ? relative(repository.top, folder).split(sep).join('/') : ''
}

function save(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  } catch (error) {
    throw new KnownError('report-not-written', (error as Error).message)
  }
}

/** Reads the sources of code frames again, each at most once; a file that has gone shows its excerpts. */
function sourceReader(
  cwd: string,
  contents?: ReadonlyMap<string, Buffer>,
): (path: string) => Source | undefined {
  const sources = new Map<string, Source | undefined>()
  return (path) => {
    if (!sources.has(path)) sources.set(path, read(path, cwd, contents))
    return sources.get(path)
  }
}

function read(path: string, cwd: string, contents?: ReadonlyMap<string, Buffer>): Source | undefined {
  try {
    return createSource(path, contents?.get(path) ?? readFileSync(resolve(cwd, path)))
  } catch {
    return undefined
  }
}
