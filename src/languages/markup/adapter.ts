import { natureOf } from '../../files/nature.js'
import type { Source } from '../../files/source.js'
import type { RequestFacts } from '../../requests.js'
import type { CallSite, GlobalRef, InputSite, TextSite } from '../../sites.js'
import type { StorageFacts } from '../../storage.js'
import type { Adapter, FileModel } from '../language.js'
import { leftoverSites } from '../leftover.js'
import { byPlace, spanOf } from '../site.js'
import { type Document, type Found, maskedSource } from './document.js'
import { maskTags } from './mask.js'
import { addMarkup, addTagCode, isAllTags } from './sites.js'
import { enginesOf, tagsOf } from './tags.js'

/** HTML, components and templates: their scripts are parsed, their attributes and texts read, their tags masked. */
export const adapter: Adapter = { family: 'markup', model: (source) => markupModel(source) }

/** The model of a markup file; with `readPhp` the PHP in it is read by its grammar, else by its strings. */
export function markupModel(source: Source, readPhp?: ReadCode): FileModel {
  const tags = tagsOf(source.text, enginesOf(source.path), source.path)
  const masked = maskTags(source.text, tags)
  const found: Found = {
    texts: [],
    globals: [],
    inputs: [],
    requests: [],
    scripts: [],
    asScript: new Set(),
    freeNames: new Map(),
    problems: [],
    parses: 0,
  }
  const doc: Document = {
    source,
    view: maskedSource(source, masked),
    tags,
    isComponent: /\.vue$/i.test(source.path),
    isTemplate: false,
    found,
  }
  const isCode = tags.length > 0 && isAllTags(masked)
  if (!isCode) {
    found.parses++
    addMarkup(doc, 0, source.text.length)
  }
  const php = readPhp?.(source)
  addCode(doc, php)
  const broken = found.problems.length > 0
  const globals = sharedGlobals(found)
  const texts = [...found.texts, ...leftoverSites(source, found.texts, globals)].sort(byPlace)
  return {
    source,
    language: languageOf(source.path),
    family: 'markup',
    syntax: broken ? 'broken' : isCode && !php ? 'text' : 'tree',
    problems: found.problems.slice(0, 5),
    texts,
    globals,
    inputs: found.inputs,
    calls: php && 'calls' in php ? php.calls : [],
    freeNames: found.freeNames,
    parses: found.parses,
    nature: natureOf(source.path, source.text),
    ...(found.modules && { modules: found.modules }),
    ...(found.requests.length > 0 && { requests: { requests: found.requests } }),
    ...(php && 'storage' in php && php.storage && { storage: php.storage }),
  }
}

/** Code of the server in a file, read by its grammar. */
export type ReadCode = (source: Source) => CodeRegion

export type CodeRegion =
  | {
      texts: readonly TextSite[]
      inputs: readonly InputSite[]
      calls: readonly CallSite[]
      freeNames: ReadonlyMap<string, number>
      parses: number
      storage?: StorageFacts
      requests?: RequestFacts
    }
  | { message: string; index: number }

function addCode(doc: Document, code: CodeRegion | undefined): void {
  if (!code || 'message' in code) {
    addTagCode(doc)
    if (code)
      doc.found.problems.push({ message: code.message, span: spanOf(doc.source, code.index, code.index) })
    return
  }
  doc.found.parses += code.parses
  doc.found.texts.push(...code.texts)
  doc.found.inputs.push(...code.inputs)
  doc.found.requests.push(...(code.requests?.requests ?? []))
  for (const [name, count] of code.freeNames)
    doc.found.freeNames.set(name, (doc.found.freeNames.get(name) ?? 0) + count)
  addTagCode(doc, 'php')
}

function languageOf(path: string): string {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
  if (/^(?:php5?|phtml|inc)$/.test(ending)) return 'php'
  return /^(?:x?html?|shtml)$/.test(ending) ? 'html' : ending
}

/**
 * Classic scripts of one page share their top-level names: a name that another script of the file declares or
 * writes is bound for all of them.
 */
function sharedGlobals({ globals, scripts }: Found): GlobalRef[] {
  return globals.map(({ ref, region }) => ({
    ...ref,
    bound(name) {
      const own = ref.bound(name)
      if (own !== 'no') return own
      const elsewhere = scripts.some((script) => script.region !== region && isBoundIn(script.text, name))
      return elsewhere ? 'script-var' : 'no'
    },
  }))
}

function isBoundIn(script: string, name: string): boolean {
  const declared = `\\b(?:var|let|const|function|class)\\s+${name}\\b`
  const written = `(?:(?<![\\w$.])|\\b(?:window|self|top|globalThis)\\.)${name}\\s*=(?![=>])`
  const imported = `\\bimport\\b[^;'"]*\\b${name}\\b[^;'"]*\\bfrom\\b`
  return new RegExp(`${declared}|${written}|${imported}`).test(script)
}
