import { describe, expect, it } from 'vitest'
import { createSource } from '../src/files/source.js'
import { rules } from '../src/rules/index.js'
import { type Annotations, type Expectation, readAnnotations } from './contract/annotations.js'
import { type Case, type Files, listExpected, loadCases } from './contract/cases.js'
import { changedLines, diffFiles, insertedBefore } from './contract/compare.js'
import { audit, checkFrozen, type Found, fix, promised, type Run, unexplained } from './contract/engine.js'
import { VARIANTS } from './contract/variants.js'

const ids: ReadonlySet<string> = new Set(rules.map((rule) => rule.id))
const cases = loadCases()
const compared = new Set<string>()

describe.each(cases)('$name', (fixture) => {
  const run: Run = {
    rules: rules.filter((rule) => fixture.settings.rules?.includes(rule.id) ?? true),
    kinds: fixture.settings.kinds ?? ['safe'],
  }

  it('finds what it promises, and nothing else', async () => {
    const { findings } = await audit(fixture.input, run)
    expect(mismatches(fixture, findings)).toEqual([])
  })

  it('fixes what it promises, and nothing else', async () => {
    const fixed = await fix(fixture.input, run)
    const expected = fixture.expected ?? fixture.input
    expect(diffFiles(expected, fixed)).toBe('')
    if (!fixture.expected) return
    compared.add(fixture.name)
    expect(diffFiles(fixture.input, fixture.expected), 'a fix case must change something').not.toBe('')
    expect(strayChanges(fixture)).toEqual([])
  })

  it('parses as before, and a second run changes nothing', async () => {
    const before = await audit(fixture.input, run)
    const fixed = await fix(fixture.input, run)
    const after = await audit(fixed, run)
    for (const [path, syntax] of Object.entries(before.syntax))
      expect([path, after.syntax[path]]).toEqual([path, syntax])
    expect(diffFiles(fixed, await fix(fixed, run))).toBe('')
  })

  it('calls safe in the audit exactly what fix writes', async () => {
    const safe: Run = { ...run, kinds: ['safe'] }
    const result = await audit(fixture.input, safe)
    const { findings, fixed } = result.verified
    expect(fixed).toEqual(findings.filter((finding) => finding.fix.kind === 'safe'))
    const announced = promised(fixture.input, result)
    if (announced) expect(diffFiles(announced, await fix(fixture.input, safe))).toBe('')
  })

  it('accounts for every mention of the old names', async () => {
    const result = await audit(fixture.input, run)
    expect(result.unclassified).toEqual([])
    if (fixture.settings.rules === undefined) expect(unexplained(fixture.input, result)).toEqual([])
  })

  it('finds the same in any order of rules', async () => {
    const forth = await audit(fixture.input, run)
    const back = await audit(fixture.input, { ...run, rules: [...run.rules].reverse() })
    expect(back.findings).toEqual(forth.findings)
  })

  it('has no rule that changes a model', async () => {
    await expect(checkFrozen(fixture.input, run)).resolves.toBeUndefined()
  })

  const onlyIf = (files: Files, isInput: boolean): Files =>
    new Map([...files].filter(([path]) => fixture.input.has(path) === isInput))

  const variants = fixture.settings.variants === false ? [] : VARIANTS
  for (const variant of variants) {
    const input = variant.apply(fixture.input)
    if (!input || !variant.apply(fixture.expected ?? fixture.input)) continue
    it(`does the same with ${variant.name}`, async () => {
      const plain = await audit(fixture.input, run)
      const varied = await audit(input, run)
      expect(varied.findings.map(place)).toEqual(plain.findings.map(place))
      // Against what the tool did to the plain form: a case that fails there is told once, not seven times.
      const made = await fix(fixture.input, run)
      // Files that the fix makes are its own: beside files of any kind they are the same, but for the ends of lines.
      const [existing, created] = [onlyIf(made, true), onlyIf(made, false)]
      const varies = variant.apply(existing)
      const added = variant.isOfNewFiles ? variant.apply(created) : created
      const expected = varies && added && new Map([...varies, ...added])
      expect(expected && diffFiles(expected, await fix(input, run))).toBe('')
    })
  }
})

it('compares every expected file on disk', () => {
  expect([...compared].sort()).toEqual(listExpected())
})

function place({ rule, path, line, kind }: Found) {
  return `${path}:${line} ${rule} ${kind}`
}

/** Differences between findings and expectations, one line each. */
function mismatches(fixture: Case, findings: readonly Found[]): string[] {
  const open = new Set(findings)
  const problems: string[] = []
  const { expectations, ok } = promises(fixture)
  for (const wanted of expectations) {
    const hits = findings.filter((found) => isSamePlace(wanted, found))
    for (const hit of hits) open.delete(hit)
    const label = `${wanted.path}:${wanted.line} ${wanted.rule}`
    if (hits.length === 0) problems.push(`missing     ${label}`)
    if (wanted.count !== undefined && hits.length !== wanted.count) {
      problems.push(`count       ${label}: ${hits.length} instead of ${wanted.count}`)
    }
    for (const hit of hits) {
      if (wanted.kind && hit.kind !== wanted.kind)
        problems.push(`fix class   ${label}: ${hit.kind}, ${hit.message}`)
    }
  }
  for (const { path, line, rule } of ok) {
    const hit = findings.find((found) => found.path === path && found.line === line && found.rule === rule)
    if (hit) problems.push(`not ok      ${path}:${line} ${rule}: ${hit.message}`)
    for (const found of hit ? [hit] : []) open.delete(found)
  }
  for (const found of open) {
    problems.push(
      `unannotated ${place(found)} at column ${found.column}: ${found.excerpt} (${found.message})`,
    )
  }
  const seen = new Set<string>()
  for (const found of findings) {
    const key = `${found.path}:${found.line}:${found.column} ${found.rule}`
    if (seen.has(key)) problems.push(`twice       ${key}`)
    seen.add(key)
  }
  return problems
}

function isSamePlace(wanted: Expectation, found: Found): boolean {
  return (
    found.rule === wanted.rule &&
    found.path === wanted.path &&
    found.line === wanted.line &&
    (wanted.column === undefined || found.column === wanted.column)
  )
}

/** What a case promises, from its comments and its `findings.json`, each with its path. */
function promises(fixture: Case) {
  const expectations: Expectation[] = []
  const ok: { path: string; line: number; rule: string }[] = []
  for (const [path, annotations] of annotationsOf(fixture.input)) {
    expectations.push(...annotations.findings.map((finding) => ({ ...finding, path })))
    ok.push(...annotations.ok.map((item) => ({ ...item, path })))
  }
  const [only] = fixture.input.keys()
  for (const finding of fixture.findings ?? []) {
    if (!ids.has(finding.rule)) throw new Error(`findings.json: no such rule: ${finding.rule}`)
    expectations.push({ ...finding, path: finding.path ?? only ?? '' })
  }
  return { expectations, ok }
}

function annotationsOf(files: Files): [string, Annotations][] {
  return [...files].map(([path, bytes]) => [path, readAnnotations(createSource(path, bytes).text, ids)])
}

/** Changed lines that no annotation names. */
function strayChanges(fixture: Case): string[] {
  const { expectations } = promises(fixture)
  const named = new Set(
    expectations.flatMap(({ path, line, edits = [] }) => [line, ...edits].map((n) => `${path}:${n}`)),
  )
  for (const [path, { edits }] of annotationsOf(fixture.input))
    for (const line of edits) named.add(`${path}:${line}`)
  const stray: string[] = []
  for (const [path, before] of fixture.input) {
    const after = fixture.expected?.get(path)
    // What is put behind an annotated line (an item of a list, say) belongs to it.
    const inserted = new Set(after ? insertedBefore(before, after) : [])
    for (const line of after ? changedLines(before, after) : []) {
      if (inserted.has(line) && named.has(`${path}:${line - 1}`)) continue
      if (!named.has(`${path}:${line}`)) stray.push(`${path}:${line} changes without an annotation`)
    }
  }
  return stray
}
