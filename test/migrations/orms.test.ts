import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Database, Engine } from './engine.js'
import { knexTool, sequelizeTool } from './javascript.js'
import { mariadb } from './mariadb.js'
import { checkOrmCase, type OrmCase, type OrmTool, ormCases } from './orm.js'
import { postgresql } from './postgresql.js'
import { sqlite } from './sqlite.js'

const PYTHON = '/usr/bin/python3'

const server = await postgresql()
const maria = await mariadb()
const engines: Engine[] = [sqlite, server]

afterAll(() => {
  for (const engine of [...engines, maria]) if ('stop' in engine) engine.stop()
})

/** Runs a program of Debian's Python, whose packages the tools are. */
function python(args: readonly string[]): string {
  return execFileSync(PYTHON, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  })
}

function whyNot(...modules: string[]): string | undefined {
  try {
    python(['-c', `import ${modules.join(', ')}`])
    return undefined
  } catch {
    return `${modules.join(', ')} are not installed for ${PYTHON}`
  }
}

const placeOf = ({ path, name }: NonNullable<Database['address']>): string => (name ? join(path, name) : path)

/** Django goes to a migration by the name of its application. */
function django({ written }: OrmCase): OrmTool {
  const run = (folder: string, at: NonNullable<Database['address']>, ...commands: string[]) =>
    python([join(import.meta.dirname, 'python/django_project.py'), folder, placeOf(at), ...commands])
  const step = written.find((path) => /\/migrations\/\d/.test(path)) as string
  const [, application, number, name] = /([^/]+)\/migrations\/(\d{4})_(\w+)\.py$/.exec(
    step,
  ) as unknown as string[]
  const last = `${Number(number) - 1}`.padStart(4, '0')
  return {
    before: (folder, at) => run(folder, at, `${application}.${last}`),
    up: (folder, at) => run(folder, at, `${application}.${number}_${name}`, 'check'),
    down: (folder, at) => run(folder, at, `${application}.${last}`),
    models: (folder, at) => run(folder, at, 'models'),
    own: /^(?:django|auth)_/,
    // Django calls a unique key otherwise when it makes one again.
    plain: (line) => line.replace(/(?<= constraint )\w+_(?:key|uniq)$/, ''),
  }
}

/** Alembic goes to a revision by what the file says of itself. */
function alembic({ files, written }: OrmCase): OrmTool {
  const run = (folder: string, at: NonNullable<Database['address']>, ...commands: string[]) =>
    python([join(import.meta.dirname, 'python/alembic_project.py'), folder, placeOf(at), ...commands])
  const text = files.get(written[0] as string)?.toString('utf8') ?? ''
  const said = (name: string) => new RegExp(`^${name}.*=\\s*["']([^"']+)`, 'm').exec(text)?.[1] as string
  const [revision, last] = [said('revision'), said('down_revision')]
  // Debian's SQLAlchemy knows no `mapped_column` yet.
  const hasModels = [...files.values()].some((bytes) =>
    /__tablename__[\s\S]*\bColumn\(/.test(bytes.toString('utf8')),
  )
  return {
    before: (folder, at) => run(folder, at, `+${last}`),
    up: (folder, at) => run(folder, at, `+${revision}`, ...(hasModels ? ['check'] : [])),
    down: (folder, at) => run(folder, at, `-${last}`),
    ...(hasModels && { models: (folder, at) => run(folder, at, 'models') }),
    own: /^alembic_version$/,
  }
}

function checkAll(
  title: string,
  cases: readonly OrmCase[],
  tool: (given: OrmCase) => OrmTool,
  missing?: string,
  on: readonly Engine[] = engines,
) {
  for (const engine of on)
    describe(`migrations of ${title} on ${engine.name}`, () => {
      const why = missing ?? ('whyNot' in engine ? engine.whyNot : undefined)
      if (why !== undefined || 'whyNot' in engine) it.skip(`skipped, because ${why}`, () => {})
      else it.each(cases)('$name', (given) => checkOrmCase(engine, given, tool(given)))
    })
}

const djangoCases = ormCases(/^account-key\/django-/)
const alembicCases = ormCases(/^account-key\/(?:alembic|sqlalchemy)-/)
it('has cases of every tool', () => {
  expect(djangoCases.length).toBeGreaterThan(2)
  expect(alembicCases.length).toBeGreaterThan(1)
})

checkAll('Django', djangoCases, django, whyNot('django', 'psycopg2'))
checkAll('Alembic', alembicCases, alembic, whyNot('alembic', 'psycopg2'))

const knexCases = ormCases(/^account-key\/knex-/)
it('has cases of Knex', () => expect(knexCases.length).toBeGreaterThan(3))

checkAll('Knex', knexCases, knexTool, undefined, [server, maria])

const sequelizeCases = ormCases(/^account-key\/sequelize-/)
it('has cases of Sequelize', () => expect(sequelizeCases.length).toBeGreaterThan(1))

checkAll('Sequelize', sequelizeCases, sequelizeTool, undefined, [server, maria])
