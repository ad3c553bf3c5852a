import type { Source } from '../../files/source.js'
import type { TextSite, Use } from '../../sites.js'
import { codeSites, lineSites } from './code.js'
import { kindOf, type TextKind } from './kinds.js'
import { lexical } from './lexical.js'
import { lexiconOf } from './lexicon.js'
import { serverSites } from './server.js'
import { pairSites } from './settings.js'
import { tagSites } from './tags.js'
import { yamlSites } from './yaml.js'

/**
 * Sites of `[start, end)` of the source, searched as text: by the strings and comments of `language` when it is a code
 * language, else line by line. For files without a grammar, and for what a grammar refused.
 */
export function textSitesOf(
  source: Source,
  language: string,
  start = 0,
  end = source.text.length,
  plain: readonly Use[] = [{ is: 'prose' }],
): TextSite[] {
  const isMysql = language === 'sql' && /`|\bENGINE\s*=|-- (?:MySQL|MariaDB)/i.test(source.text)
  const lexicon = lexiconOf(isMysql ? 'mysql' : language)
  return lexicon ? codeSites(source, lexicon, start, end) : lineSites(source, start, end, plain)
}

/** Sites of a script file that no parser accepts. */
export function lexicalSites(source: Source): TextSite[] {
  return textSitesOf(source, 'javascript')
}

/** Sites of a whole file without a grammar, or of `[start, end)` of it. */
export function kindSites(
  source: Source,
  kind: TextKind = kindOf(source.path, source.text),
  start = 0,
  end = source.text.length,
): TextSite[] {
  if (kind.is === 'code') return textSitesOf(source, kind.language, start, end)
  if (kind.is === 'tags') return tagSites(source, start, end)
  if (kind.is === 'prose') return lineSites(source, start, end, [{ is: 'prose' }])
  if (kind.shape === 'yaml') return yamlSites(source, start, end)
  return kind.shape === 'pairs' ? pairSites(source, start, end) : serverSites(source, start, end)
}

/** Sites of a file that is held in `[start, end)` of another, by its name there; `undefined` when the name says nothing. */
export function embeddedSites(
  source: Source,
  name: string,
  start: number,
  end: number,
): TextSite[] | undefined {
  if (/\.jsonc?$/i.test(name)) return textSitesOf(source, 'json', start, end).map(lexical)
  const kind = kindOf(name, '')
  return kind.is === 'prose' ? undefined : kindSites(source, kind, start, end).map(lexical)
}
