import type { TableFact } from './tables.js'
import type { UseFact } from './use-facts.js'

/** What a file says of storage, for the checks of other files. Plain data. */
export interface StorageFact {
  tables: TableFact[]
  uses: UseFact[]
  /** Tables whose keys a migration of this tool has seen to. */
  settled: string[]
}

/** Whether a file was written by this tool: a migration with its marker. */
export function isOwnMigration(text: string): boolean {
  return /^\W*kommo-migrate: (?:account-key|stored-host) \S/m.test(text.slice(0, 2000))
}
