import { folderOf } from '../../../migrations/files.js'
import type { KeyPlan } from '../../../migrations/plan.js'
import { addsPlatform, newUnique } from '../../../migrations/plan.js'
import {
  constraintOf,
  type DjangoField,
  type DjangoModel,
  djangoMigration,
} from '../../../migrations/systems/django.js'
import type { TableKey } from '../../../storage.js'
import { planOf } from '../plan.js'
import type { Change } from '../sql-edit.js'
import { whyToWait } from './earlier.js'
import {
  entryOf,
  linesOf,
  type PythonClass,
  pythonClass,
  withArgument,
  withoutArgument,
} from './python-edit.js'
import { type Fixed, keyFix, type Place } from './system.js'

/** A model of Django and the next migration of its application. */
export function djangoFix(place: Place): Fixed {
  const { table, source, known, problems } = place
  if (table.part !== 'model')
    return { reason: 'Django takes its tables from models, and none that declares this key was found' }
  const model = pythonClass(source, table)
  const strange = whyNotThere(source.text, model)
  if (strange !== undefined || !model)
    return { reason: strange ?? 'its class is not written as Django has it' }
  const history = historyOf(place)
  if ('reason' in history) return history
  const isSaid = ({ kind, columns }: TableKey) =>
    known.some(
      ({ part, path, keys }) =>
        part === 'migration' &&
        folderOf(path) === history.folder &&
        keys.some((key) => key.kind === kind && key.columns.join() === columns.join()),
    )
  if (!problems.every(({ key }) => isSaid(key)))
    return { reason: 'the migrations of its application do not say the same of its keys' }
  const planned = planOf({ ...place, known: known.filter(({ part }) => part !== 'migration') })
  if ('reason' in planned) return planned
  const { plan } = planned
  const pointing = [...new Set(plan.children.map((child) => `\`${child.table}\``))]
  if (pointing.length > 0)
    return {
      reason: `relations point to it (${pointing.join(', ')}), and what their code takes for the key would be another value`,
    }
  const waiting = whyToWait(place, ['django'], folderOf(history.folder.slice(0, -1)))
  if (waiting !== undefined) return { reason: waiting }
  const own = source.text.slice(source.indexAt(table.whole.start), source.indexAt(table.whole.end))
  const clash = [plan.id, plan.platform].find((name) =>
    name !== 'platform' || !plan.hasPlatform
      ? new RegExp(`^[ \\t]+(?:async\\s+)?def\\s+${name}\\b|^[ \\t]+${name}\\s*=\\s*property\\b`, 'm').test(
          own,
        )
      : false,
  )
  if (clash !== undefined) return { reason: `its class has a \`${clash}\` of its own` }
  const fields = fieldsOf(place, plan)
  if ('reason' in fields) return fields
  const property = (column: string) => table.columns.find(({ name }) => name === column)?.property ?? column
  const about: DjangoModel = {
    ...history,
    next: `${history.next}_${(table.model ?? '').toLowerCase()}_own_key`,
    name: table.model ?? '',
    fields: fields.list.map(({ field }) => field),
    property,
    quote: model.quote,
  }
  const changes = changesOf(place, plan, model, about)
  if ('reason' in changes) return changes
  return keyFix(
    place,
    [...changes.list, ...fields.list.map(({ change }) => change)],
    [djangoMigration(plan, about)],
  )
}

function whyNotThere(text: string, model: PythonClass | undefined): string | undefined {
  if (!model) return undefined
  if (!/^from\s+django\.db\s+import\s+(?:\w+\s*,\s*)*models\b/m.test(text))
    return 'its fields are not those of `django.db.models` as they stand'
  if (!/^(?:models\.)?Model$/.test(model.bases))
    return `it inherits from \`${model.bases}\`, which may say more of its table`
  const meta = model.meta
  if (meta?.bases) return 'its `Meta` inherits from another one'
  const flag = meta && /^[ \t]*(abstract|proxy)\s*=\s*True|^[ \t]*(managed)\s*=\s*False/m.exec(meta.text)
  return flag ? `its \`Meta\` says \`${flag[1] ?? flag[2]}\`` : undefined
}

type History = Pick<DjangoModel, 'folder' | 'label' | 'last' | 'next'>

/** Where the next migration stands, or why that cannot be told. */
function historyOf({ source, files, steps }: Place): History | { reason: string } {
  const own = folderOf(source.path)
  const application = /(?:^|\/)models\/$/.test(own) ? folderOf(own.slice(0, -1)) : own
  const folder = `${application}migrations/`
  const listed = files.filter(
    (file) => folderOf(file) === folder && /\.py$/.test(file) && !/__init__\.py$/.test(file),
  )
  const known = steps.filter((each) => each.system === 'django' && folderOf(each.path) === folder)
  if (application === '' || known.length === 0) return { reason: 'no migrations of its application are here' }
  const unread = listed.find((file) => !known.some(({ path }) => path === file))
  if (unread) return { reason: `\`${unread}\` is no migration that could be read` }
  const names = known.map(({ id }) => id)
  const labels = new Set(
    known.flatMap(({ after }) =>
      after.flatMap((each) => (names.includes(nameIn(each)) ? [labelIn(each)] : [])),
    ),
  )
  // Migrations of other applications have the same names (`0001_initial`).
  const around = folderName(application)
  const [label = around] = names.length > 1 && !labels.has(around) ? labels : [around]
  if ((label !== around && labels.size > 1) || !/^[a-z_]\w*$/.test(label))
    return { reason: 'the label of its application does not show' }
  const last = names.filter((name) => !steps.some(({ after }) => after.includes(`${label}.${name}`)))
  if (last.length !== 1 || last[0] === undefined)
    return { reason: `its application has several last migrations (${last.join(', ')})` }
  const numbers = names.map((name) => /^(\d{4})_/.exec(name)?.[1])
  if (numbers.some((each) => each === undefined)) return { reason: 'its migrations are not numbered' }
  const next = `${Math.max(...numbers.map(Number)) + 1}`.padStart(4, '0')
  return { folder, label, last: last[0], next }
}

const labelIn = (dependency: string): string => dependency.slice(0, dependency.indexOf('.'))
const nameIn = (dependency: string): string => dependency.slice(dependency.indexOf('.') + 1)
const folderName = (folder: string): string => folder.split('/').at(-2) ?? ''

const LITERAL = String.raw`(?:-?\d+(?:\.\d+)?|True|False|None|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')`
const ARGUMENT = String.raw`(?:\w+\s*=\s*)?${LITERAL}`
const FIELD = new RegExp(
  String.raw`^models\.([A-Z]\w*Field)\(\s*((?:${ARGUMENT}\s*,\s*)*(?:${ARGUMENT})?)\s*\)$`,
)

/** Fields whose keys go: as the migration declares them, and what changes where they stand. */
function fieldsOf(
  { table, source, problems }: Place,
  plan: KeyPlan,
): { list: { field: DjangoField; change: Change }[] } | { reason: string } {
  const list: { field: DjangoField; change: Change }[] = []
  for (const { key } of problems) {
    const column = table.columns.find(({ name }) => name === key.columns[0])
    const [from, to] = [source.indexAt(key.span.start), source.indexAt(key.span.end)]
    const option = source.text.slice(from, to)
    if (!column || key.columns.length !== 1 || !/^(?:primary_key|unique)\s*=\s*True$/.test(option))
      return { reason: 'the key is not written beside its field' }
    const start = source.indexAt(column.span.end)
    const written = source.text
      .slice(start, source.indexAt(column.whole.end))
      .replace(/^\s*=\s*/, '')
      .replace(/^[ \t]*#.*$/gm, '')
    const [, kind, inside = ''] = FIELD.exec(written) ?? []
    if (kind === undefined) return { reason: `\`${column.name}\` is made of more than plain values` }
    const before = inside.match(new RegExp(ARGUMENT, 'g')) ?? []
    if (before.some((each) => /^db_index\s*=\s*False/.test(each)))
      return { reason: `\`${column.name}\` is to have no index` }
    const rest = before.filter((each) => !/^(?:primary_key|unique)\s*=/.test(each))
    const isIndexed = kind === 'SlugField' || rest.some((each) => /^db_index\s*=/.test(each))
    const isWanted = plan.indexed.includes(column.name)
    const bare = rest.filter((each) => !/^db_index\s*=/.test(each))
    const called = (args: readonly string[]) => `models.${kind}(${args.join(', ')})`
    const after =
      isIndexed || !isWanted
        ? rest
        : before.flatMap((each) => (each === option ? ['db_index=True'] : rest.includes(each) ? [each] : []))
    list.push({
      field: {
        name: column.property ?? column.name,
        after: called(after),
        plain: called(kind === 'SlugField' ? [...bare, 'db_index=False'] : bare),
        isPrimary: key.kind === 'primary',
      },
      change:
        isIndexed || !isWanted
          ? withoutArgument(source.text, from, to)
          : { start: from, end: to, text: 'db_index=True' },
    })
  }
  for (const name of plan.indexed) {
    const column = table.columns.find((each) => each.name === name)
    if (!column || list.some(({ field }) => field.name === (column.property ?? column.name))) continue
    // A column that becomes one to look rows up by, and was no key.
    const end = source.indexAt(column.whole.end)
    const written = source.text
      .slice(source.indexAt(column.span.end), end)
      .replace(/^\s*=\s*/, '')
      .replace(/^[ \t]*#.*$/gm, '')
    const [, kind, inside = ''] = FIELD.exec(written) ?? []
    const args = inside.match(new RegExp(ARGUMENT, 'g')) ?? []
    if (kind === undefined || args.some((each) => /^(?:db_index|unique)\s*=/.test(each)))
      return { reason: `\`${name}\` cannot be given an index where it stands` }
    if (kind === 'SlugField') continue
    const call = `models.${kind}(${args.join(', ')})`
    list.push({
      field: {
        name: column.property ?? column.name,
        after: `models.${kind}(${[...args, 'db_index=True'].join(', ')})`,
        plain: call,
        isPrimary: false,
      },
      change: withArgument(source.text, end, 'db_index=True'),
    })
  }
  return { list }
}

/** New fields, and the new unique key in `Meta`. */
function changesOf(
  { table, source }: Place,
  plan: KeyPlan,
  model: PythonClass,
  about: DjangoModel,
): { list: Change[] } | { reason: string } {
  const { quote, line, indent } = model
  const list: Change[] = []
  const added = [
    ...(plan.primary ? [`${plan.id} = models.BigAutoField(primary_key=True)`] : []),
    ...(addsPlatform(plan)
      ? [`${plan.platform} = models.CharField(max_length=16, default=${quote}kommo${quote})`]
      : []),
  ]
  if (added.length > 0)
    list.push({ start: model.first, end: model.first, text: linesOf(added, indent, line) })
  if (!newUnique(plan)) return { list }
  const made = constraintOf(plan, about, quote, indent.repeat(3)).replaceAll('\n', line)
  const { meta } = model
  const end = meta?.start ?? model.last
  if (!meta) {
    const text = [
      '',
      '',
      `${indent}class Meta:`,
      `${indent}${indent}constraints = [`,
      `${indent}${indent}${indent}${made},`,
      `${indent}${indent}]`,
    ].join(line)
    return { list: [...list, { start: end, end, text }] }
  }
  if (!/^[ \t]*constraints\s*=/m.test(meta.text)) {
    const inside = `${indent}${indent}`
    const text = linesOf(['constraints = [', `${indent}${made},`, ']'], inside, line)
    return { list: [...list, { start: meta.body, end: meta.body, text }] }
  }
  const entry = entryOf(source.text, meta, 'constraints', made, { indent, line })
  return entry
    ? { list: [...list, entry] }
    : { reason: `the constraints of \`${table.model}\` are no plain list` }
}
