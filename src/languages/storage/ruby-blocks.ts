import { isFunction, nameOf, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { calledName, callIn } from './call-parts.js'

/** Statements of the block that a call is given, each as its expression. */
export function blockStatements(call: Node): Node[] {
  const block = (call.arguments as Node[]).findLast(({ type }) => type === 'ArrowFunctionExpression')
  return block ? expressionsIn(block.body) : []
}

/** The expressions of a body, of which the last may be what it gives back. */
export function expressionsIn(body: Node): Node[] {
  const statements = body.type === 'BlockStatement' ? (body.body as Node[]) : [body]
  return statements.flatMap((each) => {
    if (each.type === 'ExpressionStatement') return [unwrap(each.expression)]
    if (each.type === 'ReturnStatement') return each.argument ? [unwrap(each.argument)] : []
    if (each.type === 'BlockStatement') return expressionsIn(each)
    if (each.type === 'IfStatement')
      return [each.consequent, each.alternate].flatMap((arm) => (arm ? expressionsIn(arm) : []))
    return [each]
  })
}

/** Whether code only runs on the way back: `def down`, `dir.down do`, `down do`, `revert do`. */
export function isBackwards(node: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent) {
    if (!isFunction(at)) continue
    if (nameOf(at) === 'down') return true
    const call = at.type === 'ArrowFunctionExpression' ? callIn(at.parent) : undefined
    if (call && /^(?:down|revert)$/.test(calledName(call))) return true
  }
  return false
}
