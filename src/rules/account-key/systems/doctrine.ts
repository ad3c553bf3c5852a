import { folderOf } from '../../../migrations/files.js'
import type { KeyPlan, SqlPlan } from '../../../migrations/plan.js'
import { dbalName } from '../../../migrations/systems/dbal-names.js'
import { COUNTED, DOCTRINE, type PhpStyle, phpMigration } from '../../../migrations/systems/php-sql.js'
import type { SqlDialect } from '../../../storage.js'
import { sqlPlanOf, whyNotByMigration } from '../plan.js'
import type { SaveFact } from '../saves.js'
import { isSameTable, type TableFact } from '../tables.js'
import { changesOfEntity, entityOf, whyNotThere } from './doctrine-entity.js'
import { ACTION, ruled } from './php-sql.js'
import { type Fixed, keyFix, type Place } from './system.js'
import { placeAmong } from './typeorm.js'

/** What DBAL makes of a schema, and a step of this tool knows. */
type Dialect = Extract<SqlDialect, 'mysql' | 'postgresql'>

const DIALECTS: readonly Dialect[] = ['mysql', 'postgresql']

/** Tables that Doctrine makes through its schema. */
export function doctrineFix(place: Place): Fixed {
  const { table, source, files, all, known } = place
  if (table.part === 'model') return entityFix(place)
  if (table.part === 'schema') return { reason: 'the code that makes it is no migration' }
  const made = known.filter(({ change }) => change === 'create')
  if (!made.some(({ path }) => path === source.path))
    return { reason: 'the table as a whole is declared somewhere else' }
  if (made.some(({ path }) => path !== source.path)) return { reason: 'another file creates it as well' }
  const plans = plansOf(place, DIALECTS)
  if ('reason' in plans) return plans
  const reason = whyNotByMigration(place, plans.list[0])
  if (reason !== undefined) return { reason }
  const from = { path: source.path, text: source.text }
  const written = phpMigration(DOCTRINE, plans.list, from, files, placeAmong(all, table.name))
  return 'reason' in written ? written : keyFix(place, [], written.files)
}

/** An entity, and the next step of the history that made its table. */
function entityFix(place: Place): Fixed {
  const { table, files, all, known } = place
  const entity = entityOf(place)
  if ('reason' in entity) return entity
  const history = historyOf(place)
  if ('reason' in history) return history
  const { made, path, style } = history
  const carried = whyNotCarried(place)
  if (carried !== undefined) return { reason: carried }
  const { dialect } = made
  const dialects = DIALECTS.filter((each) => dialect === undefined || dialect === each)
  if (dialects.length === 0)
    return { reason: 'steps in PHP are written for MySQL, MariaDB and PostgreSQL alone' }
  const plans = plansOf(place, dialects)
  if ('reason' in plans) return plans
  const list = plans.list.map((plan) => asMigrated(plan, known)) as typeof plans.list
  const [plan] = list
  const reason =
    whyNotByMigration(place, plan, made.path) ??
    whyNotThere(place, entity, plan) ??
    whyNotNamed(plan, made) ??
    whyNotAsked(place.saves, plan) ??
    (plan.children[0] && `\`${plan.children[0].table}\` points to it, and its entity would have to say so`)
  if (reason !== undefined) return { reason }
  const changes = changesOfEntity(place, entity, plan)
  if (!changes) return { reason: 'its keys are written in a way of their own' }
  const written = phpMigration(DOCTRINE, list, { path, style }, files, placeAmong(all, table.name))
  return 'reason' in written ? written : keyFix(place, changes, written.files)
}

/** The step that made the table, and the newest one of its history. */
function historyOf({
  files,
  known,
  steps,
}: Place): { made: TableFact; path: string; style: PhpStyle } | { reason: string } {
  const [made, ...others] = known.filter(({ part, change }) => part === 'migration' && change === 'create')
  if (!made) return { reason: 'no migration of the project makes its table' }
  if (others.length > 0) return { reason: 'several migrations make its table' }
  // Steps may be kept by year, or by year and month.
  const root = folderOf(made.path).replace(/(?:\d{4}\/)(?:\d\d\/)?$/, '')
  const newest = files
    .filter((path) => path.startsWith(root) && isStep(path))
    .sort((a, b) => (a.slice(folderOf(a).length) < b.slice(folderOf(b).length) ? -1 : 1))
    .at(-1)
  const style = [newest, made.path].flatMap((path) => steps.find((each) => each.path === path)?.php ?? [])[0]
  if (!isStep(made.path) || newest === undefined || !style)
    return { reason: 'the migration that makes its table is none of Doctrine' }
  return { made, path: newest, style }
}

const isStep = (path: string): boolean => DOCTRINE.file.test(path.slice(folderOf(path).length))

/** Relations of other entities that go by a key that goes. */
function whyNotCarried({ table, all, problems }: Place): string | undefined {
  const isPrimary = problems.some(({ key }) => key.kind === 'primary')
  const keys = problems.flatMap(({ key }) => key.columns)
  const pointing = all.find(
    ({ part, references }) =>
      part === 'model' &&
      references.some(
        ({ table: to, targets }) =>
          (isSameTable(to, table.name) || to === table.model) &&
          (targets.length === 0 ? isPrimary : targets.some((each) => keys.includes(each))),
      ),
  )
  return (
    pointing &&
    `a relation of \`${pointing.model ?? pointing.name}\` goes by this key (${pointing.path}), and what its code takes for the key would be another value`
  )
}

/** Columns are called as a naming strategy wants: the migration says how. */
function whyNotNamed(plan: KeyPlan, { name, columns }: TableFact): string | undefined {
  if (name !== plan.table) return 'the name of its table does not show'
  const used = [
    ...plan.indexed,
    ...plan.uniques.flatMap((each) => each.columns),
    ...(plan.primary?.columns ?? []),
    ...(plan.account ? [plan.account.column] : []),
    ...(plan.domain === undefined ? [] : [plan.domain]),
    ...(plan.hasPlatform ? [plan.platform] : []),
  ]
  const unsure = used.find((each) => !columns.some((column) => column.name === each))
  return unsure === undefined ? undefined : `no migration says that the column of \`${unsure}\` is called so`
}

/** Code that goes by a key without naming it. */
function whyNotAsked(saves: readonly SaveFact[], plan: KeyPlan): string | undefined {
  const heir = saves.find(({ what }) => what === 'class')
  if (heir)
    return `another class takes its columns over (\`${heir.call}\`, ${heir.path}:${heir.line}), whose table would have to change as well`
  const saved = plan.primary && saves.find(({ what }) => what === undefined)
  return (
    saved &&
    `\`${saved.call}\` goes by the primary key (${saved.path}:${saved.line}), and has to change in the same step`
  )
}

/** Keys under the names that the project's own migration gave them, and an id as the entity declares it. */
function asMigrated(plan: SqlPlan, known: readonly TableFact[]): SqlPlan {
  const made = known.filter(({ part }) => part === 'migration')
  const dialect = plan.dialect as Dialect
  return {
    ...plan,
    idType: dialect === 'mysql' ? 'INT AUTO_INCREMENT NOT NULL' : COUNTED,
    uniques: plan.uniques.map((key) => {
      const own = made
        .flatMap(({ keys, system }) => keys.map((each) => ({ ...each, system })))
        .find(({ kind, columns }) => kind === 'unique' && columns.join() === key.columns.join())
      if (!own) return key
      const { name: _, isIndex: __, ...rest } = key
      const name =
        own.name ??
        (own.system === 'doctrine' ? dbalName('UNIQ', plan.table, key.columns, dialect) : undefined)
      return {
        ...rest,
        ...(name !== undefined && { name: kept(dialect, name) }),
        ...(own.isIndex && { isIndex: true }),
      }
    }),
  }
}

/** The plan in each of the dialects, or why a person has to make it. */
function plansOf(
  place: Place,
  dialects: readonly Dialect[],
): { list: [SqlPlan, ...SqlPlan[]] } | { reason: string } {
  const list: SqlPlan[] = []
  for (const dialect of dialects) {
    const planned = planIn(place, dialect)
    if ('reason' in planned) return planned
    list.push(planned.plan)
  }
  return { list: list as [SqlPlan, ...SqlPlan[]] }
}

function planIn(place: Place, dialect: Dialect): { plan: SqlPlan } | { reason: string } {
  const withNames = (fact: TableFact) => namedIn(dialect, fact)
  const planned = sqlPlanOf({
    ...place,
    table: { ...place.table, dialect },
    known: place.known.map(withNames),
    all: place.all.map(withNames),
  })
  if ('reason' in planned) return planned
  const plan = { ...planned.plan, children: planned.plan.children.map(ruled) }
  const folded = [plan.table, ...plan.columns, ...plan.children.flatMap((each) => [each.table, each.column])]
  const unsure = folded.find((name) => /[A-Z]/.test(name))
  if (unsure !== undefined && dialect === 'postgresql')
    return { reason: `whether \`${unsure}\` is written in quotes does not show` }
  const wild = plan.children.find(({ onDelete, onUpdate }) =>
    [onDelete, onUpdate].some((each) => each !== undefined && !ACTION.test(each)),
  )
  if (wild) return { reason: `the foreign key of \`${wild.table}\` has a rule that SQL does not know` }
  return {
    plan: { ...plan, isUniqueIndex: true, uniques: plan.uniques.map((key) => namedKey(dialect, plan, key)) },
  }
}

type UniqueKey = KeyPlan['uniques'][number]

/** A unique key under the name that it has in the database. */
function namedKey(dialect: Dialect, { table }: KeyPlan, key: UniqueKey): UniqueKey {
  return { ...key, name: kept(dialect, key.name ?? dbalName('UNIQ', table, key.columns, dialect)) }
}

/** What DBAL makes of a schema, with the names that it gives what has none. */
function namedIn(dialect: Dialect, fact: TableFact): TableFact {
  if (fact.system !== 'doctrine' || fact.part === 'model') return fact
  return {
    ...fact,
    references: fact.references.map((each) => ({
      ...each,
      name: kept(dialect, each.name ?? dbalName('FK', fact.name, each.columns, dialect)),
    })),
  }
}

/** DBAL writes names without quotes, and PostgreSQL lowers those. */
const kept = (dialect: Dialect, name: string): string =>
  dialect === 'postgresql' ? name.toLowerCase() : name
