import type { Source } from '../../files/source.js'
import type { ListSite, TextSite, Use } from '../../sites.js'
import { decodeBackslashes } from '../decode.js'
import { filledSites } from '../lists.js'
import { byPlace, literal, mentionsBrand, spanOf, textSite } from '../site.js'
import { commentSites } from '../text/code.js'
import { lexical } from '../text/lexical.js'
import { patternUse } from '../text/pattern-use.js'
import { HOLES, linesIn, wholeLine } from '../text/settings.js'
import type { TomlList, TomlString, TomlText } from './reader.js'

/** Sites of every key, string and comment of TOML that mentions a brand. */
export function tomlSites(source: Source, read: TomlText): TextSite[] {
  const sites = read.comments.flatMap(([start, end]) => commentSites(source, start, end))
  for (const { path, start, end } of read.keys) {
    if (!mentionsBrand(source.text.slice(start, end))) continue
    const use: Use = { is: 'key', of: [{ is: 'setting', path }] }
    const part = literal(source, start, end, undefined, [])
    sites.push(textSite(source, [part], { uses: [use], owner: path.slice(0, -1) }))
  }
  for (const string of read.strings) {
    if (mentionsBrand(source.text.slice(string.start, string.end))) sites.push(...stringSites(source, string))
  }
  return sites.sort(byPlace)
}

function stringSites(source: Source, string: TomlString): TextSite[] {
  const { path, start, end, quote, list } = string
  if (quote.length === 3) {
    return [...linesIn(source, start, end)]
      .filter((line) => mentionsBrand(line.text))
      .flatMap((line) => wholeLine(source, line, [{ is: 'setting', path }], path))
      .map(lexical)
  }
  const decoded = quote === '"' ? decodeBackslashes(source.text, start, end) : undefined
  const pattern = list ? undefined : patternUse(decoded?.text ?? source.text.slice(start, end))
  const own: Use = list ? { is: 'element', of: listOf(source, list) } : { is: 'setting', path }
  const uses = pattern ? [pattern, own] : [own]
  return filledSites(source, { start, end, decoded }, { uses, owner: path, quote }, pattern ? /(?!)/g : HOLES)
}

function listOf(source: Source, { path, items }: TomlList): ListSite {
  const name = path.at(-1)
  return {
    form: 'array',
    items: items.map(({ start, end, text }) => ({
      span: spanOf(source, start, end),
      ...(text !== undefined && { text }),
    })),
    uses: [{ is: 'setting', path }],
    ...(name !== undefined && { name }),
  }
}
