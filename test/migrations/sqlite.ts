import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import initSqlJs from 'sql.js'
import type { Database, Engine, Key, Table } from './engine.js'

const library = await initSqlJs()

export const sqlite: Engine = {
  name: 'SQLite',
  dialect: 'sqlite',
  stop: () => {},
  fresh: () => databaseOf(new library.Database()),
}

/** A database in a file, for programs that open it by themselves. */
export function sqliteFile(path: string): Database {
  const within = <T>(work: (database: Database) => T): T => {
    const db = new library.Database(existsSync(path) ? readFileSync(path) : undefined)
    const given = work(databaseOf(db))
    writeFileSync(path, db.export())
    return given
  }
  return {
    address: { path },
    run: (sql) => within((database) => database.run(sql)),
    rows: (sql) => within((database) => database.rows(sql)),
    tables: () => within((database) => database.tables()),
  }
}

/** A database of the library, however it was opened. */
export function databaseOf(db: InstanceType<typeof library.Database>): Database {
  // As careful applications do; the engine's own default is off.
  db.run('PRAGMA foreign_keys = ON')
  const values = (sql: string): unknown[][] => db.exec(sql)[0]?.values ?? []
  return {
    run(sql) {
      try {
        db.exec(sql)
      } catch (error) {
        // A transaction that a client leaves open ends with its connection.
        try {
          db.exec('ROLLBACK')
        } catch {}
        throw error
      }
    },
    rows: (sql) => values(sql).map((row) => row.map(String)),
    tables: () =>
      values(`SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`).map(
        ([name, sql]) => tableOf(values, String(name), String(sql)),
      ),
  }
}

/** Runs statement by statement, and goes on where one fails, as the `sqlite3` client does when it reads a file. */
export function runOn(database: { run(sql: string): void }, sql: string): string[] {
  const failed: string[] = []
  for (const statement of sql.split(/;[ \t]*\n/).filter((each) => each.trim() !== '')) {
    try {
      database.run(statement)
    } catch (error) {
      failed.push((error as Error).message)
    }
  }
  return failed
}

function tableOf(values: (sql: string) => unknown[][], name: string, sql: string): Table {
  const text = `'${name.replaceAll("'", "''")}'`
  const info = values(`SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_xinfo(${text})`)
  const primary = info.filter((row) => Number(row[4]) > 0).sort((a, b) => Number(a[4]) - Number(b[4]))
  const keys: Key[] = values(
    `SELECT name, "unique", origin, partial FROM pragma_index_list(${text}) WHERE origin <> 'pk'`,
  ).map(([index, isUnique, origin, partial]) => ({
    kind: Number(isUnique) ? 'unique' : 'index',
    columns: values(`SELECT name FROM pragma_index_info('${String(index).replaceAll("'", "''")}')`).map(
      (row) => String(row[0]),
    ),
    name: origin === 'u' ? '' : String(index),
    more: `${origin === 'u' ? 'constraint' : ''}${Number(partial) ? ' partial' : ''}`,
  }))
  const options = [/\bAUTOINCREMENT\b/i, /\bWITHOUT\s+ROWID\b/i, /\bSTRICT\b/i, /\bON\s+CONFLICT\s+\w+/i]
  const more = options.flatMap((pattern) => pattern.exec(sql)?.[0] ?? []).join(' ')
  if (primary.length > 0)
    keys.push({ kind: 'primary', columns: primary.map((row) => String(row[0])), name: '', more })
  const rules = values(
    `SELECT id, "from", "table", coalesce("to", ''), on_delete, on_update FROM pragma_foreign_key_list(${text}) ORDER BY id, seq`,
  )
  return {
    name,
    columns: info.map(([column, type, notNull, filled]) => ({
      name: String(column),
      type: String(type).toUpperCase(),
      isNullable: !Number(notNull),
      filled: filled === null ? '' : `default ${filled}`,
    })),
    keys,
    references: [...new Set(rules.map((row) => row[0]))].map((id) => {
      const own = rules.filter((row) => row[0] === id)
      return {
        columns: own.map((row) => String(row[1])),
        table: String(own[0]?.[2]),
        targets: own.map((row) => String(row[3])).filter((each) => each !== ''),
        rules: `${own[0]?.[4]} ${own[0]?.[5]}`,
        name: '',
      }
    }),
  }
}
