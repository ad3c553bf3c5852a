import type { Source } from '../../files/source.js'
import type { StorageFacts } from '../../storage.js'
import type { ScriptTree } from '../script/tree.js'
import { sqlStrings } from '../sql/strings.js'
import { type Extractor, extractAll, storageContext } from './context.js'
import { diesel } from './diesel.js'
import { efCore } from './ef-core/index.js'
import { ent } from './ent.js'
import { exposed } from './exposed.js'
import { gorm } from './gorm.js'
import { jooq } from './jooq.js'
import { jpa } from './jpa/index.js'
import { jsStorage } from './js/index.js'
import { csharpCalls } from './keyed/csharp.js'
import { goCalls } from './keyed/go.js'
import { javaCalls } from './keyed/java.js'
import { jsCalls } from './keyed/js.js'
import { phpCalls } from './keyed/php.js'
import { pythonCalls } from './keyed/python.js'
import { rubyCalls } from './keyed/ruby.js'
import { rustCalls } from './keyed/rust.js'
import { keyed } from './keyed.js'
import { php } from './php.js'
import { python } from './python.js'
import { ruby } from './ruby.js'
import { springCache } from './spring-cache.js'
import { isWorthStorage } from './worth.js'

/** By language, as models name it. */
export const EXTRACTORS: readonly { languages: RegExp; extractors: readonly Extractor[] }[] = [
  { languages: /./, extractors: [sqlStrings] },
  { languages: /^(?:javascript|typescript)$/, extractors: [keyed(jsCalls), ...jsStorage] },
  { languages: /^php$/, extractors: [keyed(phpCalls), ...php] },
  { languages: /^python$/, extractors: [keyed(pythonCalls), ...python] },
  { languages: /^ruby$/, extractors: [keyed(rubyCalls), ...ruby] },
  { languages: /^go$/, extractors: [keyed(goCalls), gorm, ent] },
  { languages: /^csharp$/, extractors: [keyed(csharpCalls), efCore] },
  { languages: /^(?:java|kotlin)$/, extractors: [keyed(javaCalls), jpa, springCache, jooq] },
  { languages: /^kotlin$/, extractors: [exposed] },
  { languages: /^rust$/, extractors: [keyed(rustCalls), diesel] },
]

/**
 * Tables that a tree declares and the keys that it asks by; `undefined` for a text without a word of either.
 * @param base UTF-16 index in `source.text` at which `tree.text` starts
 */
export function collectStorage(
  tree: ScriptTree,
  language: string,
  source: Source,
  base: number,
): StorageFacts | undefined {
  if (!isWorthStorage(tree.text)) return undefined
  const extractors = EXTRACTORS.flatMap((each) => (each.languages.test(language) ? each.extractors : []))
  const facts = extractAll(storageContext(tree, language, source, base), extractors)
  return facts.tables.length + facts.uses.length > 0 ? facts : undefined
}
