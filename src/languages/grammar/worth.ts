/** A brand's name with something behind it that belongs to a host; the host that an account sends. */
const AT_ONCE = /(?:amocrm|kommo)["'`]?\s*(?:\\*\.|%2e|[[|)"'`])|\breferer\b/i
const BRAND = /amocrm|kommo/gi
const [LINE_FEED, RETURN, SLASH] = [10, 13, 47]
const QUOTES: ReadonlySet<number> = new Set([34, 39, 96])

/**
 * What a rule can ask about: a brand's name with something behind it that belongs to a host, or in a string, and the host that
 * an account sends. Namespaces, classes and comments that only name the product need no tree. The new name counts as well, so
 * that what a fix leaves behind is parsed.
 */
export function isWorthParsing(text: string): boolean {
  if (AT_ONCE.test(text)) return true
  let seen = 0
  for (const { index } of text.matchAll(BRAND)) {
    if (isBehindQuote(text, index, seen)) return true
    seen = index
  }
  return false
}

/** Whether a quote or a slash stands before a place on its line. Nothing before `from` is looked at: a linear search. */
function isBehindQuote(text: string, place: number, from: number): boolean {
  for (let at = place - 1; at >= from; at--) {
    const unit = text.charCodeAt(at)
    if (unit === LINE_FEED || unit === RETURN) return false
    if (unit === SLASH || QUOTES.has(unit)) return true
  }
  return false
}
