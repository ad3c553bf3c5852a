/**
 * The neutral model of storage: what a project keeps, and by what it tells records apart. Adapters hand it out for
 * schemas, models, migrations and code alike; rules never ask which of the systems below wrote it. Spans are bytes.
 */

import type { Span } from './sites.js'

/** What declares a table or asks for its records; texts of advice and migrations are chosen by it. */
export type StorageSystem =
  | 'sql'
  | 'prisma'
  | 'typeorm'
  | 'mikro-orm'
  | 'sequelize'
  | 'drizzle'
  | 'knex'
  | 'objection'
  | 'mongoose'
  | 'mongodb'
  | 'indexed-db'
  | 'kysely'
  | 'laravel'
  | 'eloquent'
  | 'doctrine'
  | 'phinx'
  | 'yii2'
  | 'bitrix'
  | 'wordpress'
  | 'pdo'
  | 'django'
  | 'sqlalchemy'
  | 'alembic'
  | 'sqlmodel'
  | 'peewee'
  | 'tortoise'
  | 'rails'
  | 'sequel'
  | 'gorm'
  | 'ent'
  | 'sqlx'
  | 'ef-core'
  | 'dapper'
  | 'jpa'
  | 'exposed'
  | 'jooq'
  | 'diesel'

export type SqlDialect = 'postgresql' | 'mysql' | 'sqlite' | 'sqlserver'

/** What one file says about tables and keys, in the order of the file. */
export interface StorageFacts {
  readonly tables: readonly TableSite[]
  readonly uses: readonly KeyUse[]
}

/** A table, collection or document type as one place declares or changes it. */
export interface TableSite {
  readonly system: StorageSystem
  /**
   * `model`: what the code believes (an entity class, a Prisma model). `schema`: a statement that makes it from nothing.
   * `migration`: one step of a history, which must never be edited.
   */
  readonly part: 'model' | 'schema' | 'migration'
  /** `create` also for models; `alter` for statements that change a table which exists. */
  readonly change: 'create' | 'alter'
  /** Name in the database, without quotes and schema: as written, else as the system derives it. */
  readonly name: string
  /** Name of the class or model, where the code has one. */
  readonly model?: string
  /** Name of the database, where the same file opens it. */
  readonly database?: string
  readonly dialect?: SqlDialect
  /** Where the table is named. */
  readonly span: Span
  /** The whole declaration. */
  readonly whole: Span
  /** Where a model's parts are written, with their brackets. Only systems whose models are edited by them give it. */
  readonly written?: WrittenModel
  readonly columns: readonly ColumnSite[]
  readonly keys: readonly TableKey[]
  /** Foreign keys, those of single columns as well. */
  readonly references: readonly ForeignKey[]
  /** Columns and keys (by name or by their columns) that an `alter` takes away. */
  readonly drops?: readonly { kind: 'column' | 'primary' | 'unique'; names: readonly string[] }[]
}

export interface WrittenModel {
  /** The table of columns, or the body of the class. */
  readonly columns: Span
  /** The table of options. */
  readonly options?: Span
  /** The list of indexes in the options. */
  readonly indexes?: Span
  /** Parts of it stand somewhere else: `...base`, a variable. */
  readonly isOpen?: boolean
}

export interface ColumnSite {
  /** Name in the database. */
  readonly name: string
  /** Name in code, where it is another one. */
  readonly property?: string
  /** The name where it is declared: what a finding underlines. */
  readonly span: Span
  /** Its whole declaration. */
  readonly whole: Span
  /** As written: `VARCHAR(100)`, `String`, `bigint`. */
  readonly type?: string
  readonly nullable?: boolean
  /** The database or the library fills it: auto-increment, identity, a generated UUID. */
  readonly generated?: boolean
}

export interface TableKey {
  readonly kind: 'primary' | 'unique' | 'index'
  /** Names of columns in the database, in order. An expression gives the names of the columns in it. */
  readonly columns: readonly string[]
  /** Where it is declared as a key: the decorator, the constraint, the option. */
  readonly span: Span
  /**
   * All that says so, where it can be taken away by itself: the words behind a column (`inline`), or an entry of its own.
   * Only systems whose declarations are edited give it.
   */
  readonly words?: Span & { readonly inline: boolean }
  /** Name in the database, where it is given. */
  readonly name?: string
  /** It is an index, and no constraint. */
  readonly isIndex?: boolean
  /** It says more than its columns: a condition, an expression, a length, a rule for conflicts. They alone do not make it again. */
  readonly special?: boolean
}

export interface ForeignKey {
  readonly columns: readonly string[]
  /** The table it points to (name in the database, or of the model). */
  readonly table: string
  /** Empty where it is that table's primary key without saying so. */
  readonly targets: readonly string[]
  readonly span: Span
  readonly name?: string
  /** See `TableKey.words`. */
  readonly words?: Span & { readonly inline: boolean }
  /** `ON DELETE …`, as written. */
  readonly onDelete?: string
  readonly onUpdate?: string
  /** It says more than that: deferrable, not checked, matched in part. */
  readonly special?: boolean
}

/** A place that reads or writes one record by a value. */
export interface KeyUse {
  /**
   * `lookup`: finds one record. `upsert`: writes one, or finds it there. `cache`, `lock`, `map`, `browser` (storage of a
   * browser): the key of a store without tables. `file`, `table`: a name made of it.
   */
  readonly kind: 'lookup' | 'upsert' | 'cache' | 'lock' | 'map' | 'browser' | 'file' | 'table'
  readonly system?: StorageSystem
  /** The first field, or the whole text of the key: what a finding underlines. */
  readonly span: Span
  /** Table, model or object that is asked, as written: `Account`, `redis`, `localStorage`. */
  readonly store: string
  /** The call as written, without its arguments: `Account::where`, `redis.set`. */
  readonly call: string
  /** Columns of a lookup, or the names whose values make up the key, in order. */
  readonly fields: readonly KeyField[]
  /** The text of a composed key, with `{name}` for what is filled in: `tokens:{subdomain}`. */
  readonly text?: string
  /** Names of what is written under the key, as far as they stand there: `access_token`. */
  readonly beside?: readonly string[]
}

export interface KeyField {
  /** Last part of the name: `subdomain` for `account.subdomain`, `$subdomain`, `'accounts.subdomain'`. */
  readonly name: string
  /** The whole source name of the value it is compared with or made of: `req.query.referer`. */
  readonly value?: string
  readonly span: Span
}
