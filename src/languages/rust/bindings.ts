import type { Cst } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'

/** Names that a pattern gives to what it takes. */
export function namesIn(pattern: Cst, to: Lowering): Cst[] {
  if (pattern.type === 'identifier') return /^[a-z_]/.test(to.slice(pattern)) ? [pattern] : []
  if (pattern.type === 'shorthand_field_identifier') return [pattern]
  if (/^(?:scoped_identifier|type_identifier|generic_type|scoped_type_identifier)$/.test(pattern.type))
    return []
  return pattern.children
    .filter(
      (each) => each.named && each.field !== 'type' && each.field !== 'name' && each.field !== 'condition',
    )
    .flatMap((each) => namesIn(each, to))
}
