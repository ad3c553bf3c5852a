import { natureOf } from '../../files/nature.js'
import type { Source } from '../../files/source.js'
import type { RequestFacts } from '../../requests.js'
import type { CallSite, GlobalRef, InputSite, Span, TextSite } from '../../sites.js'
import type { StorageFacts } from '../../storage.js'
import type { Adapter, FileModel, ModuleFacts } from '../language.js'
import { collectRequests } from '../requests/index.js'
import { spanOf } from '../site.js'
import { collectStorage } from '../storage/index.js'
import { lexicalSites } from '../text/sites.js'
import { collectCalls } from './calls.js'
import { collectGlobals } from './globals.js'
import { collectInputs } from './inputs/index.js'
import { scriptLang } from './lang.js'
import { moduleFacts } from './modules.js'
import { collectTexts } from './texts.js'
import { isFailure, parseScript, type ScriptFailure, type ScriptLang } from './tree.js'

/** What one piece of script gives to the model of its file. */
export interface ScriptRegion {
  texts: TextSite[]
  globals: GlobalRef[]
  inputs: InputSite[]
  calls: CallSite[]
  freeNames: Map<string, number>
  problems: { message: string; span: Span }[]
  parses: number
  storage?: StorageFacts
  requests?: RequestFacts
  modules?: ModuleFacts
}

/**
 * Analyses a piece of script inside a file. `text` is the piece with template tags masked, of the same length
 * as `source.text.slice(start, end)`; `start` and `end` are UTF-16 indices. A piece that does not parse gives a
 * problem and no sites: the caller searches it as text.
 */
export function scriptRegion(
  source: Source,
  start: number,
  end: number,
  text: string,
  lang: ScriptLang,
): ScriptRegion {
  const tree = parseScript(text, lang)
  if (isFailure(tree)) {
    return {
      texts: [],
      globals: [],
      inputs: [],
      calls: [],
      freeNames: new Map(),
      problems: [problemOf(tree)],
      parses: 1,
    }
  }
  const storage = collectStorage(tree, languageOf(lang), source, start)
  const requests = collectRequests(tree, languageOf(lang), source, start)
  return {
    texts: collectTexts(tree, source, start),
    globals: collectGlobals(tree, source, start),
    inputs: collectInputs(tree, source, start),
    calls: collectCalls(tree, source, start),
    freeNames: tree.scopes.freeNames(),
    problems: [],
    parses: 1,
    ...(storage && { storage }),
    ...(requests && { requests }),
    modules: moduleFacts(tree, source, start),
  }

  function problemOf(failure: ScriptFailure) {
    const at = Math.min(start + failure.offset, end)
    return { message: failure.message, span: spanOf(source, at, Math.min(at + 1, end)) }
  }
}

function languageOf(lang: ScriptLang): string {
  return lang === 'ts' || lang === 'tsx' || lang === 'dts' ? 'typescript' : 'javascript'
}

function model(source: Source): FileModel {
  const lang = scriptLang(source.path)
  const shebang = /^#!.*/.exec(source.text)?.[0] ?? ''
  const text = shebang ? ' '.repeat(shebang.length) + source.text.slice(shebang.length) : source.text
  const region = scriptRegion(source, 0, source.text.length, text, lang)
  const broken = region.problems.length > 0
  return {
    source,
    language: languageOf(lang),
    family: 'script',
    syntax: broken ? 'broken' : 'tree',
    problems: region.problems,
    texts: broken ? lexicalSites(source) : region.texts,
    globals: region.globals,
    inputs: region.inputs,
    calls: region.calls,
    freeNames: region.freeNames,
    parses: region.parses,
    nature: natureOf(source.path, source.text),
    ...(region.storage && { storage: region.storage }),
    ...(region.requests && { requests: region.requests }),
    ...(region.modules && { modules: region.modules }),
  }
}

export const adapter: Adapter = { family: 'script', model }
