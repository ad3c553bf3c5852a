import type { Lowering } from '../grammar/lowering.js'
import { identifier, member, type Range, self } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'

/** What a name without an owner can mean inside a class. */
export interface ClassFrame {
  /** Fields and properties. */
  fields: ReadonlySet<string>
  methods: ReadonlySet<string>
}

interface Frames {
  classes: ClassFrame[]
  /** Names that parameters and local variables of the functions around have. */
  locals: ReadonlySet<string>[]
}

const known = new WeakMap<Lowering, Frames>()

function framesOf(to: Lowering): Frames {
  let frames = known.get(to)
  if (!frames) {
    frames = { classes: [], locals: [] }
    known.set(to, frames)
  }
  return frames
}

/** Lowers the body of a class, whose members are seen by their bare names. */
export function inClass<T>(to: Lowering, frame: ClassFrame, body: () => T): T {
  const frames = framesOf(to)
  const outer = frames.locals
  // A local variable of the method around is seen, unless the class has a member of that name.
  frames.locals = outer.map((names) => new Set([...names].filter((name) => !frame.fields.has(name))))
  frames.classes.push(frame)
  const result = body()
  frames.classes.pop()
  frames.locals = outer
  return result
}

/** Lowers the body of a function with the names that it declares. */
export function inLocals<T>(to: Lowering, names: ReadonlySet<string>, body: () => T): T {
  const frames = framesOf(to)
  frames.locals.push(names)
  const result = body()
  frames.locals.pop()
  return result
}

/** A bare name: a variable, or a field of a class around as `this.name`. */
export function nameIn(at: Range, name: string, to: Lowering): Node {
  const { classes, locals } = framesOf(to)
  const isLocal = locals.some((names) => names.has(name))
  return !isLocal && classes.some(({ fields }) => fields.has(name))
    ? member(at, self({ start: at.start, end: at.start }), name)
    : identifier(at, name)
}

/** The callee of a call without an owner: a function, or a method of a class around. */
export function calleeIn(at: Range, name: string, to: Lowering): { node: Node; isMethod: boolean } {
  const { classes, locals } = framesOf(to)
  const isLocal = locals.some((names) => names.has(name))
  const isMethod = !isLocal && classes.some(({ methods }) => methods.has(name))
  return {
    node: isMethod ? member(at, self({ start: at.start, end: at.start }), name) : identifier(at, name),
    isMethod,
  }
}
