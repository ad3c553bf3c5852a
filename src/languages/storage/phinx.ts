import type { StorageFacts } from '../../storage.js'
import type { Node } from '../script/tree.js'
import { type Chain, fromName, type Link } from './chains.js'
import type { Extractor, StorageContext } from './context.js'
import { type Draft, emptyDraft, partsOf } from './draft.js'
import { type Build, builds } from './php-tables.js'
import { classAround, entryOf, textAt, wordAt, wordsAt } from './reading.js'

/** Migrations of Phinx, also as part of CakePHP. */
export const phinx: Extractor = {
  hint: /\bAbstractMigration\b|\bBaseMigration\b|\bPhinx\\|\bAbstractSeed\b/,
  extract(context): Partial<StorageFacts> {
    return {
      tables: builds(context, (chain) => begun(context, chain)).flatMap((build) => {
        const change = changeOf(build)
        const draft = emptyDraft()
        if (change === 'create') addOptions(context, draft, build)
        for (const link of build.links) addPart(context, draft, link)
        const isEmpty = draft.columns.length + draft.keys.length + draft.drops.length === 0
        if (isEmpty && draft.references.length === 0) return []
        return [
          {
            system: 'phinx',
            part: 'migration',
            change,
            name: build.name.text,
            span: context.span(build.name.at),
            whole: context.span(build.node),
            ...partsOf(draft),
          },
        ]
      }),
    }
  },
}

function begun(context: StorageContext, { root, links }: Chain) {
  const [start] = links
  const name = start?.name === 'table' ? wordAt(context.tree, start.args[0]) : undefined
  return start && name && root.type === 'ThisExpression'
    ? { name, change: 'create' as const, start }
    : undefined
}

/** `save` makes a table that is not there: what the class is named after tells. */
function changeOf({ links, start, node }: Build): 'create' | 'alter' {
  if (links.some(({ name }) => name === 'create')) return 'create'
  if (links.some(({ name }) => name === 'update')) return 'alter'
  if (start.args.length > 1) return 'create'
  return /^(?:Create|Init|Install|New)|Init(?:ial)?$/.test(classAround(node)?.id?.name ?? '')
    ? 'create'
    : 'alter'
}

/** Without a word about it a table has a counted `id`. */
function addOptions(context: StorageContext, draft: Draft, { start, name }: Build): void {
  const options = start.args[1]
  const id = entryOf(options, 'id')
  const primary = entryOf(options, 'primary_key')
  const counted = id?.value === false ? undefined : (textAt(context.tree, id) ?? 'id')
  if (counted !== undefined && !primary) {
    const span = context.span(wordAt(context.tree, id)?.at ?? name.at)
    draft.columns.push({ name: counted, span, whole: span, type: 'integer', generated: true })
    draft.keys.push({ kind: 'primary', columns: [counted], span })
  }
  if (primary) {
    const columns = wordsAt(context.tree, primary).map(({ text }) => text)
    draft.keys.push({ kind: 'primary', columns, span: context.span(primary) })
  }
}

function addPart(context: StorageContext, draft: Draft, link: Link): void {
  const { tree } = context
  const { name, args } = link
  const names = (node: Node | undefined): string[] => wordsAt(tree, node).map(({ text }) => text)
  switch (name) {
    case 'addColumn':
    case 'changeColumn': {
      const word = wordAt(tree, args[0])
      if (!word) return
      const type = textAt(tree, args[1])
      const nullable = entryOf(args[2], 'null')?.value
      const identity = entryOf(args[2], 'identity')?.value
      const limit = entryOf(args[2], 'limit', 'length')?.value
      draft.columns.push({
        name: word.text,
        span: context.span(word.at),
        whole: context.span(fromName(link)),
        ...(type !== undefined && { type: typeof limit === 'number' ? `${type}(${limit})` : type }),
        ...(typeof nullable === 'boolean' && { nullable }),
        ...((identity === true || identity === 'enable') && { generated: true }),
      })
      return
    }
    case 'addIndex': {
      const columns = names(args[0])
      const isUnique = entryOf(args[1], 'unique')?.value === true
      const key = textAt(tree, entryOf(args[1], 'name'))
      if (columns.length === 0) return
      draft.keys.push({
        kind: isUnique ? 'unique' : 'index',
        columns,
        span: context.span(fromName(link)),
        ...(key !== undefined && { name: key }),
      })
      return
    }
    case 'addPrimaryKey':
    case 'changePrimaryKey': {
      const columns = names(args[0])
      if (name === 'changePrimaryKey') draft.drops.push({ kind: 'primary', names: [] })
      if (columns.length > 0)
        draft.keys.push({ kind: 'primary', columns, span: context.span(fromName(link)) })
      return
    }
    case 'addForeignKey':
      addForeign(context, draft, link, args)
      return
    case 'addForeignKeyWithName':
      addForeign(context, draft, link, args.slice(1), textAt(tree, args[0]))
      return
    case 'removeColumn':
      draft.drops.push({ kind: 'column', names: names(args[0]) })
      return
    case 'removeIndex':
    case 'removeIndexByName':
      draft.drops.push({ kind: 'unique', names: names(args[0]) })
      return
    case 'renameColumn': {
      const word = wordAt(tree, args[1])
      if (!word) return
      draft.drops.push({ kind: 'column', names: names(args[0]) })
      draft.columns.push({
        name: word.text,
        span: context.span(word.at),
        whole: context.span(fromName(link)),
      })
    }
  }
}

function addForeign(
  context: StorageContext,
  draft: Draft,
  link: Link,
  args: readonly Node[],
  given?: string,
): void {
  const { tree } = context
  const columns = wordsAt(tree, args[0]).map(({ text }) => text)
  const table = textAt(tree, args[1])
  if (columns.length === 0 || table === undefined) return
  const [whenDeleted, whenUpdated] = [entryOf(args[3], 'delete'), entryOf(args[3], 'update')]
  const [onDelete, onUpdate] = [textAt(tree, whenDeleted), textAt(tree, whenUpdated)]
  const name = given ?? textAt(tree, entryOf(args[3], 'constraint'))
  const isUnread =
    (args[3] && args[3].type !== 'ObjectExpression') ||
    (whenDeleted && onDelete === undefined) ||
    (whenUpdated && onUpdate === undefined) ||
    entryOf(args[3], 'deferrable')
  draft.references.push({
    columns,
    table,
    targets: wordsAt(tree, args[2]).map(({ text }) => text),
    span: context.span(fromName(link)),
    ...(onDelete !== undefined && { onDelete }),
    ...(onUpdate !== undefined && { onUpdate }),
    ...(name !== undefined && { name }),
    ...(isUnread && { special: true }),
  })
}
