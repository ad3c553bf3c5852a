import { expect } from 'vitest'
import { type FixResult, fix } from '../../src/index.js'
import { type Database, type Engine, linesOf, literal, quote, type Table } from './engine.js'
import { inserts, later } from './rows.js'
import { runOn } from './sqlite.js'

type Running = Extract<Engine, { stop(): void }>

/** A project before it is fixed, and what is to come of it. */
export interface SchemaCase {
  name: string
  files: Record<string, string>
  /** The files that make the schema, in order; the first of `files` alone when left out. */
  schema?: string[]
  /** Lines of the new schema that must be there: `accounts primary (id)`. */
  after: string[]
  /** Lines that must not be there any more. */
  gone?: string[]
  /** What the column for the platform holds for each row, by table. */
  platforms?: Record<string, string[]>
}

export interface Fixed {
  result: FixResult
  /** Texts of the project as the fix leaves them, by path. */
  files: Map<string, string>
  up: string[]
  down: string[]
}

/** What the tool makes of a project, review fixes included. */
export async function fixed(files: Record<string, string>): Promise<Fixed> {
  const given = Object.entries(files).map(([path, contents]) => ({ path, contents }))
  const result = await fix({ files: given, unsafe: true, rules: ['account-key'] })
  const after = new Map(Object.entries(files))
  for (const change of result.changes) after.set(change.path, textOf(change.after))
  const steps = result.changes.filter(({ path }) => !(path in files)).map(({ path }) => path)
  const ups = steps.filter((path) => !isWayBack(path))
  return {
    result,
    files: after,
    up: ups.map((path) => partOf(after.get(path) as string, 'up')),
    down: [
      ...steps.filter(isWayBack).map((path) => after.get(path) as string),
      ...ups.map((path) => partOf(after.get(path) as string, 'down')).filter((text) => text !== ''),
    ].reverse(),
  }
}

function isWayBack(path: string): boolean {
  return /\.down\.sql$|(?:^|\/)(?:U\d[^/]*|down\/[^/]*)\.sql$/.test(path)
}

/** One way of a file that holds both. */
function partOf(text: string, way: 'up' | 'down'): string {
  const [up = '', down = ''] = text.split(/^-- (?:\+goose Down|migrate:down)$/m)
  return way === 'up' ? up : down
}

function textOf(content: unknown): string {
  return typeof content === 'string' ? content : Buffer.from(content as Uint8Array).toString('utf8')
}

/** Runs a case there and back; every step has to keep what is there. */
export async function checkSchemaCase(engine: Running, given: SchemaCase): Promise<void> {
  const { dialect } = engine
  const { up, down, files, result } = await fixed(given.files)
  const [first] = Object.keys(given.files)
  const schema = given.schema ?? [first as string]
  const why = result.report.findings.map(({ help, message }) => help ?? message).join('\n')
  expect(up, `the fix writes no migration: ${why}`).not.toEqual([])
  // Prisma knows no way back.
  expect(down).toHaveLength(schema.some((path) => path.endsWith('/migration.sql')) ? 0 : up.length)

  const old = engine.fresh()
  for (const path of schema) old.run(wayUp(given.files[path] as string))
  const before = old.tables()
  for (const statement of inserts(dialect, before)) old.run(`${statement};`)
  const rows = rowsOf(engine, old, before)

  for (const text of up) old.run(text)
  const migrated = old.tables()
  expect(rowsOf(engine, old, before)).toEqual(rows)
  const lines = linesOf(migrated, { names: false })
  for (const line of given.after) expect(lines).toContain(line)
  for (const line of given.gone ?? []) expect(lines).not.toContain(line)
  for (const [table, platforms] of Object.entries(given.platforms ?? {}))
    expect(
      old.rows(`SELECT platform FROM ${quote(dialect, table)} ORDER BY platform`).map((row) => row[0]),
    ).toEqual(platforms)
  expect(joined(engine, old, before, migrated)).toEqual([])

  if (down.length === 0) return
  // The way back first, while every row is still from before.
  for (const text of down) old.run(text)
  expect(linesOf(old.tables(), { names: true })).toEqual(linesOf(before, { names: true }))
  expect(rowsOf(engine, old, before)).toEqual(rows)

  // There once more, and on as the old code writes; nothing of it stands in the way back.
  for (const text of up) old.run(text)
  const linesAgain = linesOf(old.tables(), { names: true })
  expect(linesAgain).toEqual(linesOf(migrated, { names: true }))
  for (const statement of later(dialect, before)) old.run(`${statement};`)
  const grown = rowsOf(engine, old, before)
  for (const text of down) old.run(text)
  expect(rowsOf(engine, old, before)).toEqual(grown)
  await checkRefusedWayBack(engine, old, { before, up, down })

  // The new schema alone makes the same tables, unless the project has a history of steps.
  if (schema.every((path) => files.get(path) === given.files[path])) return
  const fresh = engine.fresh()
  for (const path of schema) fresh.run(files.get(path) as string)
  expect(linesOf(fresh.tables(), { names: true })).toEqual(linesAgain)
}

interface Ways {
  before: readonly Table[]
  up: readonly string[]
  down: readonly string[]
}

/** Two rows share an old key: the way back has to fail, and to change nothing. */
async function checkRefusedWayBack(engine: Running, database: Database, { before, up, down }: Ways) {
  for (const text of up) database.run(text)
  const now = database.tables()
  const q = (name: string) => quote(engine.dialect, name)
  for (const { name, columns, keys } of before) {
    const table = now.find((each) => each.name === name)
    const primary = (list: Table['keys'] = []) => list.find(({ kind }) => kind === 'primary')?.columns.join()
    if (primary(keys) === primary(table?.keys)) continue
    const others = columns.filter((each) => each.name !== 'platform').map((each) => q(each.name))
    const platform = table?.columns.some((each) => each.name === 'platform')
    const first = `(SELECT MIN(${others[0]}) FROM ${q(name)})`
    database.run(
      `INSERT INTO ${q(name)} (${[...(platform ? [q('platform')] : []), ...others].join(', ')}) SELECT ${[...(platform ? ["'other'"] : []), ...others].join(', ')} FROM ${q(name)} WHERE ${others[0]} = ${first};`,
    )
    const [lines, rows] = [linesOf(now, { names: true }), rowsOf(engine, database, now)]
    if (engine.dialect === 'sqlite') expect(down.flatMap((text) => runOn(database, text))).not.toEqual([])
    else expect(() => runAtOnce(engine, database, down)).toThrow()
    expect(linesOf(database.tables(), { names: true })).toEqual(lines)
    expect(rowsOf(engine, database, now)).toEqual(rows)
    return
  }
}

/** Steps as tools run them: those of PostgreSQL in a transaction, unless they bring one of their own. */
function runAtOnce({ dialect }: Running, database: Database, steps: readonly string[]): void {
  for (const text of steps)
    database.run(dialect === 'postgresql' && !/^BEGIN;$/m.test(text) ? `BEGIN;\n${text}\nCOMMIT;` : text)
}

function wayUp(text: string): string {
  return partOf(text, 'up')
}

/** All rows of all tables, in the columns that the tables had before. */
export function rowsOf({ dialect }: Running, database: Database, tables: readonly Table[]): string[] {
  return tables.flatMap(({ name, columns }) =>
    database
      .rows(
        `SELECT ${columns.map((each, i) => `${literal(dialect, quote(dialect, each.name))} AS c${i}`).join(', ')} FROM ${quote(dialect, name)}`,
      )
      .map((row) => `${name}: ${row.join(', ')}`)
      .sort(),
  )
}

/** Foreign keys that went and came: each row of a child has to point to the parent that it pointed to. */
export function joined(
  { dialect }: Running,
  database: Database,
  before: readonly Table[],
  after: readonly Table[],
): string[] {
  const q = (name: string) => quote(dialect, name)
  return before.flatMap(({ name, references, keys: _ }) => {
    const now = after.find((table) => table.name === name)?.references ?? []
    const came = now.filter((each) => !references.some((old) => old.columns.join() === each.columns.join()))
    const went = references.filter((old) => !now.some((each) => each.columns.join() === old.columns.join()))
    if (came.length !== went.length) return [`${name}: ${went.length} foreign keys went, ${came.length} came`]
    return went.flatMap((old) => {
      const parent = before.find((table) => table.name === old.table)
      const target = old.targets[0] ?? parent?.keys.find(({ kind }) => kind === 'primary')?.columns[0]
      const holds = came.filter((each) => {
        const wrong = database.rows(
          `SELECT 1 AS n FROM ${q(name)} AS c LEFT JOIN ${q(each.table)} AS p ON p.${q(each.targets[0] as string)} = c.${q(each.columns[0] as string)} WHERE (c.${q(old.columns[0] as string)} IS NULL) <> (p.${q(target as string)} IS NULL) OR c.${q(old.columns[0] as string)} <> p.${q(target as string)}`,
        )
        return (
          each.table === old.table &&
          each.rules.split(' ')[0] === old.rules.split(' ')[0] &&
          wrong.length === 0
        )
      })
      return holds.length === 1 ? [] : [`${name}: no foreign key took the place of that on ${old.columns}`]
    })
  })
}
