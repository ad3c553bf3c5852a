import type { TemplateTag } from './tags.js'

/**
 * Stands for every character of a template tag in masked text. Script adapters treat runs of it inside strings as
 * holes; HTML and JSON parsers treat it as ordinary text.
 */
export const MASKED = '\uE000'

/** Runs of masked characters. */
export const MASKED_RUN = /\uE000+/g

const PLACEHOLDER = /^__t\$*$/

/** Whether an identifier stands for a template tag in masked script: `__t` filled up with `$` to the tag's length. */
export function isPlaceholder(name: string): boolean {
  return PLACEHOLDER.test(name)
}

/** An identifier of `length` characters (one or two cannot be told from others, but no tag is that short). */
export function placeholder(length: number): string {
  return `__t${'$'.repeat(Math.max(0, length - 3))}`.slice(0, length)
}

/** Text with every tag masked; same length, same indices. */
export function maskTags(text: string, tags: readonly TemplateTag[]): string {
  const pieces: string[] = []
  let at = 0
  for (const tag of tags) {
    pieces.push(text.slice(at, tag.start), MASKED.repeat(tag.end - tag.start))
    at = tag.end
  }
  pieces.push(text.slice(at))
  return pieces.join('')
}

/** Ways to mask tags that stand outside strings of a script, in the order in which they are tried. */
export const SCRIPT_MASKS = ['by-kind', 'identifier', 'blank', 'none'] as const
export type ScriptMask = (typeof SCRIPT_MASKS)[number]

/**
 * Masks the tags of a script: `by-kind` puts an identifier where a tag puts something out and blanks where it
 * controls the flow or stands alone between statements; `identifier` and `blank` treat all tags alike; `none` takes
 * them for script (`style={{ … }}`). A tag inside a string keeps its run of masked characters.
 * @param written the script as written
 * @param masked the script with its tags masked
 * @param tags the tags of the script, with indices in `masked`
 * @param isInString whether an index of `masked` lies in a string or comment
 */
export function maskScript(
  written: string,
  masked: string,
  tags: readonly TemplateTag[],
  isInString: (index: number) => boolean,
  mask: ScriptMask,
): string {
  const pieces: string[] = []
  let at = 0
  for (const tag of tags) {
    if (isInString(tag.start)) continue
    const length = tag.end - tag.start
    const isBlank =
      mask === 'blank' || (mask === 'by-kind' && (tag.kind !== 'output' || isAlone(masked, tag)))
    const filler = isBlank ? ' '.repeat(length) : placeholder(length)
    pieces.push(masked.slice(at, tag.start), mask === 'none' ? written.slice(tag.start, tag.end) : filler)
    at = tag.end
  }
  pieces.push(masked.slice(at))
  return pieces.join('')
}

/** Whether a tag fills its line between two statements. */
function isAlone(masked: string, tag: TemplateTag): boolean {
  const before = masked.slice(Math.max(0, tag.start - 200), tag.start).trimEnd()
  const isFirst = before === '' || /[;{}\uE000]$/.test(before)
  return isFirst && /^[ \t\uE000]*(?:[\r\n]|$)/.test(masked.slice(tag.end, tag.end + 400))
}
