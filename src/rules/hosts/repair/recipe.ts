import { flattenUses } from '../../../languages/flatten.js'
import type { Decision } from '../../../roles/decision.js'
import { code } from '../../../roles/signals.js'
import type { Use } from '../../../sites.js'
import { isDenied, newBrand } from '../wording.js'
import type { Subject } from './repair.js'

const ONE = /^\s*(?:https?:\/\/)?(?:[\w*-]+\.)*amocrm\.com(?::\d+)?\s*$/i

/** What to do with a setting that holds one origin, and whose reader is not seen; `undefined` for every other value. */
export function recipeOfOne({ occurrence }: Subject, decision: Decision): string | undefined {
  const { site, literal } = occurrence
  if (decision.role !== 'matcher' || decision.said || isDenied(decision)) return undefined
  if (site.parts.length !== 1 || !ONE.test(literal.text)) return undefined
  const uses = flattenUses(site.uses)
  const names = uses.map(nameOf)
  if (names.some((name) => name === undefined)) return undefined
  const name = names.find((each) => /origins?$/i.test(each ?? ''))
  if (name === undefined) return undefined
  const own = literal.text.trim()
  const twin = own.replace(/amocrm/i, newBrand)
  return [
    `look up what reads ${code(name)}`,
    `If it splits the value at commas, write \`${own},${twin}\`; if it takes a list, list both`,
    `If it takes the value as it is, two in one text match nothing: let it compare the request's \`Origin\` with each and answer with the one that fits, or run a second deployment with \`${twin}\``,
  ].join('. ')
}

/** What a setting, property or variable is called; `undefined` for a use that is more than a name. */
function nameOf(use: Use): string | undefined {
  if (use.is === 'setting') return use.path.at(-1) ?? ''
  if (use.is === 'binding') return use.name.slice(use.name.lastIndexOf('.') + 1)
  return use.is === 'entry' ? use.key : undefined
}
