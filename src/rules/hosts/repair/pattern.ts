import type { PatternSite } from '../../../sites.js'
import { textOf } from '../decided.js'
import { newBrand } from '../wording.js'
import { type Repair, repaired, replacement, type Subject } from './repair.js'
import { provePattern } from './samples.js'

/**
 * A regular expression grows where the brand stands: `amocrm` becomes `(?:amocrm|kommo)`, and a choice of top-level
 * domains `amocrm\.(ru|com)` becomes `(?:amocrm\.(ru|com)|kommo\.com)`. Groups keep their numbers; the result is run
 * on sample hosts.
 */
export function repairPattern(subject: Subject, pattern: PatternSite): Repair | undefined {
  const { file, occurrence } = subject
  const { literal, brand } = occurrence
  const from = indexIn(literal.text, (index) => literal.at(index) === brand.start)
  if (from === undefined || !/^amocrm$/i.test(literal.text.slice(from, from + 6))) return undefined
  // Extended patterns have no group that does not count.
  const isExtended = pattern.dialect === 'ere'
  if (isExtended && (pattern.op !== 'test' || occurrence.tld === 'choice')) return undefined
  const isNesting = pattern.flags.includes('v')
  const grown =
    occurrence.tld === 'choice'
      ? growChoice(subject, from, isNesting)
      : growBrand(subject, from, isNesting, isExtended ? '(' : '(?:')
  if (!grown) return undefined
  const proof = provePattern(pattern, literal.text, grown.text)
  if (proof.verdict === 'refuted') return undefined
  const because: string[] = []
  if (proof.verdict === 'unproven')
    because.push('the pattern takes none of the sample hosts, so the result is not proven')
  if (pattern.op === 'unknown') because.push('what the pattern is used for cannot be seen here')
  if (occurrence.site.parts.length > 1 || !['*', literal.text].includes(pattern.source))
    because.push('the pattern is put together from pieces')
  if (
    pattern.op === 'replace' &&
    pattern.replacement !== undefined &&
    !/^(['"`])\1$/.test(pattern.replacement)
  ) {
    because.push('the replaced text depends on what was matched')
  }
  const isCut = pattern.op === 'replace' || pattern.op === 'split'
  // A test that other people's hosts pass as well is not silently made to pass more of them.
  if (proof.spoofedBy !== undefined && !isCut) {
    because.push(`the pattern is not anchored: it takes ${proof.spoofedBy} as well`)
  }
  return repaired([replacement(file, grown.span, grown.written)], because)
}

interface Grown {
  /** The whole pattern afterwards, decoded. */
  text: string
  span: { file: string; start: number; end: number }
  /** What is written in place of the span. */
  written: string
}

function growBrand(
  { file, occurrence }: Subject,
  from: number,
  isNesting: boolean,
  open: string,
): Grown | undefined {
  const { text } = occurrence.literal
  if (
    !/^(?:com|word)$/.test(occurrence.tld) ||
    /\\$/.test(text.slice(0, from)) ||
    isInClass(text, from, isNesting)
  )
    return undefined
  const old = textOf(file, occurrence.brand)
  // A bare word would take kommo.ru as well.
  const written = `${open}${old}|${newBrand(old)}${occurrence.tld === 'word' ? '\\.com' : ''})`
  // The proof compares groups: one that only holds a choice is none to it.
  const proven = written.replace(/^\((?:\?:)?/, '(?:')
  return { text: text.slice(0, from) + proven + text.slice(from + 6), span: occurrence.brand, written }
}

function growChoice({ file, occurrence }: Subject, from: number, isNesting: boolean): Grown | undefined {
  const { literal } = occurrence
  const rest = literal.text.slice(from)
  const choice = /^amocrm(\\*\.|\[\.\]|\\+(?:x|u00)2e)\((?:\?:|\?<\w+>)?(?:[a-z|]|\\+\.|\[\.\])*\)/i.exec(
    rest,
  )
  if (!choice || isInClass(literal.text, from, isNesting)) return undefined
  const to = from + choice[0].length
  const span = { file: literal.span.file, start: literal.at(from), end: literal.at(to) }
  const dot = textOf(file, {
    ...span,
    start: literal.at(from + 6),
    end: literal.at(from + 6 + (choice[1] as string).length),
  })
  const brand = newBrand(literal.text.slice(from, from + 6))
  const grow = (whole: string, separator: string) => `(?:${whole}|${brand}${separator}com)`
  return {
    text: literal.text.slice(0, from) + grow(choice[0], choice[1] as string) + literal.text.slice(to),
    span,
    written: grow(textOf(file, span), dot),
  }
}

/** Whether an index of a pattern lies inside `[…]`; with the flag `v` classes nest. */
function isInClass(pattern: string, index: number, isNesting: boolean): boolean {
  let depth = 0
  for (let at = 0; at < index; at++) {
    if (pattern[at] === '\\') at++
    else if (pattern[at] === '[') depth = isNesting ? depth + 1 : 1
    else if (pattern[at] === ']') depth = isNesting ? Math.max(0, depth - 1) : 0
  }
  return depth > 0
}

function indexIn(text: string, isIt: (index: number) => boolean): number | undefined {
  for (const match of text.matchAll(/amocrm/gi)) if (isIt(match.index)) return match.index
  return undefined
}
