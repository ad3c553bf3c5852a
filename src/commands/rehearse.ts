import { KnownError } from '../errors.js'
import { refusal, runApart } from '../rehearsal/apart.js'
import type { RunOptions } from '../rehearsal/options.js'
import { findOnPath } from '../rehearsal/path.js'
import { rehearsalJson, rehearsalTable } from '../rehearsal/report.js'
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
  const run: RunOptions = {
    command,
    cwd: terminal.cwd,
    ...(upstream && { upstream }),
    ...allowedOf(options.allow),
    stdout: isJson ? 'stderr' : 'stdout',
    signal: terminal.signal,
  }
  const [name = ''] = command
  if (process.platform !== 'win32' && !findOnPath(name, process.env, terminal.cwd))
    throw new KnownError('not-rehearsed', `there is no program ${name}`, 'Nothing was run.')
  const rehearsal = (await isApart(options, terminal)) ? await runApart(run) : await beside(run, options)
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

async function beside(run: RunOptions, options: RehearseOptions) {
  if (options.allow)
    throw new KnownError('usage', '--allow without namespaces', 'All of this machine can be reached then.')
  const { runBeside } = await import('../rehearsal/beside.js')
  return runBeside(run)
}

const RISK = [
  'Without namespaces, Node is led to the stand-in by a preload and other programs by HTTPS_PROXY. A client that does',
  'neither is not seen, and would reach the real service with real tokens.',
].join('\n')

/**
 * Whether the program runs in namespaces: always where they are allowed, unless the user says otherwise.
 * @throws KnownError `not-rehearsed` where they are refused, and the user has not agreed to go without
 */
async function isApart({ withoutNamespace }: RehearseOptions, terminal: Terminal): Promise<boolean> {
  if (withoutNamespace) return false
  const why = refusal()
  if (why === undefined) return true
  if (terminal.canAsk) {
    const answer = await terminal.ask(`No namespaces: ${why}.\n${RISK}\nRun it all the same? [y/N] `)
    if (/^y(?:es)?$/i.test(answer?.trim() ?? '')) return false
    throw new KnownError('not-rehearsed', why, 'Nothing was run.')
  }
  throw new KnownError('not-rehearsed', why, `${RISK}\nNothing was run. --without-namespace agrees to that.`)
}
