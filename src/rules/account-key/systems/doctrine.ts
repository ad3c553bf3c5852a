import type { KeyPlan, SqlPlan } from '../../../migrations/plan.js'
import { dbalName } from '../../../migrations/systems/dbal-names.js'
import { DOCTRINE, phpMigration } from '../../../migrations/systems/php-sql.js'
import type { SqlDialect } from '../../../storage.js'
import { sqlPlanOf, whyNotByMigration } from '../plan.js'
import type { TableFact } from '../tables.js'
import { ACTION, ruled } from './php-sql.js'
import { type Fixed, keyFix, type Place } from './system.js'
import { placeAmong } from './typeorm.js'

/** What DBAL makes of a schema, and a step of this tool knows. */
type Dialect = Extract<SqlDialect, 'mysql' | 'postgresql'>

const DIALECTS: readonly Dialect[] = ['mysql', 'postgresql']

/** Tables that Doctrine makes through its schema. */
export function doctrineFix(place: Place): Fixed {
  const { table, source, files, all, known } = place
  if (table.part === 'model')
    return { reason: 'the entity relies on this key, and has to change in the same step' }
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
  return { plan: { ...plan, uniques: plan.uniques.map((key) => namedKey(dialect, plan, key)) } }
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
