import { natureOf } from '../../files/nature.js'
import type { Source } from '../../files/source.js'
import type { RequestFacts } from '../../requests.js'
import type { Adapter, FileModel } from '../language.js'
import { isOfCrm } from '../requests/carries.js'
import { shownRequests } from '../requests/shown.js'
import { blocksOf } from './blocks.js'
import { markdownSites } from './sites.js'

/** Markdown, MDX, reStructuredText and AsciiDoc: prose, link targets, and code that is shown rather than run. */
export const adapter: Adapter = { family: 'markdown', model }

function model(source: Source): FileModel {
  const requests = requestsIn(source)
  return {
    source,
    language: 'markdown',
    family: 'markdown',
    syntax: 'tree',
    problems: [],
    texts: markdownSites(source),
    globals: [],
    freeNames: new Map(),
    parses: 0,
    nature: natureOf(source.path, source.text),
    ...(requests.length > 0 && { requests: { requests } }),
  }
}

/** Commands that its code blocks show. */
function requestsIn(source: Source): RequestFacts['requests'] {
  if (!/\b(?:curl|wget)\b/.test(source.text) || !isOfCrm(source.text)) return []
  return [...blocksOf(source.text, source.path)].flatMap((block) =>
    block.kind === 'code' ? shownRequests(source, block.language, block.start, block.end) : [],
  )
}
