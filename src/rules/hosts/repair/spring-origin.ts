import type { FileModel } from '../../../languages/language.js'
import type { ListSite, Span, Use } from '../../../sites.js'
import { textOf } from '../decided.js'
import { repairList } from './list.js'
import { insertion, type Repair, repaired, replacement, type Subject, shift, twinOf } from './repair.js'

/** What may stand between the call and its first text; a list of one that cannot grow is none of it. */
const LIST = String.raw`(?:(?:List\.of|Set\.of|Arrays\.asList|(?:mutable)?[lL]istOf|ImmutableList\.of)\s*\(\s*)?`
const CALL = new RegExp(String.raw`\b(?:a|setA)llowedOrigins(\s*\(\s*${LIST}(?://[^\r\n]*\s+)*)$`)
const ANNOTATION = /@(?:[\w.]+\.)?CrossOrigin\s*\((?:[^()]*,)?\s*((?:value|origins)\s*=\s*)?(?:([{[])\s*)?$/

/**
 * `allowedOrigins("https://*.amocrm.com")` and `@CrossOrigin(origins = …)` of Spring: a `*` is expanded in patterns alone, so
 * the list becomes one of patterns, with both names. Other origins of the list are taken for what they are there too.
 */
export function repairSpringOrigin(
  subject: Subject,
  list: ListSite | undefined,
  uses: readonly Use[],
): Repair | undefined {
  const { file, occurrence } = subject
  const { site, literal } = occurrence
  if (!/^https?:\/\/\*\.amocrm\.com$/.test(literal.text) || site.parts.length !== 1) return undefined
  if (file.syntax !== 'tree' || site.lexical) return undefined
  const { expression } = site.anchor
  if (uses.some((use) => use.is === 'argument' && /(?:^|\.)CrossOrigin$/.test(use.callee)))
    return ofAnnotation(subject, list, expression)
  // A second call that sets patterns would take the place of the first; a chain of calls is one statement.
  const isChained = uses.some((use) => use.is === 'argument' && /\.allowedOrigins$/.test(use.callee))
  const around = isChained ? textOf(file, site.anchor.statement) : file.source.text
  if (/\b(?:a|setA|addA)llowedOriginPatterns?\b/.test(around)) return undefined
  const added = uses.map((use) => ('added' in use ? use.added : undefined)).find(Boolean)
  const one = added?.statement && ofAdded(subject, added.statement)
  return one ?? (list && ofCall(subject, list))
}

function ofCall(subject: Subject, list: ListSite): Repair | undefined {
  const { file } = subject
  const first = firstOf(list)
  const head = first && CALL.exec(before(file, first))
  const grown = repairList(subject, list)
  if (!first || !head || !grown || hasOtherWildcards(list, file)) return undefined
  const end = shift(file, first.start, -(head[1] as string).length)
  const name = { file: file.source.path, start: shift(file, end, -'Origins'.length), end }
  return repaired([replacement(file, name, 'OriginPatterns'), ...grown.edits], grown.because)
}

/** `settings.addAllowedOrigin("…")`, a statement of its own. */
function ofAdded(subject: Subject, statement: Span): Repair | undefined {
  const { file, occurrence } = subject
  const again = twinOf(subject, statement)
  const own = textOf(file, statement)
  const name = /\baddAllowedOrigin(?=\s*\()/.exec(own)
  if (again === undefined || !name || /[\r\n]/.test(own)) return undefined
  const end = file.source.byteAt(
    file.source.indexAt(statement.start) + name.index + 'addAllowedOrigin'.length,
  )
  const second = again.replace(/\baddAllowedOrigin(?=\s*\()/, 'addAllowedOriginPattern')
  return repaired([
    insertion(file, end, 'Pattern'),
    insertion(file, statement.end, `\n${occurrence.site.anchor.indent}${second}`),
  ])
}

function ofAnnotation(subject: Subject, list: ListSite | undefined, expression: Span): Repair | undefined {
  const { file } = subject
  const isKotlin = /\.kts?$/.test(file.source.path)
  const first = (list && firstOf(list)) ?? expression
  const head = ANNOTATION.exec(before(file, first))
  if (!head || /originPatterns/.test(head[0])) return undefined
  const [, name = '', bracket] = head
  const after = file.source.text.slice(file.source.indexAt(expression.end))
  const rest = /^[^)]*/.exec(after)?.[0] ?? ''
  if (/originPatterns/.test(rest) || (list && hasOtherWildcards(list, file))) return undefined
  const opened = /(?:(?:value|origins)\s*=\s*)?(?:[{[]\s*)?$/.exec(head[0])?.[0] ?? ''
  const start = shift(file, first.start, -opened.length)
  if (bracket) {
    const grown = list && repairList(subject, list)
    if (!grown) return undefined
    if (name === '') return repaired([insertion(file, start, 'originPatterns = '), ...grown.edits])
    const word = /^\w+/.exec(name)?.[0] ?? ''
    const span = { file: file.source.path, start, end: shift(file, start, word.length) }
    return repaired([replacement(file, span, 'originPatterns'), ...grown.edits], grown.because)
  }
  // Several without brackets, as Kotlin takes them.
  if (list && list.items.length > 1) return undefined
  const twin = twinOf(subject, expression)
  if (twin === undefined) return undefined
  const [open, close] = isKotlin ? ['[', ']'] : ['{', '}']
  const span = { ...expression, start }
  const spaced = name === '' ? ' = ' : name.replace(/^\w+/, '')
  return repaired([
    replacement(file, span, `originPatterns${spaced}${open}${textOf(file, expression)}, ${twin}${close}`),
  ])
}

function firstOf(list: ListSite): Span | undefined {
  return [...list.items].sort((a, b) => a.span.start - b.span.start)[0]?.span
}

function hasOtherWildcards({ items }: ListSite, file: FileModel): boolean {
  return items.filter(({ span }) => textOf(file, span).includes('*')).length !== 1
}

/** Up to 300 characters in front of a span, its opening quote left out. */
function before(file: FileModel, { start }: Span): string {
  const index = file.source.indexAt(start)
  return file.source.text.slice(Math.max(0, index - 300), index)
}
