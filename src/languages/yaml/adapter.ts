import type { Source } from '../../files/source.js'
import { brokenOrText } from '../broken.js'
import type { Adapter, FileModel } from '../language.js'
import { fileModel } from '../text/adapter.js'
import { kindSites } from '../text/sites.js'
import { type Parsed, parseYaml } from './document.js'
import { yamlTreeSites } from './sites.js'

/** YAML of any kind: containers, pipelines, interfaces, frameworks. What a template engine fills in is searched as text. */
export const adapter: Adapter = { family: 'text', model }

function model(source: Source): FileModel {
  const parsed = parse(source.text)
  const texts = parsed.problems.length === 0 ? yamlTreeSites(source, parsed) : undefined
  if (texts) return fileModel(source, 'yaml', { syntax: 'tree', texts, parses: 1 })
  return brokenOrText(source, 'yaml', kindSites(source), parsed.problems)
}

function parse(text: string): Parsed {
  try {
    return parseYaml(text)
  } catch (error) {
    // Brackets nested by the ten thousand exhaust the parser's stack.
    if (!(error instanceof RangeError)) throw error
    return { documents: [], comments: [], problems: [{ message: 'nested too deeply', start: 0, end: 0 }] }
  }
}
