import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import type { Source } from '../../files/source.js'
import type { ListSite, TextSite, Use } from '../../sites.js'
import { byPlace, literal, mentionsBrand, spanOf, textSite } from '../site.js'
import { commentSites } from '../text/code.js'
import type { Parsed } from './document.js'
import { contentOf, isShellKey, scalarSites } from './scalars.js'

/** What a value is read with: where it stands and what is known of it from around. */
interface Place {
  path: readonly string[]
  uses: readonly Use[]
  /** Origins below are regular expressions, as a bundle of Symfony has them. */
  isRegex: boolean
  /** What values with an anchor are used for where they are repeated. */
  repeated: ReadonlyMap<string, readonly Use[]>
}

/** Sites of every key, scalar and comment that mentions a brand; `undefined` when it is nested too deeply to be walked. */
export function yamlTreeSites(source: Source, parsed: Parsed): TextSite[] | undefined {
  const sites: TextSite[] = []
  try {
    for (const document of parsed.documents) {
      const repeated = new Map<string, Use[]>()
      const place: Place = { path: [], uses: setting([]), isRegex: false, repeated }
      collectAliases(document.contents, [], repeated)
      readNode(source, document.contents, place, sites)
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return undefined
  }
  for (const [start, end] of parsed.comments) sites.push(...commentSites(source, start, end))
  return sites.sort(byPlace)
}

function readNode(source: Source, node: unknown, place: Place, sites: TextSite[]): void {
  if (isMap(node)) readMap(source, node, place, sites)
  else if (isSeq(node)) readSequence(source, node, place, sites)
  else if (isScalar(node)) {
    const uses = [...place.uses, ...((node.anchor && place.repeated.get(node.anchor)) || [])]
    sites.push(...scalarSites(source, node, uses, place.path))
  }
}

/** Uses of every `*name`, by its name: what is written once may be an address here and an origin there. */
function collectAliases(node: unknown, path: readonly string[], found: Map<string, Use[]>): void {
  if (isAlias(node)) found.set(node.source, [...(found.get(node.source) ?? []), ...setting(path)])
  else if (isMap(node)) {
    for (const { key, value } of node.items) collectAliases(value, [...path, textOfKey(key)], found)
  } else if (isSeq(node)) {
    const name = path.at(-1)
    for (const item of node.items) {
      if (!isAlias(item)) collectAliases(item, path, found)
      else {
        const of: ListSite = {
          form: 'array',
          items: [],
          uses: setting(path),
          ...(name !== undefined && { name }),
        }
        found.set(item.source, [...(found.get(item.source) ?? []), { is: 'element', of }])
      }
    }
  }
}

function setting(path: readonly string[]): Use[] {
  return [{ is: 'setting', path }]
}

function readMap(source: Source, map: YAMLMap, around: Place, sites: TextSite[]): void {
  const pairs = map.items.filter(isPair) as Pair[]
  const names = pairs.map(({ key }) => textOfKey(key))
  const isRegex = around.isRegex || asksForRegex(map)
  const header = headerOf(pairs)
  pairs.forEach(({ key, value }, index) => {
    const name = names[index] as string
    const path = [...around.path, name]
    if (isScalar(key) && key.range && mentionsBrand(name)) {
      const beside = names.filter(mentionsBrand)
      const use: Use = { is: 'key', of: setting(path), beside }
      sites.push(...scalarSites(source, key, [use], around.path))
    } else if (!isScalar(key)) readNode(source, key, { ...around, isRegex }, sites)
    const isNamed = header !== undefined && /^(?:value|default|defaultValue)$/.test(name)
    const own = isNamed ? [...around.path, header] : path
    const uses: Use[] = isNamed ? [...setting(own), { is: 'entry', key: header, of: [] }] : setting(own)
    readNode(source, value, { ...around, path: own, uses, isRegex }, sites)
  })
}

function textOfKey(key: unknown): string {
  return isScalar(key) ? String(key.value) : ''
}

/** The name in `{ name: CORS_ORIGINS, value: … }`. */
function headerOf(pairs: readonly Pair[]): string | undefined {
  const found = pairs.find(({ key }) => /^(?:key|name|header)$/.test(textOfKey(key)))?.value
  return isScalar(found) && typeof found.value === 'string' ? found.value : undefined
}

function asksForRegex(map: YAMLMap): boolean {
  const own = map.get('origin_regex')
  if (own !== undefined) return own === true
  const defaults = map.get('defaults')
  return isMap(defaults) && defaults.get('origin_regex') === true
}

function readSequence(source: Source, sequence: YAMLSeq, place: Place, sites: TextSite[]): void {
  const list = listOf(source, sequence, place)
  for (const item of sequence.items as Node[]) {
    if (!isScalar(item) || !item.range) {
      readNode(source, item, place, sites)
      continue
    }
    const text = contentOf(source, item)
    if (!mentionsBrand(text)) continue
    const assigned = /^([A-Za-z_][\w.\-/]*)=(?=\S)/.exec(text)
    if (assigned && item.type !== 'BLOCK_LITERAL' && item.type !== 'BLOCK_FOLDED') {
      sites.push(...assignmentSites(source, item, assigned[1] as string, place.path))
      continue
    }
    const uses: Use[] = [
      ...(isShellKey(place.path.at(-1)) ? place.uses : [{ is: 'element', of: list } as const]),
      ...((item.anchor && place.repeated.get(item.anchor)) || []),
    ]
    const pattern = patternOf(text, place)
    sites.push(...scalarSites(source, item, pattern ? [pattern, ...uses] : uses, place.path))
  }
}

/** An origin that is a regular expression; one that only looks like a choice is for a person to look at. */
function patternOf(text: string, { isRegex, path }: Place): Use | undefined {
  const isOrigin = isRegex && path.at(-1) === 'allow_origin'
  if (!isOrigin && !/\\\.\(.*\||\|.*\\\./.test(text)) return undefined
  const of = {
    dialect: 'pcre',
    source: text,
    flags: isOrigin ? 'i' : '',
    op: isOrigin ? 'test' : 'unknown',
  } as const
  return { is: 'pattern', of }
}

/** The sequence as a list; where its items do not each begin a line, or are written in a line, nothing can be put in. */
function listOf(source: Source, sequence: YAMLSeq, { path, uses }: Place): ListSite {
  const scalars = (sequence.items as Node[]).filter((item) => item.range)
  const items = scalars.map((item) => {
    const [start, end] = item.range as [number, number, number]
    const span = spanOf(source, start, end)
    return isScalar(item) ? { text: contentOf(source, item), span } : { span }
  })
  const isOpen = sequence.flow
    ? true
    : scalars.every(
        (item) => !isScalar(item) || isOwnLine(source.text, item.range as [number, number, number]),
      )
  const name = path.at(-1)
  return { form: 'array', items, uses, ...(name !== undefined && { name }), ...(!isOpen && { placed: true }) }
}

/** Whether an item is all of its line: no anchor or tag in front of it, no list around it in the same line. */
function isOwnLine(text: string, [start, end]: readonly [number, number, number]): boolean {
  const before = text.slice(0, start)
  return (
    /(?:^|[\r\n])[ \t]*-[ \t]+$/.test(before.slice(-200)) &&
    /^[ \t]*(?:#|[\r\n]|$)/.test(text.slice(end, end + 200))
  )
}

/** `- NAME=value`, as containers write their environment and labels. */
function assignmentSites(source: Source, item: Scalar, name: string, path: readonly string[]): TextSite[] {
  const own = [...path, name]
  const sites = scalarSites(source, item, setting(own), own, name.length + 1)
  if (!mentionsBrand(name)) return sites
  const [from] = item.range as [number, number, number]
  const start = from + (item.type === 'PLAIN' ? 0 : 1)
  const part = literal(source, start, start + name.length, undefined, [])
  const use: Use = { is: 'key', of: setting(own) }
  return [textSite(source, [part], { uses: [use], owner: path }), ...sites]
}
