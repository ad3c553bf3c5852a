import type { ForeignKey, TableKey } from '../../storage.js'
import type { Range } from '../grammar/nodes.js'
import { keyName, unwrap } from '../script/names.js'
import type { Node } from '../script/tree.js'
import {
  calledName,
  callIn,
  isOn,
  literalOf,
  optionIn,
  placeOf,
  plainArguments,
  textIn,
  textsIn,
} from './call-parts.js'
import type { StorageContext } from './context.js'
import type { ColumnFacts, Draft } from './draft.js'

/** Arguments of a column that are no type. */
const NO_TYPE = /^(?:ForeignKey|Identity|Sequence|CheckConstraint|Computed|FetchedValue)$/

/**
 * The column of `Column('name', String, …)`, `mapped_column(…)`.
 * @param property the attribute that holds it, with its place
 * @param annotation type of the attribute as written
 */
export function columnFacts(
  call: Node | undefined,
  property: { name: string; at: Range } | undefined,
  whole: Range,
  context: StorageContext,
  annotation = '',
): ColumnFacts | undefined {
  const args = call ? plainArguments(call) : []
  const label =
    call &&
    [optionIn(call, 'name')?.value as Node | undefined, args[0]].find(
      (each) => textIn(each, context) !== undefined,
    )
  const name = textIn(label, context) ?? property?.name
  if (name === undefined) return undefined
  const option = call && optionIn(call, 'type_')?.value
  const type =
    args.find((each) => textIn(each, context) === undefined && !NO_TYPE.test(nameOfCall(each))) ?? option
  const inner = /^(?:[\w.]*\b)?Mapped\[(.*)\]$/s.exec(annotation)?.[1] ?? annotation
  const shorthand = annotatedAs(inner, context)
  const switched = (word: string) => (call && isOn(call, word) ? optionIn(call, word) : undefined)
  const at = property?.at ?? (label ? placeOf(label) : whole)
  const flagged = (word: string) =>
    switched(word) ?? (new RegExp(`\\b${word}\\s*=\\s*True`).test(shorthand) ? at : undefined)
  const primary = flagged('primary_key')
  const unique = flagged('unique')
  const index = flagged('index')
  const nullable = call && literalOf(optionIn(call, 'nullable')?.value)
  const foreign = args.map(callIn).find((each) => each && calledName(each) === 'ForeignKey')
  const written = type ? context.slice(type) : inner
  return {
    column: {
      name,
      ...(property && property.name !== name && { property: property.name }),
      span: context.span(at),
      whole: context.span(whole),
      ...(written && { type: written }),
      ...(typeof nullable === 'boolean'
        ? { nullable }
        : /^Optional\[|\|\s*None\b/.test(inner) && { nullable: true }),
      ...(isGenerated(name, call, written, args, shorthand, context) && { generated: true }),
    },
    primary: primary && context.span(primary),
    unique: primary ? undefined : unique && context.span(unique),
    index: index && context.span(index),
    reference: foreign && foreignKeyOf(foreign, name, context),
  }
}

const nameOfCall = (node: Node): string => {
  const call = callIn(node)
  return call ? calledName(call) : ''
}

/** What stands under the name of a type that the file makes itself: `intpk = Annotated[int, mapped_column(…)]`. */
function annotatedAs(name: string, { text }: StorageContext): string {
  if (!/^[a-z_]\w*$/i.test(name)) return ''
  return new RegExp(`^${name}\\s*=\\s*Annotated\\[([^\\n]*(?:\\n[ \\t]+[^\\n]*)*)`, 'm').exec(text)?.[1] ?? ''
}

/** Keys of whole numbers are filled by the database, but one that names an account has a value of its own. */
function isGenerated(
  name: string,
  call: Node | undefined,
  type: string,
  args: readonly Node[],
  shorthand: string,
  context: StorageContext,
): boolean {
  if (args.some((each) => /^(?:Identity|Sequence)$/.test(nameOfCall(each)))) return true
  if (/autoincrement\s*=\s*True/.test(shorthand) || (call && isOn(call, 'autoincrement'))) return true
  const filled =
    call && optionIn(call, 'default', 'server_default', 'default_factory', 'insert_default')?.value
  if (filled && /uuid|gen_random|nextval/i.test(context.slice(filled))) return true
  const isOff = call && literalOf(optionIn(call, 'autoincrement')?.value) === false
  return name === 'id' && !isOff && /int/i.test(type)
}

/** `ForeignKey('accounts.id', ondelete='CASCADE')`, `ForeignKey(Account.id)`. */
function foreignKeyOf(call: Node, column: string, context: StorageContext): ForeignKey | undefined {
  const [first] = plainArguments(call)
  if (!first) return undefined
  const [table, target] = targetOf(first, context)
  const onDelete = textIn(optionIn(call, 'ondelete')?.value, context)
  const onUpdate = textIn(optionIn(call, 'onupdate')?.value, context)
  const name = textIn(optionIn(call, 'name')?.value, context)
  return {
    columns: [column],
    table,
    targets: target === undefined ? [] : [target],
    span: context.span(call),
    ...(name !== undefined && { name }),
    ...(onDelete !== undefined && { onDelete }),
    ...(onUpdate !== undefined && { onUpdate }),
  }
}

/** Table and column of `schema.accounts.id`, `Account.id`, `accounts.c.id`. */
export function targetOf(node: Node, context: StorageContext): [string, string | undefined] {
  const parts = (textIn(node, context) ?? context.slice(node)).split('.').filter((each) => each !== 'c')
  return parts.length > 1 ? [parts.at(-2) as string, parts.at(-1)] : [parts[0] as string, undefined]
}

/** Puts constraints of a table in: `UniqueConstraint('a', 'b', name=…)`, `Index('ix', 'a', unique=True)`. */
export function addConstraints(
  to: Draft,
  nodes: readonly Node[],
  columnOf: (name: string) => string,
  context: StorageContext,
): void {
  for (const node of nodes) {
    const call = callIn(node)
    const word = call ? calledName(call) : ''
    if (!call) continue
    const span = context.span(call)
    if (word === 'ForeignKeyConstraint') {
      const reference = foreignConstraint(call, columnOf, context)
      if (reference) to.references.push(reference)
    }
    const kind =
      word === 'PrimaryKeyConstraint' ? 'primary' : word === 'UniqueConstraint' ? 'unique' : undefined
    if (kind) {
      const columns = plainArguments(call)
        .flatMap((each) => columnIn(each, context))
        .map(columnOf)
      const name = labelOf(call, context)
      if (columns.length > 0) to.keys.push({ kind, columns, span, ...(name !== undefined && { name }) })
    }
    if (word === 'Index') to.keys.push(indexOf(call, columnOf, context))
  }
}

/** Name of a column that is given as a text, an attribute or an expression of one. */
export function columnIn(node: Node, context: StorageContext): string[] {
  const text = textIn(node, context)
  if (text !== undefined)
    return /^\w+$/.test(text) ? [text] : (text.match(/\b[a-z_]\w*\b(?!\s*\()/gi) ?? []).slice(0, 1)
  const at = unwrap(node)
  if (at.type === 'MemberExpression') return [keyName(at) ?? []].flat()
  if (at.type === 'Identifier') return [at.name as string]
  const call = callIn(at)
  return call ? plainArguments(call).flatMap((each) => columnIn(each, context)) : []
}

/** The name of a constraint, which Alembic may mark as final: `op.f('ix_accounts')`. */
export function labelOf(call: Node, context: StorageContext): string | undefined {
  return labelIn(optionIn(call, 'name')?.value, context)
}

export function labelIn(node: Node | undefined, context: StorageContext): string | undefined {
  const marked = callIn(node)
  return textIn(marked && calledName(marked) === 'f' ? marked.arguments[0] : node, context)
}

function indexOf(call: Node, columnOf: (name: string) => string, context: StorageContext): TableKey {
  const [label, ...columns] = plainArguments(call)
  const name = labelIn(label, context)
  return {
    kind: isOn(call, 'unique') ? 'unique' : 'index',
    isIndex: true,
    columns: columns.flatMap((each) => columnIn(each, context)).map(columnOf),
    span: context.span(call),
    ...(name !== undefined && { name }),
  }
}

function foreignConstraint(
  call: Node,
  columnOf: (name: string) => string,
  context: StorageContext,
): ForeignKey | undefined {
  const [own, others] = plainArguments(call)
  const columns = textsIn(own ?? optionIn(call, 'columns')?.value, context).map(columnOf)
  const targets = textsIn(others ?? optionIn(call, 'refcolumns')?.value, context).map((each) =>
    each.split('.'),
  )
  const table = targets[0]?.at(-2)
  const onDelete = textIn(optionIn(call, 'ondelete')?.value, context)
  const name = labelOf(call, context)
  if (table === undefined || columns.length === 0) return undefined
  return {
    columns,
    table,
    targets: targets.map((each) => each.at(-1) as string),
    span: context.span(call),
    ...(name !== undefined && { name }),
    ...(onDelete !== undefined && { onDelete }),
  }
}
