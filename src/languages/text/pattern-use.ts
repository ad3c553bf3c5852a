import type { Use } from '../../sites.js'

/**
 * The use of a setting that is written as a regular expression: anchored, with escaped dots. Nobody says what reads it, so
 * a person has to look at it.
 */
export function patternUse(text: string): Use | undefined {
  if (!/\\\./.test(text) || !/^\^|\$$|^\(\?/.test(text.trim())) return undefined
  return { is: 'pattern', of: { dialect: 'pcre', source: text, flags: '', op: 'unknown' } }
}
