import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Database, Engine } from './engine.js'
import { mariadb } from './mariadb.js'
import { checkOrmCase, type OrmCase, type OrmTool, ormCases } from './orm.js'
import { postgresql } from './postgresql.js'

type Address = NonNullable<Database['address']>

const engines: Engine[] = [await postgresql(), await mariadb()]

afterAll(() => {
  for (const engine of engines) if ('stop' in engine) engine.stop()
})

const run = (...args: string[]): string =>
  execFileSync('/usr/bin/php', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

function whyNot(): string | undefined {
  const missing = ['DBAL', 'ORM', 'Common/Annotations'].find(
    (part) => !existsSync(`/usr/share/php/Doctrine/${part}/autoload.php`),
  )
  if (missing !== undefined) return `Doctrine ${missing} is not installed`
  try {
    run('-r', "exit(array_diff(['pgsql', 'mysql'], PDO::getAvailableDrivers()) === [] ? 0 : 1);")
    return undefined
  } catch {
    return 'php has no drivers for PostgreSQL and MySQL'
  }
}

/** Steps and entities, as Doctrine itself reads them. */
function doctrine({ dialect }: Engine, { files, written }: OrmCase): OrmTool {
  const script = join(import.meta.dirname, 'php/doctrine_project.php')
  const go = ({ path, name }: Address, way: string, ...rest: string[]) =>
    run(script, dialect, join(path, name ?? ''), way, ...rest)
  const steps = [...files.keys()].filter((path) => /\/Version\d+\.php$/.test(path)).sort()
  const made = steps.filter((path) => written.includes(path))
  const hasEntities = [...files.values()].some((bytes) => /\bORM\\Entity\b/.test(bytes.toString('utf8')))
  const all = (folder: string, paths: readonly string[]) => paths.map((path) => join(folder, path))
  return {
    before: (folder, at) =>
      go(
        at,
        'up',
        ...all(
          folder,
          steps.filter((path) => !made.includes(path)),
        ),
      ),
    up: (folder, at) => {
      go(at, 'up', ...all(folder, made))
      if (hasEntities) go(at, 'check', folder)
    },
    down: (folder, at) => go(at, 'down', ...all(folder, made.toReversed())),
    ...(hasEntities && { models: (folder: string, at: Address) => go(at, 'models', folder) }),
    own: /^doctrine_migration_versions$/,
  }
}

const cases = ormCases(/^account-key\/doctrine-/)
const DRIVERS: Partial<Record<Engine['dialect'], string>> = { mysql: `'mysql' =>`, postgresql: `'pgsql' =>` }
const missing = whyNot()

for (const engine of engines) {
  describe(`steps and entities of Doctrine on ${engine.name}`, () => {
    // Statements of a project for PostgreSQL are no others' even where they say nothing of it.
    const own = cases.filter(
      ({ name, files, written }) =>
        (engine.dialect === 'postgresql' || !/postgres/.test(name)) &&
        written.some((path) => files.get(path)?.includes(DRIVERS[engine.dialect] as string)),
    )
    it('has cases', () => expect(own.length).toBeGreaterThan(3))
    const why = missing ?? ('whyNot' in engine ? engine.whyNot : undefined)
    if (why !== undefined || 'whyNot' in engine) it.skip(`skipped, because ${why}`, () => {})
    else it.each(own)('$name', (given) => checkOrmCase(engine, given, doctrine(engine, given)))
  })
}
