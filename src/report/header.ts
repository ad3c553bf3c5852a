import type { Answer, Applicability, Location, Report } from '../findings/finding.js'
import { clean, plural, type Style, wrap } from './style.js'

/** At most this many places of evidence stand behind an answer. */
const EVIDENCE = 2

/** What was looked at, and whether the migration concerns the repository at all. */
export function header(report: Report, style: Style): string {
  const { chalk, symbols } = style
  const { files } = report.summary
  const kind = report.repository === 'unknown' ? '' : ` ${symbols.dot} ${KINDS[report.repository]}`
  const lines = [
    chalk.bold(`kommo-migrate ${report.tool.version}`) +
      chalk.dim(`${kind} ${symbols.dot} ${plural(files.listed, 'file')}`),
  ]
  if (report.applicability.length === 0) return lines.join('\n')
  lines.push('', chalk.bold(verdict(report.applicability)))
  for (const answer of report.applicability) lines.push(question(answer, style))
  return lines.join('\n')
}

const KINDS = {
  widget: 'widget',
  integration: 'server-side integration',
  both: 'widget and server-side integration',
}

/** One positive answer is enough, says the announcement. */
function verdict(answers: readonly Applicability[]): string {
  if (answers.some(({ answer }) => answer === 'yes'))
    return 'The migration to Kommo concerns this repository.'
  if (answers.some(({ answer }) => answer === 'unknown'))
    return 'The migration to Kommo may concern this repository.'
  return 'The migration to Kommo does not concern this repository.'
}

/** The answer with its evidence, or with what to check. */
function question({ question, answer, evidence, check }: Applicability, style: Style): string {
  const { chalk } = style
  const label = `  ${paint(answer, style)}${' '.repeat(9 - answer.length)}`
  const lines = [wrap(style, label, question)]
  const detail = [answer === 'unknown' ? check : '', evidence.length > 0 ? places(evidence, style) : '']
    .filter(Boolean)
    .join(' ')
  if (detail) lines.push(chalk.dim(wrap(style, ' '.repeat(11), clean(detail))))
  return lines.join('\n')
}

function paint(answer: Answer, { chalk }: Style): string {
  if (answer === 'yes') return chalk.green(answer)
  return answer === 'unknown' ? chalk.yellow(answer) : chalk.dim(answer)
}

function places(evidence: readonly Location[], { symbols }: Style): string {
  const shown = evidence.slice(0, EVIDENCE).map(({ path, start }) => `${path}:${start.line}:${start.column}`)
  const rest = evidence.length - shown.length
  return shown.join(', ') + (rest > 0 ? ` ${symbols.more} and ${plural(rest, 'more place')}` : '')
}
