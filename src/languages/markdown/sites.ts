import type { Source } from '../../files/source.js'
import type { TextSite, Use } from '../../sites.js'
import { decodeEntities } from '../decode.js'
import { languageName } from '../embedded.js'
import { literal, mentionsBrand, textSite } from '../site.js'
import { commentSites } from '../text/code.js'
import { blocksOf } from './blocks.js'
import { fenceSites } from './fences.js'

/** Sites of a document that mention a brand: one a line of prose, link target, inline code or line of a code block. */
export function markdownSites(source: Source): TextSite[] {
  const sites: TextSite[] = []
  const matter = /^---\r?\n[\s\S]*?\n---[ \t]*(?=\r?\n|$)/.exec(source.text)?.[0].length ?? 0
  for (const block of blocksOf(source.text, source.path)) {
    const { start, end } = block
    if (!mentionsBrand(source.text.slice(start, end))) continue
    if (block.kind === 'comment') sites.push(...commentSites(source, start, end))
    else if (block.kind === 'code') {
      sites.push(...fenceSites(source, languageName(block.language), start, end))
    } else sites.push(...lineOfText(source, start, end, start < matter))
  }
  return sites
}

function embedded(language: string): Use[] {
  return [{ is: 'embedded', language }]
}

const PROSE: readonly Use[] = [{ is: 'prose' }]
const LINK: readonly Use[] = [{ is: 'attribute', tag: 'a', name: 'href' }, { is: 'prose' }]
const IMAGE: readonly Use[] = [{ is: 'attribute', tag: 'img', name: 'src' }, { is: 'prose' }]

/** Inline code, link targets, autolinks and bare addresses, in this order of preference. */
const INLINE = new RegExp(
  [
    '`[^`<]*<(?<rst>[^>`]+)>`_',
    '(?<code>(?<ticks>`+)(?:(?!\\k<ticks>)[\\s\\S])*\\k<ticks>(?!`))',
    '(?<image>!)?\\](?:\\(\\s*<?(?<target>[^\\s()<>]*(?:\\([^\\s()]*\\)[^\\s()<>]*)*)>?)',
    '^\\s*\\[[^\\]]+\\]:\\s*<?(?<reference>[^\\s<>]+)',
    '<(?<auto>(?:https?:|//|mailto:)[^\\s<>]+)>',
    '\\b(?:href|src)\\s*=\\s*["\'](?<attribute>[^"\']*)["\']',
    '(?<bare>\\bhttps?://[^\\s<>"\'`|*\\])]*[^\\s<>"\'`|*\\]).,;:!?])',
  ].join('|'),
  'g',
)

/** Sites of one line: what is marked up on its own, and the runs of prose between. */
function lineOfText(source: Source, start: number, end: number, isMatter: boolean): TextSite[] {
  const text = source.text.slice(start, end)
  if (isMatter)
    return [site(source, start, end, [{ is: 'setting', path: [/^\s*([\w-]+)\s*:/.exec(text)?.[1] ?? ''] }])]
  const sites: TextSite[] = []
  let at = 0
  const take = (from: number, to: number, uses: readonly Use[]): void => {
    if (from > at) push(at, from, PROSE)
    push(from, to, uses)
    at = to
  }
  const push = (first: number, last: number, uses: readonly Use[]): void => {
    const from = first + (/^\s*/.exec(text.slice(first, last))?.[0].length ?? 0)
    const to = first + text.slice(first, last).trimEnd().length
    if (mentionsBrand(text.slice(from, to))) sites.push(site(source, start + from, start + to, uses))
  }
  for (const match of text.matchAll(INLINE)) {
    const groups = match.groups as Record<string, string | undefined>
    const { code, target, reference, auto, attribute, rst, bare } = groups
    if (code !== undefined) {
      const ticks = /^`+/.exec(code)?.[0].length ?? 1
      take(match.index + ticks, match.index + code.length - ticks, embedded(''))
      continue
    }
    const address = target ?? reference ?? auto ?? attribute ?? rst ?? bare
    if (!address) continue
    const from = match.index + match[0].lastIndexOf(address)
    take(from, from + address.length, isImage(text, match) ? IMAGE : LINK)
  }
  if (at < text.length) push(at, text.length, PROSE)
  return sites
}

/** Whether the bracket that a link target belongs to is opened by `![`. */
function isImage(text: string, match: RegExpExecArray): boolean {
  if (match.groups?.target === undefined) return false
  const open = text.lastIndexOf('[', match.index)
  return open > 0 && text[open - 1] === '!'
}

function site(source: Source, start: number, end: number, uses: readonly Use[]): TextSite {
  const decoded = decodeEntities(source.text, start, end)
  return textSite(source, [literal(source, start, end, decoded, decoded ? ['html'] : [])], { uses })
}
