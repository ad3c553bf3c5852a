import type { Source } from '../../files/source.js'
import type { ListSite, TextSite, Use } from '../../sites.js'
import { decodeBackslashes } from '../decode.js'
import { textOf, type Written } from '../holes.js'
import { filledSites, hostListOf } from '../lists.js'
import { literal, mentionsBrand, spanOf, textSite } from '../site.js'
import { codeSites, commentSites } from './code.js'
import { type Entry, type PairDialect, readEntries } from './entries.js'
import { lexical } from './lexical.js'
import { lexiconOf } from './lexicon.js'
import { patternUse } from './pattern-use.js'
import { HOLES, linesIn, wholeLine } from './settings.js'

/**
 * Sites of a file of `name = value` lines, by its format; `undefined` when it holds lines that the format does not know.
 * @param language `env` and `ini` as the kind of the file says; properties of Java are told apart by the ending
 */
export function pairTreeSites(source: Source, dialect: PairDialect): TextSite[] | undefined {
  const read = readEntries(source.text, dialect)
  if (!read) return undefined
  const sites = read.comments.flatMap(([start, end]) => commentSites(source, start, end))
  for (const entry of read.entries) {
    if (mentionsBrand(entry.name)) sites.push(nameSite(source, entry))
    if (!mentionsBrand(source.text.slice(entry.start, entry.end))) continue
    const list = listOf(source, entry, read.entries)
    sites.push(...valueSites(source, entry, dialect, list ? [{ is: 'element', of: list }] : []))
  }
  return sites
}

function pathOf({ section, name }: Entry): string[] {
  return [...section, name.replace(/\[\w*\]$/, '')]
}

/** `origins[] = a`, line by line: every line is an item. */
function listOf(source: Source, { section, name }: Entry, entries: readonly Entry[]): ListSite | undefined {
  if (!name.endsWith('[]')) return undefined
  const lines = entries.filter((entry) => entry.name === name && entry.section === section)
  const items = lines.map(({ at, start, end, quote }) => ({
    text: source.text.slice(start, end),
    span: spanOf(source, at[0], end + quote.length),
  }))
  const own = name.slice(0, -2)
  return { form: 'words', items, uses: [{ is: 'setting', path: [...section, own] }], name: own }
}

function nameSite(source: Source, entry: Entry): TextSite {
  const use: Use = { is: 'key', of: [{ is: 'setting', path: pathOf(entry) }] }
  return textSite(source, [literal(source, ...entry.at, undefined, [])], {
    uses: [use],
    owner: entry.section,
  })
}

/** Names that hold a command, of services and supervisors. */
const COMMAND = /^(?:command|exec\w*)$/i

function valueSites(source: Source, entry: Entry, dialect: PairDialect, listed: readonly Use[]): TextSite[] {
  const path = pathOf(entry)
  const written: Written = {
    start: entry.start,
    end: entry.end,
    decoded: decodedOf(source, entry, dialect),
    layers: [],
  }
  const text = textOf(source, written)
  if (dialect === 'ini' && COMMAND.test(entry.name)) {
    const shell = lexiconOf('shell')
    return shell ? codeSites(source, shell, entry.start, entry.end).map(lexical) : []
  }
  if (dialect === 'ini' && /^environment$/i.test(entry.name)) return environmentSites(source, entry, path)
  if (/[\r\n]/.test(text) && !hostListOf(text)) {
    return [...linesIn(source, entry.start, entry.end)]
      .filter((line) => mentionsBrand(line.text))
      .flatMap((line) => wholeLine(source, line, [{ is: 'setting', path }], path))
      .map(lexical)
  }
  const pattern = listed.length > 0 ? undefined : patternUse(text)
  const uses: Use[] = [...(pattern ? [pattern] : []), ...listed, { is: 'setting', path }]
  return filledSites(source, written, { uses, owner: path, quote: entry.quote }, pattern ? /(?!)/g : HOLES)
}

function decodedOf({ text }: Source, { start, end, quote }: Entry, dialect: PairDialect): Written['decoded'] {
  if (dialect === 'properties') return decodeBackslashes(text, start, end)
  return dialect === 'env' && quote === '"' ? decodeBackslashes(text, start, end, true) : undefined
}

/** `environment = A="x",B="y"` of supervisor, `Environment="A=x"` of systemd. */
function environmentSites(source: Source, entry: Entry, path: readonly string[]): TextSite[] {
  const text = source.text.slice(entry.start, entry.end)
  return [...text.matchAll(/([A-Za-z_]\w*)=(?:(["'])(.*?)\2|([^\s"',]*))/g)].flatMap((match) => {
    const value = match[3] ?? match[4] ?? ''
    if (!mentionsBrand(value)) return []
    const quote = match[2] ?? ''
    const end = entry.start + match.index + match[0].length - quote.length
    const own = [...path, match[1] as string]
    const facts = { uses: [{ is: 'setting', path: own } as const], owner: own, quote }
    return filledSites(source, { start: end - value.length, end, layers: [] }, facts, HOLES)
  })
}
