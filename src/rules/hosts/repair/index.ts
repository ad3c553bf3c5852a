import { flattenUses } from '../../../languages/flatten.js'
import type { FileModel } from '../../../languages/language.js'
import type { Decision } from '../../../roles/decide.js'
import type { FoundOccurrence } from '../../../roles/occurrences.js'
import { readUse, type Signal } from '../../../roles/signals.js'
import type { TestSite, Use } from '../../../sites.js'
import { repairLabel } from './label.js'
import { repairList } from './list.js'
import { repairPattern } from './pattern.js'
import type { Repair, Subject } from './repair.js'
import { repairTests } from './test.js'
import { repairWords } from './words.js'

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
  if (decision.role !== 'matcher' || file.syntax === 'broken') return undefined
  if (occurrence.split !== 'no' || occurrence.glued || decision.fact.action === 'report') return undefined
  const uses = flattenUses(occurrence.site.uses)
  if (uses.some(hasOtherPurpose)) return undefined
  const repair = chosen({ file, occurrence }, uses)
  if (!repair) return undefined
  const because = [...repair.because]
  if (!decision.readings.some(({ signal }) => signal === 'matcher'))
    because.push('only its name says that hosts are compared with it')
  if (!occurrence.site.closed) because.push('it is also used outside what this file shows')
  if (decision.fact.action === 'review') because.push(decision.fact.advice)
  if (file.syntax === 'text') because.push('this language is searched as text, not parsed')
  return { ...repair, because }
}

/** A name alone (`HOST`, `connectSrc`) is no purpose. */
function hasOtherPurpose(use: Use): boolean {
  const reading = readUse(use)
  return reading !== undefined && !reading.weak && OTHER_PURPOSES.has(reading.signal)
}

function chosen(subject: Subject, uses: readonly Use[]): Repair | undefined {
  const pattern = uses.find((use) => use.is === 'pattern')
  if (pattern?.is === 'pattern') return repairPattern(subject, pattern.of)
  const lists = uses.filter((use) => use.is === 'element')
  if (lists.length > 1) return undefined
  if (lists[0]?.is === 'element') return repairList(subject, lists[0].of)
  const label = uses.find((use) => use.is === 'case')
  if (label?.is === 'case')
    return label.label && !hasTests(uses) ? repairLabel(subject, label.label) : undefined
  if (uses.some((use) => use.is === 'directive')) return repairWords(subject)
  const tests = testsOf(uses)
  if (tests && tests.length > 0) return repairTests(subject, tests)
  return tests ? repairWords(subject) : undefined
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
