import type { Reading } from '../files/scan.js'
import type { CheckResult, Facts, Input } from './types.js'

/** What the main thread asks the worker for, one thing at a time. Plain data throughout. */
export type Task =
  | {
      is: 'read'
      /** Absolute paths, joined by NUL: one string crosses threads far faster than many. */
      paths: string
      needles: readonly string[]
      /** The next path that nobody has taken yet; both threads add to it. */
      counter: SharedArrayBuffer
    }
  | {
      is: 'collect'
      /** All inputs, large ones first; `counter` as above. */
      inputs: readonly Input[]
      counter: SharedArrayBuffer
      rules: readonly string[]
      again: boolean
    }
  /** Checks what `collect` has loaded. `facts` are those of all inputs, in order of path. */
  | {
      is: 'check'
      rules: readonly string[]
      listed: readonly string[]
      facts: Facts
      again: boolean
    }

export type PlainResult = Omit<CheckResult, 'sources'>

export interface Answers {
  read: Reading
  collect: Facts
  check: PlainResult
}

export type Reply = { id: number; answer: unknown } | { id: number; failure: string }

/** Files that a thread takes at once from the shared list. */
const CLAIM = 64

/** Takes the next files of the shared list: `[from, to)`, `undefined` when none are left. */
export function claim(counter: Int32Array, total: number): [from: number, to: number] | undefined {
  const from = Atomics.add(counter, 0, CLAIM)
  return from < total ? [from, Math.min(from + CLAIM, total)] : undefined
}

/** The inputs that this thread comes to first, one by one. */
export function* claimed(inputs: readonly Input[], counter: Int32Array): Generator<Input> {
  for (let at = Atomics.add(counter, 0, 1); at < inputs.length; at = Atomics.add(counter, 0, 1))
    yield inputs[at] as Input
}
