import type { KeyField } from '../../storage.js'
import { unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from './context.js'

/** `subdomain = ?`, `accounts.domain = @domain`, `LOWER(domain) = $1`, `"domain" IN (?)`. */
const EQUALITY =
  /(?<![\w.@:$])(?:(?:lower|trim|upper)\s*\(\s*)?(?:["`[]?\w+["`\]]?\.)*["`[]?(?<name>[A-Za-z_]\w*)["`\]]?\s*\)?\s*(?:=|==|<=>|\b(?:i?like|in|is)\b)\s*(?:(?:lower|trim|upper)\s*)?\(?\s*(?<value>\?\d*|[@:]\w+|\$\d+|'[^']*')/giu

/**
 * Columns that a condition written as a text compares, with what its places are filled with.
 * @param behind where the condition begins in a whole statement
 */
export function fieldsOfCondition(
  context: StorageContext,
  condition: Node,
  values: readonly Node[],
  behind?: RegExp,
): KeyField[] {
  const at = unwrap(condition)
  if (at.type !== 'Literal' || typeof at.value !== 'string' || !at.content) return []
  const whole = context.slice(at.content)
  const from = behind ? whole.search(behind) : 0
  if (from < 0) return []
  const written = `${' '.repeat(from)}${whole.slice(from)}`
  const fields: KeyField[] = []
  for (const match of written.matchAll(EQUALITY)) {
    const { name = '', value = '' } = match.groups ?? {}
    const start = at.content.start + match.index + match[0].lastIndexOf(name, match[0].lastIndexOf(value) - 1)
    const filled = valueFor(written.slice(0, match.index + match[0].length), value, values)
    fields.push({
      name,
      ...(filled && { value: context.slice(filled) }),
      span: context.span({ start, end: start + name.length }),
    })
  }
  return fields
}

/** The value of a place: by its number, or by how many places stand in front of it. */
function valueFor(upTo: string, place: string, values: readonly Node[]): Node | undefined {
  const number = /^[?$](\d+)$/.exec(place)?.[1]
  if (number !== undefined) return values[Number(number) - 1]
  if (place === '?') return values[(upTo.match(/\?/g)?.length ?? 1) - 1]
  return undefined
}
