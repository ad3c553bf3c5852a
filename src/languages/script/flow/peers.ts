import type { PeerSite, Span } from '../../../sites.js'
import type { Answer, Answering } from '../answers.js'
import { isFunction, keyName, unwrap } from '../names.js'
import type { Node, ScriptTree } from '../tree.js'
import type { Context } from './context.js'
import { statementAlone } from './statements.js'

const HEADER = /access[-_]?control[-_]?allow[-_]?origin$/i
const LINE = /^.?access-control-allow-origin\s*:/i

/** The value is sent as the origin that browsers are told, by a call: `header('…: https://…')`, `w.Header().Set('…', …)`. */
export function peerOfArgument(context: Context, node: Node, call: Node): { peer?: PeerSite } {
  const { tree } = context
  if (!tree.answers) return {}
  const callee = unwrap(call.callee)
  const isMethod = callee.type === 'MemberExpression'
  const name = isMethod ? keyName(callee) : (callee.name as string | undefined)
  const index = call.arguments.indexOf(node)
  const before = index > 0 ? wordOf(tree, call.arguments[index - 1]) : ''
  const isLine = index === 0 && LINE.test(tree.text.slice(node.start, node.end))
  if (name === undefined || (!isLine && !HEADER.test(before))) return {}
  const receiver = isMethod ? sliceOf(tree, callee.object) : ''
  return peerOf(context, { sent: call, receiver, name, isLine })
}

/** `response['Access-Control-Allow-Origin'] = 'https://…'`. */
export function peerOfWrite(context: Context, assignment: Node): { peer?: PeerSite } {
  const { tree } = context
  const target = unwrap(assignment.left)
  if (!tree.answers || assignment.operator !== '=' || !HEADER.test(keyName(target) ?? '')) return {}
  const receiver = sliceOf(tree, target.object)
  return peerOf(context, { sent: assignment, receiver, name: '=', isLine: false })
}

/** `headers={'Access-Control-Allow-Origin': 'https://…'}`. */
export function peerOfEntry(context: Context, property: Node, key: string): { peer?: PeerSite } {
  if (!context.tree.answers || !HEADER.test(key)) return {}
  return peerOf(context, { sent: property, receiver: '', name: ':', isLine: false })
}

interface Sent extends Pick<Answering, 'receiver' | 'name' | 'isLine'> {
  /** The call, write or entry. */
  sent: Node
}

function peerOf(context: Context, place: Sent): { peer?: PeerSite } {
  const { sent, ...how } = place
  const { tree } = context
  const around = functionsAround(sent)
  const outer = around.at(-1) ?? tree.program
  const answer = tree.answers?.({
    ...how,
    signatures: around.map((fn) => tree.text.slice(fn.start, Math.max(fn.start, fn.body?.start ?? fn.start))),
    body: sliceOf(tree, outer),
    text: tree.text,
  })
  if (!answer) return {}
  const { isAtHand, choice, glue, override } = answer
  const statement = statementAlone(context, sent)
  const vary = /\bvary\b/i.test(sliceOf(tree, around[0] ?? tree.program))
    ? undefined
    : varyOf(context, answer, place, statement)
  return {
    peer: {
      isAtHand,
      choice,
      ...(glue !== undefined && { glue }),
      ...(override !== undefined && { override }),
      ...(statement && { statement }),
      ...(vary && { vary }),
    },
  }
}

function varyOf(
  { source, base }: Context,
  { vary, varyCall }: Answer,
  { sent, receiver }: Sent,
  statement: Span | undefined,
): PeerSite['vary'] {
  // What is called on the way to it is not called twice.
  const isPlain = !/\([^)]/.test(receiver)
  if (vary !== undefined && statement && isPlain) return { at: statement.end, text: vary }
  return varyCall === undefined ? undefined : { at: source.byteAt(base + sent.end), text: varyCall }
}

function functionsAround(node: Node): Node[] {
  const found: Node[] = []
  for (let at = node.parent; at; at = at.parent) if (isFunction(at)) found.push(at)
  return found
}

const sliceOf = ({ text }: ScriptTree, { start, end }: Node): string => text.slice(start, end)

/** The header's name without quotes, or the name of the constant that holds it. */
function wordOf(tree: ScriptTree, node: Node): string {
  return sliceOf(tree, node).replace(/^["'`]|["'`]$/g, '')
}
