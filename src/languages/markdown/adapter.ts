import { natureOf } from '../../files/nature.js'
import type { Source } from '../../files/source.js'
import type { Adapter, FileModel } from '../language.js'
import { markdownSites } from './sites.js'

/** Markdown, MDX, reStructuredText and AsciiDoc: prose, link targets, and code that is shown rather than run. */
export const adapter: Adapter = { family: 'markdown', model }

function model(source: Source): FileModel {
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
  }
}
