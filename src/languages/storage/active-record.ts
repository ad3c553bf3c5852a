import type { TableSite } from '../../storage.js'
import { keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import {
  calledName,
  callIn,
  itemsOf,
  literalOf,
  optionIn,
  placeOf,
  plainArguments,
  textIn,
} from './call-parts.js'
import type { Extractor, StorageContext } from './context.js'
import { type Draft, emptyDraft, finished } from './draft.js'
import { plural, snakeCase } from './names.js'
import { expressionsIn } from './ruby-blocks.js'

interface ModelClass {
  name: string
  at: Node
  node: Node
  /** Statements of its body. */
  lines: Node[]
}

const RECORD = /(?:^|::)(?:ApplicationRecord|ActiveRecord::Base|\w*Record)$|^ActiveRecord::Base$/

/** Classes and classes in modules, with what their bodies call. */
function classesIn({ tree }: StorageContext): ModelClass[] {
  return tree.nodes.flatMap((node) => {
    const at =
      node.type === 'ClassDeclaration'
        ? (node.id as Node | null)
        : node.type === 'ClassExpression' && node.parent?.type === 'PropertyDefinition'
          ? (node.parent.key as Node)
          : null
    if (!at || typeof node.heritage !== 'string' || node.heritage === '') return []
    const lines = (node.body.body as Node[]).flatMap((each) =>
      each.type === 'class statement' ? (each.body as Node[]).flatMap((line) => expressionsIn(line)) : [],
    )
    return [{ name: (at.name as string).replace(/^.*::/, ''), at, node, lines }]
  })
}

function tableOf(model: ModelClass, context: StorageContext): TableSite | undefined {
  const made = emptyDraft()
  const set = (name: string) => assigned(model.lines, name)
  const primary = set('primary_key') ?? set('primary_keys')
  const labels = itemsOf(primary, context).filter((each) => textIn(each, context) !== undefined)
  for (const label of labels) addColumn(made, label, context)
  const columns = labels.flatMap((each) => textIn(each, context) ?? [])
  if (primary && columns.length > 0) made.keys.push({ kind: 'primary', columns, span: context.span(primary) })
  for (const line of model.lines) {
    const call = callIn(line)
    if (!call) continue
    const word = calledName(call)
    if (word === 'validates' || word === 'validates_uniqueness_of') addUniqueness(made, call, context)
    if (word === 'belongs_to') addOwner(made, call, context)
  }
  const named = textIn(set('table_name'), context)
  const isModel = RECORD.test(model.node.heritage) || primary !== undefined || named !== undefined
  if (!isModel) return undefined
  return finished(made, {
    system: 'rails',
    part: 'model',
    change: 'create',
    name: named?.replace(/^.*\./, '') ?? plural(snakeCase(model.name)),
    model: model.name,
    span: context.span(model.at),
    whole: context.span(model.node),
  })
}

/** What `self.name = …` gives. */
function assigned(lines: readonly Node[], name: string): Node | undefined {
  const found = lines.find((line) => {
    const left = line.type === 'AssignmentExpression' ? unwrap(line.left) : undefined
    return (
      left?.type === 'MemberExpression' &&
      unwrap(left.object).type === 'ThisExpression' &&
      keyName(left) === name
    )
  })
  return found?.right as Node | undefined
}

function addColumn(to: Draft, label: Node, context: StorageContext): void {
  const name = textIn(label, context)
  if (name === undefined || to.columns.some((each) => each.name === name)) return
  const span = context.span(placeOf(label))
  to.columns.push({ name, span, whole: span })
}

/** `validates :subdomain, uniqueness: { scope: :platform }`. */
function addUniqueness(to: Draft, call: Node, context: StorageContext): void {
  const option = optionIn(call, 'uniqueness')
  const isOwn = calledName(call) === 'validates_uniqueness_of'
  if (!isOwn && (!option || literalOf(option.value) === false)) return
  const table = isOwn ? undefined : unwrap(option?.value)
  const scope = isOwn
    ? optionIn(call, 'scope')?.value
    : table?.type === 'ObjectExpression'
      ? (table.properties as Node[]).find((each) => keyName(each) === 'scope')?.value
      : undefined
  const others = itemsOf(scope, context).flatMap((each) => textIn(each, context) ?? [])
  for (const label of plainArguments(call)) {
    const name = textIn(label, context)
    if (name === undefined) continue
    addColumn(to, label, context)
    to.keys.push({ kind: 'unique', columns: [name, ...others], span: context.span(option ?? call) })
  }
}

/** `belongs_to :account, primary_key: :subdomain, foreign_key: :subdomain`. */
function addOwner(to: Draft, call: Node, context: StorageContext): void {
  const [label] = plainArguments(call)
  const word = textIn(label, context)
  if (word === undefined || literalOf(optionIn(call, 'polymorphic')?.value) === true) return
  const text = (name: string) => textIn(optionIn(call, name)?.value, context)
  const model = text('class_name')?.replace(/^.*::/, '')
  const target = text('primary_key')
  to.references.push({
    columns: [text('foreign_key') ?? `${word}_id`],
    table: model ?? plural(word),
    targets: target === undefined ? [] : [target],
    span: context.span(call),
  })
}

/** Models of Active Record: what they say of their keys. */
export const activeRecord: Extractor = {
  hint: /\bclass\s+[\w:]+\s*<\s*[\w:]*(?:Record|ActiveRecord::Base)\b|self\.(?:primary_keys?|table_name)\s*=/,
  extract: (context) => ({ tables: classesIn(context).flatMap((model) => tableOf(model, context) ?? []) }),
}
