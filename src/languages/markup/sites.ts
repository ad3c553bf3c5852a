import type { TextSite, Use } from '../../sites.js'
import { decodeEntities } from '../decode.js'
import { valueSites } from '../lists.js'
import { literal, mentionsBrand, textSite } from '../site.js'
import { commentSites } from '../text/code.js'
import { patternUse } from '../text/pattern-use.js'
import { textSitesOf } from '../text/sites.js'
import { type Document, tagsIn } from './document.js'
import { type Attribute, type HtmlHandler, readHtml } from './html.js'
import { lexicalGlobals } from './lexical-globals.js'
import { MASKED, MASKED_RUN } from './mask.js'
import { addJson, addScript, spellEntities } from './regions.js'
import { scriptKind } from './script-kind.js'
import type { TemplateTag } from './tags.js'
import { addBinding, addInterpolations, INTERPOLATION, isBinding } from './vue.js'

/** Adds everything in `[start, end)` of a document that mentions a brand. */
export function addMarkup(doc: Document, start: number, end: number): void {
  const handler: HtmlHandler = {
    text: (from, to) => addText(doc, from, to),
    comment: (from, to) => {
      if (mentionsBrand(doc.view.text.slice(from, to)))
        doc.found.texts.push(...commentSites(doc.view, from, to))
    },
    element(tag, attributes, at) {
      addName(doc, tag, at, 'tag name')
      for (const attribute of attributes) addAttribute(doc, tag, attribute)
    },
    raw(tag, attributes, from, to) {
      if (tag === 'style') {
        if (mentionsBrand(doc.view.text.slice(from, to)))
          doc.found.texts.push(...textSitesOf(doc.view, 'css', from, to))
      } else addRaw(doc, attributes, from, to)
    },
  }
  readHtml(doc.view.text, start, end, handler)
}

function addText(doc: Document, start: number, end: number): void {
  const text = doc.view.text.slice(start, end)
  if (doc.isComponent && text.includes('{{')) addInterpolations(doc, start, end)
  if (!mentionsBrand(text)) return
  for (const line of text.matchAll(/[^\r\n]+/g)) {
    const from = start + line.index + (/^\s*/.exec(line[0])?.[0].length ?? 0)
    const to = start + line.index + line[0].trimEnd().length
    if (mentionsBrand(line[0]))
      doc.found.texts.push(...markedSites(doc, from, to, { uses: [{ is: 'prose' }] }))
  }
}

/** Sites of a run of text: entities decoded, template tags as holes. */
function markedSites(
  doc: Document,
  start: number,
  end: number,
  facts: { uses: readonly Use[]; quote?: string; owner?: readonly string[] },
): TextSite[] {
  const decoded = decodeEntities(doc.view.text, start, end)
  const holes = doc.isComponent ? INTERPOLATION : MASKED_RUN
  return valueSites(doc.view, { start, end, decoded, layers: ['html'] }, facts, holes)
}

function addName(doc: Document, name: string, at: number, note: string): void {
  if (!mentionsBrand(name)) return
  const part = literal(doc.source, at, at + name.length, undefined, [])
  doc.found.texts.push(textSite(doc.source, [part], { uses: [{ is: 'unknown', note }] }))
}

const SCRIPT_URL = /^\s*javascript:/i

function addAttribute(doc: Document, tag: string, attribute: Attribute): void {
  const { name, start, end, quote } = attribute
  addName(doc, name, attribute.at, 'attribute name')
  if (start === end) return
  const value = doc.view.text.slice(start, end)
  if (isBinding(doc, name)) {
    addBinding(doc, tag, attribute)
    return
  }
  if (/^on[a-z]+$/i.test(name)) {
    addScript(doc, start, end, { lang: 'js', scope: 'page', readings: (text) => [spellEntities(text)] })
    return
  }
  if (SCRIPT_URL.test(value)) {
    const from = start + (SCRIPT_URL.exec(value)?.[0].length ?? 0)
    addScript(doc, from, end, { lang: 'js', scope: 'page', readings: (text) => [spellEntities(text)] })
    return
  }
  if (!mentionsBrand(value)) return
  const pattern = /^pattern$/i.test(name) ? patternUse(value) : undefined
  const uses: Use[] = [...(pattern ? [pattern] : []), { is: 'attribute', tag, name }]
  doc.found.texts.push(...markedSites(doc, start, end, { uses, quote, owner: [tag] }))
}

function addRaw(doc: Document, attributes: readonly Attribute[], start: number, end: number): void {
  const attribute = (name: string): string => {
    const found = attributes.find((other) => other.name.toLowerCase() === name)
    return found ? doc.view.text.slice(found.start, found.end).trim().toLowerCase() : ''
  }
  const kind = scriptKind(attribute('type'), attribute('lang'), attribute('language'))
  if (kind.is === 'json') addJson(doc, start, end)
  else if (kind.is === 'markup') addMarkup({ ...doc, isTemplate: true }, start, end)
  else if (kind.is === 'script') {
    const isModule = doc.isComponent || attribute('type') === 'module'
    addScript(doc, start, end, {
      lang: kind.lang,
      scope: isModule ? 'module' : 'page',
      readings: withoutComment,
    })
  } else if (mentionsBrand(doc.view.text.slice(start, end))) {
    doc.found.texts.push(
      ...textSitesOf(doc.view, kind.language, start, end, [{ is: 'embedded', language: kind.language }]),
    )
  }
}

/** `<![CDATA[ … ]]>` around a script is no script. */
function withoutComment(text: string): string[] {
  return [text.replace(/<!\[CDATA\[|\]\]>/g, (mark) => ' '.repeat(mark.length))]
}

/** Sites of the code inside template tags; that of the language `read` was read by its grammar already. */
export function addTagCode(doc: Document, read?: string): void {
  for (const tag of tagsIn(doc.tags, 0, doc.source.text.length)) {
    if (doc.found.asScript.has(tag.start) || (read !== undefined && tag.language === read)) continue
    if (!mentionsBrand(doc.source.text.slice(tag.start, tag.end))) continue
    const { texts } = doc.found
    if (tag.kind === 'comment') texts.push(...commentSites(doc.source, tag.start, tag.end))
    else texts.push(...textSitesOf(doc.source, tag.language, tag.from, tag.to))
    if (tag.kind !== 'comment' && tag.language === 'javascript') addTagNames(doc, tag)
  }
}

/** `{{ AMOCRM }}` names a variable of the template; the code of EJS and Svelte may reach the page's globals. */
function addTagNames(doc: Document, tag: TemplateTag): void {
  const { source, found } = doc
  const isVariable = /^\{[{%]/.test(source.text.slice(tag.start, tag.start + 2))
  const doubt = 'code of a template may run on the server or look names up in its own data'
  for (const ref of lexicalGlobals(source, tag.from, tag.to, doubt)) {
    found.globals.push({ ref: isVariable ? { ...ref, via: 'property' } : ref, region: -1 })
  }
}

/** Whether nothing but white space stands outside the tags. */
export function isAllTags(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string
    if (char !== MASKED && char.trim() !== '') return false
  }
  return true
}
