import type { ColumnSite, ForeignKey, TableKey, TableSite } from '../../../storage.js'
import { dottedName, keyName, staticText, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import { byName, propertiesOf, textsOf } from '../arguments.js'
import { chainOf, isInnerLink, type Link } from '../chains.js'
import type { StorageContext } from '../context.js'
import { membersIn } from './members.js'

/** Parameters of the operations, in their order. */
const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  CreateTable: ['name', 'columns', 'schema', 'constraints'],
  CreateIndex: ['name', 'table', 'column', 'schema', 'unique'],
  AddColumn: ['name', 'table', 'type', 'unicode', 'maxLength', 'rowVersion', 'schema', 'nullable'],
  AddPrimaryKey: ['name', 'table', 'column', 'schema'],
  AddUniqueConstraint: ['name', 'table', 'column', 'schema'],
  AddForeignKey: [
    'name',
    'table',
    'column',
    'principalTable',
    'schema',
    'principalSchema',
    'principalColumn',
  ],
  DropPrimaryKey: ['name', 'table'],
  DropUniqueConstraint: ['name', 'table'],
  DropIndex: ['name', 'table'],
  DropColumn: ['name', 'table'],
}

type Arguments = Map<string, Node>

/** Tables that the `Up` of a migration makes and changes. */
export function migratedTables(context: StorageContext): TableSite[] {
  return context.tree.nodes.flatMap((node) => {
    if (node.type !== 'CallExpression' || isInnerLink(node)) return []
    const operation = chainOf(node).links.find(({ name }) => Object.hasOwn(OPERATIONS, name))
    if (!operation || methodAround(node) !== 'Up') return []
    const args = byName(operation.args, OPERATIONS[operation.name] as readonly string[])
    return operation.name === 'CreateTable'
      ? created(operation, args, context)
      : altered(operation, args, context)
  })
}

function methodAround(node: Node): string | undefined {
  for (let at = node.parent; at; at = at.parent) if (at.type === 'MethodDefinition') return keyName(at)
  return undefined
}

const textIn = (args: Arguments, name: string): string | undefined => {
  const value = args.get(name)
  return value && staticText(value)
}

function created({ call }: Link, args: Arguments, context: StorageContext): TableSite[] {
  const name = textIn(args, 'name')
  const table = args.get('name')
  const columns = args.get('columns')
  if (name === undefined || !table) return []
  const listed = columns ? propertiesOf(bodyOf(columns)) : []
  const own = listed.flatMap((each) => columnIn(each, context) ?? [])
  const columnOf = (property: string) => own.find((each) => each.property === property)?.name ?? property
  const said = constraintsIn(args.get('constraints'), columnOf, context)
  return [
    {
      system: 'ef-core',
      part: 'migration',
      change: 'create',
      name,
      span: context.span(unwrap(table).content ?? table),
      whole: context.span(call),
      columns: own,
      keys: said.keys,
      references: said.references,
    },
  ]
}

function bodyOf(lambda: Node): Node {
  const at = unwrap(lambda)
  return at.type === 'ArrowFunctionExpression' ? unwrap(at.body) : at
}

const IDENTITY = /Identity|Autoincrement|ValueGenerationStrategy/i

/** `Subdomain = table.Column<string>(type: "text", nullable: false)`. */
function columnIn(each: Node, context: StorageContext): ColumnSite | undefined {
  const property = keyName(each)
  if (property === undefined) return undefined
  const { links } = chainOf(each.value)
  const column = links.find(({ name }) => name === 'Column')
  const args = byName(column?.args ?? [], ['type', 'unicode', 'maxLength', 'rowVersion', 'name', 'nullable'])
  const isGenerated =
    links.some(
      ({ name, args: [first] }) => name === 'Annotation' && IDENTITY.test((first && staticText(first)) ?? ''),
    ) || /uuid|newid|nextval|newsequentialid/i.test(textIn(args, 'defaultValueSql') ?? '')
  const type = textIn(args, 'type') ?? /Column\s*<\s*([^>]+)>/.exec(context.slice(each.value))?.[1]
  const nullable = args.get('nullable')?.value
  return {
    name: textIn(args, 'name') ?? property,
    property,
    span: context.span(each.key),
    whole: context.span(each),
    ...(type && { type }),
    ...(typeof nullable === 'boolean' && { nullable }),
    ...(isGenerated && { generated: true }),
  }
}

function constraintsIn(
  lambda: Node | undefined,
  columnOf: (property: string) => string,
  context: StorageContext,
): { keys: TableKey[]; references: ForeignKey[] } {
  const keys: TableKey[] = []
  const references: ForeignKey[] = []
  const body = lambda && bodyOf(lambda)
  const statements = (body?.type === 'BlockStatement' ? body.body : body ? [body] : []) as Node[]
  for (const each of statements) {
    const call = unwrap(each.type === 'ExpressionStatement' ? each.expression : each)
    const constraint = chainOf(call).links[0]
    if (!constraint) continue
    const { name } = constraint
    if (/^(?:PrimaryKey|UniqueConstraint)$/.test(name)) {
      const args = byName(constraint.args, ['name', 'columns'])
      const own = textIn(args, 'name')
      keys.push({
        kind: name === 'PrimaryKey' ? 'primary' : 'unique',
        columns: membersIn(args.get('columns')).map((member) => columnOf(member.name)),
        span: context.span(constraint.call),
        ...(own && { name: own }),
      })
    } else if (name === 'ForeignKey') {
      const args = byName(constraint.args, ['name', 'column', 'principalTable', 'principalColumn'])
      const reference = referenceIn(args, constraint.call, context)
      if (reference) references.push({ ...reference, columns: reference.columns.map(columnOf) })
    }
  }
  return { keys, references }
}

const namesIn = (args: Arguments, name: string): string[] =>
  membersIn(args.get(name) ?? args.get(`${name}s`)).map((each) => each.name)

function referenceIn(args: Arguments, at: Node, context: StorageContext): ForeignKey | undefined {
  const table = textIn(args, 'principalTable')
  if (table === undefined) return undefined
  const name = textIn(args, 'name')
  const onDelete = args.get('onDelete')
  return {
    columns: namesIn(args, 'column'),
    table,
    targets: namesIn(args, 'principalColumn'),
    span: context.span(at),
    ...(name && { name }),
    ...(onDelete && { onDelete: dottedName(onDelete).replace(/^.*\./, '') }),
  }
}

function altered({ name, call }: Link, args: Arguments, context: StorageContext): TableSite[] {
  const table = args.get('table')
  const text = table && staticText(table)
  if (!table || text === undefined) return []
  const plain = {
    system: 'ef-core' as const,
    part: 'migration' as const,
    change: 'alter' as const,
    name: text,
    span: context.span(unwrap(table).content ?? table),
    whole: context.span(call),
    columns: [],
    keys: [],
    references: [],
  }
  const own = textIn(args, 'name')
  const dropped = (kind: 'column' | 'primary' | 'unique'): TableSite[] =>
    own === undefined ? [] : [{ ...plain, drops: [{ kind, names: [own] }] }]
  switch (name) {
    case 'AddColumn':
      return added(plain, args, call, context)
    case 'AddPrimaryKey':
      return [{ ...plain, keys: keysIn('primary', args, call, context) }]
    case 'AddUniqueConstraint':
      return [{ ...plain, keys: keysIn('unique', args, call, context) }]
    case 'CreateIndex':
      return [
        {
          ...plain,
          keys: keysIn(args.get('unique')?.value === true ? 'unique' : 'index', args, call, context),
        },
      ]
    case 'AddForeignKey': {
      const reference = referenceIn(args, call, context)
      return reference ? [{ ...plain, references: [reference] }] : []
    }
    case 'DropPrimaryKey':
      return dropped('primary')
    case 'DropColumn':
      return dropped('column')
    default:
      return dropped('unique')
  }
}

/** A key stands where its first column is named. */
function keysIn(kind: TableKey['kind'], args: Arguments, call: Node, context: StorageContext): TableKey[] {
  const columns = textsOf(args.get('column') ?? args.get('columns'))
  const [first] = columns
  const name = textIn(args, 'name')
  if (!first) return []
  return [
    {
      kind,
      columns: columns.map((each) => each.name),
      span: columns.length === 1 ? context.span(first.at) : context.span(call),
      ...(name && { name }),
    },
  ]
}

function added(plain: TableSite, args: Arguments, call: Node, context: StorageContext): TableSite[] {
  const [column] = textsOf(args.get('name'))
  if (!column) return []
  const type = textIn(args, 'type') ?? /AddColumn\s*<\s*([^>]+)>/.exec(context.slice(call))?.[1]
  const nullable = args.get('nullable')?.value
  return [
    {
      ...plain,
      columns: [
        {
          name: column.name,
          span: context.span(column.at),
          whole: context.span(call),
          ...(type && { type }),
          ...(typeof nullable === 'boolean' && { nullable }),
        },
      ],
    },
  ]
}
