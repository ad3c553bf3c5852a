import type { RuleInfo } from '../define-rule.js'
import { accountKey } from './account-key.js'

export const storedHost: RuleInfo = {
  id: 'stored-host',
  title: 'Move stored addresses to kommo.com',
  why: 'In most integrations the host is not in the code: it is stored with the tokens (`base_domain`, `account_domain`, `referer`), and requests go wherever the stored value says. Editing code changes nothing there until the data moves. Tokens stay valid on kommo.com, so moving the address is enough.',
  finds:
    'Columns that hold whole addresses of accounts, and code that keeps the `referer` of the OAuth redirect: in the library’s `setAccountBaseDomain`, in a property or a column. Code that keeps its last label alone, which is `com` for both names, or its first label alone, which is any platform. `kommo-migrate data` writes the migration: it shows first what will change, leaves `.amocrm.ru` and hosts of the platform alone, merges rows whose account has one under kommo.com already, keeps what it changes, and can be run twice. With `--out` and the folder of your migrations it is the next step there, in the form of its system: golang-migrate, Flyway, goose, dbmate, Prisma; Laravel, Doctrine, Phinx, Yii 2; Rails, Sequel; Django, Alembic; TypeORM, MikroORM, Sequelize, Knex, Kysely; EF Core.',
  keeps:
    'Bare subdomains. Addresses of other products. Columns for which a migration with the marker `kommo-migrate: stored-host TABLE.COLUMN` is in the repository.',
  source: 'Rebranding requirements, "Redirect amocrm.com accounts to the new domain"',
  severity: 'warning',
  isInferred: true,
  needles: accountKey.needles,
  ...(accountKey.signs && { signs: accountKey.signs }),
  ...(accountKey.widens && { widens: accountKey.widens }),
  examples: [
    {
      path: 'schema.sql',
      before:
        'CREATE TABLE kommo_tokens (\n  id BIGSERIAL PRIMARY KEY,\n  base_domain TEXT NOT NULL,\n  access_token TEXT,\n  refresh_token TEXT\n);\n',
    },
    {
      path: 'callback.php',
      before:
        "<?php\n$client = new AmoCRMApiClient($id, $secret, $uri);\nif (in_array($_GET['referer'], $accounts)) $client->setAccountBaseDomain($_GET['referer']);\n",
    },
    {
      path: 'schema.sql',
      keep: 'CREATE TABLE kommo_tokens (\n  id BIGSERIAL PRIMARY KEY,\n  subdomain TEXT NOT NULL,\n  access_token TEXT\n);\n',
      because: 'a bare subdomain is the same on kommo.com',
    },
  ],
}
