import { addsPlatform, type KeyPlan, newUnique } from '../../../migrations/plan.js'
import { planOf } from '../plan.js'
import { isSameTable, type TableFact } from '../tables.js'
import type { Fixed, Place } from './system.js'

const SNAPSHOT = /(?:^|\/)\w+ModelSnapshot\.cs$/
const STEP = /(?:^|\/)\d{14}_\w+(?<!\.Designer)\.cs$/

/**
 * Classes of EF Core are left to a person, with the plan: its tool compares them with a snapshot and writes the next step from
 * what differs, so that a class or a step that changes without the snapshot would be written once more.
 */
export function efCoreFix(place: Place): Fixed {
  const { table, known, files } = place
  if (table.part === 'migration') {
    const model = known.find(({ part, keys }) => part === 'model' && keys.length > 0)
    return {
      reason: model
        ? `EF Core writes its steps from classes: \`${model.model ?? model.name}\` changes first (${model.path})`
        : 'EF Core takes its tables from classes, and none that declares this key was found',
    }
  }
  const pointing = pointingOf(place)
  // A class and its configurations are one model, wherever they stand.
  const own = known.map((each) => (each.part === 'model' ? { ...each, path: table.span.file } : each))
  const all = place.all.filter((each) => !pointing.includes(each))
  const planned = planOf({ ...place, known: own, all, uses: [] })
  const snapshots = files.filter((path) => SNAPSHOT.test(path))
  const why =
    snapshots.length > 0
      ? `EF Core writes the next step from what differs between its classes and ${listed(snapshots)}, and both have to change at once`
      : 'the project keeps no snapshot of EF Core, by which the next step would be written'
  if ('reason' in planned) return { reason: `${why}; beside that, ${planned.reason}` }
  return { reason: `${why}. The plan: ${planText(place, planned.plan, pointing)}` }
}

/** What has to be done, in the order of the doing. */
function planText(place: Place, plan: KeyPlan, pointing: readonly TableFact[]): string {
  const { table, files, known } = place
  const model = table.model ?? table.name
  const property = (column: string) =>
    known.flatMap(({ columns }) => columns).find(({ name }) => name === column)?.property ?? column
  const added = [
    ...(plan.primary ? [plan.id === 'id' ? 'an `int Id` as its key' : 'a number of its own as its key'] : []),
    ...(addsPlatform(plan) ? ['a `string Platform` of 16 characters with `HasDefaultValue("kommo")`'] : []),
  ]
  const unique = newUnique(plan)
  // Steps say what classes say already.
  const classes = pointing.filter(({ part }) => part === 'model')
  const where = [...new Set(known.filter(({ part }) => part === 'model').map(({ path }) => path))]
  const steps = [
    ...(added.length > 0 ? [`give \`${model}\` ${added.join(' and ')} (${where.join(', ')})`] : []),
    `let ${plan.indexed.map((name) => `\`${property(name)}\``).join(' and ')} keep an index that is not unique`,
    ...(unique ? [`make \`Platform\` and \`${property(unique[1])}\` unique together`] : []),
    ...(pointing.length > 0
      ? [
          `point ${(classes.length > 0 ? classes : pointing).map((each) => `\`${each.model ?? each.name}\` (${each.path})`).join(' and ')} to its \`Id\`, and fill that column from the old one`,
        ]
      : []),
    ...findsOf(place).map((each) => `ask for the property by its name in ${each}`),
    ...(files.some((path) => STEP.test(path))
      ? [`run \`dotnet ef migrations add ${model}OwnKey\` for the step and the snapshot`]
      : ['change the database in the same release']),
    ...(plan.domain !== undefined && addsPlatform(plan)
      ? [`set \`Platform\` to \`amocrm.ru\` there where \`${property(plan.domain)}\` says so`]
      : []),
  ]
  return steps.map((each, i) => `(${i + 1}) ${each}`).join('; ')
}

/** Other classes and steps that point to the key that goes. */
function pointingOf({ table, all, problems }: Place): TableFact[] {
  const isPrimary = problems.some(({ key }) => key.kind === 'primary')
  const keys = problems.flatMap(({ key, columns }) => [
    ...key.columns,
    ...columns.flatMap(({ site }) => site?.property ?? []),
  ])
  return all.filter(
    ({ system, references, name, model }) =>
      system === 'ef-core' &&
      name !== table.name &&
      model !== table.model &&
      references.some(
        ({ table: to, targets }) =>
          (isSameTable(to, table.name) || to === table.model) &&
          (targets.length === 0 ? isPrimary : targets.some((each) => keys.includes(each))),
      ),
  )
}

/** Calls that find a record by its key without naming it. */
function findsOf({ uses, problems }: Place): string[] {
  if (!problems.some(({ key }) => key.kind === 'primary')) return []
  const found = uses
    .filter(({ call }) => /\bFind(?:Async)?$/.test(call))
    .map(({ call, path }) => `\`${call}\` (${path})`)
  return [...new Set(found)]
}

const listed = (paths: readonly string[]): string => paths.map((path) => `\`${path}\``).join(' and ')
