import type { Source } from '../../files/source.js'
import type { TextSite, Use } from '../../sites.js'
import { decodeEntities } from '../decode.js'
import { valueSites } from '../lists.js'
import { mentionsBrand } from '../site.js'
import { commentSites, lineSites } from './code.js'

const TOKEN =
  /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w:.-]+)((?:"[^"]*"|'[^']*'|[^<>"'])*)>/g
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** Sites of XML: text of elements and attribute values as settings under their element path, comments. */
export function tagSites(source: Source, start: number, end: number): TextSite[] {
  const text = source.text.slice(start, end)
  const sites: TextSite[] = []
  const open: string[] = []
  let at = 0
  const content = (to: number): void => {
    sites.push(...textRun(source, start + at, start + to, open))
  }
  for (const match of text.matchAll(TOKEN)) {
    content(match.index)
    at = match.index + match[0].length
    const [whole, cdata, slash, name, attributes] = match
    if (whole.startsWith('<!--')) sites.push(...commentSites(source, start + match.index, start + at, open))
    else if (cdata !== undefined)
      sites.push(...lineSites(source, start + match.index, start + at, setting(open), open))
    else if (slash) {
      const last = open.lastIndexOf(name as string)
      if (last >= 0) open.length = last
    } else {
      const from = start + match.index + 1 + (name as string).length
      if (mentionsBrand(whole))
        sites.push(...attributeSites(source, from, attributes as string, name as string, open))
      if (!whole.endsWith('/>') && !whole.startsWith('<?')) open.push(name as string)
    }
  }
  content(text.length)
  return sites
}

function setting(path: readonly string[]): Use[] {
  return [{ is: 'setting', path: [...path] }]
}

function textRun(source: Source, start: number, end: number, open: readonly string[]): TextSite[] {
  const text = source.text.slice(start, end)
  if (!mentionsBrand(text)) return []
  const from = start + (/^\s*/.exec(text)?.[0].length ?? 0)
  const to = start + text.trimEnd().length
  const decoded = decodeEntities(source.text, from, to)
  return valueSites(
    source,
    { start: from, end: to, decoded, layers: ['html'] },
    { uses: setting(open), owner: [...open] },
  )
}

function attributeSites(
  source: Source,
  from: number,
  attributes: string,
  tag: string,
  open: readonly string[],
): TextSite[] {
  const sites: TextSite[] = []
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
    const uses: Use[] = [
      { is: 'attribute', tag, name: match[1] as string },
      { is: 'setting', path: [...open, tag, match[1] as string] },
    ]
    const decoded = decodeEntities(source.text, start, end)
    const facts = { uses, owner: [...open, tag], quote: source.text[end] as string }
    sites.push(...valueSites(source, { start, end, decoded, layers: ['html'] }, facts))
  }
  sites.push(
    ...lineSites(source, from + at, from + attributes.length, [{ is: 'unknown', note: 'tag' }], open),
  )
  return sites
}
