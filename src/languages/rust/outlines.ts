import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import type { Outline } from '../grammar/outline.js'

/** A struct with its fields and their types. */
export function outlinesIn(node: Cst, to: Lowering): Outline[] {
  const name = fieldOf(node, 'name')
  const body = fieldOf(node, 'body')
  if (!name || body?.type !== 'field_declaration_list') return []
  const fields = namedOf(body).flatMap((each) => {
    const own = each.type === 'field_declaration' ? fieldOf(each, 'name') : undefined
    const type = fieldOf(each, 'type')
    if (!own) return []
    return [
      { name: to.slice(own), at: own, whole: each, notes: [], ...(type && { written: to.slice(type) }) },
    ]
  })
  return [{ name: to.slice(name), at: name, whole: node, bases: [], notes: [], fields }]
}
