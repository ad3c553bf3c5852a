import type { ColumnSite, ForeignKey, KeyUse, StorageFacts, TableKey, TableSite } from '../../storage.js'
import { keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { chainsIn, fromName, type Link, type WholeChain } from './chains.js'
import type { Extractor, StorageContext } from './context.js'
import { classMarks, type Mark, memberMarks } from './doctrine-marks.js'
import { type Draft, emptyDraft, partsOf } from './draft.js'
import { isAccountName, snakeCase } from './names.js'
import {
  callOf,
  classNamed,
  conditionFields,
  equalities,
  keyField,
  once,
  storeOf,
  wholeChain,
} from './php-query.js'
import { builds } from './php-tables.js'
import { entriesOf, entryOf, isDown, itemsOf, textAt, wordAt, wordsAt } from './reading.js'

const ENDS =
  /^(?:getOneOrNullResult|getSingleResult|getSingleScalarResult|getSingleColumnResult|fetchOne|fetchAssociative|fetchNumeric|findOneBy\w*)$/
const ONE_RELATION = /^(?:ManyToOne|OneToOne)$/

/** Entities, migrations through the schema and queries of Doctrine. */
export const doctrine: Extractor = {
  hint: /\bDoctrine\\|\bORM\\|@(?:Entity|ORM)|findOneBy|getOneOrNullResult|EntityManager/,
  extract: (context): Partial<StorageFacts> => ({
    tables: [...entitiesOf(context), ...builtOf(context)],
    uses: once(chainsIn(context.tree).flatMap((chain) => useOf(context, chain) ?? [])),
  }),
}

function entitiesOf(context: StorageContext): TableSite[] {
  if (!/\bEntity\b|MappedSuperclass/.test(context.text)) return []
  return context.tree.nodes.flatMap((node) =>
    node.type === 'ClassDeclaration' && node.id ? (entityOf(context, node) ?? []) : [],
  )
}

function entityOf(context: StorageContext, node: Node): TableSite | undefined {
  const marks = classMarks(context, node)
  if (!marks.some(({ name }) => /^(?:Entity|MappedSuperclass)$/.test(name))) return undefined
  const draft = emptyDraft()
  const columnOf = new Map<string, string>()
  for (const { member, name, marks: own } of memberMarks(context, node)) {
    const column = addMember(context, draft, member, name, own)
    if (column !== undefined) columnOf.set(name, column)
  }
  for (const mark of marks) {
    const kind = { UniqueConstraint: 'unique', Index: 'index' }[mark.name] as TableKey['kind'] | undefined
    const columns = mark.list('columns') ?? mark.list('fields')?.map((field) => columnOf.get(field) ?? field)
    const name = mark.text('name')
    if (kind && columns && columns.length > 0)
      draft.keys.push({ kind, columns, span: context.span(mark.at), ...(name !== undefined && { name }) })
  }
  const table = marks.find(({ name }) => name === 'Table')
  const named = table?.word('name')
  return {
    system: 'doctrine',
    part: 'model',
    change: 'create',
    name: named?.text ?? snakeCase(node.id.name),
    model: node.id.name,
    span: context.span(named?.at ?? node.id),
    whole: context.span(node),
    ...partsOf(draft),
  }
}

/** Adds a property that is kept; gives its column. */
function addMember(
  context: StorageContext,
  draft: Draft,
  member: { at: { start: number; end: number }; whole: { start: number; end: number } },
  property: string,
  marks: readonly Mark[],
): string | undefined {
  const mark = (name: RegExp): Mark | undefined => marks.find((each) => name.test(each.name))
  const column = mark(/^Column$/)
  const relation = mark(ONE_RELATION)
  const id = mark(/^Id$/)
  const generator = mark(/^GeneratedValue$/)
  if (relation?.text('mappedBy') !== undefined || !(column || relation || id)) return undefined
  const join = mark(/^JoinColumn$/)
  const name =
    (join ?? column)?.text('name') ?? (relation ? `${snakeCase(property)}_id` : snakeCase(property))
  const length = column?.text('length')
  const type = column?.text('type') ?? declaredType(context, member)
  const nullable = (join ?? column)?.text('nullable')
  const span = context.span(member.at)
  draft.columns.push({
    name,
    ...(name !== property && { property }),
    span,
    whole: context.span(member.whole),
    ...(type !== undefined && { type: length === undefined ? type : `${type}(${length})` }),
    ...(nullable !== undefined && { nullable: nullable === 'true' }),
    // `NONE` says that code gives the key.
    ...(generator && !/^none$/i.test(generator.text('strategy') ?? '') && { generated: true }),
  } satisfies ColumnSite)
  if (id) {
    // Several of them are one key together.
    const known = draft.keys.findIndex(({ kind }) => kind === 'primary')
    const before = known < 0 ? undefined : draft.keys.splice(known, 1)[0]
    const columns = [...(before?.columns ?? []), name]
    draft.keys.unshift({ kind: 'primary', columns, span: before?.span ?? context.span(id.at) })
  }
  const unique = [column, join].find((each) => each?.text('unique') === 'true')
  if (unique) draft.keys.push({ kind: 'unique', columns: [name], span: context.span(unique.at) })
  if (relation) {
    const table = relation.text('targetEntity') ?? declaredType(context, member)
    const target = join?.text('referencedColumnName')
    const onDelete = join?.text('onDelete')
    if (table !== undefined)
      draft.references.push({
        columns: [name],
        table: table.replace(/^.*\\/, '').replace(/::class$/, ''),
        targets: target === undefined ? [] : [target],
        span: context.span((join ?? relation).at),
        ...(onDelete !== undefined && { onDelete }),
      } satisfies ForeignKey)
  }
  return name
}

/** `private ?Account $account`. */
function declaredType({ text }: StorageContext, { at }: { at: { start: number } }): string | undefined {
  const before = text.slice(Math.max(0, at.start - 120), at.start)
  const type = /(?:^|[\s(])\??([\w\\|]+)\s+\$$/.exec(before)?.[1]
  return type === undefined || /^(?:private|protected|public|var|static|readonly)$/.test(type)
    ? undefined
    : type
}

/** `$table = $schema->createTable('accounts'); $table->setPrimaryKey(['subdomain']);` */
function builtOf(context: StorageContext): TableSite[] {
  if (!/createTable|getTable/.test(context.text)) return []
  const found = builds(context, ({ root, links }) => {
    const [start] = links
    const change = start && { createTable: 'create' as const, getTable: 'alter' as const }[start.name]
    const name = change && wordAt(context.tree, start.args[0])
    const isSchema = /schema/i.test(root.label ?? root.name ?? keyName(root) ?? '')
    return change && name && isSchema && start.args.length === 1 ? { name, change, start } : undefined
  })
  return found.flatMap(({ name, change, links, node }) => {
    const draft = emptyDraft()
    for (const link of links) addStep(context, draft, link)
    const isEmpty =
      draft.columns.length + draft.keys.length + draft.drops.length + draft.references.length === 0
    if (isEmpty && change === 'alter') return []
    return [
      {
        system: 'doctrine',
        part: /Migration\b/.test(context.text) ? 'migration' : 'schema',
        change,
        name: name.text,
        span: context.span(name.at),
        whole: context.span(node),
        ...partsOf(draft),
      },
    ]
  })
}

function addStep(context: StorageContext, draft: Draft, link: Link): void {
  const { tree } = context
  const { name, args } = link
  const span = context.span(fromName(link))
  const names = (place: number): string[] => wordsAt(tree, args[place]).map(({ text }) => text)
  const key = textAt(tree, args[1])
  switch (name) {
    case 'addColumn': {
      const word = wordAt(tree, args[0])
      if (!word) return
      const type = textAt(tree, args[1]) ?? (args[1] && keyName(unwrap(args[1]))?.toLowerCase())
      const length = entryOf(args[2], 'length')?.value
      const notNull = entryOf(args[2], 'notnull')?.value
      const isCounted = entryOf(args[2], 'autoincrement')?.value === true
      draft.columns.push({
        name: word.text,
        span: context.span(word.at),
        whole: span,
        ...(type !== undefined && { type: typeof length === 'number' ? `${type}(${length})` : type }),
        ...(typeof notNull === 'boolean' && { nullable: !notNull }),
        ...(isCounted && { generated: true }),
      })
      return
    }
    case 'setPrimaryKey':
    case 'addUniqueIndex':
    case 'addUniqueConstraint':
    case 'addIndex': {
      const kind = name === 'setPrimaryKey' ? 'primary' : name === 'addIndex' ? 'index' : 'unique'
      if (names(0).length === 0) return
      draft.keys.push({
        kind,
        columns: names(0),
        span,
        // The name of a primary key is the library's own: no database gets to see it.
        ...(key !== undefined && kind !== 'primary' && { name: key }),
        ...(name === 'addUniqueIndex' && { isIndex: true }),
        ...(kind === 'unique' && !args.slice(2).every(isEmptyList) && { special: true }),
      })
      return
    }
    case 'addForeignKeyConstraint': {
      const target = textAt(tree, args[0])
      const onDelete = textAt(tree, entryOf(args[3], 'onDelete'))
      const onUpdate = textAt(tree, entryOf(args[3], 'onUpdate'))
      const own = textAt(tree, args[4])
      const options = args[3] && unwrap(args[3])
      const isPlain =
        !options ||
        isEmptyList(options) ||
        (options.type === 'ObjectExpression' &&
          entriesOf(options).every((each) => /^on(?:Delete|Update)$/.test(each.name)))
      if (target === undefined) return
      draft.references.push({
        columns: names(1),
        table: target,
        targets: names(2),
        span,
        ...(own !== undefined && { name: own }),
        ...(onDelete !== undefined && { onDelete }),
        ...(onUpdate !== undefined && { onUpdate }),
        ...(!isPlain && { special: true }),
      })
      return
    }
    case 'dropPrimaryKey':
      draft.drops.push({ kind: 'primary', names: [] })
      return
    case 'dropIndex':
    case 'removeUniqueConstraint':
      draft.drops.push({ kind: 'unique', names: names(0) })
      return
    case 'dropColumn':
      draft.drops.push({ kind: 'column', names: names(0) })
  }
}

const isEmptyList = (node: Node): boolean => itemsOf(unwrap(node))?.length === 0

function useOf(context: StorageContext, short: WholeChain): KeyUse | undefined {
  if (isDown(short.node)) return undefined
  const chain = wholeChain(context, short, ENDS)
  const asked = askedOf(context, chain)
  const named = asked?.fields.find(({ name }) => isAccountName(name))
  if (!asked?.first || !named) return undefined
  return {
    kind: 'lookup',
    system: 'doctrine',
    span: named.span,
    store: (asked.first.args[0] && classNamed(asked.first.args[0])) ?? storeOf(context, chain),
    call: callOf(context, asked.first),
    fields: asked.fields,
  }
}

function askedOf(context: StorageContext, { links }: WholeChain) {
  const by = links.find(({ name }) => /^findOneBy/.test(name))
  if (by) {
    const property = /^findOneBy([A-Z]\w*)$/.exec(by.name)?.[1]
    const [value] = by.args
    if (property === undefined) return { fields: value ? conditionFields(context, value) : [], first: by }
    const field = {
      name: snakeCase(property),
      ...(value && { value: context.slice(value) }),
      span: context.span(by.key),
    }
    return { fields: [field], first: by }
  }
  if (links.some(({ name }) => ENDS.test(name))) return equalities(context, links)
  const first = links.at(-1)
  // `$repository->find($subdomain)`, `$em->find(Account::class, $subdomain)`: the primary key.
  if (first?.name !== 'find' || !/\bDoctrine\\|\bEntityManager/.test(context.text)) return undefined
  const field = keyField(context, first.args[first.args.length > 1 ? 1 : 0])
  return field && { fields: [field], first }
}
