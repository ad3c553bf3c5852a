import { type Cst, childOf, fieldOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { entriesOf } from './tables.js'

/** What is known of the script while its tree is turned. */
interface Known {
  /** How often a variable is given a value. */
  writes: ReadonlyMap<string, number>
  reads: ReadonlySet<string>
  /** Variables that hold values under keys. */
  tables: ReadonlySet<string>
  /** It is run by its name; what has no such line is read by other scripts (`source`). */
  isProgram: boolean
}

const files = new WeakMap<Lowering, Known>()

/** Looks through the tree once, before it is turned. */
export function survey(root: Cst, to: Lowering): void {
  const writes = new Map<string, number>()
  const reads = new Set<string>()
  const tables = new Set<string>()
  const write = (name: Cst | undefined) => {
    if (name) writes.set(to.slice(name), (writes.get(to.slice(name)) ?? 0) + 1)
  }
  const stack = [root]
  for (let at = stack.pop(); at; at = stack.pop()) {
    if (at.type === 'variable_assignment') {
      write(fieldOf(at, 'name'))
      if (entriesOf(fieldOf(at, 'value'), to)) tables.add(to.slice(fieldOf(at, 'name') as Cst))
    }
    if (at.type === 'for_statement') write(fieldOf(at, 'variable'))
    if (at.type === 'simple_expansion' || at.type === 'expansion' || at.type === 'subscript') {
      const name = childOf(at, 'variable_name', 'special_variable_name')
      if (name) reads.add(to.slice(name))
      if (/:?=/.test(to.slice(fieldOf(at, 'operator') ?? { start: 0, end: 0 }))) write(name)
    }
    if (at.type === 'command' && /^(?:read|mapfile|readarray|printf|unset|eval)\b/.test(to.slice(at)))
      for (const each of at.children) if (each.type === 'word') write(each)
    stack.push(...at.children)
  }
  files.set(to, { writes, reads, tables, isProgram: to.text.startsWith('#!') })
}

const knownOf = (to: Lowering): Known => files.get(to) as Known

/** Whether a variable has one value from its only assignment on. */
export const isWrittenOnce = (to: Lowering, name: string): boolean => knownOf(to).writes.get(name) === 1

export const isWritten = (to: Lowering, name: string): boolean => knownOf(to).writes.has(name)

export const isTable = (to: Lowering, name: string): boolean => knownOf(to).tables.has(name)

/** Whether other scripts may read a variable: this one never does, or is there to be read. */
export const isSeenElsewhere = (to: Lowering, name: string): boolean =>
  !knownOf(to).isProgram || !knownOf(to).reads.has(name)
