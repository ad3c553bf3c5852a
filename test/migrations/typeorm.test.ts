import type { DataSource } from 'typeorm'
import { afterAll, describe, expect, it } from 'vitest'
import type { SqlDialect } from '../../src/storage.js'
import { loadCases } from '../contract/cases.js'
import { type Database, type Engine, linesOf, quote, type Table } from './engine.js'
import { mariadb } from './mariadb.js'
import { postgresql } from './postgresql.js'
import { inserts, later } from './rows.js'
import { databaseOf, sqlite } from './sqlite.js'
import { connected, exportsOf, isStep } from './typeorm.js'

type Running = Extract<Engine, { stop(): void }>

const engines = [sqlite, await postgresql(), await mariadb()]

afterAll(() => {
  for (const engine of engines) if ('stop' in engine) engine.stop()
})

const cases = loadCases().filter(({ name, expected }) => /^account-key\/typeorm-/.test(name) && expected)
const texts = (files: ReadonlyMap<string, Buffer>) =>
  new Map([...files].map(([path, bytes]) => [path, bytes.toString('utf8')]))

for (const engine of engines)
  describe(`migrations of TypeORM on ${engine.name}`, () => {
    if ('whyNot' in engine) it.skip(`skipped, because ${engine.whyNot}`, () => {})
    else
      for (const { name, input, expected } of cases) {
        const [before, after] = [texts(input), texts(expected ?? new Map())]
        if (isFor(engine.dialect, [...before.values()].join('\n')))
          it(name, () => checkThereAndBack(engine, before, after))
      }
  })

/** Migrations in SQL are written for one database. */
function isFor(dialect: SqlDialect, text: string): boolean {
  return !/queryRunner\.query\(/.test(text) || dialect === 'postgresql'
}

/** Runs the project's own steps, then the new one, there and back; every step has to keep what is there. */
async function checkThereAndBack(
  engine: Running,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Promise<void> {
  const place = engine.fresh()
  const steps = exportsOf(after, isStep)
  const entities = exportsOf(after, (path) => path.endsWith('.entity.ts'))
  const own = steps.filter((step) => exportsOf(before, isStep).some(({ name }) => name === step.name))
  const added = steps.length - own.length
  expect(added).toBeGreaterThan(0)

  const source = await connected(engine, place, { entities, migrations: steps })
  try {
    const database = engine.dialect === 'sqlite' ? sqljs(source) : place
    for (const step of own) await upOnly(source, step)
    const was = tablesIn(database)
    for (const statement of inserts(engine.dialect, was)) database.run(`${statement};`)
    const rows = rowsOf(engine, database, was)

    await source.runMigrations()
    const now = tablesIn(database)
    expect(rowsOf(engine, database, was)).toEqual(rows)
    expect(pointing(engine, database, was, now)).toEqual([])
    for (const table of was) {
      const column = table.columns.find((each) => /domain/i.test(each.name) && !/sub/i.test(each.name))
      if (
        !column ||
        !now.find((each) => each.name === table.name)?.columns.some((each) => each.name === 'platform')
      )
        continue
      const [p, d] = [quote(engine.dialect, 'platform'), quote(engine.dialect, column.name)]
      expect(
        database.rows(
          `SELECT COUNT(*) FROM ${quote(engine.dialect, table.name)} WHERE (${p} = 'amocrm.ru') <> (coalesce(${d}, '') LIKE '%amocrm.ru%')`,
        ),
      ).toEqual([['0']])
    }
    if (entities.length > 0) expect(await differences(source)).toEqual([])

    const back = engine.dialect === 'sqlite' ? { transaction: 'none' as const } : {}
    for (let i = 0; i < added; i++) await source.undoLastMigration(back)
    expect(linesOf(tablesIn(database), { names: true })).toEqual(linesOf(was, { names: true }))
    expect(rowsOf(engine, database, was)).toEqual(rows)

    // There once more, and on as the old code writes.
    await source.runMigrations()
    expect(linesOf(tablesIn(database), { names: true })).toEqual(linesOf(now, { names: true }))
    for (const statement of later(engine.dialect, was)) database.run(`${statement};`)
  } finally {
    await source.destroy()
  }
}

/** Runs one step and notes it, as the tool does. */
async function upOnly(source: DataSource, step: { new (): unknown; name: string }): Promise<void> {
  const all = source.migrations
  Object.assign(source, { migrations: all.filter((each) => each.constructor === step) })
  await source.runMigrations()
  Object.assign(source, { migrations: all })
}

/** What TypeORM would still change to bring the tables to what the entities say. */
async function differences(source: DataSource): Promise<string[]> {
  const { upQueries } = await source.driver.createSchemaBuilder().log()
  return upQueries.map(({ query }) => query)
}

function sqljs(source: DataSource): Database {
  const { databaseConnection } = source.driver as unknown as {
    databaseConnection: Parameters<typeof databaseOf>[0]
  }
  return databaseOf(databaseConnection)
}

const tablesIn = (database: Database): Table[] =>
  database.tables().filter(({ name }) => name !== 'migrations')

function rowsOf({ dialect }: Running, database: Database, tables: readonly Table[]): string[] {
  return tables.flatMap(({ name, columns }) =>
    database
      .rows(
        `SELECT ${columns.map((each, i) => `coalesce(CAST(${quote(dialect, each.name)} AS CHAR(200)), 'NULL') AS c${i}`).join(', ')} FROM ${quote(dialect, name)}`,
      )
      .map((row) => `${name}: ${row.map((each) => each?.trim()).join(', ')}`)
      .sort(),
  )
}

/** Foreign keys that went and came: each row of a child has to point to the parent that it pointed to. */
function pointing(
  { dialect }: Running,
  database: Database,
  was: readonly Table[],
  now: readonly Table[],
): string[] {
  const q = (name: string) => quote(dialect, name)
  return was.flatMap(({ name, references }) => {
    const new_ = now.find((table) => table.name === name)?.references ?? []
    return references.flatMap((old) => {
      if (new_.some((each) => each.columns.join() === old.columns.join())) return []
      const parent = was.find((table) => table.name === old.table)
      const target = old.targets[0] ?? parent?.keys.find(({ kind }) => kind === 'primary')?.columns[0]
      const holds = new_.filter(
        (each) =>
          each.table === old.table &&
          each.rules.split(' ')[0] === old.rules.split(' ')[0] &&
          database.rows(
            `SELECT 1 AS n FROM ${q(name)} AS c LEFT JOIN ${q(each.table)} AS p ON p.${q(each.targets[0] as string)} = c.${q(each.columns[0] as string)} WHERE (c.${q(old.columns[0] as string)} IS NULL) <> (p.${q(target as string)} IS NULL) OR c.${q(old.columns[0] as string)} <> p.${q(target as string)}`,
          ).length === 0,
      )
      return holds.length > 0 ? [] : [`${name}: no foreign key took the place of that on ${old.columns}`]
    })
  })
}
