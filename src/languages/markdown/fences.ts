import type { Source } from '../../files/source.js'
import type { TextSite, Use } from '../../sites.js'
import { flattenUses } from '../flatten.js'
import { directivesOf, valueSites } from '../lists.js'
import { byPlace, mentionsBrand } from '../site.js'
import { lineSites } from '../text/code.js'
import { kindOf, type TextKind } from '../text/kinds.js'
import { lexiconOf } from '../text/lexicon.js'
import { type Line, linesIn, pairSites } from '../text/settings.js'
import { kindSites } from '../text/sites.js'

/**
 * Sites of a code block, UTF-16 range `[start, end)`: one a line, as prose has them, but where the code shows a list, a
 * policy, a test or a setting, one for that value with what it is for. Each is `embedded`: it is shown, not run.
 * @param language name of the fence in its common spelling, `''` when it has none
 */
export function fenceSites(source: Source, language: string, start: number, end: number): TextSite[] {
  const shown: Use = { is: 'embedded', language }
  const read = readSites(source, language, start, end).filter(hasPurpose)
  const sites: TextSite[] = []
  for (const line of linesIn(source, start, end)) {
    if (!mentionsBrand(line.text)) continue
    const own = read.filter((site) => isOnLine(source, site, line))
    if (own.length > 0 && coversMentions(source, own, line))
      sites.push(...own.map((site) => withUse(site, shown)))
    else sites.push(...lineSites(source, line.start, line.start + line.text.length, [shown]))
  }
  return sites.sort(byPlace)
}

/** The block as its language reads it. */
function readSites(source: Source, language: string, start: number, end: number): TextSite[] {
  if (!PLAIN.test(language)) return kindSites(source, kindOfFence(language), start, end)
  const sites = [...linesIn(source, start, end)].flatMap((line) => plainSites(source, line))
  if (sites.length > 0 || language !== '') return sites
  return kindSites(source, kindOfFence('javascript'), start, end)
}

/** A line that holds a Content-Security-Policy or sets a variable. */
function plainSites(source: Source, { start, text }: Line): TextSite[] {
  const end = start + text.length
  if (directivesOf(text).length > 0) return valueSites(source, { start, end, layers: [] }, { uses: [] })
  return ASSIGNMENT.test(text) ? pairSites(source, start, end) : []
}

/** Fences that say nothing about what they hold, and those that hold lines of it. */
const PLAIN = /^(?:|te?xt|plain(?:text)?|http|headers|csp|shell|env|dotenv)$/
const ASSIGNMENT = /^\s*(?:export\s+)?[A-Z][A-Z\d_]*=/

function kindOfFence(language: string): TextKind {
  if (/^(?:x?html|vue|svelte|twig)$/.test(language)) return { is: 'tags', language }
  const name = ENDINGS[language] ?? language
  return lexiconOf(name) ? { is: 'code', language: name } : kindOf(`block.${name}`, '')
}

/** Names of fences that are no ending of a file. */
const ENDINGS: Readonly<Record<string, string>> = { json5: 'json', jsonc: 'json', apache: 'conf' }

/** What it is for can be read from the code around it, and is not the request that an example shows. */
function hasPurpose(site: TextSite): boolean {
  return flattenUses(site.uses).some(
    (use) => !/^(?:unknown|comment|prose|part|return|embedded)$/.test(use.is),
  )
}

function isOnLine(source: Source, site: TextSite, line: Line): boolean {
  const from = source.byteAt(line.start)
  const to = source.byteAt(line.start + line.text.length)
  return site.parts.every(({ span }) => span.start >= from && span.end <= to)
}

/** Whether no mention of the line is left out. */
function coversMentions(source: Source, sites: readonly TextSite[], line: Line): boolean {
  const spans = sites.flatMap((site) => site.parts.map((part) => part.span))
  return [...line.text.matchAll(/amocrm/gi)].every((match) => {
    const at = source.byteAt(line.start + match.index)
    return spans.some((span) => span.start <= at && at < span.end)
  })
}

function withUse(site: TextSite, use: Use): TextSite {
  const { parts, owner, uses } = site
  return {
    parts,
    owner,
    uses: [...uses, use],
    closed: true,
    get anchor() {
      return site.anchor
    },
  }
}
