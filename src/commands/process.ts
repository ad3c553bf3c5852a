import { KnownError } from '../errors.js'
import type { Output, Terminal } from './terminal.js'

/** What the command line says about colour: `undefined` leaves it to the environment. */
export type ColorChoice = boolean | undefined

/**
 * Describes the running process as a terminal. NO_COLOR, FORCE_COLOR, CI and TERM=dumb are honoured; nothing asks
 * or animates unless somebody sits at both ends.
 */
export function describeProcess(proc: NodeJS.Process, color: ColorChoice, signal: AbortSignal): Terminal {
  const { stdin, stdout, stderr, env } = proc
  const isDumb = env.TERM === 'dumb'
  const isCI = isSet(env.CI)
  return {
    cwd: workingFolder(proc),
    env,
    stdout: output(stdout, hasColor(stdout, env, color)),
    stderr: output(stderr, hasColor(stderr, env, color)),
    canAsk: Boolean(stdin.isTTY && stdout.isTTY && stderr.isTTY) && !isCI,
    canAnimate: Boolean(stderr.isTTY) && !isDumb && !isCI,
    unicode: isUnicode(proc),
    signal,
    readStdin: () => readAll(stdin, signal),
    ask: (question) => ask(question, proc, signal),
  }
}

/** @throws KnownError when somebody has deleted the folder meanwhile */
function workingFolder(proc: NodeJS.Process): string {
  try {
    return proc.cwd()
  } catch {
    throw new KnownError('no-such-path', 'the current folder')
  }
}

function output(stream: NodeJS.WriteStream, color: boolean): Output {
  return {
    isTTY: Boolean(stream.isTTY),
    color,
    width: stream.columns || 80,
    write: (text) => void stream.write(text),
  }
}

/** Choice on the command line, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal that can. */
export function hasColor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv, choice: ColorChoice): boolean {
  if (choice !== undefined) return choice
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR !== undefined) return isSet(env.FORCE_COLOR) || env.FORCE_COLOR === ''
  return Boolean(stream.isTTY) && env.TERM !== 'dumb'
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false'
}

/** Whether the other end shows more than ASCII: by the locale, or by what the terminal is known for. */
function isUnicode({ env, platform }: NodeJS.Process): boolean {
  if (platform === 'win32') return Boolean(env.WT_SESSION || env.TERM_PROGRAM || env.TERM)
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG
  return locale ? /utf-?8/i.test(locale) : env.TERM !== 'linux' && env.TERM !== 'dumb'
}

async function readAll(stream: NodeJS.ReadStream, signal: AbortSignal): Promise<Buffer> {
  const stop = () => stream.destroy(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  try {
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

async function ask(question: string, proc: NodeJS.Process, signal: AbortSignal): Promise<string | undefined> {
  const { createInterface } = await import('node:readline')
  const lines = createInterface({ input: proc.stdin, output: proc.stderr })
  // While it reads, the interface takes Ctrl-C: hand it on to the process.
  lines.on('SIGINT', () => proc.kill(proc.pid, 'SIGINT'))
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      lines.once('close', () => resolve(undefined))
      lines.question(question, resolve)
    })
  } finally {
    lines.close()
  }
}
