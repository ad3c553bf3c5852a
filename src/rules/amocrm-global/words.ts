import { memberOf } from '../../brand/members.js'
import type { GlobalRef } from '../../sites.js'
import type { Decision } from './decision.js'
import { type Move, PAGE_VAR, type Topic } from './judge.js'

const MESSAGES: Record<Topic, string> = {
  use: "`AMOCRM` is deprecated; Kommo's documented name is `APP`.",
  'type-use': "`AMOCRM` is deprecated; Kommo's documented name is `APP`.",
  write: '`AMOCRM` is set here; code that uses `APP` will not see it.',
  type: "`AMOCRM` is declared here; Kommo's documented name is `APP`.",
  lint: 'The lint configuration knows `AMOCRM`, not `APP`.',
  build: 'The build configuration names the global `AMOCRM`.',
  module: '`AMOCRM` is loaded as a module.',
  string: 'JavaScript in a string uses the deprecated `AMOCRM`.',
  text: "The text names `AMOCRM`; Kommo's documented name is `APP`.",
}

/** What is wrong, in one line. */
export function messageOf(topic: Topic): string {
  return MESSAGES[topic]
}

/** What to do, why a person has to look, and what is known of the member; one or two lines. */
export function helpOf(move: Move, decision: Decision, members: readonly string[]): string {
  return [action(move, decision), reason(decision), remark(members)].filter(Boolean).join(' ')
}

function action(move: Move, decision: Decision): string {
  if (decision.beside) return 'Add `APP` beside it: some uses of `AMOCRM` stay for now.'
  if (decision.kind === 'manual') {
    if (move.topic === 'lint') return 'Rename it together with its uses.'
    if (move.topic === 'module') return 'Take the constant from `window.APP` instead of loading it.'
    if (move.topic === 'build')
      return 'Point this setting at `APP` by hand, together with the code that relies on it.'
    return decision.why === PAGE_VAR
      ? "Give the script's own `APP` another name first; then use `APP`."
      : 'Use `window.APP` or rename by hand.'
  }
  const text = decision.group
    ? 'Rename it together with every place that relies on it'
    : `Use \`${target(move)}\``
  return `${text}${decision.group ? '' : '; both names are one object'}.`
}

function target(move: Move): string {
  return move.text === 'window.APP' || move.text?.endsWith('window.APP') ? 'window.APP' : 'APP'
}

function reason({ kind, why }: Decision): string {
  if (!why || kind === 'safe') return ''
  return `${kind === 'manual' ? 'No fix' : 'To review'}: ${why}.`
}

/** What people should know of a member that no documentation names. */
export function remark(members: readonly string[]): string {
  if (members.length === 0) return ''
  const member = memberOf(members)
  if (!member) return `No documentation names \`${members[0]}\`; it follows the rename.`
  if (member.status === 'documented') return ''
  if (member.status === 'foreign') return `\`${member.path}\` ${member.note}.`
  return member.note ?? `No documentation names \`${member.path}\`; it follows the rename.`
}

/** Imperative title of the fix. */
export function titleOf(move: Move, decision: Decision): string {
  if (decision.beside) return 'Add APP beside AMOCRM'
  if (move.text === 'APP: AMOCRM') return 'Take APP, keep the local name'
  return target(move) === 'window.APP' ? 'Rename AMOCRM to window.APP' : 'Rename AMOCRM to APP'
}

/** The members that a finding may remark on: those of uses, not of declarations. */
export function remarkable(ref: GlobalRef | undefined, topic: Topic): readonly string[] {
  return ref && (topic === 'use' || topic === 'string') ? ref.members : []
}
