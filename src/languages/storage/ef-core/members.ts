import type { Range } from '../../grammar/nodes.js'
import { keyName, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import { propertiesOf, textsOf } from '../arguments.js'

/** A property that an expression names. */
export interface Member {
  name: string
  at: Range
}

/** `x => x.A`, `x => new { x.A, x.B }`, `"A"`, `nameof(A)`, a list of them. */
export function membersIn(node: Node | undefined): Member[] {
  if (!node) return []
  const at = unwrap(node)
  if (at.type === 'ArrowFunctionExpression') return membersIn(at.body)
  if (at.type === 'ObjectExpression') return propertiesOf(at).flatMap(({ value }) => membersIn(value))
  if (at.type === 'ArrayExpression')
    return (at.elements as (Node | null)[]).flatMap((each) => membersIn(each ?? undefined))
  if (at.type === 'MemberExpression') {
    const name = keyName(at)
    return name === undefined ? [] : [{ name, at: at.property }]
  }
  if (at.names) return [{ name: at.names.text, at: at.names.at }]
  return textsOf(at)
}

/** The types between the angle brackets of a call as written: `Entity<Account>` gives `Account`. */
export function typeArgument(written: string, method: string): string | undefined {
  const match = new RegExp(`\\b${method}\\s*<\\s*(?:[\\w.]+\\.)?(\\w+)\\??\\s*>`).exec(written)
  return match?.[1]
}
