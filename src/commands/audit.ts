import { begin } from '../engine/ahead.js'
import type { Listing } from '../files/discover.js'
import type { Verify } from '../run.js'
import { settingsOf } from '../settings.js'
import { type CommonOptions, exitCodeOf, isPartial, scopeOf, stdinPath, targetsOf } from './options.js'
import { emit } from './output.js'
import { progress } from './progress.js'
import { selecting } from './select.js'
import type { Terminal } from './terminal.js'
import { noteUnfinished } from './unfinished.js'

/** Loaded when there are findings. */
const verify: Verify = async (...given) => (await import('../edits/verify.js')).verify(...given)

/** Whether a file may hold others. */
function isArchived(file: Listing['files'][number]): boolean {
  return file.class === 'skipped' && file.reason === 'archive'
}

/** Audits and reports; gives the exit code. */
export async function audit(
  paths: readonly string[],
  options: CommonOptions,
  terminal: Terminal,
): Promise<number> {
  const targets = targetsOf(options.format)
  const stdin = stdinPath(options, paths)
  const { cwd, signal } = terminal
  const line = progress(terminal)
  const ahead = stdin === undefined ? begin({ cwd, paths, signal }) : undefined
  const settings = await settingsOf(cwd, options)
  const { select, contents: stagedContents } = selecting(options, terminal)
  const archived = new Map<string, Buffer>()
  const expand = async (listing: Listing) => {
    if (!listing.files.some(isArchived)) return archived
    const { expandArchives } = await import('../archives/expand.js')
    for (const [path, bytes] of await expandArchives(listing, options.archives ?? false))
      archived.set(path, bytes)
    return archived
  }
  const content = stdin === undefined ? undefined : await terminal.readStdin()
  // Loaded while git lists; what checks comes when there is something to check.
  const [{ selectRules }, { run, runStdin }] = await Promise.all([
    import('../rules/select.js'),
    import('../run.js'),
  ])
  try {
    const rules = selectRules(options.rule, options.skip)
    const { configure, baseline } = settings
    const shared = {
      cwd,
      rules,
      kept: options.kept,
      configure,
      select,
      expand,
      baseline,
      signal,
      onProgress: line.report,
    }
    const report =
      stdin === undefined || content === undefined
        ? await run({ ...shared, paths, ahead }, verify)
        : await runStdin(stdin, content, shared, verify)
    line.stop()
    if (stdin === undefined) await noteUnfinished(report, terminal.cwd)
    const exitCode = exitCodeOf(report, settings.failOn)
    await emit(report, terminal, {
      exitCode,
      failOn: settings.failOn,
      hasBaseline: baseline !== undefined,
      targets: targets.length > 0 ? targets : [{ format: 'pretty' }],
      kept: options.kept ?? false,
      scope: scopeOf(options, paths),
      isPartial: isPartial(options),
      contents:
        stdin !== undefined && content
          ? new Map([[stdin, content]])
          : new Map([...(stagedContents() ?? []), ...archived]),
    })
    return exitCode
  } finally {
    line.stop()
  }
}
