import type { Span } from '../../../sites.js'
import { textOf } from '../decided.js'
import { insertion, type Repair, repaired, type Subject, twin } from './repair.js'

/** A case label gets its twin in a line of its own: both fall into the same statements. */
export function repairLabel({ file }: Subject, label: Span): Repair | undefined {
  const written = textOf(file, label)
  if (!/amocrm/i.test(written)) return undefined
  const { text } = file.source
  const start = file.source.indexAt(label.start)
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1
  const indent = text.slice(lineStart, start)
  if (indent.trim() !== '') return repaired([insertion(file, label.start, `${twin(written)} `)])
  return repaired([insertion(file, label.start, `${twin(written)}\n${indent}`)])
}
