import type { StatusCheck } from '../../requests.js'
import { OUTCOMES } from './verdict.js'
import type { Judged } from './wording.js'

/** Tests of the status that make what happens to a request worse. */
export function checksOf({ request: { checks = [], carries }, verdict }: Judged): readonly StatusCheck[] {
  if (verdict.isAnswered) return checks.filter(({ kind }) => kind === 'lenient')
  const isRefused = verdict.outcome === 'lost' && carries !== 'cookie'
  return isRefused ? checks.filter(({ kind }) => kind !== 'lenient') : []
}

/** Whether the 308 passes for success: nothing fails, and nothing is done. */
export const isMasked = (judged: Judged): boolean => checksOf(judged).some(({ kind }) => kind === 'lenient')

/** Whether a request may change something. */
export const isWriting = ({ request: { verb } }: Judged): boolean =>
  !/^(?:GET|HEAD|OPTIONS)$/.test(verb ?? '')

/** Order of what is told of a group of requests, the worst first. */
export function rankOf(judged: Judged): number {
  const place = OUTCOMES.indexOf(judged.verdict.outcome)
  if (isMasked(judged)) return isWriting(judged) ? 0.25 : 0.5
  return checksOf(judged).length > 0 ? place - 0.5 : place
}

/** What follows from the tests, as a sentence behind another one. */
export function aftermathOf(judged: Judged): string {
  const [check] = checksOf(judged)
  switch (check?.kind) {
    case 'lenient':
      return isWriting(judged)
        ? ' The check of the status lets a 308 pass for success: nothing is written, and nothing fails.'
        : ' The check of the status lets a 308 pass for success: what is read is empty, and nothing fails.'
    case 'refresh':
    case 'refresh-and-retry': {
      const then =
        check.kind === 'refresh' ? ' and refreshes it' : ', refreshes it and sends the request again'
      return ` The code takes a 401 for an expired token${then}: the new one is lost as well, and each time a refresh token, good for one use, is spent.`
    }
    default:
      return ''
  }
}

const NOTES: Readonly<Record<StatusCheck['kind'], string>> = {
  lenient: 'takes a 308 for success',
  refresh: 'refreshes the token on 401',
  'refresh-and-retry': 'refreshes the token on 401 and sends the request again',
}

/** Places of the tests of a group of requests, each once. */
export function checkRemarks(group: readonly Judged[]): { span: StatusCheck['span']; note: string }[] {
  const all = group.flatMap(checksOf)
  return [...new Map(all.map((each) => [each.span.start, each])).values()]
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ span, kind }) => ({ span, note: NOTES[kind] }))
}
