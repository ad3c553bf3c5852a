import type { ForeignKey, TableSite } from '../../storage.js'
import { heldBy } from '../script/held.js'
import { keyName } from '../script/names.js'
import type { Node } from '../script/tree.js'
import {
  calledName,
  callIn,
  itemsOf,
  optionIn,
  placeOf,
  plainArguments,
  receiverOf,
  textIn,
} from './call-parts.js'
import type { Extractor, StorageContext } from './context.js'
import {
  columnNameOf,
  constraintKey,
  entryIn,
  fieldFacts,
  isField,
  isOwnField,
  togetherKeys,
} from './django-fields.js'
import { addColumns, emptyDraft, finished } from './draft.js'
import { classesIn, type ModelClass, memberOf, metaOf, metaText } from './python-models.js'

/** The application that a file belongs to, as names of tables begin with it. */
function applicationOf(path: string): string | undefined {
  const folders = path.split('/').slice(0, -1)
  const at = folders.findLastIndex((each) => each === 'models' || each === 'migrations')
  return at > 0 ? folders[at - 1] : folders.at(-1)
}

function tableName(model: string, context: StorageContext, label?: string): string {
  const application = label ?? applicationOf(context.path)
  return application ? `${application}_${model.toLowerCase()}` : model.toLowerCase()
}

function modelTables(context: StorageContext): TableSite[] {
  return classesIn(context).flatMap((model) => {
    const fields = fieldsOf(model)
    return fields.some(({ call }) => isOwnField(call, context)) ? [modelTable(model, fields, context)] : []
  })
}

interface Field {
  name: string
  member: Node
  call: Node
}

function fieldsOf({ members }: ModelClass): Field[] {
  return members.flatMap((member) => {
    const call = callIn(member.value)
    const name = keyName(member)
    return call && name !== undefined && isField(call) ? [{ name, member, call }] : []
  })
}

function modelTable(model: ModelClass, fields: readonly Field[], context: StorageContext): TableSite {
  const columnOf = (name: string) =>
    columnNameOf(name, fields.find((each) => each.name === name)?.call, context)
  const made = addColumns(
    emptyDraft(),
    fields.map(({ name, member, call }) => fieldFacts(name, member.key, call, member, context)),
  )
  made.references.push(...model.members.flatMap((member) => severalOf(model, callIn(member.value), context)))
  const composite = callIn(memberOf(model.members, 'pk'))
  if (composite && calledName(composite) === 'CompositePrimaryKey')
    made.keys.push({
      kind: 'primary',
      columns: plainArguments(composite)
        .flatMap((each) => textIn(each, context) ?? [])
        .map(columnOf),
      span: context.span(composite),
    })
  made.keys.push(
    ...togetherKeys(metaOf(model, 'unique_together'), 'unique', columnOf, context),
    ...togetherKeys(metaOf(model, 'index_together'), 'index', columnOf, context),
    ...[
      ...itemsOf(metaOf(model, 'constraints'), context),
      ...itemsOf(metaOf(model, 'indexes'), context),
    ].flatMap((each) => constraintKey(each, columnOf, context) ?? []),
  )
  return finished(made, {
    system: 'django',
    part: 'model',
    change: 'create',
    name:
      metaText(model, 'db_table', context)?.replace(/^.*\./, '').replaceAll('"', '') ??
      tableName(model.name, context, metaText(model, 'app_label', context)),
    model: model.name,
    span: context.span(model.at),
    whole: context.span(model.node),
  })
}

/** A relation of many to many: a table between the two, without a class, points to the keys of both. */
function severalOf(model: ModelClass, call: Node | undefined, context: StorageContext): ForeignKey[] {
  if (!call || calledName(call) !== 'ManyToManyField' || optionIn(call, 'through')) return []
  const to = plainArguments(call)[0] ?? optionIn(call, 'to')?.value
  const other = to && (textIn(to, context) ?? context.slice(to)).replace(/^.*\./, '')
  return [model.name, ...(other === undefined ? [] : [other])].map((table) => ({
    columns: [],
    table,
    targets: [],
    span: context.span(call),
    special: true,
  }))
}

/** Operations of a migration, each as what it does to a table. */
const OPERATIONS: Readonly<Record<string, (call: Node, context: StorageContext) => TableSite | undefined>> = {
  CreateModel: createModel,
  AddField: (call, context) => changedField(call, false, context),
  AlterField: (call, context) => changedField(call, true, context),
  RemoveField: (call, context) => {
    const name = textIn(given(call, 1, 'name'), context)
    return name === undefined
      ? undefined
      : alteration(call, context, { drops: [{ kind: 'column', names: [name] }] })
  },
  AlterUniqueTogether: (call, context) =>
    alteration(call, context, {
      keys: togetherKeys(given(call, 1, 'unique_together'), 'unique', (name) => name, context),
    }),
  AddConstraint: (call, context) => added(call, 'constraint', context),
  AddIndex: (call, context) => added(call, 'index', context),
  RemoveConstraint: (call, context) => {
    const name = textIn(given(call, 1, 'name'), context)
    return name === undefined
      ? undefined
      : alteration(call, context, { drops: [{ kind: 'unique', names: [name] }] })
  },
}

function given(call: Node, place: number, name: string): Node | undefined {
  return (optionIn(call, name)?.value as Node | undefined) ?? plainArguments(call)[place]
}

function createModel(call: Node, context: StorageContext): TableSite | undefined {
  const name = given(call, 0, 'name')
  const model = textIn(name, context)
  if (!name || model === undefined) return undefined
  const options = given(call, 2, 'options')
  const fields = itemsOf(given(call, 1, 'fields'), context).flatMap((each) => {
    const [label, made] = each.type === 'ArrayExpression' ? (each.elements as Node[]) : []
    const field = callIn(made)
    const text = textIn(label, context)
    return label && field && text !== undefined && isField(field) ? [{ text, label, field, each }] : []
  })
  const columnOf = (field: string) =>
    columnNameOf(field, fields.find(({ text }) => text === field)?.field, context)
  const made = addColumns(
    emptyDraft(),
    fields.map(({ text, label, field, each }) => fieldFacts(text, placeOf(label), field, each, context)),
  )
  made.keys.push(
    ...togetherKeys(entryIn(options, 'unique_together'), 'unique', columnOf, context),
    ...itemsOf(entryIn(options, 'constraints'), context).flatMap(
      (each) => constraintKey(each, columnOf, context) ?? [],
    ),
  )
  return finished(made, {
    system: 'django',
    part: 'migration',
    change: 'create',
    name: textIn(entryIn(options, 'db_table'), context) ?? tableName(model, context),
    model,
    span: context.span(placeOf(heldBy(context.tree, name))),
    whole: context.span(call),
  })
}

/** A field as it becomes: what its declaration no longer says is gone. */
function changedField(call: Node, isOld: boolean, context: StorageContext): TableSite | undefined {
  const label = given(call, 1, 'name')
  const name = textIn(label, context)
  const field = callIn(given(call, 2, 'field'))
  if (!label || name === undefined || !field || !isField(field)) return undefined
  const facts = fieldFacts(name, placeOf(label), field, call, context)
  const names = [facts.column.name]
  const { columns, keys, references } = addColumns(emptyDraft(), [facts])
  return alteration(call, context, {
    columns,
    keys,
    references,
    drops: isOld
      ? [
          ...(facts.primary ? [] : [{ kind: 'primary' as const, names }]),
          ...(facts.unique || facts.primary ? [] : [{ kind: 'unique' as const, names }]),
        ]
      : [],
  })
}

function added(call: Node, name: string, context: StorageContext): TableSite | undefined {
  const made = given(call, 1, name)
  const key = made && constraintKey(made, (each) => each, context)
  return key && alteration(call, context, { keys: [key] })
}

function alteration(
  call: Node,
  context: StorageContext,
  { columns = [], keys = [], references = [], drops = [] }: Partial<TableSite>,
): TableSite | undefined {
  const name = given(call, 0, 'model_name') ?? optionIn(call, 'name')?.value
  const model = textIn(name, context)
  if (!name || model === undefined) return undefined
  return {
    system: 'django',
    part: 'migration',
    change: 'alter',
    name: tableName(model, context),
    model,
    span: context.span(placeOf(name)),
    whole: context.span(call),
    columns,
    keys,
    references,
    ...(drops.length > 0 && { drops }),
  }
}

function migrationTables(context: StorageContext): TableSite[] {
  return context.tree.nodes.flatMap((node) => {
    if (node.type !== 'NewExpression' || !Object.hasOwn(OPERATIONS, calledName(node))) return []
    const receiver = receiverOf(node)
    if (receiver && context.slice(receiver) !== 'migrations') return []
    return OPERATIONS[calledName(node)]?.(node, context) ?? []
  })
}

/** Models of Django, and the operations of its migrations. */
export const django: Extractor = {
  hint: /\bdjango\b|\bmodels\.Model\b|\bmigrations\.Migration\b/,
  extract: (context) => ({
    tables: /\bmigrations\.Migration\b/.test(context.text) ? migrationTables(context) : modelTables(context),
  }),
}
