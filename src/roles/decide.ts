import { type HostFact, hostFact, isChatHost } from '../brand/hosts.js'
import type { FixKind, KeptReason, Role, Severity } from '../findings/finding.js'
import { isScriptText } from '../languages/embedded.js'
import { flattenUses } from '../languages/flatten.js'
import type { FileModel } from '../languages/language.js'
import type { Use } from '../sites.js'
import { type BranchReading, readBranch } from './branches.js'
import { isComplete } from './complete.js'
import type { FoundOccurrence } from './occurrences.js'
import { code, type Reading, readUse, type Signal } from './signals.js'

export type HostRule = 'legacy-host' | 'chat-host' | 'origin-allowlist' | 'platform-branch'

/** What happens to one occurrence. */
export interface Decision {
  rule: HostRule
  role: Role
  severity: Severity
  kind: FixKind
  /** Why the fix is not safe, in words; empty when it is. */
  because: string[]
  fact: HostFact
  branch: BranchReading
  readings: readonly Reading[]
  /** What is wrong and what to do, where the role's own words do not fit. */
  said?: { message: string; help: string }
}

export interface KeptDecision {
  kept: KeptReason
}

/** What `decide` needs to know of the file around an occurrence. */
export interface Surroundings {
  nature: FileModel['nature']
  syntax: FileModel['syntax']
  /** Text of the statement (or line, where there is none) that the occurrence stands in. */
  statement: string
  /** Whether the file holds this text. */
  has(text: string): boolean
  /** The file itself turns names of amocrm.com into names of kommo.com somewhere. */
  translates: boolean
  /** The file tests for names of kommo.com somewhere. */
  asksForKommo: boolean
}

/** The role of an occurrence, and with it its rule, severity and fix class: a pure function over its uses. */
export function decide(occurrence: FoundOccurrence, around: Surroundings): Decision | KeptDecision {
  const uses = flattenUses(occurrence.site.uses)
  const fact = weakestFact(occurrence, uses)
  const readings = readingsOf(occurrence, uses)
  const branch = readBranch(uses)
  const base = { fact, branch, readings }
  if (uses.some((use) => use.is === 'recorded') || around.nature === 'recorded') {
    return {
      ...base,
      rule: ruleOf(occurrence),
      role: 'recorded',
      severity: 'info',
      kind: 'manual',
      because: [],
    }
  }
  if (occurrence.tld === 'other') return { kept: 'other-brand' }
  if (isDirective(occurrence, uses)) return ofMatcher(occurrence, around, uses, base)
  if (isText(uses, around)) return ofText(occurrence, around, base)
  const contact = supportContact(occurrence, uses)
  if (contact === 'own') return { kept: 'own-contact' }
  if (contact === 'template') {
    const because = ['the widget template says www.kommo.com today; put your own support page here']
    return { ...base, rule: 'legacy-host', role: 'target', severity: 'warning', kind: 'review', because }
  }
  const has = (signal: Signal) => readings.some((r) => r.signal === signal)
  if (isNormaliser(uses)) return ofNormaliser(base)
  if (isShim(uses)) return { kept: 'shim' }
  if (isListedTwice(occurrence, uses)) return { kept: 'complete-matcher' }
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
  if (has('peer') && !readings.some((r) => r.signal === 'target' && !r.weak)) {
    return { ...base, rule: 'origin-allowlist', role: 'peer', severity: 'error', kind: 'manual', because: [] }
  }
  return ofTarget(occurrence, around, uses, base)
}

/** What the uses say, and what the text itself says by the way it is written. */
function readingsOf(occurrence: FoundOccurrence, uses: readonly Use[]): Reading[] {
  const readings = uses.map(readUse).filter((r): r is Reading => r !== undefined)
  if (occurrence.literal.layers.includes('regex')) return readings
  if (/\\\./.test(occurrence.token)) readings.push({ signal: 'matcher', why: 'part of a pattern' })
  else if (occurrence.wildcard && !uses.some((use) => use.is === 'attribute'))
    readings.push({ signal: 'matcher', why: 'part of a wildcard' })
  return readings
}

/** A line of a userscript's header that says on which pages it runs. */
function isDirective(occurrence: FoundOccurrence, uses: readonly Use[]): boolean {
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
function supportContact(occurrence: FoundOccurrence, uses: readonly Use[]): 'own' | 'template' | undefined {
  const setting = uses.find((use) => use.is === 'setting' && use.path.join('.').startsWith('widget.support.'))
  if (setting?.is !== 'setting') return undefined
  if (setting.path.at(-1) !== 'link') return 'own'
  return /^(https?:\/\/)?(www\.)?amocrm\.com\/?$/i.test(occurrence.literal.text.trim()) ? 'template' : 'own'
}

const WEAKEST: readonly HostFact['action'][] = ['report', 'review', 'replace']

/**
 * What is known of the host. A constant that is completed in several places (`'drive.' + HOST`, `BASE + '/oauth2/…'`) is
 * worth what the least certain of them is.
 */
function weakestFact(occurrence: FoundOccurrence, uses: readonly Use[]): HostFact {
  const host = occurrence.host.replace(/\*$/, 'com')
  const completed = host === 'amocrm.com' ? completedHosts(uses) : []
  const hosts = completed.length > 0 ? completed : [host]
  const paths = [occurrence.path, ...completedPaths(uses).map((after) => joinPath(occurrence.path, after))]
  const facts = hosts.flatMap((name) => paths.map((path) => hostFact(name, path)))
  return facts.sort((a, b) => WEAKEST.indexOf(a.action) - WEAKEST.indexOf(b.action))[0] as HostFact
}

/** Paths that the texts behind a constant give it: `BASE + '/oauth2/access_token'`. */
function completedPaths(uses: readonly Use[]): string[] {
  return uses.flatMap((use) => (use.is === 'part' && use.after.startsWith('/') ? [use.after] : []))
}

function joinPath(path: string, after: string): string {
  return path.replace(/\/$/, '') + after
}

/** Hosts that the texts in front of a bare domain make of it: `'https://drive.' + HOST`. */
export function completedHosts(uses: readonly Use[]): string[] {
  return uses.flatMap((use) => {
    if (use.is !== 'part' || !/(?:\.|\*)$/.test(use.before)) return []
    const label = /([a-z0-9-]+)\.$/i.exec(use.before)?.[1]
    return [`${label?.toLowerCase() ?? '*'}.amocrm.com`]
  })
}

type Base = Pick<Decision, 'fact' | 'branch' | 'readings'>

function ofTarget(
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
  if (worded('storage').length > 0)
    because.push(`it is also ${worded('storage')[0]}: stored data would be lost`)
  const informs = worded('header')[0] ?? (provenTarget(occurrence) ? undefined : worded('payload')[0])
  if (informs) because.push(`it is ${informs}: the other side may compare it`)
  if (worded('origin').length > 0 && worded('target').length === 0)
    because.push(`it is ${worded('origin')[0]}: the other side may compare it`)
  if (branch.branch === 'opaque')
    because.push(`make sure that accounts on kommo.com take this arm of ${code(branch.test)}`)
  if (isInPath(occurrence, uses)) because.push('it stands in the path of another address')
  if (occurrence.glued) because.push('the part in front of the domain must bring its own dot')
  if (occurrence.split !== 'no') because.push('the name is put together from several pieces')
  if (!provenTarget(occurrence)) {
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
  if (around.syntax === 'text' || occurrence.site.lexical)
    because.push('this language is searched as text, not parsed')
  if (around.syntax === 'broken') because.push('the file does not parse')
  if (around.nature === 'test') because.push('a test expects it: change it together with the code under test')
  const wanted: FixKind = fact.action === 'replace' ? 'safe' : fact.action === 'review' ? 'review' : 'manual'
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

/** The value goes where nobody can look from here; a URL that a constructor takes is what it will call. */
function isHandedOn(reading: Reading, occurrence: FoundOccurrence): boolean {
  if (reading.weak && occurrence.scheme !== '') return false
  return /^(?:passed|handed)/.test(reading.why)
}

function openWords(uses: readonly Use[]): string {
  const exported = uses.find((use) => use.is === 'binding' && use.exported)
  if (exported?.is === 'binding')
    return `${code(exported.name)} is exported: check that no other file compares with it`
  const shared = uses.find((use) => use.is === 'binding' && use.shared)
  if (shared?.is === 'binding')
    return `every script of the page sees ${code(shared.name)}: check that none compares with it`
  return 'it is used outside what this file shows'
}

function ofMatcher(
  occurrence: FoundOccurrence,
  around: Surroundings,
  uses: readonly Use[],
  base: Base,
): Decision | KeptDecision {
  if (isComplete(occurrence, uses, around)) return { kept: 'complete-matcher' }
  const because = doubtsOf(uses, around, occurrence.site.owner)
  const passed = base.readings.find((r) => r.signal === 'open' && isHandedOn(r, occurrence))
  if (passed) because.push(`it is also ${passed.why}: check what happens to it there`)
  const captured = uses.some((use) => use.is === 'pattern' && use.of.op === 'capture')
  const opensTld = occurrence.tld === 'open' || (occurrence.tld === 'choice' && captured)
  return {
    ...base,
    rule: opensTld ? 'platform-branch' : 'origin-allowlist',
    role: opensTld ? 'branch' : 'matcher',
    severity: around.nature === 'test' ? 'info' : 'error',
    kind: 'manual',
    because,
  }
}

const CUT_BY_LENGTH = /\.(?:slice|substr|substring)\s*\((?:[^()]|\([^()]*\))*(?:length|[5-9]|\d\d)/
const OF_THE_PAST =
  /\bold(?![a-z])|[a-z\d]Old(?![a-z])|_old\b|\bOLD_|_OLD\b|legacy|deprecated|obsolete|rebrand|migrat/i

/** What the code around a matcher makes doubtful about letting both names in. */
function doubtsOf(uses: readonly Use[], around: Surroundings, owner: readonly string[]): string[] {
  const isTested = testsOf(uses).length > 0 || uses.some((use) => use.is === 'pattern')
  if (around.translates)
    return ['this file moves people to kommo.com: both names here may send them in circles']
  if (!isTested) return []
  const doubts: string[] = []
  if (around.asksForKommo || /kommo/i.test(around.statement))
    doubts.push('the code around the test speaks of Kommo already: what it does must be right for both')
  if (CUT_BY_LENGTH.test(around.statement))
    doubts.push('the code around it cuts a text by its length: the new name is shorter')
  if (OF_THE_PAST.test([...owner, around.statement].join(' ')))
    doubts.push('the code around it is about the old host alone, by its words')
  return doubts
}

/** Every test of the value with what it is joined to, as written. */
function testsOf(uses: readonly Use[]): string[] {
  return uses.flatMap((use) => ('test' in use && typeof use.test === 'object' ? [use.test.chain] : []))
}

function ofOpen(around: Surroundings, base: Base): Decision | KeptDecision {
  if (/kommo/i.test(around.statement)) return { kept: 'already-migrated' }
  return {
    ...base,
    rule: 'platform-branch',
    role: 'branch',
    severity: around.nature === 'test' ? 'info' : 'error',
    kind: 'manual',
    because: [],
  }
}

function ofText(occurrence: FoundOccurrence, around: Surroundings, base: Base): Decision | KeptDecision {
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

function ruleOf(occurrence: FoundOccurrence): HostRule {
  return isChatHost(occurrence.host) ? 'chat-host' : 'legacy-host'
}

function isText(uses: readonly Use[], around: Surroundings): boolean {
  if (uses.some((use) => use.is === 'comment' || use.is === 'embedded')) return true
  const isProse = uses.some((use) => use.is === 'prose')
  return isProse || (around.nature === 'docs' && around.syntax === 'text')
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
  const comparesPath = flattenUses(occurrence.site.uses).some(
    (use) => use.is === 'compare' || use.is === 'case' || use.is === 'directive',
  )
  const listed = flattenUses(occurrence.site.uses)
    .map(readUse)
    .some((r) => r?.signal === 'matcher')
  return isUrl && !comparesPath && !listed
}

/** The literal completes a larger text that starts with a scheme or a variable subdomain. */
function isComposed(uses: readonly Use[], occurrence: FoundOccurrence): boolean {
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

/** `.replace('.kommo.com', '.amocrm.com')`: the new name is turned into the old one. */
function isNormaliser(uses: readonly Use[]): boolean {
  return uses.some(
    (use) =>
      use.is === 'argument' &&
      use.index === 1 &&
      /(?:replace|replaceAll|str_replace|preg_replace|sub|gsub)$/.test(use.callee) &&
      /kommo/i.test(use.args?.[0] ?? ''),
  )
}

function ofNormaliser(base: Base): Decision {
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
function isShim(uses: readonly Use[]): boolean {
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
function isTwinBeside(occurrence: FoundOccurrence, uses: readonly Use[], around: Surroundings): boolean {
  const twin = occurrence.literal.text.replace(/amocrm/gi, 'kommo')
  return (
    uses.some((use) => use.is === 'entry') &&
    ["'", '"', '`'].some((q) => around.statement.includes(q + twin + q))
  )
}

/** The same text with the new name stands in the same list: a replacement would make it twice. */
function isListedTwice(occurrence: FoundOccurrence, uses: readonly Use[]): boolean {
  const twin = occurrence.literal.text.replace(/amocrm/gi, 'kommo')
  return uses.some((use) => use.is === 'element' && use.of.items.some((item) => item.text === twin))
}
