import type { Source } from '../../files/source.js'
import type { ChildPlan, KeyPlan, SqlPlan } from '../../migrations/plan.js'
import { isWritable } from '../../migrations/sql.js'
import type { SqlDialect, TableKey, TableSite } from '../../storage.js'
import { type HazardFact, whatRelies } from './hazards.js'
import { identityOf } from './names.js'
import type { OtherStatement } from './statements.js'
import { isReference, isSameTable, type KeyProblem, type TableFact } from './tables.js'
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
  /** Statements of SQL that say something of the table by the way. */
  others: readonly OtherStatement[]
  /** Calls that go by keys without naming them. */
  hazards: readonly HazardFact[]
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
  if (!isWritable({ ...plan, rebuilt: '', former: '' }))
    return { reason: writability(dialect, plan.children) }
  const reason = whyNotInSql(situation, plan)
  return reason === undefined ? { plan } : { reason }
}

/** What SQL cannot do there and back, or not without losing something. */
function whyNotInSql({ table, known, all, others }: Situation, plan: SqlPlan): string | undefined {
  const { dialect, account, platform, indexed } = plan
  if (dialect === 'mysql' || dialect === 'sqlserver') {
    const inKeys = [...indexed, ...(account ? [account.column, platform] : [])]
    const wide = known
      .flatMap(({ columns }) => columns)
      .find(({ name, type }) => inKeys.includes(name) && /text|blob|json|\(max\)/i.test(type ?? ''))
    if (wide) return `\`${wide.name}\` is too long for an index (${wide.type})`
  }
  if (dialect !== 'sqlite') return undefined
  const bound = others.find(({ what }) => what === 'view' || what === 'trigger')
  if (bound) return `SQLite makes the table anew, and a ${bound.what} in ${bound.path} names the old one`
  const changed = known.find((each) => each.change === 'alter' && each.system === 'sql')
  if (changed) return `SQLite makes the table anew, and another statement changes it (${changed.path})`
  const pointing = all.find((each) =>
    each.references.some((reference) => isSameTable(reference.table, table.name)),
  )
  return (
    pointing &&
    `SQLite makes the table anew, and its rows go for a moment, which \`${pointing.name}\` would follow`
  )
}

const dialectOf = ({ table, known }: Situation): SqlDialect | undefined =>
  table.dialect ?? known.find((each) => each.dialect)?.dialect

/** How the keys of a table change, where that can be told from what the project says. */
export function planOf(situation: Situation): Planned {
  const { table, problems, known, all, uses } = situation
  const broken = whatBreaks(situation)
  if (broken !== undefined) return { reason: broken }
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
  const account = accountOf(columns, known)
  const domain = columns.find((name) => identityOf(name) === 'domain')
  if (!primary && account === undefined)
    return {
      reason:
        'no column holds the account id that could be unique instead: it has to be added and filled first',
    }
  const children = childrenOf(table, primary?.columns ?? [], all)
  if ('reason' in children) return children
  const id = freeName(columns, ['id', `${singular(table.name)}_key`])
  const kept = known
    .flatMap(({ keys }) => keys)
    .filter(
      (each) =>
        !each.special && !problems.some(({ key }) => sameColumns(key, each) && key.kind === each.kind),
    )
  const looked = [...names, ...(account && !account.isUnique ? [account.column] : [])]
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
    id,
    platform,
    ...(columns.includes('platform') && { hasPlatform: true }),
    ...(account !== undefined && { account }),
    indexed: unique([...looked, ...(primary ? leaningOn(primary, known, dialect) : [])]).filter(
      (name) => !kept.some(({ columns }) => columns[0] === name),
    ),
    ...(domain !== undefined && { domain }),
    children: children.list,
    columns,
    taken: unique(
      all.flatMap(({ keys }) => keys.flatMap(({ name }) => (name === undefined ? [] : [name.toLowerCase()]))),
    ),
  }
  return { plan }
}

/** The column of the account's id, and whether a key says that no two rows share it. */
function accountOf(columns: readonly string[], known: readonly TableFact[]): KeyPlan['account'] {
  // A column that points to a table of the project holds that table's numbers.
  const ids = columns.filter((name) => identityOf(name) === 'id' && !isReference(name, known))
  const isUnique = (column: string) =>
    known.some(
      ({ keys }) =>
        keys.some(
          (key) =>
            key.kind !== 'index' && !key.special && key.columns.length === 1 && key.columns[0] === column,
        ) &&
        !known.some(({ drops }) =>
          drops.some(
            ({ kind, names }) =>
              kind !== 'column' && (names.length === 0 || names.some((name) => name.includes(column))),
          ),
        ),
    )
  const own = ids.find(isUnique)
  if (own !== undefined) return { column: own, isUnique: true }
  return ids[0] === undefined ? undefined : { column: ids[0], isUnique: false }
}

/** Columns of foreign keys of the table itself that MySQL looks up by the key that goes. */
function leaningOn(
  { columns }: TableKey,
  known: readonly TableFact[],
  dialect: SqlDialect | undefined,
): string[] {
  if (dialect !== 'mysql') return []
  return known
    .flatMap(({ references }) => references)
    .flatMap((reference) => (reference.columns[0] === columns[0] ? reference.columns.slice(0, 1) : []))
}

function sameColumns(a: Pick<TableKey, 'columns'>, b: Pick<TableKey, 'columns'>): boolean {
  return a.columns.length === b.columns.length && a.columns.every((name, i) => name === b.columns[i])
}

/** What a migration would break, or would not find again on the way back. */
function whatBreaks({ source, table, problems, known, all, others, hazards }: Situation): string | undefined {
  const rows = others.find(({ what }) => what === 'rows')
  if (rows) return `rows are written by the order of its columns (${rows.path}), which changes`
  const renamed = others.find(({ what }) => what === 'rename')
  if (renamed) return `the table or a column of it gets another name (${renamed.path})`
  const dropped = others.find(({ what, path }) => what === 'drop' && path !== source.path)
  if (dropped) return `another step drops the table or a key of it (${dropped.path})`
  const upsert = others.find(({ what }) => what === 'upsert')
  if (upsert)
    return `an INSERT relies on its keys without naming them (${upsert.path}), and has to change in the same step`
  const relied = whatRelies(
    hazards,
    [table.name, ...[table, ...known].flatMap(({ model }) => model ?? [])],
    // Eloquent goes by the key that its class names, whichever the table has.
    problems.some(({ key }) => key.kind === 'primary'),
  )
  if (relied !== undefined) return relied
  if (problems.some(({ key }) => key.special))
    return 'its key says more than its columns, and could not be made again'
  const counted = problems
    .flatMap(({ key }) => key.columns)
    .find((name) => known.some(({ columns }) => columns.some((each) => each.name === name && each.generated)))
  if (counted !== undefined) return `the database itself fills \`${counted}\``
  const number = known
    .flatMap(({ columns }) => columns)
    .find(({ generated, type }) => generated && /int|serial/i.test(type ?? ''))
  if (number && problems.some(({ key }) => key.kind === 'primary'))
    return `\`${number.name}\` numbers its rows already, and can be the key`
  const uniques = problems.flatMap(({ key }) => (key.kind === 'unique' ? [key.columns] : []))
  const child = all.find(
    ({ system, references }) =>
      system !== 'eloquent' &&
      references.some(
        (reference) =>
          (isSameTable(reference.table, table.name) || reference.table === table.model) &&
          uniques.some(
            (columns) =>
              reference.targets.length > 0 && reference.targets.every((name) => columns.includes(name)),
          ),
      ),
  )
  return child && `\`${child.name}\` points to a unique key that goes`
}

/** Whether a library's call stops working, or finds another record, once the key is gone. */
function asksByKey(
  { system, call, fields }: UseFact,
  primary: TableKey | undefined,
  names: readonly string[],
): boolean {
  // Whatever the key is called: some libraries ask by it without its name.
  if (primary !== undefined && system !== undefined && fields.includes('pk')) return true
  if (
    system === undefined ||
    system === 'sql' ||
    system === 'pdo' ||
    !fields.some((name) => names.includes(name))
  )
    return false
  // What names its field finds the same record by it: the property stays.
  if (system === 'doctrine') return primary !== undefined && /(?:find|getReference)$/.test(call)
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

/**
 * What a migration in code cannot be sure of: what other migrations do, and what a key is good for beside being one.
 * @param path the migration that declares the keys
 */
export function whyNotByMigration(
  { known, source }: Situation,
  plan: KeyPlan,
  path = source.path,
): string | undefined {
  const { primary, uniques, indexed, account, domain } = plan
  const keys = [...(primary ? [primary.columns] : []), ...uniques.map(({ columns }) => columns)].flat()
  const needed = unique([
    ...keys,
    ...indexed,
    ...[account?.column, domain].filter((name) => name !== undefined),
    ...plan.columns.filter((name) => identityOf(name) !== undefined),
  ])
  const touches = (names: readonly string[]) => names.some((name) => needed.includes(name))
  const other = known.find(
    (each) =>
      each.part === 'migration' &&
      each.path !== path &&
      (each.keys.some(
        ({ kind, columns }) => kind !== 'index' && (touches(columns) || (kind === 'primary' && primary)),
      ) ||
        each.drops.some(({ kind, names }) => kind !== 'column' || touches(names))),
  )
  return other && `\`${other.path}\` changes its keys as well`
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
      if (reference.special) return { reason: `the foreign key of \`${each.name}\` is no plain one` }
      const [column] = reference.columns
      if (reference.columns.length !== 1 || column === undefined || key.length !== 1)
        return { reason: `\`${each.name}\` points to it with several columns` }
      if (list.some((known) => known.table === each.name && known.column === column)) continue
      list.push({
        table: each.name,
        column,
        target: key[0] as string,
        system: each.system,
        added: freeName(
          [
            ...all.flatMap((other) =>
              isSameTable(other.name, each.name) ? other.columns.map(({ name }) => name) : [],
            ),
            ...list.flatMap((known) => (known.table === each.name ? [known.added] : [])),
          ],
          [`${singular(table.name)}_ref`, `${column}_ref`],
        ),
        ...(reference.name !== undefined && { foreignKey: reference.name }),
        ...(reference.onDelete !== undefined && { onDelete: reference.onDelete }),
        ...(reference.onUpdate !== undefined && { onUpdate: reference.onUpdate }),
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
