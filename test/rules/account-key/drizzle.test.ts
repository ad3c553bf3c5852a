import { join } from 'node:path'
import { expect, it } from 'vitest'
import { audit } from '../../../src/index.js'

it('tells the steps that a history of drizzle-kit needs', async () => {
  const cwd = join(import.meta.dirname, '../../../fixtures/account-key/keep-drizzle-history/input')
  const { findings } = await audit({ cwd })
  const help = findings.find(({ rule }) => rule === 'account-key')?.help ?? ''
  expect(help).toContain("`id: serial('id').primaryKey()`")
  expect(help).toContain('take the keys off `subdomain` and `accountId` (`subdomain` with `.notNull()`)')
  expect(help.match(/(?:ALTER|CREATE) [^;]*;/g)).toEqual([
    'ALTER TABLE "amo_accounts" ADD COLUMN "id" SERIAL NOT NULL;',
    'ALTER TABLE "amo_accounts" DROP CONSTRAINT "amo_accounts_pkey";',
    'ALTER TABLE "amo_accounts" ADD CONSTRAINT "amo_accounts_pkey" PRIMARY KEY ("id");',
    `ALTER TABLE "amo_accounts" ADD COLUMN "platform" VARCHAR(16) NOT NULL DEFAULT 'kommo';`,
    'ALTER TABLE "amo_accounts" DROP CONSTRAINT "amo_accounts_account_id_unique";',
    'ALTER TABLE "amo_accounts" ADD CONSTRAINT "amo_accounts_platform_account_id_key" UNIQUE ("platform", "account_id");',
    'CREATE INDEX "amo_accounts_subdomain_idx" ON "amo_accounts" ("subdomain");',
    'CREATE INDEX "amo_accounts_account_id_idx" ON "amo_accounts" ("account_id");',
  ])
})
