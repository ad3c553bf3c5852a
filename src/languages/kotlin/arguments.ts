import { type Cst, hasToken, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { entry, identifier, object, spread } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'

/** Arguments of a call: those with a name are entries of an object behind the others. */
export function argumentsOf(list: Cst | undefined, to: Lowering): Node[] {
  const all = (list ? namedOf(list) : []).filter((each) => each.type === 'value_argument')
  const named = all.filter((each) => hasToken(each, '='))
  const plain = all.flatMap((each) => {
    const held = namedOf(each)[0]
    if (named.includes(each) || !held) return []
    return [hasToken(each, '*') ? spread(each, to.lower(held)) : to.lower(held)]
  })
  const entries = named.map((each) => {
    const [key, held] = namedOf(each) as [Cst, Cst]
    return entry(each, identifier(key, to.slice(key)), to.lower(held))
  })
  const first = named[0]
  const last = named.at(-1)
  return first && last ? [...plain, object({ start: first.start, end: last.end }, entries)] : plain
}
