import { grouped } from '../report/grouped.js'
import type { Phase } from '../run.js'
import type { Terminal } from './terminal.js'

/** Runs shorter than this (milliseconds) draw nothing. */
const PATIENCE = 500
const INTERVAL = 80

const LABELS: Record<Phase, string> = {
  list: 'listing files',
  read: 'reading',
  check: 'checking',
  verify: 'trying the fixes in memory',
}

export interface Progress {
  report(phase: Phase, done: number, total: number): void
  /** Takes the line away again. */
  stop(): void
}

/** A line of progress on a terminal's `stderr`, for runs that take a while; nothing anywhere else. */
export function progress(terminal: Terminal): Progress {
  const started = performance.now()
  let drawn = 0
  return {
    report(phase, done, total) {
      const now = performance.now()
      if (!terminal.canAnimate || now - started < PATIENCE || now - drawn < INTERVAL) return
      drawn = now
      const count = total > 0 ? ` ${grouped(done)} of ${grouped(total)} files` : ''
      terminal.stderr.write(`\r\u001b[K${LABELS[phase]}${count}`)
    },
    stop() {
      if (drawn > 0) terminal.stderr.write('\r\u001b[K')
      drawn = 0
    },
  }
}
