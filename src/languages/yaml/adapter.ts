import type { Source } from '../../files/source.js'
import type { StorageFacts } from '../../storage.js'
import { brokenOrText } from '../broken.js'
import { isMapping } from '../doctrine/mapping.js'
import { yamlTables } from '../doctrine/yaml.js'
import type { Adapter, FileModel } from '../language.js'
import { spanOf } from '../site.js'
import { fileModel } from '../text/adapter.js'
import { kindSites } from '../text/sites.js'
import { type Parsed, parseYaml } from './document.js'
import { yamlTreeSites } from './sites.js'

/** YAML of any kind: containers, pipelines, interfaces, frameworks. What a template engine fills in is searched as text. */
export const adapter: Adapter = { family: 'text', model }

function model(source: Source): FileModel {
  const parsed = parse(source.text)
  const texts = parsed.problems.length === 0 ? yamlTreeSites(source, parsed) : undefined
  if (texts) {
    const storage = isMapping(source.path) ? mappingOf(source, parsed) : undefined
    return fileModel(source, 'yaml', { syntax: 'tree', texts, parses: 1, ...(storage && { storage }) })
  }
  return brokenOrText(source, 'yaml', kindSites(source), parsed.problems)
}

function mappingOf(source: Source, parsed: Parsed): StorageFacts {
  return { tables: yamlTables(parsed, ({ start, end }) => spanOf(source, start, end)), uses: [] }
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
