import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Database, Engine, Table } from './engine.js'
import { ask, lastLine, program, serverFolder, serverUser, start, versions } from './server.js'

const name = 'PostgreSQL'
const dialect = 'postgresql'

/** PostgreSQL of this machine, started for the tests alone. */
export async function postgresql(): Promise<Engine> {
  const folders = versions('/usr/lib/postgresql')
  const [initdb, postgres, psql] = ['initdb', 'postgres', 'psql'].map((each) => program(each, folders))
  if (!initdb || !postgres || !psql) return { name, dialect, whyNot: 'postgresql is not installed' }
  try {
    const user = serverUser('postgres')
    const folder = serverFolder(user)
    const data = join(folder, 'data')
    const settings = ['--auth=trust', '--username=postgres', '--encoding=UTF8', '--no-locale', '--no-sync']
    execFileSync(initdb, ['-D', data, ...settings], {
      ...user,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const args = ['-XqAt', '-h', folder, '-U', 'postgres', '-v', 'ON_ERROR_STOP=1', '-d']
    const env = { PGCLIENTENCODING: 'UTF8', PGOPTIONS: '-c client_min_messages=warning' }
    const client = (database: string, sql: string): string => ask(psql, [...args, database], sql, env)
    const stop = await start({
      command: postgres,
      args: [
        '-D',
        data,
        '-k',
        folder,
        '-c',
        'listen_addresses=',
        '-c',
        'fsync=off',
        '-c',
        'max_connections=10',
      ],
      user,
      folder,
      ask: () => client('postgres', 'SELECT 1'),
    })
    let made = 0
    const fresh = (): Database => {
      const database = `test_${++made}`
      client('postgres', `CREATE DATABASE ${database}`)
      const json = <T>(sql: string): T => JSON.parse(client(database, sql)) as T
      return {
        address: { path: folder, name: database },
        run: (sql) => void client(database, sql),
        rows: (sql) =>
          json<string[][]>(
            `SELECT coalesce(json_agg((SELECT json_agg(v.value) FROM json_each_text(row_to_json(t)) AS v)), '[]') FROM (${sql}) AS t`,
          ),
        tables: () => json<Table[]>(TABLES),
      }
    }
    return { name, dialect, fresh, stop }
  } catch (error) {
    return { name, dialect, whyNot: `it does not start: ${lastLine((error as Error).message)}` }
  }
}

const TABLES = `
SELECT coalesce(json_agg(json_build_object(
  'name', t.relname,
  'columns', (SELECT json_agg(json_build_object(
      'name', a.attname,
      'type', format_type(a.atttypid, a.atttypmod),
      'isNullable', NOT a.attnotnull,
      'filled', concat_ws(' ', 'default ' || pg_get_expr(d.adbin, d.adrelid), 'identity ' || nullif(a.attidentity::text, '')))
      ORDER BY a.attname)
    FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped),
  'keys', (SELECT coalesce(json_agg(json_build_object(
      'kind', CASE WHEN i.indisprimary THEN 'primary' WHEN i.indisunique THEN 'unique' ELSE 'index' END,
      'columns', (SELECT json_agg(pg_get_indexdef(i.indexrelid, k, false) ORDER BY k) FROM generate_series(1, i.indnkeyatts) AS k),
      'name', c.relname,
      'more', concat_ws(' ', CASE WHEN con.oid IS NOT NULL AND NOT i.indisprimary THEN 'constraint' END,
        CASE WHEN con.condeferrable THEN 'deferrable' END, 'where ' || pg_get_expr(i.indpred, i.indrelid)))), '[]')
    FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
      LEFT JOIN pg_constraint AS con ON con.conindid = i.indexrelid AND con.contype IN ('p', 'u')
    WHERE i.indrelid = t.oid),
  'references', (SELECT coalesce(json_agg(json_build_object(
      'columns', (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(f.conkey) WITH ORDINALITY AS k(at, n)
        JOIN pg_attribute AS a ON a.attrelid = f.conrelid AND a.attnum = k.at),
      'table', p.relname,
      'targets', (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(f.confkey) WITH ORDINALITY AS k(at, n)
        JOIN pg_attribute AS a ON a.attrelid = f.confrelid AND a.attnum = k.at),
      'rules', concat_ws(' ', f.confdeltype, f.confupdtype, CASE WHEN f.condeferrable THEN 'deferrable' END),
      'name', f.conname)), '[]')
    FROM pg_constraint AS f JOIN pg_class AS p ON p.oid = f.confrelid
    WHERE f.conrelid = t.oid AND f.contype = 'f')
) ORDER BY t.relname), '[]')
FROM pg_class AS t JOIN pg_namespace AS n ON n.oid = t.relnamespace
WHERE t.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'`
