import { keyName, staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from '../storage/context.js'
import { membersOf } from '../storage/reading.js'
import type { Call } from './call.js'
import { chainOf, stepOf } from './chains.js'
import type { Jvm } from './java-clients.js'
import { callsOf } from './lookup.js'

const VERBS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']

/** Methods of an interface that Retrofit fills in: `@GET("api/v4/leads") Call<Leads> leads();`. */
export function retrofitCalls(context: StorageContext, jvm: Jvm): Call[] {
  if (!jvm.retrofit) return []
  const base = baseIn(context)
  return VERBS.flatMap((verb) => callsOf(context.tree, verb)).flatMap((node) => {
    const of = interfaceAround(node)
    const [path] = node.arguments as Node[]
    if (!of?.id || !path || staticText(path) === undefined) return []
    const callee = unwrap(node.callee)
    return [
      {
        client: 'retrofit' as const,
        node,
        name: `@${callee.name}`,
        at: callee,
        verb: callee.name as string,
        url: path,
        within: '{retrofit}',
        options: [],
        creation: {
          client: 'retrofit' as const,
          node: of.id as Node,
          options: [],
          name: of.id.name as string,
          ...(base && { base }),
        },
      },
    ]
  })
}

/** The class whose member the annotation stands in front of. */
function interfaceAround(annotation: Node): Node | undefined {
  const block = annotation.parent?.parent
  const of = block?.type === 'StaticBlock' ? block.parent?.parent : undefined
  const next = of && membersOf(of)[membersOf(of).indexOf(block as Node) + 1]
  return next && keyName(next) !== undefined ? of : undefined
}

/** `Retrofit.Builder().baseUrl(url)` of the same file. */
function baseIn(context: StorageContext): Node | undefined {
  for (const call of callsOf(context.tree, 'baseUrl')) {
    const step = stepOf(chainOf(context, call).steps, 'baseUrl')
    if (step?.args[0]) return step.args[0]
  }
  return undefined
}
