import type { Finding, Report, RunError } from '../findings/finding.js'
import type { ReportContext } from './context.js'
import { byFile } from './file-section.js'
import { fromRoot } from './places.js'
import { plural } from './style.js'

/**
 * JUnit XML, as Jenkins and GitLab read it: a suite a file, because their trees open by file; a test case a finding. A
 * suppressed or accepted finding is skipped, and so is one below `--fail-on`: a failed test in a job that passes would be a
 * contradiction. A file that could not be examined is an error. A clean run is one test that passes: a report without
 * any is taken for a job that did not run.
 */
export function junit(report: Report, context: ReportContext): string {
  const suites = [
    ...byFile(report.findings).map(([path, findings]) => findingSuite(path, findings, context)),
    ...(report.errors.length > 0 ? [errorSuite(report.errors, context)] : []),
  ]
  const all = suites.length > 0 ? suites : [cleanSuite(report)]
  const sum = (key: 'tests' | 'failures' | 'errors') => all.reduce((total, suite) => total + suite[key], 0)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="kommo-migrate" tests="${sum('tests')}" failures="${sum('failures')}" errors="${sum('errors')}">`,
    ...all.flatMap(render),
    '</testsuites>',
    '',
  ].join('\n')
}

interface Suite {
  name: string
  /** From the root of the repository. */
  file?: string
  tests: number
  failures: number
  errors: number
  skipped: number
  cases: string[]
}

function findingSuite(path: string, findings: readonly Finding[], context: ReportContext): Suite {
  const skipped = findings.filter((finding) => whySkipped(finding, context) !== undefined).length
  const file = fromRoot(path, context)
  return {
    name: file,
    file,
    tests: findings.length,
    failures: findings.length - skipped,
    errors: 0,
    skipped,
    cases: findings.map((finding) => findingCase(finding, context)),
  }
}

/** Why a finding does not fail; `undefined` when it does. */
function whySkipped({ state, suppression, severity, message }: Finding, { counts }: ReportContext) {
  if (suppression) return suppression.reason
  if (state === 'baseline') return 'accepted in the baseline'
  return counts && !counts(severity) ? `${severity}, below --fail-on: ${message}` : undefined
}

function findingCase(finding: Finding, context: ReportContext): string {
  const { start, rule, severity, message, help, excerpt, fix } = finding
  const path = fromRoot(finding.path, context)
  const name = `${path}:${start.line}:${start.column} ${rule}`
  const why = whySkipped(finding, context)
  if (why !== undefined) return testCase(rule, name, `<skipped message="${attribute(why)}"/>`)
  const text = [
    `${path}:${start.line}:${start.column}`,
    excerpt,
    help,
    `Fix: ${fix.kind}. ${fix.title}`,
  ].join('\n')
  return testCase(
    rule,
    name,
    `<failure type="${attribute(`${rule} (${severity})`)}" message="${attribute(message)}">${content(text)}</failure>`,
  )
}

function errorSuite(errors: readonly RunError[], context: ReportContext): Suite {
  return {
    name: 'Files that could not be examined',
    tests: errors.length,
    failures: 0,
    errors: errors.length,
    skipped: 0,
    cases: errors.map(({ path, code, message }) =>
      testCase(
        code,
        path && fromRoot(path, context),
        `<error type="${attribute(code)}" message="${attribute(message)}"/>`,
      ),
    ),
  }
}

function cleanSuite({ summary }: Report): Suite {
  const name = `Nothing to migrate in ${plural(summary.files.listed, 'file')}`
  return {
    name: 'kommo-migrate',
    tests: 1,
    failures: 0,
    errors: 0,
    skipped: 0,
    cases: [testCase('audit', name, '')],
  }
}

function testCase(classname: string, name: string, inner: string): string {
  const head = `    <testcase classname="kommo-migrate.${attribute(classname)}" name="${attribute(name)}"`
  return inner === '' ? `${head}/>` : `${head}>\n      ${inner}\n    </testcase>`
}

function render({ name, file, tests, failures, errors, skipped, cases }: Suite): string[] {
  const place = file === undefined ? '' : ` file="${attribute(file)}"`
  return [
    `  <testsuite name="${attribute(name)}"${place} tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}">`,
    ...cases,
    '  </testsuite>',
  ]
}

/** What XML 1.0 cannot hold at all, not even escaped (section 2.2, Char). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

function content(text: string): string {
  return text
    .toWellFormed()
    .replace(ILLEGAL, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

/** In an attribute, line breaks and tabs would become blanks. */
function attribute(text: string): string {
  return content(text)
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;')
}
