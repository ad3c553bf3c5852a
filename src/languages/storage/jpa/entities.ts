import type { ColumnSite, ForeignKey, TableKey, TableSite } from '../../../storage.js'
import { type Outline, type OutlineField, outlinesOf } from '../../grammar/outline.js'
import type { Node } from '../../script/tree.js'
import { textsOf } from '../arguments.js'
import type { StorageContext } from '../context.js'
import { snakeCase } from '../names.js'
import { nameOf, noteIn, notesSaid, said, textSaid } from './notes.js'

/** Classes that are kept in tables. */
export function entities(context: StorageContext): TableSite[] {
  const outlines = outlinesOf(context.tree)
  return outlines
    .filter(({ notes }) => noteIn(notes, 'Entity', 'MappedSuperclass'))
    .map((struct) => tableOf(withGetters(struct), outlines, context))
}

/** Annotations of a getter are those of its field. */
function withGetters(struct: Outline): Outline {
  const fields: OutlineField[] = []
  for (const field of struct.fields) {
    if (field.isStatic) continue
    const before = fields.findIndex(({ name }) => name === field.name)
    const known = fields[before]
    if (known) fields[before] = { ...known, notes: [...known.notes, ...field.notes] }
    else fields.push(field)
  }
  return { ...struct, fields }
}

const isReference = ({ notes }: OutlineField): boolean => noteIn(notes, 'ManyToOne', 'OneToOne') !== undefined

function isColumn({ notes }: OutlineField): boolean {
  return !noteIn(
    notes,
    'Transient',
    'OneToMany',
    'ManyToMany',
    'ElementCollection',
    'Formula',
    'EmbeddedId',
    'Embedded',
  )
}

/** A field that points to another table and keeps its key here. */
const isKeptHere = (field: OutlineField): boolean =>
  isReference(field) && textSaid(noteIn(field.notes, 'OneToOne'), 'mappedBy') === undefined

function columnName(field: OutlineField): string {
  const named = textSaid(noteIn(field.notes, 'Column', 'JoinColumn'), 'name')
  if (named) return unquoted(named)
  return isReference(field) ? `${snakeCase(field.name)}_id` : snakeCase(field.name)
}

const unquoted = (name: string): string => name.replace(/^[`"[]|[`"\]]$/g, '')

function tableOf(struct: Outline, outlines: readonly Outline[], context: StorageContext): TableSite {
  const embedded = struct.fields.filter(({ notes }) => noteIn(notes, 'EmbeddedId', 'Embedded'))
  const parts = (field: OutlineField): OutlineField[] =>
    outlines.find(({ name }) => name === plainType(field))?.fields.slice() ?? []
  const own = struct.fields.filter((field) => isColumn(field) && (!isReference(field) || isKeptHere(field)))
  const columns = [...own, ...embedded.flatMap(parts)].map((field) => columnOf(field, context))
  const table = noteIn(struct.notes, 'Table')
  const name = textSaid(table, 'name') ?? textSaid(noteIn(struct.notes, 'Entity'), 'name')
  return {
    system: 'jpa',
    part: 'model',
    change: 'create',
    name: name ? unquoted(name) : snakeCase(struct.name),
    model: struct.name,
    span: context.span(struct.at),
    whole: context.span(struct.whole),
    columns,
    keys: [
      ...primaryKeys(struct, parts, context),
      ...own.flatMap((field) => uniqueField(field, context)),
      ...natural(own, context),
      ...tableKeys(table, struct, columns, context),
    ],
    references: own.filter(isKeptHere).map((field) => referenceOf(field, context)),
  }
}

const plainType = ({ written = '' }: OutlineField): string =>
  written.replace(/[?<].*$/s, '').replace(/^.*\./, '')

function columnOf(field: OutlineField, context: StorageContext): ColumnSite {
  const { notes, written } = field
  const isGenerated = noteIn(notes, 'GeneratedValue', 'UuidGenerator', 'GenericGenerator', 'TableGenerator')
  const nullable = said(noteIn(notes, 'Column', 'JoinColumn'), 'nullable')?.value
  return {
    name: columnName(field),
    property: field.name,
    span: context.span(field.at),
    whole: context.span(field.whole),
    ...(written && { type: written }),
    ...(typeof nullable === 'boolean' && { nullable }),
    ...(isGenerated && { generated: true }),
  }
}

function primaryKeys(
  { fields }: Outline,
  parts: (field: OutlineField) => OutlineField[],
  context: StorageContext,
): TableKey[] {
  const ids = fields.filter(({ notes }) => noteIn(notes, 'Id', 'EmbeddedId'))
  const note = ids[0] && noteIn(ids[0].notes, 'Id', 'EmbeddedId')
  if (!note) return []
  const columns = ids.flatMap((field) => {
    const inner = noteIn(field.notes, 'EmbeddedId') ? parts(field) : []
    return inner.length > 0 ? inner.map(columnName) : [columnName(field)]
  })
  return [{ kind: 'primary', columns, span: context.span(note) }]
}

/** `@Column(unique = true)`; a one-to-one key is unique by itself. */
function uniqueField(field: OutlineField, context: StorageContext): TableKey[] {
  const note = field.notes.find(
    (each) => /^(?:Column|JoinColumn)$/.test(nameOf(each)) && said(each, 'unique')?.value === true,
  )
  return note ? [{ kind: 'unique', columns: [columnName(field)], span: context.span(note) }] : []
}

function natural(fields: readonly OutlineField[], context: StorageContext): TableKey[] {
  const own = fields.filter(({ notes }) => noteIn(notes, 'NaturalId'))
  const note = own[0] && noteIn(own[0].notes, 'NaturalId')
  return note ? [{ kind: 'unique', columns: own.map(columnName), span: context.span(note) }] : []
}

/** `uniqueConstraints` and `indexes` of `@Table`. */
function tableKeys(
  table: Node | undefined,
  { fields }: Outline,
  columns: readonly ColumnSite[],
  context: StorageContext,
): TableKey[] {
  const inDatabase = (written: string): string => {
    const name = unquoted(written.trim().replace(/\s+(?:asc|desc)$/i, ''))
    if (columns.some((column) => column.name === name)) return name
    const field = fields.find((each) => each.name === name)
    return field ? columnName(field) : name
  }
  const constraints = notesSaid(table, 'uniqueConstraints').map((each): TableKey => {
    const name = textSaid(each, 'name')
    return {
      kind: 'unique',
      columns: textsOf(said(each, 'columnNames')).map((column) => inDatabase(column.name)),
      span: context.span(each),
      ...(name && { name }),
    }
  })
  const indexes = notesSaid(table, 'indexes').map((each): TableKey => {
    const name = textSaid(each, 'name')
    return {
      kind: said(each, 'unique')?.value === true ? 'unique' : 'index',
      columns: (textSaid(each, 'columnList') ?? '').split(',').map(inDatabase),
      span: context.span(each),
      ...(name && { name }),
    }
  })
  return [...constraints, ...indexes]
}

function referenceOf(field: OutlineField, context: StorageContext): ForeignKey {
  const target = textSaid(noteIn(field.notes, 'JoinColumn'), 'referencedColumnName')
  return {
    columns: [columnName(field)],
    table: plainType(field),
    targets: target ? [target] : [],
    span: context.span(field.at),
  }
}
