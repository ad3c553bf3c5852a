import { flattenUses } from '../../../languages/flatten.js'
import type { FileModel } from '../../../languages/language.js'
import type { Decision } from '../../../roles/decision.js'
import { isMigration } from '../../../roles/migration.js'
import type { FoundOccurrence } from '../../../roles/occurrences.js'
import { readUse, type Signal } from '../../../roles/signals.js'
import type { ListSite, Span, TestSite, Use } from '../../../sites.js'
import { textOf } from '../decided.js'
import { repairConstantLabel } from './constant-label.js'
import { repairEntry } from './entry.js'
import { repairLabel } from './label.js'
import { repairList } from './list.js'
import { repairOriginRegex } from './origin-regex.js'
import { repairPattern } from './pattern.js'
import { repairPeer } from './peer.js'
import { repairRackOrigin } from './rack-origin.js'
import { asRailsReads } from './rails-hosts.js'
import { insertion, type Repair, repaired, type Subject, twinOf } from './repair.js'
import { repairSingle } from './single.js'
import { repairSpringOrigin } from './spring-origin.js'
import { repairStrip } from './strip.js'
import { repairTests } from './test.js'
import { deadWildcard } from './wildcard.js'
import { repairWords } from './words.js'
import { repairZone } from './zone.js'

const OTHER_PURPOSES: ReadonlySet<Signal> = new Set(['target', 'storage', 'peer'])

/**
 * The edit that lets kommo.com in beside a matched amocrm.com; `undefined` where only a person can tell. A value with
 * another purpose besides is never repaired: the next audit would take it for done.
 */
export function repairOf(
  file: FileModel,
  occurrence: FoundOccurrence,
  decision: Decision,
): Repair | undefined {
  if (file.syntax === 'broken' || isMigration(file.source.path)) return undefined
  if (occurrence.tld === 'word') return ofWord(file, occurrence, decision)
  if (decision.role === 'branch')
    return decision.branch.branch === 'none' ? ofBranch(file, occurrence, decision) : undefined
  if (decision.role === 'peer') return repairPeer({ file, occurrence })
  if (decision.role !== 'matcher' || decision.said) return undefined
  if (occurrence.split !== 'no' || decision.fact.action === 'report') return undefined
  const uses = flattenUses(occurrence.site.uses)
  // In a pattern `.*` in front of the brand is no variable.
  if (occurrence.glued && !uses.some((use) => use.is === 'pattern')) return undefined
  if (uses.some((use) => use.is === 'comment') || uses.some(hasOtherPurpose)) return undefined
  // A line of shown code of which nothing is known but its words.
  if (uses.every((use) => use.is === 'embedded' || use.is === 'part')) return undefined
  const dead = deadWildcard(file, occurrence)
  // A twin that matches nothing either would only look like an answer.
  const repair = dead ? revived({ file, occurrence }, uses) : chosen({ file, occurrence }, uses)
  if (!repair) return undefined
  const because = [...decision.because, ...repair.because]
  if (!decision.readings.some(({ signal }) => signal === 'matcher'))
    because.push('only its name says that hosts are compared with it')
  if (!occurrence.site.closed) because.push('it is also used outside what this file shows')
  if (decision.fact.action === 'review') because.push(decision.fact.advice)
  if (dead) because.push(dead)
  if (file.syntax === 'text' || occurrence.site.lexical)
    because.push('this language is searched as text, not parsed')
  return { ...repair, because }
}

/** A word that a host is searched for: always for a person to look at. */
function ofWord(file: FileModel, occurrence: FoundOccurrence, decision: Decision): Repair | undefined {
  // In a choice between amocrm.ru and amocrm.com nobody can say where a kommo host belongs.
  if (decision.role === 'branch') return undefined
  const subject = { file, occurrence }
  const uses = flattenUses(occurrence.site.uses)
  const pattern = uses.find((use) => use.is === 'pattern')
  const tests = testsOf(uses)
  const repair =
    pattern?.is === 'pattern'
      ? repairPattern(subject, pattern.of)
      : tests && tests.length > 0
        ? repairTests(subject, tests)
        : undefined
  return repair && { ...repair, because: [...decision.because, ...repair.because] }
}

/** An open top-level domain: a person has to look at every repair. */
function ofBranch(file: FileModel, occurrence: FoundOccurrence, decision: Decision): Repair | undefined {
  if (occurrence.tld !== 'open' || decision.fact.action === 'report') return undefined
  const subject = { file, occurrence }
  const uses = flattenUses(occurrence.site.uses)
  const cut = uses.find((use) => use.is === 'argument' && /\.(replace|replaceAll|split)$/.test(use.callee))
  if (cut?.is === 'argument') return repairStrip(subject, cut)
  const tests = testsOf(uses)
  if (!tests || tests.length === 0 || occurrence.site.parts.length !== 1) return repairZone(subject)
  const repair = repairTests(subject, tests)
  const because = 'find out which arm an account on kommo.com must take'
  return repair && { ...repair, because: [because, ...repair.because] }
}

/** A name alone (`HOST`, `connectSrc`) is no purpose. */
function hasOtherPurpose(use: Use): boolean {
  const reading = readUse(use)
  return reading !== undefined && !reading.weak && OTHER_PURPOSES.has(reading.signal)
}

function chosen(subject: Subject, uses: readonly Use[]): Repair | undefined {
  const pattern = uses.find((use) => use.is === 'pattern')
  if (pattern?.is === 'pattern') {
    // A constant that is put into a pattern and compared as a text as well would stop being that text.
    const isRegex = subject.occurrence.literal.layers.includes('regex')
    return !isRegex && uses.some(isPlainTest)
      ? undefined
      : repairPattern(subject, asRailsReads(pattern.of, uses, subject.file.source.text))
  }
  const added = uses.map((use) => ('added' in use ? use.added : undefined)).find(Boolean)
  if (uses.some((use) => use.is === 'key') && !added) return repairEntry(subject)
  const element = innermost(uses, subject.occurrence.at)
  if (element)
    return element.list.form === 'or' || isPlain(subject, element.item)
      ? repairList(subject, element.list)
      : undefined
  const label = uses.find((use) => use.is === 'case')
  if (label?.is === 'case')
    return label.label && !hasTests(uses)
      ? (repairLabel(subject, label.label, label.joint) ?? repairConstantLabel(subject, uses))
      : repairConstantLabel(subject, uses)
  if (uses.some((use) => use.is === 'directive')) return repairWords(subject)
  const cut = uses.find((use) => use.is === 'argument' && /\.(replace|replaceAll|split)$/.test(use.callee))
  if (cut?.is === 'argument') return repairStrip(subject, cut)
  const splitAt = separatorOf(subject, uses)
  if (splitAt !== undefined) return repairWords(subject, splitAt)
  const pushed = uses.find((use) => use.is === 'argument' && /\.(?:push|unshift)$/.test(use.callee))
  if (pushed?.is === 'argument' && !pushed.name && pushed.as === undefined) return repairArgument(subject)
  if (added) return added.statement && repairAdded(subject, added.statement)
  const tests = testsOf(uses)
  if (tests && tests.length > 0) return repairTests(subject, tests)
  return tests ? (repairSingle(subject, uses) ?? repairWords(subject)) : undefined
}

/** What works in place of a `*` that the library never expands. */
function revived(subject: Subject, uses: readonly Use[]): Repair | undefined {
  const list = innermost(uses, subject.occurrence.at)?.list
  return (
    (list && repairOriginRegex(subject, list, uses)) ??
    repairRackOrigin(subject, uses) ??
    repairSpringOrigin(subject, list, uses)
  )
}

/** Items of formats have nothing around them that could be a call or a condition. */
function isCode({ family, language }: FileModel): boolean {
  return family === 'script' || family === 'code' || language === 'php'
}

/** The value is compared as the text that it is, not as a pattern. */
function isPlainTest(use: Use): boolean {
  if (use.is === 'compare' || use.is === 'case' || use.is === 'key') return true
  if (use.is === 'receiver') return readUse(use)?.signal === 'matcher'
  if (use.is !== 'argument' || use.callee === 'RegExp') return false
  return isComparing(use) || /escape/i.test(use.callee)
}

/** What a string that lists hosts is taken apart at: `'a.com,b.com'.split(',')`. */
function separatorOf({ file, occurrence }: Subject, uses: readonly Use[]): string | undefined {
  if (occurrence.site.parts.length > 1) return undefined
  const splits = uses.filter((use) => use.is === 'receiver' && use.method === 'split')
  if (splits.length === 0) return undefined
  const [first, ...others] = splits.map((use) => (use.is === 'receiver' ? use.by : undefined))
  if (first !== undefined && others.every((by) => by === first))
    return first === '\n' ? '\\n' : /^[,; ] ?$/.test(first) ? first[0] : undefined
  const statement = textOf(file, occurrence.site.anchor.statement)
  return /\.split\(\s*(['"`])([,; ]|\\n)\s?\1\s*\)/.exec(statement)?.[2]
}

/** `list.push('https://acme.amocrm.com')` pushes the twin as well. */
function repairArgument(subject: Subject): Repair | undefined {
  const { expression } = subject.occurrence.site.anchor
  const added = twinOf(subject, expression)
  return added === undefined ? undefined : repaired([insertion(subject.file, expression.end, `, ${added}`)])
}

/** `origins.append('https://acme.amocrm.com')` gets a second statement for the twin. */
function repairAdded(subject: Subject, statement: Span): Repair | undefined {
  const { file, occurrence } = subject
  const again = twinOf(subject, statement)
  if (again === undefined || /[\r\n]/.test(again)) return undefined
  const front = /[^\r\n]*$/.exec(file.source.text.slice(0, file.source.indexAt(statement.start)))?.[0] ?? ''
  const gap = front.trim() === '' ? `\n${occurrence.site.anchor.indent}` : ' '
  return repaired([insertion(file, statement.end, gap + again)])
}

/** The smallest list that holds the text where it is written: a list may be spread into others. */
function innermost(uses: readonly Use[], at: Span): { list: ListSite; item: Span } | undefined {
  let found: { list: ListSite; item: Span } | undefined
  for (const use of uses) {
    if (use.is !== 'element') continue
    const item = use.of.items.find(
      ({ span }) => span.file === at.file && span.start <= at.start && span.end >= at.end,
    )?.span
    if (item && (!found || item.end - item.start < found.item.end - found.item.start))
      found = { list: use.of, item }
  }
  return found
}

/**
 * An item that is the text itself, or an object of which every key belongs to one pattern. A call, a condition or a
 * record with other facts in it is not written twice.
 */
function isPlain({ file, occurrence }: Subject, item: Span): boolean {
  const written = textOf(file, item)
  if (/^\{/.test(written))
    return /^\{\s*(?:["']?(?:protocol|hostname|port|pathname|search)["']?\s*:[^:{}]*(?::\/\/)?[^:{}]*,?\s*)+\}$/.test(
      written,
    )
  const { expression } = occurrence.site.anchor
  return !isCode(file) || (expression.start <= item.start && expression.end >= item.end)
}

function hasTests(uses: readonly Use[]): boolean {
  return uses.some(
    (use) => (use.is === 'compare' || use.is === 'argument' || use.is === 'receiver') && use.test,
  )
}

/** Every test of the value; `undefined` when it is matched in a way that is no plain test as well. */
function testsOf(uses: readonly Use[]): TestSite[] | undefined {
  const tests: TestSite[] = []
  for (const use of uses) {
    if (readUse(use)?.signal !== 'matcher') continue
    if (use.is === 'compare' || use.is === 'receiver' || (use.is === 'argument' && isComparing(use))) {
      if (!use.test) return undefined
      tests.push(use.test)
    }
  }
  return tests
}

/** An argument of a searching method, not one of a setting such as a header. */
function isComparing(use: Use & { is: 'argument' }): boolean {
  return readUse({ ...use, args: [] })?.why.startsWith('tested with') ?? false
}
