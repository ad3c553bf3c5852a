import type { FileModel } from '../../languages/language.js'
import { type Decision, decide, type KeptDecision } from '../../roles/decide.js'
import { type FoundOccurrence, findOccurrences } from '../../roles/occurrences.js'
import type { Span } from '../../sites.js'

export interface Decided {
  occurrence: FoundOccurrence
  decision: Decision | KeptDecision
}

/** Four rules read the same decisions; a model never changes, so they are worked out once. */
const cache = new WeakMap<FileModel, readonly Decided[]>()

/** Every host of amocrm.com in a file with what happens to it, in order. */
export function decidedHosts(file: FileModel): readonly Decided[] {
  let decided = cache.get(file)
  if (!decided) {
    decided = file.texts.flatMap((site) =>
      findOccurrences(site).map((occurrence) => ({
        occurrence,
        decision: decide(occurrence, {
          nature: file.nature,
          syntax: site.lexical && file.syntax === 'tree' ? 'text' : file.syntax,
          statement: textOf(file, site.anchor.statement),
        }),
      })),
    )
    cache.set(file, decided)
  }
  return decided
}

/** Decoded text of a span of the file. */
export function textOf(file: FileModel, span: Span): string {
  return file.source.text.slice(file.source.indexAt(span.start), file.source.indexAt(span.end))
}
