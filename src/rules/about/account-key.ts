import type { RuleInfo } from '../define-rule.js'

export const accountKey: RuleInfo = {
  id: 'account-key',
  title: 'Do not use the account as a key',
  why: 'The announcement asks not to use the account ID and the account subdomain as the primary key: an auto-increment `id` is the key, and account ID and subdomain are plain properties. The address of an account changes from `SUB.amocrm.com` to `SUB.kommo.com`, a subdomain can be renamed, and ids of accounts are given by each platform for itself: what is found by one of them is lost, doubled or mixed up.',
  finds:
    'Primary keys (error), unique keys, look-ups, cache keys, locks, file names, table names and keys of maps (warning) that are made of the CRM account’s id, subdomain or domain: in SQL, Prisma, and the models, migrations and queries of the libraries that the documentation lists. What says that it is the account of amoCRM or Kommo stands in the message: its name, its table, the columns beside it, the file, the `referer` of the OAuth redirect, the library in use.',
  keeps:
    '`domain`, `subdomain` and `account_id` of other products: without evidence nothing is said. A column that points to a table of your own. A unique key of account id and platform, ordinary indexes, look-ups by the account id.',
  source: 'Rebranding requirements, "Recommendations"',
  severity: 'warning',
  needles: ['amocrm'],
  signs: ['kommo', 'amo_'],
  widens: [
    ['subdomain'],
    ['Subdomain'],
    ['subDomain'],
    ['sub_domain'],
    ['SUBDOMAIN'],
    ['BASE_DOMAIN'],
    ['base_domain'],
    ['baseDomain'],
    ['BaseDomain'],
    ['account_domain'],
    ['accountDomain'],
    ['domain_name', 'token'],
    ['domainName', 'oken'],
    ['account_id', 'amo'],
    ['accountId', 'amo'],
    ['AccountID', 'mo'],
    ['account_id', 'refresh_token'],
    ['accountId', 'refreshToken'],
    ['AccountID', 'RefreshToken'],
    // A later step may take a key away again.
    ['DROP CONSTRAINT'],
    ['DROP PRIMARY'],
    ['dropPrimary'],
    ['dropUnique'],
    ['renameTable'],
    ['renameColumn'],
    // Repositories save by a key, and relations take it over, without a word of it.
    ['typeorm', 'Repository'],
    ['typeorm', 'EntityManager'],
    ['typeorm', 'EntitySchema'],
    ['typeorm', 'ToOne('],
    ['typeorm', 'ToMany('],
    ['typeorm', ' extends '],
    ['pository', '.save('],
    // The next step of a history in Python stands behind the last one, and models of other files may point to the key.
    ['down_revision', 'alembic'],
    ['migrations.Migration', 'django'],
    ['models.ForeignKey', 'django'],
    ['models.OneToOneField', 'django'],
    ['models.ManyToManyField', 'django'],
    ['ForeignKey(', 'sqlalchemy'],
    ['foreign_key=', 'sqlmodel'],
    ['pk=', '.objects'],
    ['session.get('],
    ['session.merge('],
    // Repositories of TypeORM write by the primary key without naming it.
    ['.save(', 'epo'],
    ['.save(', 'anager'],
  ],
  examples: [
    {
      path: 'schema.sql',
      before:
        'CREATE TABLE amo_accounts (\n  account_id BIGINT PRIMARY KEY,\n  subdomain VARCHAR(100) NOT NULL,\n  access_token TEXT\n);\n',
    },
    {
      path: 'schema.sql',
      keep: 'CREATE TABLE amo_accounts (\n  id BIGSERIAL PRIMARY KEY,\n  platform TEXT NOT NULL,\n  account_id BIGINT NOT NULL,\n  domain TEXT NOT NULL,\n  UNIQUE (platform, account_id)\n);\n',
      because: 'the key is the table’s own, and the account is unique on its platform',
    },
    {
      path: 'schema.sql',
      keep: 'CREATE TABLE tenants (\n  id BIGSERIAL PRIMARY KEY,\n  subdomain VARCHAR(63) NOT NULL UNIQUE\n);\n',
      because: 'it is a tenant of this product, not an account of the CRM',
    },
  ],
}
