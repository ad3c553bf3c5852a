import type { SqlDialect } from '../../src/storage.js'
import { loadCases } from '../contract/cases.js'
import type { SchemaCase } from './check.js'

/** Fixtures of `account-key` whose fix is a migration in SQL, by the dialect that it is written in. */
export function fixturesOf(dialect: SqlDialect): SchemaCase[] {
  return loadCases().flatMap(({ name, input, expected }): SchemaCase[] => {
    if (!/^account-key\/(?:sql|prisma)-/.test(name) || !expected) return []
    const files = Object.fromEntries([...input].map(([path, bytes]) => [path, bytes.toString('utf8')]))
    const schema = Object.keys(files)
      .filter((path) => path.endsWith('.sql') && !path.endsWith('.down.sql'))
      .sort()
    const written = [...expected].filter(([path]) => path.endsWith('.sql') && !input.has(path))
    const text = written.map(([, bytes]) => bytes.toString('utf8')).join('\n')
    return schema.length > 0 && written.length > 0 && dialectOf(text) === dialect
      ? [{ name: `fixture ${name}`, files, schema, after: [] }]
      : []
  })
}

/** The dialect of a migration that the tool wrote. */
function dialectOf(text: string): SqlDialect {
  if (text.includes('`')) return 'mysql'
  if (/IDENTITY\(1,1\)|ALTER TABLE \[/.test(text)) return 'sqlserver'
  return /_new"|RENAME TO|AUTOINCREMENT/.test(text) ? 'sqlite' : 'postgresql'
}
