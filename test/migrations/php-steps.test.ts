import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Database, Engine } from './engine.js'
import { mariadb } from './mariadb.js'
import { checkOrmCase, type OrmCase, type OrmTool, ormCases } from './orm.js'
import { postgresql } from './postgresql.js'

type Address = NonNullable<Database['address']>

/** What the systems, which cannot be installed here, make of the migrations of a case: with the names that they give. */
const SCHEMAS: Record<string, Partial<Record<Engine['dialect'], string>>> = {
  'account-key/phinx-children': {
    mysql:
      'CREATE TABLE `amocrm_accounts` (`account_id` BIGINT NOT NULL, `base_domain` VARCHAR(190) NOT NULL, `access_token` TEXT NULL, `refresh_token` TEXT NULL, PRIMARY KEY (`account_id`)); CREATE TABLE `amocrm_leads` (`id` INT(11) NOT NULL AUTO_INCREMENT, `account_id` BIGINT NOT NULL, `title` VARCHAR(100) NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `leads_account` FOREIGN KEY (`account_id`) REFERENCES `amocrm_accounts` (`account_id`) ON DELETE CASCADE ON UPDATE NO ACTION)',
    postgresql:
      'CREATE TABLE "amocrm_accounts" ("account_id" BIGINT NOT NULL, "base_domain" VARCHAR(190) NOT NULL, "access_token" TEXT NULL, "refresh_token" TEXT NULL, CONSTRAINT "amocrm_accounts_pkey" PRIMARY KEY ("account_id")); CREATE TABLE "amocrm_leads" ("id" SERIAL NOT NULL, "account_id" BIGINT NOT NULL, "title" VARCHAR(100) NOT NULL, CONSTRAINT "amocrm_leads_pkey" PRIMARY KEY ("id")); ALTER TABLE "amocrm_leads" ADD CONSTRAINT "leads_account" FOREIGN KEY ("account_id") REFERENCES "amocrm_accounts" ("account_id") ON DELETE CASCADE ON UPDATE NO ACTION',
  },
  'account-key/phinx-two-tables': {
    mysql:
      'CREATE TABLE `amo_tokens` (`account_id` BIGINT NOT NULL, `access_token` TEXT NOT NULL, PRIMARY KEY (`account_id`)); CREATE TABLE `amo_users` (`id` INT(11) NOT NULL AUTO_INCREMENT, `amo_account_id` BIGINT NOT NULL, `email` VARCHAR(120) NOT NULL, PRIMARY KEY (`id`), UNIQUE KEY `one_user` (`amo_account_id`))',
    postgresql:
      'CREATE TABLE "amo_tokens" ("account_id" BIGINT NOT NULL, "access_token" TEXT NOT NULL, CONSTRAINT "amo_tokens_pkey" PRIMARY KEY ("account_id")); CREATE TABLE "amo_users" ("id" SERIAL NOT NULL, "amo_account_id" BIGINT NOT NULL, "email" VARCHAR(120) NOT NULL, CONSTRAINT "amo_users_pkey" PRIMARY KEY ("id")); CREATE UNIQUE INDEX "one_user" ON "amo_users" ("amo_account_id")',
  },
  'account-key/phinx-unique-account-id': {
    mysql:
      'CREATE TABLE `companies` (`id` INT(11) NOT NULL AUTO_INCREMENT, `name` VARCHAR(120) NOT NULL, `kommo_account_id` INT(11) NOT NULL, `kommo_subdomain` VARCHAR(63) NOT NULL, `refresh_token` TEXT NOT NULL, PRIMARY KEY (`id`), UNIQUE KEY (`kommo_account_id`), UNIQUE KEY `companies_kommo` (`kommo_subdomain`))',
    postgresql:
      'CREATE TABLE "companies" ("id" SERIAL NOT NULL, "name" VARCHAR(120) NOT NULL, "kommo_account_id" INTEGER NOT NULL, "kommo_subdomain" VARCHAR(63) NOT NULL, "refresh_token" TEXT NOT NULL, CONSTRAINT "companies_pkey" PRIMARY KEY ("id")); CREATE UNIQUE INDEX "companies_kommo_account_id" ON "companies" ("kommo_account_id"); CREATE UNIQUE INDEX "companies_kommo" ON "companies" ("kommo_subdomain")',
  },
  'account-key/yii2-primary-account-id': {
    mysql:
      'CREATE TABLE `amocrm_account` (`account_id` bigint(20) NOT NULL, `subdomain` varchar(63) NOT NULL UNIQUE, `access_token` text, `refresh_token` text, PRIMARY KEY(account_id))',
    postgresql:
      'CREATE TABLE "amocrm_account" ("account_id" bigint NOT NULL, "subdomain" varchar(63) NOT NULL UNIQUE, "access_token" text, "refresh_token" text, PRIMARY KEY(account_id))',
  },
  'account-key/yii2-children': {
    mysql:
      'CREATE TABLE `kommo_install` (`account_id` bigint(20) NOT NULL, `base_domain` varchar(190) NOT NULL, `refresh_token` text); ALTER TABLE `kommo_install` ADD CONSTRAINT `kommo_install_pk` PRIMARY KEY (`account_id`); ALTER TABLE `kommo_install` ADD UNIQUE INDEX `kommo_by_domain` (`base_domain`); CREATE TABLE `kommo_hook` (`id` int(11) NOT NULL AUTO_INCREMENT PRIMARY KEY, `owner` bigint(20), `payload` text); ALTER TABLE `kommo_hook` ADD CONSTRAINT `kommo_hook_owner` FOREIGN KEY (`owner`) REFERENCES `kommo_install` (`account_id`) ON DELETE SET NULL ON UPDATE CASCADE',
    postgresql:
      'CREATE TABLE "kommo_install" ("account_id" bigint NOT NULL, "base_domain" varchar(190) NOT NULL, "refresh_token" text); ALTER TABLE "kommo_install" ADD CONSTRAINT "kommo_install_pk" PRIMARY KEY ("account_id"); CREATE UNIQUE INDEX "kommo_by_domain" ON "kommo_install" ("base_domain"); CREATE TABLE "kommo_hook" ("id" serial NOT NULL PRIMARY KEY, "owner" bigint, "payload" text); ALTER TABLE "kommo_hook" ADD CONSTRAINT "kommo_hook_owner" FOREIGN KEY ("owner") REFERENCES "kommo_install" ("account_id") ON DELETE SET NULL ON UPDATE CASCADE',
  },
}

const engines: Engine[] = [await postgresql(), await mariadb()]

afterAll(() => {
  for (const engine of engines) if ('stop' in engine) engine.stop()
})

const run = (...args: string[]): string =>
  execFileSync('/usr/bin/php', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

function whyNot(): string | undefined {
  try {
    run('-r', "exit(array_diff(['pgsql', 'mysql'], PDO::getAvailableDrivers()) === [] ? 0 : 1);")
    return undefined
  } catch {
    return 'php has no drivers for PostgreSQL and MySQL'
  }
}

/** The SQL of a step; the schema before it comes from the table above, or from the project's own steps where they are SQL. */
function steps({ dialect }: Engine, { name, files, written }: OrmCase): OrmTool {
  const script = join(import.meta.dirname, 'php/steps.php')
  const go = ({ path, name: database }: Address, way: string, what: string) =>
    run(script, dialect, join(path, database ?? ''), way, what)
  const made = [...written].sort()
  const former = [...files.keys()].filter((path) => path.endsWith('.php') && !written.includes(path)).sort()
  const schema = SCHEMAS[name]?.[dialect]
  return {
    before: (folder, at) => {
      if (schema !== undefined) for (const statement of schema.split('; ')) go(at, 'sql', statement)
      else for (const path of former) go(at, 'up', join(folder, path))
    },
    up: (folder, at) => made.forEach((path) => void go(at, 'up', join(folder, path))),
    down: (folder, at) => made.toReversed().forEach((path) => void go(at, 'down', join(folder, path))),
    own: /^$/,
  }
}

const cases = ormCases(/^account-key\/(?:phinx|yii2)-/)
const DRIVERS: Partial<Record<Engine['dialect'], string>> = { mysql: `'mysql' =>`, postgresql: `'pgsql' =>` }
const missing = whyNot()

for (const engine of engines) {
  describe(`SQL of steps in PHP on ${engine.name}`, () => {
    const own = cases.filter(({ files, written }) =>
      written.some((path) => files.get(path)?.includes(DRIVERS[engine.dialect] as string)),
    )
    it('has cases', () => expect(own.length).toBeGreaterThan(3))
    const why = missing ?? ('whyNot' in engine ? engine.whyNot : undefined)
    if (why !== undefined || 'whyNot' in engine) it.skip(`skipped, because ${why}`, () => {})
    else it.each(own)('$name', (given) => checkOrmCase(engine, given, steps(engine, given)))
  })
}
