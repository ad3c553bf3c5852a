import type { TableFact } from './tables.js'
import type { UseFact } from './use-facts.js'

/** What a file says of storage, for the checks of other files. Plain data. */
export interface StorageFact {
  tables: TableFact[]
  uses: UseFact[]
  /** Tables whose keys a migration of this tool has seen to. */
  settled: string[]
}
