import type { Source } from '../../files/source.js'
import { statementArms } from './arms.js'
import { bindTarget } from './flow/bindings.js'
import { type Context, type Flow, leave, nameIndex, textOf } from './flow/context.js'
import { followStep } from './flow/follow.js'
import { patternUses } from './flow/patterns.js'
import type { Node, ScriptTree } from './tree.js'

export type { Flow } from './flow/context.js'

/** Steps that one value is followed for; what flows further counts as open. */
const MAX_STEPS = 1000

/** Follows values through one parsed script. */
export interface Follower {
  /** Everything that the value of an expression flows into. */
  usesOf(node: Node): Flow
  /** The same for a regular expression literal, with what it does to a text as `pattern` uses. */
  patternUsesOf(node: Node): Flow
  /** Follows a value that arrives in a name or pattern, and shows every expression that has it whole. */
  usesOfName(target: Node, visit: (node: Node) => void): Flow
  /** The same for an expression. */
  usesVisited(node: Node, visit: (node: Node) => void): Flow
}

/** @param base UTF-16 index in `source.text` at which `tree.text` starts */
export function createFollower(tree: ScriptTree, source: Source, base: number): Follower {
  const names = nameIndex(tree)

  /** A context of its own for every value: no place is followed twice for one of them. */
  function contextOf(visit?: (node: Node) => void): Context {
    const seen = new Set<string>()
    let isTest: boolean | undefined
    const context: Context = {
      tree,
      source,
      base,
      ...names,
      bind: (target, step) => bindTarget(context, target, step),
      follow(step) {
        // An optional chain has the range of its last member.
        const id = `${step.node.type}:${step.node.start}:${step.node.end}:${step.path.join('.')}`
        if (seen.has(id)) return
        // What a test in the same file expects of a value is no purpose of it.
        isTest ??= isInTest(tree, step.node)
        if (!isTest && isInTest(tree, step.node)) return
        if (seen.size >= MAX_STEPS) {
          leave(step.out, 'followed too far')
          return
        }
        seen.add(id)
        if (step.path.length === 0) visit?.(step.node)
        followStep(context, step)
      },
    }
    return context
  }

  return {
    usesOf(node) {
      const flow: Flow = { uses: [], closed: true }
      contextOf().follow({ node, path: [], depth: 0, out: flow })
      flow.uses.push(...statementArms(node, (at) => textOf(tree, at)))
      // A value that stands for itself, is thrown, or decides something alone.
      if (flow.uses.length === 0) leave(flow, 'not used')
      return flow
    },
    usesOfName(target, visit) {
      const flow: Flow = { uses: [], closed: true }
      contextOf(visit).bind(target, { node: target, path: [], depth: 0, out: flow })
      return flow
    },
    usesVisited(node, visit) {
      const flow: Flow = { uses: [], closed: true }
      contextOf(visit).follow({ node, path: [], depth: 0, out: flow })
      return flow
    },
    patternUsesOf: (node) => patternUses(contextOf(), node, node.regex.pattern, node.regex.flags),
  }
}

function isInTest({ tests }: ScriptTree, { start }: Node): boolean {
  return tests?.some((test) => test.start <= start && start < test.end) ?? false
}
