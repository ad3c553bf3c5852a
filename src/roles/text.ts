import type { Use } from '../sites.js'
import { type Base, type Decision, type KeptDecision, ruleOf, type Surroundings } from './decision.js'
import type { FoundOccurrence } from './occurrences.js'

/** A host that is mentioned in a comment, in prose, or in code that is held in text. */
export function ofText(
  occurrence: FoundOccurrence,
  around: Surroundings,
  base: Base,
): Decision | KeptDecision {
  if (occurrence.tld === 'open') return { kept: 'brand-text' }
  const linked = occurrence.scheme !== '' || occurrence.site.uses.some((use) => use.is === 'attribute')
  const known = base.fact.action === 'replace' || base.fact.action === 'review'
  const because: string[] = []
  if (/kommo/i.test(around.statement))
    because.push('the text already speaks of Kommo: read it before you change it')
  return {
    ...base,
    rule: ruleOf(occurrence),
    role: 'text',
    severity: 'info',
    kind: known && linked && occurrence.tld === 'com' && because.length === 0 ? 'review' : 'manual',
    because,
  }
}

/** Whether an occurrence is read by people alone. */
export function isText(uses: readonly Use[], around: Surroundings): boolean {
  if (uses.some((use) => use.is === 'comment' || use.is === 'embedded')) return true
  const isProse = uses.some((use) => use.is === 'prose')
  return isProse || (around.nature === 'docs' && around.syntax === 'text')
}

/** A line of a userscript's header that says on which pages it runs. */
export function isDirective(occurrence: FoundOccurrence, uses: readonly Use[]): boolean {
  const isComment = uses.some((use) => use.is === 'comment')
  return (
    isComment &&
    /^\W*@(?:match|include|exclude|exclude-match|connect)\s+\S+\s*$/.test(occurrence.literal.text)
  )
}

/**
 * `widget.support` of a widget's manifest is the developer's own contact; the old widget template shipped the
 * vendor's site there, and many widgets still do (developers.kommo.com/docs/manifest-json).
 */
export function supportContact(
  occurrence: FoundOccurrence,
  uses: readonly Use[],
): 'own' | 'template' | undefined {
  const setting = uses.find((use) => use.is === 'setting' && use.path.join('.').startsWith('widget.support.'))
  if (setting?.is !== 'setting') return undefined
  if (setting.path.at(-1) !== 'link') return 'own'
  return /^(https?:\/\/)?(www\.)?amocrm\.com\/?$/i.test(occurrence.literal.text.trim()) ? 'template' : 'own'
}
