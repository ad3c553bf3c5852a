import type { Scalar } from 'yaml'
import type { Source } from '../../files/source.js'
import type { TextSite, Use } from '../../sites.js'
import { decodeBackslashes, decodeDoubled } from '../decode.js'
import { cutDecoded, textOf, type Written } from '../holes.js'
import { directivesOf, filledSites, hostListOf } from '../lists.js'
import { mentionsBrand } from '../site.js'
import { lexical } from '../text/lexical.js'
import { patternUse } from '../text/pattern-use.js'
import { HOLES, type Line, linesIn, wholeLine } from '../text/settings.js'
import { embeddedSites, textSitesOf } from '../text/sites.js'

/** Keys of commands: pipelines, containers, task runners. */
const SHELL =
  /^(?:run|script|before_script|after_script|command|commands|cmd|cmds|entrypoint|test|exec|shell|if)$/

/** In a pattern `$` is an anchor. */
const NO_HOLES = /(?!)/g

/** Whether what is written under a key is a command. */
export function isShellKey(key: string | undefined): boolean {
  return key !== undefined && SHELL.test(key)
}

/** The text of a scalar, escapes decoded; that of a block is what stands below its head. */
export function contentOf(source: Source, node: Scalar): string {
  return textOf(source, writtenOf(source, node))
}

/** Where a scalar's content stands, without its quotes or the head of its block. */
function writtenOf(source: Source, node: Scalar): Written {
  const [start, end] = node.range as [number, number, number]
  const { text } = source
  switch (node.type) {
    case 'QUOTE_DOUBLE':
      return { start: start + 1, end: end - 1, decoded: decodeBackslashes(text, start + 1, end - 1) }
    case 'QUOTE_SINGLE':
      return { start: start + 1, end: end - 1, decoded: decodeDoubled(text, start + 1, end - 1, "'") }
    case 'BLOCK_LITERAL':
    case 'BLOCK_FOLDED': {
      const head = /^[^\r\n]*(?:\r\n|\r|\n|$)[ \t]*/.exec(text.slice(start, end))?.[0].length ?? 0
      const body = text.slice(start + head, end)
      return { start: start + head, end: start + head + body.trimEnd().length, layers: [] }
    }
    default:
      return { start, end, layers: [] }
  }
}

/**
 * Sites of a scalar that mentions a brand.
 * @param skip how many characters at the start of its text belong to something else
 */
export function scalarSites(
  source: Source,
  node: Scalar,
  uses: readonly Use[],
  path: readonly string[],
  skip = 0,
): TextSite[] {
  if (!node.range) return []
  const whole = writtenOf(source, node)
  const text = textOf(source, whole)
  if (!mentionsBrand(text)) return []
  if (isShellKey(path.at(-1))) return textSitesOf(source, 'shell', whole.start, whole.end).map(lexical)
  const isLong = /[\r\n]/.test(text)
  if (isLong && node.type?.startsWith('BLOCK') && !hostListOf(text) && directivesOf(text).length === 0) {
    const held = embeddedSites(source, path.at(-1) ?? '', whole.start, whole.end)
    return held ?? lineByLine(source, whole, uses, path)
  }
  const quote = node.type === 'QUOTE_DOUBLE' ? '"' : node.type === 'QUOTE_SINGLE' ? "'" : ''
  const isListed = uses.some((use) => use.is === 'element' || use.is === 'pattern' || use.is === 'key')
  const pattern = isListed ? undefined : patternUse(text)
  const facts = { uses: pattern ? [pattern, ...uses] : uses, owner: path, quote }
  const holes = facts.uses.some((use) => use.is === 'pattern') ? NO_HOLES : HOLES
  return filledSites(source, tailOf(whole, skip), facts, holes)
}

function tailOf(written: Written, skip: number): Written {
  const { start, end, decoded } = written
  if (skip === 0) return written
  if (!decoded) return { ...written, start: start + skip }
  const rest = cutDecoded(decoded, skip, decoded.text.length)
  return { ...written, start: rest.map[0] ?? end, decoded: rest }
}

/** A text of several lines of which nobody says what it is. */
function lineByLine(
  source: Source,
  { start, end }: Written,
  uses: readonly Use[],
  path: readonly string[],
): TextSite[] {
  const lines: Line[] = [...linesIn(source, start, end)].filter((line) => mentionsBrand(line.text))
  return lines.flatMap((line) => wholeLine(source, line, uses, path)).map(lexical)
}
