import type { AddedSite, Span } from '../../../sites.js'
import { spanOf } from '../../site.js'
import { isTransparent } from '../names.js'
import type { Node, ScriptTree } from '../tree.js'
import { type Context, textOf } from './context.js'

/** The statement that an expression is, where it has its lines for itself and others can follow it. */
export function statementAlone(
  { tree, source, base }: Context,
  expression: Node,
  statement = statementOf(expression),
): Span | undefined {
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

/** `{ $hosts[] = '…'; return $hosts; }` */
function statementInBraces({ tree, source, base }: Context, statement: Node | undefined): Span | undefined {
  const list = statement?.parent
  if (!statement || list?.type !== 'BlockStatement' || tree.text[list.start] !== '{') return undefined
  const isEnded = tree.text[statement.end - 1] === ';' && statement.end < list.end
  return isEnded ? spanOf(source, base + statement.start, base + statement.end) : undefined
}

/** The body of a condition without braces around it. */
function isLonely(text: string, { start, end }: Node): boolean {
  const before = text.slice(0, start).replace(/(?:\/\/[^\r\n]*\s*)+$/, '')
  return /(?:\)|\belse|->)\s*$/.test(before) && !/^\s*end\b/.test(text.slice(end))
}

function statementOf(expression: Node): Node | undefined {
  let at = expression
  while (at.parent && isTransparent(at.parent)) at = at.parent
  return at.parent?.type === 'ExpressionStatement' ? at.parent : undefined
}

/** The last statement of a body, which is its result as well. */
function impliedBy({ text }: ScriptTree, expression: Node): Node | undefined {
  const { parent } = expression
  return parent?.type === 'ReturnStatement' && !text.startsWith('return', parent.start) ? parent : undefined
}

/** What a list holds, and gets, elsewhere in the file: longest text of it that is looked at. */
const MAX_LIST = 2000

/**
 * A value that one statement puts into a list: another statement can put its twin there. `beside` is what else goes into the
 * list: what it is declared with, and the statements around that begin in the same way.
 * @param list the list that it is put into
 */
export function addedSite(context: Context, node: Node, call: Node, list: Node | undefined): AddedSite {
  const { tree } = context
  const own = statementOf(call) ?? impliedBy(tree, call)
  const siblings = Array.isArray(own?.parent?.body) ? (own.parent.body as Node[]) : []
  const head = tree.text.slice(call.start, node.start)
  const beside = siblings
    .filter((each) => each !== own && tree.text.startsWith(head, each.start))
    .map((each) => textOf(tree, each))
  const definition = list?.type === 'Identifier' ? tree.resolve(list.name, list)?.defs[0]?.node : undefined
  if (definition?.type === 'VariableDeclarator' && definition.init)
    beside.push(
      tree.text.slice(definition.init.start, Math.min(definition.init.end, definition.init.start + MAX_LIST)),
    )
  const statement = statementAlone(context, call, own) ?? statementInBraces(context, own)
  return { beside, ...(statement && { statement }) }
}
