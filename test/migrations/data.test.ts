import { afterAll, describe, expect, it } from 'vitest'
import { dataSteps, type HostColumn } from '../../src/migrations/data.js'
import type { SqlDialect } from '../../src/storage.js'
import type { Database } from './engine.js'
import { mariadb } from './mariadb.js'
import { postgresql } from './postgresql.js'
import { sqlite } from './sqlite.js'

/** What a step of `kommo-migrate data` does to rows, on the engines themselves. */
for (const engine of [sqlite, await postgresql(), await mariadb()]) {
  describe(`stored addresses on ${engine.name}`, () => {
    if ('whyNot' in engine) {
      it.skip(`skipped, because ${engine.whyNot}`, () => {})
      return
    }
    afterAll(() => engine.stop())

    it('moves, merges, can be run again, and comes back', () => {
      const database = filled(engine.fresh(), 'UNIQUE')
      const before = stateOf(database)
      const { look, up, down } = dataSteps(column(engine.dialect, [[]]))
      const shown = `SELECT id, new_value, outcome FROM (${look[0]}) AS shown ORDER BY id`
      expect(database.rows(shown)).toEqual([
        ['1', 'acme.kommo.com', 'changed'],
        ['2', 'twin.kommo.com', 'merged'],
        ['4', 'https://shop.kommo.com/', 'changed'],
      ])
      expect(database.rows(`SELECT id FROM (${look[1]}) AS others ORDER BY id`)).toEqual([
        ['7'],
        ['8'],
        ['9'],
      ])
      expect(stateOf(database)).toEqual(before)

      run(database, up)
      const after = stateOf(database)
      expect(after).toEqual({
        accounts: [
          '1 acme.kommo.com a',
          '3 twin.kommo.com c',
          '4 https://shop.kommo.com/ d',
          '5 other.amocrm.ru e',
          '6 null f',
          '7 amojo.amocrm.com g',
          '8 api-b.amocrm.com h',
          '9 https://acme.amocrm.com/leads i',
        ],
        // The lead of the row that was merged belongs to the row that stays.
        leads: ['10 1', '20 3', '30 3', '50 5'],
      })
      run(database, up)
      expect(stateOf(database)).toEqual(after)

      run(database, down)
      expect(stateOf(database)).toEqual(before)
      expect(
        database
          .tables()
          .map(({ name }) => name)
          .sort(),
      ).toEqual(['kommo_accounts', 'leads'])
    })

    it('changes values that are not unique where they stand', () => {
      const database = filled(engine.fresh(), '')
      const before = stateOf(database)
      const { up, down } = dataSteps(column(engine.dialect, []))
      run(database, up)
      expect(stateOf(database).accounts.slice(0, 3)).toEqual([
        '1 acme.kommo.com a',
        '2 twin.kommo.com b',
        '3 twin.kommo.com c',
      ])
      expect(stateOf(database).leads).toEqual(before.leads)
      run(database, down)
      expect(stateOf(database)).toEqual(before)
    })

    it('merges within what else a key holds', () => {
      const database = engine.fresh()
      run(database, [
        'CREATE TABLE kommo_accounts (id INTEGER PRIMARY KEY, base_domain VARCHAR(100), client VARCHAR(20), UNIQUE (client, base_domain))',
        "INSERT INTO kommo_accounts VALUES (1, 'acme.amocrm.com', 'x'), (2, 'acme.kommo.com', 'y'), (3, 'acme.amocrm.com', 'y')",
      ])
      const rows = () =>
        database
          .rows('SELECT id, base_domain, client FROM kommo_accounts ORDER BY id')
          .map((row) => row.join(' '))
      const before = rows()
      const { up, down } = dataSteps({ ...column(engine.dialect, [['client']]), children: [] })
      run(database, up)
      expect(rows()).toEqual(['1 acme.kommo.com x', '2 acme.kommo.com y'])
      run(database, down)
      expect(rows()).toEqual(before)
    })
  })
}

function column(dialect: SqlDialect, uniques: HostColumn['uniques']): HostColumn {
  return {
    table: 'kommo_accounts',
    column: 'base_domain',
    dialect,
    primary: ['id'],
    uniques,
    children: [{ table: 'leads', column: 'account', primary: ['id'] }],
  }
}

function filled(database: Database, unique: string): Database {
  run(database, [
    `CREATE TABLE kommo_accounts (id INTEGER PRIMARY KEY, base_domain VARCHAR(100) ${unique}, token VARCHAR(20))`,
    'CREATE TABLE leads (id INTEGER PRIMARY KEY, account INTEGER, FOREIGN KEY (account) REFERENCES kommo_accounts (id))',
    `INSERT INTO kommo_accounts VALUES (1, 'acme.amocrm.com', 'a'), (2, 'twin.amocrm.com', 'b'), (3, 'twin.kommo.com', 'c'),
      (4, 'https://shop.amocrm.com/', 'd'), (5, 'other.amocrm.ru', 'e'), (6, NULL, 'f'), (7, 'amojo.amocrm.com', 'g'),
      (8, 'api-b.amocrm.com', 'h'), (9, 'https://acme.amocrm.com/leads', 'i')`,
    'INSERT INTO leads VALUES (10, 1), (20, 2), (30, 3), (50, 5)',
  ])
  return database
}

function run(database: Database, statements: readonly string[]): void {
  database.run(statements.map((each) => `${each};\n`).join(''))
}

function stateOf(database: Database) {
  const lines = (sql: string) => database.rows(sql).map((row) => row.join(' '))
  return {
    accounts: lines(`SELECT id, COALESCE(base_domain, 'null'), token FROM kommo_accounts ORDER BY id`),
    leads: lines('SELECT id, account FROM leads ORDER BY id'),
  }
}
