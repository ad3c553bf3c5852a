import type { Source } from '../../src/files/source.js'
import type { Role } from '../../src/findings/finding.js'
import { flattenUses } from '../../src/languages/flatten.js'
import type { Span, TextSite } from '../../src/sites.js'

export const FORMS = ['literal', 'template', 'concatenation', 'constant', 'list', 'regex'] as const
export type Form = (typeof FORMS)[number]
export const ROLES = ['target', 'matcher', 'peer', 'branch', 'recorded', 'text'] as const satisfies Role[]

/** Whether a finding stands in a text. */
export function holds({ parts }: TextSite, span: Span): boolean {
  return parts.some((part) => part.span.start <= span.start && span.start < part.span.end)
}

/** How a text is written. */
export function formOf({ parts, uses }: TextSite, source: Source): Form {
  const all = flattenUses(uses)
  if (parts.some((part) => part.kind === 'literal' && part.layers.includes('regex'))) return 'regex'
  if (all.some((use) => use.is === 'pattern')) return 'regex'
  if (all.some((use) => use.is === 'element')) return 'list'
  if (parts.length > 1) return isJoined(parts, source) ? 'concatenation' : 'template'
  return all.some((use) => use.is === 'binding' && /^\W?\w+$/.test(use.name)) ? 'constant' : 'literal'
}

/** A quote and an operator stand between two of the parts, or quotes that touch what is joined, as in a shell. */
function isJoined(parts: TextSite['parts'], source: Source): boolean {
  return parts.some((part, i) => {
    const before = parts[i - 1]
    if (!before || before.span.end > part.span.start) return false
    const between = source.text.slice(source.indexAt(before.span.end), source.indexAt(part.span.start))
    return /["'`]\s*(?:[.+]|\|\|)|(?:[.+]|\|\|)\s*["'`]|^["'][\w"'$]*$/.test(between)
  })
}
