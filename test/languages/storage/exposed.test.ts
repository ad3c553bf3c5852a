import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const kotlin = (code: string) =>
  facts('Tables.kt', `package app\n\nimport org.jetbrains.exposed.sql.*\n\n${code}\n`)
const inside = (code: string) => kotlin(`fun f(subdomain: String) = transaction {\n    ${code}\n}`)

describe('tables of Exposed', () => {
  it('reads columns and keys', async () => {
    expect(
      await kotlin(
        'object Accounts : Table("amo_accounts") {\n    val accountId = long("account_id")\n    val subdomain = varchar("subdomain", 100).uniqueIndex()\n    val owner = reference("owner_id", Owners)\n    val note = text("note").nullable()\n    override val primaryKey = PrimaryKey(accountId, name = "PK_accounts")\n    init {\n        uniqueIndex("ux", accountId, subdomain)\n        index(false, subdomain)\n    }\n}',
      ),
    ).toEqual([
      'exposed model create amo_accounts = Accounts (account_id: long < accountId; subdomain: varchar; owner_id: reference < owner; note?: text) primary(account_id @ PrimaryKey(accountId, name = "PK_accounts")) unique(subdomain @ uniqueIndex()) unique(account_id, subdomain @ uniqueIndex("ux", accountId, subdomain)) index(subdomain @ index(false, subdomain)) foreign(owner_id -> Owners)',
    ])
  })

  it('knows keys of tables that make their own', async () => {
    expect(
      await kotlin('object TokensTable : LongIdTable() {\n    val domain = varchar("domain", 255)\n}'),
    ).toEqual([
      'exposed model create Tokens = TokensTable (id! @ TokensTable; domain: varchar) primary(id @ LongIdTable())',
    ])
  })
})

describe('what is asked of Exposed', () => {
  it('finds one record', async () => {
    expect(
      await inside(
        'Accounts.select { (Accounts.subdomain eq subdomain) and (Accounts.active eq true) }.singleOrNull()',
      ),
    ).toEqual(['lookup Accounts Accounts.select.singleOrNull subdomain=subdomain, active=true @ subdomain'])
    expect(await inside('Accounts.selectAll().where { Accounts.subdomain eq subdomain }.toList()')).toEqual(
      [],
    )
    expect(await inside('Accounts.upsert(Accounts.subdomain) { it[name] = "a" }')).toEqual([
      'upsert Accounts Accounts.upsert subdomain @ subdomain',
    ])
  })
})
