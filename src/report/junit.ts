import type { Finding, Report, RunError } from '../findings/finding.js'
import type { ReportContext } from './context.js'
import { byFile } from './file-section.js'
import { plural } from './style.js'

/**
 * JUnit XML, as Jenkins and GitLab read it: a suite a file, because their trees open by file; a test case a finding. A
 * suppressed or accepted finding is skipped, a file that could not be examined an error. A clean run is one test
 * that passes: a report without any is taken for a job that did not run.
 */
export function junit(report: Report, _context: ReportContext): string {
  const suites = [
    ...byFile(report.findings).map(([path, findings]) => findingSuite(path, findings)),
    ...(report.errors.length > 0 ? [errorSuite(report.errors)] : []),
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
  tests: number
  failures: number
  errors: number
  skipped: number
  cases: string[]
}

function findingSuite(path: string, findings: readonly Finding[]): Suite {
  const failures = findings.filter(({ state }) => state === 'new').length
  return {
    name: path,
    tests: findings.length,
    failures,
    errors: 0,
    skipped: findings.length - failures,
    cases: findings.map(findingCase),
  }
}

function findingCase({
  path,
  start,
  rule,
  severity,
  message,
  help,
  excerpt,
  fix,
  state,
  suppression,
}: Finding): string {
  const name = `${path}:${start.line}:${start.column} ${rule}`
  if (state !== 'new') {
    const why = suppression ? suppression.reason : 'accepted in the baseline'
    return testCase(rule, name, `<skipped message="${attribute(why)}"/>`)
  }
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

function errorSuite(errors: readonly RunError[]): Suite {
  return {
    name: 'Files that could not be examined',
    tests: errors.length,
    failures: 0,
    errors: errors.length,
    skipped: 0,
    cases: errors.map(({ path, code, message }) =>
      testCase(code, path, `<error type="${attribute(code)}" message="${attribute(message)}"/>`),
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

function render({ name, tests, failures, errors, skipped, cases }: Suite): string[] {
  return [
    `  <testsuite name="${attribute(name)}" tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}">`,
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
