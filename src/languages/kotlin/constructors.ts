import { type Cst, childOf, fieldOf, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { nameOf } from './parameters.js'

const known = new WeakMap<Lowering, Map<string, readonly string[]>>()

/** Parameters of a primary constructor, each of which the class can read by its name. */
export function componentsOf(node: Cst): Cst[] {
  const list = childOf(childOf(node, 'primary_constructor') ?? node, 'class_parameters')
  return (list ? namedOf(list) : []).filter((each) => each.type === 'class_parameter')
}

/** Notes what primary constructors of the file call their parameters. */
export function noteConstructors(root: Cst, to: Lowering): void {
  const found = new Map<string, readonly string[]>()
  const stack = [root]
  for (let at = stack.pop(); at; at = stack.pop()) {
    const name = at.type === 'class_declaration' ? fieldOf(at, 'name') : undefined
    if (name && !at.children.some((each) => each.type === 'secondary_constructor'))
      found.set(
        to.slice(name),
        componentsOf(at)
          .flatMap((each) => nameOf(each) ?? [])
          .map((each) => to.slice(each)),
      )
    stack.push(...at.children)
  }
  known.set(to, found)
}

export const constructorOf = (to: Lowering, name: string): readonly string[] | undefined =>
  known.get(to)?.get(name)
