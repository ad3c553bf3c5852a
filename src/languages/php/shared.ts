import type { Cst } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { call, identifier } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'

const globals = new WeakMap<Lowering, Set<string>>()

/** Whether the function around says that a variable of this name (`$host`) is the file's. */
export function isGlobal(to: Lowering, name: string): boolean {
  return globals.get(to)?.has(name) ?? false
}

/** `global $host;` holds for the rest of the function. */
export function noteGlobal(to: Lowering, name: string): void {
  globals.get(to)?.add(name)
}

/** Runs `body` as a function that has said nothing of global variables. */
export function withoutGlobals<T>(to: Lowering, body: () => T): T {
  const outer = globals.get(to)
  globals.set(to, new Set())
  const result = body()
  if (outer) globals.set(to, outer)
  else globals.delete(to)
  return result
}

/** `compact('host')` reads `$host`; what `extract` makes of a table is not known. */
export function tableCall(node: Cst, name: string, args: readonly Node[]): Node {
  const read = args.map((argument) =>
    argument.type === 'Literal' && typeof argument.value === 'string'
      ? identifier(argument, `$${argument.value}`, argument.value)
      : argument,
  )
  return call(node, identifier(node, name), read)
}
