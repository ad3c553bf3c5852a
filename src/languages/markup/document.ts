import type { Source } from '../../files/source.js'
import type { RequestSite } from '../../requests.js'
import type { GlobalRef, InputSite, Span, TextSite } from '../../sites.js'
import type { ModuleFacts } from '../language.js'
import type { TemplateTag } from './tags.js'

/** One markup file while its model is built. */
export interface Document {
  source: Source
  /** The same source with its template tags masked; same length, same indices and bytes. */
  view: Source
  tags: readonly TemplateTag[]
  /** Template expressions are resolved against a component, not against the page's globals. */
  isComponent: boolean
  /** Markup held in a script element: what does not parse there is no problem of the file. */
  isTemplate: boolean
  found: Found
}

/** What a document holds, collected on the way. */
export interface Found {
  texts: TextSite[]
  globals: { ref: GlobalRef; region: number }[]
  inputs: InputSite[]
  requests: RequestSite[]
  /** Texts of classic scripts, whose top-level names all regions share. */
  scripts: { text: string; region: number }[]
  /** Starts of tags that turned out to be script (`style={{ … }}`). */
  asScript: Set<number>
  freeNames: Map<string, number>
  problems: { message: string; span: Span }[]
  parses: number
  modules?: ModuleFacts
}

/** A source whose text is masked and whose bytes, offsets and path are those of `source`. */
export function maskedSource(source: Source, text: string): Source {
  return Object.create(source, { text: { value: text } }) as Source
}

/** The tags that lie in `[start, end)`, by binary search. */
export function tagsIn(tags: readonly TemplateTag[], start: number, end: number): readonly TemplateTag[] {
  let low = 0
  let high = tags.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((tags[middle] as TemplateTag).end <= start) low = middle + 1
    else high = middle
  }
  let last = low
  while (last < tags.length && (tags[last] as TemplateTag).start < end) last++
  return tags.slice(low, last)
}
