import type { Use } from '../sites.js'
import type { Base, Decision, Surroundings } from './decision.js'
import { joinParts } from './joined.js'
import type { FoundOccurrence } from './occurrences.js'

/** `.replace('.kommo.com', '.amocrm.com')`: the new name is turned into the old one. */
export function isNormaliser(uses: readonly Use[]): boolean {
  return uses.some(
    (use) =>
      use.is === 'argument' &&
      use.index === 1 &&
      /(?:replace|replaceAll|str_replace|preg_replace|sub|gsub)$/.test(use.callee) &&
      /kommo/i.test(use.args?.[0] ?? ''),
  )
}

/** The finding for such code: it splits what is stored. */
export function ofNormaliser(base: Base): Decision {
  const said = {
    message: 'Hosts on kommo.com are turned into hosts on amocrm.com here.',
    help: 'What is stored under the result splits from what is stored under the new name, and requests built from it go to the old host. Keep the host as the OAuth `referer` gives it, or cut the domain off.',
  }
  return {
    ...base,
    rule: 'origin-allowlist',
    role: 'matcher',
    severity: 'warning',
    kind: 'manual',
    because: [],
    said,
  }
}

/** `.replace('.amocrm.com', '.kommo.com')` and the other way round: code that itself translates the names. */
export function isShim(uses: readonly Use[]): boolean {
  return uses.some((use) => {
    if (use.is === 'pattern') return /kommo/i.test(use.of.replacement ?? '')
    if (
      use.is !== 'argument' ||
      !/(replace|replaceAll|str_replace|preg_replace|strtr|sub|gsub)$/.test(use.callee)
    )
      return false
    return (use.args ?? []).some((arg) => /kommo/i.test(arg))
  })
}

/** A table that holds the same text with the new name under another key. */
export function isTwinBeside(
  occurrence: FoundOccurrence,
  uses: readonly Use[],
  around: Surroundings,
): boolean {
  const twin = occurrence.literal.text.replace(/amocrm/gi, 'kommo')
  return (
    uses.some((use) => use.is === 'entry') &&
    ["'", '"', '`'].some((q) => around.statement.includes(q + twin + q))
  )
}

/** The same text with the new name stands in the same list: a replacement would make it twice. */
export function isListedTwice(occurrence: FoundOccurrence, uses: readonly Use[]): boolean {
  const twin = occurrence.literal.text.replace(/amocrm/gi, 'kommo')
  return uses.some((use) => use.is === 'element' && use.of.items.some((item) => item.text === twin))
}

/** A sentence that names both hosts, for people: `must end with .amocrm.com or .kommo.com`. */
export function isNamedTwice({ site, token }: FoundOccurrence): boolean {
  const { text } = joinParts(site.parts)
  const twin = token.replace(/amocrm/gi, 'kommo').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return /\s/.test(text) && new RegExp(`(?<![\\w.-])${twin}(?![\\w-]|\\.\\w)`, 'i').test(text)
}
