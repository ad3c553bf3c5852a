/** Where output goes: one of the two streams of a process. */
export interface Output {
  isTTY: boolean
  color: boolean
  /** Columns; 80 where the stream is no terminal. */
  width: number
  write(text: string | Buffer): void
}

/** Everything that a command may know of the process that runs it; `src/cli.ts` makes one. */
export interface Terminal {
  /** The working folder, absolute. */
  cwd: string
  /** The environment: CI names branches and files there. */
  env: Readonly<Record<string, string | undefined>>
  stdout: Output
  stderr: Output
  /** Whether somebody sits at the other end and can answer. */
  canAsk: boolean
  /** Whether a line of progress may be drawn on `stderr`. */
  canAnimate: boolean
  unicode: boolean
  /** Aborted by Ctrl-C. */
  signal: AbortSignal
  readStdin(): Promise<Buffer>
  /** Shows a question on `stderr` and gives one line of answer; `undefined` at the end of input. */
  ask(question: string): Promise<string | undefined>
}

/** A note for people who watch: goes to `stderr`, and only to a terminal. */
export function note(terminal: Terminal, text: string): void {
  if (terminal.stderr.isTTY) terminal.stderr.write(`${text}\n`)
}
