import { isTypeormStep, typeormHistory, typeormMigration } from '../../../migrations/systems/typeorm.js'
import { identityOf } from '../names.js'
import { type Planned, planOf, whyNotByMigration } from '../plan.js'
import type { KeyProblem, TableFact } from '../tables.js'
import { type Fixed, keyFix, type Place } from './system.js'

/** Tables of TypeORM: those that a migration declares by its methods or in SQL. */
export function typeormFix(place: Place): Fixed {
  const { table, source, files, all } = place
  if (table.part !== 'migration') return { reason: 'the entity has to change in the same step' }
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

/** Whether SQL in a file is that of a migration of TypeORM. */
export function isTypeormMigration({ source }: Place): boolean {
  return /\bqueryRunner\b/.test(source.text) && /\btypeorm\b/.test(source.text)
}

/** What TypeORM's methods can do in every database that it knows. */
export function typeormPlan(place: Place): Planned {
  const { table, source, problems, known, others } = place
  const bound = others.find(({ what }) => what === 'view' || what === 'trigger')
  if (bound) return { reason: `a ${bound.what} in ${bound.path} names the table, which SQLite makes anew` }
  const declared = source.text.slice(source.indexAt(table.whole.start), source.indexAt(table.whole.end))
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
      uniques: plan.uniques.map((each) => ({ ...each, isIndex: isIndex(place, problems, each.columns) })),
    },
  }
}

/** A unique index is no constraint, and comes back as what it was. */
function isIndex({ source }: Place, problems: readonly KeyProblem[], columns: readonly string[]): boolean {
  const key = problems.find(({ key }) => key.kind === 'unique' && key.columns.join() === columns.join())?.key
  if (!key) return false
  const text = source.text.slice(source.indexAt(key.span.start), source.indexAt(key.span.end))
  return key.isIndex ?? /^(?:@?Index\b|new\s+TableIndex\b|\{[\s\S]*\bisUnique\b)/.test(text)
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
