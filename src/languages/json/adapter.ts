import { natureOf } from '../../files/nature.js'
import type { Source } from '../../files/source.js'
import type { Adapter, FileModel } from '../language.js'
import { spanOf } from '../site.js'
import { adapter as textAdapter } from '../text/adapter.js'
import { textSitesOf } from '../text/sites.js'
import { type Collected, collectJson } from './collect.js'
import { jsonData } from './data.js'

/** JSON, JSON with comments (`tsconfig.json`, `.eslintrc`) and JSON lines. */
export const adapter: Adapter = { family: 'json', model }

function model(source: Source): FileModel {
  if (!isJson(source)) return textAdapter.model(source)
  const collected = isLines(source.path) ? collectLines(source) : collect(source)
  const broken = collected.problems.length > 0
  return {
    source,
    language: 'json',
    family: 'json',
    syntax: broken ? 'broken' : 'tree',
    problems: collected.problems.slice(0, 5).map(({ message, offset, length }) => ({
      message,
      span: spanOf(source, offset, Math.min(source.text.length, offset + length)),
    })),
    texts: broken ? textSitesOf(source, 'json') : collected.texts,
    globals: [],
    freeNames: new Map(),
    parses: 1,
    nature: natureOf(source.path, source.text),
    data: jsonData(source),
  }
}

function collect(source: Source, start?: number, end?: number): Collected {
  try {
    return collectJson(source, start, end)
  } catch (error) {
    // Brackets nested by the ten thousand exhaust the parser's stack.
    if (!(error instanceof RangeError)) throw error
    return { texts: [], problems: [{ message: 'nested too deeply', offset: start ?? 0, length: 0 }] }
  }
}

/** Linter settings without an ending may be YAML, and JSON5 has no grammar here. */
function isJson({ path, text }: Source): boolean {
  return /\.json5$/i.test(path) ? false : !/rc$/i.test(path) || /^\s*(?:[{["]|\/[/*])/.test(text)
}

function isLines(path: string): boolean {
  return /\.(?:jsonl|ndjson)$/i.test(path)
}

/** One JSON value a line. */
function collectLines(source: Source): Collected {
  const all: Collected = { texts: [], problems: [] }
  for (const match of source.text.matchAll(/[^\r\n]+/g)) {
    const line = collect(source, match.index, match.index + match[0].length)
    all.texts.push(...line.texts)
    all.problems.push(...line.problems)
  }
  return all
}
