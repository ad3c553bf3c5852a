import type { Source } from '../files/source.js'
import type { Finding, Fix } from '../findings/finding.js'
import { clusters, frame } from './frame.js'
import { clean, inline, plural, type Style, spread, wrap } from './style.js'

/** Of more findings alike than this in one file, only the first few are shown in full. */
const ALIKE = 10
const SHOWN = 3

/** Other places of a finding that are named. */
const RELATED = 4

/** Findings by the file they lie in, in order. */
export function byFile(findings: readonly Finding[]): [string, Finding[]][] {
  const files = new Map<string, Finding[]>()
  for (const finding of findings) {
    const same = files.get(finding.path)
    if (same) same.push(finding)
    else files.set(finding.path, [finding])
  }
  return [...files]
}

/** All findings of one file: a title, then each kind of finding with its code frames, what is wrong, what to do. */
export function fileSection(
  path: string,
  findings: readonly Finding[],
  source: Source | undefined,
  style: Style,
): string {
  const count = plural(findings.length, 'finding')
  return [
    title(path, count, style),
    ...groupAlike(findings).map((group) => section(group, source, style)),
  ].join('\n\n')
}

function title(path: string, count: string, { chalk, symbols, width }: Style): string {
  const name = clean(path)
  const line = symbols.line.repeat(Math.max(2, width - name.length - count.length - 5))
  return `${chalk.dim(symbols.line)} ${chalk.bold(name)} ${chalk.dim(line)} ${chalk.dim(count)}`
}

/** Findings that say the same, in order of the first of each. */
export function groupAlike(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const { rule, severity, message, help, fix, related } = finding
    const own = related.length > 0 ? finding.start.offset : ''
    const key = [rule, severity, message, help, fix.kind, fix.title, own].join('\0')
    const group = groups.get(key)
    if (group) group.push(finding)
    else groups.set(key, [finding])
  }
  return [...groups.values()]
}

function section(group: readonly Finding[], source: Source | undefined, style: Style): string {
  const shown = group.length > ALIKE ? group.slice(0, SHOWN) : group
  const [first] = group as [Finding]
  const blocks = clusters(shown).map((cluster, index) =>
    [place(cluster, index === 0, style), ...frame(cluster, source, style)].join('\n'),
  )
  const rest = folded(group.slice(shown.length), style)
  return [...blocks, ...(rest ? [rest] : []), advice(first, style)].join('\n\n')
}

/** `✖ path:line:column rule … [safe]`; further places of the same finding are named more quietly. */
function place(cluster: readonly Finding[], isFirst: boolean, style: Style): string {
  const { chalk, symbols } = style
  const [{ path, start, rule, severity, fix }] = cluster as [Finding]
  const where = `${clean(path)}:${start.line}:${start.column}`
  if (!isFirst) return `    ${chalk.dim(where)}`
  const mark = `  ${style.severity(severity)(symbols[severity])} ${chalk.underline(where)}`
  const line = spread(style, `${mark}  ${chalk.bold(rule)}`, badge(fix, style))
  return line ?? `${mark}\n${spread(style, `    ${chalk.bold(rule)}`, badge(fix, style))}`
}

function badge({ kind }: Fix, style: Style): string {
  return style.kind(kind)(`[${kind}]`)
}

/** The lines of the findings that are not shown, so that none is lost. */
function folded(rest: readonly Finding[], style: Style): string {
  if (rest.length === 0) return ''
  const lines = ranges(
    rest.map(({ start }) => start.line),
    style.symbols.dash,
  )
  const head = `+ ${rest.length} more on ${rest.length === 1 ? 'line' : 'lines'} `
  return style.chalk.dim(wrap(style, '    ', head + lines.join(', ')))
}

/** Lines 3, 4, 5, 9, 9 as `3–5` and `9 (2 times)`; they come in order. */
export function ranges(lines: readonly number[], dash: string): string[] {
  const counts = new Map<number, number>()
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1)
  const runs: { from: number; to: number; times: number }[] = []
  for (const [line, times] of counts) {
    const last = runs.at(-1)
    if (last && times === 1 && last.times === 1 && line === last.to + 1) last.to = line
    else runs.push({ from: line, to: line, times })
  }
  return runs.map(({ from, to, times }) => {
    if (times > 1) return `${from} (${times} times)`
    return to === from ? String(from) : `${from}${to === from + 1 ? ', ' : dash}${to}`
  })
}

function advice({ message, help, related }: Finding, style: Style): string {
  const { chalk, symbols } = style
  const lines = [wrap(style, '    ', inline(clean(message), style))]
  if (help) lines.push(wrap(style, `    ${chalk.cyan(symbols.arrow)} `, inline(clean(help), style)))
  for (const { path, start, note } of related.slice(0, RELATED))
    lines.push(
      chalk.dim(wrap(style, `    ${symbols.dot} `, clean(`${path}:${start.line}:${start.column} ${note}`))),
    )
  if (related.length > RELATED)
    lines.push(chalk.dim(`    ${symbols.dot} and ${plural(related.length - RELATED, 'more place')}`))
  return lines.join('\n')
}
