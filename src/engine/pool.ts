import { MANY_FILES } from '../files/git.js'
import type { ListedFile } from '../files/list.js'
import { createRangeReader, joinReadings, type Reading, readable, type Scanned } from '../files/scan.js'
import { createBreath } from './breath.js'
import { type Helper, startHelper } from './helper.js'
import { claim } from './protocol.js'
import type { Check } from './types.js'

export interface PoolOptions {
  /** Threads to use at most: 1 never starts a worker. Default: 2 where the work is worth it. */
  threads?: number | undefined
  /** A second thread that was started already. */
  helper?: Helper | undefined
  signal?: AbortSignal | undefined
  /** Called now and then with what is done so far. */
  progress?: ((phase: 'read' | 'check', done: number, total: number) => void) | undefined
}

/** Spreads reading and checking over this thread and, where it pays, a second one. Results are the same. */
export interface Pool {
  scan(files: readonly ListedFile[], needles: readonly string[]): Promise<Scanned>
  check: Check
  /** Ends the second thread. */
  close(): void
}

/** Less code than this is checked sooner than a thread has started. */
const MUCH_CODE = 1_000_000

/** The same for a thread that runs already, and has only to load what checks. */
const SOME_CODE = 150_000

export function createPool(options: PoolOptions = {}): Pool {
  let helper: Helper | undefined | 'none' = options.helper
  const help = (isWorth: boolean): Helper | undefined => {
    if (helper === undefined && isWorth && options.threads !== 1) helper = startHelper() ?? 'none'
    return helper === 'none' ? undefined : helper
  }
  return {
    scan: (files, needles) => spreadScan(files, needles, help(files.length > MANY_FILES), options),
    // What checks is loaded when there is something to check.
    async check(inputs, checkOptions) {
      const { isRegistered, spreadCheck } = await import('./spread.js')
      const size = inputs.reduce((sum, { bytes }) => sum + bytes.length, 0)
      const isRunning = helper !== undefined && helper !== 'none'
      const isWorth =
        inputs.length > 1 &&
        size > (isRunning ? SOME_CODE : MUCH_CODE) &&
        checkOptions.rules.every(isRegistered)
      return spreadCheck(inputs, checkOptions, isWorth ? help(true) : undefined, options)
    },
    close() {
      if (helper !== undefined && helper !== 'none') helper.close()
    },
  }
}

async function spreadScan(
  files: readonly ListedFile[],
  needles: readonly string[],
  helper: Helper | undefined,
  options: PoolOptions,
): Promise<Scanned> {
  const paths = readable(files).map((file) => file.absolute)
  const counter = new SharedArrayBuffer(4)
  const theirs = helper
    ?.ask({ is: 'read', paths: paths.join('\0'), needles, counter })
    .catch((): undefined => undefined)
  const own = await readShare(paths, needles, new Int32Array(counter), options)
  if (!theirs) return joinReadings(files, [own])
  const other = await theirs
  // A thread that died took its share of the files with it.
  const parts = other
    ? [own, other]
    : [await readShare(paths, needles, new Int32Array(new SharedArrayBuffer(4)), options)]
  return joinReadings(files, parts)
}

async function readShare(
  paths: readonly string[],
  needles: readonly string[],
  counter: Int32Array,
  options: PoolOptions,
): Promise<Reading> {
  const { reading, readRange } = createRangeReader(paths, needles)
  const breathe = createBreath(options.signal)
  for (let range = claim(counter, paths.length); range; range = claim(counter, paths.length)) {
    readRange(...range)
    options.progress?.('read', range[1], paths.length)
    await breathe()
  }
  return reading
}
