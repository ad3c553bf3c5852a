import type { Edit } from '../../../findings/finding.js'
import type { FileModel } from '../../../languages/language.js'
import type { FoundOccurrence } from '../../../roles/occurrences.js'
import type { Span } from '../../../sites.js'
import { textOf } from '../decided.js'
import { newBrand } from '../wording.js'

/** How a matcher is made to let kommo.com in. */
export interface Repair {
  edits: Edit[]
  /** Why a person should look at it, in words; empty when the repair is proven. */
  because: string[]
}

/** What every kind of repair gets. */
export interface Subject {
  file: FileModel
  occurrence: FoundOccurrence
}

/**
 * What is written in a span, with the new brand in place of the old one's letters in the occurrence: other mentions (a
 * path, a variable's name) stay. `undefined` when the letters are not written there as they are.
 */
export function twinOf({ file, occurrence }: Subject, span: Span): string | undefined {
  const { brand } = occurrence
  const old = textOf(file, brand)
  if (!/^amocrm$/i.test(old)) return undefined
  if (span.file !== brand.file || span.start > brand.start || span.end < brand.end) return undefined
  const before = textOf(file, { ...span, end: brand.start })
  return before + newBrand(old) + textOf(file, { ...span, start: brand.end })
}

/** An insertion of `text` at byte `at`. */
export function insertion(file: FileModel, at: number, text: string): Edit {
  return { path: file.source.path, start: at, end: at, text, expect: '' }
}

/** A replacement of a span's text. */
export function replacement(file: FileModel, span: Span, text: string): Edit {
  return { path: file.source.path, start: span.start, end: span.end, text, expect: textOf(file, span) }
}

export function repaired(edits: Edit[], because: string[] = []): Repair {
  return { edits, because }
}

/** Byte offset that lies `count` characters behind another (in front of it when negative). */
export function shift(file: FileModel, offset: number, count: number): number {
  return file.source.byteAt(file.source.indexAt(offset) + count)
}
