import type { Source } from '../files/source.js'
import type { Hole, Literal, Use } from '../sites.js'

/** Rules of Laravel's validation that list what they take: `'required|in:acme.com,lumen.com'`. */
const LISTING = /(?<=^|\|)((?:in|ends_with|starts_with)):([^|]*)/g

/** A text that is such a rule is tested against what it lists, wherever the rule is handed to. */
export function withRules(
  uses: readonly Use[],
  parts: readonly (Literal | Hole)[],
  source: Source,
): readonly Use[] {
  const [literal] = parts
  if (parts.length !== 1 || literal?.kind !== 'literal' || !/\.php$/i.test(source.path)) return uses
  const found = [...literal.text.matchAll(LISTING)].filter(([rule]) => /amocrm/i.test(rule))
  if (found.length === 0) return uses
  return found.flatMap((match): Use[] => {
    const [rule, name, list] = match as unknown as [string, string, string]
    let from = match.index + rule.length - list.length
    const items = list.split(',').map((text) => {
      const span = { ...literal.span, start: literal.at(from), end: literal.at(from + text.length) }
      from += text.length + 1
      return { text, span }
    })
    return [
      { is: 'argument', callee: 'oneOf', as: `${name}:`, index: 0 },
      { is: 'element', of: { form: 'csv', items, uses: [] } },
    ]
  })
}
