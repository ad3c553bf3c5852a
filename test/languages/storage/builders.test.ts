import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

describe('Knex', () => {
  it('reads what migrations make, and not what they undo', async () => {
    expect(
      await facts(
        'migrations/20240101_accounts.js',
        "exports.up = async function (knex) {\n  await knex.schema.createTable('amo_accounts', (table) => {\n    table.string('subdomain', 64).primary()\n    table.bigInteger('account_id').notNullable().unique()\n    table.integer('owner_id').references('id').inTable('users').onDelete('CASCADE')\n    table.unique(['platform', 'base_domain'], { indexName: 'uq_domain' })\n    table.index('account_id')\n    table.foreign('group_id').references('groups.id')\n  })\n  await knex.schema.alterTable('tokens', (t) => { t.dropUnique(['domain']); t.dropPrimary(); t.increments(); t.uuid('uid').defaultTo(knex.raw('gen_random_uuid()')) })\n}\nexports.down = (knex) => knex.schema.createTable('old', (t) => { t.string('domain').primary() })",
      ),
    ).toEqual([
      "knex migration create amo_accounts (subdomain: string; account_id: bigInteger; owner_id: integer) primary(subdomain @ primary()) unique(account_id @ unique()) unique uq_domain(platform, base_domain @ unique(['platform', 'base_domain'], { indexName: 'uq_domain' })) index(account_id @ index('account_id')) foreign(owner_id -> users.id CASCADE) foreign(group_id -> groups.id)",
      'knex migration alter tokens (id!: increments @ increments; uid!: uuid) primary(id @ increments()) drop unique(domain) drop primary()',
    ])
  })
})

describe('Kysely', () => {
  it('reads tables that are made', async () => {
    expect(
      await facts(
        'migrations/2024.ts',
        "import { Kysely, sql } from 'kysely'\nexport async function up(db: Kysely<any>) {\n  await db.schema.createTable('kommo_account')\n    .addColumn('id', 'serial', (col) => col.primaryKey())\n    .addColumn('subdomain', 'varchar(64)', (col) => col.notNull().unique())\n    .addColumn('owner_id', 'integer', (col) => col.references('user.id').onDelete('cascade'))\n    .addUniqueConstraint('uq', ['platform', 'domain'])\n    .addPrimaryKeyConstraint('pk', ['account_id', 'domain'])\n    .addForeignKeyConstraint('fk', ['group_id'], 'group', ['id'])\n    .execute()\n  await db.schema.createIndex('ix').on('kommo_account').column('domain').unique().execute()\n  await db.schema.alterTable('token').dropConstraint('token_pkey').execute()\n}\nexport async function down(db: Kysely<any>) { await db.schema.createTable('old').addColumn('domain', 'text', (c) => c.primaryKey()).execute() }",
      ),
    ).toEqual([
      "kysely migration create kommo_account (id!: serial; subdomain: varchar(64); owner_id: integer) primary(id @ primaryKey()) unique(subdomain @ unique()) unique uq(platform, domain @ addUniqueConstraint('uq', ['platform', 'domain'])) primary pk(account_id, domain @ addPrimaryKeyConstraint('pk', ['account_id', 'domain'])) unique ix(domain @ db.schema.createIndex('ix')) foreign(owner_id -> user.id cascade) foreign(group_id -> group.id)",
      'kysely migration alter token () drop primary(token_pkey)',
    ])
  })
})

describe('Drizzle', () => {
  it('reads tables with their keys', async () => {
    expect(
      await facts(
        'schema.ts',
        "import { pgTable, text, integer, primaryKey, uniqueIndex, unique } from 'drizzle-orm/pg-core'\nexport const accounts = pgTable('amo_accounts', {\n  id: uuid('id').primaryKey().defaultRandom(),\n  accountId: bigint('account_id', { mode: 'number' }).notNull().unique(),\n  domain: text(),\n  platform: text('platform'),\n}, (t) => [unique('u').on(t.platform, t.accountId), uniqueIndex('lower_domain').on(sql`lower(${t.domain})`)])\nexport const tokens = mysqlTable('tokens', {\n  subdomain: varchar('subdomain', { length: 64 }).primaryKey(),\n  owner: integer('owner_id').references(() => accounts.id, { onDelete: 'cascade' }),\n}, (table) => ({ pk: primaryKey({ columns: [table.subdomain, table.owner] }), fk: foreignKey({ columns: [table.subdomain], foreignColumns: [accounts.domain] }) }))",
      ),
    ).toEqual([
      "drizzle model create amo_accounts = accounts (id!: uuid; account_id: bigint < accountId; domain: text; platform: text) primary(id @ primaryKey()) unique(account_id @ unique()) unique u(platform, account_id @ unique('u').on(t.platform, t.accountId)) unique lower_domain(domain @ uniqueIndex('lower_domain').on(sql`lower(${t.domain})`))",
      'drizzle model create tokens = tokens (subdomain: varchar; owner_id: integer < owner) primary(subdomain @ primaryKey()) primary(subdomain, owner_id @ primaryKey({ columns: [table.subdomain, table.owner] })) foreign(owner_id -> accounts.id cascade) foreign(subdomain -> accounts.domain)',
    ])
  })
})
