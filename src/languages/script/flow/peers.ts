import type { PeerSite, Span } from '../../../sites.js'
import { spanOf } from '../../site.js'
import type { Answer, Answering } from '../answers.js'
import { isFunction, isTransparent, keyName, unwrap } from '../names.js'
import type { Node, ScriptTree } from '../tree.js'
import type { Context } from './context.js'

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
  const statement = statementOf(context, sent)
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

/** The statement around, where it has its lines for itself and others can follow it: it is no lonely body of an `if`. */
function statementOf({ tree, source, base }: Context, sent: Node): Span | undefined {
  let at = sent
  while (at.parent && isTransparent(at.parent)) at = at.parent
  const statement = at.parent?.type === 'ExpressionStatement' ? at.parent : undefined
  const list = statement?.parent
  if (!statement || !list || !/^(?:BlockStatement|Program)$/.test(list.type)) return undefined
  const { text } = tree
  const before = /[^\r\n]*$/.exec(text.slice(0, statement.start))?.[0] ?? ''
  const after = /^[^\r\n]*/.exec(text.slice(statement.end))?.[0] ?? ''
  if (before.trim() !== '' || !/^\s*;?\s*(?:(?:\/\/|#).*)?$/.test(after)) return undefined
  if (list.start === statement.start && list.end === statement.end && isLonely(text, statement))
    return undefined
  const end = statement.end + (/^\s*;/.exec(text.slice(statement.end, statement.end + 3))?.[0].length ?? 0)
  return spanOf(source, base + statement.start, base + end)
}

/** The body of a condition without braces around it. */
function isLonely(text: string, { start, end }: Node): boolean {
  const before = text.slice(0, start).replace(/(?:\/\/[^\r\n]*\s*)+$/, '')
  return /(?:\)|\belse|->)\s*$/.test(before) && !/^\s*end\b/.test(text.slice(end))
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
