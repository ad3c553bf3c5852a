import type { Source } from '../../files/source.js'
import type { GlobalRef, Hole, Literal, TextSite, Use } from '../../sites.js'
import { decodeEntities } from '../decode.js'
import { collectJson } from '../json/collect.js'
import { type ScriptRegion, scriptRegion } from '../script/adapter.js'
import type { ScriptLang } from '../script/tree.js'
import { lexiconOf } from '../text/lexicon.js'
import { textSitesOf } from '../text/sites.js'
import { tokensOf } from '../text/tokens.js'
import { type Document, maskedSource, tagsIn } from './document.js'
import { lexicalGlobals } from './lexical-globals.js'
import { isPlaceholder, maskScript, SCRIPT_MASKS } from './mask.js'
import type { TemplateTag } from './tags.js'

const WORTH_PARSING = /amo|kommo|\bAPP\b|\breferer\b/i

interface RegionOptions {
  lang: ScriptLang
  /** What the value of a bound attribute is for. */
  uses?: readonly Use[]
  /** `page`: names are the page's globals; `component`: names are looked up in a component first. */
  scope: 'page' | 'module' | 'component'
  /** Other readings of the text, of the same length (an object literal in parentheses), tried first to last. */
  readings?: (text: string) => string[]
}

/**
 * Parses `[start, end)` as script with its template tags masked and adds what it holds. A region that no masking makes
 * parse is searched as text; without tags in it that is a problem of the file.
 */
export function addScript(doc: Document, start: number, end: number, options: RegionOptions): void {
  const written = doc.source.text.slice(start, end)
  if (!WORTH_PARSING.test(written)) return
  const tags = tagsIn(doc.tags, start, end).map((tag) => shifted(tag, start))
  let problem: ScriptRegion['problems'] = []
  for (const { text, plain } of candidates(doc, start, end, written, tags, options)) {
    const region = scriptRegion(
      plain ? plainView(doc, start, text) : doc.view,
      start,
      end,
      text,
      options.lang,
    )
    doc.found.parses += region.parses
    if (region.problems.length === 0) {
      addRegion(doc, region, text, options)
      for (const tag of plain ? tags : []) {
        if (text.startsWith(written.slice(tag.start, tag.end), tag.start))
          doc.found.asScript.add(tag.start + start)
      }
      return
    }
    if (problem.length === 0) problem = region.problems
  }
  if (tags.length === 0 && options.scope !== 'component' && !doc.isTemplate)
    doc.found.problems.push(...problem)
  doc.found.texts.push(...textSitesOf(doc.view, 'javascript', start, end))
  const doubt = 'the script around it does not parse with the template tags in it'
  doc.found.globals.push(...lexicalGlobals(doc.view, start, end, doubt).map((ref) => ({ ref, region: -1 })))
}

/** The view whose literals read as `text` does, where template tags were taken for script. */
function plainView(doc: Document, start: number, text: string): Source {
  const whole = doc.view.text
  return maskedSource(doc.source, whole.slice(0, start) + text + whole.slice(start + text.length))
}

function* candidates(
  doc: Document,
  start: number,
  end: number,
  written: string,
  tags: readonly TemplateTag[],
  { readings }: RegionOptions,
): Generator<{ text: string; plain: boolean }> {
  const masked = doc.view.text.slice(start, end)
  const seen = new Set<string>()
  for (const mask of tags.length === 0 ? (['none'] as const) : SCRIPT_MASKS) {
    const text = tags.length === 0 ? masked : maskScript(written, masked, tags, insideOf(masked), mask)
    for (const reading of readings ? readings(text) : [text]) {
      if (!seen.has(reading)) yield { text: reading, plain: mask === 'none' && tags.length > 0 }
      seen.add(reading)
    }
  }
}

/** Whether an index lies in a string or comment of masked script. */
function insideOf(masked: string): (index: number) => boolean {
  const lexicon = lexiconOf('javascript')
  const tokens = lexicon ? tokensOf(masked, lexicon, 0, masked.length) : []
  let at = 0
  // Tags are asked for in order.
  return (index) => {
    if (at > 0 && index < (tokens[at - 1]?.to ?? 0)) at = 0
    while (at < tokens.length && (tokens[at]?.to ?? 0) <= index) at++
    return index >= (tokens[at]?.from ?? Number.POSITIVE_INFINITY)
  }
}

function shifted(tag: TemplateTag, by: number): TemplateTag {
  return { ...tag, start: tag.start - by, end: tag.end - by, from: tag.from - by, to: tag.to - by }
}

function addRegion(doc: Document, region: ScriptRegion, text: string, options: RegionOptions): void {
  const { found } = doc
  const index = found.parses
  found.texts.push(...region.texts.map((site) => unmasked(withUses(site, options.uses ?? []))))
  found.inputs.push(...region.inputs)
  found.requests.push(...(region.requests?.requests ?? []))
  for (const [name, count] of region.freeNames) {
    if (!isPlaceholder(name)) found.freeNames.set(name, (found.freeNames.get(name) ?? 0) + count)
  }
  if (options.scope === 'component') {
    found.globals.push(...region.globals.map((ref) => ({ ref: inComponent(doc, ref), region: index })))
    return
  }
  found.globals.push(...region.globals.map((ref) => ({ ref, region: index })))
  // The scripts of a component are one module, those of a page one global scope.
  if (options.scope === 'page' || doc.isComponent) found.scripts.push({ text, region: index })
  if (region.modules && options.scope === 'module') found.modules ??= region.modules
}

/** Vue resolves a name of a template against the component alone; Alpine and Angular look there first. */
function inComponent(doc: Document, ref: GlobalRef): GlobalRef {
  if (doc.isComponent) return { ...ref, via: 'property' }
  const doubt = 'a name in a template is looked up in its component first'
  return { ...ref, place: { ...ref.place, doubt } }
}

/** A site with what its place in the markup adds to what the script says. */
function withUses(site: TextSite, uses: readonly Use[]): TextSite {
  if (uses.length === 0 || site.uses.some((use) => use.is === 'comment')) return site
  const known = site.uses.filter((use) => use.is !== 'unknown')
  return replaced(site, { uses: [...known, ...uses] })
}

/** A site whose placeholders are holes without a name. */
function unmasked(site: TextSite): TextSite {
  if (!site.parts.some((part) => part.kind === 'hole' && part.name && isPlaceholder(part.name))) return site
  const nameless = (part: Literal | Hole): Literal | Hole =>
    part.kind === 'hole' && part.name && isPlaceholder(part.name) ? { kind: 'hole', span: part.span } : part
  return replaced(site, { parts: site.parts.map(nameless) })
}

function replaced(site: TextSite, change: Partial<Pick<TextSite, 'uses' | 'parts'>>): TextSite {
  return {
    parts: change.parts ?? site.parts,
    uses: change.uses ?? site.uses,
    owner: site.owner,
    closed: site.closed,
    ...(site.lexical && { lexical: true }),
    get anchor() {
      return site.anchor
    },
  }
}

/** Sites of `<script type="application/json">`; one with tags between its values is searched as text. */
export function addJson(doc: Document, start: number, end: number): void {
  if (!WORTH_PARSING.test(doc.source.text.slice(start, end))) return
  const { texts, problems } = collectJson(doc.view, start, end)
  doc.found.parses++
  doc.found.texts.push(...(problems.length > 0 ? textSitesOf(doc.view, 'json', start, end) : texts))
}

/** The value of an event attribute as script: entities are spelled out, padded so that all indices hold. */
export function spellEntities(text: string): string {
  return text.replace(/(?:&(?:#x?[0-9a-f]+|[a-z]+);)+/gi, (run, at: number) => {
    const plain = decodeEntities(run, 0, run.length)?.text ?? run
    const pad = ' '.repeat(Math.max(0, run.length - plain.length))
    // The quote that opens a string must touch it, the one that closes it must not push blanks into it.
    const opens = (text.slice(0, at).match(/&quot;|&#34;|&#39;|&apos;/g)?.length ?? 0) % 2 === 0
    return opens ? pad + plain : plain + pad
  })
}
