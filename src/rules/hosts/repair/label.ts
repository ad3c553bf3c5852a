import type { Span } from '../../../sites.js'
import { insertion, type Repair, repaired, type Subject, twinOf } from './repair.js'

/**
 * A case label gets its twin in front, in a line of its own where it has one: both fall into the same statements.
 * @param joint what a language puts between several values of one label; the twin goes behind then
 */
export function repairLabel(subject: Subject, label: Span, joint?: string): Repair | undefined {
  const { file } = subject
  const added = twinOf(subject, label)
  if (added === undefined) return undefined
  if (joint !== undefined) return repaired([insertion(file, label.end, joint + added)])
  const { text } = file.source
  const start = file.source.indexAt(label.start)
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1
  const indent = text.slice(lineStart, start)
  const isCompact = /[{;:]$/.test(indent)
  const separator = indent.trim() === '' ? `\n${indent}` : isCompact ? '' : ' '
  return repaired([insertion(file, label.start, added + separator)])
}
