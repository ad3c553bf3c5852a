import type { ChildProcess } from 'node:child_process'

/** Signals a program and all of its group, as a terminal would. It leads the group: it was spawned detached. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // It has ended by itself meanwhile.
  }
}
