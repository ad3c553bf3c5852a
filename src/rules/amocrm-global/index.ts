import type { Kept, RuleFinding } from '../../findings/finding.js'
import type { FileModel } from '../../languages/language.js'
import type { GlobalRef, Span } from '../../sites.js'
import { amocrmGlobal as about } from '../about/amocrm-global.js'
import { defineRule } from '../define-rule.js'
import { textOf } from '../hosts/decided.js'
import type { Decision } from './decision.js'
import { type FileFacts, factsOf, holdsUsesOnly } from './facts.js'
import { judge, type Move, type Verdict } from './judge.js'
import { textMentions } from './mentions.js'
import { planOf } from './plan.js'
import { settingVerdicts } from './settings.js'
import { helpOf, messageOf, remark, remarkable, titleOf } from './words.js'

const ID = 'amocrm-global'

/**
 * Matches the widget constant `AMOCRM` wherever scope analysis shows that the global is meant, and what declares, sets or
 * configures it. Does not match a parameter, local, import, type, enum member, or own property of that name.
 */
export const amocrmGlobal = defineRule(about, {
  collect: factsOf,
  isSpent: (fact) => fact === undefined || holdsUsesOnly(fact as FileFacts),
  *check(file, project) {
    const plan = planOf(project, ID).get(file.source.path)
    for (const ref of file.globals) {
      if (ref.name === 'AMOCRM') yield checkRef(ref, file, plan?.get(ref.span.start))
    }
    for (const { span, verdict } of settingVerdicts(file)) {
      yield checkSetting(span, verdict, file, plan?.get(span.start))
    }
    yield* checkTexts(file)
  },
})

function checkSetting(
  span: Span,
  verdict: Verdict,
  file: FileModel,
  planned: Decision | undefined,
): RuleFinding | Kept {
  if (verdict.keep !== undefined) return kept(span, verdict.keep)
  const decision = planned ?? alone(verdict)
  return decision.done ? kept(span, 'already-migrated') : finding(span, verdict, decision, file, [])
}

function checkRef(ref: GlobalRef, file: FileModel, planned: Decision | undefined): RuleFinding | Kept {
  const verdict = judge(ref, file)
  if (verdict.keep !== undefined) return kept(ref.span, verdict.keep)
  const decision = planned ?? alone(verdict)
  if (decision.done) return kept(ref.span, 'already-migrated')
  return finding(ref.span, verdict, decision, file, remarkable(ref, verdict.topic), ref)
}

function kept(span: Span, reason: Kept['reason']): Kept {
  return { span, token: 'AMOCRM', reason }
}

function alone(move: Move): Decision {
  return { kind: move.kind, ...(move.why !== undefined && { why: move.why }), related: [] }
}

function finding(
  span: Span,
  move: Move,
  decision: Decision,
  file: FileModel,
  members: readonly string[],
  ref?: GlobalRef,
): RuleFinding {
  const isText = move.topic === 'text'
  const text = decision.beside ? besideText(span, file, ref) : move.text
  const manual = decision.kind === 'manual' || text === undefined
  return {
    span,
    ...(isText && { severity: 'info' as const, role: 'text' as const }),
    message: messageOf(move.topic),
    help: helpOf(move, decision, members),
    fix: {
      kind: manual ? 'manual' : decision.kind,
      title: titleOf(move, decision),
      edits:
        manual || text === undefined
          ? []
          : [{ path: span.file, start: span.start, end: span.end, text, expect: textOf(file, span) }],
      create: [],
    },
    ...(decision.related.length > 0 && { related: [...decision.related] }),
    ...(decision.group !== undefined && { group: decision.group }),
    ...(ref && !manual && isPlainUse(ref, move) && text === 'APP' && { plain: 'name' as const }),
  }
}

/** A use of the free name where `APP` is free as well, of the window's property, or of the key that names it. */
function isPlainUse(ref: GlobalRef, move: Move): boolean {
  if (move.topic !== 'use' || move.text !== 'APP' || ref.shorthand) return false
  if (ref.access === 'write' || ref.access === 'delete' || ref.access === 'declare') return false
  if (ref.via === 'bare') return ref.bound('AMOCRM') === 'no' && ref.bound('APP') === 'no'
  return ref.via === 'member' || ref.via === 'string'
}

/** `APP` as a further entry in front of a lint setting, in the quotes and with the value of the old one. */
function besideText(span: Span, file: FileModel, ref: GlobalRef | undefined): string {
  const { text } = file.source
  const at = file.source.indexAt(span.start)
  const quote = /["'`]/.exec(text[at - 1] ?? '')?.[0] ?? ''
  const after = text.slice(at + 'AMOCRM'.length, at + 60)
  // A value keeps a linter's comment and a program's names apart for whoever counts the names of an edit.
  const access = ref?.via === 'comment' ? 'readonly' : undefined
  const setting = ref?.place?.value ?? access ?? (file.family === 'json' ? jsonValue(after) : undefined)
  return `APP${quote}${setting ? `:${access ? '' : ' '}${setting}` : ''}, ${quote}AMOCRM`
}

/** The value that follows a JSON key: `"readonly"`, `true`. */
function jsonValue(after: string): string | undefined {
  return /^"\s*:\s*("\w+"|true|false)/.exec(after)?.[1]
}

/** Documents, comments of markup, code blocks, strings of other languages, and files that do not parse. */
function* checkTexts(file: FileModel): Generator<RuleFinding | Kept> {
  for (const mention of textMentions(file)) {
    if ('reason' in mention) {
      yield mention
      continue
    }
    const { span, member, runs } = mention
    const found = finding(span, TEXT_MOVES[runs || 'text'], alone(TEXT_MOVES[runs || 'text']), file, [])
    yield { ...found, help: [found.help, remark(member ? [member] : [])].filter(Boolean).join(' ') }
  }
}

const TEXT_MOVES: Record<'text' | 'broken' | 'string', Move> = {
  text: { topic: 'text', kind: 'review', text: 'APP' },
  string: {
    topic: 'string',
    kind: 'review',
    text: 'APP',
    why: 'the code is held in a string, where no scope can be seen',
  },
  broken: {
    topic: 'use',
    kind: 'review',
    text: 'APP',
    why: 'the file does not parse, so no scope can be seen',
  },
}
