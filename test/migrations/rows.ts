import type { SqlDialect } from '../../src/storage.js'
import { type Column, quote, type Reference, type Table } from './engine.js'

/** How many rows a table gets before a migration; those of `later` come behind it. */
const COUNT = 6

/** Tables in an order in which each one stands behind those that it points to. */
export function inOrder(tables: readonly Table[]): Table[] {
  const done: Table[] = []
  const add = (table: Table) => {
    if (done.includes(table)) return
    for (const { table: other } of table.references) {
      const found = tables.find(({ name }) => name === other)
      if (found && found !== table) add(found)
    }
    done.push(table)
  }
  tables.forEach(add)
  return done
}

/**
 * INSERT statements for every table, with the columns that it has, as old code writes them. What the schema allows is in
 * them: nulls, rows that agree in all that is not unique, accounts of amocrm.ru, several children of one row.
 */
export function inserts(dialect: SqlDialect, tables: readonly Table[], from = 0, count = COUNT): string[] {
  return inOrder(tables).flatMap((table) =>
    Array.from({ length: count }, (_, i) => insertOf(dialect, table, tables, from + i)),
  )
}

/** Rows as old code writes them after a migration: of accounts that nobody knew before. */
export function later(dialect: SqlDialect, tables: readonly Table[]): string[] {
  return inserts(dialect, tables, 40, 2)
}

function insertOf(dialect: SqlDialect, table: Table, tables: readonly Table[], i: number): string {
  const given = table.columns.filter((column) => !isFilled(column, table))
  const values = given.map((column) => written(dialect, column, table, tables, i))
  const q = (name: string) => quote(dialect, name)
  if (given.length === 0)
    return `INSERT INTO ${q(table.name)} ${dialect === 'mysql' ? '() VALUES ()' : 'DEFAULT VALUES'}`
  return `INSERT INTO ${q(table.name)} (${given.map(({ name }) => q(name)).join(', ')}) VALUES (${values.join(', ')})`
}

/** Whether the database fills a column by itself, and code leaves that to it. */
function isFilled({ name, type, filled }: Column, { keys }: Table): boolean {
  if (/identity|nextval|auto_increment|current_timestamp|now\(\)/i.test(filled)) return true
  // A number that is the key of a table of SQLite is filled; code gives it where it is an account's.
  return /^INTEGER$/i.test(type) && name === 'id' && keys.some((key) => key.kind === 'primary')
}

function written(
  dialect: SqlDialect,
  column: Column,
  table: Table,
  tables: readonly Table[],
  i: number,
): string {
  const reference = table.references.find(({ columns }) => columns.includes(column.name))
  const parent = reference && tables.find(({ name }) => name === reference.table)
  if (reference && parent) {
    if (column.isNullable && i % COUNT === 5) return 'NULL'
    // A table that points to itself: to a row that is there already.
    if (parent === table && i % COUNT === 0 && column.isNullable) return 'NULL'
    const at =
      parent === table ? (i < COUNT ? Math.max(0, i - 1) : 0) : i < COUNT ? pointed(table, reference, i) : i
    const target = targetOf(reference, parent, column.name)
    if (isFilled(target, parent)) return `${at + 1}`
    return written(dialect, target, parent, tables, at)
  }
  // Rows that agree in everything that need not differ: 2 and 3.
  const alone = table.keys.some(
    ({ kind, columns }) =>
      kind !== 'index' && columns.length === 1 && columns[0]?.replaceAll('"', '') === column.name,
  )
  const last = table.keys.some(
    ({ kind, columns }) =>
      kind !== 'index' && columns.length > 1 && columns.at(-1)?.replaceAll('"', '') === column.name,
  )
  if (isNullable(column, table) && (i % COUNT === 5 || (i % COUNT === 4 && /domain|host/i.test(column.name))))
    return 'NULL'
  const n = !alone && !last && i === 3 ? 2 : i
  return filling(dialect, column, n)
}

/** A number that is the key of a table of SQLite is filled by the database where it is null: code always gives an account's. */
function isNullable({ name, type, isNullable }: Column, { keys }: Table): boolean {
  const primary = keys.find(({ kind }) => kind === 'primary')?.columns ?? []
  return isNullable && !(type === 'INTEGER' && primary.length === 1 && primary[0] === name)
}

/** The row of the parent that a row points to: two rows may share one, unless the column is unique. */
function pointed(table: Table, { columns }: Reference, i: number): number {
  const isUnique = table.keys.some(
    (key) => key.kind !== 'index' && key.columns.length === 1 && key.columns[0] === columns[0],
  )
  return isUnique ? i : ([0, 0, 1, 3, 2, 4][i % COUNT] ?? 0)
}

function targetOf({ columns, targets }: Reference, parent: Table, column: string): Column {
  const primary = parent.keys.find(({ kind }) => kind === 'primary')?.columns ?? []
  const name = (targets.length > 0 ? targets : primary)[columns.indexOf(column)]?.replaceAll('"', '')
  return parent.columns.find((each) => each.name === name) as Column
}

function filling(dialect: SqlDialect, { name, type }: Column, n: number): string {
  if (/domain|host|referer|url/i.test(name) && !/sub/i.test(name))
    return `'${n === 1 ? 'acme1.amocrm.ru' : `acme${n}.${n % 2 ? 'amocrm' : 'kommo'}.com`}'`
  // What MariaDB makes of `JSON`.
  if (/json|longtext utf8mb4_bin/i.test(type)) return `'{"n": ${n}}'`
  if (/timestamp|datetime/i.test(type)) return `'2024-01-0${(n % 9) + 1} 10:00:00'`
  if (/bool/i.test(type)) return dialect === 'postgresql' ? 'true' : '1'
  if (/int|numeric|decimal|real|double/i.test(type)) return `${31000 + n}`
  return `'${name.toLowerCase().slice(0, 12)} ${n}'`
}
