/** Tells whether bytes hold one of the needles, in any case of letters. */
export type Search = (bytes: Buffer, length: number) => boolean

/**
 * Every match that a report accounts for holds these letters, whichever rules run.
 * Searching for a needle that contains another one would find nothing more.
 */
const ALWAYS = 'amocrm'

/** The needles that decide: lower case, sorted, without those that contain another. */
export function minimalNeedles(needles: Iterable<string>): string[] {
  const all = [...new Set([ALWAYS, ...[...needles].map((needle) => needle.toLowerCase())])]
  return all
    .filter((needle) => !all.some((other) => other !== needle && other !== '' && needle.includes(other)))
    .filter((needle) => needle !== '')
    .sort()
}

/**
 * Builds a case-insensitive search for ASCII needles over the first `length` bytes of a buffer. Bytes are taken
 * as latin1, so it holds for every encoding that has ASCII in it; UTF-16 is searched without its NUL bytes.
 */
export function createSearch(needles: readonly string[]): Search {
  const sources = needles.map((needle) => needle.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
  const pattern = new RegExp(sources.join('|'), 'i')
  return (bytes, length) => {
    const text = bytes.toString('latin1', 0, length)
    if (pattern.test(text)) return true
    return text.includes('\0') && pattern.test(text.replaceAll('\0', ''))
  }
}
