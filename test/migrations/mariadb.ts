import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Database, Engine, Table } from './engine.js'
import { ask, lastLine, program, serverFolder, serverUser, start } from './server.js'

const name = 'MariaDB'
const dialect = 'mysql'

/** MariaDB of this machine, started for the tests alone. */
export async function mariadb(): Promise<Engine> {
  const [install, mariadbd, mysql] = ['mariadb-install-db', 'mariadbd', 'mariadb'].map((each) =>
    program(each),
  )
  if (!install || !mariadbd || !mysql) return { name, dialect, whyNot: 'mariadb-server is not installed' }
  try {
    const user = serverUser('mysql')
    const folder = serverFolder(user)
    const [data, socket] = [join(folder, 'data'), join(folder, 's')]
    const common = ['--no-defaults', `--datadir=${data}`]
    execFileSync(install, [...common, '--auth-root-authentication-method=normal', '--skip-test-db'], {
      ...user,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const args = ['--no-defaults', '--default-character-set=utf8mb4', '-uroot', `-S${socket}`, '-NBr']
    const client = (database: string, sql: string): string => ask(mysql, [...args, database], sql)
    const stop = await start({
      command: mariadbd,
      args: [
        ...common,
        `--socket=${socket}`,
        `--pid-file=${join(folder, 'pid')}`,
        '--skip-networking',
        '--character-set-server=utf8mb4',
        '--innodb-flush-log-at-trx-commit=0',
        '--innodb-buffer-pool-size=32M',
      ],
      user,
      folder,
      ask: () => client('mysql', 'SELECT 1'),
    })
    let made = 0
    const fresh = (): Database => {
      const database = `test_${++made}`
      client('mysql', `CREATE DATABASE ${database}`)
      const rows = (sql: string) =>
        client(database, sql)
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => line.split('\t'))
      return {
        run: (sql) => void client(database, sql),
        rows,
        tables: () => tablesOf(rows),
        address: { path: socket, name: database },
      }
    }
    return { name, dialect, fresh, stop }
  } catch (error) {
    return { name, dialect, whyNot: `it does not start: ${lastLine((error as Error).message)}` }
  }
}

function tablesOf(rows: (sql: string) => string[][]): Table[] {
  const here = 'table_schema = database()'
  const columns = rows(
    `SELECT table_name, column_name, column_type, is_nullable, coalesce(column_default, ''), extra, coalesce(collation_name, '') FROM information_schema.columns WHERE ${here} ORDER BY table_name, column_name`,
  )
  const indexes = rows(
    `SELECT table_name, index_name, non_unique, column_name, coalesce(sub_part, '') FROM information_schema.statistics WHERE ${here} ORDER BY table_name, index_name, seq_in_index`,
  )
  const references = rows(
    `SELECT k.table_name, k.constraint_name, k.column_name, k.referenced_table_name, k.referenced_column_name, r.delete_rule, r.update_rule
     FROM information_schema.key_column_usage AS k JOIN information_schema.referential_constraints AS r
       ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
     WHERE k.${here} ORDER BY k.table_name, k.constraint_name, k.ordinal_position`,
  )
  const names = rows(`SELECT table_name FROM information_schema.tables WHERE ${here} ORDER BY table_name`)
  return names.map(([table]): Table => {
    const own = (list: string[][]) => list.filter((row) => row[0] === table)
    return {
      name: table as string,
      columns: own(columns).map(([, column, type, isNullable, filled, extra, collation]) => ({
        name: column as string,
        type: `${type} ${collation}`.trim(),
        isNullable: isNullable === 'YES',
        filled: `${filled ? `default ${filled}` : ''} ${extra}`.trim(),
      })),
      keys: grouped(own(indexes)).map((key) => ({
        kind: key[0]?.[1] === 'PRIMARY' ? 'primary' : key[0]?.[2] === '0' ? 'unique' : 'index',
        columns: key.map((row) => row[3] as string),
        name: key[0]?.[1] as string,
        more: key.map((row) => row[4]).join(''),
      })),
      references: grouped(own(references)).map((key) => ({
        columns: key.map((row) => row[2] as string),
        table: key[0]?.[3] as string,
        targets: key.map((row) => row[4] as string),
        rules: `${key[0]?.[5]} ${key[0]?.[6]}`,
        name: key[0]?.[1] as string,
      })),
    }
  })
}

/** Rows of one key or constraint each. */
function grouped(rows: string[][]): string[][][] {
  return [...new Set(rows.map((row) => row[1]))].map((name) => rows.filter((row) => row[1] === name))
}
