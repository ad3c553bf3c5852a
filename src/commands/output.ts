import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { KnownError } from '../errors.js'
import { createSource, type Source } from '../files/source.js'
import type { Report } from '../findings/finding.js'
import type { ReportContext, Written } from '../report/context.js'
import { renderReport } from '../report/index.js'
import type { Target } from './options.js'
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
}

/** Renders a report to every target: files first, then stdout. */
export async function emit(report: Report, terminal: Terminal, options: OutputOptions): Promise<void> {
  const { stdout } = terminal
  const base: ReportContext = {
    color: false,
    unicode: true,
    width: 80,
    kept: options.kept,
    scope: options.scope,
    isPartial: options.isPartial,
    source: sourceReader(terminal.cwd, options.contents),
    ...(options.written ? { written: options.written } : {}),
  }
  for (const { format, file } of options.targets) {
    if (file !== undefined) save(resolve(terminal.cwd, file), await renderReport(format, report, base))
  }
  const shown = { ...base, color: stdout.color, unicode: terminal.unicode, width: stdout.width }
  for (const { format, file } of options.targets) {
    if (file === undefined) stdout.write(await renderReport(format, report, shown))
  }
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
