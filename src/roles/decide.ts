import { flattenUses } from '../languages/flatten.js'
import type { Use } from '../sites.js'
import { readBranch } from './branches.js'
import { coversTwin } from './complete.js'
import { type Decision, type KeptDecision, ruleOf, type Surroundings } from './decision.js'
import { weakestFact } from './facts.js'
import { ofMatcher, ofOpen, ofType, ofWord } from './matcher.js'
import type { FoundOccurrence } from './occurrences.js'
import { isRecorded, isSample, recordedAdvice } from './recorded.js'
import { isListedTwice, isNamedTwice, isNormaliser, isShim, isTwinBeside, ofNormaliser } from './shims.js'
import { type Reading, readUse, readUses, type Signal } from './signals.js'
import { isComposed, ofTarget, provenTarget } from './target.js'
import { isDirective, isText, ofText, supportContact } from './text.js'

/** The role of an occurrence, and with it its rule, severity and fix class: a pure function over its uses. */
export function decide(occurrence: FoundOccurrence, around: Surroundings): Decision | KeptDecision {
  const uses = flattenUses(occurrence.site.uses)
  const fact = weakestFact(occurrence, uses)
  const readings = readingsOf(occurrence, uses)
  const branch = readBranch(uses, (text) => coversTwin(text, occurrence))
  const base = { fact, branch, readings }
  const recorded = { ...base, rule: ruleOf(occurrence), role: 'recorded', severity: 'info' } as const
  if (isRecorded(occurrence, uses, around))
    return { ...recorded, kind: 'manual', because: recordedAdvice(occurrence.at.file, around) }
  if (occurrence.tld === 'other') return { kept: 'other-brand' }
  if (occurrence.tld === 'com' && isSample(uses)) return { ...recorded, kind: 'manual', because: [] }
  if (isDirective(occurrence, uses)) return ofMatcher(occurrence, around, uses, base)
  if (isShownMatcher(occurrence, uses, readings)) return ofMatcher(occurrence, around, uses, base)
  const isNamedProse = isEntryOf('prose', uses) && readings.every((r) => r.weak)
  if (isText(uses, around) || isNamedProse || isTranslation(occurrence, uses))
    return ofText(occurrence, around, base)
  const contact = supportContact(occurrence, uses)
  if (contact === 'own') return { kept: 'own-contact' }
  if (contact === 'template') {
    const because = ['the widget template says www.kommo.com today; put your own support page here']
    return { ...base, rule: 'legacy-host', role: 'target', severity: 'warning', kind: 'review', because }
  }
  if (isOnlyType(occurrence, uses, readings)) return ofType(occurrence, around, uses, base)
  const has = (signal: Signal) => readings.some((r) => r.signal === signal)
  if (isNormaliser(uses)) return ofNormaliser(base)
  if (isShim(uses)) return { kept: 'shim' }
  if (isListedTwice(occurrence, uses)) return { kept: 'complete-matcher' }
  if (occurrence.tld === 'word') return ofWord(around, uses, base)
  const expected = around.nature === 'test' || has('expected')
  if (expected && occurrence.tld === 'com')
    return ofTarget(occurrence, { ...around, nature: 'test' }, uses, base)
  const isInList = uses.some((use) => use.is === 'element' || use.is === 'setting')
  const isListed = isInList && has('list') && !has('target') && !isComposed(uses, occurrence)
  if (occurrence.tld === 'choice' || ((has('matcher') || isListed) && !provenTarget(occurrence))) {
    return ofMatcher(occurrence, around, uses, base)
  }
  if (occurrence.tld === 'open') return ofOpen(around, base)
  if (isTwinBeside(occurrence, uses, around)) return { kept: 'already-migrated' }
  if (branch.branch === 'migrated') return { kept: 'already-migrated' }
  // Whoever asks is answered with one origin: moved with its test, those who were answered before would not be.
  if (has('peer') && !readings.some((r) => r.signal === 'target' && !r.weak)) {
    return { ...base, rule: 'origin-allowlist', role: 'peer', severity: 'error', kind: 'manual', because: [] }
  }
  if (branch.branch === 'missed') {
    return {
      ...base,
      rule: 'platform-branch',
      role: 'branch',
      severity: 'error',
      kind: 'manual',
      because: [],
    }
  }
  if (isNamedTwice(occurrence)) return { kept: 'complete-matcher' }
  return ofTarget(occurrence, around, uses, base)
}

/** Code in a document shows how a host is let in: who copies it must let both in. */
function isShownMatcher(
  occurrence: FoundOccurrence,
  uses: readonly Use[],
  readings: readonly Reading[],
): boolean {
  if (!uses.some((use) => use.is === 'embedded') || occurrence.tld === 'open') return false
  return (
    readings.some((r) => r.signal === 'matcher') && !readings.some((r) => r.signal === 'target' && !r.weak)
  )
}

/** A literal type, or a member of an enum of which nobody here says what it is for. */
function isOnlyType(
  occurrence: FoundOccurrence,
  uses: readonly Use[],
  readings: readonly Reading[],
): boolean {
  const type = uses.find((use) => use.is === 'type')
  if (type?.is !== 'type') return false
  if (!type.value) return true
  if (uses.some((use) => use.is === 'part')) return false
  return !provenTarget(occurrence) && readings.every((reading) => reading.weak || reading.signal === 'open')
}

/** A text of a translation file is read by people. */
function isTranslation(occurrence: FoundOccurrence, uses: readonly Use[]): boolean {
  const isSetting = uses.some((use) => use.is === 'setting')
  return isSetting && /(?:^|\/)(?:i18n|locales?|lang|translations)\//.test(occurrence.at.file)
}

/** The key (not a variable's name) that holds the value says so. */
function isEntryOf(signal: Signal, uses: readonly Use[]): boolean {
  return uses.some((use) => (use.is === 'entry' || use.is === 'setting') && readUse(use)?.signal === signal)
}

/** What the uses say, and what the text itself says by the way it is written. */
function readingsOf(occurrence: FoundOccurrence, uses: readonly Use[]): Reading[] {
  const readings = readUses(uses).filter((r): r is Reading => r !== undefined)
  if (occurrence.literal.layers.includes('regex')) return readings
  if (/\\\./.test(occurrence.token)) readings.push({ signal: 'matcher', why: 'part of a pattern' })
  else if (occurrence.wildcard && !uses.some((use) => use.is === 'attribute'))
    readings.push({ signal: 'matcher', why: 'part of a wildcard' })
  return readings
}
