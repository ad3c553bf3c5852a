import { mayCallLibrary, SDK_CALLS } from '../../brand/sdk-calls.js'
import type { Source } from '../../files/source.js'
import type { CallOption, CallSite } from '../../sites.js'
import { spanOf } from '../site.js'
import { heldBy } from './held.js'
import { dottedName, keyName, staticText, unwrap } from './names.js'
import type { Node, ScriptTree } from './tree.js'

/**
 * Calls of functions that rules ask for by name, in order.
 * @param base UTF-16 index in `source.text` at which `tree.text` starts
 */
export function collectCalls(tree: ScriptTree, source: Source, base: number): CallSite[] {
  if (!mayCallLibrary(tree.text)) return []
  const span = (node: Node) => spanOf(source, base + node.start, base + node.end)
  return tree.nodes.flatMap((node): CallSite[] => {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return []
    const callee = unwrap(node.callee)
    const name = lastName(callee)
    if (name === undefined || !SDK_CALLS.has(name)) return []
    const args = node.arguments as Node[]
    const first = args[0] && staticText(heldBy(tree, args[0]))
    const object = args.map((arg) => heldBy(tree, arg)).find((arg) => arg.type === 'ObjectExpression')
    const at = callee.type === 'MemberExpression' && !callee.computed ? (callee.property as Node) : callee
    return [
      {
        name,
        ...(callee.type === 'MemberExpression' && { receiver: dottedName(callee.object) }),
        construct: node.type === 'NewExpression',
        span: span(at),
        count: args.length,
        ...(first !== undefined && { text: first }),
        ...(object && { options: (object.properties as Node[]).map(optionOf) }),
      },
    ]
  })

  function optionOf(property: Node): CallOption {
    const value = (property.value ?? property.argument ?? property) as Node
    const key = property.type === 'Property' ? keyName(property) : undefined
    const text = staticText(heldBy(tree, value))
    return {
      ...(key !== undefined && { key }),
      span: span(property),
      ...(text !== undefined && { text }),
      value: span(value),
    }
  }
}

/** `files` of `$client->files()`, `AmoCRM` of a constructor, whatever namespace is written in front. */
function lastName(callee: Node): string | undefined {
  if (callee.type === 'MemberExpression') return keyName(callee)
  if (callee.type !== 'Identifier') return undefined
  const name = callee.name as string
  return name.slice(name.lastIndexOf('\\') + 1)
}
