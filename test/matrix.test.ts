import { describe, expect, it } from 'vitest'
import { createSource } from '../src/files/source.js'
import { flattenUses } from '../src/languages/flatten.js'
import { familyOf, loadAdapter } from '../src/languages/index.js'
import { rules } from '../src/rules/index.js'
import type { Use } from '../src/sites.js'
import { audit } from './contract/engine.js'
import { calls } from './matrix/calls.js'
import { type Cell, FORMS, OUTCOMES, type Outcome } from './matrix/cell.js'
import { documents } from './matrix/documents.js'
import { notApplicable } from './matrix/not-applicable.js'
import { tests } from './matrix/tests.js'
import { values } from './matrix/values.js'

/** Every row of the model: a use that is added there does not compile here until it is added. */
const USES: Record<Use['is'], true> = {
  argument: true,
  receiver: true,
  part: true,
  compare: true,
  case: true,
  pattern: true,
  element: true,
  entry: true,
  key: true,
  binding: true,
  return: true,
  default: true,
  arm: true,
  attribute: true,
  setting: true,
  type: true,
  directive: true,
  storageKey: true,
  unknown: true,
  comment: true,
  prose: true,
  recorded: true,
  embedded: true,
}
const uses = Object.keys(USES) as Use['is'][]
const cells: readonly Cell[] = [...calls, ...tests, ...values, ...documents]

function outcomesOf(cell: Cell): Outcome[] {
  if (cell.found.length === 0) return ['kept']
  return cell.found.map((found) => found.split(' ').at(-1) as Outcome)
}

async function usesOf(path: string, code: string): Promise<Set<string>> {
  const family = familyOf(path)
  if (family === undefined) throw new Error(`no language for ${path}`)
  const model = (await loadAdapter(path)).model(createSource(path, Buffer.from(code)))
  return new Set(model.texts.flatMap((site) => flattenUses(site.uses).map(({ is }) => is)))
}

describe('the matrix of uses, forms and outcomes', () => {
  it.each(uses)('has %s in every form', (use) => {
    for (const form of FORMS) {
      const isFilled = cells.some((cell) => cell.use === use && cell.form === form)
      expect(isFilled, `${use} as ${form}: a cell, or a reason why not`).toBe(!notApplicable[use]?.[form])
    }
  })

  it.each(uses)('has %s with every outcome', (use) => {
    for (const outcome of OUTCOMES) {
      const isFilled = cells.some((cell) => cell.use === use && outcomesOf(cell).includes(outcome))
      expect(isFilled, `${use} ${outcome}: a cell, or a reason why not`).toBe(!notApplicable[use]?.[outcome])
    }
  })

  it.each(FORMS)('has %s with every outcome', (form) => {
    for (const outcome of OUTCOMES) {
      const isFilled = cells.some((cell) => cell.form === form && outcomesOf(cell).includes(outcome))
      expect(isFilled, `${form} ${outcome}`).toBe(true)
    }
  })

  it.each(cells.map((cell) => [`${cell.use} / ${cell.form}: ${cell.code}`, cell] as const))(
    '%s',
    async (_, { path = 'a.js', code, found, after, use }) => {
      const bytes = Buffer.from(`${code}\n`)
      const result = await audit(new Map([[path, bytes]]), { rules, kinds: ['safe', 'review'] })
      const { findings, changes, withdrawn } = result.verified
      expect(findings.map(({ rule, role, fix }) => `${rule} ${role} ${fix.kind}`)).toEqual(found)
      expect(changes[0]?.after.toString()).toBe(after === undefined ? undefined : `${after}\n`)
      expect(withdrawn).toEqual([])
      expect(result.unclassified).toEqual([])
      expect(await usesOf(path, `${code}\n`)).toContain(use)
    },
  )
})
