import { type Cst, fieldOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { identifier } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { namesIn } from './bindings.js'

/** Names of what a function is given, in order; the receiver aside. A pattern of several names keeps its place. */
export function parametersOf(list: Cst | undefined, to: Lowering): Node[] {
  return (list ? list.children : [])
    .filter((each) =>
      each.named ? !/^(?:self_parameter|attribute_item)$|comment$/.test(each.type) : each.type === '_',
    )
    .map((each) => {
      const pattern = each.type === 'parameter' ? (fieldOf(each, 'pattern') ?? each) : each
      const names = namesIn(pattern, to)
      for (const name of names.slice(1)) to.written(name, to.slice(name))
      const [first] = names
      return first
        ? identifier(first, to.slice(first))
        : identifier({ start: each.start, end: each.start }, '_')
    })
}
