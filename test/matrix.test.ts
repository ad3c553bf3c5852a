import { describe, expect, it } from 'vitest'
import { check } from '../src/engine/check.js'
import { createSource } from '../src/files/source.js'
import { flattenUses } from '../src/languages/flatten.js'
import { familyOf, loadAdapter } from '../src/languages/index.js'
import { rules as all } from '../src/rules/index.js'
import type { Use } from '../src/sites.js'
import { audit, unexplained } from './contract/engine.js'
import { type Cell, FORMS, type Form, OUTCOMES, type Outcome } from './matrix/cell.js'
import { cells } from './matrix/cells.js'
import { type NotApplicable, notApplicable } from './matrix/not-applicable.js'

/** What hosts are for is asked here; what becomes of requests to them has a test of its own. */
const rules = all.filter(({ id }) => id !== 'redirect-308')

const uses = Object.keys(cells) as Use['is'][]

function outcomesOf(cell: Cell): Outcome[] {
  if (cell.found.length === 0) return ['kept']
  return cell.found.map((found) => found.split(' ').at(-1) as Outcome)
}

function isFilled(use: Use['is'], form: Form, outcome: Outcome): boolean {
  return cells[use].some((cell) => cell.form === form && outcomesOf(cell).includes(outcome))
}

function isAbout(rule: NotApplicable, use: Use['is'], form: Form, outcome: Outcome): boolean {
  return (
    rule.uses.includes(use) &&
    (rule.forms?.includes(form) ?? true) &&
    (rule.outcomes?.includes(outcome) ?? true)
  )
}

async function usesOf(path: string, code: string): Promise<Set<string>> {
  const family = familyOf(path)
  if (family === undefined) throw new Error(`no language for ${path}`)
  const model = (await loadAdapter(path)).model(createSource(path, Buffer.from(code)))
  return new Set(model.texts.flatMap((site) => flattenUses(site.uses).map(({ is }) => is)))
}

describe('the matrix of uses, forms and outcomes', () => {
  it.each(uses)('has %s in every form with every outcome, or says why not', (use) => {
    const empty: string[] = []
    const disproved: string[] = []
    for (const form of FORMS) {
      for (const outcome of OUTCOMES) {
        const excuse = notApplicable.find((rule) => isAbout(rule, use, form, outcome))
        if (!isFilled(use, form, outcome) && !excuse) empty.push(`${form}: ${outcome}`)
        if (isFilled(use, form, outcome) && excuse) disproved.push(`${form}: ${outcome}: ${excuse.why}`)
      }
    }
    expect({ empty, disproved }).toEqual({ empty: [], disproved: [] })
  })

  it.each(notApplicable)('needs the reason "$why"', (rule) => {
    const others = notApplicable.filter((other) => other !== rule)
    for (const use of rule.uses) {
      const needs = FORMS.some((form) =>
        OUTCOMES.some(
          (outcome) =>
            isAbout(rule, use, form, outcome) && !others.some((other) => isAbout(other, use, form, outcome)),
        ),
      )
      expect(needs, use).toBe(true)
    }
  })

  it.each(
    uses.flatMap((use) =>
      cells[use].map((cell) => [`${use} / ${cell.form}: ${cell.code}`, use, cell] as const),
    ),
  )('%s', async (_, use, { path = 'a.js', code, found, after, kept }) => {
    const bytes = Buffer.from(`${code}\n`)
    const files = new Map([[path, bytes]])
    const result = await audit(files, { rules, kinds: ['safe', 'review'] })
    const { findings, changes, withdrawn } = result.verified
    expect(findings.map(({ rule, role, fix }) => `${rule} ${role} ${fix.kind}`)).toEqual(found)
    expect(changes[0]?.after.toString()).toBe(after === undefined ? undefined : `${after}\n`)
    expect(withdrawn).toEqual([])
    expect(result.unclassified).toEqual([])
    expect(unexplained(files, result)).toEqual([])
    if (found.length === 0) {
      const checked = await check([{ path, bytes }], { rules, listed: [path] })
      expect([...new Set(checked.kept.map(({ reason }) => reason))]).toEqual([kept])
    }
    expect(await usesOf(path, `${code}\n`)).toContain(use)
  })
})
