import type { StorageSystem, TableSite } from '../../../storage.js'
import { heldBy } from '../../script/held.js'
import { isFunction, keyName, staticText, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import { calledName } from '../call-parts.js'
import { chainsIn, fromName, type Link, plainChainOf, type WholeChain } from '../chains.js'
import type { Extractor, StorageContext } from '../context.js'
import type { Draft } from '../draft.js'
import { Steps } from '../php-tables.js'
import { heldIn, innerOf, isIn, wordAt } from '../reading.js'
import { addMarked, isBack, keyTo, type Marked, namesIn, option, returned, tableIn } from './parts.js'

/** Columns of the builders of Knex, by their methods. */
const TYPES =
  /^(?:string|text|integer|bigInteger|bigint|tinyint|smallint|mediumint|uuid|boolean|float|double|decimal|date|dateTime|datetime|timestamp|time|json|jsonb|enum|enu|binary|specificType|increments|bigIncrements|char|geometry)$/
const GENERATED = /^(?:increments|bigIncrements)$/

function spanOf(context: StorageContext, link: Link) {
  return context.span(fromName(link))
}

/** One statement inside the function that builds a table: `table.string('subdomain').unique()`. */
function statement(
  context: StorageContext,
  to: Draft,
  { root, links, node }: WholeChain,
  table: string,
): void {
  const at = unwrap(root)
  if (at.type !== 'Identifier' || at.name !== table) return
  const [first, ...rest] = links
  if (!first) return
  const name = first.args[0] ? wordAt(context.tree, first.args[0]) : undefined
  if (TYPES.test(first.name)) {
    const word = name ?? (GENERATED.test(first.name) ? { text: 'id', at: first.key } : undefined)
    if (word) addMarked(to, [columnOf(context, word, first, rest, node)])
    return
  }
  const columns = namesIn(context, first.args[0]).map((each) => each.name)
  if (columns.length === 0) {
    if (first.name === 'dropPrimary') to.drops.push({ kind: 'primary', names: [] })
    return
  }
  if (/^(?:primary|unique|index)$/.test(first.name)) {
    const options = tableIn(context, first.args[1])
    const told =
      first.args[1] &&
      (staticText(first.args[1]) ??
        (options && textOf(option(context, options, 'indexName', 'constraintName'))))
    to.keys.push({
      kind: first.name as 'primary' | 'unique' | 'index',
      columns,
      span: spanOf(context, first),
      ...(told !== undefined && { name: told }),
      ...(saysMore(options) && { special: true }),
    })
  } else if (first.name === 'foreign') {
    const called = first.args[1] && staticText(first.args[1])
    const reference = referenceOf(context, columns, rest, node, called)
    if (reference) to.references.push(reference)
  } else if (/^drop(?:Column|Columns)$/.test(first.name)) {
    to.drops.push({ kind: 'column', names: namesOf(context, first.args) })
  } else if (first.name === 'dropUnique')
    to.drops.push({ kind: 'unique', names: [...columns, ...namesOf(context, first.args.slice(1))] })
  else if (first.name === 'dropPrimary') to.drops.push({ kind: 'primary', names: columns })
}

/** A key with a condition, one that is checked late: anything but a name. */
const saysMore = (options: Node | undefined): boolean =>
  ((options?.properties ?? []) as Node[]).some(
    (each) => each.type !== 'Property' || !/^(?:indexName|constraintName)$/.test(keyName(each) ?? ''),
  )

const textOf = (node: Node | undefined): string | undefined => node && staticText(node)
const namesOf = (context: StorageContext, args: readonly Node[]): string[] =>
  args.flatMap((each) => namesIn(context, each).map(({ name }) => name))

function columnOf(
  context: StorageContext,
  { text, at }: { text: string; at: { start: number; end: number } },
  first: Link,
  rest: readonly Link[],
  node: Node,
): Marked {
  const link = (name: RegExp) => rest.find((each) => name.test(each.name))
  const primary = link(/^primary$/) ?? (GENERATED.test(first.name) ? first : undefined)
  const unique = link(/^unique$/)
  const index = link(/^index$/)
  const value = link(/^defaultTo$/)
  const isGenerated =
    GENERATED.test(first.name) ||
    (value !== undefined && /uuid|gen_random/i.test(value.args[0] ? context.slice(value.args[0]) : ''))
  const nullable = link(/^(?:notNullable|nullable|notNull)$/)
  return {
    column: {
      name: text,
      span: context.span(at),
      whole: context.span(node),
      type: first.name,
      ...(nullable && { nullable: nullable.name === 'nullable' }),
      ...(isGenerated && { generated: true }),
    },
    ...(primary && { primary: spanOf(context, primary) }),
    ...(unique && { unique: spanOf(context, unique) }),
    ...(index && !unique && { index: spanOf(context, index) }),
    reference: referenceOf(context, [text], rest, node),
  }
}

/** `.references('id').inTable('accounts').onDelete('CASCADE')`, `.references('accounts.id')`. */
function referenceOf(
  context: StorageContext,
  columns: readonly string[],
  links: readonly Link[],
  node: Node,
  called?: string,
) {
  const to = links.find(({ name }) => name === 'references')
  const told = to && namesIn(context, to.args[0]).map(({ name }) => name)
  if (!told || told.length === 0) return undefined
  const table = links.find(({ name }) => /^(?:inTable|on)$/.test(name))?.args[0]
  const [first = ''] = told
  const target =
    (table && staticText(heldBy(context.tree, table))) ??
    (first.includes('.') ? first.replace(/\.[^.]*$/, '') : undefined)
  if (target === undefined) return undefined
  const said = (pattern: RegExp) => {
    const given = links.find(({ name }) => pattern.test(name))?.args[0]
    return given && staticText(given)
  }
  const onDelete = said(/^onDelete$/i)
  const onUpdate = said(/^onUpdate$/i)
  const name = called ?? said(/^withKeyName$/)
  const isSpecial = links.some(({ name: each }) => /^(?:deferrable|match)$/.test(each))
  return {
    ...keyTo(
      context,
      columns,
      target,
      told.map((each) => each.replace(/^.*\./, '')),
      node,
      undefined,
    ),
    ...(onDelete !== undefined && { onDelete }),
    ...(onUpdate !== undefined && { onUpdate }),
    ...(name !== undefined && { name }),
    ...(isSpecial && { special: true }),
  }
}

const MIGRATION = /(?:^|\/)migrations?\//i

/** Tables that Knex, and what is built on it, makes and changes. */
export const knex: Extractor = {
  hint: /createTable|alterTable|schema\.table\b|\.table\(/,
  extract(context) {
    const steps = new Steps(context)
    const isMigration =
      MIGRATION.test(context.path) ||
      /\bexports\.up\b|\b(?:async\s+)?function\s+up\b|\bup\s*\(/.test(context.text)
    for (const chain of chainsIn(context.tree)) {
      if (isBack(chain.node)) continue
      for (const { name, args, call } of chain.links) {
        const [first, second] = args
        if (!/^(?:createTable(?:IfNotExists)?|alterTable|table)$/.test(name) || !first || !second) continue
        const build = [...args].reverse().find((each) => isFunction(unwrap(each)))
        const word = wordAt(context.tree, first) ?? memberText(context, first)
        const param = build && (unwrap(build).params[0] as Node | undefined)
        if (!word || !build || param?.type !== 'Identifier') continue
        const to = steps.draft(
          { ...word, text: word.text.replace(/^.*\./, '') },
          call,
          /^create/.test(name) ? 'create' : 'alter',
        )
        for (const each of chainsIn(context.tree, unwrap(build))) statement(context, to, each, param.name)
      }
    }
    return { tables: steps.sites('knex', isMigration ? 'migration' : 'schema') }
  },
}

function memberText(context: StorageContext, node: Node) {
  const at = heldIn(context.tree, node)
  const text = staticText(at)
  return text === undefined ? undefined : { text, at: innerOf(unwrap(node)) }
}

/** Tables that Kysely makes: `db.schema.createTable('accounts').addColumn('id', 'serial', (col) => col.primaryKey())`. */
export const kysely: Extractor = {
  hint: /addColumn|addUniqueConstraint|addPrimaryKeyConstraint|createIndex/,
  extract(context) {
    const steps = new Steps(context)
    for (const chain of chainsIn(context.tree)) {
      if (isBack(chain.node)) continue
      const start = chain.links.findIndex(({ name }) => /^(?:createTable|alterTable|createIndex)$/.test(name))
      const first = chain.links[start]
      if (!first?.args[0]) continue
      const rest = chain.links.slice(start + 1)
      const on =
        first.name === 'createIndex' ? rest.find(({ name }) => name === 'on')?.args[0] : first.args[0]
      const word = on && wordAt(context.tree, on)
      if (!word || !rest.some(({ name }) => KYSELY.test(name))) continue
      const to = steps.draft(
        { ...word, text: word.text.replace(/^.*\./, '') },
        chain.node,
        first.name === 'createTable' ? 'create' : 'alter',
      )
      if (first.name === 'createIndex') {
        const columns = rest
          .filter(({ name }) => /^columns?$/.test(name))
          .flatMap(({ args }) => namesOf(context, args))
        const isUnique = rest.some(({ name }) => name === 'unique')
        const called = staticText(first.args[0])
        if (columns.length > 0)
          to.keys.push({
            kind: isUnique ? 'unique' : 'index',
            columns,
            span: context.span(first.call),
            ...(called !== undefined && { name: called }),
          })
      } else for (const each of rest) kyselyStep(context, to, each)
    }
    return {
      tables: steps.sites(
        'kysely',
        MIGRATION.test(context.path) || /\bfunction\s+up\b/.test(context.text) ? 'migration' : 'schema',
      ),
    }
  },
}

const KYSELY =
  /^(?:addColumn|addPrimaryKeyConstraint|addUniqueConstraint|addForeignKeyConstraint|dropColumn|dropConstraint|columns?)$/

function kyselyStep(context: StorageContext, to: Draft, link: Link): void {
  const { name, args } = link
  const [first, second, third, fourth] = args
  const word = first && wordAt(context.tree, first)
  if (!word) return
  const span = spanOf(context, link)
  switch (name) {
    case 'addColumn': {
      const links = third && isFunction(unwrap(third)) ? linksOf(returned(unwrap(third))) : []
      const column = columnOf(
        context,
        word,
        { ...link, name: typeName(context, second) },
        links.map(asKnex),
        link.call,
      )
      const isSerial =
        /serial/.test(typeName(context, second)) ||
        links.some((each) =>
          /^(?:autoIncrement|generatedAlwaysAsIdentity|generatedByDefaultAsIdentity|identity)$/.test(
            each.name,
          ),
        )
      addMarked(to, [
        { ...column, column: { ...column.column, whole: span, ...(isSerial && { generated: true }) } },
      ])
      return
    }
    case 'addPrimaryKeyConstraint':
    case 'addUniqueConstraint': {
      const columns = namesIn(context, second).map((each) => each.name)
      if (columns.length > 0)
        to.keys.push({
          kind: name === 'addUniqueConstraint' ? 'unique' : 'primary',
          columns,
          span,
          name: word.text,
        })
      return
    }
    case 'addForeignKeyConstraint': {
      const columns = namesIn(context, second).map((each) => each.name)
      const table = third && staticText(third)
      if (table !== undefined)
        to.references.push(
          keyTo(
            context,
            columns,
            table,
            namesIn(context, fourth).map((each) => each.name),
            link.call,
            undefined,
          ),
        )
      return
    }
    case 'dropColumn':
      to.drops.push({ kind: 'column', names: [word.text] })
      return
    case 'dropConstraint':
      to.drops.push({ kind: /pkey|primary|^pk/i.test(word.text) ? 'primary' : 'unique', names: [word.text] })
  }
}

const linksOf = (node: Node | undefined): readonly Link[] =>
  node?.type === 'CallExpression' ? plainChainOf(node).links : []
const asKnex = (link: Link): Link => (link.name === 'primaryKey' ? { ...link, name: 'primary' } : link)

function typeName(context: StorageContext, node: Node | undefined): string {
  return node ? (staticText(node) ?? context.slice(node)) : ''
}

const DRIZZLE = /^(?:pgTable|mysqlTable|sqliteTable|singlestoreTable|createTable|table|pgTableCreator)$/

/** Tables of Drizzle: `pgTable('accounts', { id: serial('id').primaryKey() }, (t) => [unique().on(t.domain)])`. */
export const drizzle: Extractor = {
  hint: /drizzle|pgTable|mysqlTable|sqliteTable/,
  extract: (context) => ({
    tables: context.tree.nodes.flatMap((node) =>
      node.type === 'CallExpression' ? (drizzleTable(context, node) ?? []) : [],
    ),
  }),
}

function drizzleTable(context: StorageContext, call: Node): TableSite | undefined {
  const [first, second, third] = call.arguments as Node[]
  if (!DRIZZLE.test(calledName(call)) || !first || !second) return undefined
  const word = wordAt(context.tree, first)
  const made = unwrap(second)
  const columns = isFunction(made) ? returned(made) : tableIn(context, second)
  if (!word || columns?.type !== 'ObjectExpression') return undefined
  const to: Draft = { columns: [], keys: [], references: [], drops: [] }
  addMarked(
    to,
    (columns.properties as Node[]).flatMap((each) => {
      const property = each.type === 'Property' ? keyName(each) : undefined
      const value = property === undefined ? undefined : unwrap(each.value)
      return property !== undefined && value?.type === 'CallExpression'
        ? [drizzleColumn(context, property, each, value)]
        : []
    }),
  )
  const extra = third && isFunction(unwrap(third)) ? returned(unwrap(third)) : undefined
  const list =
    extra?.type === 'ArrayExpression'
      ? (extra.elements as (Node | null)[])
      : extra?.type === 'ObjectExpression'
        ? (extra.properties as Node[]).map((each) => each.value as Node | undefined)
        : []
  for (const each of list) if (each) drizzleKey(context, to, unwrap(each))
  const model =
    call.parent?.type === 'VariableDeclarator' ? (call.parent.id.name as string | undefined) : undefined
  return {
    system: 'drizzle' satisfies StorageSystem,
    part: 'model',
    change: 'create',
    name: word.text,
    ...(model !== undefined && { model }),
    span: context.span(word.at),
    whole: context.span(call),
    columns: to.columns,
    keys: to.keys,
    references: to.references,
  }
}

function drizzleColumn(context: StorageContext, property: string, entry: Node, value: Node): Marked {
  const all = rootLinks(value)
  const [made, ...rest] = all
  const first = made?.args[0]
  const named = first && staticText(first)
  const name = named ?? property
  const link = (pattern: RegExp) => rest.find((each) => pattern.test(each.name))
  const primary = link(/^primaryKey$/)
  const unique = link(/^unique$/)
  const to = link(/^references$/)
  const target = to?.args[0] && isFunction(unwrap(to.args[0])) ? returned(unwrap(to.args[0])) : undefined
  const isSerial =
    /serial/i.test(made?.name ?? '') ||
    rest.some((each) =>
      /^(?:autoincrement|generatedAlwaysAsIdentity|generatedByDefaultAsIdentity|defaultRandom)$/.test(
        each.name,
      ),
    ) ||
    rest.some(
      (each) =>
        /default/i.test(each.name) &&
        /uuid|createId|nanoid|gen_random/i.test(each.args[0] ? context.slice(each.args[0]) : ''),
    ) ||
    rest.some((each) => each.name === 'primaryKey' && /autoIncrement:\s*true/.test(context.slice(each.call)))
  return {
    column: {
      name,
      ...(property !== name && { property }),
      span: context.span(innerOf(entry.key)),
      whole: context.span(entry),
      ...(made && { type: made.name }),
      ...(link(/^notNull$/) && { nullable: false }),
      ...(isSerial && { generated: true }),
    },
    ...(primary && { primary: spanOf(context, primary) }),
    ...(unique && { unique: spanOf(context, unique) }),
    ...(target?.type === 'MemberExpression' &&
      to && {
        reference: keyTo(
          context,
          [name],
          context.slice(target.object),
          [keyName(target) ?? ''].filter((each) => each !== ''),
          to.call,
          tableIn(context, to.args[1]),
        ),
      }),
  }
}

/** `text('domain').notNull()` with the call that it starts with. */
function rootLinks(value: Node): { name: string; args: readonly Node[]; call: Node; key: Node }[] {
  const { root, links } = plainChainOf(value)
  const at = unwrap(root)
  return at.type === 'CallExpression'
    ? [{ name: calledName(at), args: at.arguments as Node[], call: at, key: unwrap(at.callee) }, ...links]
    : [...links]
}

/** `primaryKey({ columns: [t.a, t.b] })`, `uniqueIndex('x').on(t.a)`, `foreignKey({ columns, foreignColumns })`. */
function drizzleKey(context: StorageContext, to: Draft, node: Node): void {
  const links = rootLinks(node)
  const [first] = links
  if (!first) return
  const options = tableIn(context, first.args[0])
  const named = (list: Node | undefined) =>
    namesIn(context, list).map(
      ({ name }) => to.columns.find((each) => (each.property ?? each.name) === name)?.name ?? name,
    )
  const name = (first.args[0] && staticText(first.args[0])) ?? textOf(option(context, options, 'name'))
  if (first.name === 'foreignKey') {
    const foreign = option(context, options, 'foreignColumns')
    const target = foreign && namesIn(context, foreign)
    const object = target?.[0]?.at
    if (object?.type === 'MemberExpression')
      to.references.push(
        keyTo(
          context,
          named(option(context, options, 'columns')),
          context.slice(object.object),
          target?.map((each) => each.name) ?? [],
          node,
          options,
        ),
      )
    return
  }
  const on = links.find((each) => /^(?:on|onOnly|using)$/.test(each.name))
  const columns =
    first.name === 'primaryKey'
      ? options
        ? named(option(context, options, 'columns'))
        : first.args.flatMap((each) => named(each))
      : (on?.args.flatMap((each) => columnsIn(context, to, each)) ?? [])
  const kind =
    first.name === 'primaryKey'
      ? 'primary'
      : /^(?:unique|uniqueIndex)$/.test(first.name)
        ? 'unique'
        : first.name === 'index'
          ? 'index'
          : undefined
  if (kind && columns.length > 0)
    to.keys.push({ kind, columns, span: context.span(node), ...(name !== undefined && { name }) })
}

/** Columns of an expression: `t.domain`, `t.domain.asc()`, ``sql`lower(${t.domain})` ``. */
function columnsIn(context: StorageContext, to: Draft, node: Node): string[] {
  const named = (name: string) => to.columns.find((each) => (each.property ?? each.name) === name)?.name
  return context.tree.nodes.flatMap((each) => {
    if (each.type !== 'MemberExpression' || !isIn(each, node)) return []
    return named(keyName(each) ?? '') ?? []
  })
}
