import type { Lowering } from '../grammar/lowering.js'

/** Code that names belong to: a module, a function, a class. */
interface Frame {
  kind: 'module' | 'function'
  /** Names that `global` or `nonlocal` hand to the code around. */
  outer: Set<string>
}

const frames = new WeakMap<Lowering, Frame[]>()

function framesOf(to: Lowering): Frame[] {
  let found = frames.get(to)
  if (!found) {
    found = [{ kind: 'module', outer: new Set() }]
    frames.set(to, found)
  }
  return found
}

/** Runs `body` as the inside of a function. */
export function insideFunction<T>(to: Lowering, body: () => T): T {
  const stack = framesOf(to)
  stack.push({ kind: 'function', outer: new Set() })
  try {
    return body()
  } finally {
    stack.pop()
  }
}

/** Whether names that are given here can be imported by other files. */
export function isModuleLevel(to: Lowering): boolean {
  return framesOf(to).at(-1)?.kind === 'module'
}

/** `global x`, `nonlocal x`: writes of the name go to the code around. */
export function handOut(to: Lowering, name: string): void {
  framesOf(to).at(-1)?.outer.add(name)
}

/** Whether the function around writes a name of the code around it. */
export function isHandedOut(to: Lowering, name: string): boolean {
  return framesOf(to).at(-1)?.outer.has(name) ?? false
}

/** By convention and by `import *`, a leading underscore keeps a name to its file. */
export function isPrivate(name: string): boolean {
  return name.startsWith('_')
}
