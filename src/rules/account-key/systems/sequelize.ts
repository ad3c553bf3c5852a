import { sequelizeMigration } from '../../../migrations/systems/sequelize.js'
import { sequelizeHistory } from '../../../migrations/systems/sequelize-history.js'
import type { TableKey } from '../../../storage.js'
import { planOf, whyNotByMigration } from '../plan.js'
import { sequelizeModelFix } from './sequelize-model.js'
import { type Fixed, keyFix, type Place } from './system.js'

/** Tables of Sequelize: models with the next migration of sequelize-cli, or that alone where no model says the key. */
export function sequelizeFix(place: Place): Fixed {
  const { problems, source, files, table } = place
  if (table.part === 'model') return sequelizeModelFix(place)
  const history = sequelizeHistory(source.path, source.text)
  if (!history) return { reason: 'its migration is not named and written as sequelize-cli makes them' }
  const declared = source.text.slice(source.indexAt(table.whole.start), source.indexAt(table.whole.end))
  if (/\bschema\s*:|\b(?:changeColumn|deferrable)\b/.test(declared))
    return { reason: 'it is changed in place, or stands in a schema of its own' }
  const planned = planOf(place)
  if ('reason' in planned) return planned
  const reason = whyNotByMigration(place, planned.plan)
  if (reason !== undefined) return { reason }
  const other = problems.find(({ key }) => isUnnamed(place, key))?.key
  if (other) return { reason: `the name of the key on \`${other.columns.join('`, `')}\` cannot be told` }
  const written = sequelizeMigration(planned.plan, history, files)
  return 'reason' in written ? written : keyFix(place, [], written.files)
}

/** Whether the name of a key cannot be told: those behind a column of `createTable` are called by each database in its own way. */
function isUnnamed({ source, table }: Place, { span, name }: TableKey): boolean {
  const words = source.text.slice(source.indexAt(span.start), source.indexAt(span.end))
  if (/^(?:unique|primaryKey)\s*:\s*true$/.test(words)) return table.change !== 'create'
  return name === undefined
}
