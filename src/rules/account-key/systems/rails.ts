import { railsFiles } from '../../../migrations/systems/rails.js'
import { identityOf } from '../names.js'
import { planOf } from '../plan.js'
import { isSameTable } from '../tables.js'
import { type Fixed, keyFix, type Place } from './system.js'

/** The next step in the history of Rails, which writes its schema anew from the steps. */
export function railsFix(place: Place): Fixed {
  const { table, source, files, problems, known, all } = place
  if (table.part === 'model')
    return { reason: 'the model relies on this key, and has to change in the same step' }
  const owned = all.find(
    ({ part, references }) =>
      part === 'model' &&
      references.some(({ table: to }) => isSameTable(to, table.name) || to === table.model),
  )
  if (owned && problems.some(({ key }) => key.kind === 'primary'))
    return { reason: `\`${owned.model ?? owned.name}\` belongs to it by this key (${owned.path})` }
  const steps = known.filter(
    ({ part, keys, drops, change }) =>
      part === 'migration' && (keys.length > 0 || drops.length > 0 || change === 'create'),
  )
  if (table.part === 'migration' && new Set(steps.map(({ path }) => path)).size > 1)
    return { reason: 'several migrations declare it, and its schema as it is now is not here' }
  if (/unique_constraint/.test(source.text)) return { reason: 'the file declares unique constraints' }
  const planned = planOf(place)
  if ('reason' in planned) return planned
  const uniques = planned.plan.uniques.flatMap(({ columns }) => columns)
  const pointing = all.find((each) =>
    each.references.some(
      ({ table: to, targets }) =>
        isSameTable(to, table.name) && targets.some((name) => uniques.includes(name)),
    ),
  )
  if (pointing) return { reason: `\`${pointing.name}\` points to its unique key` }
  const indexed = planned.plan.indexed.filter(
    (name) =>
      !known.some(({ keys }) =>
        keys.some(({ kind, columns }) => kind === 'index' && columns.length === 1 && columns[0] === name),
      ),
  )
  // Each table has a step of its own, and no two steps may have one number.
  const others = all
    .filter(
      ({ system, keys }) =>
        system === 'rails' &&
        keys.some(
          ({ kind, columns }) => kind !== 'index' && columns.some((name) => identityOf(name) !== undefined),
        ),
    )
    .map(({ name }) => name)
  const create = railsFiles(
    { ...planned.plan, indexed },
    {
      path: source.path,
      text: source.text,
      files,
      before: new Set(others.filter((name) => name < table.name)).size,
    },
  )
  if ('reason' in create) return create
  return keyFix(place, [], create.files)
}
