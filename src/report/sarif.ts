import type {
  ArtifactChange,
  Log,
  Notification,
  Region,
  Replacement,
  ReportingDescriptor,
  Result,
  Fix as SarifFix,
  Location as SarifLocation,
  Suppression,
} from 'sarif'
import type { Finding, Location, Report, Severity } from '../findings/finding.js'
import { catalog } from '../rules/about/index.js'
import type { RuleInfo } from '../rules/define-rule.js'
import type { ReportContext } from './context.js'
import { grouped } from './grouped.js'
import { fromRoot, uriOf } from './places.js'

/** The vendor's announcement: what every rule is about. */
const ANNOUNCEMENT = 'https://www.kommo.com/developers/content/platform/rebranding-requirments/'

/** GitHub refuses a run of more results than `TAKEN`, and shows `SHOWN` of them (docs: "SARIF results exceed limits"). */
const TAKEN = 25_000
const SHOWN = 5000

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<
  Severity,
  string
>

/** GitHub's own words for the severity of a rule ("SARIF support for code scanning", `problem.severity`). */
const PROBLEM = { error: 'error', warning: 'warning', info: 'recommendation' } as const

/**
 * SARIF 2.1.0 for code scanning. Paths are relative to the root of the repository; lines and columns are 1-based, columns in
 * UTF-16 units; fingerprints are our own and do not change when lines move.
 */
export function sarif(report: Report, context: ReportContext): string {
  const isCompared = report.summary.findings.baseline > 0 || context.hasBaseline === true
  const results = report.findings.map((finding) => resultOf(finding, isCompared, context))
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            version: report.tool.version,
            semanticVersion: report.tool.version,
            informationUri: ANNOUNCEMENT,
            rules: catalog.map(descriptor),
          },
        },
        automationDetails: { id: categoryOf(context) },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
        invocations: [
          {
            executionSuccessful: report.errors.length === 0,
            ...(context.exitCode === undefined ? {} : { exitCode: context.exitCode }),
            toolExecutionNotifications: notifications(report, results.length, context),
          },
        ],
        results,
      },
    ],
  }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

/**
 * GitHub keeps one analysis of a commit for each category, which is all of the id up to its last slash: runs in several
 * folders of a repository would replace each other. What is said here wins over the `category` of the upload.
 */
function categoryOf({ prefix = '' }: ReportContext): string {
  return prefix === '' ? 'kommo-migrate/' : `kommo-migrate/${uriOf(prefix)}/`
}

function descriptor(rule: RuleInfo): ReportingDescriptor {
  return {
    id: rule.id,
    name: rule.id.replace(/(?:^|-)\w/g, (start) => start.replace('-', '').toUpperCase()),
    shortDescription: { text: `${rule.title}.` },
    fullDescription: { text: plain(rule.why) },
    help: {
      text: plain(`${rule.why}\n\nFinds: ${rule.finds}\n\nLeaves alone: ${rule.keeps}`),
      markdown: `${rule.why.trim()}\n\n## What it finds\n\n${rule.finds.trim()}\n\n## What it leaves alone\n\n${rule.keeps.trim()}\n\nSource: ${rule.source}`,
    },
    helpUri: ANNOUNCEMENT,
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: {
      precision: rule.isInferred ? 'medium' : 'high',
      'problem.severity': PROBLEM[rule.severity],
      tags: ['kommo', 'migration'],
    },
  }
}

/** Markdown without its marks, for viewers that show text alone. */
function plain(markdown: string): string {
  return markdown.trim().replaceAll('`', '').replaceAll('**', '')
}

const RULES = new Map(catalog.map(({ id }, index) => [id, index]))

function resultOf(finding: Finding, isCompared: boolean, context: ReportContext): Result {
  const suppressions = suppressionsOf(finding)
  const fix = fixOf(finding, context)
  const ruleIndex = RULES.get(finding.rule)
  return {
    ruleId: finding.rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[finding.severity],
    kind: 'fail',
    message: {
      text: `${plain(finding.message)} ${plain(finding.help)}`.trim(),
      markdown: `${finding.message} ${finding.help}`.trim(),
    },
    locations: [
      {
        physicalLocation: {
          ...placeOf(finding, context),
          contextRegion: {
            startLine: finding.start.line,
            endLine: finding.end.line,
            snippet: { text: finding.excerpt },
          },
        },
      },
    ],
    ...(finding.related.length > 0
      ? {
          relatedLocations: finding.related.map((place, index) => ({
            id: index + 1,
            physicalLocation: placeOf(place, context),
            message: { text: plain(place.note) },
          })),
        }
      : {}),
    partialFingerprints: { 'kommoMigrate/v1': finding.fingerprint },
    ...(isCompared ? { baselineState: finding.state === 'baseline' ? 'unchanged' : 'new' } : {}),
    ...(suppressions ? { suppressions } : {}),
    ...(fix ? { fixes: [fix] } : {}),
    properties: { fix: finding.fix.kind, ...(finding.role ? { role: finding.role } : {}) },
  }
}

function placeOf(place: Location, context: ReportContext): NonNullable<SarifLocation['physicalLocation']> {
  return { artifactLocation: artifact(place.path, context), region: regionOf(place.start, place.end) }
}

function artifact(path: string, context: ReportContext) {
  return { uri: uriOf(fromRoot(path, context)), uriBaseId: '%SRCROOT%' }
}

interface At {
  line: number
  column: number
}

function regionOf(start: At, end: At): Region {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column }
}

function suppressionsOf({ state, suppression }: Finding): Suppression[] | undefined {
  if (state === 'baseline')
    return [{ kind: 'external', status: 'accepted', justification: 'Accepted in the baseline.' }]
  if (!suppression) return undefined
  const { by, reason, date } = suppression
  const justification =
    by === 'verified' ? `Done outside the code${date ? ` (${date})` : ''}: ${reason}` : reason
  return [{ kind: by === 'comment' ? 'inSource' : 'external', status: 'accepted', justification }]
}

/** The edits of a fix, where the text of its files is at hand: SARIF counts lines and columns, not bytes. */
function fixOf({ fix }: Finding, context: ReportContext): SarifFix | undefined {
  if (fix.kind === 'manual' || fix.edits.length + fix.create.length === 0) return undefined
  const changes = new Map<string, ArtifactChange & { replacements: Replacement[] }>()
  for (const edit of fix.edits) {
    const source = context.source?.(edit.path)
    if (!source) return undefined
    const change = changes.get(edit.path) ?? {
      artifactLocation: artifact(edit.path, context),
      replacements: [] as Replacement[],
    }
    change.replacements.push({
      deletedRegion: regionOf(source.point(edit.start), source.point(edit.end)),
      insertedContent: { text: edit.text },
    })
    changes.set(edit.path, change)
  }
  for (const { path, text } of fix.create) {
    const start = { line: 1, column: 1 }
    changes.set(path, {
      artifactLocation: artifact(path, context),
      replacements: [{ deletedRegion: regionOf(start, start), insertedContent: { text } }],
    })
  }
  return {
    description: { text: `${plain(fix.title)} (${fix.kind})` },
    artifactChanges: [...changes.values()],
  }
}

function notifications(report: Report, results: number, context: ReportContext): Notification[] {
  const told = (level: Notification['level'], items: Report['errors']): Notification[] =>
    items.map(({ path, code, message }) => ({
      descriptor: { id: code },
      level,
      message: { text: message },
      ...(path === ''
        ? {}
        : { locations: [{ physicalLocation: { artifactLocation: artifact(path, context) } }] }),
    }))
  const limit = limitOf(results)
  return [
    ...told('error', report.errors),
    ...told('note', report.notes),
    ...(limit === undefined ? [] : told('warning', [{ path: '', code: 'too-many-results', message: limit }])),
  ]
}

/** What GitHub does with so many results, where that is not to show them all. */
function limitOf(results: number): string | undefined {
  if (results <= SHOWN) return undefined
  const fate =
    results > TAKEN
      ? `GitHub refuses a run of more than ${grouped(TAKEN)}`
      : `GitHub shows ${grouped(SHOWN)} of a run, the most severe`
  return `${grouped(results)} results: ${fate}. Run it folder by folder, or leave out what is suppressed or in the baseline.`
}
