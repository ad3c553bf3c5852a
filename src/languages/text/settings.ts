import type { Source } from '../../files/source.js'
import type { TextSite, Use } from '../../sites.js'
import { decodeBackslashes } from '../decode.js'
import { filledSites } from '../lists.js'
import { literal, mentionsBrand, textSite } from '../site.js'
import { commentSites } from './code.js'

/** What is filled in later: `${HOST}`, `{{ host }}`, `$HOST`, `%(host)s` of INI, `%env(HOST)%` of Symfony. */
export const HOLES =
  /\$\{\{?([^{}]*)\}\}?|\{\{([^{}]*)\}\}|\$([A-Za-z_]\w*)|%\(([\w.-]+)\)s|%env\(([\w:.-]+)\)%/g

export interface Line {
  start: number
  text: string
}

export function* linesIn(source: Source, start: number, end: number): Generator<Line> {
  for (const match of source.text.slice(start, end).matchAll(/[^\r\n]+/g)) {
    yield { start: start + match.index, text: match[0] }
  }
}

/** Sites of `key=value` lines with `[sections]`: .env, ini, properties and (scalars of) TOML. */
export function pairSites(source: Source, start: number, end: number): TextSite[] {
  const sites: TextSite[] = []
  let section: string[] = []
  let array: { key: string[] } | undefined
  for (const line of linesIn(source, start, end)) {
    const head = /^\s*\[{1,2}([^\]]+)\]{1,2}\s*(?:[#;].*)?$/.exec(line.text)
    if (head && !array) section = (head[1] as string).split('.').map((part) => part.trim())
    if (array && /^\s*\]/.test(line.text)) array = undefined
    if (!head && !array) array = openArray(line.text, section)
    if (!mentionsBrand(line.text)) continue
    if (/^\s*[#;!]/.test(line.text)) {
      sites.push(...commentSites(source, line.start, line.start + line.text.length, section))
      continue
    }
    const pair = /^(\s*(?:export\s+|set\s+)?)([\w.\-/"'$[\]]+?)(\s*[=:]\s*)(.*)$/i.exec(line.text)
    if (head || array || !pair) {
      const uses: Use[] = [array ? { is: 'setting', path: array.key } : { is: 'key', of: [] }]
      sites.push(
        ...wholeLine(source, line, array ? uses : [{ is: 'unknown', note: 'settings line' }], section),
      )
      continue
    }
    const key = (pair[2] as string).replace(/^["']|["']$/g, '')
    const keyAt = line.start + (pair[1] as string).length
    const path = [...section, key]
    if (mentionsBrand(key)) {
      const use: Use = { is: 'key', of: [{ is: 'setting', path }] }
      sites.push(
        textSite(source, [literal(source, keyAt, keyAt + (pair[2] as string).length, undefined, [])], {
          uses: [use],
          owner: section,
        }),
      )
    }
    const from = keyAt + (pair[2] as string).length + (pair[3] as string).length
    sites.push(...scalarSites(source, from, line.start + line.text.length, path, '#;'))
  }
  return sites
}

/** `key = [` that goes on over more lines (TOML). */
function openArray(text: string, section: readonly string[]): { key: string[] } | undefined {
  const open = /^\s*([\w.\-"]+)\s*=\s*\[[^\]]*$/.exec(text)
  return open ? { key: [...section, (open[1] as string).replaceAll('"', '')] } : undefined
}

export function wholeLine(
  source: Source,
  line: Line,
  uses: readonly Use[],
  owner: readonly string[],
): TextSite[] {
  const from = line.start + (/^\s*/.exec(line.text)?.[0].length ?? 0)
  const to = line.start + line.text.trimEnd().length
  return filledSites(source, { start: from, end: to, layers: [] }, { uses, owner }, HOLES)
}

/** Sites of one scalar value and of the comment behind it. */
export function scalarSites(
  source: Source,
  from: number,
  to: number,
  path: readonly string[],
  marks: string,
  uses: readonly Use[] = [{ is: 'setting', path }],
): TextSite[] {
  const text = source.text.slice(from, to)
  const quoted = /^(["'])((?:(?!\1)[^\\]|\\.)*)\1/.exec(text)
  const comment = quoted
    ? text.slice(quoted[0].length).search(new RegExp(`\\s*[${marks}]`)) + 1 && quoted[0].length
    : text.search(new RegExp(`\\s[${marks}]`))
  const end = comment > 0 ? comment : text.length
  const sites: TextSite[] = []
  if (quoted) {
    const start = from + 1
    const stop = start + (quoted[2] as string).length
    const decoded = quoted[1] === '"' ? decodeBackslashes(source.text, start, stop, true) : undefined
    const facts = { uses, owner: path, quote: quoted[1] as string }
    sites.push(...filledSites(source, { start, end: stop, decoded }, facts, HOLES))
    const behind = from + quoted[0].length
    if (comment < 1 && mentionsBrand(source.text.slice(behind, to))) {
      sites.push(...wholeLine(source, { start: behind, text: source.text.slice(behind, to) }, uses, path))
    }
  } else {
    const value = text.slice(0, end).trimEnd()
    if (mentionsBrand(value)) {
      sites.push(
        ...filledSites(
          source,
          { start: from, end: from + value.length, layers: [] },
          { uses, owner: path },
          HOLES,
        ),
      )
    }
  }
  if (end < text.length && mentionsBrand(text.slice(end)))
    sites.push(...commentSites(source, from + end, to, path))
  return sites
}
