import { keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { textIn } from './call-parts.js'
import type { StorageContext } from './context.js'

/** A class with what stands in its body by name. */
export interface ModelClass {
  name: string
  /** Its name, where it is declared. */
  at: Node
  node: Node
  /** What it is derived from, with options, as written: `Base, TimestampMixin`. */
  heritage: string
  /** Attributes in their order. */
  members: readonly Node[]
}

/** Classes of a file that have a name of their own. */
export function classesIn({ tree }: StorageContext): ModelClass[] {
  return tree.nodes.flatMap((node) =>
    node.type === 'ClassDeclaration' && node.id
      ? [
          {
            name: node.id.name as string,
            at: node.id as Node,
            node,
            heritage: (node.heritage ?? '') as string,
            members: membersOf(node),
          },
        ]
      : [],
  )
}

export function membersOf(node: Node): Node[] {
  return (node.body.body as Node[]).filter(({ type }) => type === 'PropertyDefinition')
}

/** What an attribute of a class holds. */
export function memberOf(members: readonly Node[], name: string): Node | undefined {
  const value = members.find((each) => keyName(each) === name)?.value as Node | undefined
  return value ? unwrap(value) : undefined
}

/** What an attribute of the class `Meta` inside holds. */
export function metaOf({ members }: ModelClass, name: string): Node | undefined {
  const meta = memberOf(members, 'Meta')
  return meta?.type === 'ClassExpression' ? memberOf(membersOf(meta), name) : undefined
}

/** A text of the class `Meta`. */
export function metaText(model: ModelClass, name: string, context: StorageContext): string | undefined {
  return textIn(metaOf(model, name), context)
}
