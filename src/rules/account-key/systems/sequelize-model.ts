import { folderOf } from '../../../migrations/files.js'
import type { KeyPlan } from '../../../migrations/plan.js'
import { sequelizeMigration } from '../../../migrations/systems/sequelize.js'
import { SEQUELIZE_STEP } from '../../../migrations/systems/sequelize-history.js'
import { identityOf } from '../names.js'
import { planOf, whyNotByMigration } from '../plan.js'
import type { SaveFact } from '../saves.js'
import { isSameTable, PLATFORM, type TableFact } from '../tables.js'
import { changesOfModel } from './sequelize-edit.js'
import { type Fixed, keyFix, type Place } from './system.js'

/** A model of Sequelize, and the next migration of the project. */
export function sequelizeModelFix(place: Place): Fixed {
  const { table, source, files, histories, known, all, saves, problems } = place
  if (!table.written) return { reason: 'its parts are not written out' }
  const [step, ...more] = known.filter(
    ({ part, system, change }) => part === 'migration' && system === 'sequelize' && change === 'create',
  )
  if (!step)
    return {
      reason:
        'no migration of sequelize-cli makes its table, and `sync()` changes no keys of tables that exist',
    }
  if (more.length > 0)
    return { reason: `several migrations make such a table (\`${step.path}\`, \`${more[0]?.path}\`)` }
  const history = newestOf(histories, files, step.path)
  if (!history)
    return { reason: `\`${step.path}\` is not named and written as sequelize-cli makes its migrations` }
  const relation = whyNotRelated(place)
  if (relation !== undefined) return { reason: relation }
  // Relations that other files add to a model say nothing of its keys.
  const own = known.filter(
    ({ part, change, keys }) => !(part === 'model' && change === 'alter' && keys.length === 0),
  )
  const planned = planOf({ ...place, known: own })
  if ('reason' in planned) return planned
  const other = whyNotAsMigrated(place, step)
  if (other !== undefined) return { reason: other }
  const [child] = planned.plan.children
  if (child)
    return {
      reason: `\`${child.table}\` points to this key (${placeOfChild(all, child.table, table.name)}), and what its code takes for the key would be another value`,
    }
  const plan: KeyPlan = {
    ...planned.plan,
    table: step.name,
    uniques: planned.plan.uniques.map(({ columns }) => {
      const key = step.keys.find((each) => each.kind === 'unique' && each.columns.join() === columns.join())
      return {
        columns,
        ...(key?.name !== undefined && { name: key.name }),
        ...(key?.isIndex && { isIndex: true }),
      }
    }),
  }
  const reason = whyNotByMigration({ ...place, known: own }, plan, step.path) ?? whyNotAsked(saves, plan)
  if (reason !== undefined) return { reason }
  const changes = changesOfModel(source.text, place, plan)
  if ('reason' in changes) return changes
  const written = sequelizeMigration(plan, history, files, true)
  if ('reason' in written) return written
  return problems.length > 0 ? keyFix(place, changes.list, written.files) : { reason: 'nothing is its key' }
}

/** The newest migration beside the one that made the table whose way is known, of the newest kind. */
function newestOf(histories: Place['histories'], files: readonly string[], made: string) {
  const folder = folderOf(made)
  const newest = files
    .filter((path) => folderOf(path) === folder && SEQUELIZE_STEP.test(path.slice(folder.length)))
    .sort()
    .at(-1)
  const near = histories
    .filter(({ path }) => folderOf(path) === folder)
    .sort((a, b) => (a.path < b.path ? 1 : -1))
  const ending = newest === undefined ? undefined : /\.\w+$/.exec(newest)?.[0]
  return near.find(({ path }) => ending !== undefined && path.endsWith(ending)) ?? near[0]
}

/** Whether the migration makes the same columns and the same keys, under names that can be told. */
function whyNotAsMigrated({ table, problems, known }: Place, step: TableFact): string | undefined {
  const made = new Set(
    known.flatMap(({ part, columns }) => (part === 'migration' ? columns.map(({ name }) => name) : [])),
  )
  const missing = table.columns.find(({ name }) => !made.has(name))
  if (missing) return `no migration makes a column \`${missing.name}\`, as the model would call it`
  for (const { key } of problems) {
    const same = step.keys.find(
      (each) => each.kind === key.kind && [...each.columns].sort().join() === [...key.columns].sort().join(),
    )
    if (!same)
      return `\`${step.path}\` makes no such ${key.kind === 'primary' ? 'primary' : 'unique'} key of \`${key.columns.join('`, `')}\``
    if (same.special || (same.columns.length > 1 && same.name === undefined && key.kind === 'unique'))
      return `the name of the key on \`${key.columns.join('`, `')}\` cannot be told (${step.path})`
  }
  const extra = step.keys.find(
    ({ kind, columns }) =>
      kind !== 'index' &&
      columns.some((name) => identityOf(name) !== undefined) &&
      !(columns.length > 1 && columns.some((name) => PLATFORM.test(name))) &&
      !problems.some(
        ({ key }) => key.kind === kind && [...key.columns].sort().join() === [...columns].sort().join(),
      ),
  )
  return (
    extra &&
    `\`${step.path}\` makes another key of \`${extra.columns.join('`, `')}\`, which the model does not know`
  )
}

/** Relations of models that go by a key that goes. */
function whyNotRelated({ table, all, problems }: Place): string | undefined {
  const isPrimary = problems.some(({ key }) => key.kind === 'primary')
  const keys = problems.flatMap(({ key, columns }) => [
    ...key.columns,
    ...columns.flatMap(({ site }) => site?.property ?? []),
  ])
  const pointing = all.find(
    ({ part, system, references }) =>
      part === 'model' &&
      system === 'sequelize' &&
      references.some(
        ({ table: to, targets }) =>
          (isSameTable(to, table.name) || to === table.model) &&
          (targets.length === 0 ? isPrimary : targets.some((name) => keys.includes(name))),
      ),
  )
  return (
    pointing &&
    `a relation of \`${pointing.model ?? pointing.name}\` goes by this key (${pointing.path}), and what its code takes for the key would be another value`
  )
}

function placeOfChild(all: readonly TableFact[], child: string, table: string): string {
  const found = all.find(
    ({ name, references }) => name === child && references.some((each) => isSameTable(each.table, table)),
  )
  return found?.path ?? child
}

/** Code that goes by a key without naming it. */
function whyNotAsked(saves: readonly SaveFact[], plan: KeyPlan): string | undefined {
  const keyed = saves.find(({ what }) => what === 'keys')
  if (keyed)
    return `\`${keyed.call}\` relies on its keys (${keyed.path}:${keyed.line}), and has to change in the same step`
  if (!plan.primary) return undefined
  const related = saves.find(({ what }) => what === 'relation')
  if (related)
    return `a relation goes by this key (\`${related.call}\`, ${related.path}:${related.line}), and has to change in the same step`
  const part = saves.find(({ what }) => what === 'partial')
  if (part)
    return `records of \`${part.call}\` would come without the new key (${part.path}:${part.line}), and could not be saved`
  const found = saves.find(({ what }) => what === undefined)
  return (
    found &&
    `\`${found.call}\` goes by the primary key (${found.path}:${found.line}), and has to change in the same step`
  )
}
