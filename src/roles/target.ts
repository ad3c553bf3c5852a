import type { FixKind } from '../findings/finding.js'
import { isScriptText } from '../languages/embedded.js'
import { flattenUses } from '../languages/flatten.js'
import type { Use } from '../sites.js'
import { type Base, type Decision, ruleOf, type Surroundings } from './decision.js'
import { joinParts } from './joined.js'
import { AFTER_MIGRATION, isMigration } from './migration.js'
import type { FoundOccurrence } from './occurrences.js'
import { code, type Reading, readUses, type Signal } from './signals.js'

/** A host that requests or people are sent to: safe when every use is seen and none is another purpose. */
export function ofTarget(
  occurrence: FoundOccurrence,
  around: Surroundings,
  uses: readonly Use[],
  base: Base,
): Decision {
  const { fact, branch, readings } = base
  const because: string[] = []
  const worded = (signal: Signal) => readings.filter((r) => r.signal === signal).map((r) => r.why)
  const matched = worded('matcher')
  if (matched.length > 0) because.push(`the same text is also ${matched[0]}`)
  if (worded('peer').length > 0) because.push(`the same text is also ${worded('peer')[0]}`)
  const storage = readings.find((reading) => reading.signal === 'storage')
  if (storage) because.push(storage.doubt ?? `it is also ${storage.why}: stored data would be lost`)
  const informs = worded('header')[0] ?? (provenTarget(occurrence) ? undefined : worded('payload')[0])
  if (informs) because.push(`it is ${informs}: the other side may compare it`)
  if (worded('origin').length > 0 && worded('target').length === 0)
    because.push(`it is ${worded('origin')[0]}: the other side may compare it`)
  if (occurrence.scheme === '' && isSentenceOn(occurrence, /kommo/i))
    because.push('the text already speaks of Kommo: read it before you change it')
  if (branch.branch === 'opaque')
    because.push(`make sure that accounts on kommo.com take this arm of ${code(branch.test)}`)
  if (isInPath(occurrence, uses)) because.push('it stands in the path of another address')
  if (occurrence.glued) because.push('the part in front of the domain must bring its own dot')
  if (occurrence.split !== 'no') because.push('the name is put together from several pieces')
  if (!provenTarget(occurrence)) {
    if (isOneOfSeveral(uses) && worded('target').length === 0)
      because.push('it is one of several hosts in a list: find out what that is for')
    const passed = readings.find((r) => r.signal === 'open' && isHandedOn(r, occurrence))?.why
    if (passed) because.push(`it is ${passed}: check what happens to it there`)
    else if (!occurrence.site.closed) because.push(openWords(uses))
    else if (occurrence.token.startsWith('.') && !isComposed(uses, occurrence))
      because.push('an ending is no address: find out what it is put behind or compared with')
    else if (because.length === 0 && worded('target').length === 0 && !isComposed(uses, occurrence)) {
      because.push('what it is used for cannot be seen here')
    }
  }
  if (isScriptText(occurrence.literal.text) || isEvaluated(uses))
    because.push('the text itself holds code, which is not analysed')
  if (around.syntax === 'broken') because.push('the file does not parse')
  else if (around.syntax === 'text' || occurrence.site.lexical)
    because.push('this language is searched as text, not parsed')
  if (around.nature === 'test') because.push('a test expects it: change it together with the code under test')
  const hasRun = isMigration(occurrence.at.file)
  if (hasRun) because.push(AFTER_MIGRATION)
  const wanted: FixKind = hasRun
    ? 'manual'
    : fact.action === 'replace'
      ? 'safe'
      : fact.action === 'review'
        ? 'review'
        : 'manual'
  const kind = wanted === 'safe' && because.length > 0 ? 'review' : wanted
  return {
    ...base,
    rule: ruleOf(occurrence),
    role: around.nature === 'test' ? 'recorded' : 'target',
    severity: around.nature === 'test' || around.nature === 'docs' ? 'info' : 'error',
    kind: occurrence.split === 'brand' ? 'manual' : kind,
    because,
  }
}

/** Words for people (or for another program) around a host that speak of something. */
function isSentenceOn({ site }: FoundOccurrence, subject: RegExp): boolean {
  const { text } = joinParts(site.parts)
  return /\s/.test(text) && subject.test(text)
}

/** The value goes where nobody can look from here; a URL that a constructor takes is what it will call. */
export function isHandedOn(reading: Reading, occurrence: FoundOccurrence): boolean {
  if (reading.weak && occurrence.scheme !== '') return false
  return /^(?:passed|handed)/.test(reading.why)
}

/** One of the hosts that a setting lists in one value. */
function isOneOfSeveral(uses: readonly Use[]): boolean {
  return uses.some(
    (use) =>
      use.is === 'element' &&
      /^(?:csv|words)$/.test(use.of.form) &&
      use.of.uses.some(({ is }) => is === 'setting'),
  )
}

function openWords(uses: readonly Use[]): string {
  const exported = uses.find((use) => use.is === 'binding' && use.exported)
  if (exported?.is === 'binding')
    return `${code(exported.name)} is ${exported.name.includes('.') ? 'public' : 'exported'}: check that no other file compares with it`
  const shared = uses.find((use) => use.is === 'binding' && use.shared)
  if (shared?.is === 'binding')
    return `every script of the page sees ${code(shared.name)}: check that none compares with it`
  return 'it is used outside what this file shows'
}

/** A scheme, a host and a path (or the vendor's site): nobody compares origins with that. */
export function provenTarget(occurrence: FoundOccurrence): boolean {
  if (
    occurrence.tld !== 'com' ||
    occurrence.wildcard ||
    occurrence.site.uses.some((use) => use.is === 'pattern')
  )
    return false
  const isUrl = occurrence.scheme !== '' && (occurrence.path.length > 1 || /^www\./.test(occurrence.host))
  if (!isUrl) return false
  const uses = flattenUses(occurrence.site.uses)
  return (
    !uses.some((use) => use.is === 'compare' || use.is === 'case' || use.is === 'directive') &&
    !readUses(uses).some((reading) => reading?.signal === 'matcher')
  )
}

/** The literal completes a larger text that starts with a scheme or a variable subdomain. */
export function isComposed(uses: readonly Use[], occurrence: FoundOccurrence): boolean {
  return (
    occurrence.scheme !== '' ||
    occurrence.site.parts.length > 1 ||
    uses.some((use) => use.is === 'part' && (use.before !== '' || use.after !== ''))
  )
}

/** `'https://logo.example.com/' + 'amocrm.com'`: a name that another host is asked about. */
function isInPath(occurrence: FoundOccurrence, uses: readonly Use[]): boolean {
  if (occurrence.scheme !== '') return false
  const own = occurrence.literal.text
  const before = own.slice(0, Math.max(0, own.indexOf(occurrence.token)))
  const fronts = [before, ...uses.flatMap((use) => (use.is === 'part' ? [use.before + before] : []))]
  return fronts.some(
    (front) => /:\/\/[^/\s*]+\/(?:\S*[^/\s.])?$/.test(front) || /:\/\/[^/\s*]+\/$/.test(front),
  )
}

function isEvaluated(uses: readonly Use[]): boolean {
  return uses.some(
    (use) =>
      use.is === 'argument' && /^(?:window\.)?(?:eval|Function|setTimeout|setInterval)$/.test(use.callee),
  )
}
