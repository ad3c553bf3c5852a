import { createSource } from '../files/source.js'
import { addLooks } from '../findings/render.js'
import type { Rule } from '../rules/define-rule.js'
import { rules as allRules } from '../rules/index.js'
import { createBreath } from './breath.js'
import { byPlace } from './check.js'
import { mergeGroups } from './groups.js'
import type { Helper } from './helper.js'
import type { PoolOptions } from './pool.js'
import { claimed, type PlainResult } from './protocol.js'
import { checkSafely, collectSafely, joinFacts } from './robust.js'
import type { CheckOptions, CheckResult, Facts, Input } from './types.js'

/** The worker knows rules by their id: others (a test's own) stay in this thread. */
export function isRegistered(rule: Rule): boolean {
  return allRules.includes(rule)
}

/** Checks in this thread, and in the second one where there is one. */
export async function spreadCheck(
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
