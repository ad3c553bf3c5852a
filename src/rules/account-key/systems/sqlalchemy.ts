import { folderOf } from '../../../migrations/files.js'
import { addsPlatform, type KeyPlan, newUnique } from '../../../migrations/plan.js'
import { alembicRevision, uniqueName } from '../../../migrations/systems/alembic.js'
import type { TableKey } from '../../../storage.js'
import { planOf } from '../plan.js'
import type { Change } from '../sql-edit.js'
import { isSameTable, type TableFact } from '../tables.js'
import { headOf } from './alembic.js'
import { whyToWait } from './earlier.js'
import {
  entryOf,
  joinedAt,
  linesOf,
  type PythonClass,
  pythonClass,
  withArgument,
  withImported,
  withoutArgument,
} from './python-edit.js'
import { type Fixed, keyFix, type Place } from './system.js'

/** How a class writes its columns: `Column(…)`, `mapped_column(…)`, SQLModel's `Field(…)`. */
type Style = 'Column' | 'mapped_column' | 'Field'

/** A model of SQLAlchemy or SQLModel, and the next revision of Alembic. */
export function sqlalchemyFix(place: Place): Fixed {
  const { table, source, known, problems } = place
  if (table.part !== 'model' || table.model === undefined)
    return { reason: 'it is a table of Core, and no class' }
  const model = pythonClass(source, table)
  if (!model) return { reason: 'its class is not written line by line' }
  if (/\bMappedAsDataclass\b|\bmapped_as_dataclass\b|\binit\s*=\s*False\b/.test(source.text))
    return { reason: 'its classes are dataclasses, whose fields have an order' }
  if (/,|Mixin/i.test(model.bases.replace(/,\s*table\s*=\s*True\s*$/, '')))
    return { reason: `it inherits from \`${model.bases}\`, which may say more of its table` }
  const own = source.text.slice(source.indexAt(table.whole.start), source.indexAt(table.whole.end))
  if (/\b__mapper_args__\b/.test(own)) return { reason: 'its `__mapper_args__` may say more of its key' }
  if (new RegExp(`\\bclass\\s+\\w+\\s*\\([^)]*\\b${table.model}\\b`).test(source.text))
    return { reason: 'another class inherits from it' }
  const history = historyOf(place)
  if ('reason' in history) return history
  const isSaid = ({ kind, columns }: TableKey) =>
    history.steps.some(({ keys }) =>
      keys.some((key) => key.kind === kind && key.columns.join() === columns.join()),
    )
  if (!problems.every(({ key }) => isSaid(key)))
    return { reason: 'the revisions of Alembic do not say the same of its keys' }
  const isOld = ({ part }: TableFact) => part === 'migration'
  // Of what revisions say of keys, only the last word counts; the columns are those of the table.
  const plain = (fact: TableFact): TableFact =>
    isOld(fact) ? { ...fact, keys: [], references: [], drops: [] } : fact
  const planned = planOf({ ...place, known: known.map(plain) })
  if ('reason' in planned) return planned
  const { plan } = planned
  const pointing = [...new Set(plan.children.map((child) => `\`${child.table}\``))]
  if (pointing.length > 0)
    return { reason: `foreign keys point to it (${pointing.join(', ')}), and relations and joins go by them` }
  const waiting = whyToWait(place, ['sqlalchemy', 'sqlmodel'])
  if (waiting !== undefined) return { reason: waiting }
  const uniques = plan.uniques.map((key) => ({ ...key, ...writtenIn(history.steps, key.columns) }))
  const written = alembicRevision({ ...plan, uniques }, history.head)
  if ('reason' in written) return written
  const changes = changesOf(place, plan, model)
  return 'reason' in changes ? changes : keyFix(place, changes.list, written.files)
}

/** Name and kind of a unique key as the revisions have it: the way back makes it again. */
function writtenIn(
  steps: readonly TableFact[],
  columns: readonly string[],
): { name?: string; isIndex?: boolean } {
  const key = steps
    .flatMap(({ keys }) => keys)
    .findLast(({ kind, columns: own }) => kind === 'unique' && own.join() === columns.join())
  return {
    ...(key?.name !== undefined && { name: key.name }),
    ...(key?.isIndex && { isIndex: true }),
  }
}

/** The revisions of the folder that speaks of the table. */
function historyOf(place: Place) {
  const { table, known } = place
  const steps = known.filter(
    ({ system, part, name }) => system === 'alembic' && part === 'migration' && isSameTable(name, table.name),
  )
  const [folder, ...others] = new Set(steps.map(({ path }) => folderOf(path)))
  if (folder === undefined) return { reason: 'no revision of Alembic that makes it is here' }
  if (others.length > 0) return { reason: 'revisions in several folders speak of it' }
  const head = headOf(place, folder)
  return 'reason' in head ? head : { steps, head }
}

function changesOf(
  { table, source, problems }: Place,
  plan: KeyPlan,
  model: PythonClass,
): { list: Change[] } | { reason: string } {
  const { text } = source
  const list: Change[] = []
  let form: { style: Style; prefix: string } | undefined
  for (const { key } of problems) {
    const column = table.columns.find(({ name }) => name === key.columns[0])
    const [from, to] = [source.indexAt(key.span.start), source.indexAt(key.span.end)]
    if (
      !column ||
      key.columns.length !== 1 ||
      !/^(?:primary_key|unique)\s*=\s*True$/.test(text.slice(from, to))
    )
      return { reason: 'the key is not written beside its column' }
    const whole = text.slice(source.indexAt(column.span.end), source.indexAt(column.whole.end))
    const [, annotation = '', prefix = '', style] =
      /^\s*(?::([^=]+))?=\s*(\w+\.)?(Column|mapped_column|Field)\(/.exec(whole) ?? []
    if (style === undefined || /\bsa_column\b/.test(whole))
      return { reason: `\`${column.name}\` is not written as a plain column` }
    form ??= { style: style as Style, prefix }
    const isIndexed = /\bindex\s*=\s*True\b/.test(whole)
    if (/\bindex\s*=\s*False\b/.test(whole)) return { reason: `\`${column.name}\` is to have no index` }
    // A primary key is never null by itself.
    const isNeverNull =
      key.kind === 'primary' &&
      !/\bnullable\s*=/.test(whole) &&
      (style === 'Column' || annotation === '' || /Optional|\bNone\b/.test(annotation))
    const options = [
      ...(isNeverNull ? ['nullable=False'] : []),
      ...(!isIndexed && plan.indexed.includes(column.name) ? ['index=True'] : []),
    ]
    list.push(
      options.length > 0
        ? { start: from, end: to, text: options.join(', ') }
        : withoutArgument(text, from, to),
    )
  }
  if (!form) return { reason: 'the key is not written beside its column' }
  for (const name of plan.indexed) {
    if (problems.some(({ key }) => key.columns.includes(name))) continue
    const column = table.columns.find((each) => each.name === name)
    if (!column) return { reason: `\`${name}\` is not declared in its class` }
    const end = source.indexAt(column.whole.end)
    const whole = text.slice(source.indexAt(column.span.end), end)
    if (/\b(?:index|unique|sa_column)\s*=/.test(whole))
      return { reason: `\`${name}\` cannot be given an index where it stands` }
    if (/\)\s*$/.test(whole)) list.push(withArgument(text, end, 'index=True'))
    else if (!/=/.test(whole) && form.style !== 'Column')
      list.push({ start: end, end, text: ` = ${form.prefix}${form.style}(index=True)` })
    else return { reason: `\`${name}\` cannot be given an index where it stands` }
  }
  const columns = newColumns(text, plan, model, form)
  if (columns.lines.length > 0)
    list.push({
      start: model.first,
      end: model.first,
      text: linesOf(columns.lines, model.indent, model.line),
    })
  const unique = newUnique(plan)
  if (unique) {
    const made = `${constraintPrefix(form)}UniqueConstraint(${unique.map((each) => quoted(each, model)).join(', ')}, name=${quoted(uniqueName(plan), model)})`
    const entry = tableArguments(text, model, made, {
      start: source.indexAt(table.whole.start),
      end: source.indexAt(table.whole.end),
    })
    if (!entry) return { reason: 'its `__table_args__` are no plain tuple' }
    list.push(entry)
    if (constraintPrefix(form) === '') columns.imports.push('UniqueConstraint')
  }
  const imported = withImported(
    text,
    form.style === 'Field' ? 'sqlmodel' : 'sqlalchemy',
    columns.imports,
    model.line,
  )
  return imported
    ? { list: joinedAt([...list, ...imported]) }
    : { reason: 'the import of its types is not in one statement' }
}

const quoted = (text: string, { quote }: Pick<PythonClass, 'quote'>): string => quote + text + quote

/** `sa.` or `db.`, where types stand behind it; SQLModel's own module has none of SQLAlchemy's constraints. */
const constraintPrefix = ({ style, prefix }: { style: Style; prefix: string }): string =>
  style === 'Column' ? prefix : style === 'mapped_column' && prefix !== 'orm.' ? prefix : ''

function newColumns(
  text: string,
  plan: KeyPlan,
  model: PythonClass,
  form: { style: Style; prefix: string },
): { lines: string[]; imports: string[] } {
  const { style, prefix } = form
  const types = constraintPrefix(form)
  const lines: string[] = []
  const imports: string[] = []
  const kommo = quoted('kommo', model)
  if (plan.primary) {
    if (style === 'Column') {
      lines.push(`${plan.id} = ${prefix}Column(${types}Integer, primary_key=True)`)
      imports.push('Integer')
    }
    if (style === 'mapped_column')
      lines.push(`${plan.id}: ${mapped(text)}[int] = ${prefix}mapped_column(primary_key=True)`)
    if (style === 'Field') {
      const type = /\|\s*None\b/.test(text)
        ? 'int | None'
        : /\bOptional\b/.test(text)
          ? 'Optional[int]'
          : 'int'
      lines.push(`${plan.id}: ${type} = ${prefix}Field(default=None, primary_key=True)`)
    }
  }
  if (addsPlatform(plan)) {
    if (style === 'Field')
      lines.push(
        `${plan.platform}: str = ${prefix}Field(default=${kommo}, max_length=16, sa_column_kwargs={${quoted('server_default', model)}: ${kommo}})`,
      )
    else {
      const left = style === 'Column' ? plan.platform : `${plan.platform}: ${mapped(text)}[str]`
      const never = style === 'Column' ? 'nullable=False, ' : ''
      lines.push(`${left} = ${prefix}${style}(${types}String(16), ${never}server_default=${kommo})`)
      imports.push('String')
    }
  }
  return { lines, imports: types === '' ? imports : [] }
}

const mapped = (text: string): string => /\b((?:\w+\.)?Mapped)\[/.exec(text)?.[1] ?? 'Mapped'

/** A constraint in `__table_args__`, which is made where there is none. */
function tableArguments(
  text: string,
  model: PythonClass,
  made: string,
  { start, end }: { start: number; end: number },
): Change | undefined {
  const { indent, line } = model
  const own = text.slice(start, end)
  if (/\b__table_args__\b/.test(own)) {
    if (!new RegExp(`^${indent}__table_args__\\s*=\\s*\\(`, 'm').test(own)) return undefined
    return entryOf(text, { body: start, end }, '__table_args__', made, { indent, line })
  }
  const args = `${indent}__table_args__ = (${made},)${line}`
  const name = new RegExp(`^${indent}__tablename__\\s*=[^\\r\\n]*(?:\\r\\n|\\n|\\r)`, 'm').exec(own)
  const at = name ? start + name.index + name[0].length : model.first
  return { start: at, end: at, text: args }
}
