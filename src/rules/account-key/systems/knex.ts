import { knexMigration } from '../../../migrations/systems/knex.js'
import type { Span } from '../../../sites.js'
import { migrationFix } from './migration.js'
import type { Fixed, Place } from './system.js'

/** The next migration of Knex, unless a key is declared in a way that a migration could not name or make again. */
export function knexFix(place: Place): Fixed {
  const { problems, source, known } = place
  const behind = (byte: number) => source.text.slice(source.indexAt(byte)).trimStart()
  for (const { key } of problems) {
    const words = source.text.slice(source.indexAt(key.span.start), source.indexAt(key.span.end))
    // Behind a column, whatever stands in the brackets is a name or a rule.
    if (isInline(key.span, place) && /^\w+\(\s*[^\s)]/.test(words))
      return { reason: 'its key is named or ruled behind the column' }
    if (behind(key.span.end).startsWith('.alter(')) return { reason: 'its column is changed in place' }
  }
  const renamed = /\.rename(?:Table|Column)\s*\(/.test(source.text)
  if (renamed) return { reason: 'its migration renames a table or a column' }
  const model = known.find(({ system }) => system === 'objection')
  if (model)
    return {
      reason: `the model ${model.model ?? model.name} (${model.path}) says what its key is, and has to change in the same step`,
    }
  return migrationFix(place, knexMigration)
}

function isInline({ start, end }: Span, { table }: Place): boolean {
  return table.columns.some(({ whole }) => whole.start <= start && end <= whole.end)
}
