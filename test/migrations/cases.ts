import type { SqlDialect } from '../../src/storage.js'
import type { SchemaCase } from './check.js'

/** A schema that the tool has to leave to a person, and the words that say why. */
export interface Refusal {
  name: string
  files: Record<string, string>
  why: RegExp
}

const RU = ['amocrm.ru', 'kommo', 'kommo', 'kommo', 'kommo', 'kommo']

const POSTGRESQL: SchemaCase[] = [
  {
    name: 'unique constraints, named and not, inline and not',
    files: {
      'schema.sql': `CREATE TABLE amo_accounts (
  id BIGSERIAL PRIMARY KEY,
  account_id BIGINT,
  subdomain TEXT,
  base_domain TEXT NOT NULL UNIQUE,
  refresh_token TEXT,
  CONSTRAINT one_subdomain UNIQUE (subdomain),
  UNIQUE (account_id)
);
`,
    },
    after: [
      'amo_accounts primary (id)',
      'amo_accounts unique (platform, account_id) constraint',
      'amo_accounts index (subdomain)',
      'amo_accounts index (base_domain)',
    ],
    gone: ['amo_accounts unique (subdomain) constraint', 'amo_accounts unique (base_domain) constraint'],
    platforms: { amo_accounts: RU },
  },
  {
    name: 'two children, rules of deletion and change, one by a name of its own',
    files: {
      'schema.sql': `CREATE TABLE amo_accounts (
  account_id BIGINT PRIMARY KEY,
  domain TEXT
);
CREATE TABLE leads (
  id SERIAL PRIMARY KEY,
  account BIGINT NOT NULL REFERENCES amo_accounts ON DELETE CASCADE ON UPDATE CASCADE,
  title TEXT
);
CREATE TABLE hooks (
  id SERIAL PRIMARY KEY,
  account BIGINT,
  url TEXT,
  CONSTRAINT of_account FOREIGN KEY (account) REFERENCES amo_accounts (account_id) ON UPDATE CASCADE ON DELETE SET NULL
);`,
    },
    after: ['amo_accounts primary (id)', 'leads foreign (amo_account_ref) to amo_accounts (id) c a'],
    platforms: { amo_accounts: RU },
  },
  {
    name: 'a child with two foreign keys, and a table that points to itself',
    files: {
      'schema.sql': `CREATE TABLE kommo_accounts (
  account_id BIGINT NOT NULL,
  parent_id BIGINT REFERENCES kommo_accounts (account_id),
  domain VARCHAR(200) NULL,
  CONSTRAINT accounts_key PRIMARY KEY (account_id)
);
CREATE TABLE transfers (
  id SERIAL PRIMARY KEY,
  sender BIGINT NOT NULL REFERENCES kommo_accounts (account_id) ON DELETE CASCADE,
  taker BIGINT REFERENCES kommo_accounts (account_id) ON DELETE SET NULL
);`,
    },
    after: ['kommo_accounts primary (id)'],
    platforms: { kommo_accounts: RU },
  },
  {
    name: 'quoted names in mixed case, bare ones among them',
    files: {
      'schema.sql': `CREATE TABLE "KommoAccounts" (
  AccountId BIGINT NOT NULL,
  "baseDomain" TEXT,
  "order" INT,
  PRIMARY KEY (AccountId),
  UNIQUE ("baseDomain")
);
CREATE TABLE "Users" (
  "userId" BIGSERIAL PRIMARY KEY,
  "account" BIGINT NOT NULL REFERENCES "KommoAccounts" (AccountId)
);`,
    },
    after: [
      'KommoAccounts primary (id)',
      'KommoAccounts unique (platform, accountid) constraint',
      'KommoAccounts index ("baseDomain")',
    ],
    platforms: { KommoAccounts: RU },
  },
  {
    name: 'a bare table with quoted columns',
    files: {
      'schema.sql': `CREATE TABLE KommoAccounts (
  "accountId" BIGINT PRIMARY KEY,
  subdomain TEXT,
  at TIMESTAMPTZ
);`,
    },
    after: ['kommoaccounts primary (id)', 'kommoaccounts unique (platform, "accountId") constraint'],
  },
  {
    name: 'a table that has an id and a platform already',
    files: {
      'schema.sql': `CREATE TABLE amo_accounts (
  id TEXT,
  platform TEXT,
  account_id BIGINT PRIMARY KEY,
  domain TEXT,
  at TIMESTAMPTZ
);`,
    },
    after: [
      'amo_accounts primary (amo_account_key)',
      'amo_accounts unique (platform, account_id) constraint',
    ],
  },
  {
    name: 'a subdomain as the key beside an account id that several rows may share',
    files: {
      'schema.sql': `CREATE TABLE amo_tokens (
  subdomain VARCHAR(64) PRIMARY KEY,
  account_id BIGINT,
  refresh_token TEXT,
  created_at TIMESTAMPTZ
);`,
    },
    after: ['amo_tokens primary (id)', 'amo_tokens index (subdomain)', 'amo_tokens index (account_id)'],
  },
  {
    name: 'a subdomain as the key, and an account id that is unique',
    files: {
      'schema.sql': `CREATE TABLE amo_tokens (
  subdomain VARCHAR(64) PRIMARY KEY,
  account_id BIGINT NOT NULL UNIQUE,
  refresh_token TEXT,
  created_at TIMESTAMPTZ
);`,
    },
    after: ['amo_tokens primary (id)', 'amo_tokens unique (platform, account_id) constraint'],
  },
  {
    name: 'names that the engine cuts',
    files: {
      'schema.sql': `CREATE TABLE kommo_integration_installations_of_marketplace_customers_v2 (
  note_about_the_account TEXT,
  kommo_account_id_of_the_marketplace_customer BIGINT,
  kommo_account_id BIGINT PRIMARY KEY,
  base_domain TEXT NOT NULL UNIQUE
);
CREATE TABLE kommo_integration_installation_events_of_marketplace_customers (
  id BIGSERIAL PRIMARY KEY,
  kommo_account_id BIGINT NOT NULL REFERENCES kommo_integration_installations_of_marketplace_customers_v2 (kommo_account_id)
);`,
    },
    after: ['kommo_integration_installations_of_marketplace_customers_v2 primary (id)'],
  },
  {
    name: 'an index of the same name that is there already',
    files: {
      'schema.sql': `CREATE TABLE kommo_accounts (
  account_id BIGINT NOT NULL,
  subdomain TEXT PRIMARY KEY,
  created_at TIMESTAMPTZ
);
CREATE INDEX kommo_accounts_account_id_idx ON kommo_accounts (account_id);
CREATE INDEX kommo_accounts_subdomain_idx ON kommo_accounts (created_at);`,
    },
    after: [
      'kommo_accounts primary (id)',
      'kommo_accounts index (account_id)',
      'kommo_accounts index (subdomain)',
    ],
  },
]

const MYSQL: SchemaCase[] = [
  {
    name: 'unique keys, named and not, inline and not',
    files: {
      'schema.sql': `CREATE TABLE \`amo_accounts\` (
  \`id\` INT AUTO_INCREMENT PRIMARY KEY,
  \`account_id\` BIGINT UNIQUE,
  \`subdomain\` VARCHAR(64),
  \`base_domain\` VARCHAR(190) NOT NULL,
  \`refresh_token\` TEXT,
  UNIQUE KEY \`one_subdomain\` (\`subdomain\`),
  UNIQUE (\`base_domain\`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;`,
    },
    after: [
      'amo_accounts primary (id)',
      'amo_accounts unique (platform, account_id)',
      'amo_accounts index (subdomain)',
    ],
    gone: [
      'amo_accounts unique (subdomain)',
      'amo_accounts unique (base_domain)',
      'amo_accounts unique (account_id)',
    ],
    platforms: { amo_accounts: RU },
  },
  {
    name: 'two children, and one with two foreign keys',
    files: {
      'schema.sql': `CREATE TABLE amo_accounts (
  account_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  domain VARCHAR(190)
) ENGINE=InnoDB;
CREATE TABLE leads (
  id INT AUTO_INCREMENT PRIMARY KEY,
  account BIGINT UNSIGNED NOT NULL,
  title VARCHAR(100),
  KEY by_account (account),
  CONSTRAINT leads_of FOREIGN KEY (account) REFERENCES amo_accounts (account_id) ON DELETE CASCADE ON UPDATE CASCADE
) ENGINE=InnoDB;
CREATE TABLE transfers (
  id INT AUTO_INCREMENT PRIMARY KEY,
  sender BIGINT UNSIGNED NOT NULL,
  taker BIGINT UNSIGNED,
  CONSTRAINT sent FOREIGN KEY (sender) REFERENCES amo_accounts (account_id) ON DELETE CASCADE,
  CONSTRAINT taken FOREIGN KEY (taker) REFERENCES amo_accounts (account_id) ON DELETE SET NULL
) ENGINE=InnoDB;`,
    },
    after: ['amo_accounts primary (id)', 'leads index (account)', 'transfers index (sender)'],
    platforms: { amo_accounts: RU },
  },
  {
    name: 'a table that points to itself',
    files: {
      'schema.sql': `CREATE TABLE kommo_accounts (
  account_id BIGINT UNSIGNED NOT NULL,
  parent_id BIGINT UNSIGNED,
  domain VARCHAR(190),
  PRIMARY KEY (account_id),
  CONSTRAINT of_parent FOREIGN KEY (parent_id) REFERENCES kommo_accounts (account_id)
) ENGINE=InnoDB;`,
    },
    after: ['kommo_accounts primary (id)'],
  },
  {
    name: 'quoted names in mixed case',
    files: {
      'schema.sql': `CREATE TABLE \`KommoAccounts\` (
  \`AccountId\` BIGINT NOT NULL,
  \`baseDomain\` VARCHAR(190),
  \`order\` INT UNSIGNED,
  PRIMARY KEY (\`AccountId\`),
  UNIQUE KEY (\`baseDomain\`)
);`,
    },
    after: ['KommoAccounts primary (id)', 'KommoAccounts unique (platform, AccountId)'],
    platforms: { KommoAccounts: RU },
  },
  {
    name: 'a table that has an id and a platform already',
    files: {
      'schema.sql': `CREATE TABLE amo_accounts (
  id VARCHAR(36),
  platform VARCHAR(20),
  account_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  domain VARCHAR(190)
);`,
    },
    after: ['amo_accounts primary (amo_account_key)', 'amo_accounts unique (platform, account_id)'],
  },
  {
    name: 'a subdomain as the key beside an account id that several rows may share',
    files: {
      'schema.sql': `CREATE TABLE \`amo_tokens\` (
  \`subdomain\` VARCHAR(64) PRIMARY KEY,
  \`account_id\` INT UNSIGNED,
  \`refresh_token\` TEXT
) ENGINE=InnoDB;`,
    },
    after: ['amo_tokens primary (id)', 'amo_tokens index (subdomain)', 'amo_tokens index (account_id)'],
  },
]

const SQLITE: SchemaCase[] = [
  {
    name: 'a number as the key, a unique domain that may be null',
    files: {
      'schema.sql': `PRAGMA foreign_keys = ON;
CREATE TABLE IF NOT EXISTS amo_accounts (
  account_id INTEGER PRIMARY KEY,
  base_domain TEXT UNIQUE,
  refresh_token TEXT DEFAULT 'none'
);`,
    },
    after: [
      'amo_accounts primary (id) AUTOINCREMENT',
      'amo_accounts unique (platform, account_id) constraint',
    ],
    platforms: { amo_accounts: RU },
  },
  {
    name: 'a text as the key, which may be null there',
    files: {
      'schema.sql': `PRAGMA journal_mode = WAL;
CREATE TABLE amo_tokens (subdomain TEXT PRIMARY KEY, account_id INTEGER, refresh_token TEXT);`,
    },
    after: [
      'amo_tokens primary (id) AUTOINCREMENT',
      'amo_tokens index (account_id)',
      'amo_tokens index (subdomain)',
    ],
  },
  {
    name: 'quoted names in mixed case',
    files: {
      'schema.sql': `PRAGMA foreign_keys = ON;
CREATE TABLE "KommoAccounts" (
  "AccountId" INTEGER NOT NULL,
  "baseDomain" TEXT,
  "order" INTEGER,
  PRIMARY KEY ("AccountId"),
  UNIQUE ("baseDomain")
);`,
    },
    after: ['KommoAccounts primary (id) AUTOINCREMENT'],
  },
  {
    name: 'a table that has an id and a platform already',
    files: {
      'schema.sql': `PRAGMA foreign_keys = ON;
CREATE TABLE amo_accounts (id TEXT, platform TEXT, account_id INTEGER PRIMARY KEY, domain TEXT);`,
    },
    after: ['amo_accounts primary (amo_account_key) AUTOINCREMENT'],
  },
]

export const CASES: Partial<Record<SqlDialect, SchemaCase[]>> = {
  postgresql: POSTGRESQL,
  mysql: MYSQL,
  sqlite: SQLITE,
}

const ACCOUNTS = 'CREATE TABLE kommo_accounts (id BIGSERIAL PRIMARY KEY, account_id BIGINT, subdomain TEXT'

/** Nothing may be written for these. */
export const REFUSALS: Refusal[] = [
  {
    name: 'a composite key',
    files: {
      'schema.sql':
        'CREATE TABLE kommo_users (account_id BIGINT, user_id BIGINT, at TIMESTAMPTZ, subdomain TEXT, PRIMARY KEY (account_id, user_id));',
    },
    why: /apart by `user_id`/,
  },
  {
    name: 'a key of several columns that a child points to',
    files: {
      'schema.sql': `CREATE TABLE kommo_accounts (account_id BIGINT, subdomain TEXT, at TIMESTAMPTZ, PRIMARY KEY (account_id, subdomain));
CREATE TABLE hooks (id SERIAL PRIMARY KEY, a BIGINT, s TEXT, FOREIGN KEY (a, s) REFERENCES kommo_accounts (account_id, subdomain));`,
    },
    why: /several columns/,
  },
  {
    name: 'a schema of its own',
    files: {
      'schema.sql': 'CREATE TABLE crm.kommo_accounts (account_id BIGINT PRIMARY KEY, at TIMESTAMPTZ);',
    },
    why: /stands in `crm`/,
  },
  {
    name: 'a unique index for some rows only',
    files: {
      'schema.sql': `${ACCOUNTS});\nCREATE UNIQUE INDEX one ON kommo_accounts (subdomain) WHERE account_id > 0;`,
    },
    why: /more than its columns/,
  },
  {
    name: 'a unique index of an expression',
    files: { 'schema.sql': `${ACCOUNTS});\nCREATE UNIQUE INDEX one ON kommo_accounts (lower(subdomain));` },
    why: /more than its columns/,
  },
  {
    name: 'a key that is checked late',
    files: { 'schema.sql': `${ACCOUNTS}, UNIQUE (subdomain) DEFERRABLE INITIALLY DEFERRED);` },
    why: /more than its columns/,
  },
  {
    name: 'a key inline that is checked late',
    files: {
      'schema.sql': 'CREATE TABLE kommo_accounts (account_id BIGINT PRIMARY KEY DEFERRABLE, at TIMESTAMPTZ);',
    },
    why: /more than its columns/,
  },
  {
    name: 'a key with a rule for conflicts',
    files: {
      'schema.sql':
        'PRAGMA foreign_keys = ON;\nCREATE TABLE kommo_accounts (subdomain TEXT PRIMARY KEY ON CONFLICT REPLACE, account_id INTEGER);',
    },
    why: /more than its columns/,
  },
  {
    name: 'a key of the beginnings of values',
    files: {
      'schema.sql':
        'CREATE TABLE kommo_accounts (id INT AUTO_INCREMENT PRIMARY KEY, account_id INT, base_domain VARCHAR(900), UNIQUE KEY one (base_domain(100))) ENGINE=InnoDB;',
    },
    why: /more than its columns/,
  },
  {
    name: 'a child that points to a unique key',
    files: {
      'schema.sql': `${ACCOUNTS} UNIQUE);\nCREATE TABLE hooks (id SERIAL PRIMARY KEY, sub TEXT REFERENCES kommo_accounts (subdomain));`,
    },
    why: /points to a unique key/,
  },
  {
    name: 'a foreign key that is checked late',
    files: {
      'schema.sql': `CREATE TABLE kommo_accounts (account_id BIGINT PRIMARY KEY, at TIMESTAMPTZ);
CREATE TABLE hooks (id SERIAL PRIMARY KEY, a BIGINT REFERENCES kommo_accounts DEFERRABLE INITIALLY DEFERRED);`,
    },
    why: /no plain one/,
  },
  {
    name: 'a key that the database fills',
    files: {
      'schema.sql': 'CREATE TABLE kommo_accounts (account_id BIGSERIAL PRIMARY KEY, subdomain TEXT);',
    },
    why: /fills `account_id`/,
  },
  {
    name: 'rows that are numbered already',
    files: {
      'schema.sql':
        'CREATE TABLE `kommo_accounts` (`n` INT AUTO_INCREMENT UNIQUE, `subdomain` VARCHAR(60) PRIMARY KEY);',
    },
    why: /`n` numbers its rows/,
  },
  {
    name: 'rows by the order of columns',
    files: {
      'schema.sql':
        "CREATE TABLE `kommo_accounts` (`account_id` INT PRIMARY KEY, `domain` VARCHAR(60));\nINSERT INTO `kommo_accounts` VALUES (1, 'a');",
    },
    why: /by the order of its columns/,
  },
  {
    name: 'an upsert that names no key',
    files: {
      'schema.sql':
        'CREATE TABLE `kommo_accounts` (`subdomain` VARCHAR(60) PRIMARY KEY, `refresh_token` TEXT);',
      'save.php':
        "<?php $db->prepare('INSERT INTO kommo_accounts (subdomain, refresh_token) VALUES (?, ?) ON DUPLICATE KEY UPDATE refresh_token = VALUES(refresh_token)');",
    },
    why: /without naming them \(save\.php\)/,
  },
  {
    name: 'a table in parts',
    files: {
      'schema.sql':
        'CREATE TABLE kommo_accounts (account_id BIGINT PRIMARY KEY, at TIMESTAMPTZ) PARTITION BY HASH (account_id);',
    },
    why: /kept in parts/,
  },
  {
    name: 'an account id that MySQL cannot index whole',
    files: {
      'schema.sql':
        'CREATE TABLE `kommo_accounts` (`subdomain` VARCHAR(60) PRIMARY KEY, `account_id` TEXT, `domain` VARCHAR(60));',
    },
    why: /too long for an index/,
  },
  {
    name: 'a foreign key of MySQL without a name',
    files: {
      'schema.sql': `CREATE TABLE kommo_accounts (account_id INT PRIMARY KEY) ENGINE=InnoDB;
CREATE TABLE hooks (id INT AUTO_INCREMENT PRIMARY KEY, a INT, FOREIGN KEY (a) REFERENCES kommo_accounts (account_id)) ENGINE=InnoDB;`,
    },
    why: /no name/,
  },
  {
    name: 'a primary key of SQL Server without a name',
    files: {
      'schema.sql': 'CREATE TABLE [dbo].[kommo_accounts] ([account_id] INT PRIMARY KEY, [x] NVARCHAR(9));',
    },
    why: /no name/,
  },
  {
    name: 'SQLite: a child, whatever it points to',
    files: {
      'schema.sql': `PRAGMA foreign_keys = ON;
CREATE TABLE kommo_accounts (id INTEGER PRIMARY KEY, account_id INTEGER UNIQUE, x TEXT);
CREATE TABLE hooks (id INTEGER PRIMARY KEY, a INTEGER REFERENCES kommo_accounts (id) ON DELETE CASCADE);`,
    },
    why: /`hooks` would follow/,
  },
  {
    name: 'SQLite: an index, a view, a trigger of the table',
    files: {
      'schema.sql': `PRAGMA foreign_keys = ON;
CREATE TABLE kommo_accounts (account_id INTEGER PRIMARY KEY, x TEXT);
CREATE INDEX by_x ON kommo_accounts (x);`,
    },
    why: /its index would be lost/,
  },
  {
    name: 'SQLite: a view in another file',
    files: {
      'schema.sql':
        'PRAGMA foreign_keys = ON;\nCREATE TABLE kommo_accounts (account_id INTEGER PRIMARY KEY, x TEXT);',
      'views.sql': 'CREATE VIEW active AS SELECT * FROM kommo_accounts;',
    },
    why: /a view in views\.sql/,
  },
  {
    name: 'SQLite: a column that a later statement adds',
    files: {
      'schema.sql': `PRAGMA foreign_keys = ON;
CREATE TABLE kommo_accounts (account_id INTEGER PRIMARY KEY, x TEXT);
ALTER TABLE kommo_accounts ADD COLUMN y TEXT;`,
    },
    why: /another statement changes it/,
  },
  {
    name: 'SQLite: a table without row ids, a computed column',
    files: {
      'schema.sql': 'CREATE TABLE kommo_accounts (account_id INTEGER PRIMARY KEY, x TEXT) WITHOUT ROWID;',
    },
    why: /without row ids/,
  },
  {
    name: 'SQLite: a computed column',
    files: {
      'schema.sql':
        'PRAGMA foreign_keys = ON;\nCREATE TABLE kommo_accounts (account_id INTEGER PRIMARY KEY, x TEXT, y TEXT GENERATED ALWAYS AS (upper(x)));',
    },
    why: /`y` is computed/,
  },
]
