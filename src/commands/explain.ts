import { KnownError } from '../errors.js'
import { nearest } from '../findings/nearest.js'
import { inline, type Style, styleOf, wrap } from '../report/style.js'
import { catalog } from '../rules/about/index.js'
import type { KeepExample, RuleExample, RuleInfo } from '../rules/define-rule.js'
import { RECIPES } from '../rules/recipes.js'
import { FACTS } from './explain-facts.js'
import { list } from './rules.js'
import { note, type Terminal } from './terminal.js'

/** Explains one rule, or lists all; gives the exit code. */
export function explain(id: string | undefined, terminal: Terminal): number {
  if (id === undefined) {
    terminal.stdout.write(list(terminal))
    note(terminal, '\nkommo-migrate explain RULE says more about one.')
    return 0
  }
  const rule = catalog.find((candidate) => candidate.id === id)
  if (!rule) {
    const near = nearest(
      id,
      catalog.map((candidate) => candidate.id),
    )
    throw new KnownError('unknown-rule', id, near ? `Did you mean ${near}?` : undefined)
  }
  terminal.stdout.write(explanation(rule, styleOf({ ...terminal.stdout, unicode: terminal.unicode })))
  return 0
}

/** The whole page of a rule, wrapped. */
export function explanation(rule: RuleInfo, style: Style): string {
  const { chalk } = style
  const befores = rule.examples.filter(isRuleExample)
  const keeps = rule.examples.filter((example) => !isRuleExample(example)) as KeepExample[]
  const parts = [
    `${chalk.bold(rule.id)}  ${style.severity(rule.severity)(rule.severity)}\n${rule.title}`,
    paragraphs('Why', rule.why, style),
    paragraphs('What it finds', rule.finds, style),
    paragraphs('What it leaves alone', rule.keeps, style),
    ...(FACTS[rule.id] ?? []).map(({ title, items }) =>
      [
        chalk.bold(title),
        ...items.map((item) => wrap(style, `  ${style.symbols.dot} `, inline(item, style))),
      ].join('\n'),
    ),
    ...(RECIPES[rule.id] ?? []).map(({ title, code: text }) =>
      [chalk.bold(title), ...code(' ', linesOf(text))].join('\n'),
    ),
    befores.length > 0
      ? section(
          'Examples',
          befores.map((example) => change(example, style)),
          style,
        )
      : '',
    keeps.length > 0
      ? section(
          'Left alone',
          keeps.map((example) => kept(example, style)),
          style,
        )
      : '',
    `${chalk.bold('Source')}\n${wrap(style, '  ', rule.source)}`,
    // A manifest is plain JSON: a comment in it would be the next finding.
    rule.id === 'widget-manifest'
      ? ''
      : `${chalk.bold('To accept a finding')}\n  // kommo-migrate-ignore-next-line ${rule.id} -- the reason`,
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function isRuleExample(example: RuleExample | KeepExample): example is RuleExample {
  return 'before' in example
}

function paragraphs(title: string, text: string, style: Style): string {
  const wrapped = text
    .split(/\n{2,}/)
    .map((part) => wrap(style, '  ', inline(part.replaceAll('\n', ' '), style)))
  return `${style.chalk.bold(title)}\n${wrapped.join('\n\n')}`
}

function section(title: string, examples: readonly string[], style: Style): string {
  return `${style.chalk.bold(title)}\n${examples.join('\n\n')}`
}

/** Before and after as a small diff; a finding without a fix has no second half. */
function change({ path, before, after }: RuleExample, style: Style): string {
  const { chalk } = style
  const old = linesOf(before)
  const fresh = after === undefined ? old : linesOf(after)
  const name = path ? [chalk.dim(`  ${path}`)] : []
  if (after === undefined)
    return [...name, ...code(' ', old), chalk.dim('  reported, for a person to decide')].join('\n')
  const gone = old.filter((line) => !fresh.includes(line))
  const added = fresh.filter((line) => !old.includes(line))
  const start = old.findIndex((line) => gone.includes(line))
  return [
    ...name,
    ...code(' ', start < 0 ? old : old.slice(0, start)),
    ...code('-', gone).map((line) => chalk.red(line)),
    ...code('+', added).map((line) => chalk.green(line)),
    ...code(
      ' ',
      (start < 0 ? [] : old.slice(start)).filter((line) => !gone.includes(line)),
    ),
  ].join('\n')
}

function kept({ path, keep, because }: KeepExample, style: Style): string {
  const name = path ? [style.chalk.dim(`  ${path}`)] : []
  return [...name, ...code(' ', linesOf(keep)), style.chalk.dim(wrap(style, '    ', because))].join('\n')
}

function code(mark: string, lines: readonly string[]): string[] {
  return lines.map((line) => `  ${mark} ${line}`.trimEnd())
}

function linesOf(text: string): string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/)
}
