import type { Report } from '../findings/finding.js'
import type { ReportContext } from './context.js'
import { byFile, fileSection } from './file-section.js'
import { openFindings } from './fixes.js'
import { header } from './header.js'
import { keptList } from './kept.js'
import { recordedList, withoutRecorded } from './recorded.js'
import { clean, type Style, styleOf, wrap } from './style.js'
import { summary } from './summary.js'

/** The report for people: header, findings by file with code frames, notes, errors, summary, order to deploy. */
export function pretty(report: Report, context: ReportContext): string {
  const style = styleOf(context)
  const { findings, recorded } = withoutRecorded(openFindings(report))
  const parts = [
    header(report, style),
    ...byFile(findings).map(([path, findings]) => fileSection(path, findings, context.source?.(path), style)),
    recordedList(recorded, style),
    context.kept ? keptList(report, style) : '',
    messages('Notes', report.notes, style),
    messages('Errors', report.errors, style),
    summary(report, context, style),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function messages(title: string, items: readonly { path: string; message: string }[], style: Style): string {
  if (items.length === 0) return ''
  const paint = title === 'Errors' ? style.chalk.red : style.chalk.blue
  const mark = title === 'Errors' ? style.symbols.error : style.symbols.info
  const alike = new Map<string, string[]>()
  for (const { path, message } of items) alike.set(message, [...(alike.get(message) ?? []), path])
  const lines = [...alike].map(([message, paths]) => {
    const isOne = paths.length === 1 && paths[0] !== ''
    const list = isOne
      ? ''
      : paths
          .filter(Boolean)
          .map((path) => `\n    ${clean(path)}`)
          .join('')
    return wrap(style, `  ${paint(mark)} `, clean(isOne ? `${paths[0]}: ${message}` : message)) + list
  })
  return [style.chalk.bold(title), ...lines].join('\n')
}
