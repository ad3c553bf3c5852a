import type { KeyField, KeyUse } from '../../storage.js'
import { staticText, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { textsOf } from './arguments.js'
import type { Extractor, StorageContext } from './context.js'
import { nameOf, said, textSaid } from './jpa/notes.js'
import { isAccountName } from './names.js'

/** `#subdomain`, `#account.subdomain` among texts in quotes. */
const PART = /'(?<text>[^']*)'|#(?<path>\w+(?:\??\.\w+(?:\(\))?)*)/g

function usesIn(context: StorageContext): KeyUse[] {
  return context.tree.nodes.flatMap((node) => {
    if (node.type !== 'StaticBlock') return []
    return (node.body as Node[]).flatMap(({ expression }) =>
      expression?.type === 'CallExpression' && /^Cache(?:able|Put|Evict)$/.test(nameOf(expression))
        ? (useOf(expression, node, context) ?? [])
        : [],
    )
  })
}

function useOf(note: Node, front: Node, context: StorageContext): KeyUse | undefined {
  const store =
    textSaid(note, 'value') ?? textSaid(note, 'cacheNames') ?? textsOf(said(note, 'cacheNames'))[0]?.name
  const key = said(note, 'key')
  const { text, fields } = key ? expressed(key, context) : parameters(front, context)
  const [first] = fields
  if (!first || !fields.some(({ name }) => isAccountName(name))) return undefined
  return { kind: 'cache', span: first.span, store: store ?? '', call: `@${nameOf(note)}`, fields, text }
}

/** A key in the expression language of Spring. */
function expressed(key: Node, context: StorageContext): { text: string; fields: KeyField[] } {
  const at = unwrap(key)
  const written = staticText(at) ?? ''
  const start = at.content?.start ?? at.start
  const fields: KeyField[] = []
  let text = ''
  for (const match of written.matchAll(PART)) {
    const { path } = match.groups ?? {}
    if (path === undefined) text += match.groups?.text ?? ''
    else {
      const name = path.replace(/\(\)$/, '').replace(/^.*\./, '')
      fields.push({
        name,
        value: path,
        span: context.span({ start: start + match.index, end: start + match.index + match[0].length }),
      })
      text += `{${name}}`
    }
  }
  return { text, fields }
}

/** Without a key it is made of all parameters of the method behind. */
function parameters(front: Node, context: StorageContext): { text: string; fields: KeyField[] } {
  const members = (front.parent?.body ?? []) as Node[]
  const method = members[members.indexOf(front) + 1]
  const params = (method?.type === 'MethodDefinition' ? method.value.params : []) as Node[]
  const fields = params.flatMap((each) =>
    each.type === 'Identifier'
      ? [{ name: each.name as string, value: each.name as string, span: context.span(each) }]
      : [],
  )
  return { text: fields.map(({ name }) => `{${name}}`).join(','), fields }
}

/** Keys of caches that Spring fills. */
export const springCache: Extractor = {
  hint: /@Cache(?:able|Put|Evict)\b/,
  extract: (context) => ({ uses: usesIn(context) }),
}
