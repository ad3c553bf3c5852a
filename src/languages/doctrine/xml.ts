import type { Span } from '../../sites.js'
import type { TableSite } from '../../storage.js'
import {
  type MappedEntity,
  type MappedField,
  type MappedRelation,
  type Told,
  tableOfEntity,
} from './mapping.js'

const TAG = /<!--[\s\S]*?(?:-->|$)|<(\/?)(?:[\w-]+:)?([\w-]+)((?:"[^"]*"|'[^']*'|[^<>"'])*)>/g
const ATTRIBUTE = /([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** An element with what stands in it. */
interface Element {
  name: string
  start: number
  end: number
  attributes: ReadonlyMap<string, { text: string; start: number; end: number }>
  children: Element[]
}

/** Tables that a mapping of Doctrine in XML declares. `span` gives the bytes of a range of the text (UTF-16 units). */
export function xmlTables(text: string, span: (at: { start: number; end: number }) => Span): TableSite[] {
  return elementsNamed(elementsOf(text), /^(?:entity|mapped-superclass)$/).map((entity) =>
    tableOfEntity(entityOf(entity, span)),
  )
}

/** The elements of a text, tolerant of what does not close. */
function elementsOf(text: string): Element[] {
  const top: Element[] = []
  const open: Element[] = []
  for (const { 0: whole, 1: slash, 2: name, 3: attributes, index } of text.matchAll(TAG)) {
    if (name === undefined || attributes === undefined) continue
    const end = index + whole.length
    if (slash) {
      const at = open.map((each) => each.name).lastIndexOf(name)
      if (at < 0) continue
      for (const each of open.splice(at)) each.end = end
      continue
    }
    const from = end - 1 - attributes.length
    const element: Element = {
      name,
      start: index,
      end,
      attributes: attributesOf(attributes, from),
      children: [],
    }
    ;(open.at(-1)?.children ?? top).push(element)
    if (!attributes.endsWith('/')) open.push(element)
  }
  return top
}

function attributesOf(written: string, from: number): Element['attributes'] {
  return new Map(
    [...written.matchAll(ATTRIBUTE)].map((match) => {
      const text = match[2] ?? match[3] ?? ''
      const end = from + match.index + match[0].length - 1
      return [match[1] as string, { text, start: end - text.length, end }] as const
    }),
  )
}

function elementsNamed(elements: readonly Element[], name: RegExp): Element[] {
  return elements.flatMap((each) => [
    ...(name.test(each.name) ? [each] : []),
    ...elementsNamed(each.children, name),
  ])
}

function entityOf(entity: Element, span: (at: { start: number; end: number }) => Span): MappedEntity {
  const told = (element: Element, name: string): Told | undefined => {
    const found = element.attributes.get(name)
    return found && { text: found.text, span: span(found) }
  }
  const word = (element: Element, name: string) => element.attributes.get(name)?.text
  const isUnique = (element: Element | undefined) => {
    const found = element?.attributes.get('unique')
    return found?.text === 'true' ? span(found) : undefined
  }
  const within = (name: RegExp) => elementsNamed(entity.children, name)
  const fields = within(/^(?:id|field)$/).flatMap((each): MappedField[] => {
    const property = told(each, 'name')
    if (!property || word(each, 'association-key') === 'true') return []
    const [column, type, length] = [word(each, 'column'), word(each, 'type'), word(each, 'length')]
    const nullable = word(each, 'nullable')
    const unique = isUnique(each)
    const strategy = each.children.find(({ name }) => name === 'generator')
    return [
      {
        property,
        whole: span(each),
        isId: each.name === 'id',
        isGenerated: strategy !== undefined && word(strategy, 'strategy') !== 'NONE',
        ...(column !== undefined && { column }),
        ...(type !== undefined && { type }),
        ...(length !== undefined && { length }),
        ...(nullable !== undefined && { nullable: nullable === 'true' }),
        ...(unique && { unique }),
      },
    ]
  })
  const ids = within(/^id$/).flatMap((each) =>
    word(each, 'association-key') === 'true' ? (word(each, 'name') ?? []) : [],
  )
  const relations = within(/^(?:many-to-one|one-to-one)$/).flatMap((each): MappedRelation[] => {
    const property = told(each, 'field')
    const target = word(each, 'target-entity')
    if (!property || target === undefined || word(each, 'mapped-by') !== undefined) return []
    const [join] = elementsNamed(each.children, /^join-column$/)
    const [column, referenced, onDelete] = join
      ? [word(join, 'name'), word(join, 'referenced-column-name'), word(join, 'on-delete')]
      : []
    const unique = isUnique(join)
    return [
      {
        property,
        whole: span(each),
        target,
        isId: ids.includes(property.text),
        ...(column !== undefined && { column }),
        ...(referenced !== undefined && { referenced }),
        ...(onDelete !== undefined && { onDelete }),
        ...(unique && { unique }),
      },
    ]
  })
  const keys = within(/^(?:unique-constraint|index)$/).flatMap((each): MappedEntity['keys'][number][] => {
    const columns = (word(each, 'columns') ?? word(each, 'fields') ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
    const name = word(each, 'name')
    return columns.length === 0
      ? []
      : [
          {
            kind: each.name === 'index' ? 'index' : 'unique',
            columns,
            span: span(each),
            ...(name !== undefined && { name }),
          },
        ]
  })
  const table = told(entity, 'table')
  return {
    className: told(entity, 'name') ?? { text: '', span: span(entity) },
    whole: span(entity),
    ...(table && { table }),
    fields,
    relations,
    keys,
  }
}
