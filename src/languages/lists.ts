import type { Source } from '../files/source.js'
import type { ListSite, TextSite, Use } from '../sites.js'
import { holeSites, indexIn, partsOf, textOf, type Written } from './holes.js'
import { mentionsBrand, type SiteFacts, spanOf, textSite } from './site.js'

/** A range of decoded text, in UTF-16 units of it. */
interface Range {
  start: number
  end: number
}

/** One directive of a Content-Security-Policy. */
interface Directive extends Range {
  name: string
  sources: Range[]
}

const DIRECTIVE =
  /(?<![\w-])((?:default|script|style|img|media|font|connect|frame|child|worker|object|manifest|prefetch)-src(?:-elem|-attr)?|frame-ancestors|form-action|base-uri|navigate-to)(?=[ \t])/gi

/** Splits a text that holds a Content-Security-Policy into its directives; `[]` when it holds none. */
export function directivesOf(text: string): Directive[] {
  const found: Directive[] = []
  for (const match of text.matchAll(DIRECTIVE)) {
    const start = match.index
    const length = text.slice(start).search(/[;"\r\n]/)
    const end = length < 0 ? text.length : start + length
    const sources = rangesOf(text, /[^\s;,]+/g, start + match[0].length, end)
    if (sources.length > 0 && sources.every((s) => isSource(text.slice(s.start, s.end)))) {
      found.push({ name: (match[1] as string).toLowerCase(), start, end, sources })
    }
  }
  return found
}

function isSource(word: string): boolean {
  return /^'[\w+/=-]+'$|^[\w*.-]+:?$|^[\w+.-]+:\/\/|^[*\w.-]+[:/]|[{$%<]/.test(word)
}

const HOST_WORD = /^(?:[a-z][\w+.-]*:\/\/)?(?:[\w*%{}$-]*\.)+[a-z]{2,}(?::\d+)?(?:\/\S*)?$/i
const LOCAL_WORD = /^(?:\*|(?:https?:\/\/)?(?:localhost|127\.0\.0\.1)(?::\d+)?\/?)$/

/**
 * Splits a text that is nothing but a list of hosts or URLs: `a.com, b.com`, `a.com b.com`, `["a.com","b.com"]`.
 * `undefined` when it is something else or has a single entry.
 */
export function hostListOf(text: string): { form: 'csv' | 'words' | 'array'; items: Range[] } | undefined {
  if (text.length > 10_000) return undefined
  const isArray = /^\s*\[[^\]]*\]\s*$/.test(text)
  const items = rangesOf(text, isArray ? /"[^"]*"|'[^']*'|[^\s,[\]"']+/g : /[^\s,;|]+/g, 0, text.length)
  if (items.length < (isArray ? 1 : 2)) return undefined
  const words = items.map((item) => unquoted(text.slice(item.start, item.end)))
  if (!words.every((word) => HOST_WORD.test(word) || LOCAL_WORD.test(word))) return undefined
  if (isArray) return { form: 'array', items }
  return { form: /[,;|]/.test(text) ? 'csv' : 'words', items }
}

function unquoted(word: string): string {
  return /^(["']).*\1$/.test(word) ? word.slice(1, -1) : word
}

function rangesOf(text: string, pattern: RegExp, from: number, to: number): Range[] {
  return [...text.slice(from, to).matchAll(pattern)].map((match) => ({
    start: from + match.index,
    end: from + match.index + match[0].length,
  }))
}

/**
 * Sites of one text value: one a directive when it holds a Content-Security-Policy, one with a list when it is a list
 * of hosts, else one plain site; `holes` (global) matches what is filled in at run time. `facts.uses` is what the whole
 * value is for. An item's span includes its quotes. Only sites that mention a brand.
 */
export function valueSites(source: Source, written: Written, facts: SiteFacts, holes?: RegExp): TextSite[] {
  const text = textOf(source, written)
  const site = (range: Range, uses: readonly Use[]): TextSite =>
    textSite(source, partsOf(source, written, holes, range.start, range.end), { ...facts, uses })
  const listOf = (form: ListSite['form'], items: readonly Range[], uses: readonly Use[]): Use => ({
    is: 'element',
    of: {
      form,
      items: items.map((item) => ({
        text:
          form === 'array' ? unquoted(text.slice(item.start, item.end)) : text.slice(item.start, item.end),
        span: spanOf(source, indexIn(written, item.start), indexIn(written, item.end)),
      })),
      uses,
      ...(settingName(facts.uses) !== undefined && { name: settingName(facts.uses) as string }),
    },
  })
  const whole = { start: 0, end: text.length }
  const directives = directivesOf(text)
  if (directives.length > 0) {
    const sites = directives.map((directive) => {
      const uses: Use[] = [{ is: 'directive', name: directive.name }, ...facts.uses]
      return site(directive, [...uses, listOf('words', directive.sources, uses)])
    })
    return [...sites, ...gapsOf(whole, directives).map((gap) => site(gap, facts.uses))].filter(hasBrand)
  }
  const list = hostListOf(text)
  const sites = [site(whole, list ? [...facts.uses, listOf(list.form, list.items, facts.uses)] : facts.uses)]
  return sites.filter(hasBrand)
}

/** The name of the setting that holds a value. */
function settingName(uses: readonly Use[]): string | undefined {
  const setting = uses.find((use) => use.is === 'setting')
  return setting?.is === 'setting' ? setting.path.at(-1) : undefined
}

/** `valueSites`, and a site for what is written inside each hole: `${HOST:-acme.example.com}`. */
export function filledSites(source: Source, written: Written, facts: SiteFacts, holes: RegExp): TextSite[] {
  const inside = holeSites(source, partsOf(source, written, holes), facts.uses, facts.owner)
  return [...valueSites(source, written, facts, holes), ...inside]
}

function gapsOf(whole: Range, taken: readonly Range[]): Range[] {
  const gaps: Range[] = []
  let from = whole.start
  for (const range of [...taken, { start: whole.end, end: whole.end }]) {
    if (range.start > from) gaps.push({ start: from, end: range.start })
    from = Math.max(from, range.end)
  }
  return gaps
}

function hasBrand(site: TextSite): boolean {
  return site.parts.some((part) => part.kind === 'literal' && mentionsBrand(part.text))
}
