import { type Cst, childOf, fieldOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { parameterNames } from './parameters.js'

const known = new WeakMap<Lowering, Map<string, readonly string[] | undefined>>()

/** Notes what constructors of the file call their parameters; a class with several is not known. */
export function noteConstructors(root: Cst, to: Lowering): void {
  const found = new Map<string, readonly string[] | undefined>()
  const stack = [root]
  for (let at = stack.pop(); at; at = stack.pop()) {
    const name = fieldOf(at, 'name')
    if (name && at.type === 'record_declaration') note(found, to.slice(name), at, to)
    if (name && at.type === 'constructor_declaration') note(found, to.slice(name), at, to)
    stack.push(...at.children)
  }
  known.set(to, found)
}

function note(found: Map<string, readonly string[] | undefined>, name: string, at: Cst, to: Lowering): void {
  const list = fieldOf(at, 'parameters')
  const isOpen = found.has(name) || (list && childOf(list, 'spread_parameter'))
  found.set(name, isOpen ? undefined : parameterNames(list, to))
}

/** Names of the parameters of the only constructor that a class of this file has. */
export const constructorOf = (to: Lowering, name: string): readonly string[] | undefined =>
  known.get(to)?.get(name)
