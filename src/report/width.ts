import { stripVTControlCharacters } from 'node:util'
import { eastAsianWidth } from 'get-east-asian-width'

/** Letters, punctuation and signs that take one column each: the usual case, and the quick one. */
const NARROW =
  /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2190-\u2193\u2500-\u257f✖✔▲●]*$/

const INVISIBLE =
  /[\p{Default_Ignorable_Code_Point}\p{Control}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/u
const ZERO_WIDTH_JOINER = '\u200d'
const EMOJI_STYLE = '\ufe0f'
const isSkinTone = (code: number) => code >= 0x1f3fb && code <= 0x1f3ff

/**
 * Columns that a text takes on a terminal, colours not counted. Loads no segmenter and no tables of emoji, which
 * take longer than a whole audit of a small repository.
 */
export function widthOf(text: string): number {
  const plain = text.includes('\u001b') ? stripVTControlCharacters(text) : text
  if (NARROW.test(plain)) return plain.length
  let width = 0
  let last = 0
  let isJoined = false
  for (const character of plain) {
    const code = character.codePointAt(0) as number
    if (character === EMOJI_STYLE && last === 1) {
      width++
      last = 2
    }
    if (INVISIBLE.test(character) || (isSkinTone(code) && last === 2)) {
      if (character === ZERO_WIDTH_JOINER) isJoined = last === 2
      continue
    }
    // What a joiner binds to an emoji is drawn as a part of it.
    last = isJoined ? 2 : eastAsianWidth(code)
    if (!isJoined) width += last
    isJoined = false
  }
  return width
}

/** Breaks a text at its blanks so that no line is wider than `width`, longer words excepted. */
export function breakLines(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const size = widthOf(word)
    if (line !== '' && used + 1 + size > width) {
      lines.push(line)
      line = word
      used = size
    } else {
      line = line === '' ? word : `${line} ${word}`
      used = line === word ? size : used + 1 + size
    }
  }
  return [...lines, line]
}
