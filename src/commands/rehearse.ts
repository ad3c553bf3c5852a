import { rehearsalJson, rehearsalTable } from '../rehearsal/report.js'
import { runApart } from '../rehearsal/run.js'
import { judge } from '../rehearsal/verdict.js'
import { allowedOf, type RehearseOptions, upstreamOf } from './rehearse-options.js'
import type { Terminal } from './terminal.js'

/** Runs a program against the announced redirect; gives the exit code. */
export async function rehearse(
  command: readonly string[],
  options: RehearseOptions,
  terminal: Terminal,
): Promise<number> {
  const { stdout, unicode } = terminal
  const isJson = options.format === 'json'
  const upstream = upstreamOf(options.upstream)
  const rehearsal = await runApart({
    command,
    cwd: terminal.cwd,
    ...(upstream && { upstream }),
    ...allowedOf(options.allow),
    stdout: isJson ? 'stderr' : 'stdout',
    signal: terminal.signal,
  })
  const rehearsed = judge(rehearsal.records)
  stdout.write(
    isJson
      ? rehearsalJson(rehearsal, rehearsed)
      : rehearsalTable(rehearsal, rehearsed, { color: stdout.color, width: stdout.width, unicode }),
  )
  if (rehearsed.judged.some(({ isBroken }) => isBroken)) return 1
  const isUnseen = rehearsed.judged.length === 0 || rehearsal.unread.length > 0
  return isUnseen ? 2 : 0
}
