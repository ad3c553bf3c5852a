import { natureOf } from '../../files/nature.js'
import type { Source } from '../../files/source.js'
import type { TextSite } from '../../sites.js'
import type { StorageFacts } from '../../storage.js'
import { isMapping } from '../doctrine/mapping.js'
import { xmlTables } from '../doctrine/xml.js'
import type { Adapter, FileModel } from '../language.js'
import { leftoverSites } from '../leftover.js'
import { prismaFacts } from '../prisma/schema.js'
import { byPlace, spanOf } from '../site.js'
import { sqlFileFacts } from '../sql/facts.js'
import { kindOf, type TextKind } from './kinds.js'
import { isRecording } from './recorded.js'
import { kindSites } from './sites.js'
import { treeSites } from './tree.js'

/** Every file that no other adapter reads: code without a grammar, settings, plain text, recordings. */
export const adapter: Adapter = { family: 'text', model }

function model(source: Source): FileModel {
  const kind = kindOf(source.path, source.text)
  const storage = storageOf(source, kind)
  const texts = treeSites(source, kind)
  if (texts)
    return fileModel(source, kind.language, { syntax: 'tree', texts, parses: 1, ...(storage && { storage }) })
  return fileModel(source, kind.language, { texts: kindSites(source, kind), ...(storage && { storage }) })
}

/** Tables and keys of formats that declare them. */
function storageOf(source: Source, { language }: TextKind): StorageFacts | undefined {
  const span = ({ start, end }: { start: number; end: number }) => spanOf(source, start, end)
  if (language === 'xml' && isMapping(source.path)) return { tables: xmlTables(source.text, span), uses: [] }
  if (language !== 'sql' && language !== 'prisma') return undefined
  return language === 'sql' ? sqlFileFacts(source.path, source.text, span) : prismaFacts(source.text, span)
}

/** The model of a file without scopes; what none of its sites covers is added, and recordings are nothing else. */
export function fileModel(
  source: Source,
  language: string,
  read: Pick<FileModel, 'texts'> & Partial<Pick<FileModel, 'syntax' | 'problems' | 'parses' | 'storage'>>,
): FileModel {
  const nature = isRecording(source.path, source.text) ? 'recorded' : natureOf(source.path, source.text)
  const texts = [...read.texts, ...leftoverSites(source, read.texts, [])].sort(byPlace)
  return {
    source,
    language,
    family: 'text',
    syntax: read.syntax ?? 'text',
    problems: read.problems ?? [],
    texts: nature === 'recorded' ? texts.map(asRecorded) : texts,
    globals: [],
    freeNames: new Map(),
    parses: read.parses ?? 0,
    ...(read.storage && { storage: read.storage }),
    nature,
  }
}

/** What is recorded was written by a machine at some time: what it looks like it is for does not matter. */
function asRecorded(site: TextSite): TextSite {
  const { parts, owner, closed } = site
  return {
    parts,
    owner,
    closed,
    uses: [{ is: 'recorded' }],
    get anchor() {
      return site.anchor
    },
  }
}
