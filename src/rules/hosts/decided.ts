import type { FileModel } from '../../languages/language.js'
import { decide } from '../../roles/decide.js'
import type { Decision, KeptDecision } from '../../roles/decision.js'
import { type FoundOccurrence, findOccurrences } from '../../roles/occurrences.js'
import type { Span } from '../../sites.js'
import type { Project } from '../define-rule.js'
import { linkedSite } from './exported.js'

export interface Decided {
  occurrence: FoundOccurrence
  decision: Decision | KeptDecision
}

/** Four rules read the same decisions; neither a model nor a project changes, so they are worked out once. */
const cache = new WeakMap<FileModel, { project: Project; decided: readonly Decided[] }>()

/** `replace('amocrm.com', 'kommo.com')` in any language. */
const TRANSLATION = /(?:replace\w*|sub|strtr)\(.{0,80}amocrm.{0,40}kommo/i

/** `host.endsWith('.kommo.com')`, `strings.HasSuffix(host, ".kommo.com")`, `host === 'acme.kommo.com'`, `/kommo/.test(host)`. */
const QUESTION =
  /(?:(?:ends|starts)_?with|has(?:suf|pre)fix|equalfold|contains|includes|index(?:of)?|search|match|test)\s*\((?:[^()'"`\n]{0,60},)?\s*['"`/][^'"`\n]{0,40}kommo|[!=]==?\s*['"`][^'"`\n]{0,30}kommo|\/[^/\n]{0,60}kommo[^/\n]{0,40}\/[a-z]*\.test/i

/** Every host of amocrm.com in a file with what happens to it, in order. */
export function decidedHosts(file: FileModel, project: Project): readonly Decided[] {
  const known = cache.get(file)
  if (known?.project === project) return known.decided
  const { text: whole } = file.source
  // Both look around at every call and slash: not in a file that never says the new name.
  const namesKommo = /kommo/i.test(whole)
  const translates = namesKommo && TRANSLATION.test(whole)
  const asksForKommo = namesKommo && QUESTION.test(whole)
  const decided = file.texts.flatMap((text) => {
    const site = linkedSite(file, text, project)
    return findOccurrences(site).map((occurrence) => ({
      occurrence,
      decision: decide(occurrence, {
        nature: natureAt(file, occurrence.at),
        syntax: file.syntax,
        statement: textOf(file, site.anchor.statement),
        has: (wanted) => file.source.text.includes(wanted),
        translates,
        asksForKommo,
      }),
    }))
  })
  cache.set(file, { project, decided })
  return decided
}

/** Tests may stand in the file that they test. */
function natureAt({ nature, tests }: FileModel, { start }: Span): FileModel['nature'] {
  return tests?.some((test) => test.start <= start && start < test.end) ? 'test' : nature
}

/** Decoded text of a span of the file. */
export function textOf(file: FileModel, span: Span): string {
  return file.source.text.slice(file.source.indexAt(span.start), file.source.indexAt(span.end))
}
