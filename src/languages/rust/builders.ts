import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { array } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'

/** Methods of builders that are called once for every origin or host that is let in. */
const ONE_BY_ONE = /^(?:allowed_origin|allowed_host)$/

/** Calls whose argument stands in the list of a call further out. */
const passed = new WeakMap<Lowering, WeakSet<Cst>>()

export const isPassed = (node: Cst, to: Lowering): boolean => passed.get(to)?.has(node) ?? false

/**
 * `.allowed_origin("a").allowed_origin("b")`: the calls of one chain are a list that grows by one more call. A single argument
 * that is a list itself is none of these.
 */
export function originsOf(node: Cst, name: string, to: Lowering): Node | undefined {
  if (!ONE_BY_ONE.test(name)) return undefined
  const calls = [node]
  for (let at = objectOf(node); at; at = objectOf(at)) if (methodOf(at, to) === name) calls.unshift(at)
  const args = calls.flatMap((each) => {
    const list = fieldOf(each, 'arguments')
    return list ? namedOf(list) : []
  })
  if (args.length !== calls.length) return undefined
  const inner = passed.get(to) ?? new WeakSet()
  passed.set(to, inner)
  for (const each of calls) if (each !== node) inner.add(each)
  const last = args.at(-1) as Cst
  const callee = fieldOf(node, 'function') as Cst
  const space = to.text.slice((fieldOf(callee, 'value') as Cst).end, (fieldOf(callee, 'field') as Cst).start)
  const line = /(?:\r?\n[ \t]*)?\.$/.exec(space)?.[0] ?? '.'
  const joint = `)${line}${name}(`
  return { ...array({ start: (args[0] as Cst).start, end: last.end }, to.all(args)), joint }
}

/** The call that a method is called on. */
function objectOf(node: Cst): Cst | undefined {
  const callee = fieldOf(node, 'function')
  const object = callee?.type === 'field_expression' ? fieldOf(callee, 'value') : undefined
  return object?.type === 'call_expression' ? object : undefined
}

function methodOf(node: Cst, to: Lowering): string | undefined {
  const callee = fieldOf(node, 'function')
  const field = callee?.type === 'field_expression' ? fieldOf(callee, 'field') : undefined
  return field && to.slice(field)
}
