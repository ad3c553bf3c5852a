import { describe, expect, it } from 'vitest'
import { rules } from '../src/rules/index.js'
import { diffFiles } from './contract/compare.js'
import { audit, fix, type Run } from './contract/engine.js'

/** The examples of a rule stand in its documentation: each must be true. */
describe.each(rules)('examples of $id', (rule) => {
  const run: Run = { rules, kinds: ['safe'] }
  const files = (path: string | undefined, text: string) =>
    new Map([[path ?? 'script.js', Buffer.from(text)]])

  it('exist for both sides', () => {
    expect(rule.examples.some((example) => 'before' in example)).toBe(true)
    expect(rule.examples.some((example) => 'keep' in example)).toBe(true)
  })

  for (const [index, example] of rule.examples.entries()) {
    if ('keep' in example) {
      it(`${index + 1} is kept: ${example.because}`, async () => {
        const { findings } = await audit(files(example.path, example.keep), run)
        expect(findings.filter((found) => found.rule === rule.id)).toEqual([])
      })
      continue
    }
    it(`${index + 1} is found${example.after === undefined ? '' : ' and fixed'}: ${firstLine(example.before)}`, async () => {
      const before = files(example.path, example.before)
      const { findings } = await audit(before, run)
      expect(findings.map((found) => found.rule)).toContain(rule.id)
      const after = files(example.path, example.after ?? example.before)
      expect(diffFiles(after, await fix(before, run))).toBe('')
    })
  }
})

function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.slice(0, 60) ?? ''
}
