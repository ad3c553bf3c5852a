import type { Use } from '../../../sites.js'
import { type Repair, repaired, replacement, type Subject } from './repair.js'

const DEAD = /^(?:(https?):\/\/)?\*\.amocrm\.com$/

/**
 * `origins 'https://*.amocrm.com'` of rack-cors: a text is compared as it is, a pattern in its place lets both names in.
 * Without a scheme rack-cors takes every one.
 */
export function repairRackOrigin({ file, occurrence }: Subject, uses: readonly Use[]): Repair | undefined {
  const { site, literal } = occurrence
  const isGiven = uses.some((use) => use.is === 'argument' && use.callee === 'origins')
  const dead = DEAD.exec(literal.text)
  // A constant may be used in other ways as well.
  if (!isGiven || !dead || uses.some((use) => use.is === 'binding')) return undefined
  if (file.syntax !== 'tree' || site.lexical || site.parts.length !== 1) return undefined
  if (!/^["']$/.test(site.anchor.quote)) return undefined
  const scheme = dead[1] ?? 'https?'
  const pattern = String.raw`%r{\A${scheme}://[a-z0-9-]+\.(?:amocrm|kommo)\.com\z}`
  return repaired([replacement(file, site.anchor.expression, pattern)])
}
