import * as v from 'valibot'
import { catalog } from '../rules/about/index.js'
import { EXTERNALLY_ENDED } from './settings.js'

/**
 * The one source of what a configuration may hold: it checks what is read, `npm run docs` makes `schema.json` and the
 * table of docs/configuration.md from it.
 */

const text = (what: string) => v.pipe(v.string(), v.trim(), v.nonEmpty(`must not be empty: ${what}`))

const glob = v.pipe(
  v.string(),
  v.nonEmpty('is empty: name a file, a folder or a glob'),
  v.check(
    (pattern) => !pattern.startsWith('!'),
    'must not begin with "!": use "exclude" for what is left out',
  ),
  v.check(
    (pattern) => !/^(?:\/|[a-z]:|~)/i.test(pattern) && !pattern.split('/').includes('..'),
    'must lie below the folder of the configuration',
  ),
  v.check((pattern) => !pattern.includes('\\'), 'must be written with "/"'),
)

const globs = (description: string) => v.pipe(v.array(glob), v.description(description))

const severity = v.picklist(['error', 'warning', 'info', 'off'])

const roles = v.pipe(
  v.strictObject({
    target: v.optional(severity),
    matcher: v.optional(severity),
    peer: v.optional(severity),
    branch: v.optional(severity),
    recorded: v.optional(severity),
    text: v.optional(severity),
  }),
  v.description(
    'Severity by what a host is for; wins over `severity`. `"text": "off"` leaves out comments and prose.',
  ),
)

const ruleSetting = v.union([
  severity,
  v.strictObject({
    severity: v.optional(severity),
    roles: v.optional(roles),
  }),
])

const ruleIds = catalog.map(({ id }) => id)

const rules = v.strictObject(
  Object.fromEntries(
    catalog.map(({ id, title }) => [id, v.optional(v.pipe(ruleSetting, v.description(`${title}.`)))]),
  ),
)

const ruleId = v.picklist(ruleIds)

const suppression = v.pipe(
  v.strictObject({
    rule: v.pipe(ruleId, v.description('Id of the rule.')),
    paths: v.optional(globs('Where; all files without it.')),
    fingerprint: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^[0-9a-f]{16}$/, 'is no fingerprint: take it from the JSON report'),
        v.description('One finding, by its fingerprint in the JSON report.'),
      ),
    ),
    reason: v.pipe(text('say why'), v.description('Why; shown in reports.')),
  }),
  v.check(
    ({ paths, fingerprint }) => (paths?.length ?? 0) > 0 || fingerprint !== undefined,
    'needs "paths" or "fingerprint"; to leave a rule out everywhere, set it to "off" in "rules"',
  ),
)

const verified = v.strictObject({
  rule: v.pipe(
    v.picklist(
      [...EXTERNALLY_ENDED],
      `must be one of ${EXTERNALLY_ENDED.join(', ')}: findings of other rules end in the code`,
    ),
    v.description('A rule whose findings code alone cannot end.'),
  ),
  match: v.pipe(
    text('say which findings'),
    v.description('Part of the path, the excerpt or the message of the findings that are done.'),
  ),
  reason: v.pipe(text('say what was done'), v.description('What was done, and where it can be seen.')),
  date: v.pipe(v.string(), v.isoDate('must be a date: "2026-11-23"'), v.description('When: YYYY-MM-DD.')),
})

export const configuration = v.strictObject({
  $schema: v.optional(v.pipe(v.string(), v.description('For editors: where the schema of this file is.'))),
  include: v.optional(
    globs('Files to examine, as globs from the folder of this file; everything without it.'),
  ),
  exclude: v.optional(globs('Files to leave out; a folder stands for all that is in it.')),
  rules: v.optional(v.pipe(rules, v.description('Severity of each rule; `"off"` leaves it out.'))),
  overrides: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          paths: globs('The files that it is about.'),
          rules: v.pipe(rules, v.description('As above, for these files; later entries win.')),
        }),
      ),
      v.description('Severities for some files only.'),
    ),
  ),
  suppressions: v.optional(
    v.pipe(v.array(suppression), v.description('Findings that are accepted, for formats without comments.')),
  ),
  verified: v.optional(
    v.pipe(
      v.array(verified),
      v.description(
        'Work that was done outside the code: stored data that was moved, a server that was changed.',
      ),
    ),
  ),
  parseErrors: v.optional(
    v.pipe(
      v.picklist(['error', 'warn']),
      v.description('`"warn"`: a file that does not parse is reported, and does not make the run fail.'),
    ),
  ),
  failOn: v.optional(
    v.pipe(
      v.picklist(['error', 'warning', 'info', 'never']),
      v.description('Exit 1 from this severity on; `--fail-on` wins.'),
    ),
  ),
  baseline: v.optional(
    v.pipe(text('name a file'), v.description('The baseline, relative to this file; `--baseline` wins.')),
  ),
})
