import type { FixKind, Report, Severity } from '../findings/finding.js'
import type { ReportContext } from './context.js'
import { deploySteps, rulesToShipFirst } from './deploy.js'
import { countFixes, type FixCount, openFindings } from './fixes.js'
import { inline, plural, type Style, wrap } from './style.js'
import { widthOf } from './width.js'

/** What was found, what `fix --write` will do or has done, what stays, and in which order to deploy. */
export function summary(report: Report, context: ReportContext, style: Style): string {
  return [counts(report, context, style), order(report, context, style)].filter(Boolean).join('\n\n')
}

function counts(report: Report, context: ReportContext, style: Style): string {
  const open = openFindings(report)
  const lines = [style.chalk.bold('Summary')]
  const scope = scopeOf(context)
  if (context.written) lines.push(written(context.written, style))
  lines.push(total(report, context, style))
  for (const kind of ['safe', 'review', 'manual'] as const) {
    const count = countFixes(open, kind)
    if (count.findings > 0)
      lines.push(row(style, style.kind(kind)(kind), count.findings, PLAN[kind](count, scope)))
  }
  const { suppressed, baseline } = report.summary.findings
  if (suppressed > 0) lines.push(row(style, 'ignored', suppressed, suppressedBy(report)))
  if (baseline > 0)
    lines.push(
      row(
        style,
        'baseline',
        baseline,
        'accepted earlier (--no-baseline counts them); fixes are made for these, too',
      ),
    )
  const kept = keptRow(report, context.kept, style)
  if (kept) lines.push(kept)
  const unknown = report.summary.kept.unclassified ?? 0
  if (unknown > 0) lines.push(row(style, style.chalk.yellow('unclear'), unknown, UNCLASSIFIED))
  const skipped = Object.entries(report.summary.files.skipped).filter(([, count]) => count > 0)
  if (skipped.length > 0) {
    const all = skipped.reduce((sum, [, count]) => sum + count, 0)
    const reasons = skipped.map(([reason, count]) => `${count} ${reason}`).join(', ')
    lines.push(row(style, style.chalk.dim('skipped'), all, `${all === 1 ? 'file' : 'files'}: ${reasons}`))
  }
  return lines.join('\n')
}

/** Who has accepted what is suppressed. */
function suppressedBy({ findings }: Report): string {
  const count = (by: string) => findings.filter(({ suppression }) => suppression?.by === by).length
  const parts = [
    [count('comment'), 'suppressed by comments, each with its reason'],
    [count('configuration'), 'suppressed in the configuration, each with its reason'],
    [count('verified'), 'done outside the code, says the configuration'],
  ] as const
  const given = parts.filter(([number]) => number > 0)
  if (given.length < 2) return given[0]?.[1] ?? 'suppressed'
  return given.map(([number, text]) => `${number} ${text}`).join('; ')
}

const UNCLASSIFIED =
  'no rule and no reason covers them: look at them with --kept, and please report them as a defect'

const PLAN: Record<FixKind, (count: FixCount, scope: string) => string> = {
  safe: ({ fixes, files }, scope) =>
    `\`kommo-migrate fix --write${scope}\` makes ${plural(fixes, 'fix', 'fixes')} in ${plural(files, 'file')}`,
  review: ({ fixes, files }, scope) =>
    fixes > 0
      ? `read the diff of \`kommo-migrate fix --unsafe${scope}\`, then add \`--write\`: ${plural(fixes, 'fix', 'fixes')} in ${plural(files, 'file')}`
      : 'a decision of yours, described above',
  manual: ({ findings }) =>
    findings === 1 ? 'stays for a person: see above what to do' : 'stay for a person: see above what to do',
}

/** Many paths would hide the command that they belong to. */
function scopeOf({ scope = '' }: ReportContext): string {
  if (scope === '') return ''
  return scope.length <= 60 ? ` ${scope}` : ' ...'
}

function written({ fixed, paths }: NonNullable<ReportContext['written']>, style: Style): string {
  const mark = style.chalk.green(style.symbols.done)
  const what = `${plural(fixed.length, 'finding')} fixed in ${plural(paths.length, 'file')}`
  return wrap(style, `  ${mark} `, inline(`${what}; \`kommo-migrate undo\` takes it back`, style))
}

/** `✖ 2 errors  ▲ 1 warning  in 3 of 12 files`, or that nothing is left. */
function total(report: Report, context: ReportContext, style: Style): string {
  const { chalk, symbols } = style
  const open = openFindings(report)
  const isLeft = context.written !== undefined
  const left = isLeft ? ' left' : ''
  const { listed, skipped } = report.summary.files
  const isUnseen = listed > 0 && Object.values(skipped).reduce((sum, count) => sum + count, 0) === listed
  if (open.length === 0 && isUnseen)
    return `  ${style.severity('warning')(symbols.warning)} Nothing was examined: every file was skipped`
  if (open.length === 0) {
    const isKnown = report.summary.findings.baseline > 0
    const clean = isLeft ? 'Nothing is left to do' : `Nothing ${isKnown ? 'new ' : ''}to migrate`
    const part = context.isPartial ? ' for the rules of this run' : ''
    return `  ${chalk.green(symbols.done)} ${clean}${part} in ${plural(report.summary.files.listed, 'file')}`
  }
  const parts = (['error', 'warning', 'info'] as const)
    .map((severity) => [severity, open.filter((finding) => finding.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) =>
      style.severity(severity)(`${symbols[severity]} ${plural(count, NAMES[severity])}`),
    )
  const files = new Set(open.map(({ path }) => path)).size
  const scope = `in ${files} of ${plural(report.summary.files.listed, 'file')}`
  return `  ${parts.join('  ')}${left} ${chalk.dim(scope)}`
}

const NAMES: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'note' }

function keptRow(report: Report, isListed: boolean, style: Style): string {
  const reasons = Object.entries(report.summary.kept).filter(
    ([reason, count]) => count > 0 && reason !== 'unclassified',
  )
  if (reasons.length === 0) return ''
  const all = reasons.reduce((sum, [, count]) => sum + count, 0)
  const text = reasons
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => (reasons.length === 1 ? reason : `${count} ${reason}`))
    .join(', ')
  return row(style, style.chalk.dim('kept'), all, `${text}${isListed ? '' : ' (--kept lists them)'}`)
}

function row(style: Style, label: string, count: number, text: string): string {
  const gap = ' '.repeat(9 - widthOf(label))
  return wrap(style, `  ${label}${gap}${String(count).padStart(4)}  `, inline(text, style))
}

function order(report: Report, context: ReportContext, style: Style): string {
  const { chalk } = style
  const findings = [...openFindings(report), ...(context.written?.fixed ?? [])]
  const steps = deploySteps(findings, report.repository)
  if (steps.length === 0) return ''
  const mark = (index: number) => (steps.length > 1 ? `${index + 1}.` : style.symbols.dot)
  const lines = [chalk.bold(steps.length > 1 ? 'Deploy in this order' : 'Deploy')]
  const first = rulesToShipFirst(openFindings(report)).map((rule) => ` --rule ${rule}`)
  const alone =
    first.length > 0 ? ` \`kommo-migrate fix --write${first.join('')}\` makes these fixes alone.` : ''
  for (const [index, { title, text, caution }] of steps.entries()) {
    const whole = `${chalk.bold(title)}: ${text}${index === 0 ? inline(alone, style) : ''}`
    const start = `  ${chalk.cyan(mark(index))} `
    lines.push(wrap(style, start, whole))
    if (caution) lines.push(wrap(style, ' '.repeat(widthOf(start)), caution))
  }
  return lines.join('\n')
}
