import type { ColumnSite, TableKey, TableSite } from '../../storage.js'
import { isFunction, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import { chainsIn, fromName, type Link, plainChainOf, type WholeChain } from './chains.js'
import type { Extractor, StorageContext } from './context.js'
import { type Draft, emptyDraft, partsOf } from './draft.js'
import { plural, snakeCase } from './names.js'
import {
  classAround,
  entryOf,
  isDown,
  methodAround,
  parameterNames,
  textAt,
  type Word,
  wordAt,
  wordsAt,
} from './reading.js'

/** Methods of a blueprint whose first argument is no new column. */
const NO_COLUMN =
  /^(?:drop\w*|rename\w*|primary|unique|index|full[tT]ext|spatialIndex|vectorIndex|rawIndex|foreign|engine|charset|collation|comment|temporary|after|create|storedAs|getTable|removeColumn|addFluentCommands|toSql|build|innoDb|inherits)$/
const KEYS: Readonly<Record<string, TableKey['kind']>> = {
  primary: 'primary',
  unique: 'unique',
  index: 'index',
}
const INCREMENTS = /^(?:id|\w*[iI]ncrements)$/

/** Laravel's schema builder, also on its own as Capsule. */
export const laravel: Extractor = {
  hint: /\bBlueprint\b|[sS]chema(?:\(\)|\b\s*(?:::|->))/,
  extract: (context) => ({
    tables: chainsIn(context.tree).flatMap((chain) => tableOf(context, chain) ?? []),
  }),
}

function tableOf(context: StorageContext, chain: WholeChain): TableSite | undefined {
  const link = chain.links.find(({ name, args }) => /^(?:create|table)$/.test(name) && args.length > 1)
  const body = link?.args[1] && unwrap(link.args[1])
  if (!link || !body || !isFunction(body) || isDown(chain.node)) return undefined
  const isSchema = /schema/i.test(context.slice({ start: chain.node.start, end: link.key.start }))
  if (!isSchema && !/\bBlueprint\b/.test(context.slice({ start: body.start, end: body.body.start })))
    return undefined
  const [parameter] = parameterNames(body)
  const name = wordAt(context.tree, link.args[0]) ?? modelTable(link.args[0])
  if (!name || parameter === undefined) return undefined
  const draft = emptyDraft()
  for (const part of chainsIn(context.tree, body.body))
    if (part.root.type === 'Identifier' && part.root.name === parameter) addPart(context, draft, part)
  return {
    system: 'laravel',
    part: isMigration(context, chain.node) ? 'migration' : 'schema',
    change: link.name === 'create' ? 'create' : 'alter',
    name: name.text,
    span: context.span(name.at),
    whole: context.span(chain.node),
    ...partsOf(draft),
  }
}

/** `(new Account)->getTable()`. */
function modelTable(node: Node | undefined): Word | undefined {
  if (!node) return undefined
  const { root, links } = plainChainOf(node)
  const isOfModel = links.length === 1 && links[0]?.name === 'getTable' && root.type === 'NewExpression'
  return isOfModel && root.callee.name ? { text: plural(snakeCase(root.callee.name)), at: node } : undefined
}

/** Whether what is run here is a step of a history. */
function isMigration({ path }: StorageContext, node: Node): boolean {
  const around = classAround(node)
  return (
    /Migration$/.test(around?.superClass?.name ?? '') ||
    /^(?:safe)?up$|^change$/i.test(methodAround(node) ?? '') ||
    /(?:^|\/)migrations?\//i.test(path)
  )
}

function addPart(context: StorageContext, draft: Draft, chain: WholeChain): void {
  const [first, ...rest] = chain.links
  if (!first) return
  const kind = Object.hasOwn(KEYS, first.name) ? KEYS[first.name] : undefined
  if (kind) addKey(context, draft, kind, first)
  else if (first.name === 'foreign') addForeign(context, draft, first, rest)
  else if (/^drop/.test(first.name)) addDrop(context, draft, first)
  else if (first.name === 'renameColumn') addRename(context, draft, first)
  else if (!NO_COLUMN.test(first.name)) addColumn(context, draft, chain, first, rest)
}

function addKey(context: StorageContext, draft: Draft, kind: TableKey['kind'], link: Link): void {
  const columns = wordsAt(context.tree, link.args[0]).map(({ text }) => text)
  const name = textAt(context.tree, entryOf(link.args.at(-1), 'name') ?? link.args[1])
  if (columns.length === 0) return
  draft.keys.push({ kind, columns, span: context.span(fromName(link)), ...(name !== undefined && { name }) })
}

function addForeign(context: StorageContext, draft: Draft, link: Link, rest: readonly Link[]): void {
  const columns = wordsAt(context.tree, link.args[0]).map(({ text }) => text)
  const on = textAt(context.tree, rest.find(({ name }) => name === 'on')?.args[0])
  if (columns.length === 0 || on === undefined) return
  const targets = wordsAt(context.tree, rest.find(({ name }) => name === 'references')?.args[0])
  const name = textAt(context.tree, link.args[1])
  draft.references.push({
    columns,
    table: on,
    targets: targets.map(({ text }) => text),
    span: context.span({ start: link.key.start, end: rest.at(-1)?.call.end ?? link.call.end }),
    ...(name !== undefined && { name }),
    ...actionsOf(context, rest),
  })
}

/** What happens to a row when the one that it points to goes. */
function actionsOf(context: StorageContext, links: readonly Link[]) {
  const said = (event: 'Delete' | 'Update'): string | undefined => {
    for (const { name, args } of links) {
      if (name === `on${event}`) return textAt(context.tree, args[0])
      const word = new RegExp(`^(cascade|null|restrict|noAction)On${event}$`).exec(name)?.[1]
      if (word) return { null: 'set null', noAction: 'no action' }[word] ?? word
    }
    return undefined
  }
  const [onDelete, onUpdate] = [said('Delete'), said('Update')]
  return { ...(onDelete !== undefined && { onDelete }), ...(onUpdate !== undefined && { onUpdate }) }
}

function addDrop(context: StorageContext, draft: Draft, link: Link): void {
  const names = link.args.flatMap((argument) => wordsAt(context.tree, argument)).map(({ text }) => text)
  const kind = {
    dropPrimary: 'primary',
    dropUnique: 'unique',
    dropColumn: 'column',
    dropColumns: 'column',
    dropConstrainedForeignId: 'column',
  }[link.name] as 'primary' | 'unique' | 'column' | undefined
  if (kind) draft.drops.push({ kind, names })
}

function addRename(context: StorageContext, draft: Draft, link: Link): void {
  const from = textAt(context.tree, link.args[0])
  const to = wordAt(context.tree, link.args[1])
  if (from === undefined || !to) return
  draft.drops.push({ kind: 'column', names: [from] })
  draft.columns.push({ name: to.text, span: context.span(to.at), whole: context.span(link.call) })
}

function addColumn(
  context: StorageContext,
  draft: Draft,
  chain: WholeChain,
  first: Link,
  rest: readonly Link[],
): void {
  // A type that is named by a text: `addColumn('string', 'subdomain')`.
  const isGeneric = first.name === 'addColumn'
  const model = first.name === 'foreignIdFor' ? modelOf(first.args[0]) : undefined
  const word =
    wordAt(context.tree, first.args[isGeneric || model ? 1 : 0]) ??
    (model && { text: `${snakeCase(model)}_id`, at: first.args[0] as Node }) ??
    (first.name === 'id' ? { text: 'id', at: first.key } : undefined)
  if (!word) return
  const is = (name: RegExp): Link | undefined => rest.find((link) => name.test(link.name))
  const nullable = is(/^nullable$/)
  const isGenerated =
    INCREMENTS.test(first.name) ||
    first.args[1]?.value === true ||
    Boolean(is(/^(?:autoIncrement|generatedAs|always|useCurrent)$/)) ||
    /uuid\s*\(|newid\s*\(/i.test(textOf(context, is(/^default$/)))
  draft.columns.push({
    name: word.text,
    span: context.span(word.at),
    whole: context.span(chain.node),
    type: isGeneric ? (textAt(context.tree, first.args[0]) ?? first.name) : typeOf(first),
    ...(nullable && { nullable: nullable.args[0]?.value !== false }),
    ...(isGenerated && { generated: true }),
  } satisfies ColumnSite)
  const isCounted = INCREMENTS.test(first.name) || first.args[1]?.value === true || is(/^autoIncrement$/)
  if (isCounted && !is(/^primary$/))
    draft.keys.push({ kind: 'primary', columns: [word.text], span: context.span(fromName(first)) })
  for (const link of rest) {
    const kind = Object.hasOwn(KEYS, link.name) ? KEYS[link.name] : undefined
    if (!kind || link.args[0]?.value === false) continue
    const name = textAt(context.tree, link.args[0])
    draft.keys.push({
      kind,
      columns: [word.text],
      span: context.span(fromName(link)),
      ...(name !== undefined && { name }),
    })
  }
  addReference(context, draft, word.text, first, rest, model)
}

function addReference(
  context: StorageContext,
  draft: Draft,
  column: string,
  first: Link,
  rest: readonly Link[],
  model: string | undefined,
): void {
  const on = rest.find(({ name }) => name === 'constrained' || name === 'on')
  if (!on && model === undefined) return
  const said = on && textAt(context.tree, entryOf(on.args[0], 'table') ?? on.args[0])
  const table = said ?? (model === undefined ? plural(column.replace(/_id$/, '')) : plural(snakeCase(model)))
  const target = rest.find(({ name }) => name === 'references')?.args[0] ?? on?.args[1]
  const targets = wordsAt(context.tree, target).map(({ text }) => text)
  const name =
    on?.name === 'constrained'
      ? textAt(context.tree, entryOf(on.args.at(-1), 'indexName') ?? on.args[2])
      : undefined
  draft.references.push({
    columns: [column],
    table,
    targets,
    span: context.span(fromName(on ?? first)),
    ...(name !== undefined && { name }),
    ...actionsOf(context, rest),
  })
}

/** The class that is named by `Account::class`. */
export function modelOf(node: Node | undefined): string | undefined {
  const at = node && unwrap(node)
  if (at?.type === 'NewExpression') return at.callee.name
  const isClass = at?.type === 'MemberExpression' && at.property?.name === 'class'
  return isClass && at.object.type === 'Identifier' ? at.object.name : undefined
}

const textOf = (context: StorageContext, link: Link | undefined): string =>
  link ? context.slice(link.call).slice(link.key.start - link.call.start) : ''

/** The method, with its length: `string(63)`. */
function typeOf({ name, args }: Link): string {
  const sizes = args.slice(1).flatMap(({ value }) => (typeof value === 'number' ? [value] : []))
  return sizes.length > 0 ? `${name}(${sizes.join(', ')})` : name
}
