import type { SequelizeHistory } from '../../migrations/systems/sequelize-history.js'
import type { HazardFact } from './hazards.js'
import type { RecordsFact } from './records.js'
import type { SavesFact } from './saves.js'
import type { OtherStatement } from './statements.js'
import type { StepFact } from './steps.js'
import type { TableFact } from './tables.js'
import type { UseFact } from './use-facts.js'

/** What a file says of storage, for the checks of other files. Plain data. */
export interface StorageFact {
  tables: TableFact[]
  uses: UseFact[]
  /** Statements of SQL that a change of a table can break. */
  others: OtherStatement[]
  /** Tables whose keys a migration of this tool has seen to. */
  settled: string[]
  /** Calls that go by keys without naming them. */
  hazards?: HazardFact
  /** The step of a history that the file is. */
  step?: StepFact
  /** What it asks by primary keys without naming them, of TypeORM and of Sequelize. */
  saves?: SavesFact
  records?: RecordsFact
  /** The way that a migration for Sequelize is written. */
  sequelize?: SequelizeHistory
  /** Its lines end as Windows ends them: a step that is written beside it does so, too. */
  isCrlf?: true
}
