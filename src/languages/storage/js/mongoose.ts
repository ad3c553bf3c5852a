import type { TableSite } from '../../../storage.js'
import { heldBy } from '../../script/held.js'
import { dottedName, keyName, staticText, unwrap } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import { calledName } from '../call-parts.js'
import type { Extractor, StorageContext } from '../context.js'
import { type Draft, emptyDraft, finished } from '../draft.js'
import { plural } from '../names.js'
import { innerOf } from '../reading.js'
import { impliedId } from './decorated.js'
import {
  addMarked,
  columnName,
  columnOf,
  entryAt,
  isTrue,
  namesIn,
  option,
  tableIn,
  textOption,
} from './parts.js'

/** A schema while its file is read: what names it comes behind what describes it. */
interface Kept {
  node: Node
  to: Draft
  /** Variable that holds it. */
  held: string | undefined
  name?: string
  model?: string
  at?: Node
}

const isSchema = (context: StorageContext, node: Node): boolean =>
  node.type === 'NewExpression' &&
  /(?:^|\.)Schema$/.test(dottedName(node.callee)) &&
  tableIn(context, node.arguments[0]) !== undefined

function schemaOf(context: StorageContext, node: Node): Kept {
  const to = emptyDraft()
  const fields = tableIn(context, node.arguments[0])
  addMarked(
    to,
    ((fields?.properties ?? []) as Node[]).flatMap((each) => {
      const name = each.type === 'Property' ? keyName(each) : undefined
      if (name === undefined) return []
      const value = heldBy(context.tree, each.value)
      const options = value.type === 'ObjectExpression' ? value : undefined
      return [
        columnOf(context, name, each.key, each, options, options ? {} : { type: context.slice(each.value) }),
      ]
    }),
  )
  impliedId(to, node, context)
  const options = tableIn(context, node.arguments[1])
  const collection = option(context, options, 'collection')
  const name = collection && staticText(collection)
  return {
    node,
    to,
    held: holderOf(node),
    ...(name !== undefined && collection && { name, at: collection }),
  }
}

function holderOf(node: Node): string | undefined {
  let at = node
  while (at.parent && unwrap(at.parent) !== at.parent) at = at.parent
  const { parent } = at
  if (parent?.type === 'VariableDeclarator') return parent.id.name
  return parent?.type === 'AssignmentExpression' ? dottedName(parent.left) : undefined
}

/** `schema.index({ subdomain: 1, platform: 1 }, { unique: true })`. */
function addIndex(context: StorageContext, to: Draft, call: Node): void {
  const [first, second] = call.arguments as Node[]
  const columns = namesIn(context, first).map(({ name }) => columnName(to, name))
  if (columns.length === 0) return
  const options = tableIn(context, second)
  const name = textOption(context, options, 'name')
  to.keys.push({
    kind: isTrue(option(context, options, 'unique')) ? 'unique' : 'index',
    columns,
    span: context.span(call),
    ...(name !== undefined && { name }),
  })
}

function siteOf(context: StorageContext, { node, to, held, name, model, at }: Kept): TableSite {
  const called = model ?? held?.replace(/^.*\./, '').replace(/Schema$/i, '') ?? ''
  return finished(to, {
    system: 'mongoose',
    part: 'model',
    change: 'create',
    name: name ?? plural(called.toLowerCase()),
    ...(called !== '' && { model: called.charAt(0).toUpperCase() + called.slice(1) }),
    span: context.span(at ? innerOf(at) : unwrap(node.callee)),
    whole: context.span(node),
  })
}

/** Collections of the driver: `db.collection('accounts').createIndex({ domain: 1 }, { unique: true })`. */
function collectionIndex(context: StorageContext, call: Node): TableSite | undefined {
  const list = calledName(call) === 'createIndexes'
  if (!list && !/^(?:createIndex|ensureIndex)$/.test(calledName(call))) return undefined
  const callee = unwrap(call.callee)
  const object = callee.type === 'MemberExpression' && heldBy(context.tree, callee.object)
  if (!object || (!list && !tableIn(context, call.arguments[0]))) return undefined
  const isCollection = object.type === 'CallExpression' && calledName(object) === 'collection'
  const argument = isCollection ? unwrap(object.arguments[0]) : undefined
  const name = argument
    ? staticText(argument)
    : dottedName(object)
        .replace(/^.*\./, '')
        .replace(/(?:Collection|Model)$/, '')
  if (!name || !/^[\w.-]+$/.test(name)) return undefined
  const to = emptyDraft()
  if (list)
    for (const each of (tableless(context, call.arguments[0]) ?? []) as Node[]) {
      const table = tableIn(context, each)
      const columns = namesIn(context, entryAt(table, 'key')).map((column) => column.name)
      if (table && columns.length > 0)
        to.keys.push({
          kind: isTrue(option(context, table, 'unique')) ? 'unique' : 'index',
          columns,
          span: context.span(each),
        })
    }
  else addIndex(context, to, call)
  if (to.keys.length === 0) return undefined
  return finished(to, {
    system: 'mongodb',
    part: 'schema',
    change: 'alter',
    name,
    span: context.span(argument ? innerOf(argument) : object),
    whole: context.span(call),
  })
}

function tableless(context: StorageContext, node: Node | undefined): Node[] | undefined {
  const at = node && node.type !== 'SpreadElement' ? heldBy(context.tree, node) : undefined
  return at?.type === 'ArrayExpression'
    ? (at.elements as (Node | null)[]).flatMap((each) => each ?? [])
    : undefined
}

/** Schemas of Mongoose with their indexes, and indexes that the driver makes. */
export const mongoose: Extractor = {
  hint: /mongoose|mongodb|Schema|createIndex|ensureIndex/,
  extract(context) {
    const { nodes } = context.tree
    const kept = nodes.filter((node) => isSchema(context, node)).map((node) => schemaOf(context, node))
    const tables: TableSite[] = []
    for (const node of nodes) {
      if (node.type !== 'CallExpression') continue
      const callee = unwrap(node.callee)
      const name = calledName(node)
      const object = callee.type === 'MemberExpression' ? dottedName(callee.object) : ''
      if (name === 'index') {
        const schema = kept.find(({ held }) => held !== undefined && held === object)
        if (schema) addIndex(context, schema.to, node)
        else {
          const made = classSchema(context, node, object)
          if (made) tables.push(made)
        }
      } else if (name === 'model' && node.arguments.length > 1) modelled(context, kept, node)
      else {
        const index = collectionIndex(context, node)
        if (index) tables.push(index)
      }
    }
    return { tables: [...kept.map((each) => siteOf(context, each)), ...tables] }
  },
}

/** `mongoose.model('Account', accountSchema, 'amo_accounts')`. */
function modelled(context: StorageContext, kept: readonly Kept[], { arguments: args }: Node): void {
  const [first, second, third] = args as Node[]
  const model = first && staticText(heldBy(context.tree, first))
  const schema =
    second && kept.find((each) => each.node === unwrap(second) || each.held === dottedName(second))
  if (model === undefined || !schema) return
  schema.model = model
  const name = third && staticText(third)
  if (name === undefined && !schema.at && first) schema.at = unwrap(first)
  else if (name !== undefined && third) Object.assign(schema, { name, at: unwrap(third) })
}

/** Indexes of a schema that is made from a class: `AccountSchema.index(…)` behind `SchemaFactory.createForClass(Account)`. */
function classSchema(context: StorageContext, call: Node, object: string): TableSite | undefined {
  const [, model] =
    new RegExp(
      `\\b${object.replace(/\W/g, '')}\\s*=\\s*(?:\\w+\\.)?(?:createForClass|buildSchema)\\(\\s*(\\w+)`,
    ).exec(context.text) ?? []
  if (model === undefined || object === '') return undefined
  const to = emptyDraft()
  addIndex(context, to, call)
  if (to.keys.length === 0) return undefined
  return finished(to, {
    system: 'mongoose',
    part: 'model',
    change: 'alter',
    name: plural(model.toLowerCase()),
    model,
    span: context.span(call),
    whole: context.span(call),
  })
}
