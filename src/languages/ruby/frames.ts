import type { Cst } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'

/** What is known of the file while its tree is turned: which names are variables, constants of classes, bodies of heredocs. */
interface Known {
  /** Variables by frame, innermost last; a block sees those of the code around it. */
  locals: { names: Set<string>; isBlock: boolean }[]
  /** Constants that classes and modules of the file define. */
  members: ReadonlySet<string>
  /** Bodies of heredocs by the place of their beginnings. */
  heredocs: ReadonlyMap<number, Cst>
  /** Depth of classes and modules. */
  classes: number
}

const files = new WeakMap<Lowering, Known>()

/** Looks through the tree once, before it is turned. */
export function survey(root: Cst, to: Lowering): void {
  const members = new Set<string>()
  const beginnings: Cst[] = []
  const bodies: Cst[] = []
  const visit = (node: Cst, isInClass: boolean): void => {
    if (node.type === 'heredoc_beginning') beginnings.push(node)
    if (node.type === 'heredoc_body') bodies.push(node)
    const [left] = node.children
    if (isInClass && node.type === 'assignment' && left?.type === 'constant') members.add(to.slice(left))
    const isClass = node.type === 'class' || node.type === 'module'
    for (const child of node.children) visit(child, isInClass || isClass)
  }
  visit(root, false)
  const heredocs = new Map(beginnings.flatMap((each, i) => (bodies[i] ? [[each.start, bodies[i]]] : [])))
  files.set(to, { locals: [{ names: new Set(), isBlock: false }], members, heredocs, classes: 0 })
}

const knownOf = (to: Lowering): Known => files.get(to) as Known

/** Runs `body` as the inside of a method, or of a block that sees the variables around it. */
export function inside<T>(to: Lowering, isBlock: boolean, body: () => T): T {
  const { locals } = knownOf(to)
  locals.push({ names: new Set(), isBlock })
  try {
    return body()
  } finally {
    locals.pop()
  }
}

/** Runs `body` as the inside of a class or module. */
export function insideClass<T>(to: Lowering, body: () => T): T {
  const known = knownOf(to)
  known.classes++
  try {
    return inside(to, false, body)
  } finally {
    known.classes--
  }
}

export const isInClass = (to: Lowering): boolean => knownOf(to).classes > 0

/** Whether names that are given here are those of the whole file. */
export const isTopLevel = (to: Lowering): boolean => knownOf(to).locals.length === 1

export function addLocal(to: Lowering, name: string): void {
  knownOf(to).locals.at(-1)?.names.add(name)
}

/** Where a variable of that name was given its first value. */
export function localOf(to: Lowering, name: string): 'here' | 'around' | undefined {
  const { locals } = knownOf(to)
  for (let i = locals.length - 1; i >= 0; i--) {
    const frame = locals[i]
    if (frame?.names.has(name)) return i === locals.length - 1 ? 'here' : 'around'
    if (!frame?.isBlock) return undefined
  }
  return undefined
}

export const isMemberConstant = (to: Lowering, name: string): boolean => knownOf(to).members.has(name)

export const heredocOf = (to: Lowering, beginning: Cst): Cst | undefined =>
  knownOf(to).heredocs.get(beginning.start)
