import { heldBy } from '../script/held.js'
import { keyName, staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import type { StorageContext } from './context.js'

/** The type of a value, as far as the text around tells: `&Account{}`, `&account` behind `var account models.Account`. */
export function declaredType(
  value: Node,
  context: StorageContext,
): { name: string; isList: boolean } | undefined {
  const written = context.slice(value)
  const literal = /^[&*(]*(?<list>\[\])?\*?(?:\w+\.)?(?<name>[A-Z]\w*)\s*[{)]/.exec(written)
  if (literal?.groups) return typeIn(literal.groups)
  const made = /^new\(\s*(?:\w+\.)?(?<name>[A-Z]\w*)\s*\)/.exec(written)
  if (made?.groups) return typeIn(made.groups)
  const [, variable] = /^&?\*?\(?([a-z_]\w*)$/.exec(written) ?? []
  if (!variable) return undefined
  const before = context.text.slice(0, value.start)
  const declared = new RegExp(
    `(?<![\\w.])${variable}\\s*(?::=\\s*(?:&|new\\(|make\\()?|=\\s*&?|,?\\s+)\\*?(?<list>\\[\\])?\\*?(?:\\w+\\.)?(?<name>[A-Z]\\w*)(?![\\w.(])`,
    'g',
  )
  const last = [...before.matchAll(declared)].at(-1)
  return last?.groups && typeIn(last.groups)
}

const typeIn = ({ name = '', list }: Record<string, string | undefined>) => ({
  name,
  isList: list !== undefined,
})

/** What `TableName()` of a type gives back, by the name of the type. */
export function tableMethods(context: StorageContext): Map<string, { text: string; at: Node }> {
  const found = new Map<string, { text: string; at: Node }>()
  for (const node of context.tree.nodes) {
    if (node.type !== 'MethodDefinition' || keyName(node) !== 'TableName') continue
    const [, receiver] = /^func\s*\(\s*(?:\w+\s+)?\*?(\w+)\s*\)/.exec(context.slice(node)) ?? []
    const statements = (node.value?.body?.body ?? []) as Node[]
    const returned = statements.findLast(({ type }) => type === 'ReturnStatement')?.argument
    const held = returned && heldBy(context.tree, returned)
    const text = held && staticText(held)
    if (receiver && text !== undefined)
      found.set(receiver, { text: text.replace(/^.*\./, ''), at: unwrap(held) })
  }
  return found
}
