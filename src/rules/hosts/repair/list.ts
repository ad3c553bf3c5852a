import type { FileModel } from '../../../languages/language.js'
import type { ListSite, Span } from '../../../sites.js'
import { textOf } from '../decided.js'
import { insertion, type Repair, repaired, replacement, type Subject, twinOf } from './repair.js'

type Item = ListSite['items'][number]

/** What may stand between two items of one line; quotes where they are no part of the item. */
const INLINE = /^["'`]?[ \t]*(?:,[ \t]*|[ \t])["'`]?$/

/**
 * A list gets the twin of an item right behind it, in the list's own quotes, indentation and comma style. Where its type
 * counts the items, it counts one more; a list that would grow twice is left to a person.
 */
export function repairList(subject: Subject, list: ListSite): Repair | undefined {
  const longer = longerList(subject, list)
  if (!list.counted || !longer) return list.counted ? undefined : longer
  if (list.items.filter(({ text }) => text === undefined || /amocrm/i.test(text)).length !== 1)
    return undefined
  const length = String(list.items.length + 1)
  return {
    edits: [...longer.edits, replacement(subject.file, list.counted, length)],
    because: [...longer.because, `the type of the list says that it has ${length} items then`],
  }
}

function longerList(subject: Subject, list: ListSite): Repair | undefined {
  const { file, occurrence } = subject
  // One item more moves those behind it.
  if (list.placed) return undefined
  const items = [...list.items].sort((a, b) => a.span.start - b.span.start)
  const index = items.findIndex(
    ({ span }) =>
      span.file === file.source.path && span.start <= occurrence.at.start && span.end >= occurrence.at.end,
  )
  const item = items[index]
  if (!item) return undefined
  // Members of a type in one line each: `| 'acme.amocrm.com'`.
  if (list.joint !== undefined) {
    const behind = twinOf(subject, item.span)
    return behind === undefined ? undefined : repaired([insertion(file, item.span.end, list.joint + behind)])
  }
  const ownLine = isAlone(file, item.span) ? lineSeparator(file, item.span, list.form) : undefined
  const separator = ownLine ?? inlineSeparator(file, items, index, list.form)
  // Letters that are written as escapes: the twin cannot be made of what stands there.
  const added = twinOf(subject, item.span)
  if (added === undefined) return undefined
  // A comment behind the item speaks of it: the twin goes in front then.
  if (ownLine !== undefined && hasCommentBehind(file, item.span))
    return repaired([insertion(file, item.span.start, added + separator)])
  return repaired([insertion(file, item.span.end, separator + added)])
}

/** Nothing but a comment follows in the line. */
function isAlone(file: FileModel, span: Span): boolean {
  const rest = /^[^\r\n]*/.exec(file.source.text.slice(file.source.indexAt(span.end)))?.[0] ?? ''
  return /^["'`]?\s*[,;]?\s*(?:\/\/.*|\/\*.*|#.*|<!--.*)?$/.test(rest)
}

/** An item that begins its line gets a line of its own for its twin. */
function lineSeparator(file: FileModel, span: Span, form: ListSite['form']): string | undefined {
  const before = /[^\r\n]*$/.exec(file.source.text.slice(0, file.source.indexAt(span.start)))?.[0] ?? ''
  const start = /^[ \t]*(?:-[ \t]+)?["'`]?$/.exec(before)
  if (file.source.point(span.start).line === 1) return undefined
  // A list that writes its commas in front.
  if (/^[ \t]*,[ \t]*["'`]?$/.test(before)) return `${/["'`]$/.exec(before)?.[0] ?? ''}\n${before}`
  if (form === 'or' && /^[ \t]*\|[ \t]*$/.test(before)) return `\n${before}`
  if (!start) return undefined
  const quote = /["'`]$/.exec(before)?.[0] ?? ''
  if (form === 'or') return undefined
  const comma = form === 'words' || /-[ \t]+["'`]?$/.test(before) ? '' : ','
  return `${quote}${comma}\n${before}`
}

function inlineSeparator(
  file: FileModel,
  items: readonly Item[],
  index: number,
  form: ListSite['form'],
): string {
  if (form === 'or') return isSpaced(file, items[index]?.span) ? ' | ' : '|'
  for (const [left, right] of [
    [items[index], items[index + 1]],
    [items[index - 1], items[index]],
  ]) {
    if (!left || !right) continue
    const between = textOf(file, { file: left.span.file, start: left.span.end, end: right.span.start })
    if (INLINE.test(between)) return between
  }
  const quote = quoteBefore(file, items[index]?.span)
  const isCompact =
    isMinified(file, items[0]?.span) ||
    (form === 'map' && !/\s/.test(textOf(file, (items[index] as Item).span)))
  const comma = isCompact ? ',' : ', '
  return form === 'csv' ? ',' : form === 'words' ? ' ' : `${quote}${comma}${quote}`
}

/** White space, or nothing, around the signs between members of a type. */
function isSpaced(file: FileModel, span: Span | undefined): boolean {
  if (!span) return true
  const { text } = file.source
  const around = [text.slice(0, file.source.indexAt(span.start)), text.slice(file.source.indexAt(span.end))]
  return !/\|$/.test(around[0] as string) && !/^\|/.test(around[1] as string)
}

/** `x=["a"]`: no white space in front of the list. */
function isMinified(file: FileModel, span: Span | undefined): boolean {
  if (!span || file.family === 'code') return false
  const start = file.source.indexAt(span.start)
  return /[=:,{]\[["'`]?$/.test(file.source.text.slice(Math.max(0, start - 3), start))
}

/** The quote in front of an item whose span does not hold its quotes. */
function quoteBefore(file: FileModel, span: Span | undefined): string {
  if (!span) return ''
  const start = file.source.indexAt(span.start)
  return /["'`]/.exec(file.source.text.slice(Math.max(0, start - 1), start))?.[0] ?? ''
}

function hasCommentBehind(file: FileModel, span: Span): boolean {
  const rest = /^[^\r\n]*/.exec(file.source.text.slice(file.source.indexAt(span.end)))?.[0] ?? ''
  return /^["'`]?\s*,?\s*(?:\/\/|\/\*|#|<!--)/.test(rest)
}
