import type { StorageSystem, TableSite } from '../../storage.js'
import { keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { calledName, callIn, itemsOf, optionIn, placeOf, plainArguments, textIn } from './call-parts.js'
import type { Extractor, StorageContext } from './context.js'
import { addColumns, type ColumnFacts, type Draft, emptyDraft, finished } from './draft.js'
import { snakeCase } from './names.js'
import { classesIn, type ModelClass, memberOf } from './python-models.js'
import { addConstraints, columnFacts } from './sqlalchemy-columns.js'

const COLUMN = /^(?:Column|mapped_column)$/

function modelTables(context: StorageContext): TableSite[] {
  return classesIn(context).flatMap((model) => {
    const isSqlModel = /\btable\s*=\s*True\b/.test(model.heritage)
    const columns = model.members.flatMap((member) => {
      const facts = isSqlModel ? sqlModelColumn(member, context) : columnOf(member, context)
      return facts ? [{ member, facts }] : []
    })
    return columns.length > 0
      ? [modelTable(model, columns, isSqlModel ? 'sqlmodel' : 'sqlalchemy', context)]
      : []
  })
}

function columnOf(member: Node, context: StorageContext): ColumnFacts | undefined {
  const annotation = (member.annotation ?? '') as string
  const call = callIn(member.value)
  const isMapped = /^(?:\w+\.)?Mapped\[/.test(annotation)
  const isColumn = call !== undefined && COLUMN.test(calledName(call))
  if (
    !isColumn &&
    !(isMapped && !member.value && !/^(?:\w+\.)?Mapped\[\s*(?:["']|(?:List|list|Set|set)\[)/.test(annotation))
  )
    return undefined
  const name = keyName(member)
  if (name === undefined) return undefined
  return columnFacts(isColumn ? call : undefined, { name, at: member.key }, member, context, annotation)
}

/** `id: int | None = Field(default=None, primary_key=True)`, `domain: str`. */
function sqlModelColumn(member: Node, context: StorageContext): ColumnFacts | undefined {
  const name = keyName(member)
  const annotation = member.annotation as string | undefined
  const call = callIn(member.value)
  const isField = call !== undefined && calledName(call) === 'Field'
  if (name === undefined || annotation === undefined || /^(?:ClassVar|List|list)\b/.test(annotation))
    return undefined
  if (call && !isField) return undefined
  const inner = callIn(isField ? optionIn(call, 'sa_column')?.value : undefined)
  if (inner) return columnFacts(inner, { name, at: member.key }, member, context)
  const made = columnFacts(isField ? call : undefined, { name, at: member.key }, member, context, annotation)
  const foreign = isField ? optionIn(call, 'foreign_key') : undefined
  const target = textIn(foreign?.value, context)?.split('.')
  if (!made || !foreign || !target) return made
  return {
    ...made,
    reference: {
      columns: [made.column.name],
      table: target.at(-2) ?? target[0] ?? '',
      targets: target.length > 1 ? [target.at(-1) as string] : [],
      span: context.span(foreign),
    },
  }
}

function modelTable(
  model: ModelClass,
  columns: readonly { member: Node; facts: ColumnFacts }[],
  system: StorageSystem,
  context: StorageContext,
): TableSite {
  const names = new Map(columns.map(({ member, facts }) => [keyName(member) as string, facts.column.name]))
  const made = addColumns(
    emptyDraft(),
    columns.map(({ facts }) => facts),
  )
  const args = memberOf(model.members, '__table_args__')
  addConstraints(made, itemsOf(args, context), (name) => names.get(name) ?? name, context)
  const written = textIn(memberOf(model.members, '__tablename__'), context)
  return finished(made, {
    system,
    part: 'model',
    change: 'create',
    name: written ?? (system === 'sqlmodel' ? model.name.toLowerCase() : snakeCase(model.name)),
    model: model.name,
    span: context.span(model.at),
    whole: context.span(model.node),
  })
}

/** `accounts = Table('accounts', metadata, Column(…))`. */
function coreTables(context: StorageContext): TableSite[] {
  return context.tree.nodes.flatMap((node) => {
    const call = node.type === 'NewExpression' && calledName(node) === 'Table' ? node : undefined
    const [label, , ...elements] = call ? plainArguments(call) : []
    const name = textIn(label, context)
    if (!call || !label || name === undefined) return []
    const table = tableOf(elements, context)
    return [
      finished(table, {
        system: 'sqlalchemy',
        part: 'model',
        change: 'create',
        name: name.replace(/^.*\./, ''),
        span: context.span(placeOf(label)),
        whole: context.span(call),
      }),
    ]
  })
}

/** Columns and constraints that are given to a table one after the other. */
export function tableOf(elements: readonly Node[], context: StorageContext): Draft {
  const columns = elements.flatMap((each) => {
    const call = callIn(unwrap(each))
    return (call && COLUMN.test(calledName(call)) && columnFacts(call, undefined, call, context)) || []
  })
  const made = addColumns(emptyDraft(), columns)
  addConstraints(made, elements, (name) => name, context)
  return made
}

/** Declarative classes, tables of Core and classes of SQLModel. */
export const sqlalchemy: Extractor = {
  hint: /\bsqlalchemy\b|\bsqlmodel\b|\bSQLModel\b|\bdb\.Model\b|\b__tablename__\b/i,
  extract: (context) => ({ tables: [...modelTables(context), ...coreTables(context)] }),
}
