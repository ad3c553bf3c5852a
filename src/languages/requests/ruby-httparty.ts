import { dottedName, keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from '../storage/context.js'
import { classAround, entryOf, membersOf } from '../storage/reading.js'
import type { Call, Creation } from './call.js'
import { callsOf } from './lookup.js'
import { placedArguments, startOf, tablesIn, verbOf } from './parts.js'

const VERB = /^(?:get|post|put|patch|delete|head|options)$/
const SETTING =
  /^[ \t]*(?:self\.class\.)?(follow_redirects|no_follow|maintain_method_across_redirects|resend_on_redirect)\b[ \t(]*(true|false)?/gm

/** A call of HTTParty, or of a class that includes it. */
export function partyCall(context: StorageContext, node: Node): Call | undefined {
  const callee = unwrap(node.callee)
  const method = callee.type === 'MemberExpression' ? keyName(callee) : (callee.name as string | undefined)
  const [first] = placedArguments(node)
  if (!first || !VERB.test(method ?? '')) return undefined
  const object = callee.type === 'MemberExpression' ? dottedName(callee.object) : 'this'
  const tables = tablesIn(node)
  const creation = object === 'HTTParty' ? undefined : includedIn(context, node, object, method ?? '')
  if (object !== 'HTTParty' && !creation) return undefined
  const own = tables.map((table) => entryOf(table, 'base_uri')).find((each) => each !== undefined)
  return {
    ...startOf(context, node),
    client: 'httparty',
    ...verbOf(method),
    ...(own ? { url: own, path: first } : { url: first }),
    options: tables,
    ...(creation && { creation }),
  }
}

/** The class that includes HTTParty and that a call asks: its own, or one of the file by its name. */
function includedIn(
  context: StorageContext,
  node: Node,
  object: string,
  method: string,
): Creation | undefined {
  for (const call of callsOf(context.tree, 'include')) {
    const owner = classAround(call)
    if (!owner || dottedName(call.arguments[0] ?? call) !== 'HTTParty') continue
    const isOwn = /^(?:this|this\.class)$/.test(object)
    const isInside = node.start >= owner.start && node.end <= owner.end
    const name = nameOf(owner)
    if (isOwn ? !isInside || isHidden(owner, object, method) : object !== name) continue
    const bases = callsOf(context.tree, 'base_uri').filter(
      (each) => each.start >= owner.start && each.end <= owner.end && each.arguments[0],
    )
    return {
      client: 'httparty',
      node: call,
      options: [],
      set: Object.fromEntries(
        [...context.slice(owner).matchAll(SETTING)].map(([, key = '', value = 'true']) => [key, value]),
      ),
      name: name ?? 'HTTParty',
      ...(bases[0] && { base: bases[0].arguments[0] as Node }),
    }
  }
  return undefined
}

/** A method of one's own with the name of the verb. */
const isHidden = (owner: Node, object: string, method: string): boolean =>
  object === 'this' &&
  membersOf(owner).some(
    (each) => each.type === 'MethodDefinition' && !each.static && keyName(each) === method,
  )

function nameOf(owner: Node): string | undefined {
  if (owner.id) return owner.id.name
  return owner.parent?.type === 'PropertyDefinition' ? keyName(owner.parent) : undefined
}
