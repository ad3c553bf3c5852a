import type { SqlDialect } from '../../src/storage.js'

/** A database of its own, empty when it is made. */
export interface Database {
  /**
   * Runs a text of SQL as a file that the engine's client reads.
   * @throws with the engine's words, at the first statement that fails
   */
  run(sql: string): void
  /** What a query gives; its columns are texts without tabs and line ends. */
  rows(sql: string): (string | null)[][]
  /** Tables as the engine itself describes them. */
  tables(): Table[]
  /** Where programs find it: the file, or the folder of the server's socket and the name. */
  address?: { path: string; name?: string }
}

/** A database engine that runs, or why it does not. */
export type Engine =
  | { readonly name: string; readonly dialect: SqlDialect; fresh(): Database; stop(): void }
  | { readonly name: string; readonly dialect: SqlDialect; readonly whyNot: string }

export interface Table {
  name: string
  columns: Column[]
  keys: Key[]
  references: Reference[]
}

export interface Column {
  name: string
  type: string
  isNullable: boolean
  /** Default, identity, auto-increment. */
  filled: string
}

export interface Key {
  kind: 'primary' | 'unique' | 'index'
  columns: string[]
  name: string
  /** What a name and columns do not say: an expression, a condition, a length. */
  more: string
}

export interface Reference {
  columns: string[]
  table: string
  targets: string[]
  rules: string
  name: string
}

/** Quotes a name as every engine here does, MariaDB apart. */
export function quote(dialect: SqlDialect, name: string): string {
  return dialect === 'mysql' ? `\`${name.replaceAll('`', '``')}\`` : `"${name.replaceAll('"', '""')}"`
}

/** A value as a literal of SQL, as a text that no engine leaves out. */
export function literal(dialect: SqlDialect, value: string): string {
  if (dialect === 'postgresql') return `quote_nullable(${value}::text)`
  return dialect === 'mysql' ? `QUOTE(${value})` : `quote(${value})`
}

/** Tables as sorted lines; the order of columns is no part of a schema. */
export function linesOf(tables: readonly Table[], { names }: { names: boolean }): string[] {
  return tables
    .flatMap(({ name, columns, keys, references }) => [
      ...columns.map(
        (each) =>
          `${name}.${each.name} ${each.type}${each.isNullable ? '' : ' not null'}${each.filled ? ` ${each.filled}` : ''}`,
      ),
      ...keys.map((key) =>
        `${name} ${key.kind} (${key.columns.join(', ')}) ${key.more} ${names ? key.name : ''}`.trim(),
      ),
      ...references.map((each) =>
        `${name} foreign (${each.columns.join(', ')}) to ${each.table} (${each.targets.join(', ')}) ${each.rules} ${names ? each.name : ''}`.trim(),
      ),
    ])
    .map((line) => line.replace(/ {2,}/g, ' '))
    .sort()
}
