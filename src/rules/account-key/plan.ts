import type { Source } from '../../files/source.js'
import type { ChildPlan, KeyPlan, SqlPlan } from '../../migrations/plan.js'
import { isWritable } from '../../migrations/sql.js'
import type { SqlDialect, TableKey, TableSite } from '../../storage.js'
import { identityOf } from './names.js'
import { isSameTable, type KeyProblem, type TableFact } from './tables.js'
import type { UseFact } from './use-facts.js'

/** A plan, or why a person has to make one: a clause that goes behind "because". */
export type Planned<Plan = KeyPlan> = { plan: Plan } | { reason: string }

/** What is known of a table whose keys are to change. */
export interface Situation {
  source: Source
  table: TableSite
  /** All problems of the table in this file. */
  problems: readonly KeyProblem[]
  /** What all files say of the table, and of the others. */
  known: readonly TableFact[]
  all: readonly TableFact[]
  uses: readonly UseFact[]
}

/** The plan for statements of SQL, which are written in a dialect. */
export function sqlPlanOf(situation: Situation): Planned<SqlPlan> {
  const dialect = dialectOf(situation)
  if (!dialect) return { reason: 'the dialect of the database does not show' }
  const planned = planOf(situation)
  if ('reason' in planned) return planned
  const plan: SqlPlan = { ...planned.plan, dialect }
  const unnamed =
    dialect === 'mysql' ? plan.children.find(({ foreignKey }) => foreignKey === undefined) : undefined
  if (unnamed)
    return { reason: `the foreign key of \`${unnamed.table}\` has no name that a migration could drop` }
  return isWritable({ ...plan, rebuilt: '', former: '' })
    ? { plan }
    : { reason: writability(dialect, plan.children) }
}

const dialectOf = ({ table, known }: Situation): SqlDialect | undefined =>
  table.dialect ?? known.find((each) => each.dialect)?.dialect

/** How the keys of a table change, where that can be told from what the project says. */
export function planOf(situation: Situation): Planned {
  const { table, problems, known, all, uses } = situation
  const dialect = dialectOf(situation)
  const columns = unique([
    ...table.columns.map(({ name }) => name),
    ...known.flatMap((each) => each.columns.map(({ name }) => name)),
  ])
  if (columns.length === 0) return { reason: 'its columns are declared somewhere else' }
  const primary = problems.find(({ key }) => key.kind === 'primary')?.key
  const names = unique(problems.flatMap(({ columns }) => columns.map(({ name }) => name)))
  const properties = problems.flatMap(({ columns }) => columns.flatMap(({ site }) => site?.property ?? []))
  const asked = uses.find(
    ({ fields, kind }) =>
      kind === 'upsert' && fields.some((name) => names.includes(name) || properties.includes(name)),
  )
  if (asked)
    return {
      reason: `\`${asked.call}\` relies on this key (${asked.path}), and has to change in the same step`,
    }
  const found = uses.find((use) => asksByKey(use, primary, [...names, ...properties]))
  if (found)
    return {
      reason: `\`${found.call}\` asks by this key (${found.path}), and has to change in the same step`,
    }
  if (known.some((each) => each.path !== table.span.file && isModelOfKey(each, problems)))
    return { reason: 'a model in code declares the same key, and has to change in the same step' }
  const platform = columns.includes('platform') ? 'platform' : freeName(columns, ['platform', 'crm_platform'])
  const others = problems.flatMap(({ key }) =>
    key.columns.filter((name) => name !== platform && !names.includes(name)),
  )
  if (others.length > 0)
    return {
      reason: `its key tells rows of one account apart by \`${unique(others).join('`, `')}\` as well`,
    }
  const account =
    columns.find((name) => identityOf(name) === 'id') ??
    names.find((name) => identityOf(name) === 'subdomain')
  const domain = columns.find((name) => identityOf(name) === 'domain')
  if (!primary && account === undefined)
    return {
      reason:
        'no column holds the account id that could be unique instead: it has to be added and filled first',
    }
  const children = childrenOf(table, primary?.columns ?? [], all)
  if ('reason' in children) return children
  const plan: KeyPlan = {
    table: table.name,
    ...(dialect && { dialect }),
    ...(primary && {
      primary: { columns: primary.columns, ...(primary.name !== undefined && { name: primary.name }) },
    }),
    uniques: problems
      .filter(({ key }) => key.kind === 'unique')
      .map(({ key }) => ({
        columns: key.columns,
        ...(key.name !== undefined && { name: key.name }),
        ...(key.isIndex && { isIndex: true }),
      })),
    id: freeName(columns, ['id', `${singular(table.name)}_key`]),
    platform,
    ...(columns.includes('platform') && { hasPlatform: true }),
    ...(account !== undefined && { account }),
    indexed: names.filter(
      (name) =>
        !known.some(({ keys }) => keys.some((key) => key.kind === 'index' && key.columns[0] === name)),
    ),
    ...(domain !== undefined && { domain }),
    children: children.list,
    columns,
  }
  return { plan }
}

/** Whether a library's call stops working, or finds another record, once the key is gone. */
function asksByKey(
  { system, call, fields }: UseFact,
  primary: TableKey | undefined,
  names: readonly string[],
): boolean {
  if (
    system === undefined ||
    system === 'sql' ||
    system === 'pdo' ||
    !fields.some((name) => names.includes(name))
  )
    return false
  // Prisma finds by unique fields alone: its types know them.
  return (
    primary !== undefined || /(?:findUnique|findUniqueOrThrow|update|delete|upsert|connect\w*)$/.test(call)
  )
}

function writability(dialect: SqlDialect, children: readonly ChildPlan[]): string {
  if (dialect === 'sqlite' && children.length > 0)
    return `${children.map(({ table }) => `\`${table}\``).join(' and ')} point to it, and SQLite cannot change either in place`
  return 'its primary key has no name that a migration could drop'
}

/** What a migration in code cannot be sure of: what other migrations do, and what a key is good for beside being one. */
export function whyNotByMigration(
  { table, known, all, source }: Situation,
  plan: KeyPlan,
): string | undefined {
  const { primary, uniques, indexed, account, domain } = plan
  const keys = [...(primary ? [primary.columns] : []), ...uniques.map(({ columns }) => columns)].flat()
  const needed = unique([
    ...keys,
    ...indexed,
    ...[account, domain].filter((name) => name !== undefined),
    ...plan.columns.filter((name) => identityOf(name) !== undefined),
  ])
  const touches = (names: readonly string[]) => names.some((name) => needed.includes(name))
  const other = known.find(
    (each) =>
      each.part === 'migration' &&
      each.path !== source.path &&
      (each.keys.some(
        ({ kind, columns }) => kind !== 'index' && (touches(columns) || (kind === 'primary' && primary)),
      ) ||
        each.drops.some(({ kind, names }) => kind !== 'column' || touches(names))),
  )
  if (other) return `\`${other.path}\` changes its keys as well`
  const counted = [...table.columns, ...known.flatMap(({ columns }) => columns)].find(
    ({ name, generated }) => generated && primary && (primary.columns.includes(name) || name === plan.id),
  )
  if (counted) return `the database itself fills \`${counted.name}\``
  const child = all.find(
    ({ system, references }) =>
      system !== 'eloquent' &&
      references.some(
        (reference) =>
          isSameTable(reference.table, table.name) &&
          uniques.some(({ columns }) => reference.targets.some((name) => columns.includes(name))),
      ),
  )
  return child && `\`${child.name}\` points to a unique key that goes`
}

/** Whether a model says the same key. Eloquent's say their primary key and nothing of unique ones; others say the whole table. */
function isModelOfKey({ part, system, keys }: TableFact, problems: readonly KeyProblem[]): boolean {
  if (part !== 'model') return false
  return (
    (system !== 'eloquent' && system !== 'rails') ||
    problems.some(({ key }) =>
      keys.some(
        ({ kind, columns }) => kind === key.kind && columns.some((name) => key.columns.includes(name)),
      ),
    )
  )
}

/** Tables that point to the key that goes. */
function childrenOf(
  table: TableSite,
  key: readonly string[],
  all: readonly TableFact[],
): { list: ChildPlan[] } | { reason: string } {
  const list: ChildPlan[] = []
  for (const each of all) {
    // A relation of such a model is no constraint: it goes by the old column, which stays.
    if (each.system === 'eloquent') continue
    for (const reference of each.references) {
      if (!isSameTable(reference.table, table.name) && reference.table !== table.model) continue
      const isOnKey =
        key.length > 0 &&
        (reference.targets.length === 0 || reference.targets.some((name) => key.includes(name)))
      if (!isOnKey) continue
      const [column] = reference.columns
      if (reference.columns.length !== 1 || column === undefined || key.length !== 1)
        return { reason: `\`${each.name}\` points to it with several columns` }
      if (list.some((known) => known.table === each.name && known.column === column)) continue
      list.push({
        table: each.name,
        column,
        target: key[0] as string,
        system: each.system,
        added: list.some((known) => known.table === each.name)
          ? `${column}_ref`
          : `${singular(table.name)}_ref`,
        ...(reference.name !== undefined && { foreignKey: reference.name }),
        ...(reference.onDelete !== undefined && { onDelete: reference.onDelete }),
      })
    }
  }
  return { list }
}

function freeName(taken: readonly string[], wanted: readonly string[]): string {
  return wanted.find((name) => !taken.some((each) => each.toLowerCase() === name)) ?? `${wanted[0]}_2`
}

export function singular(name: string): string {
  return name
    .replace(/ies$/i, 'y')
    .replace(/(?<!s)s$/i, '')
    .toLowerCase()
}

function unique<T>(list: readonly T[]): T[] {
  return [...new Set(list)]
}
