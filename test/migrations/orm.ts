import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { type Case, loadCases } from '../contract/cases.js'
import { joined, rowsOf } from './check.js'
import { type Database, type Engine, linesOf, type Table } from './engine.js'
import { inserts } from './rows.js'
import { sqliteFile } from './sqlite.js'

type Running = Extract<Engine, { stop(): void }>
type Address = NonNullable<Database['address']>

/** A fixture whose fix is a migration that its own tool runs. */
export interface OrmCase {
  name: string
  /** Files as the fix leaves them, and the paths of those that it writes. */
  files: ReadonlyMap<string, Buffer>
  written: readonly string[]
}

/** The tool of a project; `folder` holds the project as the fix leaves it. */
export interface OrmTool {
  /** Everything up to the migration that the fix writes. */
  before(folder: string, at: Address): unknown
  /** Through all migrations; fails where models say something else than migrations. */
  up(folder: string, at: Address): unknown
  down(folder: string, at: Address): unknown
  /** Tables as the models have them; `undefined` where the project has no models that can be loaded here. */
  models?(folder: string, at: Address): unknown
  /** Tables that the tool keeps for itself. */
  own: RegExp
  /** What differs in the lines of a schema and says nothing. */
  plain?(line: string): string
}

/** Fixtures of `account-key` by their names, as far as they write something. */
export function ormCases(names: RegExp): OrmCase[] {
  return loadCases().flatMap(({ name, input, expected }: Case): OrmCase[] => {
    const written = [...(expected?.keys() ?? [])].filter((path) => !input.has(path))
    return expected && names.test(name) && written.length > 0 ? [{ name, files: expected, written }] : []
  })
}

/** Tables without a primary key. */
const keyless = (tables: readonly Table[]): string[] =>
  tables.flatMap(({ name, keys }) => (keys.some(({ kind }) => kind === 'primary') ? [] : [name]))

/** Runs a project there, back, and there again. */
export async function checkOrmCase(
  engine: Running,
  { files, written }: OrmCase,
  tool: OrmTool,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'km-orm-'))
  try {
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), bytes)
    }
    const fresh = (name: string) =>
      engine.dialect === 'sqlite' ? sqliteFile(join(folder, `${name}.sqlite3`)) : engine.fresh()
    const tables = (database: Database): Table[] =>
      database.tables().filter(({ name }) => !tool.own.test(name))
    const lines = (list: readonly Table[]) =>
      linesOf(list, { names: true }).map((line) => tool.plain?.(line) ?? line)

    const database = fresh('migrated')
    const at = database.address as Address
    await tool.before(folder, at)
    const before = tables(database)
    database.run(
      inserts(engine.dialect, before)
        .map((each) => `${each};\n`)
        .join(''),
    )
    const rows = rowsOf(engine, database, before)

    await tool.up(folder, at)
    const migrated = tables(database)
    expect(lines(migrated)).not.toEqual(lines(before))
    expect(joined(engine, database, before, migrated)).toEqual([])
    expect(keyless(migrated)).toEqual(keyless(before))
    expect(rowsOf(engine, database, before)).toEqual(rows)
    const isSilent = written.some((path) => files.get(path)?.includes('No column tells the rows'))
    for (const { name, columns } of isSilent ? [] : migrated) {
      const had = before.find((each) => each.name === name)?.columns ?? []
      const isNew = columns.length > had.length && columns.some((each) => each.name === 'platform')
      if (isNew && had.some((each) => /domain/.test(each.name) && !/sub/.test(each.name)))
        expect(rowsOf(engine, database, migrated).join('\n')).toMatch(/'amocrm\.ru'/)
    }
    if (tool.models) {
      const made = fresh('models')
      await tool.models(folder, made.address as Address)
      expect(lines(migrated)).toEqual(lines(tables(made)))
    }

    await tool.down(folder, at)
    expect(lines(tables(database))).toEqual(lines(before))
    expect(rowsOf(engine, database, before)).toEqual(rows)

    await tool.up(folder, at)
    expect(lines(tables(database))).toEqual(lines(migrated))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
