import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Database, Engine } from './engine.js'
import { mariadb } from './mariadb.js'
import { checkOrmCase, type OrmCase, type OrmTool, ormCases } from './orm.js'
import { postgresql } from './postgresql.js'
import { sqlite } from './sqlite.js'

type Address = NonNullable<Database['address']>

const engines: Engine[] = [sqlite, await postgresql(), await mariadb()]

afterAll(() => {
  for (const engine of engines) if ('stop' in engine) engine.stop()
})

const run = (program: string, args: readonly string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

/** Why a program cannot run what is asked of it; `undefined` where it can. */
function whyNot(program: string, code: readonly string[], what: string): string | undefined {
  try {
    run(program, code)
    return undefined
  } catch {
    return `${what} is not installed for ${program}`
  }
}

const placeOf = ({ path, name }: Address): string => (name ? join(path, name) : path)

const stepOf = ({ written }: OrmCase): string => written.find((path) => /\.(?:php|rb)$/.test(path)) as string

/** Both make a table of SQLite anew to drop a column, and say the same of it in other words. */
const remade = (line: string): string =>
  line
    .replace(/ AUTOINCREMENT$| default NULL$/i, '')
    .replace(/ BIGINT\b/, ' INTEGER')
    .replace(/ CLOB\b/, ' TEXT')
    .replace(/ VARCHAR\(255\)/, ' VARCHAR')

/** Laravel's migrator on all files of the folder of migrations, the new one left out at first. */
function laravel({ dialect }: Engine, given: OrmCase): OrmTool {
  const step = stepOf(given)
  const script = join(import.meta.dirname, 'php/laravel_project.php')
  const go = (way: string, folder: string, at: Address, isLast: (path: string) => boolean) => {
    const steps = join(folder, dirname(step))
    const paths = readdirSync(steps)
      .sort()
      .map((name) => join(steps, name))
    run('/usr/bin/php', [script, dialect, placeOf(at), way, ...paths.filter((path) => !isLast(path))])
  }
  return {
    before: (folder, at) => go('up', folder, at, (path) => path === join(folder, step)),
    up: (folder, at) => go('up', folder, at, () => false),
    down: (folder, at) => go('down', folder, at, () => false),
    own: /^migrations$/,
    ...(dialect === 'sqlite' && { plain: remade }),
  }
}

/** Rails goes to a version: the one before the first that the fix writes, or the last. */
function rails({ dialect }: Engine, { files, written }: OrmCase): OrmTool {
  const steps = written.filter((path) => /db\/migrate\/\d+_/.test(path)).sort()
  const folderOfSteps = dirname(steps[0] as string)
  const versionOf = (path: string) => /(\d+)_\w+\.rb$/.exec(path)?.[1] ?? ''
  const former = [...files.keys()]
    .filter((path) => dirname(path) === folderOfSteps && !written.includes(path))
    .map(versionOf)
    .sort()
    .at(-1) as string
  const script = join(import.meta.dirname, 'ruby/rails_project.rb')
  const go = (folder: string, at: Address, version: string) =>
    run('/usr/bin/ruby', [script, dialect, placeOf(at), join(folder, folderOfSteps), version])
  return {
    before: (folder, at) => go(folder, at, former),
    up: (folder, at) => go(folder, at, versionOf(steps.at(-1) as string)),
    down: (folder, at) => go(folder, at, former),
    own: /^(?:schema_migrations|ar_internal_metadata)$/,
    ...(dialect === 'sqlite' && { plain: remade }),
  }
}

function checkAll(
  title: string,
  cases: readonly OrmCase[],
  tool: (engine: Engine, given: OrmCase) => OrmTool,
  { isFor, missing }: { isFor: (text: string, engine: Engine) => boolean; missing: string | undefined },
) {
  for (const engine of engines)
    describe(`migrations of ${title} on ${engine.name}`, () => {
      const why = missing ?? ('whyNot' in engine ? engine.whyNot : undefined)
      const own = cases.filter(({ files, written }) =>
        isFor(written.map((path) => files.get(path)?.toString()).join('\n'), engine),
      )
      it('has cases', () => expect(own).not.toEqual([]))
      if (why !== undefined || 'whyNot' in engine) it.skip(`skipped, because ${why}`, () => {})
      else it.each(own)('$name', (given) => checkOrmCase(engine, given, tool(engine, given)))
    })
}

checkAll('Laravel', ormCases(/^account-key\/laravel-/), laravel, {
  // What makes a key anew stops there by itself.
  isFor: (text, { dialect }) => dialect !== 'sqlite' || !text.includes('getDriverName'),
  missing: whyNot(
    '/usr/bin/php',
    [
      '-r',
      "foreach (['Database', 'Filesystem'] as $each) require \"/usr/share/php/Illuminate/$each/autoload.php\"; new PDO('sqlite::memory:'); exit(count(array_intersect(PDO::getAvailableDrivers(), ['sqlite', 'pgsql', 'mysql'])) === 3 ? 0 : 1);",
    ],
    'illuminate/database with its drivers',
  ),
})

checkAll('Rails', ormCases(/^account-key\/rails-/), rails, {
  // Keys are made anew in the SQL of one database.
  isFor: (text, { dialect }) =>
    !/DROP (?:CONSTRAINT|PRIMARY)/.test(text) ||
    dialect === (text.includes('DROP CONSTRAINT') ? 'postgresql' : 'mysql'),
  missing: whyNot(
    '/usr/bin/ruby',
    ['-e', '%w[active_record pg mysql2 sqlite3].each { |name| require name }'],
    'activerecord with its drivers',
  ),
})
