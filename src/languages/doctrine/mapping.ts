import type { Span } from '../../sites.js'
import type { ForeignKey, TableKey, TableSite } from '../../storage.js'
import { addColumns, type ColumnFacts, emptyDraft, finished } from '../storage/draft.js'
import { snakeCase } from '../storage/names.js'

/** A text of a mapping and where it stands. */
export interface Told {
  readonly text: string
  readonly span: Span
}

/** A property of an entity that has a column of its own. */
export interface MappedField {
  readonly property: Told
  readonly whole: Span
  readonly column?: string
  readonly type?: string
  readonly length?: string
  readonly isId: boolean
  readonly isGenerated: boolean
  readonly unique?: Span
  readonly nullable?: boolean
}

/** A property that points to another entity and holds its key. */
export interface MappedRelation {
  readonly property: Told
  readonly whole: Span
  readonly target: string
  readonly isId: boolean
  readonly column?: string
  readonly referenced?: string
  readonly onDelete?: string
  readonly unique?: Span
}

/** An entity as a file of XML or YAML maps it. */
export interface MappedEntity {
  readonly className: Told
  readonly whole: Span
  readonly table?: Told
  readonly fields: readonly MappedField[]
  readonly relations: readonly MappedRelation[]
  readonly keys: readonly {
    readonly kind: 'unique' | 'index'
    /** Names of columns, or of properties where the mapping names those. */
    readonly columns: readonly string[]
    readonly name?: string
    readonly span: Span
  }[]
}

/** Whether a file is a mapping of Doctrine by its name. */
export function isMapping(path: string): boolean {
  return /\.(?:orm|dcm)\.(?:xml|ya?ml)$/i.test(path)
}

/** The table of a mapped entity, named as Doctrine names it where the mapping does not say. */
export function tableOfEntity({ className, whole, table, fields, relations, keys }: MappedEntity): TableSite {
  const model = className.text.replace(/^.*[\\.]/, '')
  const columnOf = new Map<string, string>()
  const facts = [
    ...fields.map((field): ColumnFacts => {
      const name = field.column ?? snakeCase(field.property.text)
      columnOf.set(field.property.text, name)
      return {
        column: {
          name,
          ...(name !== field.property.text && { property: field.property.text }),
          span: field.property.span,
          whole: field.whole,
          ...(field.type !== undefined && {
            type: field.length === undefined ? field.type : `${field.type}(${field.length})`,
          }),
          ...(field.nullable !== undefined && { nullable: field.nullable }),
          ...(field.isGenerated && { generated: true }),
        },
        primary: field.isId ? field.property.span : undefined,
        unique: field.unique,
      }
    }),
    ...relations.map((relation): ColumnFacts => {
      const name = relation.column ?? `${snakeCase(relation.property.text)}_id`
      columnOf.set(relation.property.text, name)
      return {
        column: {
          name,
          property: relation.property.text,
          span: relation.property.span,
          whole: relation.whole,
        },
        primary: relation.isId ? relation.property.span : undefined,
        unique: relation.unique,
        reference: {
          columns: [name],
          table: relation.target.replace(/^.*[\\.]/, ''),
          targets: relation.referenced === undefined ? [] : [relation.referenced],
          span: relation.whole,
          ...(relation.onDelete !== undefined && { onDelete: relation.onDelete }),
        } satisfies ForeignKey,
      }
    }),
  ].sort((a, b) => a.column.span.start - b.column.span.start)
  const to = addColumns(emptyDraft(), facts)
  to.keys.push(
    ...keys.map(
      ({ kind, columns, name, span }): TableKey => ({
        kind,
        columns: columns.map((each) => columnOf.get(each) ?? each),
        span,
        ...(name !== undefined && { name }),
      }),
    ),
  )
  return finished(to, {
    system: 'doctrine',
    part: 'model',
    change: 'create',
    name: table?.text ?? snakeCase(model),
    model,
    span: (table ?? className).span,
    whole,
  })
}
