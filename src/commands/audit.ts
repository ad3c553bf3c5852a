import { auditContent, audit as auditPaths } from '../index.js'
import { type CommonOptions, exitCodeOf, isPartial, scopeOf, stdinPath, targetsOf } from './options.js'
import { emit } from './output.js'
import { progress } from './progress.js'
import type { Terminal } from './terminal.js'
import { noteUnfinished } from './unfinished.js'

/** Audits and reports; gives the exit code. */
export async function audit(
  paths: readonly string[],
  options: CommonOptions,
  terminal: Terminal,
): Promise<number> {
  const targets = targetsOf(options.format)
  const stdin = stdinPath(options, paths)
  const line = progress(terminal)
  const shared = {
    cwd: terminal.cwd,
    rules: options.rule,
    skip: options.skip,
    kept: options.kept,
    signal: terminal.signal,
    onProgress: line.report,
  }
  const content = stdin === undefined ? undefined : await terminal.readStdin()
  try {
    const report =
      stdin === undefined || content === undefined
        ? await auditPaths({ ...shared, paths })
        : await auditContent(stdin, content, shared)
    line.stop()
    if (stdin === undefined) await noteUnfinished(report, terminal.cwd)
    await emit(report, terminal, {
      targets: targets.length > 0 ? targets : [{ format: 'pretty' }],
      kept: options.kept ?? false,
      scope: scopeOf(options, paths),
      isPartial: isPartial(options),
      ...(stdin !== undefined && content ? { contents: new Map([[stdin, content]]) } : {}),
    })
    return exitCodeOf(report, options.failOn)
  } finally {
    line.stop()
  }
}
