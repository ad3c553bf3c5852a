import { folderOf } from '../../../migrations/files.js'
import type { KeyPlan } from '../../../migrations/plan.js'
import { styleOf } from '../../../migrations/script-style.js'
import { isTypeormStep, typeormHistory, typeormMigration } from '../../../migrations/systems/typeorm.js'
import { identityOf } from '../names.js'
import { type Planned, planOf, whyNotByMigration } from '../plan.js'
import type { SaveFact } from '../saves.js'
import { isSameTable, type KeyProblem, type TableFact } from '../tables.js'
import { type Fixed, keyFix, type Place } from './system.js'
import { changesOfEntity, type Entity, entityOf, whyNotThere } from './typeorm-entity.js'

/** Tables of TypeORM: those that a migration declares by its methods or in SQL. */
export function typeormFix(place: Place): Fixed {
  const { table, source, files, all } = place
  if (table.part === 'model') return entityFix(place)
  if (!isTypeormStep(source.path)) return { reason: 'its migration is not named as TypeORM names them' }
  const planned = typeormPlan(place)
  if ('reason' in planned) return planned
  const reason = whyNotByMigration(place, planned.plan)
  if (reason !== undefined) return { reason }
  const written = typeormMigration(
    planned.plan,
    typeormHistory(source.path, source.text),
    files,
    placeAmong(all, table.name),
  )
  return 'reason' in written ? written : keyFix(place, [], written.files)
}

/** An entity, and the next migration of the project. */
function entityFix(place: Place): Fixed {
  const { table, source, files, all, known, saves, problems } = place
  const entity = entityOf(place)
  if (!entity) return { reason: 'it is no class with marks' }
  const step = newestStep(files, known)
  if ('reason' in step) return step
  const planned = typeormPlan(place)
  if ('reason' in planned) return planned
  const plan = asMigrated(planned.plan, known)
  const reason =
    whyNotThere(place, entity, source.text, plan) ??
    whyNotCarried(place, plan) ??
    whyNotNamed(place, plan, entity)
  if (reason !== undefined) return { reason }
  const relying = whyNotAsked(saves, plan)
  if (relying !== undefined) return { reason: relying }
  const changes = changesOfEntity(place, entity, plan)
  if (!changes) return { reason: 'its keys are written in a way of their own' }
  if (!/\.[cm]?ts$/.test(step.path)) return { reason: 'its migrations are no TypeScript' }
  const isOfEntity = !known.some(
    ({ part, keys }) =>
      part === 'migration' &&
      keys.some((key) => problems.some((each) => each.key.columns.join() === key.columns.join())),
  )
  const history = { path: step.path, style: styleOf(source.text), hasName: false, isOfEntity }
  const written = typeormMigration(plan, history, files, placeAmong(all, table.name))
  return 'reason' in written ? written : keyFix(place, changes, written.files)
}

/** Code that goes by a key without naming it. */
function whyNotAsked(saves: readonly SaveFact[], plan: KeyPlan): string | undefined {
  const heir = saves.find(({ what }) => what === 'class')
  if (heir)
    return `another class takes its columns over (\`${heir.call}\`, ${heir.path}:${heir.line}), whose table would have to change as well`
  const related = saves.find(({ what }) => what === 'relation')
  if (plan.primary && related)
    return `a relation goes by this key (\`${related.call}\`, ${related.path}:${related.line}), and has to change in the same step`
  const keyed = saves.find(({ what }) => what === 'keys')
  if (keyed)
    return `\`${keyed.call}\` relies on its keys (${keyed.path}:${keyed.line}), and has to change in the same step`
  const saved = saves.find(({ what }) => what === undefined)
  if (plan.primary && saved)
    return `\`${saved.call}\` goes by the primary key (${saved.path}:${saved.line}), and has to change in the same step`
  return undefined
}

/** The newest of the project's migrations: of those beside the one that made the table, where there are several folders. */
function newestStep(
  files: readonly string[],
  known: readonly TableFact[],
): { path: string } | { reason: string } {
  const steps = files.filter((path) => isTypeormStep(path) && !/(?:^|\/)(?:dist|build|out)\//.test(path))
  const folders = [...new Set(steps.map(folderOf))]
  const own = folders.filter((folder) =>
    known.some(({ part, path }) => part === 'migration' && folderOf(path) === folder),
  )
  const [folder] = own.length === 1 ? own : folders
  if (folder === undefined) return { reason: 'the project keeps no migrations of TypeORM' }
  if (own.length !== 1 && folders.length > 1)
    return { reason: `the project keeps several histories (${folders.join(', ')})` }
  return {
    path: steps
      .filter((path) => folderOf(path) === folder)
      .sort()
      .at(-1) as string,
  }
}

/** Keys under the names that the project's own migrations gave them. */
function asMigrated(plan: KeyPlan, known: readonly TableFact[]): KeyPlan {
  const migrated = known.filter(({ part }) => part === 'migration').flatMap(({ keys }) => keys)
  const primary = migrated.find(({ kind }) => kind === 'primary')?.name
  return {
    ...plan,
    ...(plan.primary && {
      primary: { ...plan.primary, ...(primary !== undefined && { name: primary }) },
    }),
    uniques: plan.uniques.map((each) => {
      const name =
        each.name ??
        migrated.find(({ kind, columns }) => kind === 'unique' && columns.join() === each.columns.join())
          ?.name
      return { ...each, ...(name !== undefined && { name }) }
    }),
  }
}

/** Relations of other entities that go by a key that goes. */
function whyNotCarried({ table, all, problems }: Place, plan: KeyPlan): string | undefined {
  const keys = problems.flatMap(({ key, columns }) => [
    ...key.columns,
    ...columns.flatMap(({ site }) => site?.property ?? []),
  ])
  const pointing = all.find(({ references, name }) =>
    references.some(
      ({ table: to, targets }) =>
        (isSameTable(to, table.name) || to === table.model) &&
        name !== table.name &&
        (targets.length === 0 ? plan.primary !== undefined : targets.some((each) => keys.includes(each))),
    ),
  )
  return (
    pointing &&
    `a relation of \`${pointing.model ?? pointing.name}\` goes by this key (${pointing.path}), and what its code takes for the key would be another value`
  )
}

/** A naming strategy makes other names of properties with capital letters. */
function whyNotNamed({ table, known, source }: Place, plan: KeyPlan, entity: Entity): string | undefined {
  const used = [
    ...plan.indexed,
    ...plan.uniques.flatMap(({ columns }) => columns),
    ...(plan.primary?.columns ?? []),
    ...(plan.account ? [plan.account.column] : []),
    ...(plan.domain === undefined ? [] : [plan.domain]),
  ]
  const unsure = used.find(
    (name) =>
      /[A-Z]/.test(name) &&
      !new RegExp(`\\bname\\s*:\\s*['"]${name}['"]`).test(entity.text) &&
      !known.some(({ part, columns }) => part === 'migration' && columns.some((each) => each.name === name)),
  )
  if (unsure !== undefined)
    return `no migration says that the column of \`${unsure}\` is called so, and a naming strategy could call it otherwise`
  const isNamed = new RegExp(`['"]${table.name}['"]`).test(source.text) || !/[A-Z]/.test(table.name)
  return isNamed ? undefined : 'the name of its table does not show'
}

/** Whether SQL in a file is that of a migration of TypeORM. */
export function isTypeormMigration({ source }: Place): boolean {
  return /\bqueryRunner\b/.test(source.text) && /\btypeorm\b/.test(source.text)
}

/** What TypeORM's methods can do in every database that it knows. */
export function typeormPlan(place: Place): Planned {
  const { table, source, problems, known, others } = place
  const bound = others.find(({ what }) => what === 'view' || what === 'trigger')
  if (bound) return { reason: `a ${bound.what} in ${bound.path} names the table, which SQLite makes anew` }
  const declared =
    (table.part === 'model' ? entityOf(place)?.text : undefined) ??
    source.text.slice(source.indexAt(table.whole.start), source.indexAt(table.whole.end))
  const special =
    /\b(?:schema|database|primaryKeyConstraintName|deferrable|where|engine|checks|exclusions)\s*:/.exec(
      declared,
    )
  if (special)
    return { reason: `it says \`${special[0].replace(/\s*:$/, '')}\`, which a migration could lose` }
  const qualified = /^.*\./.exec(table.name)
  if (qualified) return { reason: 'it stands in a schema of its own' }
  const planned = planOf(place)
  if ('reason' in planned) return planned
  const { plan } = planned
  const inKeys = [...plan.indexed, ...(plan.account ? [plan.account.column] : [])]
  const wide = known
    .flatMap(({ columns }) => columns)
    .find(({ name, type }) => inKeys.includes(name) && /text|blob|json/i.test(type ?? ''))
  if (wide && plan.dialect !== 'postgresql' && plan.dialect !== 'sqlite')
    return { reason: `\`${wide.name}\` can be too long for an index (${wide.type})` }
  return {
    plan: {
      ...plan,
      uniques: plan.uniques.map((each) => ({ ...each, ...asDeclared(place, problems, each.columns) })),
    },
  }
}

/** A unique index is no constraint, and comes back as what it was. */
function asDeclared(
  { source }: Place,
  problems: readonly KeyProblem[],
  columns: readonly string[],
): { isIndex?: boolean; name?: string } {
  const key = problems.find(({ key }) => key.kind === 'unique' && key.columns.join() === columns.join())?.key
  if (!key) return {}
  const text = source.text.slice(source.indexAt(key.span.start), source.indexAt(key.span.end))
  const name = /^(?:Index|Unique)\(\s*['"]([^'"]+)['"]/.exec(text)?.[1]
  const isIndex = key.isIndex ?? /^(?:@?Index\b|new\s+TableIndex\b|\{[\s\S]*\bisUnique\b)/.test(text)
  return { isIndex, ...(name !== undefined && { name }) }
}

/** Each table has a step of its own, and no two steps may have one number. */
export function placeAmong(all: readonly TableFact[], name: string): number {
  const names = all
    .filter(({ keys }) =>
      keys.some(
        ({ kind, columns }) => kind !== 'index' && columns.some((each) => identityOf(each) !== undefined),
      ),
    )
    .map((each) => each.name)
  return new Set(names.filter((each) => each < name)).size
}
