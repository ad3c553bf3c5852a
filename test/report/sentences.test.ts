import { describe, expect, test } from 'vitest'
import { KEPT_REASONS } from '../../src/findings/finding.js'
import { KEPT_WORDS } from '../../src/findings/kept-words.js'
import { audit, rules } from '../../src/index.js'
import { loadCases } from '../contract/cases.js'

const isSentence = (text: string) => /^[^a-z].*[.?!)]$|^(?:`|widget\.|amojo).*[.?!)]$/s.test(text)

/** Everything that findings in the fixtures of a rule say to people. */
async function wordsOf(rule: string): Promise<string[]> {
  const words = new Set<string>()
  for (const { name, input } of loadCases()) {
    if (!name.startsWith(`${rule}/`)) continue
    const files = [...input].map(([path, contents]) => ({ path, contents }))
    const { findings } = await audit({ files })
    for (const { message, help } of findings) words.add(message).add(help)
  }
  words.delete('')
  return [...words]
}

describe('what reports say is made of whole sentences', () => {
  test.each(rules.map(({ id }) => id))('%s', async (rule) => {
    const words = await wordsOf(rule)
    expect(words.length).toBeGreaterThan(0)
    expect(words.filter((text) => !isSentence(text))).toEqual([])
  })

  test('why a mention is kept', () => {
    expect(Object.keys(KEPT_WORDS)).toEqual([...KEPT_REASONS])
    expect(Object.values(KEPT_WORDS).filter((text) => !isSentence(text))).toEqual([])
  })
})
