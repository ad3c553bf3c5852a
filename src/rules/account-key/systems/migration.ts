import type { MigrationWriter } from '../../../migrations/systems/writer.js'
import { planOf, whyNotByMigration } from '../plan.js'
import { type Fixed, keyFix, type Place } from './system.js'

/** The next migration of the system that declares the table. */
export function migrationFix(place: Place, write: MigrationWriter): Fixed {
  const { source, files } = place
  const planned = planOf(place)
  if ('reason' in planned) return planned
  const reason = whyNotByMigration(place, planned.plan)
  if (reason !== undefined) return { reason }
  const written = write(planned.plan, { path: source.path, text: source.text }, files)
  if ('reason' in written) return written
  return keyFix(place, [], written.files)
}
