import { SDKS, type Sdk } from '../../brand/sdks/index.js'
import type { FixKind } from '../../findings/finding.js'
import { flattenUses } from '../../languages/flatten.js'
import type { FileModel } from '../../languages/language.js'
import type { FoundOccurrence } from '../../roles/occurrences.js'
import type { Use } from '../../sites.js'

/**
 * Why the host cannot be replaced without a look, where a library is handed it: it refuses the new one, or keeps tokens
 * under the old one. `undefined` where no library says so.
 */
export function libraryCaution(file: FileModel, { site }: FoundOccurrence): Caution | undefined {
  const named = NOTED.filter((sdk) => sdk.inCode?.test(file.source.text))
  if (named.length === 0) return undefined
  const places = flattenUses(site.uses).flatMap(placeOf)
  for (const sdk of named) {
    const { storageKeyedByHost: kept, refusesIn, name, replacement } = sdk
    if (refusesIn && places.some((place) => refusesIn.test(place)))
      return {
        kind: 'manual',
        because: `\`${name}\` refuses a host on kommo.com. First replace it by ${replacement}`,
      }
    if (kept && places.some((place) => kept.set.test(place))) return { kind: 'review', because: kept.move }
  }
  return undefined
}

interface Caution {
  kind: FixKind
  /** A sentence without its full stop. */
  because: string
}

const NOTED: readonly Sdk[] = SDKS.filter((sdk) => sdk.refusesIn || sdk.storageKeyedByHost)

/** What a value is handed to, or stored under. */
function placeOf(use: Use): string[] {
  if (use.is === 'argument') return [use.callee]
  return use.is === 'binding' ? [use.name] : []
}
