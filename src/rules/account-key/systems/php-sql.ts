import type { ChildPlan, SqlPlan } from '../../../migrations/plan.js'
import { DOCTRINE, PHINX, type PhpSystem, phpMigration, YII } from '../../../migrations/systems/php-sql.js'
import type { SqlDialect, StorageSystem } from '../../../storage.js'
import { identityOf } from '../names.js'
import { sqlPlanOf, whyNotByMigration } from '../plan.js'
import { isSameTable } from '../tables.js'
import { type Fixed, keyFix, type Place } from './system.js'
import { placeAmong } from './typeorm.js'

const SYSTEMS: Partial<Record<StorageSystem, PhpSystem>> = { phinx: PHINX, yii2: YII, sql: DOCTRINE }
const BOTH: readonly SqlDialect[] = ['mysql', 'postgresql']
/** What a foreign key can do in every dialect. */
export const ACTION = /^(?:CASCADE|SET NULL|RESTRICT|NO ACTION)$/

/** Whether a file is a migration of Doctrine. */
export function isDoctrineMigration({ source }: Place): boolean {
  return DOCTRINE.says.test(source.text)
}

/** The next migration of a system in PHP: statements for each database that the project may have. */
export function phpSqlFix(place: Place): Fixed {
  const { table, source, files } = place
  const system = SYSTEMS[table.system]
  const strange = whyNotThere(place)
  if (strange !== undefined || !system) return { reason: strange ?? 'it is declared in code' }
  const dialects = table.system === 'sql' ? (table.dialect ?? dialectOf(place)) : BOTH
  if (dialects === undefined) return { reason: 'the dialect of the database does not show' }
  const plans: SqlPlan[] = []
  for (const dialect of typeof dialects === 'string' ? [dialects] : dialects) {
    const planned = sqlPlanOf({ ...place, table: { ...table, dialect } })
    if ('reason' in planned) return planned
    const reason = whyNotByMigration(place, planned.plan)
    if (reason !== undefined) return { reason }
    const isFolded = table.system === 'sql' && dialect === 'postgresql'
    const unseen = isFolded && unseenName(planned.plan, source.text)
    if (unseen) return { reason: `whether \`${unseen}\` is written in quotes does not show` }
    const plan = named(isFolded ? folded(planned.plan, source.text) : planned.plan, table.system)
    const wild = plan.children.find(({ onDelete, onUpdate }) =>
      [onDelete, onUpdate].some((each) => each !== undefined && !ACTION.test(each)),
    )
    if (wild) return { reason: `the foreign key of \`${wild.table}\` has a rule that SQL does not know` }
    plans.push(plan)
  }
  const [first, ...others] = plans as [SqlPlan, ...SqlPlan[]]
  // A record of Yii takes its key from the database: `findOne($id)` would find another row.
  const record = first.primary && table.system === 'yii2' ? recordOf(place) : undefined
  if (record !== undefined) return { reason: `\`${record}\` may find its rows by the primary key` }
  const mapping = files.find((path) => isMappingOf(path, table.name))
  if (mapping !== undefined) return { reason: `\`${mapping}\` maps it` }
  const written = phpMigration(
    system,
    [first, ...others],
    { path: source.path, text: source.text },
    files,
    before(place),
  )
  return 'reason' in written ? written : keyFix(place, [], written.files)
}

const dialectOf = ({ known }: Place): SqlDialect | undefined => known.find(({ dialect }) => dialect)?.dialect

function whyNotThere({ table, source, known }: Place): string | undefined {
  if (table.part === 'model') return 'the record relies on this key, and has to change in the same step'
  const made = known.filter(({ change }) => change === 'create')
  if (!made.some(({ path }) => path === source.path)) return 'the table as a whole is declared somewhere else'
  if (made.some(({ path }) => path !== source.path)) return 'another file creates it as well'
  const texts = source.text.match(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g) ?? []
  if (table.system === 'yii2' && texts.some((text) => /\b(?:UNIQUE|CONSTRAINT)\b/i.test(text)))
    return 'a key stands in a text among its columns'
  return /\bgetTable\s*\(|\bsetDb\b|\$db\s*=|\bforConnection\b/.test(source.text)
    ? 'it is not kept in the one database of the project'
    : undefined
}

/** A record of the table, or a file that is called after it. */
function recordOf({ table, known, files }: Place): string | undefined {
  const model = known.find(({ part }) => part === 'model')
  if (model) return model.path
  return files.find((path) => {
    const name = /([A-Z]\w*)\.php$/.exec(path)?.[1]
    return name !== undefined && isSameTable(name, table.name)
  })
}

/** A mapping of Doctrine in XML or YAML: `AmoToken.orm.xml`. */
function isMappingOf(path: string, table: string): boolean {
  const name = /([A-Z]\w*)\.(?:orm|dcm)\.(?:xml|ya?ml)$/.exec(path)?.[1]
  return name !== undefined && isSameTable(name, table)
}

/** How many tables may be given a step of their own before this one: no two steps may have one number. */
function before({ table, all }: Place): number {
  // Doctrine's entities and schemas share the history.
  if (table.system === 'sql') return placeAmong(all, table.name)
  const names = all
    .filter(
      ({ system, keys }) =>
        system === table.system &&
        keys.some(
          ({ kind, columns }) => kind !== 'index' && columns.some((name) => identityOf(name) !== undefined),
        ),
    )
    .map(({ name }) => name)
  return new Set(names.filter((name) => name < table.name)).size
}

/** The plan with the names that a system gives what has none, and rules as SQL says them. */
function named(plan: SqlPlan, system: StorageSystem): SqlPlan {
  const uniques = plan.uniques.map((key) => {
    // Phinx makes indexes, and calls them so in PostgreSQL; MySQL takes the name of the column.
    if (system === 'phinx')
      return {
        ...key,
        isIndex: true,
        ...(plan.dialect === 'postgresql' && { name: key.name ?? [plan.table, ...key.columns].join('_') }),
      }
    return system === 'yii2' && key.name !== undefined ? { ...key, isIndex: true } : key
  })
  return { ...plan, uniques, children: plan.children.map(ruled) }
}

/** Rules of a foreign key in the words of SQL. */
export function ruled({ onDelete, onUpdate, ...child }: ChildPlan): ChildPlan {
  const plain = (rule: string) => rule.replace(/_/g, ' ').toUpperCase()
  return {
    ...child,
    ...(onDelete !== undefined && { onDelete: plain(onDelete) }),
    ...(onUpdate !== undefined && { onUpdate: plain(onUpdate) }),
  }
}

/** A name in mixed case whose quotes, or the lack of them, stand in another file: PostgreSQL lowers bare names. */
function unseenName({ table, columns, children }: SqlPlan, text: string): string | undefined {
  const names = [table, ...columns, ...children.flatMap((each) => [each.table, each.column])]
  const keys = children.flatMap(({ foreignKey }) => foreignKey ?? [])
  return [...names, ...keys.filter((name) => !text.includes(name))].find((name) => /[A-Z]/.test(name))
}

/** Names of keys as PostgreSQL keeps those that stand there without quotes. */
function folded(plan: SqlPlan, text: string): SqlPlan {
  const kept = <T extends { readonly name?: string }>(key: T): T =>
    key.name === undefined ? key : { ...key, name: bare(key.name) }
  const bare = (name: string) => (text.includes(`"${name}"`) ? name : name.toLowerCase())
  return {
    ...plan,
    ...(plan.primary && { primary: kept(plan.primary) }),
    uniques: plan.uniques.map(kept),
    children: plan.children.map((child) =>
      child.foreignKey === undefined ? child : { ...child, foreignKey: bare(child.foreignKey) },
    ),
  }
}
