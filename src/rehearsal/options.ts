/** What is run, and what it may reach. */
export interface RunOptions {
  command: readonly string[]
  cwd: string
  /** An address of this machine's loopback. */
  upstream?: URL
  /** Ports of the loopback that the program may reach. */
  ports: readonly number[]
  /** Sockets that the program may reach. */
  sockets: readonly string[]
  /** Where the program writes its standard output. */
  stdout: 'stdout' | 'stderr'
  /** Ctrl-C: handed to the program. A second one ends the command, and all with it. */
  signal: AbortSignal
}
