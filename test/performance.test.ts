import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { bundleTree, cleanTree, hitsTree, widgetTree } from '../bench/trees.mjs'
import { verify } from '../src/edits/verify.js'
import { check } from '../src/engine/check.js'
import type { Input } from '../src/engine/types.js'
import type { Rule } from '../src/rules/define-rule.js'
import { rules } from '../src/rules/index.js'
import { run } from '../src/run.js'

/**
 * Work is counted, not timed: files and bytes read, parses and rule calls over trees that are the same everywhere. A
 * change of a number is a change of what the tool does; times belong to `npm run bench`.
 */
const reads = vi.hoisted(() => ({ calls: 0, bytes: 0 }))
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const readSync = (...args: unknown[]): number => {
    const length = (fs.readSync as (...given: unknown[]) => number)(...args)
    reads.calls++
    reads.bytes += length
    return length
  }
  return { ...fs, readSync }
})

let work: string
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'kommo-migrate-work-'))
})
afterAll(() => rmSync(work, { recursive: true, force: true }))
beforeEach(() => Object.assign(reads, { calls: 0, bytes: 0 }))

type Calls = Record<string, { collect: number; check: number }>

/** The rules, with every call of theirs counted by rule id. */
function counted(calls: Calls): Rule[] {
  return rules.map((rule) => {
    const count = { collect: 0, check: 0 }
    calls[rule.id] = count
    const { collect } = rule
    return {
      ...rule,
      ...(collect && {
        collect: (...args: Parameters<typeof collect>) => {
          count.collect++
          return collect(...args)
        },
      }),
      check: (...args: Parameters<typeof rule.check>) => {
        count.check++
        return rule.check(...args)
      },
    }
  })
}

/** Audits a tree in one thread, where everything can be counted. */
async function countWork(cwd: string) {
  const calls: Calls = {}
  const { summary, errors } = await run({ cwd, rules: counted(calls), threads: 1 }, verify)
  expect(errors).toEqual([])
  return { ...summary, reads: { ...reads }, calls }
}

it('reads every file of a clean tree once, and parses none', async () => {
  const { files, findings, reads, calls } = await countWork(cleanTree(join(work, 'clean'), 200, 400_000))
  expect(files).toMatchObject({ listed: 200, read: 200, parsed: 0 })
  expect(findings).toMatchObject({ error: 0, warning: 0, info: 0 })
  expect(Object.values(calls)).toEqual(rules.map(() => ({ collect: 0, check: 0 })))
  expect(reads).toMatchSnapshot()
})

it('parses only the files with old names in a large tree', async () => {
  const counts = await countWork(hitsTree(join(work, 'hits'), 1000, 2_000_000))
  expect(counts.files).toMatchObject({ listed: 1000, read: 1000, parsed: 5 })
  expect(counts.reads.calls).toBe(1000)
  expect(counts).toMatchSnapshot()
})

it('parses every widget script once before it verifies fixes', async () => {
  const counts = await countWork(widgetTree(join(work, 'widgets'), 40))
  expect(counts.files).toMatchObject({ listed: 40, read: 40, parsed: 40 })
  expect(counts).toMatchSnapshot()
})

it('works twice as much on twice as many scripts, and no more', async () => {
  const one = await countWork(widgetTree(join(work, 'one'), 10))
  Object.assign(reads, { calls: 0, bytes: 0 })
  const two = await countWork(widgetTree(join(work, 'two'), 20))
  const doubled = Object.entries(one.calls).map(([id, calls]) => [
    id,
    { collect: calls.collect * 2, check: calls.check * 2 },
  ])
  expect(two.calls).toEqual(Object.fromEntries(doubled))
  expect(two.reads.calls).toBe(one.reads.calls * 2)
})

it('parses a large script that people edit, and not what was built', async () => {
  const joined = await countWork(bundleTree(join(work, 'joined'), 300_000, 'joined'))
  expect(joined.files).toMatchObject({ listed: 1, read: 1, parsed: 1 })
  expect(joined).toMatchSnapshot()
  const built = await countWork(bundleTree(join(work, 'built'), 300_000, 'one-line'))
  expect(built.files).toMatchObject({ listed: 1, read: 1, parsed: 0 })
  expect(built.kept.generated).toBeGreaterThan(0)
})

it('calls every rule once a file', async () => {
  const inputs: Input[] = Array.from({ length: 5 }, (_, i) => ({
    path: `w${i}/script.js`,
    bytes: Buffer.from('AMOCRM.constant("user")\nfetch("https://acme.amocrm.com/api/v4/leads")\n'),
  }))
  const calls: Calls = {}
  const { parsed } = await check(inputs, {
    rules: counted(calls),
    listed: inputs.map((input) => input.path),
  })
  expect(parsed).toBe(inputs.length)
  const checks = Object.entries(calls).map(([id, count]) => [id, count.check])
  expect(checks).toEqual(rules.map((rule) => [rule.id, inputs.length]))
})
