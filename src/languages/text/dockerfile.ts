import type { Source } from '../../files/source.js'
import type { TextSite, Use } from '../../sites.js'
import { decodeBackslashes } from '../decode.js'
import { filledSites } from '../lists.js'
import { literal, mentionsBrand, textSite } from '../site.js'
import { codeSites, commentSites } from './code.js'
import { COMMANDS, type Instruction, readDockerfile } from './dockerfile-reader.js'
import { lexical } from './lexical.js'
import { lexiconOf } from './lexicon.js'
import { patternUse } from './pattern-use.js'
import { HOLES } from './settings.js'
import { embeddedSites } from './sites.js'

/** Sites of a Dockerfile: settings of the image, commands, comments; `undefined` when a line is no instruction. */
export function dockerfileSites(source: Source): TextSite[] | undefined {
  const file = readDockerfile(source.text)
  if (!file) return undefined
  return [
    ...file.comments.flatMap(([start, end]) => commentSites(source, start, end)),
    ...file.instructions.flatMap((instruction) => instructionSites(source, instruction)),
  ]
}

function instructionSites(source: Source, instruction: Instruction): TextSite[] {
  const { name, start, end, heredocs } = instruction
  const inside = heredocs.flatMap((body) => heldSites(source, instruction, body.start, body.end))
  if (!mentionsBrand(source.text.slice(start, end))) return inside
  return [...argumentSites(source, name, start, end), ...inside]
}

function argumentSites(source: Source, name: string, start: number, end: number): TextSite[] {
  if (/^(?:ENV|ARG|LABEL)$/.test(name)) return pairSites(source, name, start, end)
  if (COMMANDS.test(name)) return shellSites(source, start, end)
  const inner = name === 'ONBUILD' ? /^([A-Za-z]+)[ \t]+/.exec(source.text.slice(start, end)) : null
  return inner
    ? argumentSites(source, (inner[1] as string).toUpperCase(), start + inner[0].length, end)
    : wordSites(source, name, start, end)
}

function shellSites(source: Source, start: number, end: number): TextSite[] {
  const shell = lexiconOf('shell')
  return shell ? codeSites(source, shell, start, end).map(lexical) : []
}

/** A file that is written out: a script of `RUN`, else what its name says. */
function heldSites(source: Source, { name, start: from, end: to }: Instruction, start: number, end: number) {
  if (!mentionsBrand(source.text.slice(start, end))) return []
  const target = /(\S+)\s*$/.exec(source.text.slice(from, to))?.[1] ?? ''
  const held = name === 'RUN' ? undefined : embeddedSites(source, target, start, end)
  return held ?? shellSites(source, start, end)
}

/** Between two pairs: white space, lines that go on, comments of their own. */
const GAP = /(?:\s|\\[ \t]*(?=[\r\n]|$)|(?<=(?:^|[\r\n])[ \t]*)#[^\r\n]*)*/y
const NAME = /(?:"([^"\r\n]*)"|([^\s="']+))=/y
const VALUE = /"(?:\\[\s\S]|[^"\\])*"(?=\s|$)|'[^']*'(?=\s|$)|(?:\\(?![ \t]*[\r\n]|$)[\s\S]|[^\s\\])*/y

function pairSites(source: Source, instruction: string, start: number, end: number): TextSite[] {
  const { text } = source
  const take = (pattern: RegExp, at: number) => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    return match && match.index + match[0].length <= end ? match : null
  }
  const sites: TextSite[] = []
  let at = start + (take(GAP, start)?.[0].length ?? 0)
  while (at < end) {
    const head = take(NAME, at)
    // `ENV NAME value`.
    const old = head ? null : /^(\S+)[ \t]+(?=\S)/.exec(text.slice(at, end))
    const name = head?.[1] ?? head?.[2] ?? old?.[1]
    if (name === undefined) break
    const from = at + (head ?? old ?? [''])[0].length
    const to = head ? from + (take(VALUE, from)?.[0].length ?? 0) : at + text.slice(at, end).trimEnd().length
    sites.push(...settingSites(source, instruction, name, at, from, to))
    if (old || to === at) break
    at = to + (take(GAP, to)?.[0].length ?? 0)
  }
  return sites
}

function settingSites(
  source: Source,
  instruction: string,
  name: string,
  at: number,
  from: number,
  to: number,
): TextSite[] {
  const { text } = source
  const path = instruction === 'LABEL' ? ['label', name] : [name]
  const sites: TextSite[] = []
  if (mentionsBrand(name)) {
    const use: Use = { is: 'key', of: [{ is: 'setting', path }] }
    const start = text.indexOf(name, at)
    const part = literal(source, start, start + name.length, undefined, [])
    sites.push(textSite(source, [part], { uses: [use], owner: path.slice(0, -1) }))
  }
  const quote = /^(["']).*\1$/s.exec(text.slice(from, to))?.[1] ?? ''
  const start = from + quote.length
  const end = to - quote.length
  if (!mentionsBrand(text.slice(start, end))) return sites
  const decoded = quote === '"' ? decodeBackslashes(text, start, end, true) : undefined
  const pattern = patternUse(decoded?.text ?? text.slice(start, end))
  const uses: Use[] = [...(pattern ? [pattern] : []), { is: 'setting', path }]
  const written = { start, end, decoded, layers: [] }
  sites.push(...filledSites(source, written, { uses, owner: path, quote }, pattern ? /(?!)/g : HOLES))
  return sites
}

/** Words of any other instruction; `ADD` fetches what it is given. */
function wordSites(source: Source, name: string, start: number, end: number): TextSite[] {
  const words = [...source.text.slice(start, end).matchAll(/[^\s"'[\],\\]+/g)]
  return words.flatMap((match) => {
    if (!mentionsBrand(match[0])) return []
    const isFetched = name === 'ADD' && /^https?:/i.test(match[0])
    const use: Use = isFetched
      ? { is: 'argument', callee: 'fetch', as: name, index: 0 }
      : { is: 'setting', path: [name.toLowerCase()] }
    const from = start + match.index
    const written = { start: from, end: from + match[0].length, layers: [] }
    return filledSites(source, written, { uses: [use], owner: [name.toLowerCase()] }, HOLES)
  })
}
