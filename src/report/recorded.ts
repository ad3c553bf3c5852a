import type { Finding } from '../findings/finding.js'
import { byFile, ranges } from './file-section.js'
import { clean, inline, plural, type Style, spread, wrap } from './style.js'

/** Recorded data in more files than this is listed, not shown: it must not bury what there is to do. */
const RECORDED = 3

/** Recorded data that all says the same thing to do, apart from the rest when it fills many files. */
export function withoutRecorded(open: readonly Finding[]): {
  findings: readonly Finding[]
  recorded: readonly Finding[]
} {
  const isRecorded = ({ role, fix }: Finding) => role === 'recorded' && fix.kind === 'manual'
  const recorded = open.filter(isRecorded)
  if (new Set(recorded.map(({ path }) => path)).size <= RECORDED) return { findings: open, recorded: [] }
  return { findings: open.filter((finding) => !isRecorded(finding)), recorded }
}

/** Files with recorded data, one a line, by what to do about them. */
export function recordedList(recorded: readonly Finding[], style: Style): string {
  const { chalk, symbols } = style
  const advice = new Map<string, Finding[]>()
  for (const finding of recorded) advice.set(finding.help, [...(advice.get(finding.help) ?? []), finding])
  const groups = [...advice].map(([help, findings]) => {
    const lines = byFile(findings).map(([path, inFile]) => {
      const lines = ranges(
        inFile.map(({ start }) => start.line),
        symbols.dash,
      )
      return wrap(
        style,
        '    ',
        `${clean(path)}: ${inFile.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}`,
      )
    })
    const mark = style.severity('info')(symbols.info)
    const count = `${plural(findings.length, 'old host')} in ${plural(lines.length, 'file')} of recorded data`
    const head = spread(style, `  ${mark} ${count}`, style.kind('manual')('[manual]')) ?? `  ${mark} ${count}`
    return [
      head,
      ...lines,
      wrap(style, `    ${chalk.cyan(symbols.arrow)} `, inline(clean(help), style)),
    ].join('\n')
  })
  return groups.length > 0 ? [chalk.bold('Recorded data'), ...groups].join('\n') : ''
}
