import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cleanTree, widgetTree } from '../bench/trees.mjs'
import { check } from '../src/engine/check.js'
import type { Input } from '../src/engine/types.js'
import { audit } from '../src/index.js'
import { rules } from '../src/rules/index.js'

/**
 * Work is counted, not timed: files read, parses and rule calls over trees that are the same everywhere. A change
 * of a number is a change of what the tool does; times belong to `npm run bench`.
 */
let work: string
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'kommo-migrate-work-'))
})
afterAll(() => rmSync(work, { recursive: true, force: true }))

it('reads every file of a clean tree once, and parses none', async () => {
  const { summary, errors } = await audit({ cwd: cleanTree(join(work, 'clean'), 200, 400_000) })
  expect(errors).toEqual([])
  expect(summary.files).toMatchObject({ listed: 200, read: 200, parsed: 0 })
  expect(summary.findings).toMatchObject({ error: 0, warning: 0, info: 0 })
})

it('parses every widget script once before it verifies fixes', async () => {
  const { summary, errors } = await audit({ cwd: widgetTree(join(work, 'widgets'), 40) })
  expect(errors).toEqual([])
  expect(summary).toMatchSnapshot()
})

it('calls every rule once a file', async () => {
  const inputs: Input[] = Array.from({ length: 5 }, (_, i) => ({
    path: `w${i}/script.js`,
    bytes: Buffer.from('AMOCRM.constant("user")\nfetch("https://acme.amocrm.com/api/v4/leads")\n'),
  }))
  const calls: Record<string, number> = {}
  const counting = rules.map((rule) => ({
    ...rule,
    check: (...args: Parameters<typeof rule.check>) => {
      calls[rule.id] = (calls[rule.id] ?? 0) + 1
      return rule.check(...args)
    },
  }))
  const { parsed } = await check(inputs, { rules: counting, listed: inputs.map((input) => input.path) })
  expect(parsed).toBe(inputs.length)
  expect(calls).toEqual(Object.fromEntries(rules.map((rule) => [rule.id, inputs.length])))
})
