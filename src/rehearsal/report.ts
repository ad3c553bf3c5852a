import type { ReportContext } from '../report/context.js'
import { grouped } from '../report/grouped.js'
import { clean, plural, type Style, styleOf, wrap } from '../report/style.js'
import { widthOf } from '../report/width.js'
import type { Ended, Rehearsal } from './model.js'
import type { Fate, Judged, Rehearsed } from './verdict.js'

type Context = Pick<ReportContext, 'color' | 'unicode' | 'width'>

/** Requests to one endpoint with one outcome. */
interface Row {
  judged: Judged
  /** `POST acme.amocrm.com/api/v4/leads`. */
  request: string
  count: number
  cells: string[]
}

const TITLES = ['came back as', 'body', 'Authorization', 'signature', 'cookie'] as const

/** The table of a rehearsal, for people. */
export function rehearsalTable(rehearsal: Rehearsal, rehearsed: Rehearsed, context: Context): string {
  const style = styleOf(context)
  const rows = rowsOf(rehearsed.judged, style)
  const parts = [
    ...groups(rows, style),
    [style.chalk.bold('Summary'), ...summary(rehearsal, rehearsed, style)].join('\n'),
  ]
  return `\n${parts.join('\n\n')}\n`
}

function rowsOf(judged: readonly Judged[], style: Style): Row[] {
  const rows = new Map<string, Row>()
  for (const each of judged) {
    const { method, host, shown } = each.request
    const row: Row = {
      judged: each,
      request: clean(`${method} ${host}${shown}`, style.symbols.bar !== '|'),
      count: 1,
      cells: cellsOf(each),
    }
    const key = [each.verdict, row.request, ...row.cells].join('\n')
    const known = rows.get(key)
    if (known) known.count++
    else rows.set(key, row)
  }
  return [...rows.values()]
}

function cellsOf({ followed }: Judged): string[] {
  if (!followed) return TITLES.map((title) => (title === 'came back as' ? 'no' : ''))
  const { method, body, proofs } = followed
  return [method, ...[body, proofs.authorization, proofs['x-signature'], proofs.cookie].map(wordOf)]
}

const wordOf = (fate: Fate): string => (fate === 'none' ? '-' : fate)

/** One block a verdict, broken ones first. */
function groups(rows: readonly Row[], style: Style): string[] {
  const verdicts = [...new Set(rows.map(({ judged }) => judged.verdict))]
  const isBroken = (verdict: string): boolean =>
    rows.some(({ judged }) => judged.verdict === verdict && judged.isBroken)
  const sorted = [...verdicts.filter(isBroken), ...verdicts.filter((verdict) => !isBroken(verdict))]
  return sorted.map((verdict) => {
    const broken = isBroken(verdict)
    const mark = broken ? style.chalk.red(style.symbols.error) : style.chalk.green(style.symbols.done)
    const own = rows.filter(({ judged }) => judged.verdict === verdict)
    return [`${mark} ${style.chalk.bold(verdict)}`, ...block(own, style)].join('\n')
  })
}

/** Requests in a first column, what came back in others; under each other where a line is too short. */
function block(rows: readonly Row[], style: Style): string[] {
  const nameOf = ({ request, count }: Row): string =>
    count === 1 ? request : `${request} (${grouped(count)} times)`
  if (rows.every(({ judged }) => !judged.followed)) return rows.map((row) => wrap(style, '  ', nameOf(row)))
  const used = TITLES.map((_, column) => column).filter((column) =>
    rows.some(({ cells }) => cells[column] !== '-'),
  )
  const widths = used.map((column) => TITLES[column]?.length ?? 0)
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd()
  const cellWidth = widths.reduce((sum, width) => sum + width + 2, 0)
  const first = Math.max(...rows.map((row) => widthOf(nameOf(row))))
  const pick = (row: Row): string[] => used.map((column) => row.cells[column] ?? '')
  const titles = line(used.map((column) => TITLES[column] ?? ''))
  if (2 + first + cellWidth <= style.width) {
    const pad = (text: string): string => text + ' '.repeat(first - widthOf(text))
    return [
      style.chalk.dim(`  ${' '.repeat(first)}  ${titles}`),
      ...rows.map((row) => `  ${pad(nameOf(row))}  ${line(pick(row))}`),
    ]
  }
  return rows.flatMap((row) => [wrap(style, '  ', nameOf(row)), wrap(style, '    ', said(row))])
}

/** The cells of a row as a sentence. */
function said({ cells: [method = '', ...fates] }: Row): string {
  const named = fates.flatMap((fate, index) => (fate === '-' ? [] : [`${TITLES[index + 1]} ${fate}`]))
  return [`came back as ${method}`, ...named].join(', ')
}

function summary(rehearsal: Rehearsal, { judged, direct }: Rehearsed, style: Style): string[] {
  const { error, warning, done, dot } = style.symbols
  const say = (mark: string, text: string): string => wrap(style, `  ${mark} `, clean(text))
  const broken = judged.filter(({ isBroken }) => isBroken).length
  const lines = [
    judged.length === 0
      ? say(style.chalk.yellow(warning), NOT_SEEN)
      : broken === 0
        ? say(style.chalk.green(done), `${plural(judged.length, 'request')} to amocrm.com came back whole`)
        : say(
            style.chalk.red(error),
            `${grouped(broken)} of ${plural(judged.length, 'request')} to amocrm.com would break: change the host to kommo.com`,
          ),
  ]
  if (direct.length > 0)
    lines.push(
      say(
        dot,
        `${plural(direct.length, 'request')} went to kommo.com by itself`.replace(
          /itself$/,
          direct.length === 1 ? 'itself' : 'themselves',
        ),
      ),
    )
  for (const host of rehearsal.unread) lines.push(say(style.chalk.yellow(warning), unreadNote(host)))
  if (rehearsal.unreachable.length > 0)
    lines.push(say(dot, `out of reach in here, and asked for: ${rehearsal.unreachable.join(', ')}`))
  for (const why of rehearsal.upstreamErrors)
    lines.push(say(style.chalk.yellow(warning), `the upstream did not answer: ${why}`))
  lines.push(say(dot, endedNote(rehearsal.ended)))
  if (!rehearsal.isApart) lines.push(say(style.chalk.yellow(warning), BESIDE))
  if (judged.length > 0) lines.push(say(dot, 'code that did not run was not seen'))
  return lines
}

const NOT_SEEN =
  'no request to amocrm.com was seen: that is no pass, it says nothing about code that did not run'

const BESIDE =
  'run without namespaces: clients that are not of Node and ask no proxy were not seen, and may have reached the real service'

const unreadNote = (host: string): string =>
  `a client did not trust the stand-in of ${host}, or speaks no HTTP: what it would have sent was not seen`

const endedNote = ({ code, signal }: Ended): string =>
  signal === null ? `the program ended with exit code ${code}` : `the program was ended by ${signal}`

/** The same for tools. */
export function rehearsalJson(rehearsal: Rehearsal, { judged, direct }: Rehearsed): string {
  const requests = judged.map(({ request: { method, host, shown }, verdict, isBroken, followed }) => ({
    method,
    host,
    target: shown,
    verdict,
    breaks: isBroken,
    cameBack: followed ? { method: followed.method, body: followed.body, ...named(followed.proofs) } : null,
  }))
  const report = {
    version: 1,
    apart: rehearsal.isApart,
    requests,
    direct: direct.map(({ method, host, shown }) => ({ method, host, target: shown })),
    unread: rehearsal.unread,
    unreachable: rehearsal.unreachable,
    upstreamErrors: rehearsal.upstreamErrors,
    program: rehearsal.ended,
  }
  return `${JSON.stringify(report, null, 2)}\n`
}

function named({ authorization, cookie, ...others }: NonNullable<Judged['followed']>['proofs']): object {
  return { authorization, signature: others['x-signature'], cookie }
}
