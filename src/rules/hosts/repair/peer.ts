import { flattenUses } from '../../../languages/flatten.js'
import type { Use } from '../../../sites.js'
import { textOf } from '../decided.js'
import { type Repair, repaired, replacement, type Subject, twinOf } from './repair.js'

/**
 * The one origin of a `cors` option becomes a list: the library then answers with the origin that asks, when it is in
 * the list. Other places that hold one origin need code of their own.
 */
export function repairPeer(subject: Subject): Repair | undefined {
  const { file, occurrence } = subject
  const { site } = occurrence
  const uses = flattenUses(site.uses)
  if (file.family !== 'script' || !site.closed || site.parts.length !== 1 || !uses.every(isCorsOrigin))
    return undefined
  const written = textOf(file, site.anchor.expression)
  const added = twinOf(subject, site.anchor.expression)
  if (added === undefined || !/^(['"`]).*\1$/s.test(written)) return undefined
  return repaired(
    [replacement(file, site.anchor.expression, `[${written}, ${added}]`)],
    ['as a string it is sent whoever asks, as a list only to pages of these origins'],
  )
}

function isCorsOrigin(use: Use): boolean {
  if (use.is === 'entry') return use.key === 'origin'
  if (use.is !== 'argument' || use.listed) return false
  const isCors = /(^|\.)(?:cors|enableCors)$/i.test(use.callee) || /\bcors\b/i.test(use.args?.[0] ?? '')
  return isCors && use.name === 'origin'
}
