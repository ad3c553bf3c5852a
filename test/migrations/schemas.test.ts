import { afterAll, describe, expect, it } from 'vitest'
import { CASES, REFUSALS } from './cases.js'
import { checkSchemaCase, fixed } from './check.js'
import { fixturesOf } from './fixtures.js'
import { mariadb } from './mariadb.js'
import { postgresql } from './postgresql.js'
import { sqlite } from './sqlite.js'

const engines = [sqlite, await postgresql(), await mariadb()]

afterAll(() => {
  for (const engine of engines) if ('stop' in engine) engine.stop()
})

for (const engine of engines) {
  const cases = [...fixturesOf(engine.dialect), ...(CASES[engine.dialect] ?? [])]
  describe(`migrations of schemas on ${engine.name}`, () => {
    if ('whyNot' in engine) it.skip(`skipped, because ${engine.whyNot}`, () => {})
    else for (const each of cases) it(each.name, () => checkSchemaCase(engine, each))
  })
}

describe('what is left to a person', () => {
  it.each(REFUSALS)('$name', async ({ files, why }) => {
    const { result } = await fixed(files)
    expect(result.changes).toEqual([])
    expect(result.report.findings.map(({ help, message }) => help ?? message).join('\n')).toMatch(why)
  })
})
