import type { ColumnSite } from '../../../storage.js'
import type { Outline, OutlineField } from '../../grammar/outline.js'
import { dottedName, staticText } from '../../script/names.js'
import type { Node } from '../../script/tree.js'
import { entryOf } from '../arguments.js'
import type { StorageContext } from '../context.js'
import { type Draft, newDraft } from './draft.js'
import { membersIn } from './members.js'

const nameOf = (note: Node): string => dottedName(note.callee).replace(/^.*\.|Attribute$/g, '')
const noteIn = (notes: readonly Node[], name: string): Node | undefined =>
  notes.find((note) => nameOf(note) === name)

const MAPPED =
  /^(?:Key|Table|Index|PrimaryKey|Column|ForeignKey|InverseProperty|NotMapped|DatabaseGenerated|Keyless)$/

/** Whether attributes say that a class is kept in a table. */
export function isMapped({ notes, fields }: Outline): boolean {
  return [...notes, ...fields.flatMap((field) => field.notes)].some((note) => MAPPED.test(nameOf(note)))
}

const isCollection = ({ written = '' }: OutlineField): boolean =>
  /^I?(?:List|Collection|Enumerable|HashSet|Set|ReadOnlyCollection|ReadOnlyList)<|^\w+(?:<.*>)?\[\]/.test(
    written,
  ) && !/^byte\[\]/.test(written)

const PLAIN =
  /^(?:string|int|long|short|s?byte|bool|decimal|double|float|char|u(?:int|long|short)|nint|object|Date\w*|Time\w*|Guid|Int(?:16|32|64)|String|Boolean|byte\[\]|Json\w+|Uri)\??$/

/** The type of a property that points to another class. */
function targetOf(field: OutlineField, struct: Outline): string | undefined {
  const type = (field.written ?? '').replace(/\?$/, '').replace(/^.*\./, '')
  if (isCollection(field) || PLAIN.test(field.written ?? '') || !/^[A-Z]\w*$/.test(type)) return undefined
  const own = struct.fields.some(({ name }) => name === `${field.name}Id` || name === `${field.name}ID`)
  return own || noteIn(field.notes, 'ForeignKey') || referringTo(field, struct) ? type : undefined
}

/** The property whose attribute says that it is the key to what `field` holds. */
function referringTo(field: OutlineField, { fields }: Outline): OutlineField | undefined {
  return fields.find((each) => {
    const note = noteIn(each.notes, 'ForeignKey')
    return note && membersIn(note.arguments[0]).some(({ name }) => name === field.name)
  })
}

const INTEGER_OR_GUID = /^(?:u?int|u?long|short|Int32|Int64|Guid)\??$/

/** What attributes and conventions say about a class. */
export function draftOf(declared: Outline, context: StorageContext): Draft {
  const struct = { ...declared, fields: declared.fields.filter(({ isStatic }) => !isStatic) }
  const draft = newDraft(struct.name, 'create', struct.at, struct.whole)
  const table = noteIn(struct.notes, 'Table')?.arguments[0]
  const name = table && staticText(table)
  if (name !== undefined) draft.name = name
  for (const field of struct.fields) {
    const target = targetOf(field, struct)
    if (target) refer(draft, field, target, struct, context)
    else if (!isCollection(field) && !noteIn(field.notes, 'NotMapped') && isKept(field))
      draft.columns.set(field.name, columnOf(field, struct, context))
  }
  keyed(draft, struct, context)
  return draft
}

const isKept = ({ written = '' }: OutlineField): boolean => !/\b(?:Func|Action|Task)\b|<.*</.test(written)

function columnOf(field: OutlineField, struct: Outline, context: StorageContext): ColumnSite {
  const column = noteIn(field.notes, 'Column')
  const named = column?.arguments[0]
  const name = (named && staticText(named)) ?? field.name
  const typed = column && textOfEntry(column, 'TypeName')
  const type = typed ?? field.written
  const isGenerated = generation(field) ?? isConventional(field, struct)
  return {
    name,
    property: field.name,
    span: context.span(field.at),
    whole: context.span(field.whole),
    ...(type && { type }),
    ...(/\?$/.test(field.written ?? '') && { nullable: true }),
    ...(isGenerated && { generated: true }),
  }
}

function textOfEntry(note: Node, name: string): string | undefined {
  const last = (note.arguments as Node[]).at(-1)
  const value = last && entryOf(last, name)
  return value && staticText(value)
}

function generation(field: OutlineField): boolean | undefined {
  const option = noteIn(field.notes, 'DatabaseGenerated')?.arguments[0]
  if (!option) return undefined
  return /Identity$/.test(dottedName(option))
}

/** `Id` and `<Type>Id` of numbers and GUIDs are filled by the database. */
function isConventional({ name, written = '' }: OutlineField, struct: Outline): boolean {
  return (name === 'Id' || name === `${struct.name}Id`) && INTEGER_OR_GUID.test(written)
}

function refer(
  draft: Draft,
  field: OutlineField,
  table: string,
  struct: Outline,
  context: StorageContext,
): void {
  const [said] = membersIn(noteIn(field.notes, 'ForeignKey')?.arguments[0])
  const own = said?.name ?? referringTo(field, struct)?.name
  const key =
    own ?? struct.fields.find(({ name }) => name.toLowerCase() === `${field.name}id`.toLowerCase())?.name
  if (key) draft.references.push({ properties: [key], table, targets: [], span: context.span(field.at) })
}

function keyed(draft: Draft, struct: Outline, context: StorageContext): void {
  const composite = noteIn(struct.notes, 'PrimaryKey')
  const own = struct.fields.filter(({ notes }) => noteIn(notes, 'Key'))
  const [first] = own
  const note = first && noteIn(first.notes, 'Key')
  const plain = struct.fields.find(({ name }) => name === 'Id' || name === `${struct.name}Id`)
  if (composite)
    draft.keys.push({
      kind: 'primary',
      properties: (composite.arguments as Node[]).flatMap((each) => membersIn(each)).map(({ name }) => name),
      span: context.span(composite),
    })
  else if (first && note)
    draft.keys.push({ kind: 'primary', properties: own.map(({ name }) => name), span: context.span(note) })
  else if (plain) draft.keys.push({ kind: 'primary', properties: [plain.name], span: context.span(plain.at) })
  for (const index of struct.notes.filter((each) => nameOf(each) === 'Index')) {
    const args = index.arguments as Node[]
    const options = args.at(-1)
    const unique = options && entryOf(options, 'IsUnique')
    const name = textOfEntry(index, 'Name')
    draft.keys.push({
      kind: unique?.value === true ? 'unique' : 'index',
      properties: args
        .filter(({ type }) => type !== 'ObjectExpression')
        .flatMap(membersIn)
        .map((each) => each.name),
      span: context.span(index),
      ...(name && { name }),
    })
  }
}
