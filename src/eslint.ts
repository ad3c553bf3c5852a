import { join } from 'node:path'
import type { ESLint, Linter, Rule as LintRule, SourceCode } from 'eslint'
import { ask } from './eslint/ask.js'
import type { EditorFinding, Replacement } from './eslint/protocol.js'
import { minimalNeedles, needlePattern } from './files/needles.js'
import type { Severity } from './findings/finding.js'
import { catalog } from './rules/about/index.js'
import type { RuleInfo } from './rules/define-rule.js'
import { version } from './version.js'

/** Option of every rule: the least severity that is shown. Default `warning`, as for the exit code of `audit`. */
export interface RuleOptions {
  from?: Severity
}

const ORDER: readonly Severity[] = ['info', 'warning', 'error']

const pattern = needlePattern(minimalNeedles(catalog.flatMap((rule) => rule.needles)))

/** One run of the engine a text, whatever number of rules asks. */
const known = new WeakMap<SourceCode, readonly EditorFinding[]>()

function findingsOf({ sourceCode, filename, cwd }: LintRule.RuleContext): readonly EditorFinding[] {
  let findings = known.get(sourceCode)
  if (!findings) {
    const { text, hasBOM: hasBom } = sourceCode
    // Text without a file is linted as a script in the working folder.
    const file = filename.startsWith('<') ? join(cwd, 'input.js') : filename
    findings = pattern.test(text) ? ask({ file, cwd, text, hasBom }) : []
    known.set(sourceCode, findings)
  }
  return findings
}

function lintRule({ id, title }: RuleInfo): LintRule.RuleModule {
  return {
    meta: {
      type: 'problem',
      docs: { description: title, recommended: true },
      fixable: 'code',
      hasSuggestions: true,
      schema: [
        {
          type: 'object',
          properties: { from: { enum: [...ORDER] } },
          additionalProperties: false,
        },
      ],
    },
    create: (context) => ({
      Program() {
        const { from = 'warning' } = (context.options[0] ?? {}) as RuleOptions
        for (const finding of findingsOf(context)) {
          if (finding.rule === id && ORDER.indexOf(finding.severity) >= ORDER.indexOf(from))
            context.report(descriptor(finding, context.sourceCode))
        }
      },
    }),
  }
}

function descriptor(
  { message, start, end, fix, suggestion }: EditorFinding,
  sourceCode: SourceCode,
): LintRule.ReportDescriptor {
  const loc = { start: sourceCode.getLocFromIndex(start), end: sourceCode.getLocFromIndex(end) }
  return {
    message,
    loc,
    ...(fix && { fix: fixer(fix) }),
    ...(suggestion && { suggest: [{ desc: suggestion.title, fix: fixer(suggestion.edits) }] }),
  }
}

function fixer(edits: readonly Replacement[]): (fixer: LintRule.RuleFixer) => LintRule.Fix[] {
  return (fixer) => edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text))
}

const plugin = {
  meta: { name: 'kommo-migrate', version: version() },
  rules: Object.fromEntries(catalog.map((rule) => [rule.id, lintRule(rule)])),
} satisfies ESLint.Plugin

/** Every rule; an error where the audit sees an error. */
const recommended: Linter.Config = {
  name: 'kommo-migrate/recommended',
  plugins: { 'kommo-migrate': plugin },
  rules: Object.fromEntries(
    catalog.map(({ id, severity }) => [`kommo-migrate/${id}`, severity === 'error' ? 'error' : 'warn']),
  ),
}

const kommoMigrate: ESLint.Plugin & { configs: { recommended: Linter.Config } } = Object.assign(plugin, {
  configs: { recommended },
})

export default kommoMigrate
