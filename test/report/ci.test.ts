import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sarifToMarkdown } from '@security-alert/sarif-to-markdown'
import Ajv from 'ajv-draft-04'
import formats from 'ajv-formats'
import type { Log, Result } from 'sarif'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import type { Finding, Report } from '../../src/findings/finding.js'
import { github } from '../../src/report/github.js'
import { gitlab } from '../../src/report/gitlab.js'
import { FORMATS, renderReport } from '../../src/report/index.js'
import { junit } from '../../src/report/junit.js'
import { markdown } from '../../src/report/markdown.js'
import { sarif } from '../../src/report/sarif.js'
import { catalog } from '../../src/rules/about/index.js'
import { reportOf } from './report.js'

const HOSTILE = 'src/Ünï côde/a b%#,:<>&"\u0000.js'

/** A report with everything in it, whatever its names and texts hold. */
function everything() {
  const states: Partial<Finding>[] = [
    { severity: 'error', rule: 'legacy-host' },
    { severity: 'info', state: 'baseline' },
    { state: 'suppressed', suppression: { by: 'comment', reason: 'ours; "really" <b>' } },
    { state: 'suppressed', suppression: { by: 'verified', reason: 'moved', date: '2026-11-20' } },
  ]
  let index = 0
  const { report, context } = reportOf(
    { [HOSTILE]: 'AMOCRM\n\tAMOCRM\nAMOCRM\nAMOCRM', 'b.js': 'x AMOCRM' },
    () => states[index++] ?? {},
  )
  report.errors.push({
    path: 'c,d:.js',
    code: 'parse-error',
    message: 'does not parse:\r\n100% "broken" <c>',
  })
  report.notes.push({ path: '', code: 'recovered', message: 'an earlier write was taken back' })
  report.summary.findings = { error: 1, warning: 1, info: 0, baseline: 1, suppressed: 2 }
  return { report, context }
}

const cases = { everything: everything(), clean: reportOf({ 'a.js': '' }) }

/** The official schema: OASIS, sarif-spec, sarif-2.1/schema. */
const schema = JSON.parse(readFileSync(join(import.meta.dirname, 'sarif-schema-2.1.0.json'), 'utf8'))
const ajv = new Ajv.default({ strict: false, allErrors: true })
formats.default(ajv)
const isSarif = ajv.compile(schema)

describe('sarif', () => {
  test.each(Object.entries(cases))('is valid: %s', (_, { report, context }) => {
    const log: Log = JSON.parse(sarif(report, context))
    isSarif(log)
    expect(isSarif.errors).toBeNull()
    expect(log.runs[0]?.tool.driver.rules?.map(({ id }) => id)).toEqual(catalog.map(({ id }) => id))
    for (const rule of log.runs[0]?.tool.driver.rules ?? []) {
      expect(rule.helpUri).toMatch(/^https:/)
      expect(rule.help?.markdown?.length).toBeGreaterThan(100)
    }
  })

  const { report, context } = cases.everything
  const run = (JSON.parse(sarif(report, { ...context, prefix: 'packages/widget one', exitCode: 2 })) as Log)
    .runs[0]
  const results = run?.results as Result[]

  test('paths count from the root of the repository, percent-encoded', () => {
    expect(results[0]?.locations?.[0]?.physicalLocation?.artifactLocation).toEqual({
      uri: 'packages/widget%20one/src/%C3%9Cn%C3%AF%20c%C3%B4de/a%20b%25%23%2C%3A%3C%3E%26%22%00.js',
      uriBaseId: '%SRCROOT%',
    })
  })

  test('regions are lines and UTF-16 columns, of edits as of findings', () => {
    expect(results[1]?.locations?.[0]?.physicalLocation?.region).toEqual({
      startLine: 2,
      startColumn: 2,
      endLine: 2,
      endColumn: 8,
    })
    const fixed = results.filter(({ fixes }) => fixes)
    expect(fixed.length).toBeGreaterThan(0)
    for (const { fixes, locations } of fixed)
      expect(fixes?.[0]?.artifactChanges[0]?.replacements[0]?.deletedRegion).toEqual(
        locations?.[0]?.physicalLocation?.region,
      )
  })

  test('says who accepted what, and what was new', () => {
    expect(results.map(({ suppressions }) => suppressions?.[0])).toEqual([
      undefined,
      { kind: 'external', status: 'accepted', justification: 'Accepted in the baseline.' },
      { kind: 'inSource', status: 'accepted', justification: 'ours; "really" <b>' },
      { kind: 'external', status: 'accepted', justification: 'Done outside the code (2026-11-20): moved' },
      undefined,
    ])
    expect(results.map(({ baselineState }) => baselineState)).toEqual([
      'new',
      'unchanged',
      'new',
      'new',
      'new',
    ])
  })

  test('says what could not be examined', () => {
    expect(run?.invocations?.[0]).toMatchObject({ executionSuccessful: false, exitCode: 2 })
    expect(
      run?.invocations?.[0]?.toolExecutionNotifications?.map(({ level, descriptor }) => [
        level,
        descriptor?.id,
      ]),
    ).toEqual([
      ['error', 'parse-error'],
      ['note', 'recovered'],
    ])
  })

  test('says when GitHub would refuse it', () => {
    const many: Report = {
      ...report,
      findings: Array.from({ length: 25_001 }, () => report.findings[0] as Finding),
    }
    const { invocations } = (JSON.parse(sarif(many, context)) as Log).runs[0] ?? {}
    expect(invocations?.[0]?.toolExecutionNotifications?.at(-1)?.message.text).toContain(
      '25,001 results: GitHub refuses',
    )
    const shown = { ...many, findings: many.findings.slice(0, 5001) }
    expect(
      JSON.parse(sarif(shown, context)).runs[0].invocations[0].toolExecutionNotifications.at(-1),
    ).toEqual({
      descriptor: { id: 'too-many-results' },
      level: 'warning',
      message: { text: expect.stringContaining('5,001 results: GitHub shows 5,000 of a run') },
    })
    const enough = { ...many, findings: many.findings.slice(0, 5000) }
    expect(sarif(enough, context)).not.toContain('too-many-results')
  })

  test('runs in two folders of a repository do not replace each other', () => {
    const idOf = (prefix: string) =>
      (JSON.parse(sarif(report, { ...context, prefix })) as Log).runs[0]?.automationDetails?.id
    expect(['', 'packages/web one'].map(idOf)).toEqual([
      'kommo-migrate/',
      'kommo-migrate/packages/web%20one/',
    ])
  })

  test('another tool reads rules, levels and places out of it', () => {
    const read = sarifToMarkdown({
      title: 'Read back',
      owner: 'acme',
      repo: 'widget',
      branch: 'main',
      sourceRoot: '',
    })
    const [first] = read(JSON.parse(sarif(report, { ...context, prefix: 'web' })))
    expect(first?.body).toMatch(/\*\*\[ERROR\]\*\* \*\*\[legacy-host\]\*\*/)
    expect(first?.body).toContain('https://github.com/acme/widget/blob/main/web/b.js#L1-L1')
    const [clean] = read(JSON.parse(sarif(cases.clean.report, cases.clean.context)))
    expect(clean?.hasMessages).toBe(false)
  })
})

describe('github', () => {
  test('escapes texts and properties as the runner reads them', () => {
    const { report, context } = cases.everything
    const lines = github(report, { ...context, prefix: 'web' }).split('\n')
    expect(lines[0]).toBe(
      '::error file=web/c%2Cd%3A.js,title=parse-error::does not parse:%0D%0A100%25 "broken" <c>',
    )
    expect(lines[1]).toMatch(
      /^::error file=web\/src\/Ünï côde\/a b%25#%2C%3A<>&"\0\.js,line=1,endLine=1,col=1,endColumn=7,title=legacy-host \[safe\]::/,
    )
    expect(lines).toHaveLength(4)
  })

  test('the notice about hidden ones is not hidden itself', () => {
    const { report, context } = reportOf({ 'a.js': 'AMOCRM\n'.repeat(14) }, () => ({ severity: 'info' }))
    const lines = github(report, context).trimEnd().split('\n')
    expect(lines).toHaveLength(15)
    // Nine of 14 are shown beside it.
    expect(lines[0]).toMatch(/^::notice title=kommo-migrate::.* 5 more stand in the log/)
    const fitting = { ...report, findings: report.findings.slice(0, 10) }
    expect(github(fitting, context)).not.toContain('GitHub shows')
  })

  test('shows errors first, and says how many GitHub will not show', () => {
    const text = 'AMOCRM\n'.repeat(13) + 'acme.amocrm.com\n'.repeat(12)
    const { report, context } = reportOf({ 'a.js': text }, ({ excerpt }) => ({
      severity: excerpt.includes('acme') ? 'error' : 'warning',
    }))
    const lines = github(report, context).trimEnd().split('\n')
    expect(lines.map((line) => line.slice(2, 5)).join('')).toBe(`${'err'.repeat(12)}${'war'.repeat(13)}not`)
    expect(lines.at(-1)).toContain('5 more stand in the log and in the summary of the job')
  })
})

test('gitlab: every entry has what the documentation asks for, and a fingerprint of its own', () => {
  const { report, context } = cases.everything
  const issues = JSON.parse(
    gitlab({ ...report, findings: [...report.findings, ...report.findings] }, { ...context, prefix: 'x' }),
  )
  expect(issues).toHaveLength(5)
  for (const issue of issues)
    expect(issue).toEqual({
      description: expect.stringMatching(/./),
      check_name: expect.stringMatching(/^[\w-]+$/),
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
      severity: expect.stringMatching(/^(?:info|minor|major|critical|blocker)$/),
      location: { path: expect.stringMatching(/^x\//), lines: { begin: expect.any(Number) } },
    })
  expect(new Set(issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(5)
  expect(JSON.parse(gitlab(cases.clean.report, cases.clean.context))).toEqual([])
})

describe('junit', () => {
  // The schema of Jenkins' xunit plugin, with its licence.
  const xsd = readFileSync(join(import.meta.dirname, 'junit-10.xsd'), 'utf8')

  test.each(Object.entries(cases))(
    'is valid by the schema of Jenkins: %s',
    async (_, { report, context }) => {
      const { valid, errors } = await validateXML({
        xml: [{ fileName: 'report.xml', contents: junit(report, context) }],
        schema: [xsd],
      })
      expect(errors).toEqual([])
      expect(valid).toBe(true)
    },
  )

  test('a finding that does not make the run fail is no failed test', () => {
    const { report, context } = reportOf({ 'a.js': 'AMOCRM acme.amocrm.com' })
    const strict = junit(report, { ...context, prefix: 'web', counts: (severity) => severity === 'error' })
    expect(strict).toContain(
      '<testsuite name="web/a.js" file="web/a.js" tests="2" failures="1" errors="0" skipped="1">',
    )
    expect(strict).toContain('<skipped message="warning, below --fail-on: AMOCRM is the old name"/>')
    expect(junit(report, context)).toContain('failures="2"')
  })

  test('counts failures, errors and what is skipped; a clean run has a test that passes', () => {
    const xml = junit(cases.everything.report, cases.everything.context)
    expect(xml).toContain('<testsuites name="kommo-migrate" tests="6" failures="2" errors="1">')
    expect(xml.match(/<skipped /g)).toHaveLength(3)
    expect(xml).not.toContain('\0')
    expect(junit(cases.clean.report, cases.clean.context)).toContain('tests="1" failures="0" errors="0"')
  })
})

describe('markdown', () => {
  test('lets no text of others become markup', () => {
    const { report, context } = reportOf({ 'a.js': 'AMOCRM' }, () => ({
      excerpt: 'AMOCRM ``` <script>alert(1)</script> | [x](y)',
      message: 'a <b> *c* [d](e) `<code>*`',
    }))
    const text = markdown(report, context)
    expect(text).toContain('- 1:1 ````AMOCRM ``` <script>alert(1)</script> | [x](y)````\n')
    expect(text).toContain('a &lt;b&gt; \\*c\\* \\[d\\](e) `<code>*`')
    expect(markdown(cases.everything.report, context)).not.toMatch(/^<code>.*[<>].*<\/code>$/m)
  })

  test('names places with links where the address of the repository is known', () => {
    const { report, context } = reportOf({ 'a b.js': 'AMOCRM\nAMOCRM' })
    const text = markdown(report, {
      ...context,
      prefix: 'web',
      link: (path, line) => `https://x/${path}#L${line}`,
    })
    expect(text).toContain('- [2:1](https://x/web/a b.js#L2) `AMOCRM`')
    expect(markdown(report, context)).toContain('- 2:1 `AMOCRM`')
  })

  test('never has more bytes than its limit, whatever there is to say', () => {
    const { report, context } = reportOf({ 'a.js': 'AMOCRM' })
    const errors = Array.from({ length: 5000 }, (_, i) => ({
      path: `broken${i}.js`,
      code: 'parse-error',
      message: 'does not parse as javascript',
    }))
    const text = markdown({ ...report, errors }, { ...context, limit: 10_000 })
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(10_000)
    expect(text).toContain('- … and 4,980 more')
    expect(text).toContain('<code>a.js</code>: 1 finding')
    expect(markdown({ ...report, errors }, context)).toContain('`broken4999.js`')
    expect(markdown(report, { ...context, limit: 150 })).toBe(
      '## kommo-migrate: 1 finding in 1 file\n\n_The report did not fit in here: see the log._\n',
    )
    expect(markdown(report, { ...context, limit: 20 })).toBe('')
  })

  test('fits into a limit at a whole section, and says what is left out', () => {
    const files = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`file${i}.js`, 'AMOCRM']))
    const { report, context } = reportOf(files)
    const whole = markdown(report, context)
    const cut = markdown(report, { ...context, limit: 6000 })
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(6000)
    expect(cut).toMatch(/_\d+ more files with findings did not fit in here: see the log\._/)
    expect(whole).not.toContain('did not fit')
    expect(cut.match(/<details>/g)?.length).toBe(cut.match(/<\/details>/g)?.length)
  })

  test('says that nothing is left', () => {
    expect(markdown(cases.clean.report, cases.clean.context)).toContain(
      '## kommo-migrate: nothing to migrate',
    )
  })
})

test.each(FORMATS)('%s of 70,000 findings takes no more than its share', async (format) => {
  const { report, context } = reportOf({ 'a.js': 'AMOCRM\n'.repeat(100) })
  const findings = Array.from({ length: 70_000 }, (_, i) => ({
    ...(report.findings[i % 100] as Finding),
    path: `src/file${i % 700}.js`,
  }))
  findings.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  const text = await renderReport(format, { ...report, findings }, { ...context, source: undefined } as never)
  expect(text.length).toBeGreaterThan(100_000)
})
