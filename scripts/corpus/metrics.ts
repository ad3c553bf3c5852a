import type { Judgement } from './judge.js'
import { answers, isFindingAnswer } from './labels.js'

export interface Metrics {
  /** Findings that the labels agree with, of all findings that were judged. 1 when there are none. */
  precision: number
  /** Labels that ask for a finding and got a right one, of all that ask for one. 1 when there are none. */
  recall: number
  judged: number
  right: number
}

/** Precision and recall over judgements; an answer counts as right only with its rule and its class. */
export function measure(judgements: readonly Judgement[]): Metrics {
  const live = judgements.filter((each) => each.verdict !== 'stale')
  const found = live.filter((each) => each.got.split(' + ').some(isFindingAnswer))
  const due = live.filter((each) => each.label && isFindingAnswer(answers(each.label)[0] as string))
  // A label may accept silence (`none`) beside its preferred finding: then silence is no miss, and no hit either.
  const asked = due.filter((each) => each.verdict !== 'right' || each.got.split(' + ').some(isFindingAnswer))
  return {
    precision: ratio(found.filter(isRight).length, found.length),
    recall: ratio(asked.filter(isRight).length, asked.length),
    judged: live.length,
    right: live.filter(isRight).length,
  }
}

/** Precision and recall of one rule: of its findings, and of the labels that ask for it. */
export function measureRule(judgements: readonly Judgement[], rule: string): Metrics {
  const isOf = (answer: string) => answer.startsWith(`${rule}:`)
  const found = judgements.filter((each) => each.got.split(' + ').some(isOf))
  const due = judgements.filter(
    (each) => each.label && isOf(answers(each.label)[0] as string) && !found.includes(each),
  )
  const all = [...found, ...due]
  return { ...measure(all), precision: measure(found).precision, recall: measure(withDue(all, isOf)).recall }
}

/** Judgements whose label asks for a finding that a predicate names. */
function withDue(judgements: readonly Judgement[], isOf: (answer: string) => boolean): Judgement[] {
  return judgements.filter((each) => each.label && isOf(answers(each.label)[0] as string))
}

function isRight(judgement: Judgement): boolean {
  return judgement.verdict === 'right'
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole
}
