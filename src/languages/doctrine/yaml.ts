import { isMap, isPair, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from 'yaml'
import type { Span } from '../../sites.js'
import type { TableSite } from '../../storage.js'
import type { Parsed } from '../yaml/document.js'
import {
  type MappedEntity,
  type MappedField,
  type MappedRelation,
  type Told,
  tableOfEntity,
} from './mapping.js'

type Place = (at: { start: number; end: number }) => Span

/** Tables that a mapping of Doctrine in YAML declares. `span` gives the bytes of a range of the text (UTF-16 units). */
export function yamlTables({ documents }: Parsed, span: Place): TableSite[] {
  return documents.flatMap(({ contents }) =>
    entries(contents).flatMap(({ key, value, whole }) =>
      /^(?:entity|mappedSuperclass)$/i.test(wordOf(value, 'type') ?? '')
        ? [tableOfEntity(entityOf(key, whole, value, span))]
        : [],
    ),
  )
}

interface Entry {
  key: Scalar
  value: unknown
  whole: { start: number; end: number }
}

/** Entries of a table with plain keys. */
function entries(node: unknown): Entry[] {
  if (!isMap(node)) return []
  return (node as YAMLMap).items.flatMap((pair: Pair) => {
    const { key, value } = pair
    if (!isPair(pair) || !isScalar(key) || !key.range) return []
    const end = (value as { range?: [number, number, number] } | null)?.range?.[1] ?? key.range[1]
    return [{ key, value, whole: { start: key.range[0], end } }]
  })
}

const entryOf = (node: unknown, ...names: string[]): Entry | undefined =>
  entries(node).find(({ key }) => names.includes(String(key.value)))

function wordOf(node: unknown, ...names: string[]): string | undefined {
  const found = entryOf(node, ...names)?.value
  return isScalar(found) && found.value !== null ? String(found.value) : undefined
}

function toldOf(scalar: Scalar, span: Place): Told {
  const [start, end] = scalar.range as [number, number, number]
  const isQuoted = scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE'
  return {
    text: String(scalar.value),
    span: span(isQuoted ? { start: start + 1, end: end - 1 } : { start, end }),
  }
}

function isTrue(node: unknown, name: string, span: Place): Span | undefined {
  const found = entryOf(node, name)
  return isScalar(found?.value) && found.value.value === true ? span(found.whole) : undefined
}

function entityOf(key: Scalar, whole: Entry['whole'], node: unknown, span: Place): MappedEntity {
  const table = entryOf(node, 'table')?.value
  const relations = ['manyToOne', 'oneToOne'].flatMap((kind) => entries(entryOf(node, kind)?.value))
  const ids = entries(entryOf(node, 'id')?.value)
  const associations = ids
    .filter(({ value }) => wordOf(value, 'associationKey') === 'true')
    .map((each) => String(each.key.value))
  return {
    className: toldOf(key, span),
    whole: span(whole),
    ...(isScalar(table) && table.range && { table: toldOf(table, span) }),
    fields: [
      ...ids
        .filter((each) => !associations.includes(String(each.key.value)))
        .map((each) => fieldOf(each, true, span)),
      ...entries(entryOf(node, 'fields')?.value).map((each) =>
        fieldOf(each, wordOf(each.value, 'id') === 'true', span),
      ),
    ],
    relations: relations.flatMap((each) => relationOf(each, associations, span)),
    keys: (['uniqueConstraints', 'indexes'] as const).flatMap((list) =>
      entries(entryOf(node, list)?.value).flatMap((each) => {
        const columns = columnsOf(entryOf(each.value, 'columns', 'fields')?.value)
        const kind = list === 'indexes' ? ('index' as const) : ('unique' as const)
        const name = wordOf(each.value, 'name') ?? String(each.key.value)
        return columns.length === 0 ? [] : [{ kind, columns, name, span: span(each.whole) }]
      }),
    ),
  }
}

/** `[a, b]`, or `a, b` as one text. */
function columnsOf(node: unknown): string[] {
  if (isSeq(node)) return node.items.flatMap((item) => (isScalar(item) ? [String(item.value)] : []))
  return isScalar(node)
    ? String(node.value)
        .split(',')
        .map((name) => name.trim())
    : []
}

function fieldOf({ key, value, whole }: Entry, isId: boolean, span: Place): MappedField {
  const [column, length, nullable] = [
    wordOf(value, 'column'),
    wordOf(value, 'length'),
    wordOf(value, 'nullable'),
  ]
  const type = wordOf(value, 'type')
  const unique = isTrue(value, 'unique', span)
  const strategy = entryOf(value, 'generator')
  return {
    property: toldOf(key, span),
    whole: span(whole),
    isId,
    isGenerated: strategy !== undefined && wordOf(strategy.value, 'strategy')?.toUpperCase() !== 'NONE',
    ...(column !== undefined && { column }),
    ...(type !== undefined && { type }),
    ...(length !== undefined && { length }),
    ...(nullable !== undefined && { nullable: nullable === 'true' }),
    ...(unique && { unique }),
  }
}

function relationOf({ key, value, whole }: Entry, ids: readonly string[], span: Place): MappedRelation[] {
  const target = wordOf(value, 'targetEntity')
  if (target === undefined || wordOf(value, 'mappedBy') !== undefined) return []
  const single = entryOf(value, 'joinColumn')?.value
  const [first] = entries(entryOf(value, 'joinColumns')?.value)
  const join = single ?? first?.value
  const column = wordOf(join, 'name') ?? (single === undefined && first ? String(first.key.value) : undefined)
  const [referenced, onDelete] = [wordOf(join, 'referencedColumnName'), wordOf(join, 'onDelete')]
  const unique = isTrue(join, 'unique', span)
  return [
    {
      property: toldOf(key, span),
      whole: span(whole),
      target,
      isId: ids.includes(String(key.value)),
      ...(column !== undefined && { column }),
      ...(referenced !== undefined && { referenced }),
      ...(onDelete !== undefined && { onDelete }),
      ...(unique && { unique }),
    },
  ]
}
