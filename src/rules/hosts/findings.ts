import type { Edit, FixKind, Kept, RuleFinding } from '../../findings/finding.js'
import { flattenUses } from '../../languages/flatten.js'
import type { FileModel } from '../../languages/language.js'
import type { Decision, HostRule } from '../../roles/decision.js'
import { AFTER_MIGRATION, isMigration } from '../../roles/migration.js'
import type { FoundOccurrence } from '../../roles/occurrences.js'
import type { Span } from '../../sites.js'
import type { Project } from '../define-rule.js'
import { redirectRemarks } from '../redirect-308/remark.js'
import { type Decided, decidedHosts, textOf } from './decided.js'
import { libraryCaution } from './libraries.js'
import { repairOf } from './repair/index.js'
import { peerExample } from './repair/peer.js'
import { recipeOfOne } from './repair/recipe.js'
import type { Repair } from './repair/repair.js'
import { deadWildcard } from './repair/wildcard.js'
import { helpOf, isDenied, messageOf, newBrand, twinOf } from './wording.js'

/** Findings of one host rule, and (for `legacy-host`) the occurrences that stay. */
export function* hostFindings(
  file: FileModel,
  project: Project,
  rule: HostRule,
): Generator<RuleFinding | Kept> {
  const all = decidedHosts(file, project)
  const missed = all.filter(isMissed)
  for (const { occurrence, decision } of all) {
    if ('kept' in decision) {
      if (rule === 'legacy-host')
        yield { span: occurrence.at, token: occurrence.token, reason: decision.kept }
    } else if (decision.rule === rule) {
      const test = missed.length > 0 ? branchGroup(file, { occurrence, decision }, all, missed) : undefined
      const finding = findingOf(file, occurrence, decision, test !== undefined)
      const related = file.requests ? redirectRemarks(file, occurrence.at, project) : []
      yield {
        ...finding,
        ...(test !== undefined && { group: `${file.source.path}: ${test}` }),
        ...(related.length > 0 && { related }),
      }
    }
  }
}

/** Whether every host of amocrm.com in some texts of the file is changed by a safe fix. */
export function isChangedSafely(file: FileModel, texts: readonly Span[], project: Project): boolean {
  const hosts = decidedHosts(file, project).filter(({ occurrence: { at } }) =>
    texts.some(({ start, end }) => at.start >= start && at.end <= end),
  )
  return (
    hosts.length > 0 &&
    hosts.every(
      ({ occurrence, decision }) =>
        'kind' in decision && findingOf(file, occurrence, decision, false).fix.kind === 'safe',
    )
  )
}

/**
 * A decision whose test names amocrm.com and whose arm a kommo host misses is mended as one: the test lets both names
 * in, and the arm moves. One without the other would be wrong. Gives the test's text as the name of that fix.
 */
function branchGroup(
  file: FileModel,
  own: Decided,
  all: readonly Decided[],
  missed: readonly Decided[],
): string | undefined {
  const asks = (one: Decided, test: string) =>
    'role' in one.decision &&
    (testsOf(one.occurrence).some((span) => test.includes(textOf(file, span))) ||
      isPatternOf(file, one.occurrence, test)) &&
    repairOf(file, one.occurrence, one.decision) !== undefined
  if (isMissed(own)) return all.some((one) => asks(one, testOf(own))) ? testOf(own) : undefined
  return missed.map(testOf).find((test) => asks(own, test))
}

function isMissed({ decision }: Decided): boolean {
  return 'branch' in decision && decision.role !== 'peer' && decision.branch.branch === 'missed'
}

/** Test of the decision around an occurrence, as written. */
function testOf({ decision }: Decided): string {
  return 'branch' in decision ? decision.branch.test : ''
}

/** Whether a pattern is written in a test: `/amocrm\.com/.test(host)`. */
function isPatternOf(file: FileModel, { site, literal }: FoundOccurrence, test: string): boolean {
  return site.uses.some((use) => use.is === 'pattern') && test.includes(textOf(file, literal.span))
}

/** Whole tests that the occurrence is part of. */
function testsOf(occurrence: FoundOccurrence): Span[] {
  return flattenUses(occurrence.site.uses).flatMap((use) =>
    (use.is === 'compare' || use.is === 'argument' || use.is === 'receiver') && use.test
      ? [use.test.span]
      : [],
  )
}

function findingOf(
  file: FileModel,
  occurrence: FoundOccurrence,
  decision: Decision,
  isBranch: boolean,
): RuleFinding {
  const repair = repairOf(file, occurrence, decision)
  const caution = decision.role === 'target' ? libraryCaution(file, occurrence) : undefined
  const judged = kindOf(decision, repair, isBranch)
  const kind = caution && judged !== 'manual' ? caution.kind : judged
  const edits = kind === 'manual' ? [] : (repair?.edits ?? [editOf(file, occurrence)])
  const isPlain = !repair && edits.length > 0 && isPlainText(file, occurrence)
  return {
    span: occurrence.at,
    severity: decision.severity,
    role: decision.role,
    message: messageOf(occurrence, decision),
    help: [
      helpOf(occurrence, decision),
      ...sentences(repair ?? unrepaired(file, occurrence, decision)),
      ...sentences({ because: caution ? [caution.because] : [] }),
    ].join(' '),
    fix: {
      kind,
      title: caution?.kind === 'manual' ? 'Replace the library first' : titleOf(occurrence, decision),
      edits,
      create: [],
    },
    ...(isPlain && { plain: 'letters' as const }),
  }
}

/** Whether a grammar says that the brand's letters stand in a string, a template or a comment, and in no pattern. */
function isPlainText({ syntax }: FileModel, { site, literal }: FoundOccurrence): boolean {
  return syntax === 'tree' && !site.lexical && !literal.layers.includes('regex')
}

function kindOf(decision: Decision, repair: Repair | undefined, isBranch: boolean): FixKind {
  if (repair) return isBranch || repair.because.length > 0 ? 'review' : 'safe'
  if (decision.role !== 'branch' || !isBranch) return decision.kind
  return decision.fact.action === 'report' ? 'manual' : 'review'
}

/** What is wrong beside a text that no repair fits. */
function unrepaired(
  file: FileModel,
  occurrence: FoundOccurrence,
  decision: Decision,
): Pick<Repair, 'because'> {
  const dead = deadWildcard(file, occurrence)
  const example = decision.role === 'peer' ? peerExample({ file, occurrence }) : undefined
  const after = isMigration(file.source.path) ? AFTER_MIGRATION : undefined
  const recipe = dead || after ? undefined : recipeOfOne({ file, occurrence }, decision)
  return { because: [dead, example, recipe, after].flatMap((said) => said || []) }
}

/** Why a repair needs a look, as sentences. */
function sentences({ because }: Pick<Repair, 'because'>): string[] {
  return because.map((said) => `${said.charAt(0).toUpperCase()}${said.slice(1)}.`)
}

function titleOf(occurrence: FoundOccurrence, decision: Decision): string {
  if (decision.said) return 'Decide by hand'
  switch (decision.role) {
    case 'matcher':
      return isDenied(decision) ? 'Keep kommo.com out as well' : 'Let kommo.com in beside amocrm.com'
    case 'peer':
      return 'Choose the origin by the page that asks'
    case 'branch':
      return 'Give kommo.com its own branch'
    case 'recorded':
      return decision.kind === 'manual'
        ? 'Record it again'
        : `Replace by ${twinOf(occurrence)} together with the code`
    default:
      return decision.kind === 'manual' ? 'Decide by hand' : `Replace by ${twinOf(occurrence)}`
  }
}

/** Only the brand's letters change: dots, escapes and the rest of the host stay as they are written. */
function editOf(file: FileModel, occurrence: FoundOccurrence): Edit {
  const expect = textOf(file, occurrence.brand)
  return {
    path: occurrence.brand.file,
    start: occurrence.brand.start,
    end: occurrence.brand.end,
    text: newBrand(expect),
    expect,
  }
}
