import type { Use } from '../../sites.js'

/** `(acme|amocrm)\.com`: alternatives in front of an escaped dot. */
const CHOICE = /\([^()\s]*\|[^()\s]*\)\\\./

/**
 * The use of a setting that is written as a regular expression: escaped dots, and anchors or alternatives. Nobody says what
 * reads it, so a person has to look at it.
 */
export function patternUse(text: string): Use | undefined {
  const trimmed = text.trim()
  if (!/\\\./.test(trimmed) || !(/^\^|\$$|^\(\?/.test(trimmed) || CHOICE.test(trimmed))) return undefined
  return { is: 'pattern', of: { dialect: 'pcre', source: text, flags: '', op: 'unknown' } }
}
