import { reservedLabels } from '../brand/hosts.js'
import type { SqlDialect } from '../storage.js'
import { quoted } from './sql.js'

/** A column that holds addresses of accounts. */
export interface HostColumn {
  readonly table: string
  readonly column: string
  readonly dialect: SqlDialect
  /** Columns of the primary key. */
  readonly primary: readonly string[]
  /** Unique keys that the column is in, without it: rows that agree in all of these cannot hold one address. */
  readonly uniques: readonly (readonly string[])[]
  /** Tables that point to the primary key of this one. */
  readonly children: readonly {
    readonly table: string
    readonly column: string
    readonly primary: readonly string[]
  }[]
}

/** A migration of stored addresses. Statements are whole and without `;`. */
export interface DataSteps {
  /** Shows what the steps will do; changes nothing. */
  readonly look: readonly string[]
  readonly up: readonly string[]
  readonly down: readonly string[]
}

/** Stands in every file that is written here: a later audit knows by it that the column has been seen to. */
export function dataMarkerOf({ table, column }: Pick<HostColumn, 'table' | 'column'>): string {
  return `kommo-migrate: stored-host ${table}.${column}`
}

const OLD = '.amocrm.com'
const NEW = '.kommo.com'

/**
 * Moves `SUB.amocrm.com` to `SUB.kommo.com`, as a host alone or as `https://SUB.amocrm.com/`, in any column. Everything else stays:
 * `.amocrm.ru`, hosts of the platform (`amojo`, `api-b`, `drive-c`), longer URLs. A row whose account has one under the new
 * address already is merged into that one: its children point there, and it moves to the table of former rows. What was
 * changed is kept in that table, so that the way back knows it. Running it again changes nothing.
 */
export function dataSteps(host: HostColumn): DataSteps {
  const q = (name: string) => quoted(host.dialect, name)
  const own = q(host.table)
  const former = q(formerTable(host.table, host.column))
  const [column, key] = [q(host.column), q(host.primary[0] as string)]
  const next = `REPLACE(o.${column}, '${OLD}', '${NEW}')`
  const isAddress = oldHost(host.dialect, `o.${column}`)
  const isTaken = takenBy(host, next)
  const outcome = `CASE WHEN EXISTS (SELECT 1 FROM ${own} AS k WHERE ${isTaken}) THEN 'merged' ELSE 'changed' END AS ${q('outcome')}`
  const look = [
    `SELECT o.*, ${next} AS ${q('new_value')}${host.uniques.length > 0 ? `,\n  ${outcome}` : ''}\nFROM ${own} AS o\nWHERE ${isAddress}`,
    `SELECT o.*\nFROM ${own} AS o\nWHERE o.${column} LIKE '%amocrm.com%' AND NOT (${isAddress})`,
  ]
  // What is in the table of former rows has been found to be an address: a row of it that still says so is yet to change.
  const isYetTo = (alias: string) =>
    `${alias}.${column} LIKE '%${OLD}%' AND ${alias}.${key} IN (SELECT f.${key} FROM ${former} AS f)`
  const up = [
    emptyCopy(host, formerTable(host.table, host.column), host.table),
    `INSERT INTO ${former}\nSELECT o.* FROM ${own} AS o\nWHERE o.${key} NOT IN (SELECT f.${key} FROM ${former} AS f)\n  AND ${isAddress}`,
  ]
  const down = [restored(host), reinserted(host)]
  if (host.uniques.length > 0) {
    for (const child of host.children) {
      up.push(...movedChildren(host, child, isYetTo('o'), isTaken))
      down.push(...restoredChildren(host, child))
    }
    up.push(deletion(host, isYetTo('o'), isTaken))
  }
  up.push(`UPDATE ${own} SET ${column} = REPLACE(${column}, '${OLD}', '${NEW}')\nWHERE ${isYetTo(own)}`)
  down.push(`DROP TABLE ${former}`)
  return { look, up, down }
}

/** Why the migration of a column cannot be written, or `undefined`. */
export function dataObstacle({
  table,
  column,
  dialect,
  primary,
  uniques,
  children,
}: HostColumn): string | undefined {
  if (primary[0] === column)
    return `${column} is the primary key of ${table}: give the table a key of its own first (account-key)`
  if (primary.length !== 1)
    return `the primary key of ${table} is not known, so that a change could not be taken back`
  if (uniques.length === 0) return undefined
  if (dialect === 'sqlserver')
    return `${column} is unique in ${table}, and rows are not merged for SQL Server`
  if (children.some((child) => child.table === table))
    return `${table} points to itself, and rows of it may be merged`
  const open = children.filter((child) => child.primary.length !== 1).map((child) => child.table)
  return open.length > 0
    ? `${open.join(' and ')} point to rows that may be merged, and their primary key is not known`
    : undefined
}

/** The table that keeps rows as they were. */
export function formerTable(table: string, column: string): string {
  return `${table}_${column}_before_kommo`.slice(0, 63)
}

/** The condition that a value is an account's address on amocrm.com, alone or as the beginning of a URL without a path. */
function oldHost(dialect: SqlDialect, value: string): string {
  const bare = `REPLACE(REPLACE(${value}, 'https://', ''), 'http://', '')`
  const host =
    dialect === 'mysql'
      ? `TRIM(TRAILING '/' FROM ${bare})`
      : dialect === 'sqlserver'
        ? `REPLACE(${bare}, '${OLD}/', '${OLD}')`
        : `RTRIM(${bare}, '/')`
  const { whole, beginnings } = reservedLabels()
  const names = whole.map((label) => `'${label}${OLD}'`).join(', ')
  return [
    `${host} LIKE '_%${OLD}'`,
    `${host} NOT LIKE '%.%${OLD}'`,
    `${host} NOT LIKE '%/%'`,
    `${host} NOT IN (${names})`,
    ...beginnings.map((beginning) => `${host} NOT LIKE '${beginning}%'`),
    // Where letters of either case are equal to a database, they are not to its REPLACE.
    `REPLACE(${value}, '${OLD}', '') <> ${value}`,
  ].join('\n  AND ')
}

/** Whether the row `k` holds already what the row `o` would come to hold. */
function takenBy({ dialect, column, uniques }: HostColumn, next: string): string {
  const q = (name: string) => quoted(dialect, name)
  const same = uniques.map((others) =>
    [`k.${q(column)} = ${next}`, ...others.map((name) => `k.${q(name)} = o.${q(name)}`)].join(' AND '),
  )
  return same.length === 1 ? (same[0] as string) : `(${same.map((each) => `(${each})`).join(' OR ')})`
}

function emptyCopy({ dialect }: HostColumn, copy: string, table: string): string {
  const [to, from] = [quoted(dialect, copy), quoted(dialect, table)]
  if (dialect === 'sqlserver')
    return `IF OBJECT_ID('${copy.replaceAll("'", "''")}') IS NULL SELECT * INTO ${to} FROM ${from} WHERE 1 = 0 UNION ALL SELECT * FROM ${from} WHERE 1 = 0`
  return `CREATE TABLE IF NOT EXISTS ${to} AS SELECT * FROM ${from} WHERE 1 = 0`
}

function movedChildren(
  host: HostColumn,
  child: HostColumn['children'][number],
  isYetTo: string,
  isTaken: string,
): string[] {
  const q = (name: string) => quoted(host.dialect, name)
  const [own, other, key, column, otherKey] = [
    q(host.table),
    q(child.table),
    q(host.primary[0] as string),
    q(child.column),
    q(child.primary[0] as string),
  ]
  const log = q(formerTable(child.table, child.column))
  const merged = `SELECT o.${key} FROM ${own} AS o JOIN ${own} AS k ON ${isTaken}\n  WHERE ${isYetTo}`
  const kept = `SELECT MIN(k.${key}) FROM ${own} AS o JOIN ${own} AS k ON ${isTaken} WHERE o.${key} = ${other}.${column}`
  return [
    emptyCopy(host, formerTable(child.table, child.column), child.table),
    `INSERT INTO ${log}\nSELECT c.* FROM ${other} AS c\nWHERE c.${otherKey} NOT IN (SELECT l.${otherKey} FROM ${log} AS l) AND c.${column} IN (\n  ${merged})`,
    `UPDATE ${other} SET ${column} = (\n  ${kept})\nWHERE ${column} IN (\n  ${merged})`,
  ]
}

function restoredChildren(host: HostColumn, child: HostColumn['children'][number]): string[] {
  const q = (name: string) => quoted(host.dialect, name)
  const log = q(formerTable(child.table, child.column))
  const [other, key] = [q(child.table), q(child.primary[0] as string)]
  return [
    `UPDATE ${other} SET ${q(child.column)} = (SELECT l.${q(child.column)} FROM ${log} AS l WHERE l.${key} = ${other}.${key}) WHERE ${key} IN (SELECT l.${key} FROM ${log} AS l)`,
    `DROP TABLE ${log}`,
  ]
}

/** Rows that are merged go: the table of former rows has them. */
function deletion(host: HostColumn, isYetTo: string, isTaken: string): string {
  const own = quoted(host.dialect, host.table)
  if (host.dialect === 'mysql')
    return `DELETE o FROM ${own} AS o JOIN ${own} AS k ON ${isTaken}\nWHERE ${isYetTo}`
  return `DELETE FROM ${own} AS o\nWHERE ${isYetTo}\n  AND EXISTS (SELECT 1 FROM ${own} AS k WHERE ${isTaken})`
}

/** Values that were changed come back, found by the primary key. */
function restored(host: HostColumn): string {
  const q = (name: string) => quoted(host.dialect, name)
  const [own, former, column, key] = [
    q(host.table),
    q(formerTable(host.table, host.column)),
    q(host.column),
    q(host.primary[0] as string),
  ]
  return `UPDATE ${own} SET ${column} = (SELECT f.${column} FROM ${former} AS f WHERE f.${key} = ${own}.${key}) WHERE ${key} IN (SELECT f.${key} FROM ${former} AS f)`
}

/** Rows that were merged come back. */
function reinserted(host: HostColumn): string {
  const q = (name: string) => quoted(host.dialect, name)
  const [own, former, key] = [
    q(host.table),
    q(formerTable(host.table, host.column)),
    q(host.primary[0] as string),
  ]
  return `INSERT INTO ${own} SELECT f.* FROM ${former} AS f WHERE NOT EXISTS (SELECT 1 FROM ${own} AS t WHERE t.${key} = f.${key})`
}
