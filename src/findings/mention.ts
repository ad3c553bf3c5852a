import type { FileModel } from '../languages/language.js'
import { isInside, type MentionFile } from './regions.js'
import { placeOf, type Zone } from './zone.js'

/** One match of the old names with the text around it; what the predicates of `kept-reasons.ts` look at. */
export interface Mention {
  /** As written: `amocrm.com`, `AmoCRM`, `amocrm\.ru`. */
  token: string
  /** Text of the line in front of the token, at most `REACH` characters. */
  before: string
  /** Text of the line behind the token, at most `REACH` characters. */
  after: string
  zone: Zone
  /** Content of the string literal around the token when both of its quotes stand in the line. */
  literal: string | undefined
  /** Index of the token in `literal`. */
  literalAt: number
  /** The run of characters without space, quote or bracket around the token, and where the token begins in it. */
  chunk: string
  chunkAt: number
  /** File name ending in lower case, `''` when there is none. */
  ending: string
  /** File name in lower case. */
  name: string
  family: FileModel['family']
  /** Inside `<?php … ?>`. */
  php: boolean
  /** In a script file, or between `<script>` and `</script>`. */
  script: boolean
}

/** Host-like token: `amocrm.com` or `amocrm.ru` with its dot. */
export function isHostToken(m: Mention): boolean {
  return m.token.length > 6
}

const REACH = 300
const CHUNK_LEFT = /[^\s"'`<>()[\]{},;|]*$/
const CHUNK_RIGHT = /^[^\s"'`<>()[\]{},;|]*/

/** The mention at `[start, end)` (UTF-16 indexes of `file.text`). */
export function mentionAt(file: MentionFile, start: number, end: number): Mention {
  const { text } = file
  const name = file.path.slice(file.path.lastIndexOf('/') + 1).toLowerCase()
  const dot = name.lastIndexOf('.')
  const ending = dot >= 0 ? name.slice(dot + 1) : ''
  const before = lineBefore(text, start)
  const after = lineAfter(text, end)
  const token = text.slice(start, end)
  const chunkBefore = CHUNK_LEFT.exec(before)?.[0] ?? ''
  const chunkAfter = CHUNK_RIGHT.exec(after)?.[0] ?? ''
  const php = isPhp(ending) && isInside(file, 'php', start, /^<\?/)
  const script =
    file.family === 'script' ||
    (file.family === 'markup' && !php && isInside(file, 'script', start, /^<script/i))
  const place = placeOf({
    file,
    text,
    start,
    token,
    before,
    after,
    ending,
    name,
    family: file.family,
    php,
    script,
  })
  return {
    token,
    before,
    after,
    ...place,
    chunk: chunkBefore + token + chunkAfter,
    chunkAt: chunkBefore.length,
    ending,
    name,
    family: file.family,
    php,
    script,
  }
}

function lineBefore(text: string, at: number): string {
  const from = Math.max(0, at - REACH)
  const piece = text.slice(from, at)
  return piece.slice(Math.max(piece.lastIndexOf('\n'), piece.lastIndexOf('\r')) + 1)
}

function lineAfter(text: string, at: number): string {
  const piece = text.slice(at, at + REACH)
  const end = piece.search(/[\r\n]/)
  return end < 0 ? piece : piece.slice(0, end)
}

const PHP = ['php', 'phtml', 'php5', 'inc']

function isPhp(ending: string): boolean {
  return PHP.includes(ending)
}
