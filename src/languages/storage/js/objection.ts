import type { TableSite } from '../../../storage.js'
import { keyName, staticText, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import type { Extractor, StorageContext } from '../context.js'
import { emptyDraft, finished } from '../draft.js'
import { plural, snakeCase } from '../names.js'
import { fieldIn, innerOf, membersOf, returnedBy } from '../reading.js'
import { namesIn } from './parts.js'

/** What a static field of a class holds, or its getter gives. */
function told(context: StorageContext, of: Node, name: string): Node | undefined {
  return fieldIn(of, name) ?? returnedBy(context.tree, of, name)
}

/** Classes of Objection, Bookshelf and Lucid: a table and what its records are told apart by. */
export const objection: Extractor = {
  hint: /\btableName\b|\bidColumn\b|\bidAttribute\b|\bisPrimary\b/,
  extract: (context) => ({
    tables: context.tree.nodes.flatMap((node) =>
      node.type === 'ClassDeclaration' || node.type === 'ClassExpression'
        ? (modelOf(context, node) ?? [])
        : [],
    ),
  }),
}

function modelOf(context: StorageContext, node: Node): TableSite | undefined {
  const model = node.id?.name as string | undefined
  const table = told(context, node, 'tableName') ?? told(context, node, 'table')
  const key =
    told(context, node, 'idColumn') ?? told(context, node, 'idAttribute') ?? told(context, node, 'primaryKey')
  const primary = lucidKey(node)
  if (model === undefined || !node.superClass || (!key && !primary && !table)) return undefined
  const name = table && staticText(table)
  if (!key && !primary) return undefined
  const to = emptyDraft()
  const columns = key ? namesIn(context, key) : primary ? [primary] : []
  for (const { name, at } of columns)
    to.columns.push({ name, span: context.span(innerOf(unwrap(at))), whole: context.span(at) })
  const at = key ?? primary?.at
  if (columns.length === 0 || !at) return undefined
  to.keys.push({
    kind: 'primary',
    columns: columns.map((each) => each.name),
    span: context.span(innerOf(at)),
  })
  return finished(to, {
    system: 'objection',
    part: 'model',
    change: 'create',
    name: name ?? plural(snakeCase(model)),
    model,
    span: context.span(table && name !== undefined ? innerOf(table) : node.id),
    whole: context.span(node),
  })
}

/** `@column({ isPrimary: true }) declare subdomain: string` of Lucid. */
function lucidKey(node: Node): { name: string; at: Node } | undefined {
  const member = membersOf(node).find((each) =>
    ((each.decorators ?? []) as Node[]).some((mark) => {
      const call = unwrap((mark.expression ?? mark) as Node)
      const options = call.type === 'CallExpression' ? (call.arguments[0] as Node | undefined) : undefined
      return (
        options?.type === 'ObjectExpression' &&
        (options.properties as Node[]).some(
          (each) => keyName(each) === 'isPrimary' && each.value?.value === true,
        )
      )
    }),
  )
  const name = member && keyName(member)
  return member && name !== undefined ? { name, at: member.key as Node } : undefined
}
