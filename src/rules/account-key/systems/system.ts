import type { Source } from '../../../files/source.js'
import type { Edit, Fix } from '../../../findings/finding.js'
import type { NewFile } from '../../../migrations/files.js'
import type { SequelizeHistory } from '../../../migrations/systems/sequelize-history.js'
import type { TableSite } from '../../../storage.js'
import type { Situation } from '../plan.js'
import type { SaveFact } from '../saves.js'
import type { Change } from '../sql-edit.js'
import type { StepFact } from '../steps.js'

/** A fix for the keys of a table, or why a person has to change them: a clause that goes behind "because". */
export type Fixed =
  | { fix: Fix }
  | { reason: string /** What to do instead, in whole sentences. */; steps?: string }

export interface Place extends Situation {
  /** All tables of the file. */
  tables: readonly TableSite[]
  /** Report paths of all files. */
  files: readonly string[]
  /** The language of the file, as models name it. */
  language: string
  /** Steps of histories that are ordered by what they say, those of fixes for other tables of this file among them. */
  steps: readonly StepFact[]
  /** Ways in which migrations for Sequelize are written. */
  histories: readonly SequelizeHistory[]
  /** Calls by primary keys, of files that name the model. */
  saves: readonly SaveFact[]
}

/** How a system's tables get a key of their own. */
export interface SystemFix {
  /** Which declarations it changes, or writes a migration for; all when absent. */
  readonly parts?: readonly TableSite['part'][]
  readonly fixOf: (place: Place) => Fixed
}

/**
 * The fix that changes a declaration and adds migrations.
 * @param changes of the file that declares the table, in UTF-16 offsets
 */
export function keyFix(
  { table, source, files }: Place,
  changes: readonly Change[],
  create: readonly NewFile[],
): Fixed {
  const taken = create.find(({ path }) => files.includes(path))
  if (taken) return { reason: `\`${taken.path}\` exists already` }
  return {
    fix: {
      kind: 'review',
      title: `Give \`${table.name}\` a key of its own, with a migration`,
      edits: changes.map((change) => editOf(source, change)),
      create: [...create],
    },
  }
}

function editOf(source: Source, { start, end, text }: Change): Edit {
  const [from, to] = [source.byteAt(start), source.byteAt(end)]
  return { path: source.path, start: from, end: to, text, expect: source.text.slice(start, end) }
}
