import type { Use } from '../../../sites.js'
import { textOf } from '../decided.js'
import { type Repair, repaired, replacement, type Subject } from './repair.js'

/** Texts that are cut out of a host, or at which it is cut. */
const SUFFIX = /^\.?amocrm\.(?:com)?$/

/**
 * `host.replace('.amocrm.com', '')` and `host.split('.amocrm.')`: the text becomes a pattern for both names. A text cut
 * out once and a pattern without flags do the same; where all are cut out the pattern is global.
 */
export function repairStrip(
  { file, occurrence }: Subject,
  use: Use & { is: 'argument' },
): Repair | undefined {
  const method = /\.(replace|replaceAll|split)$/.exec(use.callee)?.[1]
  const { text } = occurrence.literal
  const { expression } = occurrence.site.anchor
  if (file.family !== 'script' || method === undefined || use.index !== 0 || !SUFFIX.test(text))
    return undefined
  if (occurrence.site.parts.length !== 1 || !/^(['"`]).*\1$/s.test(textOf(file, expression))) return undefined
  if (method !== 'split' && !/^(['"`])\1$/.test(use.args?.[1] ?? '')) return undefined
  const source = text.replace(/\./g, '\\.').replace('amocrm', '(?:amocrm|kommo)')
  const pattern = `/${source}/${method === 'replaceAll' ? 'g' : ''}`
  const because = text.endsWith('.') ? ['what follows the brand decides something in the code behind it'] : []
  return repaired([replacement(file, expression, pattern)], because)
}
