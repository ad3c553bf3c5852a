import type { Source } from '../../files/source.js'
import type { ListSite, TextSite, Use } from '../../sites.js'
import { decodeEntities } from '../decode.js'
import { valueSites } from '../lists.js'
import { mentionsBrand, spanOf } from '../site.js'
import { commentSites, lineSites } from './code.js'

const TOKEN =
  /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w:.-]+)((?:"[^"]*"|'[^']*'|[^<>"'])*)>/g
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** An element that is open: its name, or the key or name attribute that tells more. */
interface Open {
  tag: string
  name: string
  /** Where it begins. */
  start: number
  /** The `<key>` of a property list that names what follows. */
  key?: string
  /** Elements that list alternatives, as they are met. */
  items: ListSite['items'][number][]
}

/** Sites of XML: text of elements and attribute values as settings under their element path, comments. */
export function tagSites(source: Source, start: number, end: number): TextSite[] {
  const text = source.text.slice(start, end)
  const sites: TextSite[] = []
  const open: Open[] = []
  const path = (): string[] => open.map(({ name }) => name)
  let at = 0
  const content = (to: number): void => {
    const top = open.at(-1)
    const list = top && isListed(open) ? listOf(open) : undefined
    sites.push(...textRun(source, start + at, start + to, usesOfText(open, list), path()))
    if (top?.tag === 'key') {
      const holder = open.at(-2)
      if (holder) holder.key = text.slice(at, to).trim()
    }
  }
  for (const match of text.matchAll(TOKEN)) {
    content(match.index)
    at = match.index + match[0].length
    const [whole, cdata, slash, tag, attributes] = match
    if (whole.startsWith('<!--')) sites.push(...commentSites(source, start + match.index, start + at, path()))
    else if (cdata !== undefined)
      sites.push(...lineSites(source, start + match.index, start + at, setting(path()), path()))
    else if (slash) {
      const last = open.map((each) => each.tag).lastIndexOf(tag as string)
      if (last < 0) continue
      const closed = open[last] as Open
      if (isListed(open.slice(0, last + 1))) listItem(source, open[last - 1], closed.start, start + at)
      open.length = last
    } else {
      const from = start + match.index + 1 + (tag as string).length
      const own = attributesOf(attributes as string)
      const holder = open.at(-1)
      const name = own.get('name') ?? own.get('key') ?? (tag === 'key' ? tag : holder?.key) ?? (tag as string)
      if (mentionsBrand(whole)) {
        const range: [number, number] = [start + match.index, start + at]
        const list =
          holder && whole.endsWith('/>') && own.has('origin')
            ? originList(source, holder, range, own)
            : undefined
        sites.push(...attributeSites(source, from, attributes as string, tag as string, path(), list))
      }
      if (!whole.endsWith('/>') && !whole.startsWith('<?'))
        open.push({ tag: tag as string, name, start: start + match.index, items: [] })
    }
  }
  content(text.length)
  return sites
}

function setting(path: readonly string[]): Use[] {
  return [{ is: 'setting', path: [...path] }]
}

function attributesOf(written: string): Map<string, string> {
  return new Map(
    [...written.matchAll(ATTRIBUTE)].map((match) => [match[1] as string, match[2] ?? match[3] ?? '']),
  )
}

/** `<domain>` of Android's network security: every one is an item, its tags included. */
function isListed(open: readonly Open[]): boolean {
  return open.at(-1)?.tag === 'domain' && open.at(-2)?.tag === 'domain-config'
}

/** The items are filled in as the elements around are closed. */
function listOf(open: readonly Open[]): ListSite {
  const holder = open.at(-2) as Open
  return { form: 'words', items: holder.items, uses: [{ is: 'compare', operator: holder.tag }] }
}

function listItem(source: Source, holder: Open | undefined, start: number, end: number): void {
  const text = source.text.slice(start, end).replace(/<[^>]*>/g, '')
  holder?.items.push({ text: text.trim(), span: spanOf(source, start, end) })
}

/** `<add origin="…"/>` of the module for CORS of IIS. */
function originList(
  source: Source,
  holder: Open,
  [start, end]: readonly [number, number],
  own: ReadonlyMap<string, string>,
): ListSite {
  holder.items.push({ text: own.get('origin') ?? '', span: spanOf(source, start, end) })
  return { form: 'words', items: holder.items, uses: [{ is: 'compare', operator: holder.tag }] }
}

function usesOfText(open: readonly Open[], list: ListSite | undefined): Use[] {
  if (list) return [{ is: 'element', of: list }]
  const path = open.map(({ name }) => name)
  if (open.at(-1)?.tag !== 'key') return setting(path)
  return [{ is: 'key', of: setting(path.slice(0, -1)) }]
}

function textRun(
  source: Source,
  start: number,
  end: number,
  uses: readonly Use[],
  open: readonly string[],
): TextSite[] {
  const text = source.text.slice(start, end)
  if (!mentionsBrand(text)) return []
  const from = start + (/^\s*/.exec(text)?.[0].length ?? 0)
  const to = start + text.trimEnd().length
  const decoded = decodeEntities(source.text, from, to)
  return valueSites(source, { start: from, end: to, decoded, layers: ['html'] }, { uses, owner: open })
}

function attributeSites(
  source: Source,
  from: number,
  attributes: string,
  tag: string,
  open: readonly string[],
  list: ListSite | undefined,
): TextSite[] {
  const sites: TextSite[] = []
  const all = attributesOf(attributes)
  let at = 0
  for (const match of attributes.matchAll(ATTRIBUTE)) {
    const value = match[2] ?? match[3] ?? ''
    const end = from + match.index + match[0].length - 1
    sites.push(
      ...lineSites(source, from + at, end - value.length, [{ is: 'unknown', note: 'attribute name' }], open),
    )
    at = match.index + match[0].length
    if (!mentionsBrand(value)) continue
    const start = end - value.length
    const uses = usesOfAttribute(tag, match[1] as string, value, all, open, list)
    const decoded = decodeEntities(source.text, start, end)
    const facts = { uses, owner: [...open, tag], quote: source.text[end] as string }
    sites.push(...valueSites(source, { start, end, decoded, layers: ['html'] }, facts))
  }
  sites.push(
    ...lineSites(source, from + at, from + attributes.length, [{ is: 'unknown', note: 'tag' }], open),
  )
  return sites
}

function usesOfAttribute(
  tag: string,
  name: string,
  value: string,
  all: ReadonlyMap<string, string>,
  open: readonly string[],
  list: ListSite | undefined,
): Use[] {
  if (list && name === 'origin') return [{ is: 'element', of: list }]
  // `<add input="{HTTP_ORIGIN}" pattern="…"/>` of IIS.
  if (name === 'pattern' && (all.has('input') || tag === 'match')) {
    return [{ is: 'pattern', of: { dialect: 'dotnet', source: value, flags: 'i', op: 'test' } }]
  }
  const attribute: Use = { is: 'attribute', tag, name }
  const key = name === 'value' ? (all.get('key') ?? all.get('name')) : undefined
  if (key === undefined) return [attribute, { is: 'setting', path: [...open, tag, name] }]
  return [
    { is: 'setting', path: [...open, key] },
    { is: 'entry', key, of: [] },
  ]
}

const HEADS = /<\?[\s\S]*?\?>|<!DOCTYPE[^>[]*(?:\[[\s\S]*?\]\s*)?>/g
const ATTRIBUTES = /^(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*\/?$/

/** `tagSites` of a whole file; `undefined` when its tags do not match or its attributes are not quoted. */
export function tagTreeSites(source: Source): TextSite[] | undefined {
  return isWellFormed(source.text) ? tagSites(source, 0, source.text.length) : undefined
}

function isWellFormed(written: string): boolean {
  const text = written.replace(HEADS, (head) => ' '.repeat(head.length))
  const open: string[] = []
  let at = 0
  for (const match of text.matchAll(TOKEN)) {
    if (/[<]/.test(text.slice(at, match.index))) return false
    at = match.index + match[0].length
    const [whole, , slash, tag, attributes] = match
    if (tag === undefined) continue
    if (slash) {
      if (open.pop() !== tag) return false
    } else if (!ATTRIBUTES.test(attributes as string)) return false
    else if (!whole.endsWith('/>')) open.push(tag)
  }
  return at > 0 && open.length === 0 && !text.slice(at).includes('<')
}
