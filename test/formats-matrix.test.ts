import { describe, expect, it } from 'vitest'
import { check } from '../src/engine/check.js'
import { createSource } from '../src/files/source.js'
import { loadAdapter } from '../src/languages/index.js'
import { rules } from '../src/rules/index.js'
import { type Case, loadCases } from './contract/cases.js'
import { inputsOf } from './contract/engine.js'
import { FORMATS, type Format } from './matrix/formats.js'
import { formOf, holds } from './matrix/forms.js'

/** How many cases every format has at least. */
const ENOUGH = 5

const formats = Object.entries<Format>(FORMATS)
const cases = new Map(formats.map(([name]) => [name, new Set<string>()]))
const cells = new Map(formats.map(([name]) => [name, new Set<string>()]))

for (const fixture of loadCases()) {
  const found = [...fixture.input].flatMap(([path, bytes]) => {
    const text = bytes.toString()
    const names = formats.filter(([, format]) => format.is(path, text)).map(([name]) => name)
    return names.length > 0 ? [{ path, names }] : []
  })
  if (found.length > 0) await count(fixture, found)
}

/** Counts a case for its formats, and the cells of role and form that its findings fill. */
async function count(fixture: Case, found: readonly { path: string; names: string[] }[]): Promise<void> {
  const { findings } = await check(inputsOf(fixture.input), { rules, listed: [...fixture.input.keys()] })
  for (const { path, names } of found) {
    for (const name of names) cases.get(name)?.add(fixture.name)
    const source = createSource(path, fixture.input.get(path) as Buffer)
    const { texts } = (await loadAdapter(path)).model(source)
    for (const { span, role } of findings) {
      if (span.file !== path || !role) continue
      for (const site of texts.filter((text) => holds(text, span)))
        for (const name of names) cells.get(name)?.add(`${role} ${formOf(site, source)}`)
    }
  }
}

describe.each(formats)('%s', (name, format) => {
  it(`has at least ${ENOUGH} cases`, () => {
    expect(cases.get(name)?.size, [...(cases.get(name) ?? [])].join(', ')).toBeGreaterThanOrEqual(ENOUGH)
  })

  it('shows each role in the forms that it can have', () => {
    expect(format.cells.filter((cell) => !cells.get(name)?.has(cell))).toEqual([])
  })
})
