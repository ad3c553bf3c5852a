import { MANY_FILES } from '../files/git.js'
import type { ListedFile } from '../files/list.js'
import { createRangeReader, joinReadings, type Reading, readable, type Scanned } from '../files/scan.js'
import { createSource } from '../files/source.js'
import { addLooks } from '../findings/render.js'
import type { Rule } from '../rules/define-rule.js'
import { rules as allRules } from '../rules/index.js'
import { byPlace } from './check.js'
import { mergeGroups } from './groups.js'
import { type Helper, startHelper } from './helper.js'
import { claim, claimed, type PlainResult } from './protocol.js'
import { checkSafely, collectSafely, joinFacts } from './robust.js'
import type { Check, CheckOptions, CheckResult, Facts, Input } from './types.js'

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

export function createPool(options: PoolOptions = {}): Pool {
  let helper: Helper | undefined | 'none' = options.helper
  const help = (isWorth: boolean): Helper | undefined => {
    if (helper === undefined && isWorth && options.threads !== 1) helper = startHelper() ?? 'none'
    return helper === 'none' ? undefined : helper
  }
  return {
    scan: (files, needles) => spreadScan(files, needles, help(files.length > MANY_FILES), options),
    check(inputs, checkOptions) {
      const size = inputs.reduce((sum, { bytes }) => sum + bytes.length, 0)
      const isWorth = inputs.length > 1 && size > MUCH_CODE && checkOptions.rules.every(isRegistered)
      return spreadCheck(inputs, checkOptions, isWorth ? help(true) : undefined, options)
    },
    close() {
      if (helper !== undefined && helper !== 'none') helper.close()
    },
  }
}

/** The worker knows rules by their id: others (a test's own) stay in this thread. */
function isRegistered(rule: Rule): boolean {
  return allRules.includes(rule)
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

async function spreadCheck(
  inputs: readonly Input[],
  checkOptions: CheckOptions,
  helper: Helper | undefined,
  options: PoolOptions,
): Promise<CheckResult> {
  if (helper) {
    try {
      return await checkWithHelper(inputs, checkOptions, helper, options)
    } catch (error) {
      // The second thread died: this one does it all.
      if (options.signal?.aborted) throw error
    }
  }
  const { rules, listed } = checkOptions
  const loaded = await collectSafely(inputs, checkOptions, afterEach(inputs.length, options))
  const { own, all } = await linked(loaded.facts, checkOptions)
  const checked = checkSafely({ ...loaded, facts: all }, { rules, listed })
  if (!checkOptions.again) addLooks(checked.findings, checked.sources)
  return { ...checked, facts: own }
}

/** Facts of the inputs with what linking adds to them, and those together with the facts of other files. */
async function linked(collected: Facts, options: CheckOptions): Promise<{ own: Facts; all: Facts }> {
  const others = options.facts ?? {}
  const added = await options.link?.(joinFacts([collected, others]))
  const own = added ? joinFacts([collected, added]) : collected
  return { own, all: joinFacts([own, others]) }
}

/** Both threads parse what they come to, exchange facts, and check what they parsed with the facts of all. */
async function checkWithHelper(
  inputs: readonly Input[],
  checkOptions: CheckOptions,
  helper: Helper,
  options: PoolOptions,
): Promise<CheckResult> {
  const { rules, listed } = checkOptions
  const ids = rules.map((rule) => rule.id)
  const again = checkOptions.again ?? false
  const queue = [...inputs].sort((a, b) => b.bytes.length - a.bytes.length)
  const counter = new SharedArrayBuffer(4)
  const collected = helper.ask({ is: 'collect', inputs: queue, counter, rules: ids, again })
  collected.catch(() => {})
  const taken = new Int32Array(counter)
  const next = afterEach(queue.length, options)
  const loaded = await collectSafely(claimed(queue, taken), checkOptions, () =>
    next(Math.min(Atomics.load(taken, 0), queue.length)),
  )
  const { own, all: facts } = await linked(joinFacts([loaded.facts, await collected]), checkOptions)
  const checked = helper.ask({ is: 'check', rules: ids, listed, facts, again })
  checked.catch(() => {})
  const mine = checkSafely({ ...loaded, facts }, { rules, listed })
  if (!again) addLooks(mine.findings, mine.sources)
  return { ...joinResults(inputs, mine, await checked), facts: own }
}

function afterEach(total: number, options: PoolOptions): (done: number) => Promise<void> | undefined {
  const breathe = createBreath(options.signal)
  return (done) => {
    options.progress?.('check', done, total)
    return breathe()
  }
}

/** Lets the event loop run about every 50 ms, and stops there when the run was aborted. */
function createBreath(signal: AbortSignal | undefined): () => Promise<void> | undefined {
  let last = performance.now()
  return () => {
    if (performance.now() - last < 50) return undefined
    return new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      last = performance.now()
      signal?.throwIfAborted()
    })
  }
}

function joinResults(inputs: readonly Input[], mine: CheckResult, theirs: PlainResult): CheckResult {
  const place = new Map(inputs.map(({ path }, index) => [path, index]))
  const inOrder = <T extends { path: string }>(a: readonly T[], b: readonly T[]): T[] =>
    [...a, ...b].sort((x, y) => (place.get(x.path) ?? 0) - (place.get(y.path) ?? 0))
  const states = { ...mine.states, ...theirs.states }
  return {
    findings: mergeGroups([...mine.findings, ...theirs.findings].sort(byPlace)),
    kept: [...mine.kept, ...theirs.kept].sort(
      (a, b) =>
        (a.span.file < b.span.file ? -1 : a.span.file > b.span.file ? 1 : 0) || a.span.start - b.span.start,
    ),
    errors: inOrder(mine.errors, theirs.errors),
    notes: inOrder(mine.notes, theirs.notes),
    parsed: mine.parsed + theirs.parsed,
    facts: mine.facts,
    states: Object.fromEntries(inputs.flatMap(({ path }) => (states[path] ? [[path, states[path]]] : []))),
    sources: new Map(
      inputs.map(({ path, bytes }) => [path, mine.sources.get(path) ?? createSource(path, bytes)]),
    ),
  }
}
