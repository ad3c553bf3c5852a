import type { SqlDialect, StorageSystem } from '../storage.js'

/**
 * How a table gets a key of its own: an auto-increment id, the account unique on its platform, everything else as it was.
 * Names are those of the database.
 */
export interface KeyPlan {
  readonly table: string
  /** Where it shows: writers in a system that speaks all dialects need none. */
  readonly dialect?: SqlDialect
  /** The primary key that goes; absent where the table keeps its primary key and only a unique key goes. */
  readonly primary?: { readonly columns: readonly string[]; readonly name?: string }
  /** Unique keys that go, by their names in the database. */
  readonly uniques: readonly {
    readonly columns: readonly string[]
    readonly name?: string
    readonly isIndex?: boolean
  }[]
  /** The new primary key. */
  readonly id: string
  /** Its type, where the library that makes the tables has a way of its own. */
  readonly idType?: string
  /** The column that names the platform. */
  readonly platform: string
  /** The table has such a column already. */
  readonly hasPlatform?: boolean
  /**
   * Column of the account's id. It becomes unique together with the platform where a key says that no two rows share it
   * (`isUnique`); otherwise rows may stand in the way, and it gets an index alone.
   */
  readonly account?: { readonly column: string; readonly isUnique: boolean }
  /** The new unique key is an index, and no constraint. */
  readonly isUniqueIndex?: boolean
  /** Columns that were keys and are looked up: they keep an index. */
  readonly indexed: readonly string[]
  /** A column that holds the account's address: it tells which platform a row that exists belongs to. */
  readonly domain?: string
  readonly children: readonly ChildPlan[]
  /** The statement that made the table as it is to be, for dialects that cannot change keys in place; `{table}` stands for its name. */
  readonly rebuilt?: string
  /** The same as it was: the way back. */
  readonly former?: string
  /** Columns that the table has, in order. */
  readonly columns: readonly string[]
  /** Names of keys and indexes that the project has already, in lower case. */
  readonly taken: readonly string[]
}

/** A plan that is carried out in SQL. */
export type SqlPlan = KeyPlan & { readonly dialect: SqlDialect }

/** A table that points to the key that goes: it gets a column for the new one, filled from the old one, which stays. */
export interface ChildPlan {
  readonly table: string
  readonly column: string
  readonly target: string
  readonly foreignKey?: string
  /** Name of the new column. */
  readonly added: string
  /** What declares it, and by that how its keys are called. */
  readonly system: StorageSystem
  readonly onDelete?: string
  /** Of the key that goes; the new one never changes. */
  readonly onUpdate?: string
}

/** Statements, each whole and without `;`. */
export interface Steps {
  readonly up: readonly string[]
  readonly down: readonly string[]
}

/** Columns of the new unique key, if the plan has one. */
export function newUnique({ platform, account }: KeyPlan): readonly [string, string] | undefined {
  return account?.isUnique ? [platform, account.column] : undefined
}

/** Whether the plan adds a column for the platform. */
export function addsPlatform({ hasPlatform, account }: KeyPlan): boolean {
  return !hasPlatform && account !== undefined
}

/** Stands in every file that is written here: a later audit knows by it that the table has been seen to. */
export function markerOf(plan: KeyPlan): string {
  return `kommo-migrate: account-key ${plan.table}`
}

/** Lines of what a person has to know of the rows before a step, or to do behind it. */
export function remarksOn(plan: KeyPlan): string[] {
  const { account, domain, platform } = plan
  const lines: string[] = []
  if (addsPlatform(plan) && domain === undefined)
    lines.push(
      `No column tells the rows of amocrm.ru: all become 'kommo'. Correct ${platform} where that is wrong.`,
    )
  if (account && !account.isUnique)
    lines.push(
      `Nothing kept ${account.column} unique so far, so it gets an index only. Merge the rows that share one, then make`,
      `(${platform}, ${account.column}) unique.`,
    )
  if (!account)
    lines.push('No column holds the id of the account: add it with the platform, and make both unique.')
  return lines
}
