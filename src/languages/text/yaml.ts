import type { Source } from '../../files/source.js'
import type { ListSite, TextSite, Use } from '../../sites.js'
import { literal, mentionsBrand, spanOf, textSite } from '../site.js'
import { commentSites } from './code.js'
import { type Line, linesIn, scalarSites, wholeLine } from './settings.js'

interface Level {
  indent: number
  key: string
}

/** Sites of YAML by its indentation: keys, scalars, list items, block scalars (line by line) and comments. */
export function yamlSites(source: Source, start: number, end: number): TextSite[] {
  const sites: TextSite[] = []
  let levels: Level[] = []
  let block: number | undefined
  const lines = [...linesIn(source, start, end)]
  for (const [at, line] of lines.entries()) {
    const indent = /^[ \t]*/.exec(line.text)?.[0].length ?? 0
    if (!line.text.trim()) continue
    if (block !== undefined && indent > block) {
      if (mentionsBrand(line.text))
        sites.push(...wholeLine(source, line, [{ is: 'setting', path: pathOf(levels) }], pathOf(levels)))
      continue
    }
    block = undefined
    if (/^\s*#/.test(line.text)) {
      sites.push(...commentSites(source, line.start, line.start + line.text.length, pathOf(levels)))
      continue
    }
    const dashes = /^\s*((?:-\s+)*)/.exec(line.text)
    const column = dashes?.[0].length ?? indent
    const rest = line.text.slice(column)
    const pair = /^("[^"]*"|'[^']*'|[^\s#'"[{:][^#'"[{:]*(?::\S[^#'"[{:]*)*?)\s*:(?:\s+(.*)|$)/.exec(rest)
    const isItem = (dashes?.[1] ?? '') !== ''
    levels = levels.filter((level) => (isItem ? level.indent <= indent : level.indent < column))
    if (!pair) {
      if (!mentionsBrand(rest)) continue
      const path = pathOf(levels)
      const assigned = isItem ? /^["']?([A-Za-z_]\w*)=(?=\S)/.exec(rest) : null
      if (assigned) {
        sites.push(...assignment(source, line.start + column, rest, assigned, path))
        continue
      }
      const list = isItem ? itemList(source, lines, at, path) : undefined
      const uses: Use[] = list ? [{ is: 'element', of: list }] : [{ is: 'setting', path }]
      sites.push(...scalarSites(source, line.start + column, line.start + line.text.length, path, '#', uses))
      continue
    }
    const key = (pair[1] as string).replace(/^["']|["']$/g, '')
    const path = [...pathOf(levels), key]
    levels = [...levels, { indent: column, key }]
    const value = pair[2] ?? ''
    if (/^[|>][+-]?\d?\s*(?:#.*)?$/.test(value)) block = indent
    if (mentionsBrand(key)) {
      const at = line.start + column
      const use: Use = { is: 'key', of: [{ is: 'setting', path }] }
      sites.push(
        textSite(source, [literal(source, at, at + (pair[1] as string).length, undefined, [])], {
          uses: [use],
          owner: path.slice(0, -1),
        }),
      )
    }
    if (mentionsBrand(value)) {
      const from = line.start + line.text.length - value.length
      sites.push(...scalarSites(source, from, line.start + line.text.length, path, '#'))
    }
  }
  return sites
}

function pathOf(levels: readonly Level[]): string[] {
  return levels.map((level) => level.key)
}

/** `- NAME=value`, as container settings write their environment. */
function assignment(
  source: Source,
  start: number,
  text: string,
  [head, name = '']: RegExpExecArray,
  path: readonly string[],
): TextSite[] {
  const sites: TextSite[] = []
  const own = [...path, name]
  const at = start + head.length - 1 - name.length
  if (mentionsBrand(name)) {
    const use: Use = { is: 'key', of: [{ is: 'setting', path: own }] }
    sites.push(
      textSite(source, [literal(source, at, at + name.length, undefined, [])], { uses: [use], owner: path }),
    )
  }
  const quoted = /^["']/.test(head)
  const length = quoted ? text.lastIndexOf(head[0] as string) : text.length
  sites.push(...scalarSites(source, start + head.length, start + Math.max(head.length, length), own, '#'))
  return sites
}

const ITEM = /^([ \t]*)-[ \t]+("[^"]*"|'[^']*'|[^\s#"'[{&*!|>][^#]*?)[ \t]*(?:#.*)?$/

/** The block list of scalars that line `at` is an item of; an item's span includes its quotes. */
function itemList(
  source: Source,
  lines: readonly Line[],
  at: number,
  path: readonly string[],
): ListSite | undefined {
  const indent = ITEM.exec(lines[at]?.text ?? '')?.[1]
  if (indent === undefined) return undefined
  const isItem = (line: Line | undefined): boolean => ITEM.exec(line?.text ?? '')?.[1] === indent
  let first = at
  let last = at
  while (isItem(lines[first - 1])) first--
  while (isItem(lines[last + 1])) last++
  const items = lines.slice(first, last + 1).map((line) => {
    const written = ITEM.exec(line.text)?.[2] as string
    const from = line.start + line.text.indexOf(written, indent.length + 1)
    return {
      text: written.replace(/^(["'])(.*)\1$/, '$2'),
      span: spanOf(source, from, from + written.length),
    }
  })
  const name = path.at(-1)
  return { form: 'array', items, uses: [{ is: 'setting', path }], ...(name !== undefined && { name }) }
}
