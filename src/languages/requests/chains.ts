import { isFunction, keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from '../storage/context.js'
import { sourcesOf } from './call.js'

/** One call of a builder: `followRedirects(false)`. */
export interface Step {
  name: string
  args: readonly Node[]
  call: Node
}

/** Calls that follow each other on one object, and what they start with. */
export interface Chain {
  root: Node
  steps: readonly Step[]
}

const DEEPEST = 40

/** The chain that a value is made by: through the name that holds it, with what statements call on that name. */
export function chainOf(context: StorageContext, node: Node, depth = 0): Chain {
  const at = unwrap(node)
  if (depth > DEEPEST) return { root: at, steps: [] }
  if (at.type === 'CallExpression') {
    const callee = unwrap(at.callee)
    const name = callee.type === 'MemberExpression' ? keyName(callee) : undefined
    if (name === undefined) return { root: at, steps: blockSteps(at.arguments.at(-1)) }
    const inner = chainOf(context, callee.object, depth + 1)
    const args = at.arguments as Node[]
    return { root: inner.root, steps: [...inner.steps, { name, args, call: at }, ...blockSteps(args.at(-1))] }
  }
  if (at.type === 'NewExpression') return { root: at, steps: blockSteps(at.arguments.at(-1)) }
  const [source] = sourcesOf(context, at)
  if (!source || source === at) return { root: at, steps: [] }
  const made = chainOf(context, source, depth + 1)
  return { root: made.root, steps: [...made.steps, ...statementSteps(context, at)] }
}

/** What statements do with a name: `builder.url(url);`, `connection.requestMethod = "POST"`. */
export function statementSteps(context: StorageContext, name: Node): Step[] {
  if (name.type !== 'Identifier') return []
  const references = context.tree.resolve(name.name, name)?.references ?? []
  return references.flatMap(({ identifier }) => stepsAfter(identifier))
}

function stepsAfter(start: Node): Step[] {
  const steps: Step[] = []
  for (let at = start; ; ) {
    const member = at.parent
    if (member?.type !== 'MemberExpression' || member.object !== at) return steps
    const name = keyName(member) ?? '*'
    const next = member.parent
    if (next?.type === 'AssignmentExpression' && next.left === member)
      return [...steps, { name, args: [next.right], call: next }]
    if (next?.type !== 'CallExpression' || next.callee !== member) return steps
    steps.push({ name, args: next.arguments, call: next }, ...blockSteps(next.arguments.at(-1)))
    at = next
  }
}

/** What a block sets on the object around: `apply { requestMethod = "POST" }`. */
export function blockSteps(block: Node | undefined): Step[] {
  if (!block || !isFunction(block)) return []
  const body = block.body as Node
  const statements = body.type === 'BlockStatement' ? (body.body as Node[]) : [body]
  return statements.flatMap((statement) => {
    const at = unwrap((statement.expression ?? statement.argument ?? statement) as Node)
    if (at.type === 'AssignmentExpression') {
      const left = unwrap(at.left)
      const name = left.type === 'MemberExpression' ? keyName(left) : (left.name as string | undefined)
      return name === undefined ? [] : [{ name, args: [at.right as Node], call: at }]
    }
    if (at.type !== 'CallExpression') return []
    const callee = unwrap(at.callee)
    const name = callee.type === 'MemberExpression' ? keyName(callee) : (callee.name as string | undefined)
    return name === undefined ? [] : [{ name, args: at.arguments as Node[], call: at }]
  })
}

/** The last step of a name. */
export const stepOf = (steps: readonly Step[], ...names: string[]): Step | undefined =>
  steps.findLast(({ name }) => names.includes(name))

/** The whole chain that a call is a link of. */
export function wholeChain(call: Node): Node {
  let at = call
  for (;;) {
    const member = at.parent?.type === 'MemberExpression' && at.parent.object === at ? at.parent : undefined
    const next = member?.parent
    if (next?.type !== 'CallExpression' || next.callee !== member) return at
    at = next
  }
}
