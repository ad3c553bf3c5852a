import { unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from '../storage/context.js'
import { type Call, type Reader, sourcesOf } from './call.js'
import { commandOf, wordsAt } from './commands.js'

/** `curl` and `wget` of scripts. */
export const shellRequests: Reader = {
  languages: /^shell$/,
  hint: /\b(?:curl|wget)\b/,
  calls(context) {
    return context.tree.nodes.flatMap((node) =>
      node.type === 'CallExpression' ? (callOf(context, node) ?? []) : [],
    )
  },
}

function callOf(context: StorageContext, node: Node): Call | undefined {
  const callee = unwrap(node.callee)
  const tool = callee.type === 'Identifier' ? callee.name : undefined
  if (tool !== 'curl' && tool !== 'wget') return undefined
  const command = commandOf(tool, wordsAt(context.text, callee.end, node.end))
  const args = node.arguments as Node[]
  const url = command && args.find((each) => each.start <= command.url.start && each.end >= command.url.end)
  if (!command || !url) return undefined
  return {
    client: command.client,
    node,
    name: tool,
    at: callee,
    ...(command.verb !== undefined && { verb: command.verb }),
    url,
    // Words that stand under names: `"${auth[@]}"`.
    options: args.flatMap((each) => (each === url ? [] : sourcesOf(context, each))),
    set: command.settings,
    body: command.body,
  }
}
