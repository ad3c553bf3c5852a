import { parse, TomlError } from 'smol-toml'
import type { Source } from '../../files/source.js'
import { brokenOrText } from '../broken.js'
import type { Adapter, FileModel } from '../language.js'
import { fileModel } from '../text/adapter.js'
import { kindSites } from '../text/sites.js'
import { readToml } from './reader.js'
import { tomlSites } from './sites.js'

/** TOML: a parser says whether it is valid, a reader of its own where everything stands. */
export const adapter: Adapter = { family: 'text', model }

function model(source: Source): FileModel {
  const problem = problemOf(source.text)
  const read = problem ? undefined : readToml(source.text)
  if (read) return fileModel(source, 'toml', { syntax: 'tree', texts: tomlSites(source, read), parses: 1 })
  return brokenOrText(source, 'toml', kindSites(source), problem ? [problem] : [])
}

function problemOf(written: string): { message: string; start: number; end: number } | undefined {
  // A lone carriage return ends a line here, as it does in an editor.
  const text = written.replace(/\r(?!\n)/g, '\n')
  try {
    parse(text)
    return undefined
  } catch (error) {
    if (error instanceof RangeError) return { message: 'nested too deeply', start: 0, end: 0 }
    if (!(error instanceof TomlError)) throw error
    const lines = text.split('\n').slice(0, error.line - 1)
    const start = lines.join('\n').length + (lines.length > 0 ? 1 : 0) + error.column - 1
    const message = (error.message.split('\n')[0] as string).replace(/^Invalid TOML document: /, '')
    return { message, start, end: start }
  }
}
