import { sequelizeMigration } from '../../../migrations/systems/sequelize.js'
import type { TableKey } from '../../../storage.js'
import { planOf, whyNotByMigration } from '../plan.js'
import { type Fixed, keyFix, type Place } from './system.js'

/** The next migration of sequelize-cli, where it can tell how each key is called. */
export function sequelizeFix(place: Place): Fixed {
  const { problems, source, files, table } = place
  if (/\brename(?:Table|Column)\s*\(/.test(source.text))
    return { reason: 'its migration renames a table or a column' }
  const declared = source.text.slice(source.indexAt(table.whole.start), source.indexAt(table.whole.end))
  if (/\bschema\s*:|\b(?:changeColumn|deferrable)\b/.test(declared))
    return { reason: 'it is changed in place, or stands in a schema of its own' }
  const planned = planOf(place)
  if ('reason' in planned) return planned
  const reason = whyNotByMigration(place, planned.plan)
  if (reason !== undefined) return { reason }
  const keys = problems.map(({ key }) => ({ columns: key.columns, kind: key.kind, form: formOf(place, key) }))
  const other = keys.find(({ form }) => form === undefined)
  if (other) return { reason: `the name of the key on \`${other.columns.join('`, `')}\` cannot be told` }
  const { plan } = planned
  const uniques = plan.uniques.map((each) => ({
    columns: each.columns,
    ...keys.find(({ kind, columns }) => kind === 'unique' && columns.join() === each.columns.join())?.form,
  }))
  const written = sequelizeMigration({ ...plan, uniques }, { path: source.path, text: source.text }, files)
  return 'reason' in written ? written : keyFix(place, [], written.files)
}

/** How a key is called; without a name where it stands behind its column, and the database chose one. */
function formOf(
  { source, table }: Place,
  { span, name, columns, kind }: TableKey,
): { name?: string; isIndex?: boolean } | undefined {
  const words = source.text.slice(source.indexAt(span.start), source.indexAt(span.end))
  if (/^(?:unique|primaryKey)\s*:\s*true$/.test(words)) return table.change === 'create' ? {} : undefined
  if (/\bwhere\s*:|\bliteral\b|\bfn\b/.test(words)) return undefined
  if (/\baddConstraint\b/.test(words)) return name === undefined ? undefined : { name }
  if (kind !== 'unique' || !/\baddIndex\b/.test(words)) return undefined
  const derived = [table.name, ...columns].join('_')
  // Sequelize writes its own names in small letters with lines below.
  const own = name ?? (/^[a-z][a-z\d_]*$/.test(derived) ? derived : undefined)
  return own === undefined ? undefined : { name: own, isIndex: true }
}
