import { type Cst, childOf, fieldOf, fieldsOf, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import type { Outline, OutlineField } from '../grammar/outline.js'

/** Structs that a declaration of types gives names to, with their fields and the tags behind those. */
export function outlinesIn(declaration: Cst, to: Lowering): Outline[] {
  return namedOf(declaration).flatMap((spec) => {
    const name = fieldOf(spec, 'name')
    const type = fieldOf(spec, 'type')
    if (!name || type?.type !== 'struct_type') return []
    const list = childOf(type, 'field_declaration_list')
    const fields = (list ? namedOf(list) : []).flatMap((each) => fieldsIn(each, to))
    const whole = namedOf(declaration).length === 1 ? declaration : spec
    return [{ name: to.slice(name), at: name, whole, bases: [], notes: [], fields }]
  })
}

/** `A, B string`; a type that stands alone is a field of its name. */
function fieldsIn(each: Cst, to: Lowering): OutlineField[] {
  const type = fieldOf(each, 'type')
  const tag = fieldOf(each, 'tag')
  const names = fieldsOf(each, 'name').filter((name) => name.named)
  const rest = {
    whole: each,
    notes: [],
    ...(type && { written: to.slice(type) }),
    ...(tag && { tag: { text: tagText(to.slice(tag)), at: tag } }),
  }
  if (names.length > 0) return names.map((name) => ({ name: to.slice(name), at: name, ...rest }))
  return type ? [{ name: to.slice(type).replace(/^.*\./, ''), at: type, ...rest, isEmbedded: true }] : []
}

/** A tag in raw quotes or in plain ones. */
const tagText = (written: string): string =>
  written.startsWith('`') ? written.slice(1, -1) : written.slice(1, -1).replace(/\\(["\\])/g, '$1')
