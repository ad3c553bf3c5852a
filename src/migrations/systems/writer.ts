import type { NewFile } from '../files.js'
import type { KeyPlan } from '../plan.js'

/** The migration that declares a table: the next one is written as it is. */
export interface Declaring {
  /** Report path. */
  readonly path: string
  readonly text: string
}

/** The next migrations, or why nobody but a person can write them: a clause that goes behind "because". */
export type Written = { files: NewFile[] } | { reason: string }

/**
 * Writes a plan as the next migration of a system, in its own language.
 * @param files report paths of all files
 */
export type MigrationWriter = (plan: KeyPlan, from: Declaring, files: readonly string[]) => Written
