import { describe, expect, it } from 'vitest'
import { facts } from './print.js'

const inside = (code: string) =>
  facts(
    'Store.java',
    `package app;\n\nimport org.jooq.DSLContext;\n\nclass Store {\n    void f(String subdomain) {\n        ${code}\n    }\n}\n`,
  )

describe('statements of jOOQ', () => {
  it('reads tables', async () => {
    expect(
      await inside(
        'ctx.createTableIfNotExists("amo_accounts").column("account_id", BIGINT.nullable(false)).column("subdomain", VARCHAR(64)).constraints(constraint("pk").primaryKey("account_id"), unique("subdomain"), constraint("fk").foreignKey("account_id").references("owners", "id")).execute();',
      ),
    ).toEqual([
      'jooq schema create amo_accounts (account_id: BIGINT.nullable(false); subdomain: VARCHAR(64)) primary pk(account_id @ constraint("pk").primaryKey("account_id")) unique(subdomain @ unique("subdomain")) foreign(account_id -> owners.id)',
    ])
    expect(await inside('ctx.createUniqueIndex("ux").on("amo_accounts", "subdomain").execute();')).toEqual([
      'jooq schema alter amo_accounts () unique(subdomain @ ctx.createUniqueIndex("ux").on("amo_accounts", "subdomain"))',
    ])
  })

  it('finds one record', async () => {
    expect(
      await inside(
        'ctx.selectFrom(ACCOUNTS).where(ACCOUNTS.SUBDOMAIN.eq(subdomain)).and(ACCOUNTS.ACTIVE.eq(true)).fetchOne();',
      ),
    ).toEqual([
      'lookup accounts ctx.selectFrom.where.and.fetchOne subdomain=subdomain, active=true @ SUBDOMAIN',
    ])
    expect(await inside('ctx.fetchExists(ACCOUNTS, ACCOUNTS.BASE_DOMAIN.eq(subdomain));')).toEqual([
      'lookup accounts ctx.fetchExists base_domain=subdomain @ BASE_DOMAIN',
    ])
    expect(await inside('ctx.selectFrom(ACCOUNTS).where(ACCOUNTS.SUBDOMAIN.eq(subdomain)).fetch();')).toEqual(
      [],
    )
    expect(
      await inside(
        'ctx.insertInto(ACCOUNTS).set(row).onConflict(ACCOUNTS.ACCOUNT_ID).doUpdate().set(row).execute();',
      ),
    ).toEqual(['upsert accounts ctx.insertInto.set.onConflict.doUpdate.set.execute account_id @ ACCOUNT_ID'])
  })
})
