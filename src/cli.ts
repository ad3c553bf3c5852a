import { isAbort, isKnownError, KnownError } from './errors.js'
import { version } from './version.js'

/**
 * Runs the command line. The only place that knows the process: output goes to its streams, the outcome to
 * `process.exitCode`. Never calls `process.exit()`, which would cut a report that is still in a pipe.
 */
export async function main(argv: string[]): Promise<void> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    process.stdout.write(`${version()}\n`)
    return
  }
  optimizeLate()
  ignoreClosedPipes()
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort(new KnownError('aborted')))
  try {
    process.exitCode = await dispatch(argv, stop.signal)
  } catch (error) {
    process.exitCode = explainError(stop.signal.aborted && isAbort(error) ? stop.signal.reason : error)
  }
}

/**
 * V8 optimizes a function after 130 kB of its bytecode ran. A run is short, and both cores have better things to do than
 * to optimize what will not run for long: waiting for eight times as much takes a fifth off the time of an audit.
 */
function optimizeLate(): void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--interrupt-budget=1000000')
}

async function dispatch(argv: string[], signal: AbortSignal): Promise<number> {
  const [{ createProgram }, { describeProcess }, { CommanderError }] = await Promise.all([
    import('./commands/program.js'),
    import('./commands/process.js'),
    import('commander'),
  ])
  let exitCode = 0
  const program = createProgram(
    describeProcess(process, colorChoice(argv), signal),
    version(),
    async (run) => {
      exitCode = await run()
    },
  )
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Commander has said what is wrong already; help and version are no errors.
    return error.exitCode === 0 ? 0 : 2
  }
}

/** Colour decides how help and errors look, so it is read before anything else is. */
function colorChoice(argv: readonly string[]): boolean | undefined {
  const end = argv.indexOf('--')
  const options = end < 0 ? argv : argv.slice(0, end)
  const last = options.findLast((arg) => arg === '--color' || arg === '--no-color')
  return last === undefined ? undefined : last === '--color'
}

/** `kommo-migrate | head` closes the pipe early: that is no error. */
function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}

/** One line and the advice for a known error; the stack for a defect of ours. Gives the exit code. */
function explainError(error: unknown): number {
  if (isKnownError(error)) {
    process.stderr.write(`kommo-migrate: ${error.message}\n${error.advice ? `${error.advice}\n` : ''}`)
    return error.exitCode
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(
    `${stack}\n\nThis is a defect of kommo-migrate ${version()}: please report it with the lines above.\n`,
  )
  return 2
}
